"""What the public sees: frozen versions, each with an address that lasts."""

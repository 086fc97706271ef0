"""Pictures that are drawn on the server: where everything in them stands. Pure."""

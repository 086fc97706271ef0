"""What all subjects share, and no table of its own."""

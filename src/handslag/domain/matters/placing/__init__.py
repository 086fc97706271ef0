"""What is due at a meeting and asks for a place on its agenda, or for a reason why not."""

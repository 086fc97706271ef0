"""The printed sheet of what a principal, a body or a person owes and waits for."""

"""What a principal, a body or a person owes and waits for, told on one page."""

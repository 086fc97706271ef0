"""What each body is, where it stands among the others, and the seats in it."""

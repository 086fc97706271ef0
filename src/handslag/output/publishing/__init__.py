"""From an account of a meeting to what the public sees of it."""

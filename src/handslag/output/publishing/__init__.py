"""What is published: composed of an account of a meeting, looked through, and frozen."""

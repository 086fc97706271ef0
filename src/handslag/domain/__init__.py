"""What is true: one Django app a subject; upper subjects may import lower ones, never the reverse."""

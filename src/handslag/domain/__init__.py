"""What is true: one Django app a subject; upper ones may import lower ones, never the reverse."""

"""Minutes: what they say, whether they are right, and the versions they were made in."""

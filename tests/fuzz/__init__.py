"""Searching for inputs that reading does not stand: `python -m tests.fuzz`, or `make fuzz`."""

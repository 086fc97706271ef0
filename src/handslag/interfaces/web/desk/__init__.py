"""The coordinator's desk: everything the office works with."""

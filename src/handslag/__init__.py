"""Handslag: the common memory of a county's collaboration between its municipalities and its region."""

__version__ = "0.1.0"

"""Handslag: the common memory of a county's municipalities and region."""

__version__ = "0.1.0"

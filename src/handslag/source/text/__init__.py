"""One canonical text for each document, never altered, and places in it."""

from handslag.source.text.canonical import CanonicalText, Line, Page, Span

__all__ = ["CanonicalText", "Line", "Page", "Span"]

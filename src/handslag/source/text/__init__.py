"""One canonical text for each document, never altered, and places in it."""

from handslag.source.text.canonical import CanonicalText, Heading, Line, Page, Span

__all__ = ["CanonicalText", "Heading", "Line", "Page", "Span"]

"""How much one document may hold before reading it is refused.

A year of minutes from one body is well under a million characters, and the largest bundles of
a notice with all its papers some two thousand pages. The limits lie several times above that,
so that a file which meets one is a mistake rather than a document, and low enough that reading
at the limit takes seconds and some hundred megabytes of memory, not the whole machine.
"""

from __future__ import annotations

MAX_BYTES = 100_000_000
"""The largest file that is read, in bytes. Scanned bundles are large for their text."""

MAX_PAGES = 5_000
"""The most pages of one document."""

MAX_CHARACTERS = 10_000_000
"""The longest canonical text, in characters."""

MAX_PIXELS = 150_000_000
"""The largest picture that is read, in dots: A3 at 600 dots an inch is 70 million."""

MAX_FRAMES = 500
"""The most pages of one picture (TIFF)."""

MAX_ENTRIES = 10_000
"""The most parts of one package (Word, OpenDocument); each picture is one."""

MAX_UNPACKED = 200_000_000
"""The most bytes that are unpacked of one package. Only the parts with text are unpacked."""

MAX_SWELLING = 200
"""How many times its packed size a package may unpack to. Text with marks swells some 20 times."""

MIN_SWOLLEN = 10_000_000
"""Bytes below which a package may swell as it likes: small ones do no harm."""

MAX_PARAGRAPHS = 300_000
"""The most paragraphs, lists and tables, empty ones too, in one part of a package."""

MAX_NESTING = 40
"""The most tables and boxes inside one another."""

PIECE = 65_536
"""Bytes read at a time from a package's part."""


def grouped(number: int) -> str:
    """A whole number as Swedish prints it: 10 000 000, held together by no-break spaces."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")

"""Where the streams of a PDF end, said so that it can be read in one way only.

A stream's bytes are followed by a line end and the word `endstream`. typst writes a line feed
there. Where the bytes themselves happen to end in a carriage return, the two look like one line
end, and the stream like one byte shorter than it says it is: a strict reader finds a fault with a
file for the archive (ISO 19005, 6.1.7.1). One stream in 256 is such.
"""

from __future__ import annotations

import re

_ENDS = re.compile(rb"\r\nendstream\b")
_BEGINS = b">>\nstream\n"
_LENGTH = re.compile(rb"/Length (\d+)\b")
_LONGEST_DICTIONARY = 4000


def unambiguous(pdf: bytes) -> bytes:
    """The same file with a line end of its own, CR and LF, after each stream that ends in CR.

    The byte that this takes is the line end between the stream's dictionary and the word
    `stream`, which may be left out, so that no object moves. A stream whose dictionary cannot be
    made out is left as it is.
    """
    for match in _ENDS.finditer(pdf):
        last = match.start()
        spare = _spare(pdf, last)
        if spare is not None:
            pdf = pdf[:spare] + pdf[spare + 1 : last + 1] + b"\r\n" + pdf[last + 2 :]
    return pdf


def _spare(pdf: bytes, last: int) -> int | None:
    """Where the line end stands before the stream whose last byte is at `last`."""
    at = last
    while (at := pdf.rfind(_BEGINS, 0, at)) >= 0:
        begin = pdf.rfind(b" obj\n<<", max(0, at - _LONGEST_DICTIONARY), at)
        length = _LENGTH.search(pdf, begin, at) if begin >= 0 else None
        if length and at + len(_BEGINS) + int(length.group(1)) == last + 1:
            return at + len(b">>")
    return None

"""Which characters a paper can show: those that its typeface has.

A paper for the archive may hold no character that its typeface lacks, and making one is refused
where it does. So a character from elsewhere, such as a picture of a face, is printed as a box:
the paper is made, and what is missing shows.
"""

from __future__ import annotations

import re
import unicodedata

_HAS = (
    " -~\xa0-\xac\xae-\u0148\u014a-\u01c3\u01c5-\u024f"  # Latin
    "\u0300-\u0304\u0306-\u030c"  # accents upon what has no letter of its own
    "\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03d7"  # Greek
    "\u0400-\u0479\u0480-\u049d\u04a0-\u04ff"  # Cyrillic
    "\u1e00-\u1e9b\u1e9d-\u1eff"
    "\u2010-\u2027\u2030-\u2055\u2070\u2071\u2074-\u208e\u2090-\u209c\u20a0-\u20af"
    "\u2116\u2122\u2126\u2150-\u217f\u2190-\u2199\u21d0\u21d2\u21d4"
    "\u2202\u2206\u220f\u2211\u2212\u221a\u221e\u222b\u2248\u2260\u2264\u2265"
    "\u25a0\u25a1\u25b2\u25b6\u25bc\u25c0\u25ca\u25cb\u25cf\u2605\u2606\u2713\u2717"
)
_LACKS = re.compile(f"[^{_HAS}\n]")
_PLAIN = re.compile("[ -~\\n\xa0-\xac\xae-\xff\u2013\u201d]*+")
"""Words of such characters alone need no looking at: composed Latin letters, and usual signs."""
_UNSEEN = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f]")
"""Marks for breaking and turning text, which have no shape."""
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile("[\t\u2000-\u200a\u202f\u205f\u3000]")
_BULLETS = re.compile("[\uf0a7\uf0b7\uf0d8\uf076\u2043]")
"""Marks of lists that word processors leave behind when text is copied out of them."""
BOX = "\u25a1"


def printable(words: str) -> str:
    """The words as a paper can show them: composed, without control characters."""
    if _PLAIN.fullmatch(words):
        return words
    composed = unicodedata.normalize("NFC", words)
    composed = _BULLETS.sub("\u2022", _BLANKS.sub(" ", _BREAKS.sub("\n", composed)))
    bare = "".join(
        letter for letter in _UNSEEN.sub("", composed) if letter == "\n" or letter >= " "
    )
    return _LACKS.sub(BOX, bare)

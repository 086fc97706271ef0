"""Swedish words, their stems, and those too common to be sought. Pure."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

WORD = re.compile(r"[^\W_]+")
LONGEST = 100
"""Letters of a word that are kept: no word is so long, and PostgreSQL takes none much longer."""
_ENDING_LEFT = re.compile(r"(?<=.{5})et$")
"""The article that the stemmer leaves on some words: it makes nätverk of nätverk, but leaves
nätverket as it is."""

STOP_WORDS = frozenset((
    "alla", "allt", "än", "när", "är", "att", "av", "bara", "blev", "bli", "blir", "de", "dels",
    "dem", "den", "denna", "deras", "dess", "dessa", "det", "detta", "dig", "din", "dina",
    "ditt", "du", "då", "där", "efter", "ej", "eller", "en", "er", "ett", "från", "för", "få",
    "genom", "ha", "hade", "han", "har", "hon", "hos", "hur", "här", "i", "icke", "in", "inte",
    "jag", "ju", "kan", "kunna", "man", "med", "mellan", "men", "mot", "ni", "nu", "någon",
    "något", "några", "och", "om", "oss", "på", "samt", "ska", "skall", "skulle", "som", "så",
    "sådan", "såväl", "till", "under", "upp", "ur", "ut", "utan", "var", "vara", "varit", "vad",
    "vi", "vid", "vilka", "vilken", "vilket", "åt", "över",
))  # fmt: skip
"""Words so common that they tell nothing; they are neither indexed nor sought, but in quotes."""


def composed(text: str) -> str:
    """`text` with each letter one sign: å, ä and ö are letters of their own."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded(word: str) -> str:
    """`word` in small letters, each letter one sign."""
    return composed(word).lower()


def stem_of(word: str) -> str:
    """What inflections of a folded word have in common.

    Stemmed twice: the stemmer takes one ending at a time off mötena.
    """
    stemmer = _stemmer_of(threading.get_ident())
    return _ENDING_LEFT.sub("", stemmer.stemWord(stemmer.stemWord(word)))


@lru_cache(maxsize=64)
def _stemmer_of(_thread: int) -> Stemmer.Stemmer:
    """A thread's own stemmer, since one keeps state while it works. Its cache is slower than it."""
    return Stemmer.Stemmer("swedish", maxCacheSize=0)

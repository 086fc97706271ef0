"""What somebody asks of the published texts: words in any order, and phrases in quotes. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from handslag.output.search.words import Asked, asked, folded

_QUOTED = re.compile(r"[\"”“„»«]([^\"”“„»«]*)[\"”“„»«]")
_WORD = re.compile(r"[^\W_]+")
MOST_PHRASES = 5


@dataclass(frozen=True, slots=True)
class Question:
    """What is sought: every word, as inflected as it may be, and each phrase as it stands."""

    words: Asked
    phrases: tuple[str, ...] = ()
    """As `phrase_of` tells them."""

    def __bool__(self) -> bool:
        return bool(self.words)


def question(text: str) -> Question:
    """What `text` asks for. A quotation mark without its fellow counts for nothing."""
    phrases = tuple(
        dict.fromkeys(
            phrase
            for inner in _QUOTED.findall(text)[:MOST_PHRASES]
            if len(_WORD.findall(inner)) > 1 and (phrase := phrase_of(inner))
        )
    )
    return Question(asked(text), phrases)


def phrase_of(text: str) -> str:
    """The words of `text` in small letters, one space between and around them."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    return f" {' '.join(folded(word) for word in words)} " if words else ""

"""What users read is what was written: no library's word list speaks in its stead."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path

from django.utils import translation

CATALOGUE = (
    Path(__file__).parents[2] / "src" / "handslag" / "locale" / "en" / "LC_MESSAGES" / "django.mo"
)
_CONTEXT = "\x04"


def texts() -> list[tuple[str, str]]:
    """Every text with its context, in Swedish, as the code has it."""
    with CATALOGUE.open("rb") as file:
        # there is no other way in to the messages than the attribute that the class keeps to itself
        known: dict[str | tuple[str, int], str] = vars(GNUTranslations(file))["_catalog"]
    keys = {key[0] if isinstance(key, tuple) else key for key in known} - {""}
    return [
        (context, text)
        for context, _mark, text in (key.rpartition(_CONTEXT) for key in sorted(keys))
    ]


def test_swedish_texts_are_said_as_they_are_written():
    """Django and allauth name their texts in English: "sent" is theirs too, and not Swedish."""
    with translation.override("sv"):
        said = {
            text: translation.pgettext(context, text) if context else translation.gettext(text)
            for context, text in texts()
        }
    assert len(said) > 1000
    assert {text: other for text, other in said.items() if other != text} == {}

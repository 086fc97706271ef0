"""Whether a password can be guessed, and why, in words. zxcvbn judges; the words are ours."""

from __future__ import annotations

import re
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from zxcvbn import zxcvbn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.utils.functional import Promise

STRONG_ENOUGH = 3
"""Of zxcvbn's 0 to 4: safe also where somebody has got hold of what is stored of it."""
JUDGED = 72
"""Characters that are looked at: what comes after them can only make it better."""
LONGEST = 256
"""Characters of a password at most: nobody types more, and hashing them costs the server."""
FEWEST_OF_ONES_OWN = 6
"""Letters and digits that have nothing to do with the owner or the place."""
COMMON_HERE = ("handslag", "samverkan", "kommun", "region", "länet", "lösenord", "sommar", "vinter")

WHY: Mapping[str, Promise] = {
    "Straight rows of keys are easy to guess.": gettext_lazy("Tangenter i rad är lätta att gissa."),
    "Short keyboard patterns are easy to guess.": gettext_lazy(
        "Korta mönster på tangentbordet är lätta att gissa."
    ),
    'Repeats like "aaa" are easy to guess.': gettext_lazy(
        "Upprepningar som ”aaa” är lätta att gissa."
    ),
    'Repeats like "abcabcabc" are only slightly harder to guess than "abc".': gettext_lazy(
        "Upprepningar som ”abcabcabc” är knappt svårare att gissa än ”abc”."
    ),
    'Sequences like "abc" or "6543" are easy to guess.': gettext_lazy(
        "Följder som ”abc” eller ”6543” är lätta att gissa."
    ),
    "Recent years are easy to guess.": gettext_lazy("Årtal är lätta att gissa."),
    "Dates are often easy to guess.": gettext_lazy("Datum är ofta lätta att gissa."),
    "This is a top-10 common password.": gettext_lazy(
        "Det är ett av de tio vanligaste lösenorden."
    ),
    "This is a top-100 common password.": gettext_lazy(
        "Det är ett av de hundra vanligaste lösenorden."
    ),
    "This is a very common password.": gettext_lazy("Det är ett mycket vanligt lösenord."),
    "This is similar to a commonly used password.": gettext_lazy(
        "Det liknar ett vanligt lösenord."
    ),
    "A word by itself is easy to guess.": gettext_lazy("Ett ensamt ord är lätt att gissa."),
    "Names and surnames by themselves are easy to guess.": gettext_lazy(
        "Ett namn för sig är lätt att gissa."
    ),
    "Common names and surnames are easy to guess.": gettext_lazy(
        "Vanliga namn är lätta att gissa."
    ),
}
"""What zxcvbn says is wrong, and how we say it."""


class NotGuessable:
    """Django's validator: refuse what somebody who knows its owner would soon guess."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError, with the reason, for a password that is too weak."""
        if len(password) > LONGEST:
            raise ValidationError(
                _("Lösenordet är för långt. Det får ha högst %(most)d tecken.") % {"most": LONGEST}
            )
        why = weakness(password, words_of(user))
        if why:
            raise ValidationError(why)

    def get_help_text(self) -> str:
        """What is asked for, beforehand."""
        return _(
            "Några ord efter varandra som inte hör ihop är lätt att minnas och svårt att gissa."
        )


_one_at_a_time = Lock()  # zxcvbn keeps the words it was given in a place for all


def weakness(password: str, words: Iterable[str] = ()) -> str:
    """Why a password is too easy to guess, in words; empty where it is not.

    `words` are such as whoever attacks would try first, of its owner or of the place.
    """
    known = [*words, *COMMON_HERE]
    if len(left_without(password, known)) < FEWEST_OF_ONES_OWN:
        return _(
            "Lösenordet är för lätt att gissa. Det bygger på ditt namn, din adress eller vanliga "
            "ord här. Lägg till något eller några ord som inte hör ihop."
        )
    with _one_at_a_time:
        judged = zxcvbn(password[:JUDGED], known)
    if judged["score"] >= STRONG_ENOUGH:
        return ""
    why = WHY.get(judged["feedback"]["warning"], "")
    told = _("Lösenordet är för lätt att gissa. %(why)s") % {"why": why}
    return f"{told.strip()} {_('Lägg till något eller några ord som inte hör ihop.')}"


def left_without(password: str, words: Iterable[str]) -> str:
    """What is left of a password without words that anybody would try, and without years. Pure.

    zxcvbn takes three or four such words after one another for a good password.
    """
    left = password.lower()
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return re.sub(r"(19|20)\d\d|[\W_]", "", left)


def words_of(user: Any) -> list[str]:
    """What somebody who knows the user would try: each part of the name and the address."""
    told = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}"
    parts = [part for part in re.split(r"[\W_]+", told.lower()) if len(part) > 2]
    return [*parts, told.strip()] if parts else []

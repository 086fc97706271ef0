"""The fields that a fact under review is made of: how each is shown, typed in and kept.

A value lives in three forms. As JSON it lies in the database; as words it stands in a form; as a
typed value (a day, a sum) it goes to the domain. Each field's form knows the way between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from handslag.domain.base.dates import clock_from_words, day_from_words
from handslag.domain.base.money import kronor_from_words
from handslag.intake.pages import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

MOST_NUMBERS = 200


class Unreadable(ValueError):  # noqa: N818  it tells of what was typed, not of a fault
    """What was typed cannot be read as this field's sort of value; the message tells what can."""


class Form(Protocol):
    """One sort of value."""

    @property
    def input(self) -> str:
        """The sort of input in a form, one of those that `intake.pages.Field` names."""

    def from_words(self, words: str) -> Any:
        """The JSON value of what somebody typed. Raises Unreadable."""

    def to_words(self, value: Any) -> str:
        """The JSON value as the form's input wants it."""

    def display(self, value: Any) -> str:
        """The JSON value as a person reads it."""

    def typed(self, value: Any) -> Any:
        """The JSON value as the domain wants it."""

    def choices(self) -> tuple[Choice, ...]:
        """The values to choose among; empty where any may be typed."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words on one line, or on several where they are `long`; at most `most` characters."""

    most: int = 200
    long: bool = False

    @property
    def input(self) -> str:
        """One line, or several."""
        return "textarea" if self.long else "text"

    def from_words(self, words: str) -> str:
        """The words with white space folded. Raises Unreadable where they are too many."""
        folded = " ".join(words.replace("\0", "").split())
        if len(folded) > self.most:
            raise Unreadable(_("Texten är för lång: högst %d tecken får plats.") % self.most)
        return folded

    def to_words(self, value: Any) -> str:
        """The words."""
        return str(value or "")

    def display(self, value: Any) -> str:
        """The words."""
        return str(value or "")

    def typed(self, value: Any) -> str:
        """The words, cut to what there is room for: a reader sets no limit."""
        return str(value or "")[: self.most]

    def choices(self) -> tuple[Choice, ...]:
        """None: anything may be typed."""
        return ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day; ISO in JSON."""

    input: str = "date"

    def from_words(self, words: str) -> str | None:
        """The day that was typed, in any of the ways that days are written."""
        if not words.strip():
            return None
        day = day_from_words(words)
        if day is None:
            raise Unreadable(_("Det är inget datum. Skriv det som 2025-03-14 eller 14 mars 2025."))
        return day.isoformat()

    def to_words(self, value: Any) -> str:
        """ISO."""
        return str(value or "")

    def display(self, value: Any) -> str:
        """The day with the month's name."""
        return date_format(date.fromisoformat(value), "j F Y") if value else ""

    def typed(self, value: Any) -> date | None:
        """The day."""
        return date.fromisoformat(value) if value else None

    def choices(self) -> tuple[Choice, ...]:
        """None: anything may be typed."""
        return ()


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time; "HH:MM" in JSON."""

    input: str = "time"

    def from_words(self, words: str) -> str | None:
        """The time that was typed."""
        if not words.strip():
            return None
        clock = clock_from_words(words)
        if clock is None:
            raise Unreadable(_("Det är inget klockslag. Skriv det som 09:00 eller 9.30."))
        return clock.strftime("%H:%M")

    def to_words(self, value: Any) -> str:
        """HH:MM."""
        return str(value or "")

    def display(self, value: Any) -> str:
        """The time with a full stop, as Swedish writes it."""
        return str(value or "").replace(":", ".")

    def typed(self, value: Any) -> time | None:
        """The time."""
        return time.fromisoformat(value) if value else None

    def choices(self) -> tuple[Choice, ...]:
        """None: anything may be typed."""
        return ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """One value of several, each with its label."""

    options: tuple[tuple[str, StrOrPromise], ...]
    input: str = "choice"

    def from_words(self, words: str) -> str:
        """The chosen value."""
        if words not in dict(self.options):
            raise Unreadable(_("Välj ett av alternativen i listan."))
        return words

    def to_words(self, value: Any) -> str:
        """The value."""
        return str(value or "")

    def display(self, value: Any) -> str:
        """The label."""
        return str(dict(self.options).get(value, value or ""))

    def typed(self, value: Any) -> str:
        """The value."""
        return str(value or "")

    def choices(self) -> tuple[Choice, ...]:
        """Every value there is."""
        return tuple(Choice(value, str(label)) for value, label in self.options)


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    input: str = "choice"

    def from_words(self, words: str) -> bool:
        """Whether "ja" was chosen."""
        if words not in {"", "ja", "nej"}:
            raise Unreadable(_("Välj ja eller nej."))
        return words == "ja"

    def to_words(self, value: Any) -> str:
        """The choice."""
        return "ja" if value else "nej"

    def display(self, value: Any) -> str:
        """Yes or no, in the reader's language."""
        return _("ja") if value else _("nej")

    def typed(self, value: Any) -> bool:
        """True or False."""
        return bool(value)

    def choices(self) -> tuple[Choice, ...]:
        """No and yes."""
        return (Choice("nej", _("nej")), Choice("ja", _("ja")))


_PART = re.compile(r"(\d{1,4})(?: ?[-–] ?(\d{1,4}))?")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whole numbers in order, such as the points of a proposal: "1-3, 5" is [1, 2, 3, 5]."""

    input: str = "text"

    def from_words(self, words: str) -> list[int]:
        """The numbers that were typed, each once, rising."""
        numbers: set[int] = set()
        for part in re.split(r"[,;]| och ", words):
            if not part.strip():
                continue
            found = _PART.fullmatch(part.strip())
            first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
            if last < first or last - first >= MOST_NUMBERS:
                raise Unreadable(_("Skriv numren med komma emellan, till exempel 1, 2 eller 1-3."))
            numbers.update(range(first, last + 1))
        return sorted(numbers)

    def to_words(self, value: Any) -> str:
        """The numbers with commas between."""
        return ", ".join(map(str, value or ()))

    def display(self, value: Any) -> str:
        """The numbers with commas between."""
        return self.to_words(value)

    def typed(self, value: Any) -> tuple[int, ...]:
        """The numbers."""
        return tuple(value or ())

    def choices(self) -> tuple[Choice, ...]:
        """None: anything may be typed."""
        return ()


MOST_COUNTED = 9_999
"""The most that anybody counts: votes in the largest of assemblies are far fewer."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something, such as votes for a proposal."""

    input: str = "text"

    def from_words(self, words: str) -> int:
        """The number that was typed; none is 0."""
        words = words.strip()
        if not words:
            return 0
        if not (words.isascii() and words.isdigit()) or int(words[:9]) > MOST_COUNTED:
            raise Unreadable(_("Skriv antalet med siffror, till exempel 12."))
        return int(words[:9])

    def to_words(self, value: Any) -> str:
        """The number as it can be typed again."""
        return str(value or 0)

    def display(self, value: Any) -> str:
        """The number."""
        return str(value or 0)

    def typed(self, value: Any) -> int:
        """The number."""
        return int(value or 0)

    def choices(self) -> tuple[Choice, ...]:
        """None: any number may be typed."""
        return ()


@dataclass(frozen=True, slots=True)
class NameList:
    """Names with commas between."""

    input: str = "text"

    def from_words(self, words: str) -> list[str]:
        """The names that were typed."""
        folded = [" ".join(part.replace("\0", "").split()) for part in words.split(",")]
        return [part for part in folded if part]

    def to_words(self, value: Any) -> str:
        """The names with commas between."""
        return ", ".join(value or ())

    def display(self, value: Any) -> str:
        """The names with commas between."""
        return self.to_words(value)

    def typed(self, value: Any) -> tuple[str, ...]:
        """The names."""
        return tuple(value or ())

    def choices(self) -> tuple[Choice, ...]:
        """None: anything may be typed."""
        return ()


@dataclass(frozen=True, slots=True)
class Kronor:
    """A sum in kronor; a decimal number as a string in JSON, so that nothing is rounded."""

    input: str = "text"

    def from_words(self, words: str) -> str | None:
        """The sum that was typed, in kronor, thousands or millions."""
        if not words.strip():
            return None
        kronor = kronor_from_words(words)
        if kronor is None:
            raise Unreadable(_("Det är inget belopp. Skriv det som 300 000 kr eller 4,8 mkr."))
        return str(kronor)

    def to_words(self, value: Any) -> str:
        """The sum as it can be typed again."""
        return _plain(Decimal(value)).replace(".", ",") if value else ""

    def display(self, value: Any) -> str:
        """The sum with its unit, grouped by thousands."""
        return f"{number_format(_plain(Decimal(value)), use_l10n=True)} kr" if value else ""

    def typed(self, value: Any) -> Decimal | None:
        """The sum."""
        return Decimal(value) if value else None

    def choices(self) -> tuple[Choice, ...]:
        """None: anything may be typed."""
        return ()


def _plain(kronor: Decimal) -> str:
    """A sum without needless decimals and without an exponent."""
    whole = kronor.to_integral_value()
    return f"{whole:f}" if kronor == whole else f"{kronor:f}"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a kind of fact."""

    name: str
    label: StrOrPromise
    form: Form = field(default_factory=Words)
    required: bool = False
    help: StrOrPromise = ""
    default: Any = ""
    """The JSON value of a fact that a person is about to add."""

    def parse(self, words: str) -> Any:
        """The JSON value of what somebody typed. Raises Unreadable, with a message for them."""
        value = self.form.from_words(words)
        if self.required and value in ("", None, []):
            raise Unreadable(_("Fyll i %s.") % str(self.label).lower())
        return value


def parse_fields(
    specs: tuple[FieldSpec, ...], typed: Mapping[str, str], before: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The JSON value of a whole fact, and a message for each field that could not be read.

    A field that was not sent, or came back as it was shown, keeps its value from `before`
    exactly; one that `before` lacks gets its default.
    """
    value: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for spec in specs:
        kept = before.get(spec.name, spec.default)
        words = typed.get(spec.name, spec.form.to_words(kept))
        try:
            value[spec.name] = (
                kept if words == spec.form.to_words(kept) and kept else spec.parse(words)
            )
        except Unreadable as reason:
            errors[spec.name] = str(reason)
    errors.update(
        (name, _("Fältet finns inte.")) for name in typed.keys() - {spec.name for spec in specs}
    )
    return value, errors

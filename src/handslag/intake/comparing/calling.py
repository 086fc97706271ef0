"""What people call a document: "protokollet den 26 mars 2025". Pure.

Nobody says a file's name. A document is called by what it is, whose meeting it is of and on which
day, as much of that as it takes to tell it apart where it stands: the body once in a sentence, the
day once while it is the same meeting, the file's name only between two of the same sort.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    import datetime as dt

_AGENDA = re.compile(r"dagordning|ärendelista|föredragningslista", re.IGNORECASE)
_NOTICE = re.compile(r"kallelse", re.IGNORECASE)
_ADDED = re.compile(r"tillkommande|tillägg|komplettera|supplement", re.IGNORECASE)
_MINUTES = re.compile(r"protokoll", re.IGNORECASE)
_NOTES = re.compile(r"anteckning", re.IGNORECASE)
MOST_TITLE = 200
"""Letters of a title that are looked at: a title is short, and a text may be taken for one."""


@dataclass(frozen=True, slots=True)
class Called:
    """A document as it may be spoken of.

    `sort` is what `sort_of` told. `meeting` tells meetings apart: equal for documents of one.
    `body` is empty where nobody knows it, or where it need not be said on the page.
    """

    id: int
    name: str
    """The file's."""
    sort: str
    date: dt.date | None = None
    body: str = ""
    meeting: object = ""
    crowded: bool = False
    """Another document of the same sort is of the same meeting."""

    @property
    def bare(self) -> str:
        """What it is, and no more: "protokollet"."""
        return _words()[self.sort]

    @property
    def to_meeting(self) -> bool:
        """It was written before the meeting, and so is one to it rather than of it."""
        return self.sort in _BEFORE

    def words(self, *, body: bool = True, day: bool = True, file: bool = False) -> str:
        """What it is and of which meeting: "kallelsen till Vårdrådet den 3 mars 2025".

        The file's name stands behind where asked for, or where nothing else is known.
        """
        told = {"what": self.bare, "body": self.body}
        told["day"] = day_words(self.date) if self.date else ""
        has = (body and bool(self.body), day and self.date is not None)
        words = (_to_it(*has) if self.to_meeting else _of_it(*has)) % told
        unknown = not any((self.body, self.date))
        return f"{words} {self.name}" if unknown else f"{words} ({self.name})" if file else words


@dataclass(slots=True)
class Sentence:
    """The documents of one sentence, each said in full the first time and shortly after that.

    `%s` in the sentence asks for a mention: so the words come in the order of whatever language
    the sentence is in.
    """

    of_one_sort: bool = False
    """Both are of the same sort and meeting, so that only their files' names tell them apart."""
    bodies: set[str] = field(default_factory=set)
    meetings: list[object] = field(default_factory=list)
    said: set[int] = field(default_factory=set)

    def say(self, called: Called, *, day: bool = True) -> str:
        """The document's name at this place of the sentence."""
        again = called.id in self.said
        same = again or called.meeting in self.meetings
        body = not again and called.body not in self.bodies
        self.said.add(called.id)
        self.bodies.add(called.body)
        self.meetings.append(called.meeting)
        file = self.of_one_sort or (called.crowded and not again)
        return called.words(body=body, day=day and not same, file=file)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a sentence where a document is spoken of."""

    called: Called
    sentence: Sentence
    day: bool = True

    def __str__(self) -> str:
        return self.sentence.say(self.called, day=self.day)


@dataclass(frozen=True, slots=True)
class Transcript:
    """A place in a sentence where one of two readings of a document is spoken of."""

    called: Called
    here: bool
    """It is the one on whose own page the sentence stands."""

    def __str__(self) -> str:
        if self.here:
            return _("den här avskriften")
        return _("avskriften %(name)s") % {"name": self.called.name}


def sort_of(kind: str, title: str, name: str) -> str:
    """What sort of document it is, by its kind, its title and, where that is silent, its file's
    name: "notice", "agenda", "additions", "minutes", "notes" or "document"."""
    for words in (title[:MOST_TITLE], name):
        if kind == "notice":
            if _ADDED.search(words):
                return "additions"
            if _AGENDA.search(words) and not _NOTICE.search(words):
                return "agenda"
            if _NOTICE.search(words):
                return "notice"
        if kind == "minutes":
            if _NOTES.search(words):
                return "notes"
            if _MINUTES.search(words):
                return "minutes"
    return {"notice": "notice", "minutes": "notes"}.get(kind, "document")


_BEFORE = frozenset({"notice", "agenda", "additions"})


def _words() -> dict[str, str]:
    return {
        "notice": _("kallelsen"),
        "agenda": _("dagordningen"),
        "additions": _("tilläggskallelsen"),
        "minutes": _("protokollet"),
        "notes": _("minnesanteckningarna"),
        "document": _("handlingen"),
    }


def _to_it(body: bool, day: bool) -> str:  # noqa: FBT001  two facts about one sentence
    if body:
        return _("%(what)s till %(body)s den %(day)s") if day else _("%(what)s till %(body)s")
    return _("%(what)s till den %(day)s") if day else "%(what)s"


def _of_it(body: bool, day: bool) -> str:  # noqa: FBT001  two facts about one sentence
    if body:
        return _("%(what)s från %(body)s den %(day)s") if day else _("%(what)s från %(body)s")
    return _("%(what)s den %(day)s") if day else "%(what)s"


def day_words(day: dt.date) -> str:
    """A day in a sentence: "14 mars 2025"."""
    return format_date(day, "j F Y")


def links(one: Called, other: Called | None, *, own: int = 0) -> tuple[str, str]:
    """What the links to two documents call them: no more than it takes to tell them apart.

    `own` is the one (id) on whose page the links stand.
    """
    if other is None:
        return one.bare, ""
    if one.bare != other.bare:
        return one.bare, other.bare
    if one.date != other.date and one.date and other.date:
        return one.words(body=False), other.words(body=False)
    if own == one.id:
        return _("den här avskriften"), _("den andra avskriften")
    return one.name, other.name

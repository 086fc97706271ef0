"""Pure rules of meetings: where the plan and what happened differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.base.facts import Phase
from handslag.domain.base.likeness import folded as letters_of
from handslag.domain.base.states import PublicationState
from handslag.domain.base.words import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, time

_LABELS_AT_END = re.compile(
    r"[\s,;(\[–-]*\bbil(?:aga|agor|agorna)?\b[.:]?([\w\s,;.&–-]{0,60})[)\]]?$", re.IGNORECASE
)
"""What may be labels of attachments after a heading: ", Bil 15,16", " (bilaga 3 och 4a)"."""
_BETWEEN_LABELS = re.compile(r"[\s,;.&–-]+")
_LABEL = re.compile(r"\d{0,3}[a-zåäö]?|och|samt|nr")
_AT_END = " \t.,:;!?–-"

_FORMAL = frozenset(
    letters_of(words)
    for words in (
        "mötets öppnande",
        "mötet öppnas",
        "mötets avslutande",
        "mötet avslutas",
        "avslutning",
        "öppnande",
        "val av justerare",
        "val av justerare och sekreterare",
        "val av sekreterare",
        "upprop",
        "godkännande av dagordning",
        "godkännande av dagordningen",
        "fastställande av dagordning",
        "fastställande av dagordningen",
        "dagordning",
        "övriga frågor",
        "övrig fråga",
        "övrigt",
        "nästa möte",
        "kommande möten",
        "justering",
        "närvaro",
        "inledning",
        "ordföranden öppnar mötet",
    )
)

PHASED = ("number", "heading", "order", "start", "end", "place", "date", "state")
"""Columns that each account of a meeting has of its own: `planned_...` for the notice's."""


PERMISSION_TO = {
    PublicationState.SHARED: Permission.MEETINGS_SHARE,
    PublicationState.FINALISED: Permission.MEETINGS_FINALISE,
    PublicationState.PUBLISHED: Permission.MEETINGS_PUBLISH,
    PublicationState.WITHDRAWN: Permission.MEETINGS_WITHDRAW,
}
"""What it takes to take a meeting's account to each state."""


def is_formal(heading: str) -> bool:
    """Whether an item with this heading belongs to the form of any meeting, not to its matters."""
    return letters_of(heading) in _FORMAL


def column_of(name: str, phase: str) -> str:
    """The column that holds `name` in an account of this phase."""
    return f"planned_{name}" if phase == Phase.PLAN and name in PHASED else name


@dataclass(frozen=True, slots=True)
class Difference:
    """The notice said one thing, the minutes another. An empty side has nothing about it.

    `what` names it in code: date, start, end, place, number, heading, presenters, only-planned,
    only-held, point or clause; `label` names it in the reader's language.
    """

    what: str
    label: str
    planned: str
    held: str
    item_id: int | None


@dataclass(frozen=True, slots=True)
class Account:
    """What one paper says of a meeting. None or empty where it does not say."""

    date: date | None
    start: time | None
    end: time | None
    place: str


@dataclass(frozen=True, slots=True)
class ItemAccount:
    """What one paper says of an item: number, heading and who presents it.

    `presenters` are names as printed, `people` the ids of those who bear them: two spellings
    that a reviewer has said are one person make no difference.
    """

    number: str
    heading: str
    presenters: tuple[str, ...]
    people: frozenset[int]


def folded(text: str) -> str:
    """`text` without what makes no difference: case, white space, punctuation at its end."""
    return key_of(text).rstrip(_AT_END)


def without_labels(heading: str) -> str:
    """A heading, point or clause folded, the labels of attachments at its end left out too.

    An office adds "..., Bil 15,16" in one paper and leaves it out in the other; the item is the
    same. A heading that is nothing but a label is kept.
    """
    text = folded(heading)
    found = _LABELS_AT_END.search(text)
    if found and found.start() and _only_labels(found[1]):
        text = text[: found.start()].rstrip(_AT_END)
    return text


def called(heading: str) -> str:
    """A heading as it reads, but for the labels of attachments at its end."""
    found = _LABELS_AT_END.search(heading.rstrip(_AT_END))
    if found and found.start() and _only_labels(found[1].lower()):
        return heading[: found.start()].rstrip(_AT_END)
    return heading


def _only_labels(words: str) -> bool:
    return all(_LABEL.fullmatch(word) for word in _BETWEEN_LABELS.split(words))


def meeting_differences(planned: Account, held: Account) -> Iterator[Difference]:
    """Where the two papers say different things of the meeting itself.

    Only what both of them say can differ.
    """
    pairs = (
        ("date", _("Datum"), _day(planned.date), _day(held.date)),
        ("start", _("Början"), _clock(planned.start), _clock(held.start)),
        ("end", _("Slut"), _clock(planned.end), _clock(held.end)),
        ("place", _("Plats"), planned.place, held.place),
    )
    for what, label, before, after in pairs:
        if before and after and folded(before) != folded(after):
            yield Difference(what, label, before, after, None)


def item_differences(planned: ItemAccount, held: ItemAccount, item_id: int) -> Iterator[Difference]:
    """Where the two papers say different things of an item that both of them have."""
    if planned.number and held.number and folded(planned.number) != folded(held.number):
        yield Difference("number", _("Nummer"), planned.number, held.number, item_id)
    if (
        planned.heading
        and held.heading
        and planned.heading != held.heading
        and without_labels(planned.heading) != without_labels(held.heading)
    ):
        yield Difference("heading", _("Rubrik"), planned.heading, held.heading, item_id)
    if planned.people and held.people and planned.people != held.people:
        yield Difference(
            "presenters",
            _("Föredragande"),
            ", ".join(planned.presenters),
            ", ".join(held.presenters),
            item_id,
        )


def only_planned(heading: str, item_id: int) -> Difference:
    """The notice has the item, the minutes do not."""
    return Difference("only-planned", _("Punkten finns bara i kallelsen"), heading, "", item_id)


def only_held(heading: str, item_id: int) -> Difference:
    """The minutes have the item, the notice does not."""
    label = _("Punkten finns bara i anteckningarna")
    return Difference("only-held", label, "", heading, item_id)


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _clock(clock: time | None) -> str:
    return f"{clock:%H.%M}" if clock else ""

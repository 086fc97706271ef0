"""What the pages about matters show: a matter's life step by step, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from handslag.domain.base.shapes import Labelled
    from handslag.domain.documents.queries import EvidenceRef


class HappeningKind(TextChoices):
    """What happened to a matter, at a meeting or between two."""

    RAISED = "raised", _("väckt")
    ASKED = "asked", _("tillbaka med en fråga")
    DECLINED = "declined", _("avböjt")
    PREPARED = "prepared", _("berett")
    PLANNED = "planned", _("på dagordningen")
    SKIPPED = "skipped", _("togs inte upp")
    CANCELLED = "cancelled", _("mötet ställdes in")
    PROPOSED = "proposed", _("föreslaget")
    DEALT = "dealt", _("behandlat")
    NOTED = "noted", _("lagt till handlingarna")
    TABLED = "tabled", _("bordlagt")
    REFERRED = "referred", _("hänskjutet")
    RETURNED = "returned", _("återlämnat")
    TAKEN_BACK = "taken-back", pgettext_lazy("ärende", "återtaget")
    WITHDRAWN = "withdrawn", _("draget tillbaka")
    DECIDED = "decided", _("beslutat")
    ASSIGNED = "assigned", _("uppdrag gett")
    REPORTED = "reported", _("rapporterat")
    FINISHED = "finished", _("uppdrag slutfört")
    DUE_MOVED = "due-moved", _("uppdrag fick ny dag")
    CARRIED = "carried", _("uppdrag fört vidare")
    DROPPED = "dropped", _("uppdrag släppt")
    HANDED_OVER = "handed-over", _("uppdrag överlämnat")
    SPLIT = "split", _("uppdrag delat")
    JOINED = "joined", _("uppdrag sammanförda")
    RESUMED = "resumed", _("uppdrag öppnat igen")
    REMARKED = "remarked", _("antecknat")
    CLOSED = "closed", _("avslutat")
    REOPENED = "reopened", _("öppnat igen")
    EXPECTED = "expected", _("väntas åter")
    """Still to come: it was tabled to the day, or is expected back by then."""
    DUE = "due", _("uppdrag ska vara klart")
    """Still to come."""


class StatusKind(TextChoices):
    """How a matter stands, as its history tells."""

    NEW = "new", _("inget har hänt än")
    RAISED = "raised", _("väckt")
    DECLINED = "declined", _("avböjt")
    PREPARING = "preparing", _("bereds")
    PLANNED = "planned", _("ska behandlas")
    TABLED = "tabled", _("bordlagt")
    REFERRED = "referred", _("hänskjutet")
    BACK = "back", _("tillbaka")
    DEALT = "dealt", _("behandlat utan beslut")
    NOTED = "noted", _("lagt till handlingarna")
    DECIDED = "decided", _("beslutat")
    UNDER_WORK = "under-work", _("uppdrag pågår")
    WITHDRAWN = "withdrawn", _("draget tillbaka")
    REOPENED = "reopened", _("öppnat igen")
    CLOSED = "closed", _("avslutat")


class Extent(TextChoices):
    """How much of what was proposed became the decision."""

    WHOLE = "whole", _("i sin helhet")
    PART = "part", _("delvis")
    ONE_SIDE = "one-side", _("för en av sidorna")
    REJECTED = "rejected", _("avslaget")


@dataclass(frozen=True, slots=True)
class BodyRef:
    """A body by id and name; the id is None where a paper names one that is not in the register."""

    id: int | None
    name: str
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class PaperNamed:
    """A document that the viewer may read, to link to."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ClauseInHistory:
    """A clause: its lasting address is made of `code`."""

    id: int
    code: str
    text: str
    action: Labelled
    side: Labelled | None
    """The side it is limited to; None for all who sit there."""
    scope: str
    """The same, as named in the paper."""
    points: tuple[str, ...]
    """Numbers of the points that it settles."""
    effect: Labelled | None
    """What somebody has said that it does; None where the body's own effect holds."""
    appointees: tuple[str, ...]
    evidence: tuple[EvidenceRef, ...]
    undivided: bool = False
    """It was decided under an item of several matters, and nobody can tell which it belongs to."""


@dataclass(frozen=True, slots=True)
class VerdictFor:
    """What became of a point, for one side (None: for all who sit there)."""

    side: Labelled | None
    verdict: Labelled


@dataclass(frozen=True, slots=True)
class PointInHistory:
    """A point of a proposal and what became of it, side by side; `number` may be empty."""

    id: int
    number: str
    text: str
    verdicts: tuple[VerdictFor, ...]
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class StanceInHistory:
    """What a side or party thought, of the whole or of some points."""

    by: str
    kind: Labelled
    points: tuple[str, ...]
    evidence: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class AssignmentInHistory:
    """An assignment that the happening gave or concerns; `open` tells how it stands today."""

    id: int
    text: str
    assignees: tuple[str, ...]
    due: date | None
    """The day it is due now."""
    due_text: str
    open: bool
    overdue: bool
    undivided: bool = False
    """It was given under an item of several matters, and nobody can tell which it belongs to."""


@dataclass(frozen=True, slots=True)
class Expected:
    """When something is expected back, and where; in words where no day is told."""

    day: date | None
    text: str
    body: BodyRef | None
    overdue: bool
    """The day has passed, and it has not come back."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One step of a matter's life, as structured words for a page to render.

    At a meeting (`meeting_id`, `item_id`) or between meetings (`step_id`, `way`). What does not
    apply is None or empty.
    """

    key: str
    """Names it on its page, and stays as long as the row it comes from: "beslut-12"."""
    kind: Labelled
    """A value of HappeningKind."""
    day: date | None
    """None only for what is still to come on a day that nobody knows."""
    to_come: bool
    body: BodyRef | None
    """Where, or who did so between meetings."""
    by: str
    """Who did so, as named."""
    text: str
    """The words that say so, or the reason."""
    meeting_id: int | None = None
    item_id: int | None = None
    item_number: str = ""
    item_heading: str = ""
    draft: bool = False
    """The account that tells it is a draft still, for those who see drafts."""
    closed: bool = False
    """The item is closed, for those who see it."""
    step_id: int | None = None
    """The step between meetings that it is; who may change the matter may correct it."""
    way: Labelled | None = None
    """How it happened between meetings: by mail, in talk."""
    clauses: tuple[ClauseInHistory, ...] = ()
    points: tuple[PointInHistory, ...] = ()
    stances: tuple[StanceInHistory, ...] = ()
    assignment: AssignmentInHistory | None = None
    to_body: BodyRef | None = None
    to_day: date | None = None
    expected: Expected | None = None
    document: PaperNamed | None = None
    """The paper that says so, of a step between meetings."""
    evidence: tuple[EvidenceRef, ...] = ()
    """The places that say so, for all but what clauses, points and stances carry themselves."""

    @property
    def undivided(self) -> bool:
        """Whether all of it was told under an item of several matters, of which nobody knows."""
        if self.assignment is not None:
            return self.assignment.undivided
        return bool(self.clauses) and all(one.undivided for one in self.clauses)


@dataclass(frozen=True, slots=True)
class Status:
    """How a matter stands, and which happening says so."""

    kind: Labelled
    """A value of StatusKind."""
    since: date | None
    reason: str
    """The key of the happening that says so; empty for a matter to which nothing has happened."""
    day: date | None = None
    """The day it is tabled to, is to be dealt with, or what is assigned is due."""
    body: BodyRef | None = None
    """The body it was referred to, or that decided, or where it is to be dealt with."""
    extent: Labelled | None = None
    """Of a decision: a value of Extent."""
    side: Labelled | None = None
    """Of a decision for one side: which."""
    expected: Expected | None = None
    """It is to come back, and has not yet."""
    overdue: bool = False
    """The day has passed, or what is expected back has not come."""


@dataclass(frozen=True, slots=True)
class Treated:
    """An item under which the matter is dealt with, and why it is held to belong there."""

    item_id: int
    meeting_id: int
    day: date
    body: BodyRef
    number: str
    heading: str
    ground: Labelled
    reason: dict[str, object]
    """What the ground rests on, in the words of the linking."""
    by_person: bool
    """Somebody has said that it belongs."""
    other_matters: tuple[MatterRef, ...]
    """Other matters under the same item that the viewer sees."""


@dataclass(frozen=True, slots=True)
class MatterRef:
    """A matter to link to."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class MergedMatter:
    """A matter that turned out to be this one; `merger_id` undoes it."""

    id: int
    title: str
    merger_id: int
    reason: str
    undoable: bool


@dataclass(frozen=True, slots=True)
class MatterHistory:
    """What happened to a matter, as `MatterPage` has it, for those who tell of many at once."""

    id: int
    title: str
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class MatterPage:
    """Everything that a matter's page shows. What was asked for may be merged into it."""

    id: int
    title: str
    named: bool
    """Somebody has chosen the title; otherwise an item's heading names the matter."""
    reference: str
    body: BodyRef | None
    """Where it began."""
    status: Status
    happenings: tuple[Happening, ...]
    """What has happened, the oldest first, and then what is to come."""
    treated: tuple[Treated, ...]
    """Its items, the oldest first."""
    merged: tuple[MergedMatter, ...]
    may_change: bool
    divides: frozenset[int] = frozenset()
    """Its items (ids) of which the viewer may say which matters clauses belong to."""

    @property
    def past(self) -> tuple[Happening, ...]:
        """What has happened, the oldest first."""
        return tuple(one for one in self.happenings if not one.to_come)

    @property
    def to_come(self) -> tuple[Happening, ...]:
        """What is still to come, the nearest first; what has no day last."""
        return tuple(one for one in self.happenings if one.to_come)

    @property
    def bodies(self) -> tuple[BodyRef, ...]:
        """The bodies it has been through, in the order it came to them."""
        return _each_once(one.body for one in self.happenings if one.body is not None)


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter in a list."""

    id: int
    title: str
    reference: str
    bodies: tuple[BodyRef, ...]
    status: Status
    first: date | None
    last: date | None
    """The day of the last thing that has happened."""
    next: Happening | None
    """The nearest thing to come."""
    items: int
    """Items under which it is dealt with, those that the viewer sees."""


@dataclass(frozen=True, slots=True)
class MatterFilters:
    """What matters can be sifted by: only what is there to be found. Years newest first."""

    bodies: tuple[BodyRef, ...]
    years: tuple[int, ...]
    statuses: tuple[Labelled, ...]


def _each_once(bodies: Iterable[BodyRef]) -> tuple[BodyRef, ...]:
    return tuple(dict.fromkeys(bodies))

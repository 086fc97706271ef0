"""What the pages of a principal, a body and a person show: what is owed, and what is waited for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from handslag.domain.base.shapes import Labelled
    from handslag.domain.matters.assignments.shapes import Month
    from handslag.domain.matters.history.shapes import MatterRef


class LineKind(TextChoices):
    """What is owed, or waited for."""

    ASSIGNMENT = "assignment", _("uppdrag")
    REPORT = "report", _("rapport")
    REPLY = "reply", _("svar på kallelse")
    QUESTION = "question", _("svar på fråga")
    SEAT = "seat", _("nominering")
    STANCE = "stance", _("ställningstagande")
    PRESENTING = "presenting", _("föredragning")
    REFERRED = "referred", _("hänskjutet")
    PREPARING = "preparing", _("beredning")
    RAISED = "raised", _("anmält ärende")
    RETURNING = "returning", _("ska komma åter")


class TakenKind(TextChoices):
    """In which way somebody said what they think."""

    STANCE = "stance", _("ställningstagande")
    RESERVATION = "reservation", _("reservation")
    CLAUSE = "clause", _("beslut för en sida")
    OUTCOME = "outcome", _("förslagspunkt")


@dataclass(frozen=True, slots=True)
class MeetingRef:
    """A meeting that the viewer sees."""

    id: int
    body_id: int | None
    """None where nothing needs it."""
    body: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is owed or waited for. What does not apply is None or empty."""

    kind: Labelled
    """A value of LineKind."""
    id: int
    """Of the assignment, the raised matter, the meeting, the body whose seat it is, the item or
    the matter: of what the line's kind leads to."""
    text: str
    due: dt.date | None = None
    due_text: str = ""
    """When, in words, or what is to be known of the day."""
    due_meeting: MeetingRef | None = None
    """The meeting that it is due at, where the viewer sees it."""
    late: bool = False
    to: str = ""
    """To whom it is owed, or who owes it: a body, an organisation or people, by name."""
    to_body_id: int | None = None
    who: tuple[str, ...] = ()
    """Who among its own has it, where that is not all of it."""
    clause_code: str = ""
    """What the address of the clause that said so is made of."""
    item_id: int | None = None
    """The item that said so, where the viewer sees it."""
    said_at: MeetingRef | None = None
    """And its meeting."""
    matters: tuple[MatterRef, ...] = ()
    """The matters that the item belongs to, those that the viewer sees."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What is owed, or waited for: late first, then by the day, what has no day last."""

    rows: tuple[Line, ...] = ()
    total: int = 0
    late: int = 0
    months: tuple[Month, ...] = ()
    """How many are due in each month, and how many of them late: of all, shown or not."""
    undated: int = 0

    def __iter__(self) -> Iterator[Line]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def more(self) -> int:
        """How many there are beside those shown."""
        return max(0, self.total - len(self.rows))


@dataclass(frozen=True, slots=True)
class SeatLine:
    """Somebody sits in a body today."""

    membership_id: int
    body_id: int
    body: str
    person_id: int
    person: str
    role: Labelled
    principal: str
    """For whom; empty for nobody."""
    since: dt.date
    until: dt.date | None
    ending: bool
    """The last day is near."""


@dataclass(frozen=True, slots=True)
class Seats:
    """Who sits today, by body; `total` counts also those that are not shown."""

    rows: tuple[SeatLine, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """How many there are beside those shown."""
        return max(0, self.total - len(self.rows))


@dataclass(frozen=True, slots=True)
class TakenLine:
    """What was thought, by whom, of what, at which meeting."""

    kind: Labelled
    """A value of TakenKind."""
    what: Labelled
    """The stance, what the clause did, what became of the point; of a reservation its word."""
    by: str
    """As named where it was told, or the side."""
    text: str
    """The clause or the point; the reasons of a reservation."""
    points: tuple[str, ...]
    """The points of the proposal that it is about."""
    clause_code: str
    item_id: int
    heading: str
    meeting: MeetingRef
    matters: tuple[MatterRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What was thought, newest first. There may be `older` than those shown."""

    rows: tuple[TakenLine, ...] = ()
    older: bool = False


@dataclass(frozen=True, slots=True)
class PreMeeting:
    """A meeting that is held before another."""

    id: int
    body: str
    date: dt.date
    start: dt.time | None
    place: str


@dataclass(frozen=True, slots=True)
class ComingLine:
    """A coming meeting, with what comes before it."""

    meeting: MeetingRef
    start: dt.time | None
    end: dt.time | None
    place: str
    cancelled: bool
    material_due: dt.date | None
    """The last day to hand in material."""
    notice_due: dt.date | None
    """The last day for the notice and its papers to go out."""
    notice_out: bool
    own: bool
    """The viewer is called to it, or has pages of their own about it."""
    before: tuple[PreMeeting, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """Coming meetings, the nearest first; `total` counts also those that are not shown."""

    rows: tuple[ComingLine, ...] = ()
    total: int = 0

    @property
    def more(self) -> int:
        """How many there are beside those shown."""
        return max(0, self.total - len(self.rows))


@dataclass(frozen=True, slots=True)
class OwingPage:
    """All that the page of a principal, a body or a person shows."""

    kind: str
    """"organisation", "body" or "person"."""
    id: int
    name: str
    principal: bool
    """It answers for the care by law: people sit for it."""
    today: dt.date
    owes: Lines
    waits: Lines
    seats: Seats
    taken: Taken
    coming: Coming

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show at all."""
        parts = (self.owes, self.waits, self.seats, self.taken, self.coming)
        return not any(part.rows for part in parts)

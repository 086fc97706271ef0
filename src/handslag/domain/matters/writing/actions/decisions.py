"""Writes of who decides, who takes no part, the vote before it, and who reserves itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.matters.models import Decision, DecisionState, Reservation, Vote
from handslag.domain.matters.writing.actions.doing import (
    WRITTEN,
    done,
    goes_on,
    nothing_new,
    spliced,
)
from handslag.domain.matters.writing.making import (
    LONGEST_NAME,
    LONGEST_TEXT,
    name_ids,
    people_to_stand,
    tidy,
)
from handslag.domain.matters.writing.rows import (
    decision_digest,
    reservation_digest,
    vote_digest,
)
from handslag.domain.matters.writing.rules import VoteFit, state_of, vote_fit
from handslag.domain.matters.writing.there import present_at
from handslag.domain.meetings.room.locking import item_to_write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.writing.told import ReservationWritten, VoteWritten
    from handslag.domain.meetings.models import AgendaItem
    from handslag.domain.meetings.room.shapes import Written

_MOST_VOTES = 1000
_LONGEST_VOTE = 500


@transaction.atomic
def open_decision(
    *, viewer: Viewer, item_id: int, by: str = "", abstaining: Sequence[str] = ()
) -> Written:
    """Let somebody decide under an item: the body where `by` is empty, else the side so named.

    `abstaining` are the sides or principals that take no part. Raises what `item_to_write`
    raises, and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    item = item_to_write(viewer, item_id)
    row = new_decision(item, by, abstaining)
    return done(
        viewer,
        item,
        "matters.open_decision",
        seen={f"decision-{row.id}": decision_digest(row)},
        made=row.id,
        by=row.by,
        abstaining=row.abstaining,
    )


def new_decision(item: AgendaItem, by: str, abstaining: Sequence[str]) -> Decision:
    """A decision under an item, last. Part of other actions, which log."""
    body = item.meeting.body
    by = tidy(by, "by", LONGEST_NAME) or (body.short_name or body.name)[:LONGEST_NAME]
    last = Decision.objects.filter(item=item, phase=Phase.HELD).aggregate(last=Max("order"))
    return Decision.objects.create(
        item=item,
        phase=Phase.HELD,
        state=DecisionState.DECIDED,
        by=by,
        abstaining=_abstaining(abstaining),
        order=(last["last"] or 0) + 1,
        **WRITTEN,
    )


@transaction.atomic
def change_decision(
    *, viewer: Viewer, decision_id: int, seen: str, by: str, abstaining: Sequence[str]
) -> Written:
    """Say who decides and who takes no part. `seen` is the decision's digest.

    Raises Decision.DoesNotExist, ChangedMeanwhile, ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = decision_to_write(viewer, decision_id)
    by, key = tidy(by, "by", LONGEST_NAME) or row.by, f"decision-{row.id}"
    wanted = state_of(by, _abstaining(abstaining))
    theirs = {"by": row.by, "abstaining": ", ".join(row.abstaining)}
    if not goes_on(key, seen, decision_digest(row), wanted, theirs):
        return nothing_new(item, {key: wanted})
    before = {"by": row.by, "abstaining": list(row.abstaining)}
    row.by, row.abstaining, row.typed = by, _abstaining(abstaining), True
    row.save(update_fields=["by", "abstaining", "typed"])
    return done(
        viewer,
        item,
        "matters.change_decision",
        seen={key: wanted},
        before=before,
        after={"by": by, "abstaining": row.abstaining},
    )


@transaction.atomic
def remove_decision(*, viewer: Viewer, decision_id: int, seen: str) -> Written:
    """Take back a decision without clauses. Raises as `change_decision`."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = decision_to_write(viewer, decision_id)
    theirs = {"by": row.by, "abstaining": ", ".join(row.abstaining)}
    goes_on(f"decision-{row.id}", seen, decision_digest(row), None, theirs)
    if row.clauses.exists():
        raise ValidationError(_("Ta bort beslutets att-satser först. Inget har ändrats."))
    row.delete()
    return done(viewer, item, "matters.remove_decision", seen={}, by=row.by)


@transaction.atomic
def record_vote(*, viewer: Viewer, decision_id: int, seen: str, told: VoteWritten) -> Written:
    """Note the vote before a decision. `seen` is its digest, empty where none was noted.

    Raises Decision.DoesNotExist, ChangedMeanwhile, and ValidationError, also where more have voted
    than are noted as there.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = decision_to_write(viewer, decision_id)
    numbers = (told.in_favour, told.against, told.abstained)
    text = tidy(told.text, "text", _LONGEST_VOTE)
    _fits(numbers, present_at(item))
    known = Vote.objects.filter(decision=row).first()
    key, wanted = f"vote-{row.id}", state_of(text, *numbers)
    if not goes_on(key, seen, vote_digest(known), wanted, _vote_words(known)):
        return nothing_new(item, {key: wanted})
    Vote.objects.update_or_create(
        decision=row,
        defaults={
            "text": text,
            "in_favour": told.in_favour,
            "against": told.against,
            "abstained": told.abstained,
            **WRITTEN,
        },
    )
    return done(
        viewer,
        item,
        "matters.record_vote",
        seen={key: wanted},
        text=text,
        in_favour=told.in_favour,
        against=told.against,
        abstained=told.abstained,
    )


@transaction.atomic
def remove_vote(*, viewer: Viewer, decision_id: int, seen: str) -> Written:
    """Take back what was noted of a vote. Raises Vote.DoesNotExist and ChangedMeanwhile."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = decision_to_write(viewer, decision_id)
    known = Vote.objects.get(decision=row)
    goes_on(f"vote-{row.id}", seen, vote_digest(known), None, _vote_words(known))
    known.delete()
    told = {f"vote-{row.id}": ""}
    return done(viewer, item, "matters.remove_vote", seen=told, text=known.text)


@transaction.atomic
def reserve(*, viewer: Viewer, decision_id: int, told: ReservationWritten) -> Written:
    """Let a person, a side or a principal have its dissent from a decision written down.

    Raises Decision.DoesNotExist and ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    decision, item = decision_to_write(viewer, decision_id)
    row = _fill(item, Reservation(decision=decision, **WRITTEN), told)
    last = decision.reservations.aggregate(last=Max("order"))
    row.order = (last["last"] or 0) + 1
    row.save()
    seen = {f"reservation-{row.id}": reservation_digest(row)}
    return done(viewer, item, "matters.reserve", seen=seen, made=row.id, by=row.by, text=row.text)


@transaction.atomic
def change_reservation(
    *, viewer: Viewer, reservation_id: int, seen: str, told: ReservationWritten
) -> Written:
    """Let a reservation say this.

    Raises Reservation.DoesNotExist, ChangedMeanwhile, ValidationError.
    """
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = _reservation(viewer, reservation_id)
    key, now = f"reservation-{row.id}", reservation_digest(row)
    theirs, before = {"by": row.by, "text": row.text}, row.text
    wanted = reservation_digest(_fill(item, row, told))
    if not goes_on(key, seen, now, wanted, theirs):
        return nothing_new(item, {key: now})
    row.save()
    return done(
        viewer,
        item,
        "matters.change_reservation",
        seen={key: wanted},
        by=row.by,
        **spliced(before, row.text),
    )


@transaction.atomic
def remove_reservation(*, viewer: Viewer, reservation_id: int, seen: str) -> Written:
    """Take a reservation back. Raises Reservation.DoesNotExist and ChangedMeanwhile."""
    require_somewhere(viewer, Permission.MEETINGS_WRITE)
    row, item = _reservation(viewer, reservation_id)
    theirs = {"by": row.by, "text": row.text}
    goes_on(f"reservation-{row.id}", seen, reservation_digest(row), None, theirs)
    row.delete()
    return done(viewer, item, "matters.remove_reservation", seen={}, by=row.by, text=row.text)


def decision_to_write(viewer: Viewer, decision_id: int) -> tuple[Decision, AgendaItem]:
    """A decision that was made, its room locked. Raises Decision.DoesNotExist."""
    rows = Decision.objects.filter(phase=Phase.HELD, state=DecisionState.DECIDED)
    item = item_to_write(viewer, rows.values_list("item_id", flat=True).get(id=decision_id))
    return rows.get(id=decision_id), item


def _abstaining(told: Sequence[str]) -> list[str]:
    names = (tidy(one, "abstaining", LONGEST_NAME) for one in told)
    return list(dict.fromkeys(name for name in names if name))


def _fits(numbers: tuple[int, int, int], present: int) -> None:
    if any(not 0 <= number <= _MOST_VOTES for number in numbers) or not sum(numbers):
        raise ValidationError({"in_favour": _("Skriv hur många som röstade ja, nej och avstod.")})
    if vote_fit(*numbers, present) == VoteFit.MORE:
        words = _("Det är fler röster, %(cast)d, än närvarande, %(present)d. Inget är sparat.")
        raise ValidationError({"in_favour": words % {"cast": sum(numbers), "present": present}})


def _vote_words(vote: Vote | None) -> dict[str, str]:
    if vote is None:
        return {}
    return {
        "text": vote.text,
        "in_favour": str(vote.in_favour),
        "against": str(vote.against),
        "abstained": str(vote.abstained),
    }


def _fill(item: AgendaItem, row: Reservation, told: ReservationWritten) -> Reservation:
    """The reservation as told; a person under their name, with title and organisation."""
    people = people_to_stand(item.meeting, [told.person])
    row.by, row.name_id = tidy(told.by, "by", LONGEST_NAME), None
    row.title = row.organisation = ""
    row.text = tidy(told.text, "text", LONGEST_TEXT)
    for person in people:
        row.name_id = name_ids(people)[person.name]
        row.by, row.title, row.organisation = person.name, person.title, person.organisation
    if not row.by:
        raise ValidationError({"by": _("Skriv vem som reserverar sig.")})
    row.typed = True
    return row


def _reservation(viewer: Viewer, reservation_id: int) -> tuple[Reservation, AgendaItem]:
    rows = Reservation.objects.filter(decision__phase=Phase.HELD)
    item_id = rows.values_list("decision__item_id", flat=True).get(id=reservation_id)
    item = item_to_write(viewer, item_id)
    return rows.get(id=reservation_id), item

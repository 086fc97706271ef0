"""Writes of matters: what is proposed, decided, assigned and handed on under a meeting's items."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import NOTHING, require
from handslag.domain.audit.actions import log, log_each
from handslag.domain.base.facts import Phase
from handslag.domain.base.recording import FactRef, type_of
from handslag.domain.matters import recording
from handslag.domain.matters.models import (
    Appointment,
    Assignee,
    Assignment,
    Clause,
    Decision,
    Proposal,
    ProposalPoint,
    Reservation,
    Stance,
    Transfer,
    Vote,
)
from handslag.domain.meetings.accounts import others
from handslag.domain.meetings.models import AgendaItem, Meeting, Participation
from handslag.domain.registry.models import Person, PersonName

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.told import Proceedings


@transaction.atomic
def record_proceedings(
    *,
    viewer: Viewer,
    meeting_id: int,
    document_id: int,
    phase: str,
    items: Sequence[Proceedings],
    typed: Mapping[FactRef, frozenset[str]],
) -> list[tuple[int, FactRef]]:
    """Record what a document tells under the items of a meeting.

    Returns each told fact's key with the fact it is now; a clause that assigns is told by two.
    Facts that are known already are found again and filled out, never doubled, and those that were
    written here are neither changed nor added to; `typed` tells, for facts that people typed in,
    which columns hold what was typed in other documents. About thirty queries, whatever the number
    of facts.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    standing = others(meeting_id, document_id=document_id, phase=phase, typed=typed)
    written = Meeting.objects.filter(id=meeting_id, written=True).exists()
    only_written = written and phase == Phase.HELD
    telling = recording.Telling(viewer, phase, standing.any, items, only_written=only_written)
    of_neither = replace(telling, only_written=written)
    clauses, facts = recording.record_decisions(telling)
    decisions = {key: ref.id for key, ref in facts if ref.type == type_of(Decision)}
    facts += recording.record_votes(telling, decisions)
    facts += recording.record_reservations(telling, decisions)
    facts += recording.record_proposals(telling)
    facts += recording.record_appointments(telling, clauses)
    facts += recording.record_assignments(of_neither, clauses)
    facts += recording.record_stances(of_neither)
    facts += recording.record_transfers(of_neither)
    log(
        viewer=viewer,
        verb="matters.record_proceedings",
        thing_type="meetings.meeting",
        thing_id=meeting_id,
        detail={"document": document_id, "phase": phase, "facts": len(facts)},
    )
    return facts


@transaction.atomic
def forget(*, viewer: Viewer, facts: Iterable[FactRef]) -> None:
    """Delete facts that rest on no document any more, but for those that were entered here.

    Assignments that somebody has followed up stay, with those who have them; one that a clause
    gave stands without it where the clause goes. Those of other subjects are passed over.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    by_type = defaultdict(list)
    for ref in facts:
        by_type[ref.type].append(ref.id)
    followed_up = Assignment.objects.followed_up()
    clauses = by_type.get(type_of(Clause), []), by_type.get(type_of(Decision), [])
    if any(clauses):
        of_clauses = Q(clause_id__in=clauses[0]) | Q(clause__decision_id__in=clauses[1])
        goes = Q(clause__prepared=False, clause__written=False)
        followed_up.filter(of_clauses & goes).update(clause=None)
    told = Q(id__in=by_type.get(type_of(Assignment), ()))
    told |= Q(assignees__in=by_type.get(type_of(Assignee), ()))
    stay = list(followed_up.filter(told).values_list("id", flat=True))
    kept = {
        Assignment: Q(id__in=stay),
        Assignee: Q(assignment__in=stay) | Q(until__isnull=False),
    }
    leaves_first = (
        Vote,
        Reservation,
        Appointment,
        Assignee,
        Assignment,
        Stance,
        Transfer,
        ProposalPoint,
        Proposal,
        Clause,
        Decision,
    )
    for model in leaves_first:
        if ids := by_type.get(type_of(model)):
            rows = model._default_manager.filter(id__in=ids, prepared=False, written=False)
            rows.exclude(kept.get(model, NOTHING)).delete()


def followed_up_in(*, viewer: Viewer, facts: Iterable[FactRef]) -> frozenset[int]:
    """The items (ids) under which assignments among these facts have been followed up. One query.

    They stay although no document tells of them any more, as what stands under them does.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    ids: dict[str, list[int]] = defaultdict(list)
    for ref in facts:
        ids[ref.type].append(ref.id)
    told = Q(id__in=ids[type_of(Assignment)]) | Q(item_id__in=ids[type_of(AgendaItem)])
    found = Assignment.objects.followed_up().filter(told)
    return frozenset(found.values_list("item_id", flat=True))


def names_in(*, viewer: Viewer, facts: Iterable[FactRef]) -> frozenset[int]:
    """The names (ids) under which these facts know people. Three queries."""
    require(viewer, Permission.DOCUMENTS_REVIEW)
    ids = defaultdict(list)
    for ref in facts:
        ids[ref.type].append(ref.id)
    found: set[int] = set()
    for model in (Participation, Appointment, Reservation):
        if known := ids.get(type_of(model)):
            rows = model._default_manager.filter(id__in=known, name_id__isnull=False)
            found.update(rows.values_list("name_id", flat=True))
    return frozenset(found)


@transaction.atomic
def forget_unused_names(*, viewer: Viewer, names: Collection[int]) -> None:
    """Take away those of `names` that no fact knows anybody under any more, with their people.

    A person whom a reviewer has given several names, or of whom the register tells more than a
    name, is left alone.
    """
    require(viewer, Permission.DOCUMENTS_REVIEW)
    if not names:
        return
    unused = PersonName.objects.filter(
        id__in=names, participations=None, appointments=None, reservations=None
    )
    people = unused.values_list("person_id", flat=True)
    alone = dict(
        Person.objects.filter(id__in=list(people), user=None, email="")
        .filter(memberships=None, affiliations=None, replies=None, signed_minutes=None)
        .filter(mandates=None, leads=None)
        .exclude(id__in=Assignee.objects.filter(person__isnull=False).values("person_id"))
        .annotate(number=Count("names"))
        .filter(number=1)
        .values_list("id", "name")
    )
    PersonName.objects.filter(person_id__in=alone).delete()
    Person.objects.filter(id__in=alone).delete()
    log_each(
        viewer=viewer,
        verb="registry.remove_person",
        thing_type="registry.person",
        details={person_id: {"name": name} for person_id, name in alone.items()},
    )

"""Reads of the register of mandates: who may decide what, by which clause."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may, reach, require_somewhere
from handslag.domain.base.shapes import labelled
from handslag.domain.base.words import key_of, order_of
from handslag.domain.matters.access import sees_everything, visible_people
from handslag.domain.matters.deciding.known import words_mark
from handslag.domain.matters.deciding.queries.refs import REF, ref, ref_columns, seen_clauses
from handslag.domain.matters.deciding.shapes import (
    Dismissal,
    Filled,
    GroundRef,
    Holder,
    MandateRow,
    Mandates,
    MandatesOf,
    MandateSuggestion,
    MandateSuggestions,
)
from handslag.domain.matters.deciding.wording import (
    MANDATE_WORDS,
    ends_mandate,
    mandate_said,
    named_in,
)
from handslag.domain.matters.models import (
    Clause,
    ClauseAction,
    DismissedMandate,
    MandateChange,
    MandateGround,
)
from handslag.domain.registry.mandates.actions import HolderTold
from handslag.domain.registry.mandates.rows import held
from handslag.domain.registry.models import (
    Body,
    BodyName,
    DecisionEffect,
    Mandate,
    Organisation,
    Person,
    PersonName,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.base.shapes import Labelled
    from handslag.domain.matters.deciding.shapes import ClauseRef
    from handslag.domain.matters.models.proceedings import ClauseQuerySet

MOST_READ = 500
"""Clauses with a word of mandates in them that are read for suggestions, the newest first."""
MOST_SHOWN = 50


def visible_mandates(viewer: Viewer) -> Q:
    """The mandates that a viewer who may read the register sees.

    One that rests on clauses of which the viewer sees none is not shown: its words may be theirs.
    One of a person's is shown to those who may know of the person.
    """
    grounds = MandateGround.objects.filter(mandate=OuterRef("pk"))
    rests_on_seen = Exists(grounds.filter(seen_clauses(viewer, "clause__")))
    gives = reach(viewer, Permission.MANDATES_CHANGE)
    known = Q(person__isnull=True) | Q(person__in=_people(viewer))
    gives_it = gives.q(body="body_id", principal="organisation_id")
    return known & (gives_it | ~Exists(grounds) | rests_on_seen)


def _people(viewer: Viewer) -> QuerySet[Person, Any]:
    """The people that the viewer may know of."""
    if sees_everything(viewer):
        return Person.objects.values("id")
    return Person.objects.filter(visible_people(viewer)).values("id")


def mandates(viewer: Viewer, day: date) -> Mandates:
    """Who may decide what on a day, by body, organisation and person; what has ended too.

    Two queries.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    rows = mandate_rows(viewer, Mandate.objects.filter(visible_mandates(viewer)), day)
    return Mandates(
        day=day,
        bodies=_by_holder(rows, "body"),
        organisations=_by_holder(rows, "organisation"),
        people=_by_holder(rows, "person"),
        may_give=Permission.MANDATES_CHANGE in viewer.permissions,
    )


def mandates_of_body(viewer: Viewer, body_id: int, day: date) -> MandatesOf:
    """What one body may decide on a day, and could before. Two queries and one.

    Raises Body.DoesNotExist.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    name = Body.objects.values_list("name", flat=True).get(id=body_id)
    own = Mandate.objects.filter(visible_mandates(viewer), body_id=body_id)
    holder = Holder("body", body_id, name)
    found = _by_holder(mandate_rows(viewer, own, day), "body")
    return found[0] if found else MandatesOf(holder, (), ())


def mandate(viewer: Viewer, id: int, day: date) -> MandateRow:  # noqa: A002  the thing's id
    """One mandate as it stands on a day. Two queries. Raises Mandate.DoesNotExist."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    rows = mandate_rows(viewer, Mandate.objects.filter(visible_mandates(viewer), id=id), day)
    if not rows:
        raise Mandate.DoesNotExist(id)
    return rows[0]


def mandate_rows(viewer: Viewer, found: QuerySet[Mandate], day: date) -> list[MandateRow]:
    """Mandates with the clauses that the viewer sees of their grounds. Two queries; one for none.

    Part of other reads, which have asked whether the viewer may.
    """
    rows = list(found.select_related("body", "organisation", "person"))
    grounds = _grounds(viewer, [row.id for row in rows]) if rows else {}
    return [_row(viewer, row, grounds.get(row.id, ()), day) for row in rows]


def _grounds(viewer: Viewer, ids: Sequence[int]) -> dict[int, tuple[GroundRef, ...]]:
    rows = MandateGround.objects.filter(seen_clauses(viewer, "clause__"), mandate_id__in=ids)
    found: dict[int, tuple[GroundRef, ...]] = defaultdict(tuple)
    for mandate_id, id_, change, *rest in rows.order_by("id").values_list(
        "mandate_id", "id", "change", *ref_columns("clause__")
    ):
        found[mandate_id] += (GroundRef(id_, labelled(MandateChange, change), ref(tuple(rest))),)
    return found


def _row(viewer: Viewer, row: Mandate, grounds: Sequence[GroundRef], day: date) -> MandateRow:
    told = held(row)
    return MandateRow(
        id=row.id,
        holder=_holder(row),
        what=row.what,
        effect=labelled(DecisionEffect, row.effect),
        actions=tuple(labelled(ClauseAction, one) for one in row.actions),
        ground=row.ground,
        since=row.since,
        until=row.until,
        holds=told.holds(day),
        to_come=row.since is not None and row.since > day,
        grounds=tuple(grounds),
        changeable=may(viewer, Permission.MANDATES_CHANGE, HolderTold.of(row).thing),
    )


def _holder(row: Mandate) -> Holder:
    if row.body is not None:
        return Holder("body", row.body.id, row.body.name)
    if row.organisation is not None:
        return Holder("organisation", row.organisation.id, row.organisation.name)
    return Holder("person", row.person_id or 0, row.person.name if row.person else "")


def _by_holder(rows: Iterable[MandateRow], kind: str) -> tuple[MandatesOf, ...]:
    by: dict[Holder, list[MandateRow]] = defaultdict(list)
    for row in rows:
        if row.holder.kind == kind:
            by[row.holder].append(row)
    return tuple(
        MandatesOf(
            holder,
            now=tuple(row for row in by[holder] if row.holds or row.to_come),
            ended=tuple(row for row in by[holder] if not row.holds and not row.to_come),
        )
        for holder in sorted(by, key=lambda one: order_of(one.name))
    )


def mandate_suggestions(viewer: Viewer) -> MandateSuggestions:
    """Decided clauses that read as if they gave or ended a mandate, and did nothing to any yet.

    The newest first, among the latest that have a word of mandates in them; beside them those that
    somebody has dismissed, which are suggested no more. Three queries.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    tied = MandateGround.objects.filter(clause=OuterRef("pk"))
    clauses = Clause.objects.decided().filter(seen_clauses(viewer), ~Exists(tied))
    dismissed = _dismissals(viewer, clauses)
    words = Q()
    for word in MANDATE_WORDS:
        words |= Q(text__icontains=word)
    left = clauses.filter(words).exclude(code__in=[one.clause.code for one in dismissed])
    rows = left.newest_first().values_list(*ref_columns())[:MOST_READ]
    read = (_suggestion(viewer, ref(row)) for row in rows)
    found = [one for one in read if one is not None]
    return MandateSuggestions(tuple(found[:MOST_SHOWN]), dismissed)


def _suggestion(viewer: Viewer, clause: ClauseRef) -> MandateSuggestion | None:
    """What a clause reads like; None for one that does not."""
    said, ends = mandate_said(clause.text), ends_mandate(clause.text)
    if said is None and not ends:
        return None
    who, what = (said.who, said.what) if said else ("", "")
    return MandateSuggestion(
        clause, who, what, ends=said is None, dismissible=_judges(viewer, clause)
    )


def dismissal_of(viewer: Viewer, code: str) -> Dismissal | None:
    """What somebody has said against one clause; None where nobody has, or its words are others by
    now. Two queries; one where nobody has said anything. Part of the read of its page."""
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    clauses = Clause.objects.decided().filter(seen_clauses(viewer), code=code)
    return next(iter(_dismissals(viewer, clauses)), None)


def _dismissals(viewer: Viewer, clauses: ClauseQuerySet) -> tuple[Dismissal, ...]:
    """Those of these clauses that are dismissed in the words that they have, the newest first."""
    known = DismissedMandate.objects.filter(code__in=clauses.values("code"))
    rows = {one.code: one for one in known}
    standing = clauses.filter(code__in=rows).newest_first().values_list(*ref_columns())
    found = []
    for clause in map(ref, standing):
        row = rows[clause.code]
        if row.words_sha256 == words_mark(clause.text):
            judges = _judges(viewer, clause)
            found.append(Dismissal(clause, row.reason, row.by, row.at, dismissible=judges))
    return tuple(found)


def _judges(viewer: Viewer, clause: ClauseRef) -> bool:
    """Whether the viewer may say what a clause of that body gives."""
    return may(viewer, Permission.MANDATES_CHANGE, HolderTold(body_id=clause.body_id).thing)


def filled(viewer: Viewer, code: str) -> Filled:
    """What the form for a mandate says when a clause fills it in. At most four queries.

    Who is to have it is looked for among bodies, organisations and people, by the clause's words.
    Raises Clause.DoesNotExist, also where the viewer does not see the clause.
    """
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    seen = Clause.objects.decided().filter(seen_clauses(viewer), code=code)
    row = seen.values_list(*ref_columns()).get()
    clause = ref(row[:REF])
    said = mandate_said(clause.text)
    who = said.who if said else ""
    body_id = named_in(who, BodyName.objects.values_list("body_id", "text")) if who else None
    organisation_id = person_id = None
    if who and body_id is None:
        organisation_id = named_in(who, Organisation.objects.values_list("id", "name"))
    if who and body_id is None and organisation_id is None:
        known = PersonName.objects.filter(key=key_of(who), person__in=_people(viewer))
        person_id = known.values_list("person_id", flat=True).first()
    return Filled(
        clause=clause,
        body_id=body_id,
        organisation_id=organisation_id,
        person_id=person_id,
        who=who,
        what=said.what if said else "",
        ends=ends_mandate(clause.text),
    )


def person_called(viewer: Viewer, name: str) -> int | None:
    """Who has a name, among those the viewer may know of; None for nobody. One query."""
    require_somewhere(viewer, Permission.MANDATES_CHANGE)
    known = PersonName.objects.filter(key=key_of(name), person__in=_people(viewer))
    return known.values_list("person_id", flat=True).first()


def action_choices(viewer: Viewer) -> list[Labelled]:
    """The kinds of decision that a mandate can be limited to. No query."""
    require_somewhere(viewer, Permission.REGISTRY_READ)
    return [labelled(ClauseAction, one) for one in ClauseAction]

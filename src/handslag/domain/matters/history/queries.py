"""Reads of matters: one with its whole history, and many in a list with how each stands."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import DateField, Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, ExtractYear, Greatest, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.base.shapes import PAGE_SIZE, Listing, labelled, paged
from handslag.domain.base.words import order_of
from handslag.domain.documents.queries import evidence_for
from handslag.domain.matters.history import rules
from handslag.domain.matters.history.access import may_change, visible_matters, visible_steps
from handslag.domain.matters.history.gather import facts_of
from handslag.domain.matters.history.rows import MatterFacts
from handslag.domain.matters.history.shapes import (
    BodyRef,
    Happening,
    MatterFilters,
    MatterHistory,
    MatterPage,
    MatterRef,
    MatterRow,
    MergedMatter,
    StatusKind,
    Treated,
)
from handslag.domain.matters.history.standing import may_stand
from handslag.domain.matters.history.stepping import StepForm, step_digest, step_told
from handslag.domain.matters.history.wording import WordingChain, chains
from handslag.domain.matters.models import LinkGround, Matter, MatterMerger, MatterStep, Treatment
from handslag.domain.meetings.access import ORDER, presented, visible_accounts, visible_items
from handslag.domain.meetings.rules import called

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.history.rows import TreatmentRow


def matter_page(viewer: Viewer, matter_id: int, today: date | None = None) -> MatterPage:
    """A matter's whole life, and how it stands. A fixed number of queries.

    One that was merged into another gives the other's page: its `id` tells. Raises
    Matter.DoesNotExist, also where the viewer may not know of it.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    today = today or timezone.localdate()
    head = _head(viewer, matter_id)
    facts = facts_of(viewer, Matter.objects.filter(id=head.pk)).get(head.pk) or MatterFacts()
    evidence = evidence_for(viewer, _fact_ids(facts))
    told = rules.happenings(facts, today, evidence)
    bodies = [head.body_id, *(one.item.meeting.body.id for one in facts.treatments)]
    may = may_change(viewer, bodies)
    title = _title(head.title, facts)
    treated = _treated(viewer, head.pk, facts)
    return MatterPage(
        id=head.pk,
        title=title,
        named=bool(head.title),
        reference=head.reference,
        body=BodyRef(head.body.pk, head.body.name, head.body.short_name) if head.body else None,
        status=rules.status(told, today),
        happenings=told,
        treated=treated,
        merged=_merged(head.pk) if may else (),
        may_change=may,
        divides=frozenset(
            one.item_id
            for one in treated
            if one.other_matters and may_change(viewer, [one.body.id])
        ),
    )


def histories(
    viewer: Viewer, ids: Collection[int], today: date | None = None
) -> dict[int, MatterHistory]:
    """What happened to each of these matters, without the places that say so.

    By the id that was asked for: one that was merged has the history of the matter it became.
    Those that the viewer may not know of are left out. A fixed number of queries.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    today = today or timezone.localdate()
    asked = Matter.objects.filter(id__in=ids).annotate(led_to=_led_to())
    kept = dict(asked.order_by().values_list("id", "led_to"))
    seen = Matter.objects.filter(visible_matters(viewer), id__in=set(kept.values()))
    titles = dict(seen.order_by().values_list("id", "title"))
    facts = facts_of(viewer, Matter.objects.filter(id__in=titles)) if titles else {}
    told = {
        matter_id: MatterHistory(
            id=matter_id,
            title=_title(title, facts.get(matter_id) or MatterFacts()),
            happenings=rules.happenings(facts.get(matter_id) or MatterFacts(), today),
        )
        for matter_id, title in titles.items()
    }
    return {one: told[matter_id] for one, matter_id in kept.items() if matter_id in told}


def kept_matter(viewer: Viewer, matter_id: int) -> int:
    """The matter that an address leads to now: itself, or what it was merged into. One query.

    Raises Matter.DoesNotExist, also where the viewer may not know of it.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    return _head(viewer, matter_id).pk


def _head(viewer: Viewer, matter_id: int) -> Matter:
    """The matter itself or, merged, the one it became: at most three after one another."""
    wanted = Matter.objects.filter(id=matter_id).annotate(led_to=_led_to()).values("led_to")
    seen = Matter.objects.filter(visible_matters(viewer), id__in=wanted)
    return seen.select_related("body").get()


def _led_to() -> Coalesce:
    """The matter that one is, or became: at most three after one another."""
    into = "merged_into_id"
    return Coalesce(f"merged_into__merged_into__{into}", f"merged_into__{into}", into, "id")


def matters(
    viewer: Viewer,
    *,
    body_id: int | None = None,
    status: str | None = None,
    words: str = "",
    year: int | None = None,
    page: int = 1,
    today: date | None = None,
) -> Listing[MatterRow]:
    """Matters, those first to which something happened last. A fixed number of queries.

    `status` is a value of StatusKind. `words` must all stand in the title, the number in the
    office's register, or the heading of an item, as the viewer sees them. `year` is one in which
    it was treated, or something happened to it. `body_id` is where it was treated, or began.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    today = today or timezone.localdate()
    found = _sifted(viewer, body_id=body_id, words=words, year=year)
    if status:
        return _of_status(viewer, found, status, page, today)
    total = found.count()
    page, pages, offset = paged(total, page)
    ids = list(_newest_first(viewer, found)[offset : offset + PAGE_SIZE]) if total else []
    return Listing(_rows(viewer, ids, today), page, pages, total)


def matters_by_id(
    viewer: Viewer, ids: Collection[int], today: date | None = None
) -> dict[int, MatterRow]:
    """These matters with how each stands; unseen ones are left out. A fixed number of queries."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    seen = Matter.objects.filter(visible_matters(viewer), id__in=ids, merged_into=None)
    known = list(seen.order_by().values_list("id", flat=True))
    return {row.id: row for row in _rows(viewer, known, today or timezone.localdate())}


def matters_of_items(viewer: Viewer, item_ids: Collection[int]) -> dict[int, tuple[MatterRef, ...]]:
    """The matters that each of these items, as far as seen, belongs to. Two queries."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    seen = Treatment.objects.filter(visible_items(viewer, "item__"), item_id__in=item_ids)
    found = list(seen.order_by("id").values_list("item_id", "matter_id"))
    titles = _titles(viewer, {matter_id for _item, matter_id in found})
    told: dict[int, list[MatterRef]] = defaultdict(list)
    for item_id, matter_id in found:
        told[item_id].append(MatterRef(matter_id, titles.get(matter_id, "")))
    return {item_id: tuple(refs) for item_id, refs in told.items()}


def matter_filters(viewer: Viewer) -> MatterFilters:
    """The bodies and years that matters can be sifted by. One query."""
    require_somewhere(viewer, Permission.MEETINGS_READ)
    treated = Treatment.objects.filter(visible_items(viewer, "item__"), matter__merged_into=None)
    body = "item__meeting__body__"
    rows = treated.order_by().values_list(
        *(body + name for name in ("id", "name", "short_name")), ExtractYear("item__meeting__date")
    )
    places = set(rows.distinct())
    bodies = {BodyRef(*row[:3]) for row in places}
    return MatterFilters(
        bodies=tuple(sorted(bodies, key=lambda one: order_of(one.name))),
        years=tuple(sorted({row[3] for row in places}, reverse=True)),
        statuses=tuple(labelled(StatusKind, one) for one in StatusKind.values),
    )


# Finding


def _sifted(
    viewer: Viewer, *, body_id: int | None, words: str, year: int | None
) -> QuerySet[Matter]:
    found = Matter.objects.filter(visible_matters(viewer), merged_into=None)
    treated = _treatments_of(viewer)
    if body_id is not None:
        here = Exists(treated.filter(item__meeting__body_id=body_id))
        untreated = ~Q(Exists(Treatment.objects.filter(matter=OuterRef("pk"))))
        found = found.filter(Q(here) | untreated & Q(body_id=body_id))
    if year is not None:
        steps = MatterStep.objects.filter(visible_steps(viewer), matter=OuterRef("pk"))
        at_meetings = Exists(treated.filter(item__meeting__date__year=year))
        found = found.filter(Q(at_meetings) | Q(Exists(steps.filter(day__year=year))))
    for word in words.split():
        found = found.filter(_says(viewer, treated, word))
    return found


def _treatments_of(viewer: Viewer) -> QuerySet[Treatment]:
    return Treatment.objects.filter(visible_items(viewer, "item__"), matter=OuterRef("pk"))


def _says(viewer: Viewer, treated: QuerySet[Treatment], word: str) -> Q:
    """A word stands in the title, the number, or a heading of an account that is seen.

    SQLite folds the case of a to z alone, so the word is sought in the forms it may have.
    """
    found = Q()
    for form in {word, word.lower(), word.upper(), word.capitalize()}:
        found |= Q(title__icontains=form) | Q(reference__icontains=form)
        for phase, column in ((Phase.HELD, "heading"), (Phase.PLAN, "planned_heading")):
            seen = visible_accounts(viewer, phase, "item__meeting__")
            stands = Q(**{f"item__{ORDER[phase]}__isnull": False})
            said = Q(**{f"item__{column}__icontains": form})
            found |= Q(Exists(treated.filter(stands & said & (seen | _own(viewer)))))
    return found


def _own(viewer: Viewer) -> Q:
    """Items that the viewer presents: seen in each account that is past draft."""
    return presented(viewer, "item__")


def _newest_first(viewer: Viewer, found: QuerySet[Matter]) -> QuerySet[Matter, int]:
    """Their ids, by the last day of an item or a step that the viewer sees."""
    treated = _treatments_of(viewer).order_by().values("matter")
    steps = MatterStep.objects.filter(visible_steps(viewer), matter=OuterRef("pk"))
    last_item = treated.annotate(last=Max("item__meeting__date")).values("last")
    last_step = steps.order_by().values("matter").annotate(last=Max("day")).values("last")
    began = TruncDate("created_at")
    dated = found.annotate(
        last_item=Subquery(last_item, output_field=DateField()),
        last_step=Subquery(last_step, output_field=DateField()),
    ).annotate(
        last_day=Coalesce(
            Greatest(Coalesce("last_item", "last_step"), Coalesce("last_step", "last_item")), began
        )
    )
    return dated.order_by(F("last_day").desc(), "-id").values_list("id", flat=True)


def _of_status(
    viewer: Viewer, found: QuerySet[Matter], status: str, page: int, today: date
) -> Listing[MatterRow]:
    """Those that stand so: told from the histories of all, since no column says it."""
    found = found.filter(may_stand(status))
    facts = facts_of(viewer, found)
    standing = {
        matter_id
        for matter_id, told in facts.items()
        if rules.status(rules.happenings(told, today), today).kind.value == status
    }
    if status == StatusKind.NEW:
        standing |= set(found.order_by().values_list("id", flat=True)) - set(facts)
    ids = [one for one in _newest_first(viewer, found) if one in standing]
    page, pages, offset = paged(len(ids), page)
    return Listing(_rows(viewer, ids[offset : offset + PAGE_SIZE], today), page, pages, len(ids))


def _rows(viewer: Viewer, ids: Collection[int], today: date) -> tuple[MatterRow, ...]:
    """Matters with how each stands, in the order of `ids`."""
    if not ids:
        return ()
    chosen = Matter.objects.filter(id__in=list(ids))
    heads = {row[0]: row for row in chosen.order_by().values_list("id", "title", "reference")}
    facts = facts_of(viewer, chosen)
    return tuple(_row(*heads[one], facts.get(one) or MatterFacts(), today) for one in ids)


def _row(matter_id: int, title: str, reference: str, facts: MatterFacts, today: date) -> MatterRow:
    told = rules.happenings(facts, today)
    past = [one for one in told if not one.to_come]
    days = [one.day for one in past if one.day is not None]
    bodies = dict.fromkeys(one.item.meeting.body for one in facts.treatments)
    return MatterRow(
        id=matter_id,
        title=_title(title, facts),
        reference=reference,
        bodies=tuple(bodies) or tuple(dict.fromkeys(one.body for one in facts.raised)),
        status=rules.status(told, today),
        first=min(days, default=None),
        last=max(days, default=None),
        next=_next(told),
        items=len(facts.treatments),
    )


def _next(told: Iterable[Happening]) -> Happening | None:
    return next((one for one in told if one.to_come), None)


# What it is called, and what belongs to it


def _title(chosen: str, facts: MatterFacts) -> str:
    """What somebody chose to call it, or the last heading that the viewer sees."""
    headings = [one.item.heading for one in facts.treatments if one.item.heading]
    raised = [one.heading for one in facts.raised if one.heading]
    told = next(iter((*reversed(headings), *reversed(raised))), "")
    return chosen or called(told) or _("Utan rubrik")


def _titles(viewer: Viewer, ids: Collection[int]) -> Mapping[int, str]:
    """What each matter is called, for this viewer. One query; none for no matter."""
    if not ids:
        return {}
    seen = Treatment.objects.filter(visible_items(viewer, "item__"), matter_id__in=ids)
    held = visible_accounts(viewer, Phase.HELD, "item__meeting__") | _own(viewer)
    sees_held = Exists(Treatment.objects.filter(held, id=OuterRef("id"), item__order__isnull=False))
    columns = ("matter_id", "matter__title", "item__heading", "item__planned_heading", "sees_held")
    rows = seen.annotate(sees_held=sees_held).order_by("item__meeting__date", "item__id")
    found: dict[int, str] = {}
    for matter_id, chosen, heading, planned, is_held in rows.values_list(*columns):
        told = chosen or called((heading if is_held else "") or planned)
        found[matter_id] = told or found.get(matter_id, "")
    return {one: title or _("Utan rubrik") for one, title in found.items()}


def _treated(viewer: Viewer, matter_id: int, facts: MatterFacts) -> tuple[Treated, ...]:
    items = [one.item.id for one in facts.treatments]
    others = matters_of_items(viewer, items) if items else {}
    return tuple(
        _treatment(one, tuple(ref for ref in others.get(one.item.id, ()) if ref.id != matter_id))
        for one in facts.treatments
    )


def _treatment(row: TreatmentRow, others: tuple[MatterRef, ...]) -> Treated:
    return Treated(
        item_id=row.item.id,
        meeting_id=row.item.meeting.id,
        day=row.item.meeting.day,
        body=row.item.meeting.body,
        number=row.item.number,
        heading=row.item.heading,
        ground=labelled(LinkGround, row.ground),
        reason=row.reason,
        by_person=row.typed,
        other_matters=others,
    )


def _merged(matter_id: int) -> tuple[MergedMatter, ...]:
    """What was merged into it; only the last can be taken apart before the others."""
    rows = list(
        MatterMerger.objects.filter(kept_id=matter_id)
        .order_by("id")
        .values_list("id", "other_id", "other__title", "reason")
    )
    return tuple(
        MergedMatter(other_id, title, merger_id, reason, undoable=place == len(rows))
        for place, (merger_id, other_id, title, reason) in enumerate(rows, 1)
    )


def _fact_ids(facts: MatterFacts) -> dict[str, list[int]]:
    """Every fact that may rest on a place in a document, by its type."""
    found: dict[str, list[int]] = defaultdict(list)
    for treatment in facts.treatments:
        found["meetings.agendaitem"].append(treatment.item.id)
    for told in facts.of_item.values():
        for clause in told.clauses:
            found["matters.clause"].append(clause.id)
            found["matters.decision"].append(clause.decision_id)
        for proposal in told.proposals:
            found["matters.proposal"].append(proposal.id)
            found["matters.proposalpoint"] += [point.id for point in proposal.points]
        found["matters.stance"] += [one.id for one in told.stances]
        found["matters.transfer"] += [one.id for one in told.transfers]
        found["matters.assignment"] += [one.id for one in told.assignments]
    return found


def step_to_correct(viewer: Viewer, step_id: int) -> StepForm:
    """A step between meetings as its form shows it. One query.

    Raises MatterStep.DoesNotExist, also where the viewer may not know of it.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    seen = MatterStep.objects.filter(visible_steps(viewer), visible_matters(viewer, "matter__"))
    row = seen.get(id=step_id)
    return StepForm(row.pk, row.matter_id, step_told(row), step_digest(row))


def wordings(viewer: Viewer, matter_id: int, today: date | None = None) -> tuple[WordingChain, ...]:
    """Every point and clause of a matter that was worded more than once, side by side.

    Proposal, decision and a later body's version, each with what differs from the one before. As
    many queries as the page takes at most. Raises Matter.DoesNotExist.
    """
    require_somewhere(viewer, Permission.MEETINGS_READ)
    head = _head(viewer, matter_id)
    facts = facts_of(viewer, Matter.objects.filter(id=head.pk)).get(head.pk) or MatterFacts()
    told = rules.happenings(
        facts, today or timezone.localdate(), evidence_for(viewer, _fact_ids(facts))
    )
    return chains(told)

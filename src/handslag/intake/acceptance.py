"""Acceptance: what stands after review becomes the domain's truth, all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.audit.actions import log
from handslag.domain.base.recording import FactRef
from handslag.domain.documents import actions as documents
from handslag.domain.documents import queries as document_queries
from handslag.domain.matters import actions as matters
from handslag.domain.meetings import actions as meetings
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.registry import actions as registry
from handslag.intake.errors import Invalid
from handslag.intake.facts import Fact, facts_of, missing, only
from handslag.intake.models import Review, ReviewState, Suggestion, Verb
from handslag.intake.places import places_of
from handslag.intake.reviewing import opened
from handslag.intake.steps import Images, note
from handslag.intake.telling import (
    MEETING,
    MEETING_KINDS,
    PHASES,
    account_of,
    proceedings_of,
    typed_in,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.told import Account, Recorded


@dataclass(frozen=True, slots=True)
class Accepted:
    """The meeting that the domain now knows from the document."""

    meeting_id: int


@transaction.atomic
def accept(
    *,
    viewer: Viewer,
    document_id: int,
    revision: int,
    body_id: int | None = None,
    meeting_id: int | None = None,
) -> Accepted:
    """Let the domain know what stands in the document after review.

    The meeting is the chosen one, or that of the chosen body, otherwise of the body that has the
    name as read, on that day; a new one where there is none. A chosen body gets the name as read
    among its names. Facts that other documents made already are found again and not doubled; what
    this document told before and tells no more is taken away where no other document tells it.

    Raises Invalid where kind, body or day is not told, and ChangedMeanwhile.
    """
    review = opened(viewer, document_id, revision)
    facts = facts_of(document_id)
    _refuse_what_is_missing(facts, chosen=body_id is not None or meeting_id is not None)
    names = matters.names_in(viewer=viewer, facts=_told_before(facts))
    try:
        recorded, told = _record(viewer, document_id, facts, body_id, meeting_id)
    except meetings.OtherMeetingThatDay:
        message = _("Organet har redan ett annat möte den dagen. Välj det mötet eller ändra dagen.")
        raise Invalid({"date": message}) from None
    except ValidationError as error:
        raise Invalid({"": " ".join(error.messages)}) from error
    matters.forget_unused_names(viewer=viewer, names=names)
    _point_at_facts(facts, told)
    _close(viewer, review, recorded, facts)
    for touched in {recorded.meeting_id, recorded.former_id}:
        if touched is not None:
            announce_recorded(touched)
    return Accepted(recorded.meeting_id)


def take_back(viewer: Viewer, review: Review, before: Mapping[str, Any]) -> None:
    """Let the domain forget what the document told when it was accepted for the first time.

    Must stand in a transaction. The meeting's other documents tell what they tell once more, so
    that nothing is left of this one in what they share. Raises Invalid where something was built
    on the document since.
    """
    meeting_id = review.meeting_id
    others = list(
        Review.objects.filter(meeting_id=meeting_id or 0, state=ReviewState.ACCEPTED)
        .exclude(id=review.id)
        .select_related("document")
        .order_by("accepted_at")
    )
    _refuse_what_is_built_on(review, others)
    facts = facts_of(review.document_id)
    told = _told_before(facts)
    _refuse_what_is_followed_up(viewer, told)
    names = matters.names_in(viewer=viewer, facts=told)
    _forget(viewer, review, facts)
    for other in others:
        _tell_again(viewer, other)
    matters.forget_unused_names(viewer=viewer, names=names)
    _point_at_facts(facts, [])
    documents.describe(viewer=viewer, document_id=review.document_id, **before["document"])
    review.state, review.meeting_id = ReviewState.WAITING, None
    review.accepted_at, review.accepted_by = None, ""
    if meeting_id is not None:
        announce_recorded(meeting_id)


def _refuse_what_is_built_on(review: Review, others: list[Review]) -> None:
    for other in others:
        if other.accepted_at and review.accepted_at and other.accepted_at > review.accepted_at:
            message = _(
                "%(name)s har godkänts för samma möte efteråt. Ångra det godkännandet först. "
                "Inget har ändrats."
            )
            raise Invalid({"": message % {"name": other.document.name}})
        if other.changed_since:
            message = _(
                "%(name)s hör till samma möte och har ändringar som väntar. Godkänn eller ångra "
                "dem först. Inget har ändrats."
            )
            raise Invalid({"": message % {"name": other.document.name}})


def _refuse_what_is_followed_up(viewer: Viewer, told: list[FactRef]) -> None:
    if matters.followed_up_in(viewer=viewer, facts=told):
        message = _(
            "Uppdrag ur handlingen har följts upp sedan den godkändes, och det skulle gå förlorat. "
            "Rätta det som blev fel och godkänn igen i stället. Inget har ändrats."
        )
        raise Invalid({"": message})


def _forget(viewer: Viewer, review: Review, facts: tuple[Fact, ...]) -> None:
    phase = PHASES[_text(facts, "kind", "kind")]
    account = account_of(review.document_id, facts, phase=phase, body_id=None)
    meetings.release(viewer=viewer, document_id=review.document_id)
    released = documents.give_evidence(viewer=viewer, document_id=review.document_id, places={})
    matters.forget(viewer=viewer, facts=released.bare)
    meetings.forget(
        viewer=viewer, facts=released.bare, account=account, meeting_id=review.meeting_id or 0
    )
    if kept := released.lost - released.bare:
        meetings.unsay(viewer=viewer, facts=kept, phase=phase)


def _tell_again(viewer: Viewer, review: Review) -> None:
    """Record a document of the same meeting once more, as it stands."""
    facts = facts_of(review.document_id)
    _recorded, told = _record(viewer, review.document_id, facts, None, review.meeting_id)
    _point_at_facts(facts, told)


def _refuse_what_is_missing(facts: tuple[Fact, ...], *, chosen: bool) -> None:
    errors = missing(facts)
    if chosen:
        errors.pop("body", None)
    if errors:
        raise Invalid(errors)


def _record(
    viewer: Viewer,
    document_id: int,
    facts: tuple[Fact, ...],
    body_id: int | None,
    meeting_id: int | None,
) -> tuple[Recorded, list[tuple[int, FactRef]]]:
    """Write everything down; returns the meeting, and each told fact by key."""
    phase = PHASES[_text(facts, "kind", "kind")]
    body = body_id if meeting_id is not None else _body(viewer, facts, body_id)
    account = account_of(document_id, facts, phase=phase, body_id=body)
    found = meetings.find_meeting(viewer=viewer, account=account, chosen=meeting_id)
    typed = _typed(found, document_id, phase)
    recorded = meetings.record_meeting(
        viewer=viewer, account=account, typed=typed, meeting_id=found
    )
    if body_id is not None or meeting_id is not None:
        _name_body(viewer, facts, recorded.body_id)
    told = list(recorded.facts.items())
    told += matters.record_proceedings(
        viewer=viewer,
        meeting_id=recorded.meeting_id,
        document_id=document_id,
        phase=phase,
        items=proceedings_of(facts, recorded.facts, phase),
        typed=typed,
    )
    _rest_on_places(viewer, account, facts, told, recorded)
    return recorded, told


def _told_before(facts: tuple[Fact, ...]) -> list[FactRef]:
    """The facts that the document made the last time it was accepted."""
    rows = (fact.row for top in facts for fact in top.all())
    return [FactRef(row.fact_type, row.fact_id) for row in rows if row.fact_id is not None]


def _text(facts: tuple[Fact, ...], kind: str, field: str) -> str:
    """A field's words as the domain wants them: cut to what there is room for."""
    fact = only(facts, kind)
    return str(fact.typed_value().get(field) or "") if fact else ""


def _body(viewer: Viewer, facts: tuple[Fact, ...], chosen: int | None) -> int:
    if chosen is not None:
        return chosen
    name, short_name = _text(facts, "body", "name"), _text(facts, "body", "short_name")
    return registry.body_named(viewer=viewer, name=name, short_name=short_name)


def _name_body(viewer: Viewer, facts: tuple[Fact, ...], body_id: int) -> None:
    """Let the chosen body be found by the name as read next time.

    A name that is another body's stays that body's: a name never means two.
    """
    if name := _text(facts, "body", "name"):
        try:
            registry.add_body_name(viewer=viewer, body_id=body_id, text=name)
        except ValidationError:
            return


def _typed(meeting_id: int | None, document_id: int, phase: str) -> dict[FactRef, frozenset[str]]:
    """What people typed in the documents that tell of the meeting. Two queries."""
    reviews = Review.objects.filter(meeting_id=meeting_id or 0)
    kinds = dict(reviews.values_list("document_id", "document__kind"))
    phases = {known: PHASES[kind] for known, kind in kinds.items() if kind in PHASES}
    rows = Suggestion.objects.filter(document_id__in={*phases, document_id}, fact_id__isnull=False)
    return typed_in(rows, {**phases, document_id: phase}, besides=document_id)


def _rest_on_places(
    viewer: Viewer,
    account: Account,
    facts: tuple[Fact, ...],
    told: list[tuple[int, FactRef]],
    recorded: Recorded,
) -> None:
    """Give every told fact its evidence, and take away what nothing tells any more."""
    text = document_queries.document(viewer, account.document_id).text
    by_key = places_of(facts, text)
    places: dict[FactRef, set[tuple[int, int]]] = defaultdict(set)
    for key, ref in told:
        places[ref] |= by_key[key]
    released = documents.give_evidence(
        viewer=viewer, document_id=account.document_id, places=places
    )
    kept_items = matters.followed_up_in(viewer=viewer, facts=released.bare)
    matters.forget(viewer=viewer, facts=released.bare)
    meetings.forget(
        viewer=viewer,
        facts=released.bare,
        account=account,
        meeting_id=recorded.meeting_id,
        kept=kept_items,
    )
    if kept := released.lost - released.bare:
        meetings.unsay(viewer=viewer, facts=kept, phase=account.phase)
    if recorded.former_phase:
        meetings.unsay(viewer=viewer, facts=places, phase=recorded.former_phase)


def _point_at_facts(facts: tuple[Fact, ...], told: list[tuple[int, FactRef]]) -> None:
    """Keep with each suggestion which fact it became, so that it never becomes a second one."""
    became: dict[int, FactRef] = {}
    for told_key, told_ref in told:
        became.setdefault(told_key, told_ref)
    changed = []
    for fact in (found for top in facts for found in top.all()):
        key = MEETING if fact.kind.name in MEETING_KINDS and not fact.dropped else fact.row.id
        ref = became.get(key)
        now = (ref.type, ref.id) if ref else ("", None)
        if (fact.row.fact_type, fact.row.fact_id) != now:
            fact.row.fact_type, fact.row.fact_id = now
            changed.append(fact.row)
    if changed:
        # An upsert: an update with a case for each row makes accepting half as slow again.
        Suggestion.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["fact_type", "fact_id"],
        )


def _note(viewer: Viewer, review: Review) -> None:
    """Note the step. Only the first acceptance can be undone: after that the domain has a former
    state to go back to, which nobody keeps."""
    images = None
    if review.state == ReviewState.WAITING:
        known = document_queries.document(viewer, review.document_id)
        images = Images(document={"kind": known.kind.value, "title": known.title})
    note(viewer=viewer, review=review, verb=Verb.ACCEPT, images=images)


def _close(viewer: Viewer, review: Review, recorded: Recorded, facts: tuple[Fact, ...]) -> None:
    _note(viewer, review)
    documents.describe(
        viewer=viewer,
        document_id=review.document_id,
        kind=_text(facts, "kind", "kind"),
        title=_text(facts, "title", "text"),
    )
    review.state = ReviewState.ACCEPTED
    review.meeting_id = recorded.meeting_id
    review.accepted_at = timezone.now()
    review.accepted_by = viewer.name[:200]
    review.changed_since = False
    review.revision += 1
    review.save()
    log(
        viewer=viewer,
        verb="intake.accept",
        thing_type="documents.document",
        thing_id=review.document_id,
        detail={"meeting": recorded.meeting_id, "facts": len(recorded.facts)},
    )

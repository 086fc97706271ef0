"""Two bodies become one, and two again, with the documents of their meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from handslag.domain.base.words import key_of
from handslag.domain.matters.following import give_matters_back, move_matters
from handslag.domain.meetings import queries as meetings
from handslag.domain.meetings.following import give_preparing_back, move_preparing
from handslag.domain.meetings.joining import move_back, move_meetings
from handslag.domain.registry.merging import absorb_body, separate_body
from handslag.intake.acceptance import accept
from handslag.intake.errors import Invalid
from handslag.intake.models import Review, ReviewState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.registry.queries import Merger


def join_bodies(*, viewer: Viewer, keep_id: int, other_id: int) -> int:
    """Make two bodies one. Meetings move; where both have one on a day, the documents of the other
    are accepted again to the one that stays. Returns the merger's id.

    Must stand in a transaction. Raises Invalid where such a document has changes waiting.
    """
    moved, both = move_meetings(viewer=viewer, keep_id=keep_id, other_id=other_id)
    came = list(Review.objects.filter(meeting_id__in=moved).values_list("document_id", flat=True))
    again: dict[int, list[int]] = {}
    reviews = list(Review.objects.filter(meeting_id__in=both).select_related("document"))
    _refuse_waiting_changes(reviews)
    for review in reviews:
        former = review.meeting_id or 0
        again.setdefault(former, []).append(review.document_id)
        accept(
            viewer=viewer,
            document_id=review.document_id,
            revision=review.revision,
            meeting_id=both[former],
        )
    told: dict[str, Any] = {"meetings": moved, "documents": came, "again": list(again.values())}
    told |= {"preparing": move_preparing(viewer=viewer, keep_id=keep_id, other_id=other_id)}
    told |= {"matters": move_matters(viewer=viewer, keep_id=keep_id, other_id=other_id)}
    return absorb_body(viewer=viewer, keep_id=keep_id, other_id=other_id, moved=told)


def part_bodies(*, viewer: Viewer, merger: Merger) -> int:
    """Make them two again; returns the id of the one that comes back.

    Its meetings go back to it. Documents that were accepted again to a meeting of the kept body are
    accepted to one of its own. Must stand in a transaction. Raises what `separate_body` raises, and
    Invalid where a document was accepted since in a way that takes the two for one, or has changes
    waiting.
    """
    groups: list[list[int]] = merger.moved.get("again", [])
    known = {*merger.moved.get("documents", []), *(one for group in groups for one in group)}
    moved: list[int] = merger.moved.get("meetings", [])
    reviews = {
        review.document_id: review
        for review in Review.objects.filter(
            document_id__in=[one for group in groups for one in group], meeting_id__isnull=False
        ).select_related("document")
    }
    names = meetings.meeting_names(viewer, {one.meeting_id or 0 for one in reviews.values()})
    body_id = separate_body(viewer=viewer, merger_id=merger.id)
    _refuse_new_ones(merger, known, moved)
    _refuse_waiting_changes(reviews.values())
    preparing = merger.moved.get("preparing", {})
    give_preparing_back(viewer=viewer, told=preparing, keep_id=merger.keep_id, body_id=body_id)
    matters = merger.moved.get("matters", {})
    give_matters_back(viewer=viewer, told=matters, keep_id=merger.keep_id, body_id=body_id)
    move_back(viewer=viewer, meeting_ids=moved, keep_id=merger.keep_id, body_id=body_id)
    for group in groups:
        there = [reviews[one] for one in group if one in reviews]
        _give_back(
            viewer,
            [one for one in there if names[one.meeting_id or 0].body_id == merger.keep_id],
            body_id,
        )
    return body_id


def _give_back(viewer: Viewer, reviews: Collection[Review], body_id: int) -> None:
    """Accept the documents of one meeting to a meeting of the body: the minutes first, since they
    know its day."""
    meeting_id: int | None = None
    for review in sorted(reviews, key=lambda one: (one.document.kind != "minutes", one.id)):
        accepted = accept(
            viewer=viewer,
            document_id=review.document_id,
            revision=review.revision,
            body_id=body_id if meeting_id is None else None,
            meeting_id=meeting_id,
        )
        meeting_id = accepted.meeting_id


def _refuse_new_ones(merger: Merger, known: Collection[int], moved: Collection[int]) -> None:
    """Refuse where a document was accepted since for one of the meetings, or under one of the
    names: nobody has said which body it is of."""
    keys = {key_of(name) for name in merger.names}
    under_its_name = Q(
        document__outline__body_key__in=keys,
        meeting__body_id=merger.keep_id,
        accepted_at__gt=merger.at,
    )
    new = (
        Review.objects.filter(Q(meeting_id__in=moved) | under_its_name, state=ReviewState.ACCEPTED)
        .exclude(document_id__in=known)
        .select_related("document")
        .order_by("id")
        .first()
    )
    if new is not None:
        message = _(
            "%(document)s har godkänts sedan %(name)s slogs ihop med %(keep)s. Ångra det "
            "godkännandet, eller godkänn handlingen för ett annat organ, och försök sedan igen. "
            "Inget har ändrats."
        )
        told = {"document": new.document.name, "name": merger.name, "keep": merger.keep}
        raise Invalid({"": message % told})


def _refuse_waiting_changes(reviews: Iterable[Review]) -> None:
    for review in reviews:
        if review.changed_since:
            message = _(
                "%(name)s har ändringar som väntar på att godkännas. Godkänn dem först och "
                "försök sedan igen. Inget har ändrats."
            )
            raise Invalid({"": message % {"name": review.document.name}})

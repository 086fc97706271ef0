"""What there is to choose among in the forms that change a matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import reach, require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.matters.models import StepKind, StepWay, Treatment
from handslag.domain.meetings.access import presented, visible_accounts, visible_items
from handslag.domain.meetings.models import AgendaItem

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer

STEP_KINDS = tuple(StepKind.choices)
"""What can happen to a matter between meetings: value and label."""
STEP_WAYS = tuple(StepWay.choices)
"""How it can happen."""
MOST = 30
"""So many items are shown to choose among; more words find fewer."""


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """An item that may be tied to a matter."""

    id: int
    meeting_id: int
    day: date
    body: str
    number: str
    heading: str


def items_to_tie(viewer: Viewer, matter_id: int, words: str) -> tuple[ItemChoice, ...]:
    """Items of the bodies whose matters the viewer may change, in whose heading all words stand.

    The latest first, those that belong to the matter left out; `MOST` at most, and none without
    words. Two queries. The heading is the one of the account that the viewer sees.
    """
    require_somewhere(viewer, Permission.MATTERS_CHANGE)
    if not words.split():
        return ()
    theirs = Treatment.objects.filter(matter_id=matter_id, item=OuterRef("pk"))
    held = visible_accounts(viewer, Phase.HELD, "meeting__") | presented(viewer, "")
    planned = visible_accounts(viewer, Phase.PLAN, "meeting__") | presented(viewer, "")
    mine = reach(viewer, Permission.MATTERS_CHANGE).q(body="meeting__body_id")
    found = AgendaItem.objects.filter(visible_items(viewer, ""), mine).exclude(Exists(theirs))
    for word in words.split():
        found = found.filter(_says(word, held, planned))
    seen_held = set(found.filter(held, order__isnull=False).order_by().values_list("id", flat=True))
    rows = found.select_related("meeting__body").order_by("-meeting__date", "id")[:MOST]
    return tuple(_choice(item, held=item.pk in seen_held) for item in rows)


def _says(word: str, held: Q, planned: Q) -> Q:
    """A word stands in a heading that is seen, letter case apart as far as SQLite can."""
    found = Q()
    for form in {word, word.lower(), word.upper(), word.capitalize()}:
        found |= Q(heading__icontains=form, order__isnull=False) & held
        found |= Q(planned_heading__icontains=form, planned_order__isnull=False) & planned
    return found


def _choice(item: AgendaItem, *, held: bool) -> ItemChoice:
    return ItemChoice(
        id=item.pk,
        meeting_id=item.meeting_id,
        day=item.meeting.date,
        body=item.meeting.body.name,
        number=item.number if held else item.planned_number,
        heading=item.heading if held else item.planned_heading,
    )

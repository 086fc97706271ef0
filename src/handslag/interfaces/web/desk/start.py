"""The start page: today, what awaits review, the latest meetings and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.views.decorators.http import require_safe

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.matters import queries as matters
from handslag.domain.matters.history.finding import awaited
from handslag.domain.matters.linking import queries as linking
from handslag.domain.matters.owing.queries import own_principals
from handslag.domain.matters.preparing import queries as preparing
from handslag.domain.meetings import queries as meetings
from handslag.domain.meetings.agenda import queries as agenda
from handslag.domain.meetings.planning import queries as planning
from handslag.domain.registry import queries as registry
from handslag.domain.registry.organisations import queries as organisations
from handslag.intake import queries as intake
from handslag.intake.comparing import queries as across
from handslag.interfaces.web.desk import agenda_words, matter_words
from handslag.interfaces.web.desk.look_around import offered
from handslag.interfaces.web.desk.organisations import CountyForm
from handslag.interfaces.web.kit.rendering import page

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from handslag.domain.access.viewer import Viewer
    from handslag.interfaces.web.kit.requests import PageRequest

SHOWN_WAITING = 5
SHOWN_ACROSS = 3


@require_safe
def start(request: PageRequest) -> HttpResponse:
    """What a coordinator meets in the morning; for a stranger, where to go."""
    if not request.viewer.signed_in:
        return page(request, "desk/strangers.html", {"look_around": offered(request)})
    today = timezone.localdate()
    coming = meetings.next_meeting(request.viewer, today)
    reviews = may(request.viewer, Permission.DOCUMENTS_REVIEW)
    context = {
        "noun": "start",
        "today": today,
        "coming": coming,
        "days_left": (coming.date - today).days if coming else None,
        **_next_notice(request.viewer, today),
        "latest": matters.latest(request.viewer),
        "principals": own_principals(request.viewer, today) if request.viewer.user_id else (),
        "reviews": reviews,
        "link_questions": _asked(request.viewer),
    }
    if Permission.MEETINGS_READ in request.viewer.permissions:
        found = awaited(request.viewer, today)
        context["awaited"] = found
        context["awaited_rows"] = [(row, matter_words.standing(row.status)) for row in found.rows]
    if may(request.viewer, Permission.REGISTRY_CHANGE):
        chosen = organisations.county(request.viewer)
        context["form"] = None if chosen else CountyForm(request)
    if Permission.MEETINGS_PREPARE in request.viewer.permissions:
        context |= _to_prepare(request.viewer, today)
    if reviews:
        context |= _to_review(request.viewer)
    return page(request, "desk/start.html", context)


def _asked(viewer: Viewer) -> int:
    """How many questions about what belongs together wait for the viewer."""
    if Permission.MATTERS_CHANGE not in viewer.permissions:
        return 0
    return linking.link_question_count(viewer)


def _to_prepare(viewer: Viewer, today: date) -> dict[str, Any]:
    """How ready the next meetings are that the viewer prepares, and what was raised for them."""
    coming = preparing.to_prepare(viewer, today)
    return {
        "agendas": [(one, agenda_words.readiness(one)) for one in coming],
        "raised_count": len(agenda.to_prepare(viewer)),
    }


def _next_notice(viewer: Viewer, today: date) -> dict[str, Any]:
    """Which notice is due next, and in how many days, for who plans meetings."""
    if Permission.MEETINGS_PLAN not in viewer.permissions:
        return {}
    found = planning.next_notice(viewer, today)
    return {"notice": found, "notice_days": (found.due - today).days} if found else {}


def _to_review(viewer: Viewer) -> dict[str, Any]:
    """What came in and waits, and what somebody should look at, for who reviews."""
    waiting = intake.waiting(viewer)
    shown = across.to_look_at(viewer, SHOWN_ACROSS)
    across_count = across.open_across_count(viewer)
    alike_people = meetings.alike_people_count(viewer)
    alike_bodies = len(registry.suggested_body_names(viewer))
    return {
        "waiting": waiting.rows[:SHOWN_WAITING],
        "waiting_count": waiting.total,
        "across": shown,
        "across_count": across_count,
        "across_more": across_count - len(shown),
        "alike_people": alike_people,
        "alike_bodies": alike_bodies,
        "to_look_at": bool(across_count or alike_people or alike_bodies),
    }

"""Reads of what somebody follows, and of what there is to tell about a body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.history.queries import matters_by_id
from handslag.domain.matters.models import Follow
from handslag.domain.meetings.access import visible_accounts, visible_meetings
from handslag.domain.meetings.models import Meeting, MeetingPaper, Notice

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.history.shapes import MatterRow


_UNTOLD = (PublicationState.DRAFT, PublicationState.WITHDRAWN)
"""How far something has come that is no news to anybody."""


@dataclass(frozen=True, slots=True)
class FollowedBody:
    """A body that is followed."""

    id: int
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Followed:
    """All that somebody follows, the last begun first."""

    matters: tuple[MatterRow, ...]
    """Those that the viewer still sees."""
    bodies: tuple[FollowedBody, ...]


@dataclass(frozen=True, slots=True)
class FollowedIds:
    """The same as ids, seen or not."""

    matters: tuple[int, ...]
    bodies: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BodyMeeting:
    """A meeting of a body as far as the viewer has been told of it."""

    id: int
    body_id: int
    body: str
    date: dt.date
    cancelled: bool
    planned: bool
    """It is still to come."""
    notice: int | None
    """The last version of its notice that went out; None where none has, or it is not seen."""
    agenda: bool
    """There is an agenda or a notice to read, and it is no draft."""
    minutes: str
    """How far the minutes have come, a value of PublicationState; empty where the viewer sees
    none, or a draft."""


def followed_ids(viewer: Viewer) -> FollowedIds:
    """What the viewer follows, the last begun first. One query."""
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    own = Follow.objects.filter(user_id=viewer.user_id or 0).order_by("-id")
    rows = list(own.values_list("matter_id", "body_id"))
    return FollowedIds(
        tuple(matter_id for matter_id, _body in rows if matter_id is not None),
        tuple(body_id for _matter, body_id in rows if body_id is not None),
    )


def followed(viewer: Viewer, today: dt.date | None = None) -> Followed:
    """What the viewer follows, with how each matter stands. A fixed number of queries."""
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    own = Follow.objects.filter(user_id=viewer.user_id or 0).order_by("-id")
    ids = list(own.filter(matter__isnull=False).values_list("matter_id", flat=True))
    seen = Permission.MEETINGS_READ in viewer.permissions
    rows = matters_by_id(viewer, [one for one in ids if one], today) if ids and seen else {}
    bodies = own.filter(body__isnull=False).values_list("body_id", "body__name", "body__short_name")
    return Followed(
        tuple(rows[one] for one in ids if one in rows),
        tuple(FollowedBody(id_ or 0, name or "", short or "") for id_, name, short in bodies),
    )


def follows_matter(viewer: Viewer, matter_id: int) -> bool:
    """Whether the viewer follows a matter. One query; none for who has no account."""
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    own = Follow.objects.filter(user_id=viewer.user_id or 0, matter_id=matter_id)
    return viewer.user_id is not None and own.exists()


def follows_body(viewer: Viewer, body_id: int) -> bool:
    """Whether the viewer follows a body. One query; none for who has no account."""
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    own = Follow.objects.filter(user_id=viewer.user_id or 0, body_id=body_id)
    return viewer.user_id is not None and own.exists()


def body_meetings(
    viewer: Viewer, body_ids: Collection[int], today: dt.date
) -> tuple[BodyMeeting, ...]:
    """The meetings of these bodies that the viewer sees, the oldest first. One query, or none."""
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    if not body_ids:
        return ()
    sees_plan = visible_accounts(viewer, Phase.PLAN)
    sees_held = visible_accounts(viewer, Phase.HELD)
    papers = MeetingPaper.objects.filter(meeting=OuterRef("pk"))
    seen = Meeting.objects.filter(visible_meetings(viewer), body_id__in=list(body_ids))
    sent = Notice.objects.filter(meeting=OuterRef("pk"), sent_at__isnull=False)
    rows: Iterable[Any] = (  # with the columns that are worked out here
        seen.select_related("body")
        .annotate(
            sees_plan=Exists(Meeting.objects.filter(sees_plan, pk=OuterRef("pk"))),
            sees_held=Exists(Meeting.objects.filter(sees_held, pk=OuterRef("pk"))),
            notice=sent.order_by("-version").values("version")[:1],
            has_plan=Exists(papers.filter(phase=Phase.PLAN)) | Exists(sent),
            has_held=Exists(papers.filter(phase=Phase.HELD)) | Q(written=True),
        )
        .order_by("date", "id")
    )
    return tuple(
        BodyMeeting(
            id=row.id,
            body_id=row.body_id,
            body=row.body.name,
            date=row.date,
            cancelled=row.cancelled_at is not None,
            planned=row.date >= today,
            notice=row.notice if row.sees_plan else None,
            agenda=bool(row.sees_plan and row.has_plan and row.planned_state not in _UNTOLD),
            minutes=row.state
            if row.sees_held and row.has_held and row.state not in _UNTOLD
            else "",
        )
        for row in rows
    )

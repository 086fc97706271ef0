"""Which meetings and items a viewer sees, as the rule over access has it and as a query asks it.

A meeting has two accounts, the notice's and the minutes', and each comes its own way to the
public: somebody may see the plan of a meeting whose minutes are still a draft.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import NOTHING, reach
from handslag.domain.access.things import Thing, of_body, of_meeting
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.meetings.models import (
    Meeting,
    MeetingPaper,
    MeetingQuerySet,
    Participation,
    ParticipationRole,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from handslag.domain.access.viewer import Viewer

STATE = {Phase.PLAN: "planned_state", Phase.HELD: "state"}
"""The column of a meeting that tells how far each account has come."""
ORDER = {Phase.PLAN: "planned_order", Phase.HELD: "order"}
"""The column of an item that is filled where it stands in an account."""


def account(
    body_id: int,
    state: str,
    *,
    meeting_id: int | None = None,
    closed: bool = False,
    presenters: frozenset[int] = frozenset(),
) -> Thing:
    """One account of a meeting, or of an item, as the rule over access sees it."""
    return Thing(
        scopes=frozenset({of_body(body_id)} | ({of_meeting(meeting_id)} if meeting_id else set())),
        state=PublicationState(state),
        closed=closed,
        presenters=presenters,
    )


def visible_accounts(viewer: Viewer, phase: Phase, meeting: str = "") -> Q:
    """The meetings whose account of `phase` the viewer may read, presenters of items left apart.

    `meeting` is the way to the meeting from the rows that are asked for, "item__meeting__".
    """
    state = meeting + STATE[phase]
    columns = {"body": f"{meeting}body_id", "meeting": f"{meeting}pk"}
    published = Q(**{state: PublicationState.PUBLISHED})
    shared = reach(viewer, Permission.MEETINGS_READ).q(**columns)
    drafts = reach(viewer, Permission.MEETINGS_READ, Permission.DRAFTS_READ).q(**columns)
    return published | shared & ~Q(**{state: PublicationState.DRAFT}) | drafts


def told_days(viewer: Viewer, meeting: str = "") -> Q:
    """The meetings whose plan, when and where they meet, has been told to the viewer."""
    state = f"{meeting}day_state"
    columns = {"body": f"{meeting}body_id", "meeting": f"{meeting}pk"}
    shared = reach(viewer, Permission.MEETINGS_READ).q(**columns)
    return Q(**{state: PublicationState.PUBLISHED}) | shared & ~Q(**{state: PublicationState.DRAFT})


def visible_meetings(viewer: Viewer, meeting: str = "") -> Q:
    """The meetings of which the viewer sees anything at all, be it only when they meet."""
    found = told_days(viewer, meeting)
    found |= visible_accounts(viewer, Phase.PLAN, meeting)
    found |= visible_accounts(viewer, Phase.HELD, meeting)
    if viewer.user_id is None:
        return found
    own = _presenting(viewer.user_id).filter(_past_draft("item__"))
    return found | Q(**{f"{meeting}pk__in": own.values("item__meeting_id")})


def drafts_of(body_id: int, phase: Phase) -> MeetingQuerySet:
    """The meetings of a body whose account of `phase` there is, and is a draft."""
    papers = MeetingPaper.objects.filter(meeting=OuterRef("pk"), phase=phase)
    drafts = Meeting.objects.of_body(body_id).filter(**{STATE[phase]: PublicationState.DRAFT})
    here = Q(written=True) if phase == Phase.HELD else NOTHING
    return drafts.filter(Q(Exists(papers)) | here)


def visible_items(viewer: Viewer, item: str = "") -> Q:
    """The items that the viewer sees in one account or the other, or presents."""
    either = NOTHING
    for phase in Phase:
        stands = Q(**{f"{item}{ORDER[phase]}__isnull": False})
        either |= stands & visible_accounts(viewer, phase, f"{item}meeting__")
    return (either & _not_closed_to(viewer, item)) | presented(viewer, item)


def visible_facts(viewer: Viewer, item: str = "item__", phase: str = "phase") -> Q:
    """The rows under items that the viewer sees, where each row tells which account it is of."""
    either = NOTHING
    for one in Phase:
        either |= Q(**{phase: one}) & visible_accounts(viewer, one, f"{item}meeting__")
    return (either & _not_closed_to(viewer, item)) | presented(viewer, item)


def visible_told(viewer: Viewer, item: str = "item__") -> Q:
    """The rows under items that are of neither account, seen in the one that the item was told in.

    Stances, transfers and assignments: what the minutes tell where the item stands in them, else
    what the notice does.
    """
    held = Q(**{f"{item}{ORDER[Phase.HELD]}__isnull": False})
    either = held & visible_accounts(viewer, Phase.HELD, f"{item}meeting__")
    either |= ~held & visible_accounts(viewer, Phase.PLAN, f"{item}meeting__")
    return (either & _not_closed_to(viewer, item)) | presented(viewer, item)


def told_past_draft(item: str = "item__") -> Q:
    """The rows under items as above, where the account has come further than a draft."""
    past = NOTHING
    for phase in Phase:
        told = Q(**{f"{item}{ORDER[Phase.HELD]}__isnull": phase == Phase.PLAN})
        past |= told & ~Q(**{f"{item}meeting__{STATE[phase]}": PublicationState.DRAFT})
    return past


def visible_attendance(viewer: Viewer, meeting: str = "meeting__", phase: str = "phase") -> Q:
    """The rows of a meeting's own that the viewer sees, where each tells which account it is of."""
    either = NOTHING
    for one in Phase:
        either |= Q(**{phase: one}) & visible_accounts(viewer, one, meeting)
    return either


def presented_items(viewer: Viewer, meeting_id: int) -> frozenset[int]:
    """The items (ids) of a meeting that the viewer presents. One query; none for a stranger."""
    if viewer.user_id is None:
        return frozenset()
    own = _presenting(viewer.user_id).filter(meeting_id=meeting_id, item__isnull=False)
    if Permission.CLOSED_READ in viewer.withheld:
        own = own.filter(item__closed=False)
    return frozenset(item_id for item_id in own.values_list("item_id", flat=True) if item_id)


def _not_closed_to(viewer: Viewer, item: str) -> Q:
    closed = reach(viewer, Permission.MEETINGS_READ, Permission.CLOSED_READ)
    return Q(**{f"{item}closed": False}) | closed.q(body=f"{item}meeting__body_id")


def presented(viewer: Viewer, item: str) -> Q:
    """Items that the viewer presents, once they are shared with anybody."""
    if viewer.user_id is None:
        return NOTHING
    own = _presenting(viewer.user_id).values("item_id")
    found = Q(**{f"{item}pk__in": own}) & _past_draft(item)
    if Permission.CLOSED_READ in viewer.withheld:
        found &= Q(**{f"{item}closed": False})
    return found


def _presenting(user_id: int) -> QuerySet[Participation, Any]:
    presenting = Participation.objects.filter(role=ParticipationRole.PRESENTING)
    return presenting.filter(name__person__user_id=user_id).order_by()


def _past_draft(item: str) -> Q:
    past = NOTHING
    for phase in Phase:
        stands = Q(**{f"{item}{ORDER[phase]}__isnull": False})
        past |= stands & ~Q(**{f"{item}meeting__{STATE[phase]}": PublicationState.DRAFT})
    return past

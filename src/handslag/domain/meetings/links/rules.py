"""Whether a limited link leads anywhere, and for how long one can be given."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from handslag.domain.base.states import PublicationState

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime

    from django.utils.functional import Promise

LONGEST = timedelta(days=366)
"""How far ahead a link's last day may lie: a year's round of meetings."""
SEEN = frozenset({PublicationState.SHARED, PublicationState.FINALISED, PublicationState.PUBLISHED})
"""The states in which a thing can be seen through a link."""


class LinkStanding(StrEnum):
    """Whether a link leads to its thing, or why not."""

    OPEN = "open"
    REVOKED = "revoked"
    OVER = "over"
    WITHDRAWN = "withdrawn"
    """The thing has been withdrawn, or closed, or is gone."""


WHY_NOT: Mapping[LinkStanding, Promise] = {
    LinkStanding.REVOKED: _(
        "Länken har dragits in. Fråga den som gav dig den om du behöver en ny."
    ),
    LinkStanding.OVER: _(
        "Länken gäller inte längre: den sista dagen har varit. Fråga den som gav dig den."
    ),
    LinkStanding.WITHDRAWN: _(
        "Det som länken ledde till går inte att se längre. Fråga den som gav dig den."
    ),
}
"""Why a link leads nowhere, for whoever followed it."""


def can_be_seen(states: Collection[str]) -> bool:
    """Whether something in these states, of a meeting's two accounts or of one document, is seen.

    What has been withdrawn takes the rest with it: a link ends at once.
    """
    found = {PublicationState(state) for state in states}
    return bool(found & SEEN) and PublicationState.WITHDRAWN not in found


def standing(*, revoked_at: datetime | None, until: date, today: date, seen: bool) -> LinkStanding:
    """How a link stands; `seen` is whether its thing can be seen through any link at all."""
    if revoked_at is not None:
        return LinkStanding.REVOKED
    if today > until:
        return LinkStanding.OVER
    return LinkStanding.OPEN if seen else LinkStanding.WITHDRAWN

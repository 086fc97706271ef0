"""Putting a digest together: what there is, without what somebody knows already.

It is looked at twice by whoever it is for: with all that they may see, and as if nothing closed
were theirs. A letter says what the second look finds; the rest is told inside Handslag alone, and
the letter says no more than how much it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.matters.follows.queries import followed_ids
from handslag.output.news.happenings import news_of_bodies, news_of_matters
from handslag.output.news.models import SavedSearch, Told
from handslag.output.news.reminders import reminders
from handslag.output.news.rules import Kind, wanted
from handslag.output.news.searching import news_of_search
from handslag.output.news.shapes import Digest

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.follows.queries import FollowedIds
    from handslag.output.news.models import Tuning
    from handslag.output.news.shapes import Entry

FROM = "from:"
"""Before a key: what was so when somebody began to follow it is known to them."""


def compose(
    viewer: Viewer, tuning: Tuning, today: dt.date, *, again: frozenset[str] = frozenset()
) -> Digest:
    """What to tell the viewer today; `again` are keys to tell of although they are told. Nothing
    is written."""
    user_id = viewer.user_id or 0
    had = Told.objects.filter(user_id=user_id).values_list("key", flat=True)
    told = frozenset(had) - again
    kinds = wanted(tuning.muted)
    follows = followed_ids(viewer)
    saved = tuple(SavedSearch.objects.filter(user_id=user_id)) if Kind.SEARCH in kinds else ()
    known: set[str] = set()

    def look(as_seen_by: Viewer, begun: set[str]) -> tuple[Entry, ...]:
        found = [*reminders(as_seen_by, kinds, tuning.days_before, today)]
        found += _followed(as_seen_by, follows, kinds, today, told, begun)
        for one in saved:
            found += news_of_search(as_seen_by, one, told)
        return _news(found, told | begun)

    everything = look(viewer, known)
    sayable = look(viewer.without(Permission.CLOSED_READ), set(known))
    keys = {entry.key for entry in everything}
    said = {entry.key for entry in sayable}
    return Digest(
        entries=tuple(entry for entry in sayable if entry.key in keys),
        inside=tuple(entry for entry in everything if entry.key not in said),
        known=frozenset(known - told),
    )


def _followed(
    viewer: Viewer,
    follows: FollowedIds,
    kinds: frozenset[Kind],
    today: dt.date,
    told: Collection[str],
    begun: set[str],
) -> Iterator[Entry]:
    """News of what is followed. Of what has only begun to be, and of a kind that is not wanted,
    all becomes known (`begun`): it is no news the day it is."""
    matters = news_of_matters(viewer, follows.matters, today)
    for matter_id in follows.matters:
        entries = matters.get(matter_id, ())
        if f"{FROM}matter:{matter_id}" in told and Kind.MATTER in kinds:
            yield from entries
        else:
            begun |= known_from_now(f"matter:{matter_id}", entries)
    for body_id, entries in news_of_bodies(viewer, follows.bodies, today).items():
        if f"{FROM}body:{body_id}" in told and Kind.BODY in kinds:
            yield from entries
        else:
            begun |= known_from_now(f"body:{body_id}", entries)


def known_from_now(followed: str, entries: Collection[Entry]) -> set[str]:
    """The keys that say that somebody knows all there is of something they follow."""
    return {f"{FROM}{followed}", *(entry.key for entry in entries)}


def _news(entries: Collection[Entry], told: Collection[str]) -> tuple[Entry, ...]:
    """Each thing once, and nothing that is told.

    A thing's own key says whether it is told. Its others say what else is told with it, so that a
    hit of a saved search is not told where the history of a followed matter has.
    """
    found: list[Entry] = []
    had = set(told)
    for entry in entries:
        if entry.key not in had:
            found.append(entry)
            had.update(entry.keys)
    return tuple(found)

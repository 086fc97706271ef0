"""Reads of the page of one's own news: what is followed, saved searches, settings, preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require_somewhere
from handslag.domain.matters.follows.queries import followed
from handslag.output.news.composing import compose
from handslag.output.news.models import DigestLetter, Frequency, SavedSearch, Told, Tuning
from handslag.output.news.rules import next_day, wanted
from handslag.output.news.searching import count_of_news
from handslag.output.news.shapes import sections_of
from handslag.output.search.question import from_json

if TYPE_CHECKING:
    import datetime as dt

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.follows.queries import Followed
    from handslag.output.news.rules import Kind
    from handslag.output.news.shapes import Section
    from handslag.output.search.question import Question


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A saved search, and how many new answers it has."""

    id: int
    name: str
    question: Question
    news: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """How somebody wants their digest."""

    frequency: str
    weekday: int
    days_before: int
    kinds: frozenset[Kind]
    next: dt.date | None
    """The day of the next; None for never."""


@dataclass(frozen=True, slots=True)
class NewsPage:
    """All that the page of one's own news shows."""

    followed: Followed
    searches: tuple[SavedRow, ...]
    chosen: Chosen
    coming: tuple[Section, ...]
    """What the next digest would tell if it were made now; nothing for who wants none."""
    last_on: dt.date | None
    """The day of the last digest."""
    last: tuple[Section, ...]
    """What it told, as far as it is there still, with what a letter does not say."""
    inside: frozenset[str]
    """Keys of what a letter does not say."""


def news_page(viewer: Viewer, today: dt.date | None = None) -> NewsPage:
    """The viewer's own news.

    As many queries however much is followed, and a dozen for each saved search, twice, since a
    letter is looked through without what is closed; nobody has more than some of those.
    """
    require_somewhere(viewer, Permission.NEWS_FOLLOW)
    today = today or timezone.localdate()
    user_id = viewer.user_id or 0
    tuning = Tuning.objects.filter(user_id=user_id).first() or Tuning(user_id=user_id)
    last = DigestLetter.objects.filter(user_id=user_id).order_by("-id").first()
    had = Told.objects.filter(letter=last).values_list("key", flat=True) if last else ()
    again = frozenset(had)
    digest = compose(viewer, tuning, today, again=again)
    entries = (*digest.entries, *digest.inside)
    silent = tuning.frequency == Frequency.NEVER
    coming = tuple(one for one in entries if one.key not in again and not silent)
    return NewsPage(
        followed=followed(viewer, today),
        searches=tuple(
            SavedRow(row.pk, row.name, from_json(row.question), count_of_news(viewer, row))
            for row in SavedSearch.objects.filter(user_id=user_id)
        ),
        chosen=Chosen(
            frequency=tuning.frequency,
            weekday=tuning.weekday,
            days_before=tuning.days_before,
            kinds=wanted(tuning.muted),
            next=next_day(tuning.frequency, tuning.weekday, tuning.looked_on, today),
        ),
        coming=sections_of(coming),
        last_on=last.day if last else None,
        last=sections_of(tuple(one for one in entries if one.key in again)),
        inside=frozenset(one.key for one in digest.inside),
    )

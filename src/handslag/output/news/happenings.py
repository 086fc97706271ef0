"""What has happened to followed matters, and what followed bodies have let be known.

What is still a draft is no news: it is told when it is shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.matters.follows.queries import body_meetings
from handslag.domain.matters.history.queries import histories
from handslag.domain.matters.history.shapes import HappeningKind
from handslag.output.generation.wording import day_in_words
from handslag.output.news.reminders import short
from handslag.output.news.rules import Kind
from handslag.output.news.shapes import Entry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.follows.queries import BodyMeeting
    from handslag.domain.matters.history.shapes import Happening, MatterHistory

_ONLY_EXPECTED = (HappeningKind.EXPECTED, HappeningKind.DUE)
_OF_THE_ITEM = (HappeningKind.PLANNED, HappeningKind.DEALT, HappeningKind.NOTED)


def news_of_matters(
    viewer: Viewer, matter_ids: Collection[int], today: dt.date
) -> dict[int, tuple[Entry, ...]]:
    """All that has happened to each of these matters, and where it stands on an agenda; nothing
    for a matter that the viewer does not see. A fixed number of queries."""
    if not matter_ids or Permission.MEETINGS_READ not in viewer.permissions:
        return {}
    found = histories(viewer.without(Permission.DRAFTS_READ), matter_ids, today)
    return {
        matter_id: tuple(
            _happened(told, one)
            for one in told.happenings
            if one.kind.value not in _ONLY_EXPECTED and not one.draft
        )
        for matter_id, told in found.items()
    }


def _happened(told: MatterHistory, one: Happening) -> Entry:
    keys = [f"{one.key}:{one.kind.value}", f"matter:{told.id}"]
    keys += [f"clause:{clause.id}" for clause in one.clauses]
    if one.kind.value == HappeningKind.ASSIGNED and one.assignment:
        keys.append(f"assignment:{one.assignment.id}")
    if one.kind.value in _OF_THE_ITEM and one.item_id:
        keys.append(f"item:{one.item_id}")
    return Entry(
        kind=Kind.MATTER,
        keys=tuple(keys),
        about=told.title,
        text=short(_words(one)),
        path=f"{reverse('desk:matter', args=[told.id])}#{one.key}",
        day=one.day,
    )


def _words(one: Happening) -> str:
    what = str(one.kind.label)
    where = one.body.short_name or one.body.name if one.body else one.by
    head = " · ".join(filter(None, (what[:1].upper() + what[1:], where)))
    said = " ".join(clause.text for clause in one.clauses) or one.text
    return f"{head}: {said}" if said else head


def news_of_bodies(
    viewer: Viewer, body_ids: Collection[int], today: dt.date
) -> dict[int, tuple[Entry, ...]]:
    """What each of these bodies has let be known: meetings to come, notices, minutes."""
    if Permission.NEWS_FOLLOW not in viewer.permissions:
        return {}
    found: dict[int, list[Entry]] = {one: [] for one in body_ids}
    for row in body_meetings(viewer.without(Permission.DRAFTS_READ), body_ids, today):
        found[row.body_id] += _of_meeting(row)
    return {body_id: tuple(entries) for body_id, entries in found.items()}


def _of_meeting(row: BodyMeeting) -> Iterator[Entry]:
    day = {"day": day_in_words(row.date, weekday=False)}
    if row.cancelled:
        yield _of_body(row, f"cancelled:{row.id}", _("Mötet %(day)s är inställt.") % day)
        return
    if row.planned:
        key = f"planned:{row.id}:{row.date}"
        yield _of_body(row, key, _("Ett möte är planerat %(day)s.") % day)
    if row.planned and row.agenda:
        words = _("Kallelsen till mötet %(day)s är ute.")
        if (row.notice or 0) > 1:
            words = _("Kallelsen till mötet %(day)s har kommit i en ny version.")
        yield _of_body(row, f"notice:{row.id}:{row.notice or 0}", words % day)
    if row.minutes:
        words = {
            "shared": _("Anteckningarna från mötet %(day)s är delade."),
            "finalised": _("Anteckningarna från mötet %(day)s är färdigställda."),
            "published": _("Anteckningarna från mötet %(day)s är publicerade."),
        }[row.minutes]
        yield _of_body(row, f"minutes:{row.id}:{row.minutes}", words % day)


def _of_body(row: BodyMeeting, key: str, text: str) -> Entry:
    return Entry(
        kind=Kind.BODY,
        keys=(key, f"meeting:{row.id}"),
        about=row.body,
        text=text,
        path=reverse("desk:meeting", args=[row.id]),
        day=row.date,
    )

"""What is due soon for somebody: material, assignments, answers to notices."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.domain.access.permissions import Permission
from handslag.domain.matters.owing.material import (
    material_due,
    own_assignments_due,
    own_unanswered,
)
from handslag.output.generation.wording import day_in_words
from handslag.output.news.rules import Kind
from handslag.output.news.shapes import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.owing.material import MaterialDue

LONGEST = 300
"""Characters of a text."""


def reminders(
    viewer: Viewer, kinds: frozenset[Kind], days_before: int, today: dt.date
) -> Iterator[Entry]:
    """All that is due within so many days, or late. Drafts are nobody's to do yet."""
    until = today + dt.timedelta(days=days_before)
    if Kind.MATERIAL in kinds:
        yield from (_material(one) for one in material_due(viewer, today, until))
    if Kind.ASSIGNMENT in kinds:
        yield from _assignments(viewer.without(Permission.DRAFTS_READ), until, today)
    if Kind.ANSWER in kinds:
        yield from _answers(viewer, until, today)


def _material(one: MaterialDue) -> Entry:
    said = [
        _("Underlag till mötet med %(body)s %(day)s.")
        % {"body": one.body, "day": day_in_words(one.date, weekday=False)}
    ]
    if one.presenting:
        headings = ", ".join(heading for _id, heading in one.presenting)
        said.append(_("Du föredrar: %(headings)s.") % {"headings": headings})
    if one.assigned:
        texts = "; ".join(text for _id, text in one.assigned)
        said.append(_("Uppdrag till mötet: %(texts)s") % {"texts": texts})
    if one.prepares and one.without_papers:
        words = ngettext(
            "%(count)d punkt har ingen bilaga än.",
            "%(count)d punkter har ingen bilaga än.",
            one.without_papers,
        )
        said.append(words % {"count": one.without_papers})
    page = "desk:agenda" if one.prepares else "desk:my-meeting"
    return Entry(
        kind=Kind.MATERIAL,
        keys=(f"material:{one.meeting_id}:{one.due}",),
        about="",
        text=short(" ".join(said)),
        path=reverse(page, args=[one.meeting_id]),
        day=one.due,
    )


def _assignments(viewer: Viewer, until: dt.date, today: dt.date) -> Iterator[Entry]:
    for row in own_assignments_due(viewer, until, today):
        late = row.late_since is not None
        day = row.late_since or row.due.day
        yield Entry(
            kind=Kind.ASSIGNMENT,
            keys=(f"{'late' if late else 'due'}:{row.id}:{day}",),
            about="",
            text=short(row.text),
            path=reverse("desk:assignment", args=[row.id]),
            day=day,
            late=late,
        )


def _answers(viewer: Viewer, until: dt.date, today: dt.date) -> Iterator[Entry]:
    for meeting in own_unanswered(viewer, today):
        if meeting.date <= until:
            yield Entry(
                kind=Kind.ANSWER,
                keys=(f"answer:{meeting.id}:{meeting.date}",),
                about="",
                text=_("Svara om du kommer till mötet med %(body)s.") % {"body": meeting.body},
                path=reverse("desk:my-meeting", args=[meeting.id]),
                day=meeting.date,
            )


def short(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"

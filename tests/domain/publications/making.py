"""Something to publish."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

from handslag.domain.documents import store
from handslag.domain.publications import actions
from handslag.domain.publications.content import Clause, Content, Decision, Item, Person
from handslag.domain.publications.told import NewFile
from tests.builders import VIEWER, a_body

if TYPE_CHECKING:
    from handslag.domain.registry.models import Body

_meetings = count(1)


def said(heading: str = "Avtal om hjälpmedel", clause: str = "att godkänna avtalet", **told: Any):
    """What a version says: one item with one decided clause."""
    item = Item(
        anchor="punkt-1",
        number="1",
        heading=heading,
        presenters=(Person(name="Vera Ask", role="enhetschef", organisation="Norrviks kommun"),),
        decisions=(
            Decision(clauses=(Clause(text=clause, anchor="beslut-1-1", action="approve"),)),
        ),
    )
    whole: dict[str, Any] = {
        "body": "Nordnätverket",
        "kind": "minutes",
        "day": date(2031, 2, 3),
    } | told
    return Content(items=(item,), **whole)


def a_file(words: bytes = b"%PDF-1.7", name: str = "protokoll.pdf", text: str = "") -> NewFile:
    """A file whose bytes are in the store."""
    return NewFile(
        name=name,
        title="Protokoll",
        media_type="application/pdf",
        sha256=store.keep(words),
        size=len(words),
        text=text,
    )


def published(
    body: Body | None = None, *, meeting_id: int | None = None, why: str = "", files=(), **told: Any
) -> int:
    """Publish what `said` gives; the meeting's id."""
    body = body or a_body()
    meeting_id = meeting_id or next(_meetings)
    actions.publish_version(
        viewer=VIEWER,
        meeting_id=meeting_id,
        body_id=body.id,
        content=said(**told),
        files=files,
        why=why,
    )
    return meeting_id

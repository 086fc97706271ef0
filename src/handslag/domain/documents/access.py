"""Which documents a viewer may read, as the rule over access has it and as a query asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import reach
from handslag.domain.access.things import Thing, of_body
from handslag.domain.base.states import PublicationState

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.documents.models import Document


def of_document(row: Document) -> Thing:
    """A document as the rule over access sees it."""
    return Thing(
        scopes=frozenset({of_body(row.body_id)}) if row.body_id else frozenset(),
        state=PublicationState(row.state),
        closed=row.closed,
    )


def visible_documents(viewer: Viewer, document: str = "") -> Q:
    """The documents that the viewer may read.

    `document` is the way to the document from the rows that are asked for, "passage__document__".
    """
    state, body = f"{document}state", f"{document}body_id"
    read = Permission.DOCUMENTS_READ
    closed = reach(viewer, read, Permission.CLOSED_READ).q(body)
    shared = reach(viewer, read).q(body) & ~Q(**{state: PublicationState.DRAFT})
    drafts = reach(viewer, read, Permission.DRAFTS_READ).q(body)
    published = Q(**{state: PublicationState.PUBLISHED})
    return (published | shared | drafts) & (Q(**{f"{document}closed": False}) | closed)

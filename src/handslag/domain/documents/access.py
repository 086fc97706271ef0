"""Which documents a viewer may read, as the rule over access has it and as a query asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from handslag.domain.access import things
from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import reach
from handslag.domain.access.things import Thing
from handslag.domain.base.states import PublicationState

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.documents.models import Document


def of_document(row: Document) -> Thing:
    """A document as the rule over access sees it."""
    return Thing(
        scopes=scopes_of(row.pk, row.body_id),
        state=PublicationState(row.state),
        closed=row.closed,
    )


def scopes_of(document_id: int, body_id: int | None) -> frozenset[things.Scope]:
    """What a document belongs to: itself, and its body where it has one."""
    own = {things.of_document(document_id)}
    return frozenset(own | {things.of_body(body_id)} if body_id else own)


def visible_documents(viewer: Viewer, document: str = "") -> Q:
    """The documents that the viewer may read.

    `document` is the way to the document from the rows that are asked for, "passage__document__".
    """
    state = f"{document}state"
    columns = {"body": f"{document}body_id", "document": f"{document}pk"}
    read = Permission.DOCUMENTS_READ
    closed = reach(viewer, read, Permission.CLOSED_READ).q(**columns)
    shared = reach(viewer, read).q(**columns) & ~Q(**{state: PublicationState.DRAFT})
    drafts = reach(viewer, read, Permission.DRAFTS_READ).q(**columns)
    published = Q(**{state: PublicationState.PUBLISHED})
    return (published | shared | drafts) & (Q(**{f"{document}closed": False}) | closed)

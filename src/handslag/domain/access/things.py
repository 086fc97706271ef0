"""What must be known of a thing to tell who may do what with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from handslag.domain.base.states import PublicationState  # noqa: TC001  a field of a dataclass


class ScopeKind(StrEnum):
    """What sort of thing a role can be held for."""

    COUNTY = "county"
    BODY = "body"
    PRINCIPAL = "principal"
    MEETING = "meeting"
    """One meeting with its papers: only limited links are held for so little."""
    DOCUMENT = "document"
    """One document, as above."""


class Scope(NamedTuple):
    """What a role is held for: the whole county, or one thing by its id."""

    kind: ScopeKind
    id: int = 0


COUNTY = Scope(ScopeKind.COUNTY)


def of_body(id: int) -> Scope:  # noqa: A002  the thing's id, as everywhere
    """The body with this id."""
    return Scope(ScopeKind.BODY, id)


def of_principal(id: int) -> Scope:  # noqa: A002  as above
    """The principal with this id."""
    return Scope(ScopeKind.PRINCIPAL, id)


def of_meeting(id: int) -> Scope:  # noqa: A002  as above
    """The meeting with this id, and its papers."""
    return Scope(ScopeKind.MEETING, id)


def of_document(id: int) -> Scope:  # noqa: A002  as above
    """The document with this id."""
    return Scope(ScopeKind.DOCUMENT, id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A thing as the rule over access sees it; every subject's `access.py` makes them of its rows.

    The default is a thing of the county's own, which only roles held for the county reach.
    """

    scopes: frozenset[Scope] = frozenset()
    """The bodies and principals it belongs to, and the meeting or document that it is."""
    state: PublicationState | None = None
    """How far it has come on its way to the public; None for what is never published."""
    closed: bool = False
    """It is, or has in it, what is closed to all but the body's own."""
    presenters: frozenset[int] = frozenset()
    """The users (ids) who present it."""


OF_THE_COUNTY = Thing()

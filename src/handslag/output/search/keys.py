"""Who may find an entry, as tokens that stand in the index beside its words.

A level tells how far a thing has come: 0 a draft, 1 shared, 2 published. Somebody who sees all
from a level on, in one body or everywhere, seeks by the tokens of those levels: so the database's
index itself leaves out what is not theirs, and neither a hit nor a count knows of it. What the
tokens are made of are columns of meetings, items and documents; whenever one of those is changed
it is announced, and the tokens are made anew in the same transaction.

    =l2 =b7l2     published, and of body 7; "c" for "l" where it is closed
    =x1 =b7x1     for who sees level 1 another wording stands for this one
    =n12          presented by name 12; =m9: of meeting 9; =d4: of document 4
    =k4 =aappoint =sregion =o1   the kind, what a clause does, its side, an open assignment

Documents have letters of their own (=dl2, =db7l2), since it takes another permission to read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import Reach, reach
from handslag.domain.access.things import ScopeKind
from handslag.domain.base.states import PublicationState
from handslag.output.search.expressions import All, Any, Expression, Has
from handslag.output.search.places import CODES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from handslag.domain.access.viewer import Viewer
    from handslag.output.search.models import EntryKind

DRAFT, SHARED, PUBLISHED = range(3)
_LEVELS = range(3)


def level_of(state: str) -> int:
    """How far a thing in this state has come. What was withdrawn is its own body's again."""
    if state == PublicationState.DRAFT:
        return DRAFT
    return PUBLISHED if state == PublicationState.PUBLISHED else SHARED


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the keys of an entry are made of."""

    kind: EntryKind
    level: int
    closed: bool = False
    body_id: int | None = None
    superseded: int | None = None
    """The level of the account whose wording stands for this one, to who sees that."""
    presenters: Collection[int] = ()
    """Names (ids) under which somebody presents it."""
    meeting_id: int | None = None
    document_id: int | None = None
    action: str = ""
    side: str = ""
    open: bool | None = None


def keys_of(known: Known) -> str:
    """The keys of an entry, a space between."""
    return " ".join(f"={key}" for key in _keys(known))


def _keys(known: Known) -> Iterator[str]:
    of_document = known.document_id is not None
    own = "d" if of_document else ""
    bodies = ["", *([f"b{known.body_id}"] if known.body_id else [])]
    for body in bodies:
        yield f"{own}{body}{'c' if known.closed else 'l'}{known.level}"
        if known.superseded is not None:
            yield f"{own}{body}x{known.superseded}"
    if known.level > DRAFT:
        yield from (f"n{name_id}" for name_id in sorted(known.presenters))
        if not known.closed and of_document:
            yield f"d{known.document_id}"
        if not known.closed and known.meeting_id:
            yield f"m{known.meeting_id}"
    yield f"k{CODES[known.kind]}"
    if known.action:
        yield f"a{known.action}"
    if known.side:
        yield f"s{known.side}"
    if known.open is not None:
        yield f"o{int(known.open)}"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer may find: `any_of` these keys and `none_of` those."""

    any_of: tuple[Expression, ...] | None
    """None where nothing is hidden."""
    none_of: tuple[Expression, ...]


def sight_of(viewer: Viewer, presented: Iterable[int] = ()) -> Sight:
    """What the viewer may find. `presented` are the names (ids) under which they present items."""
    of_meetings = _Sought(viewer, Permission.MEETINGS_READ, "")
    of_documents = _Sought(viewer, Permission.DOCUMENTS_READ, "d")
    hidden = tuple(Has(f"={key}") for key in of_meetings.superseded())
    if of_meetings.everything and of_documents.everything:
        return Sight(None, hidden)
    found = [*of_meetings.seen(), *of_documents.seen()]
    found += [f"m{id_}" for id_ in sorted(of_meetings.shared.ids.get(ScopeKind.MEETING, ()))]
    found += [f"d{id_}" for id_ in sorted(of_documents.shared.ids.get(ScopeKind.DOCUMENT, ()))]
    if Permission.CLOSED_READ not in viewer.withheld:  # what somebody presents may be closed
        found += [f"n{id_}" for id_ in sorted(presented)]
    return Sight(tuple(Has(f"={key}") for key in found), hidden)


class _Sought:
    """The keys by which a viewer seeks things that `read` lets them read."""

    def __init__(self, viewer: Viewer, read: Permission, own: str) -> None:
        self.own = own
        self.shared = reach(viewer, read)
        self.drafts = reach(viewer, read, Permission.DRAFTS_READ)
        self.closed = reach(viewer, read, Permission.CLOSED_READ)
        self.least = self._least(None)
        held = (self.shared, self.drafts, self.closed)
        self.bodies = sorted({id_ for one in held for id_ in one.ids.get(ScopeKind.BODY, ())})

    @property
    def everything(self) -> bool:
        return self.least == DRAFT and self.closed.everywhere

    def _least(self, body_id: int | None) -> int:
        """From which level on things are seen, in one body or elsewhere."""
        if _reaches(self.drafts, body_id):
            return DRAFT
        return SHARED if _reaches(self.shared, body_id) else PUBLISHED

    def seen(self) -> Iterator[str]:
        for level in _LEVELS[self.least :]:
            yield f"{self.own}l{level}"
            if self.closed.everywhere:
                yield f"{self.own}c{level}"
        for body_id in self.bodies:
            least = self._least(body_id)
            for level in _LEVELS[least : self.least]:
                yield f"{self.own}b{body_id}l{level}"
            first = self.least if self.closed.everywhere else PUBLISHED + 1
            if _reaches(self.closed, body_id):
                yield from (f"{self.own}b{body_id}c{level}" for level in _LEVELS[least:first])

    def superseded(self) -> Iterator[str]:
        """Where another wording stands for it, to this viewer."""
        yield from (f"{self.own}x{level}" for level in _LEVELS[self.least :])
        for body_id in self.bodies:
            least = self._least(body_id)
            yield from (f"{self.own}b{body_id}x{level}" for level in _LEVELS[least : self.least])


def _reaches(where: Reach, body_id: int | None) -> bool:
    return where.everywhere or body_id in where.ids.get(ScopeKind.BODY, ())


def every_kind() -> Expression:
    """Entries of any kind: all there are."""
    return Any(tuple(Has(f"=k{code}") for code in CODES.values()))


def of_body(body_id: int) -> Expression:
    """Entries of one body."""
    letters = (
        f"{own}b{body_id}{how}{level}" for own in ("", "d") for how in "lc" for level in _LEVELS
    )
    return Any(tuple(Has(f"={key}") for key in letters))


def seen_among(wanted: tuple[Expression, ...], sight: Sight) -> All:
    """What has all that is wanted, and may be found."""
    if sight.any_of is None:
        return All(wanted, sight.none_of)
    return All((*wanted, Any(sight.any_of)), sight.none_of)

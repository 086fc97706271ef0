"""Finding everything that the viewer may see by its words."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from handslag.domain.access.permissions import Permission
from handslag.domain.base.shapes import Listing, paged
from handslag.domain.documents import queries as documents
from handslag.domain.matters import queries as matters
from handslag.domain.meetings import queries as meetings
from handslag.domain.registry import queries as registry
from handslag.output.search import index, lexicon
from handslag.output.search.index import Candidate, Wanted, words_of
from handslag.output.search.keys import every_kind, seen_among, sight_of
from handslag.output.search.models import Entry, EntryKind, Rebuilding
from handslag.output.search.places import kind_at
from handslag.output.search.question import BY_DATE, KINDS, PEOPLE, Question
from handslag.output.search.ranking import MOST, by_relevance
from handslag.output.search.stems import WORD
from handslag.output.search.words import Asked, Segment, asked, marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.documents.queries import EvidenceIndex, EvidenceRef
    from handslag.output.search.expressions import Expression

PAGE_SIZE = 20
SHOWN_PEOPLE = 5
"""People that are shown above what else was found."""
_FACTS = {
    EntryKind.ITEM: "meetings.agendaitem",
    EntryKind.CLAUSE: "matters.clause",
    EntryKind.ASSIGNMENT: "matters.assignment",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that answers, with the sought words marked in their context."""

    kind: str
    """A value of EntryKind."""
    thing: int
    """The id of what was found."""
    text: tuple[Segment, ...]
    meeting_id: int | None
    date: date | None
    """The meeting's day; None for a paper, and for a matter that has been at no meeting."""
    body_id: int | None
    body: str
    item_id: int | None
    matter_id: int | None
    document_id: int | None
    document: str
    """The name of the paper that was found."""
    page: int | None
    """The page of it, from 1; None where it has no pages."""
    place: tuple[int, int] | None
    """Where in the paper's text the first of the sought words stands."""
    more: int
    """How many more places in the same paper answer."""
    evidence: EvidenceRef | None
    """Where the paper says so."""

    @property
    def key(self) -> str:
        """The same for the same thing, however its text is changed: "clause:12"."""
        return f"{self.kind}:{self.thing}"


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many of one kind answer; `at_least` where there may be more."""

    kind: str
    count: int
    at_least: bool


@dataclass(frozen=True, slots=True)
class Found(Listing[Hit]):
    """One page of what was found. `total` counts what can be paged through."""

    more: bool = False
    """There is more than can be counted: `total` are the newest."""
    kinds: tuple[KindCount, ...] = ()
    people: tuple[registry.PersonRow, ...] = ()
    """Some people who are called so, before all else: only where people are among what is sought,
    and all of a page where they alone are."""
    people_pages: tuple[int, int] = (1, 1)
    rebuilding: bool = False
    """The index is being made anew: not everything is found yet."""


def search(
    viewer: Viewer, question: Question | str, page: int = 1, *, since: datetime | None = None
) -> Found:
    """What the viewer may see of everything that has all that is asked for.

    Inflections are found too, and compounds by their parts; the last word may be unfinished; words
    in quotes are found as they stand. `since` keeps what has been written, or has come to be
    seen, after a moment. At most fourteen queries, whatever is found; none for no question.
    """
    if isinstance(question, str):
        question = Question(words=question)
    if not WORD.search(question.words) and not question.sifted:
        return Found((), 1, 1, 0)
    sought = asked(question.words, lexicon.dictionary())
    if not sought and not question.sifted:
        return Found((), 1, 1, 0)
    called = _called(viewer, question, page) if not since else None
    every, all_there = _candidates(viewer, question, sought, (), since)
    kinds = _counted(every, at_least=not all_there)
    if called and called.total:
        kinds = (*kinds, KindCount(PEOPLE, called.total, at_least=False))
    people = called.rows if called else ()
    if question.kind == PEOPLE:
        found: list[Candidate] = []
        pages = (called.page, called.pages) if called else (1, 1)
        return Found((), *pages, called.total if called else 0, kinds=kinds, people=people)
    found = [one for one in every if not question.kind or kind_at(one.id) == question.kind]
    if question.kind and not all_there:
        found, all_there = _candidates(viewer, question, sought, question.kind_keys(), since)
    ordered = _ordered(found, question, sought)
    page, pages_, offset = paged(len(ordered), page, PAGE_SIZE)
    return Found(
        _hits(viewer, ordered[offset : offset + PAGE_SIZE], sought, _places(found)),
        page,
        pages_,
        len(ordered),
        more=not all_there,
        kinds=kinds,
        people=people[:SHOWN_PEOPLE] if page == 1 and not question.kind else (),
        rebuilding=Rebuilding.objects.exists(),
    )


def _candidates(
    viewer: Viewer,
    question: Question,
    sought: Asked,
    kind: tuple[Expression, ...],
    since: datetime | None,
) -> tuple[list[Candidate], bool]:
    """The newest that answer, and whether they are all there are."""
    first, after = question.ids()
    wanted = (*words_of(sought.terms), *question.keys(), *kind) or (every_kind(),)
    sight = sight_of(viewer, registry.own_names(viewer))
    tokens = seen_among(wanted, sight)
    found = index.newest(
        Wanted(tokens, sought.terms, sought.phrases, first, after, since), MOST + 1
    )
    return found[:MOST], len(found) <= MOST


def _ordered(found: list[Candidate], question: Question, sought: Asked) -> list[Candidate]:
    """Each thing once, in the order asked for: of a paper the page that answers best."""
    ranked = by_relevance(found, len(sought.terms))
    best: dict[tuple[EntryKind, int], Candidate] = {}
    for one in ranked:
        best.setdefault((kind_at(one.id), one.thing), one)
    if question.order == BY_DATE or not sought.terms:
        return sorted(best.values(), key=lambda one: -one.id)
    return list(best.values())


def _counted(found: Sequence[Candidate], *, at_least: bool) -> tuple[KindCount, ...]:
    things = {(kind_at(one.id), one.thing) for one in found}
    counts = Counter(kind for kind, _thing in things)
    return tuple(
        KindCount(kind, counts[EntryKind(kind)], at_least)
        for kind in KINDS
        if kind != PEOPLE and counts[EntryKind(kind)]
    )


def _places(found: Iterable[Candidate]) -> Mapping[int, int]:
    """How many places answer in each document."""
    return Counter(one.thing for one in found if kind_at(one.id) == EntryKind.DOCUMENT)


def _called(viewer: Viewer, question: Question, page: int) -> Listing[registry.PersonRow] | None:
    """People who are called so, where nothing is asked that people do not have."""
    if Permission.REGISTRY_READ not in viewer.permissions or not question.words.strip(' "'):
        return None
    if question.kind not in ("", PEOPLE) or question.sifted != (question.kind == PEOPLE):
        return None
    words = question.words.strip(' "”“')
    return matters.people(viewer, page if question.kind == PEOPLE else 1, words=words)


def _hits(
    viewer: Viewer, ordered: Sequence[Candidate], sought: Asked, places: Mapping[int, int]
) -> tuple[Hit, ...]:
    """What to show of these. Whether they are seen is asked of what is true once more."""
    if not ordered:
        return ()
    entries = Entry.objects.defer("words", "phrase", "keys").in_bulk([one.id for one in ordered])
    rows = [entries[one.id] for one in ordered if one.id in entries]
    told = meetings.meeting_names(viewer, {row.meeting_id for row in rows if row.meeting_id})
    items = meetings.seen_items(viewer, {row.item_id for row in rows if row.item_id})
    papers = {row.document_id for row in rows if row.document_id}
    names = documents.document_names(viewer, papers) if papers else {}
    evidence = _evidence(viewer, rows)
    hits = []
    for row in rows:
        meeting = told.get(row.meeting_id or 0)
        hidden = (
            (row.meeting_id and not meeting)
            or (row.item_id and row.item_id not in items)
            or (row.document_id and row.document_id not in names)
        )
        if hidden:
            continue
        fact = (_FACTS.get(EntryKind(row.kind), ""), row.thing)
        hits.append(
            Hit(
                kind=row.kind,
                thing=row.thing,
                text=marked(row.text, sought),
                meeting_id=row.meeting_id,
                date=meeting.date if meeting else None,
                body_id=meeting.body_id if meeting else None,
                body=meeting.body if meeting else "",
                item_id=row.item_id,
                matter_id=row.matter_id,
                document_id=row.document_id,
                document=names.get(row.document_id or 0, ""),
                page=row.page,
                place=_place(row, sought) if row.document_id else None,
                more=places.get(row.thing, 1) - 1 if row.document_id else 0,
                evidence=next(iter(evidence.of(*fact)), None),
            )
        )
    return tuple(hits)


def _evidence(viewer: Viewer, rows: Iterable[Entry]) -> EvidenceIndex:
    facts: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if fact_type := _FACTS.get(EntryKind(row.kind)):
            facts[fact_type].append(row.thing)
    return documents.evidence_for(viewer, facts)


def _place(row: Entry, sought: Asked) -> tuple[int, int] | None:
    """The first of the sought words in a paper's text."""
    at = row.start
    for piece in marked(row.text, sought, longest=len(row.text) + 1):
        if piece.matched:
            return at, at + len(piece.text)
        at += len(piece.text)
    return None

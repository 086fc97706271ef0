"""What must hold after every kill, whatever was being done."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import connection

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.audit import queries as audit
from handslag.domain.audit.models import Entry
from handslag.domain.documents import store
from handslag.domain.documents.models import Document, Evidence
from handslag.domain.meetings.models import AgendaItem, MeetingPaper
from handslag.domain.registry.models import Body, PersonName
from handslag.intake.models import Reading, Review, ReviewState, Suggestion
from handslag.intake.recognising.models import Recognition
from handslag.output.search.models import Entry as Found
from tests.endurance import secretary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.endurance.journal import Journal


def troubles(journal: Journal, *, settle: bool = True) -> list[str]:
    """Everything that is not as it must be; nothing, where all is well.

    Afterwards the journal holds what each thing was seen to have: nobody may change it but who
    asks for it.
    """
    found = [
        *_database(), *_log(), *_documents(), *_reviews(), *_files(),
        *secretary.troubles(), *_journal(journal),
    ]  # fmt: skip
    if settle and not found:
        for thing, values in journal.allowed().items():
            if len(values) > 1:
                journal.settle(thing, _now(thing))
    return found


def _database() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        if (said := cursor.fetchone()[0]) != "ok":
            yield f"the database is damaged: {said}"
        cursor.execute("PRAGMA foreign_key_check")
        if row := cursor.fetchone():
            yield f"a row points nowhere: {row}"


def _log() -> Iterator[str]:
    for trouble in audit.verification(SYSTEM).troubles():
        yield f"the log: {trouble}"


def _verbs(*verbs: str) -> dict[str, Counter[int]]:
    """How many entries there are about each thing, by verb."""
    rows = Entry.objects.filter(verb__in=verbs).values_list("verb", "thing_id")
    counts: dict[str, Counter[int]] = {verb: Counter() for verb in verbs}
    for verb, thing in rows:
        counts[verb][thing] += 1
    return counts


def _documents() -> Iterator[str]:
    """Each document is there once and whole, and each that ever was is told of in the log."""
    counts = _verbs("documents.store_document", "documents.remove_unread", "intake.take_in")
    stored, removed = counts["documents.store_document"], counts["documents.remove_unread"]
    taken_in = counts["intake.take_in"]
    reviews = set(Review.objects.values_list("document_id", flat=True))
    readings = set(Reading.objects.values_list("document_id", flat=True))
    waiting = set(Recognition.objects.values_list("document_id", flat=True))
    facts = set(Suggestion.objects.values_list("document_id", flat=True))
    rows = Document.objects.values_list("id", "sha256", "text_sha256")
    ids = {row[0] for row in rows}
    if (gone := set(stored) - set(removed)) != ids:
        yield f"documents and log differ: {sorted(gone ^ ids)}"
    for number, _digest, text in rows:
        read = {number in reviews, number in readings, number in facts, taken_in[number] == 1}
        if read != {bool(text)}:
            yield f"document {number} is half taken in"
        if bool(text) == (number in waiting):
            yield f"document {number} is read and waits, or neither"


def _reviews() -> Iterator[str]:
    """An accepted review has all that acceptance makes; another has none of it."""
    papers = dict(MeetingPaper.objects.values_list("document_id", "meeting_id"))
    evidence = Counter(Evidence.objects.values_list("passage__document_id", flat=True))
    items = Counter(AgendaItem.objects.values_list("meeting_id", flat=True))
    searched = set(Found.objects.filter(kind="item").values_list("item_id", flat=True))
    known = set(AgendaItem.objects.values_list("id", flat=True))
    accepted, undone = Counter[int](), Counter[int]()
    for entry in audit_details("intake.accept"):
        accepted[entry[0]] += 1
    for thing, detail in audit_details("intake.undo"):
        undone[thing] += detail.get("verb") == "accept"
    for review in Review.objects.all():
        number = review.document_id
        is_accepted = review.state == ReviewState.ACCEPTED
        has = {bool(papers.get(number)), bool(evidence[number]), accepted[number] > undone[number]}
        if has != {is_accepted}:
            yield f"document {number} is half accepted ({review.state}, {has})"
        if is_accepted and (review.meeting_id != papers.get(number) or not items[papers[number]]):
            yield f"document {number} is accepted to another meeting, or one without items"
    if searched != known:
        yield f"items and search differ: {sorted(searched ^ known)[:5]}"


def audit_details(verb: str) -> list[tuple[int, dict[str, object]]]:
    """Thing and detail of each entry with this verb."""
    rows = Entry.objects.filter(verb=verb).values_list("thing_id", "told__detail")
    return [(thing, json.loads(detail)) for thing, detail in rows]


def _files() -> Iterator[str]:
    """Each file that a document names is there, and holds what it is named after."""
    for digest in {
        digest
        for row in Document.objects.values_list("sha256", "searchable_sha256")
        for digest in row
        if digest
    }:
        try:
            if sha256(store.bytes_of(digest)).hexdigest() != digest:
                yield f"file {digest} holds something else"
        except FileNotFoundError:
            yield f"file {digest} is gone"


def _journal(journal: Journal) -> Iterator[str]:
    yield from journal.refusals()
    for thing, values in journal.allowed().items():
        if (now := _now(thing)) not in values:
            yield f"{thing} is {now}, and should be {values}"


def _now(thing: str) -> str | None:
    """What a thing of the journal has now."""
    kind, _, name = thing.partition(":")
    return _LOOK[kind](name)


def _file(digest: str) -> str | None:
    return "there" if Document.objects.filter(sha256=digest).exists() else None


def _review(number: str) -> str | None:
    state = Review.objects.get(document_id=int(number)).state
    return "accepted" if state == ReviewState.ACCEPTED else None


def _body(number: str) -> str | None:
    name = Body.objects.get(id=int(number)).name
    return name if "som heter" in name else None


def _place(fact_id: str) -> str | None:
    value = Suggestion.objects.values_list("value", flat=True).get(id=int(fact_id))
    return str(value["place"]) if str(value["place"]).startswith("Salen") else None


def _people(names: str) -> str | None:
    people = PersonName.objects.filter(text__in=names.split("|")).values_list("person_id")
    return "one" if len(set(people)) == 1 and len(people) == 2 else None


_LOOK: dict[str, Callable[[str], str | None]] = {
    "file": _file,
    "place": _place,
    "people": _people,
    "review": _review,
    "body": _body,
    "discussion": secretary.discussion,
    "clause": secretary.clause,
    "name": lambda text: "there" if PersonName.objects.filter(text=text).exists() else None,
}

"""How fast everything is searched: `python -m benchmarks.search`.

Makes meetings, items and entries of the index for so many clauses, with words distributed as in
real text (Zipf: the word at rank r comes 1/r as often as the first), stop words at the top, many
compounds, and verbs that nearly every clause has one of. They are put straight into the tables;
clauses and decisions themselves are not made, since the page never asks for them. The questions
are words of the texts, drawn as they stand there, so that common ones come often; each is asked as
the page asks it, with access checked, by a coordinator and by a member of one body. tantivy has
the same words of the same entries and answers the same questions without asking who may see.

    --clauses N    how many clauses (100000)
    --questions N  how many questions of each viewer (300)
    --folder F     where to leave the data; a scratch folder that is taken away where left out

Under `scripts/with-postgres` it measures PostgreSQL.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest.mock import patch

from benchmarks.pages import _set_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handslag.output.search.compounds import Dictionary

BODIES = 40
ITEMS = 15
CLAUSES_AN_ITEM = 4
BASE_WORDS = 4_000
COMPOUNDS = 10_000
VERBS = (
    *("godkänna", "lägga", "uppdra", "utse", "ställa", "bordlägga", "hänskjuta", "notera"),
    *("fastställa", "anta", "avslå", "rekommendera"),
)
AT_ONCE = 20_000
AIMS = {100_000: 20, 1_000_000: 60}
"""Milliseconds under which 95 of 100 answers are to come."""


def main() -> None:
    """Make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clauses", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--folder", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handslag-bench-") as scratch:
        folder = wanted.folder or Path(scratch)
        _set_up(folder)
        texts = Texts(Random(7))  # noqa: S311  made-up data, the same at every run
        began = perf_counter()
        peer = Peer(folder / "tantivy")
        questions = _load(texts, wanted.clauses, peer, wanted.questions)
        print(f"made               {wanted.clauses} clauses in {perf_counter() - began:.0f} s")
        _measure(questions, wanted.clauses)
        peer.measure(questions, texts.dictionary)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the made-up language, with what the index keeps of it."""

    text: str
    kept: tuple[str, ...]
    parts: tuple[str, ...]


class Texts:
    """Texts of words that are distributed as in real ones."""

    def __init__(self, random: Random) -> None:
        from handslag.output.search.compounds import Dictionary, listed
        from handslag.output.search.stems import STOP_WORDS, stem_of

        self.random = random
        base = sorted({self._syllables() for _ in range(BASE_WORDS)} | listed())
        random.shuffle(base)
        compounds = [
            random.choice(base) + random.choice(("", "s", "s")) + random.choice(base)
            for _ in range(COMPOUNDS)
        ]
        self.parts = sorted({stem_of(word) for word in base})
        self.dictionary: Dictionary = Dictionary(self.parts)
        content = [word for pair in zip(base, compounds, strict=False) for word in pair]
        content += compounds[len(base) :]
        words = [*sorted(STOP_WORDS), *dict.fromkeys(content)]
        self.words = [self._word(word) for word in words]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
        self.verbs = [self._word(verb) for verb in VERBS]
        self.verb_weights = list(accumulate(1 / rank for rank in range(1, len(VERBS) + 1)))

    def _syllables(self) -> str:
        count = self.random.choice((2, 2, 3))
        made = (
            self.random.choice("bdfghjklmnprstv") + self.random.choice("aeiouyåäö")
            for _ in range(count)
        )
        return "".join(made) + self.random.choice(("l", "n", "r", "d", "k"))

    def _word(self, text: str) -> Word:
        from handslag.output.search.stems import STOP_WORDS, stem_of

        if text in STOP_WORDS:
            return Word(text, (), ())
        stem = stem_of(text)
        return Word(text, tuple(dict.fromkeys((stem, text))), self.dictionary.parts_of(stem))

    def clause(self) -> list[Word]:
        """The words of a clause: a verb, and some fifteen more."""
        verb = self.random.choices(self.verbs, cum_weights=self.verb_weights)
        return verb + self.heading(self.random.randint(8, 22))

    def heading(self, count: int) -> list[Word]:
        """So many words."""
        return self.random.choices(self.words, cum_weights=self.weights, k=count)


def _kept(words: Sequence[Word]) -> str:
    """As `words.indexed` gives it, from what is known of each word."""
    kept = dict.fromkeys(form for word in words for form in word.kept)
    parts = dict.fromkeys(part for word in words for part in word.parts)
    return " ".join([*kept, *(f"_{part}" for part in parts if part not in kept)])


def _load(texts: Texts, clauses: int, peer: Peer, questions: int) -> list[str]:
    """Everything into the database and into the peer; returns questions from the texts."""
    from handslag.domain.meetings.models import AgendaItem, Meeting
    from handslag.output.search.models import Entry, Learnt

    Learnt.objects.create(token="bench", parts=" ".join(texts.parts), settled=True)  # noqa: S106
    _check(texts)
    rows = _Rows(texts, clauses)
    _insert(Meeting, rows.meetings())
    _insert(AgendaItem, rows.items())
    with _without_index():
        for batch in rows.entries():
            _insert(Entry, batch)
            peer.add(batch)
    peer.commit()
    return [rows.question() for _ in range(questions)]


def _check(texts: Texts) -> None:
    """What is put into the index is what Handslag would have put there."""
    from handslag.output.search.words import indexed

    for _ in range(200):
        words = texts.clause()
        made = indexed(" ".join(word.text for word in words), texts.dictionary)
        assert made == _kept(words), (made, _kept(words))


class _Rows:
    """The rows of every table, as Django would write them."""

    def __init__(self, texts: Texts, clauses: int) -> None:
        from handslag.domain.access.viewer import SYSTEM
        from handslag.domain.registry.actions import body_named

        self.texts = texts
        self.count = max(1, clauses // (ITEMS * CLAUSES_AN_ITEM))
        names = [f"Nätverket {number}" for number in range(1, BODIES + 1)]
        self.bodies = [body_named(viewer=SYSTEM, name=name) for name in names]
        chance = texts.random
        self.states = chance.choices(("draft", "shared", "published"), (1, 6, 3), k=self.count)
        self.sample: list[list[Word]] = []

    def _day(self, number: int) -> date:
        return date(1985, 1, 7) + timedelta(days=31 * (number // BODIES))

    def _body(self, number: int) -> int:
        return self.bodies[number % BODIES]

    def meetings(self) -> list[Any]:
        from handslag.domain.meetings.models import Meeting

        return [
            Meeting(
                id=number + 1,
                body_id=self._body(number),
                date=self._day(number),
                state=self.states[number],
                planned_state=self.states[number],
            )
            for number in range(self.count)
        ]

    def items(self) -> list[Any]:
        from handslag.domain.meetings.models import AgendaItem

        return [
            AgendaItem(
                id=number * ITEMS + order + 1,
                meeting_id=number + 1,
                order=order,
                planned_order=order,
                number=str(order + 1),
            )
            for number in range(self.count)
            for order in range(ITEMS)
        ]

    def entries(self) -> Iterator[list[Any]]:
        """A heading for each item and its clauses, some thousand at a time."""
        batch: list[Any] = []
        for number in range(self.count):
            for order in range(ITEMS):
                item_id = number * ITEMS + order + 1
                batch.append(self._entry("item", number, item_id, item_id, self.texts.heading(6)))
                for one in range(CLAUSES_AN_ITEM):
                    words = self.texts.clause()
                    if self.texts.random.random() < 0.01:
                        self.sample.append(words)
                    clause_id = item_id * CLAUSES_AN_ITEM + one
                    batch.append(self._entry("clause", number, item_id, clause_id, words))
            if len(batch) >= AT_ONCE:
                yield batch
                batch = []
        yield batch

    def _entry(self, kind: str, number: int, item_id: int, thing: int, words: list[Word]) -> Any:
        from handslag.output.search.keys import Known, keys_of, level_of
        from handslag.output.search.models import Entry, EntryKind
        from handslag.output.search.places import of_variant, place_of

        text = " ".join(word.text for word in words)
        known = Known(
            kind=EntryKind(kind),
            level=level_of(self.states[number]),
            body_id=self._body(number),
            meeting_id=number + 1,
            action="approve" if kind == "clause" else "",
        )
        return Entry(
            id=place_of(self._day(number), EntryKind(kind), of_variant(thing, 0)),
            kind=kind,
            meeting_id=number + 1,
            item_id=item_id,
            thing=thing,
            phase="held" if kind == "clause" else "",
            text=text,
            words=_kept(words),
            phrase=f" {text} ",
            keys=keys_of(known),
            length=len({word.text for word in words if word.kept}),
            changed_at=_NOW,
        )

    def question(self) -> str:
        """One to three words of one text, as they stand there."""
        chance = self.texts.random
        words = [word.text for word in chance.choice(self.sample) if word.kept]
        return " ".join(chance.sample(words, min(len(words), chance.choice((1, 1, 2, 2, 3)))))


_NOW = datetime(2031, 2, 3, tzinfo=UTC)


def _insert(model: Any, rows: list[Any]) -> None:
    """Rows straight into a table: Django's own way takes most of its time in Django."""
    from django.db import connection

    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    values = ([_value(field, row) for field in fields] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(fields))
        cursor.execute("BEGIN")
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(values))  # noqa: S608
        cursor.execute("COMMIT")


def _value(field: Any, row: Any) -> Any:
    """What the database gets for a field, its own default where the row leaves it to that."""
    from django.db import connection
    from django.db.models.expressions import DatabaseDefault

    value = getattr(row, field.attname)
    if isinstance(value, DatabaseDefault):
        value = getattr(field.db_default, "value", field.db_default)
    return field.get_db_prep_save(value, connection)


@contextmanager
def _without_index() -> Iterator[None]:
    """Meanwhile rows are not indexed one by one; afterwards all are, in one go."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP INDEX search_entry_tsv")
            yield
            cursor.execute("CREATE INDEX search_entry_tsv ON search_entry USING gin (tsv)")
            cursor.execute("VACUUM ANALYZE")
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'search_entry_added'")
        trigger = cursor.fetchone()[0]
        cursor.execute("DROP TRIGGER search_entry_added")
        yield
        cursor.execute(trigger)
        cursor.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
        cursor.execute("ANALYZE")


def _measure(questions: Sequence[str], clauses: int) -> None:
    from django.db import connection

    from handslag.domain.access.roles import Role
    from handslag.domain.access.things import of_body
    from handslag.domain.access.viewer import Held, Viewer, coordinator
    from handslag.domain.registry.models import Body

    body_id = Body.objects.order_by("id").values_list("id", flat=True)[0]
    member = Viewer("Ledamoten", frozenset({Held(Role.MEMBER, of_body(body_id))}), user_id=7)
    for name, viewer in (("coordinator", coordinator("Samordnaren")), ("member", member)):
        for question in questions[:20]:
            _ask(viewer, question)
        asked = [_ask(viewer, question) for question in questions]
        engine = [one.engine for one in asked]
        print(f"{connection.vendor}, {name}")
        print(f"  the engine       {_told(engine)}")
        print(f"    of processor   {_told([one.engine_work for one in asked])} (of this process)")
        print(f"  all of search()  {_told([one.whole for one in asked])}")
        print(f"    of processor   {_told([one.whole_work for one in asked])}")
        many = sum(one.more for one in asked) / len(asked)
        print(f"  {many:.0%} of the questions have more than a thousand hits")
        if aim := AIMS.get(clauses):
            under = sum(one < aim for one in engine) / len(engine)
            print(f"  {under:.1%} of the engine's answers under {aim} ms")


class Answered(NamedTuple):
    """What an answer took, in milliseconds by the clock and of this process's processor."""

    engine: float
    engine_work: float
    whole: float
    whole_work: float
    more: bool


def _ask(viewer: Any, words: str) -> Answered:
    """Ask as the page does; the engine is every statement, and the rows of the one that finds."""
    from django.db import connection

    from handslag.output.search import index
    from handslag.output.search.queries import search
    from handslag.output.search.question import Question

    spent: list[tuple[float, float]] = []
    inner = index.newest

    def newest(*told: Any) -> Any:
        began, worked = perf_counter(), thread_time()
        found = inner(*told)
        spent.append((perf_counter() - began, thread_time() - worked))
        return found

    def statement(execute: Any, sql: str, *told: Any) -> Any:
        began, worked = perf_counter(), thread_time()
        try:
            return execute(sql, *told)
        finally:
            if " AS found JOIN search_entry" not in sql:  # that one is timed with its rows
                spent.append((perf_counter() - began, thread_time() - worked))

    began, worked = perf_counter(), thread_time()
    with patch.object(index, "newest", newest), connection.execute_wrapper(statement):
        found = search(viewer, Question(words=words))
    return Answered(
        sum(clock for clock, _work in spent) * 1000,
        sum(work for _clock, work in spent) * 1000,
        (perf_counter() - began) * 1000,
        (thread_time() - worked) * 1000,
        found.more,
    )


class Peer:
    """tantivy with the same words, parts of compounds among them."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        folder.mkdir()
        fields = tantivy.SchemaBuilder().add_integer_field("id", stored=True)
        self._schema = fields.add_text_field("words", tokenizer_name="whitespace").build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._writer = self._index.writer(heap_size=200_000_000, num_threads=1)

    def add(self, entries: Sequence[Any]) -> None:
        """Index some entries."""
        import tantivy

        for entry in entries:
            words = entry.words.replace("_", "")
            self._writer.add_document(tantivy.Document(id=entry.id, words=words))

    def commit(self) -> None:
        """Make them found."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._index.reload()

    def measure(self, questions: Sequence[str], dictionary: Dictionary) -> None:
        """The best twenty by its own order, and how many there are."""
        import tantivy

        from handslag.output.search.words import asked

        searcher = self._index.searcher()
        times, works = [], []
        for question in [*questions[:20], *questions]:
            terms = [term.stem for term in asked(question, dictionary).terms]
            began, worked = perf_counter(), thread_time()
            query = tantivy.Query.boolean_query(
                [
                    (
                        tantivy.Occur.Must,
                        tantivy.Query.term_query(self._schema, "words", term, "freq"),
                    )
                    for term in terms
                ]
            )
            searcher.search(query, 20, count=True)
            times.append((perf_counter() - began) * 1000)
            works.append((thread_time() - worked) * 1000)
        print(f"tantivy, asking for nobody\n  the engine       {_told(times[20:])}")
        print(f"    of processor   {_told(works[20:])}")


def _told(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return (
        f"p50 {statistics.median(ordered):.1f} ms, p95 {ordered[int(len(ordered) * 0.95)]:.1f} ms,"
        f" worst {ordered[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()

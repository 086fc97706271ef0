from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import DecisionState
from handslag.domain.meetings.actions import close_item, open_item
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.meetings.models import Meeting
from handslag.output.search.actions import reindex_all
from handslag.output.search.models import Entry, EntryKind
from handslag.output.search.queries import search
from tests.builders import VIEWER, a_body, a_clause, a_decision, a_meeting, an_item

if TYPE_CHECKING:
    from handslag.domain.registry.models import Body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_matters(monkeypatch):
    """Items without matters of their own making, so that each heading is found once."""
    monkeypatch.setattr(
        "handslag.domain.matters.linking.actions.link_meeting", lambda **_told: None
    )


def found(words: str, viewer: Viewer = VIEWER) -> list[str]:
    return ["".join(piece.text for piece in hit.text) for hit in search(viewer, words)]


def recorded(*headings: str, clause: str = "", body: Body | None = None) -> int:
    day = date(2031, 2, 3) + timedelta(days=Meeting.objects.filter(body=body).count())
    meeting = a_meeting(body or a_body(f"Samkväm {Meeting.objects.count() + 1}"), day)
    for order, heading in enumerate(headings, 1):
        item = an_item(meeting, heading, order=order)
    if clause:
        a_clause(item, clause)
    announce_recorded(meeting.id)
    return meeting.id


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("överenskommelsen", "Överenskommelse om läkare"),
        ("överenskommelse", "Överenskommelserna om läkare"),
        ("ÖVERENSKOMMELSER läkarna", "Överenskommelse om läkare"),
        ("nätverk", "Nätverkets arbetsordning"),
        ("nätverket", "Ett nytt nätverk"),
        ("mötena i vår", "Nästa möte"),
        ("protokoll", "Protokollet från i våras"),
        ("statsbidragen", "Statsbidrag för 2031"),
        ("2031", "Statsbidrag för 2031"),
        ("överenskommel", "Överenskommelse om läkare"),
        ("läkare överen", "Överenskommelse om läkare"),
        ("hjälpmedels-avtalet", "Avtal om hjälpmedel"),
        ("o\u0308verenskommelse", "Överenskommelse om läkare"),
    ],
)
def test_finds_inflections_and_unfinished_words(words, heading):
    if words == "mötena i vår":
        heading += " i vår"
    recorded(heading)
    assert found(words)[0] == heading, "its meeting may be found too: 2031 stands in its day"


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("avtal", "Budget"),
        ("avtal budget", "Budget"),
        ("far", "Får och getter"),
        ("mal", "Mål för året"),
        ("hjälp", "Medel till hjalp"),
    ],
)
def test_leaves_out_what_does_not_answer(words, heading):
    recorded(heading)
    assert found(words) == []


@pytest.mark.parametrize(
    "words", ['"', "*", 'a" OR b', "NEAR(a b)", "words:avtal -budget", "'; DROP TABLE x", "^", "()"]
)
def test_signs_of_the_databases_own_language_mean_nothing(words):
    recorded("Budget")
    search(VIEWER, words)
    assert found("budget") == ["Budget"]


@pytest.mark.parametrize("words", ["", "   ", "...", "–"])
def test_nothing_asked_takes_no_query(words, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert search(VIEWER, words).total == 0


def test_words_too_common_are_not_sought():
    recorded("Avtal om läkare")
    assert found("avtal för och om läkare") == ["Avtal om läkare"]
    assert found("läkare om") == ["Avtal om läkare"]


def test_marks_the_words_and_tells_where(django_assert_max_num_queries):
    meeting_id = recorded("Förslag till avtalet", clause="att godkänna avtalen för 2031")
    with django_assert_max_num_queries(14):
        hits = {hit.kind: hit for hit in search(VIEWER, "avtal")}
    assert set(hits) == {"item", "clause"}
    assert [(piece.text, piece.matched) for piece in hits["clause"].text] == [
        ("att godkänna ", False),
        ("avtalen", True),
        (" för 2031", False),
    ]
    hit = hits["item"]
    assert (hit.meeting_id, hit.date) == (meeting_id, date(2031, 2, 3))
    assert hit.body == "Samkväm 1"


@pytest.mark.parametrize("count", [2, 20])
def test_queries_do_not_grow(count, django_assert_num_queries):
    for number in range(count):
        recorded(f"Avtal {number}")
    search(VIEWER, "avtal")  # the words are in memory then
    with django_assert_num_queries(8):
        assert len(search(VIEWER, "avtal")) == count


def test_pages():
    recorded(*(f"Avtal {number}" for number in range(45)))
    listing = search(VIEWER, "avtal", page=3)
    assert (listing.total, listing.pages, len(listing)) == (45, 3, 5)
    seen = {hit.item_id for page in (1, 2, 3) for hit in search(VIEWER, "avtal", page=page)}
    assert len(seen) == 45


def test_proposed_clauses_are_not_found():
    meeting = a_meeting()
    proposed = a_decision(an_item(meeting), state=DecisionState.PROPOSED)
    a_clause(proposed, "att inrätta en nämnd")
    announce_recorded(meeting.id)
    assert found("nämnd") == []


def test_follows_what_is_recorded_anew():
    meeting = a_meeting()
    item = an_item(meeting, "Budget")
    announce_recorded(meeting.id)
    item.heading = "Bokslut"
    item.save()
    announce_recorded(meeting.id)
    assert (found("budget"), found("bokslut")) == ([], ["Bokslut"])
    kept = Entry.objects.exclude(kind=EntryKind.MEETING).values_list("text", flat=True)
    assert sorted(kept) == ["Bokslut", "Budget"], "the notice's word too, for who sees that alone"


def test_a_meeting_that_is_taken_away_is_not_found():
    recorded("Budget")
    meeting_id = recorded("Bokslut")
    Meeting.objects.get(id=meeting_id).delete()
    assert (found("bokslut"), found("budget")) == ([], ["Budget"])


@pytest.mark.django_db(transaction=True)
def test_a_recording_that_fails_leaves_the_index_as_it_was():
    meeting = a_meeting()
    item = an_item(meeting, "Budget")
    announce_recorded(meeting.id)

    def change_and_fail() -> None:
        with transaction.atomic():
            item.heading = "Bokslut"
            item.save()
            announce_recorded(meeting.id)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change_and_fail()
    assert (found("budget"), found("bokslut")) == (["Budget"], [])


def test_indexing_everything_anew_gives_the_same():
    for heading in ("Budget", "Bokslut", "Avtal"):
        recorded(heading)
    before = found("budget")
    Entry.objects.all().delete()
    assert found("budget") == []
    assert reindex_all(viewer=VIEWER) == 6, "three meetings with an item each"
    assert found("budget") == before == ["Budget"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')")


@pytest.mark.parametrize("items", [1, 30])
def test_indexing_a_meeting_takes_few_queries(items, django_assert_max_num_queries):
    meeting = a_meeting()
    for order in range(items):
        an_item(meeting, f"Punkt {order}", order=order)
    with django_assert_max_num_queries(24):
        announce_recorded(meeting.id)


def test_strangers_do_not_index():
    with pytest.raises(PermissionDenied):
        reindex_all(viewer=ANONYMOUS)


def a_reader_of(body) -> Viewer:
    return Viewer("Läsaren", frozenset({Held(Role.READER, of_body(body.id))}), user_id=7)


def seen(viewer: Viewer, words: str) -> tuple[int, list[str]]:
    listing = search(viewer, words)
    return listing.total, ["".join(piece.text for piece in hit.text) for hit in listing]


def test_strangers_find_what_is_published_and_nothing_else():
    body = a_body()
    for day, state in enumerate(PublicationState, 1):
        meeting = a_meeting(body, date(2031, 1, day), state=state, planned_state=state)
        a_clause(an_item(meeting, f"Budget {state.value}"), f"att anta budget {state.value}")
        announce_recorded(meeting.id)
    assert search(VIEWER, "budget").total == 2 * len(PublicationState)
    total, texts = seen(ANONYMOUS, "budget")
    assert (total, sorted(texts)) == (2, ["Budget published", "att anta budget published"])


def test_a_body_s_own_find_what_is_theirs():
    body, other = a_body("Ett råd"), a_body("Ett annat råd")
    for one in (body, other):
        meeting = a_meeting(one, state=PublicationState.SHARED)
        an_item(meeting, f"Budget för {one.name}", planned_order=None)
        announce_recorded(meeting.id)
    assert seen(a_reader_of(body), "budget") == (1, ["Budget för Ett råd"])
    assert search(VIEWER, "budget").total == 2


def test_what_only_the_minutes_say_is_not_found_while_they_are_a_draft():
    body = a_body()
    meeting = a_meeting(
        body, state=PublicationState.DRAFT, planned_state=PublicationState.PUBLISHED
    )
    item = an_item(meeting, "Uppsägning av avtalet", planned_heading="Avtalet")
    a_clause(item, "att säga upp avtalet")
    announce_recorded(meeting.id)
    for viewer in (ANONYMOUS, a_reader_of(body)):
        assert seen(viewer, "uppsägning") == (0, [])
        assert seen(viewer, "avtalet") == (1, ["Avtalet"])
    assert sorted(seen(VIEWER, "avtalet")[1]) == ["Uppsägning av avtalet", "att säga upp avtalet"]


def test_a_closed_item_leaves_no_trace():
    meeting = a_meeting(state=PublicationState.PUBLISHED, planned_state=PublicationState.PUBLISHED)
    item = an_item(meeting, "Budget", closed=True)
    a_clause(item, "att anta budget")
    announce_recorded(meeting.id)
    assert seen(ANONYMOUS, "budget") == (0, [])
    assert search(VIEWER, "budget").total == 2
    open_item(viewer=VIEWER, item_id=item.id)
    assert seen(ANONYMOUS, "budget")[0] == 2
    close_item(viewer=VIEWER, item_id=item.id, ground="OSL 26 kap. 1 §")
    assert seen(ANONYMOUS, "budget") == (0, [])


@pytest.mark.parametrize("viewer", [ANONYMOUS, VIEWER])
def test_seeing_less_takes_no_more_queries(viewer, django_assert_max_num_queries):
    meeting = a_meeting(state=PublicationState.PUBLISHED, planned_state=PublicationState.PUBLISHED)
    an_item(meeting, "Budget")
    announce_recorded(meeting.id)
    with django_assert_max_num_queries(12):
        assert search(viewer, "budget").total == 1


@pytest.mark.parametrize("letter", ["a", "ö", "𝔸"])
def test_words_and_texts_of_any_length_are_indexed(letter):
    body = a_body()
    recorded(f"Budget {letter * 5000} bokslut", "Avtal 1.2.3 3e5 a_b http://x/y", body=body)
    recorded(" ".join(f"{letter}{number}" for number in range(100_000)), body=body)
    assert len(found(letter * 5000)) == 1
    assert len(found("bokslut")) == 1
    assert len(found(f"{letter}7")) == 1
    assert len(found("3e5 http y")) == 1


def test_the_shorter_of_two_texts_stands_first_and_the_newer_of_two_alike():
    body = a_body()
    first = recorded("Avtal", body=body)
    recorded("Avtal och annat som hör till det som sades på mötet om läkare", body=body)
    last = recorded("Avtal", body=body)
    hits = search(VIEWER, "avtal").rows
    assert [hit.meeting_id for hit in hits[:2]] == [last, first]

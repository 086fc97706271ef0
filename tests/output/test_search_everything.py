"""Searching everything: the same answers in the same order, whichever database is tested."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import ANONYMOUS, Held, Viewer
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.documents.events import announce_text
from handslag.domain.matters.events import announce_matters
from handslag.domain.matters.models import (
    Assignee,
    Assignment,
    AssignmentStep,
    ClauseAction,
    Matter,
    Treatment,
)
from handslag.domain.meetings.actions import close_item, share
from handslag.domain.meetings.events import announce_recorded
from handslag.domain.registry.actions import rename_body
from handslag.output.search import queries, ranking
from handslag.output.search.actions import reindex_all
from handslag.output.search.models import Entry, Learnt, Rebuilding
from handslag.output.search.queries import Found, search
from handslag.output.search.question import BY_DATE, Question, from_address, from_json
from handslag.output.search.settling import rebuild, settle
from handslag.output.search.suggesting import suggest
from tests.builders import (
    VIEWER,
    a_body,
    a_clause,
    a_document,
    a_meeting,
    a_name,
    a_paper,
    an_item,
)

if TYPE_CHECKING:
    from handslag.domain.registry.models import Body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_matters(monkeypatch):
    """Items without matters of their own making, so that each heading is found once."""
    monkeypatch.setattr(
        "handslag.domain.matters.linking.actions.link_meeting", lambda **_told: None
    )


SHARED = PublicationState.SHARED


def texts(found: Found) -> list[str]:
    return ["".join(piece.text for piece in hit.text) for hit in found]


def asked(words: str = "", viewer: Viewer = VIEWER, **sifted) -> list[str]:
    return texts(search(viewer, Question(words=words, **sifted)))


def a_reader_of(body: Body, role: Role = Role.READER) -> Viewer:
    return Viewer("Läsaren", frozenset({Held(role, of_body(body.id))}), user_id=7)


def recorded(heading: str, body: Body, day: date, *clauses: str, **columns) -> int:
    meeting = a_meeting(body, day, **columns)
    item = an_item(meeting, heading)
    for clause in clauses:
        a_clause(item, clause)
    announce_recorded(meeting.id)
    return meeting.id


@pytest.fixture
def county() -> tuple[Body, Body]:
    """Two bodies with a meeting each a year, and something alike at all of them."""
    bodies = a_body("Norra gruppen"), a_body("Södra gruppen")
    for year, body in ((2031, bodies[0]), (2032, bodies[1]), (2033, bodies[0])):
        recorded(
            f"Samverkansöverenskommelse {year}",
            body,
            date(year, 3, 4),
            "att godkänna överenskommelsen",
            "att överenskommelsen om barn och unga följs upp av styrgruppen varje år",
        )
    return bodies


def test_all_orders_are_the_same_on_every_database(county):
    recorded("Överenskommelse", county[1], date(2029, 5, 5))
    assert asked("överenskommelse") == [
        "Överenskommelse",
        "att godkänna överenskommelsen",
        "att godkänna överenskommelsen",
        "att godkänna överenskommelsen",
        "att överenskommelsen om barn och unga följs upp av styrgruppen varje år",
        "att överenskommelsen om barn och unga följs upp av styrgruppen varje år",
        "att överenskommelsen om barn och unga följs upp av styrgruppen varje år",
        "Samverkansöverenskommelse 2033",
        "Samverkansöverenskommelse 2032",
        "Samverkansöverenskommelse 2031",
    ]
    assert asked("överenskommelse", order=BY_DATE, kind="item") == [
        "Samverkansöverenskommelse 2033",
        "Samverkansöverenskommelse 2032",
        "Samverkansöverenskommelse 2031",
        "Överenskommelse",
    ]


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("överenskommelse", "Samverkansöverenskommelserna"),
        ("samverkan", "Samverkansöverenskommelserna"),
        ("hemgång", "Trygghemgångsteamet"),
        ("team", "Trygghemgångsteamet"),
        ("vård", "Hälsovården i norr"),
        ("skola", "Skolförvaltningen"),
        ("kvinna", "Kvinnoboenden"),
    ],
)
def test_compounds_are_found_by_their_parts(words, heading):
    recorded(heading, a_body(), date(2031, 1, 1))
    found = search(VIEWER, words)
    assert texts(found) == [heading]
    assert any(piece.matched for piece in found.rows[0].text), "and what answers is marked"


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("rum", "Strumpor åt alla"),
        ("känna", "Att godkänna"),
        ("verk", "Samverkan"),
        ("kurs", "Diskurs"),
    ],
)
def test_what_only_looks_like_a_part_finds_nothing(words, heading):
    recorded(heading, a_body(), date(2031, 1, 1))
    assert asked(f"{words} ") == []


def test_a_word_that_comes_later_divides_earlier_compounds_when_that_is_settled():
    body = a_body("Gruppen")
    recorded("Glimmerpaviljongen", body, date(2031, 1, 1))
    assert asked("paviljong") == []
    recorded("Ritning", body, date(2031, 1, 2), "att bygga en glimmer och en paviljong")
    assert asked("paviljong") == ["att bygga en glimmer och en paviljong"]
    before = dict(Entry.objects.values_list("id", "changed_at"))
    assert settle(viewer=VIEWER) == 1
    assert sorted(asked("paviljong")) == [
        "Glimmerpaviljongen",
        "att bygga en glimmer och en paviljong",
    ]
    assert dict(Entry.objects.values_list("id", "changed_at")) == before, "that is no news"
    words = list(Entry.objects.order_by("id").values_list("words", flat=True))
    assert settle(viewer=VIEWER) == 0
    reindex_all(viewer=VIEWER)
    assert list(Entry.objects.order_by("id").values_list("words", flat=True)) == words


def test_names_divide_no_compounds():
    body = a_body("Gruppen")
    recorded("Möte med Vinter Grönlund", body, date(2031, 1, 1))
    recorded("Grönlundsvägen", body, date(2031, 1, 2))
    settle(viewer=VIEWER)
    assert asked("grönlund ") == ["Möte med Vinter Grönlund"]


def test_many_lessons_become_one_and_nothing_is_forgotten():
    body = a_body("Gruppen")
    for number, word in enumerate("abcdefghijklmnopqrstuvxyz"):
        recorded("Punkt", body, date(2031, 1, number + 1), f"att pröva orden{word * 3}")
    settle(viewer=VIEWER)
    settle(viewer=VIEWER)
    assert Learnt.objects.count() == 1
    assert asked("ordenccc") == ["att pröva ordenccc"]


def test_words_in_quotes_are_found_as_they_stand():
    body = a_body("Gruppen")
    recorded("Om avtal med kommunerna", body, date(2031, 1, 1))
    recorded("Kommunerna och avtalen", body, date(2031, 1, 2))
    assert asked('"avtal med kommunerna"') == ["Om avtal med kommunerna"]
    assert asked('"kommunerna och"') == ["Kommunerna och avtalen"]
    assert asked('"avtalen" kommun') == ["Kommunerna och avtalen"]
    assert asked('"med"') == []


def test_what_is_asked_is_sifted(county):
    north, south = county
    assert len(asked("överenskommelse", body_id=south.id)) == 3
    assert len(asked("överenskommelse", year=2031)) == 3
    first, last = date(2032, 3, 4), date(2033, 3, 3)
    assert len(asked("överenskommelse", first=first, last=last)) == 3
    assert asked("överenskommelse", year=2033, body_id=south.id) == []
    assert asked("överenskommelse", kind="item", year=2032) == ["Samverkansöverenskommelse 2032"]
    meeting = a_meeting(north, date(2034, 1, 1))
    appointed = a_clause(an_item(meeting, "Val"), "att utse Vera", action=ClauseAction.APPOINT)
    appointed.side = "region"
    appointed.save()
    announce_recorded(meeting.id)
    assert asked(action="appoint") == ["att utse Vera"], "without words too"
    assert asked("vera", side="region") == ["att utse Vera"]
    assert asked("vera", side="municipalities") == []


def test_assignments_are_found_by_text_by_who_has_them_and_by_whether_they_are_open():
    meeting = a_meeting(a_body("Gruppen"))
    item = an_item(meeting, "Punkt")
    rows = [
        Assignment.objects.create(item=item, text=f"Utred hyran {one}") for one in ("ett", "två")
    ]
    Assignee.objects.create(assignment=rows[0], text="Lasarettsförvaltningen")
    AssignmentStep.objects.create(assignment=rows[1], kind="finished", day=meeting.date, by="X")
    announce_recorded(meeting.id)
    assert asked("lasarett") == ["Utred hyran ett"]
    assert asked("hyran", open=True) == ["Utred hyran ett"]
    assert asked("hyran", open=False) == ["Utred hyran två"]


def test_a_paper_is_found_on_the_page_where_it_says_so():
    first, second = "Inledning. " * 20, "Här står om ambulanshelikoptern i fjällen. " * 2
    document = a_document("utredning.pdf", first + second, pages=[[0, 220], [220, 400]])
    announce_text(document.id)
    hit = search(VIEWER, "ambulanshelikopter").rows[0]
    assert (hit.kind, hit.document, hit.page) == ("document", "utredning.pdf", 2)
    start, end = hit.place or (0, 0)
    assert document.text[start:end] == "ambulanshelikoptern"


def test_a_paper_without_pages_is_found_in_blocks_and_once():
    text = "\n".join(f"Stycke {number} om ambulanser." for number in range(300))
    document = a_document("anteckning.txt", text)
    announce_text(document.id)
    found = search(VIEWER, "ambulans")
    assert (found.total, found.rows[0].page) == (1, None)
    assert found.rows[0].more == Entry.objects.count() - 1 > 3
    start, end = search(VIEWER, "250").rows[0].place or (0, 0)
    assert text[start:end] == "250"


def test_a_paper_that_is_read_again_or_taken_away_is_followed():
    document = a_document("papper.txt", "Om ambulanser.")
    announce_text(document.id)
    document.text = "Om tågen."
    document.save()
    announce_text(document.id)
    assert (search(VIEWER, "ambulans").total, search(VIEWER, "tåget").total) == (0, 1)
    document.delete()
    assert search(VIEWER, "tåget").total == 0


def test_a_paper_is_found_by_those_who_may_read_it_from_that_moment():
    body = a_body("Gruppen")
    meeting = a_meeting(body)
    item = an_item(meeting, "Punkt")
    document = a_paper(meeting, Phase.HELD, a_document("papper.txt", "Om ambulanser."))
    announce_text(document.id)
    reader = a_reader_of(body)
    assert (search(VIEWER, "ambulans").total, search(reader, "ambulans").total) == (1, 0)
    share(viewer=VIEWER, meeting_id=meeting.id, phase=Phase.HELD)
    assert search(reader, "ambulans").total == 1
    assert search(a_reader_of(a_body("En annan")), "ambulans").total == 0
    close_item(viewer=VIEWER, item_id=item.id, ground="OSL 26 kap. 1 §")
    assert search(reader, "ambulans").total == 0
    assert search(a_reader_of(body, Role.MEMBER), "ambulans").total == 1


def test_a_draft_of_one_s_own_secretary_is_found_by_nobody_else(county):
    north, _south = county
    secretary = a_reader_of(north, Role.SECRETARY)
    assert len(asked("överenskommelse", secretary)) == 6
    assert asked("överenskommelse", a_reader_of(north)) == []
    found = search(secretary, "överenskommelse")
    assert {one.kind: one.count for one in found.kinds} == {"item": 2, "clause": 4}
    assert search(ANONYMOUS, "överenskommelse").kinds == ()


def test_a_matter_is_found_by_what_it_is_called_and_by_what_its_items_were():
    body = a_body("Gruppen")
    meeting = a_meeting(body, state=SHARED)
    item, hidden = an_item(meeting, "Skolskjuts"), an_item(meeting, "Tandreglering", closed=True)
    matter = Matter.objects.create(body=body)
    for one in (item, hidden):
        Treatment.objects.create(matter=matter, item=one, ground="first")
    announce_recorded(meeting.id)
    reader = a_reader_of(body)
    assert asked("skolskjuts", reader, kind="matter") == ["Skolskjuts"]
    assert asked("tandreglering", reader) == [], "of a closed item not even the matter's name"
    matter.title = "Barnens resor"
    matter.save()
    announce_matters([matter.id])
    assert asked("resor", reader) == ["Barnens resor"]
    assert asked("skolskjuts", reader, kind="matter") == []
    assert search(VIEWER, Question(words="resor")).total == 1, "once, under however many items"


def test_a_meeting_is_found_by_its_body_and_day_and_follows_the_body_s_name():
    body = a_body("Nordliga rådet")
    recorded("Punkt", body, date(2031, 4, 3), state=SHARED)
    assert asked("nordliga april 2031", a_reader_of(body)) == ["Nordliga rådet 3 april 2031"]
    rename_body(viewer=VIEWER, body_id=body.id, name="Sydliga rådet")
    assert asked("nordliga", a_reader_of(body)) == []
    assert asked("sydliga april", a_reader_of(body)) == ["Sydliga rådet 3 april 2031"]


def test_people_are_found_by_those_who_may_see_the_register():
    a_name("Vera Almlöf")
    found = search(VIEWER, "almlöf")
    assert [person.name for person in found.people] == ["Vera Almlöf"]
    assert [(one.kind, one.count) for one in found.kinds] == [("person", 1)]
    assert search(VIEWER, Question(words="almlöf", kind="person")).total == 1
    assert search(ANONYMOUS, "almlöf").people == ()


def test_who_presents_an_item_finds_it_once_it_is_shared(django_user_model):
    from handslag.domain.meetings.models import Participation

    user = django_user_model.objects.create(email="vera@example.org")
    meeting = a_meeting(planned_state=SHARED)
    item = an_item(meeting, "Skolskjuts", closed=True)
    an_item(meeting, "Skolmat", closed=True)
    name = a_name("Vera Alm")
    name.person.user = user
    name.person.save()
    Participation.objects.create(
        meeting=meeting, item=item, name=name, role="presenting", phase=Phase.PLAN
    )
    announce_recorded(meeting.id)
    presenter = Viewer("Vera", user_id=user.id)
    assert asked("skolskjuts", presenter) == ["Skolskjuts"]
    assert asked("skolmat", presenter) == []
    assert asked("skolskjuts", Viewer("Bo", user_id=user.id + 1)) == []


def test_more_than_can_be_weighed_is_told_and_the_newest_are_there(monkeypatch, county):
    monkeypatch.setattr(queries, "MOST", 4)
    found = search(VIEWER, "överenskommelse")
    assert (found.total, found.more) == (4, True)
    assert all(one.at_least for one in found.kinds)
    assert {hit.date.year for hit in found if hit.date} == {2033, 2032}
    items = search(VIEWER, Question(words="överenskommelse", kind="item"))
    assert (items.total, items.more) == (3, False)


def test_what_is_new_since_a_moment_is_found_alone(county):
    before = timezone.now()
    assert search(VIEWER, "överenskommelse", since=before).total == 0
    reindex_all(viewer=VIEWER)
    assert search(VIEWER, "överenskommelse", since=before).total == 0, "nothing has changed"
    meeting_id = recorded("Ny överenskommelse", county[0], date(2020, 1, 1))
    found = search(VIEWER, "överenskommelse", since=before)
    assert [hit.meeting_id for hit in found] == [meeting_id]
    reader, now = a_reader_of(county[0]), timezone.now()
    share(viewer=VIEWER, meeting_id=paper_of(meeting_id), phase=Phase.HELD)
    assert search(reader, "överenskommelse", since=now).total == 1, "seen from now on"


def paper_of(meeting_id: int) -> int:
    from handslag.domain.meetings.models import Meeting

    a_paper(Meeting.objects.get(id=meeting_id), Phase.HELD)
    return meeting_id


def test_hits_keep_their_keys_whatever_their_text_is(county):
    keys = [hit.key for hit in search(VIEWER, "överenskommelse")]
    reindex_all(viewer=VIEWER)
    assert [hit.key for hit in search(VIEWER, "överenskommelse")] == keys
    assert len(set(keys)) == len(keys)


QUESTION = Question(
    words="avtal om bilar",
    kind="assignment",
    body_id=7,
    year=2031,
    first=date(2031, 1, 2),
    last=date(2031, 3, 4),
    action="assign",
    side="region",
    open=False,
    order=BY_DATE,
)


@pytest.mark.parametrize("question", [QUESTION, Question(), Question(words="x", open=True)])
def test_a_question_is_kept_as_data_and_put_back_into_an_address(question):
    assert from_json(question.to_json()) == question
    assert from_address(question.to_address()) == question


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "giraff", "body_id": "x", "year": -1, "first": "igår", "open": "ja"},
        {"words": None, "year": 10**30, "last": 7, "order": [], "body_id": True},
    ],
)
def test_nonsense_is_passed_over(told):
    assert from_json(told) == Question()


def test_suggestions_are_of_what_the_viewer_may_see(county):
    recorded("Överlåtelse av hyran", county[0], date(2034, 1, 1), state=SHARED)
    a_name("Överby Alm")
    shown = {(one.kind, one.text) for one in suggest(VIEWER, "över")}
    assert {
        ("word", "överenskommelsen"),
        ("word", "överlåtelse"),
        ("person", "Överby Alm"),
    } <= shown
    assert ("item", "Överlåtelse av hyran") in shown
    mine = {(one.kind, one.text) for one in suggest(a_reader_of(county[0]), "över")}
    assert ("word", "överlåtelse") in mine
    assert not any("överens" in text for _kind, text in mine)
    assert suggest(ANONYMOUS, "över") == ()
    assert suggest(VIEWER, "öv") == ()
    assert ("word", "hyran överlåtelse") in {
        (one.kind, one.text) for one in suggest(VIEWER, "hyran överl")
    }
    assert ("body", "Norra gruppen") in {(one.kind, one.text) for one in suggest(VIEWER, "norr")}


@pytest.mark.parametrize("meetings", [3, 30])
def test_queries_stay_as_many_at_ten_times_the_data(meetings, django_assert_max_num_queries):
    body = a_body("Gruppen")
    for number in range(meetings):
        recorded("Avtal", body, date(2031, 1, 1) + timedelta(days=number), "att anta avtalet")
    with django_assert_max_num_queries(14):
        search(VIEWER, "avtal")
    with django_assert_max_num_queries(14):
        search(VIEWER, Question(words="avtal", kind="clause", order=BY_DATE), page=2)
    with django_assert_max_num_queries(10):
        suggest(VIEWER, "avta")


def test_the_index_is_made_anew_where_that_is_asked_for(county):
    document = a_document("papper.txt", "Om ambulanser.")
    Entry.objects.all().delete()
    Rebuilding.objects.create()
    assert search(VIEWER, "överenskommelse").rebuilding
    rebuild(viewer=VIEWER)
    assert len(asked("överenskommelse")) == 9
    assert [hit.document_id for hit in search(VIEWER, "ambulans")] == [document.id]
    assert not Rebuilding.objects.exists()


@pytest.mark.parametrize("work", [settle, rebuild])
def test_strangers_keep_no_index(work):
    with pytest.raises(PermissionDenied):
        work(viewer=ANONYMOUS)


def test_ranking_weighs_no_more_than_it_says():
    assert ranking.MOST == 1_000

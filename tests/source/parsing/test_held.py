"""What minutes say beside their clauses: who was there, votes, dissents, who does what."""

from __future__ import annotations

from pathlib import Path

import pytest

from handslag.source.record import Item, Presence, Votes
from tests.source.parsing.reading import read

PAPER = Path(__file__).parent / "cases" / "grupperad_narvaro.txt"


@pytest.fixture(scope="module")
def record():
    return read(PAPER.read_text(encoding="utf-8"), PAPER.name)


def test_those_below_an_organisation_come_from_it(record):
    assert [(p.name, p.title, p.organisation, p.presence) for p in record.attendees] == [
        ("Greta Holm", "regionråd", "Region Norrdal", Presence.PARTLY),
        ("Sixten Bergh", None, "Region Norrdal", Presence.PARTLY),
        ("Pelle Ström", "socialchef", "Åsby kommun", Presence.PRESENT),
        ("Nils Fors", None, "Åsby kommun", Presence.PRESENT),
        ("Karin Lagerlöf", "nämndsekreterare", "Åsby kommun", Presence.PRESENT),
        ("Lovisa Ring", "regionråd", "Region Norrdal", Presence.ABSENT),
    ]


def test_an_organisation_under_a_person_is_that_persons():
    head = (
        "Protokoll\nPlannämnden\n3 maj 2012\nNärvarande\nEva Ek\nNorrby kommun\nBo Dal\nÅsby kommun"
    )
    people = read(f"{head}\n\n§ 1 Mötet öppnas\n§ 2 Övrigt\n").attendees
    assert [(p.name, p.organisation) for p in people] == [("Eva Ek", None), ("Bo Dal", None)]


def test_times_in_the_list_of_those_present_are_no_times_of_the_meeting(record):
    assert [(s.label, s.start) for s in record.sittings][1:] == [
        ("Förmöte för regionen", record.sittings[1].start)
    ]


def test_each_decision_has_who_decides_its_vote_and_its_dissents(record):
    first, second = record.items[0].decisions
    assert (first.by, second.by) == ("Samverkansnämnden", "Regionen")
    assert (first.votes, second.votes) == (Votes(7, 4, 1), None)
    assert [(p.name, p.title, p.organisation) for p in first.reservations] == [
        ("Sixten Bergh", "regionråd", "Region Norrdal")
    ]
    assert second.reservations == ()


def test_the_line_under_a_clause_says_who_is_to_do_it_and_till_when(record):
    clause = record.items[0].decisions[0].clauses[1]
    assert [named.name for named in clause.assignees] == ["Arbetsutskottet", "Greta Holm"]
    assert clause.due.text == "4 maj 2026"


def test_what_a_side_thinks_is_no_decision(record):
    item = record.items[1]
    assert item.decisions == ()
    assert [(s.by, s.stance) for s in item.stances] == [("Regionen", "supports")]


def item(body: str) -> Item:
    return read(
        f"Minnesanteckningar\nStyrgruppen\n3 maj 2012\n\n1. Val\n\n{body}\n\n2. Övrigt\n"
    ).items[0]


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("Eva Ek reserverar sig till förmån för Bo Dals förslag.", ["Eva Ek"]),
        ("Eva Ek (S) och Bo Dal (M) reserverar sig mot beslutet.", ["Eva Ek", "Bo Dal"]),
        ("Norrby kommun reserverar sig mot beslutet.", ["Norrby kommun"]),
        ("Mot beslutet reserverar sig Eva Ek (S).", ["Eva Ek"]),
    ],
)
def test_who_reserves_themselves(told, names):
    (decision,) = item(f"Beslut\natt anta planen.\n\nReservation\n{told}").decisions
    assert [person.name for person in decision.reservations] == names


def test_a_sentence_that_every_item_repeats_is_no_running_head():
    said = "Beslut\natt anta planen.\n\nRegionen deltar inte i beslutet."
    subjects = enumerate(("lokal", "tid", "ordförande", "revisor"), start=1)
    pages = "\n\n".join(f"{n}. Val av {of}\n\n{said}\n\nSida {n} av 4" for n, of in subjects)
    items = read(f"Minnesanteckningar\nStyrgruppen\n3 maj 2012\n\n{pages}\n").items
    assert [one.decisions[0].abstaining for one in items] == [("Regionen",)] * 4


@pytest.mark.parametrize(
    ("told", "who"),
    [
        ("Kansliet och Eva Ek får i uppdrag att boka lokal.", ["Kansliet", "Eva Ek"]),
        ("Eva Ek får i uppdrag att boka lokal.", ["Eva Ek"]),
        ("Kansliet får i uppdrag att boka lokal.", ["Kansliet"]),
    ],
)
def test_bodies_and_people_in_a_row_are_each_given_the_task(told, who):
    (assignment,) = item(told).assignments
    assert [named.name for named in assignment.assignees] == who


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("Ärendet hänskjuts till Politiska beredningen.", "Politiska beredningen"),
        ("Ärendet hänskjuts till Region Norrdal den 3 juni 2012.", "Region Norrdal"),
        ("Ärendet hänskjuts till Välfärdsrådets möte den 3 juni 2012.", "Välfärdsrådet"),
    ],
)
def test_where_a_matter_is_referred(words, body):
    referred = item(words).referred_to
    assert referred is not None
    assert referred.body == body

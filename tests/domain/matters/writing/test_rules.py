"""Outcomes of points and items, the clauses they ask for, phrases, and verbs: rules alone."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from handslag.domain.base.sides import Side
from handslag.domain.matters.models import ClauseAction
from handslag.domain.matters.writing import phrases
from handslag.domain.matters.writing.rules import (
    Clash,
    ClashKind,
    ClauseStand,
    PointStand,
    VoteFit,
    clashes,
    outcome_of,
    point_number,
    settled,
    suggested,
    vote_fit,
)
from handslag.domain.matters.writing.standing import STANDING
from handslag.domain.matters.writing.verbs import action_of
from handslag.source.parsing.actions import action_of as read_as

BOTH, MUNICIPALITIES, REGION = "", Side.MUNICIPALITIES.value, Side.REGION.value


def stands(*told: tuple[int, str, str]) -> list[PointStand]:
    return [PointStand(1, number, side, verdict) for number, side, verdict in told]


def says(action: str, *points: int, side: str = BOTH, clause_id: int = 1) -> ClauseStand:
    return ClauseStand(clause_id, action, points, side, "")


def test_what_both_sides_think_alike_is_suggested_once_and_the_rest_for_each():
    told = stands(
        (1, MUNICIPALITIES, "approved"),
        (1, REGION, "approved"),
        (2, BOTH, "approved"),
        (3, MUNICIPALITIES, "rejected"),
        (3, REGION, "approved"),
    )
    assert [one.text for one in suggested("Styrgruppen", told)] == [
        "att godkänna Styrgruppens förslag p. 1-2",
        "att godkänna Styrgruppens förslag p. 3 för regionens del",
        "att avslå Styrgruppens förslag p. 3 för kommunernas del",
    ]


def test_points_without_a_decision_are_suggested_nothing_for():
    assert suggested("Styrgruppen", stands((1, BOTH, "none"))) == ()


def test_tabled_and_referred_points_are_suggested_too():
    told = stands((1, BOTH, "tabled"), (2, BOTH, "referred"))
    assert [one.text for one in suggested("", told)] == [
        "att bordlägga förslaget p. 1",
        "att hänskjuta förslaget p. 2",
    ]


def test_clauses_that_say_what_the_points_outcomes_do_do_not_clash():
    told = stands((1, BOTH, "approved"), (2, MUNICIPALITIES, "rejected"))
    said = [says("approve", 1), says("reject", 2, side=MUNICIPALITIES, clause_id=2)]
    assert clashes({1, 2}, told, said) == ()


@pytest.mark.parametrize(
    ("told", "said", "clash"),
    [
        (
            stands((1, BOTH, "approved")),
            [says("reject", 1)],
            Clash(ClashKind.OTHERWISE, 1, BOTH, 1),
        ),
        (
            stands((1, MUNICIPALITIES, "rejected"), (1, REGION, "approved")),
            [says("approve", 1)],
            Clash(ClashKind.OTHERWISE, 1, MUNICIPALITIES, 1),
        ),
        (stands((1, BOTH, "approved")), [], Clash(ClashKind.NO_CLAUSE, 1, BOTH)),
        ([], [says("approve", 1)], Clash(ClashKind.NO_OUTCOME, 1, BOTH, 1)),
        ([], [says("approve", 7)], Clash(ClashKind.NO_SUCH_POINT, 7, BOTH, 1)),
    ],
)
def test_clauses_and_outcomes_that_disagree_are_told(told, said, clash):
    assert clashes({1}, told, said) == (clash,)
    assert "1" in str(clash.words) or "7" in str(clash.words)


def test_a_point_decided_for_one_side_alone_clashes_with_a_clause_for_all():
    told = stands((1, MUNICIPALITIES, "approved"))
    assert clashes({1}, told, [says("approve", 1)]) == ()
    assert clashes({1}, told, [says("reject", 1)]) == (
        Clash(ClashKind.OTHERWISE, 1, MUNICIPALITIES, 1),
    )


@pytest.mark.parametrize(
    ("before", "side", "verdict", "after"),
    [
        ({}, BOTH, "approved", {BOTH: "approved"}),
        (
            {BOTH: "approved"},
            MUNICIPALITIES,
            "rejected",
            {MUNICIPALITIES: "rejected", REGION: "approved"},
        ),
        ({MUNICIPALITIES: "rejected", REGION: "tabled"}, BOTH, "approved", {BOTH: "approved"}),
        ({MUNICIPALITIES: "rejected"}, MUNICIPALITIES, "", {}),
        ({BOTH: "approved"}, REGION, "", {MUNICIPALITIES: "approved"}),
        ({REGION: "tabled"}, BOTH, "", {}),
    ],
)
def test_a_verdict_for_all_and_one_for_a_side_never_stand_together(before, side, verdict, after):
    assert settled(before, side, verdict) == after


@pytest.mark.parametrize(
    ("actions", "transfers", "outcome"),
    [
        ((), (), "none"),
        (("note",), (), "noted"),
        (("note", "assign"), (), "decided"),
        (("refer", "note"), (), "referred"),
        (("table",), (), "tabled"),
        ((), ("tabled",), "tabled"),
        (("note",), ("referred",), "referred"),
        (("approve",), ("tabled",), "decided"),
    ],
)
def test_what_became_of_an_item_follows_from_its_clauses_and_moves(actions, transfers, outcome):
    assert outcome_of(actions, transfers) == outcome


def test_a_withdrawn_item_stays_withdrawn_until_something_is_decided():
    assert outcome_of((), ("tabled",), withdrawn=True) == "withdrawn"
    assert outcome_of(("approve",), (), withdrawn=True) == "decided"


@pytest.mark.parametrize(
    ("cast", "present", "fit"),
    [
        ((5, 3, 0), 8, VoteFit.FITS),
        ((5, 2, 0), 8, VoteFit.FEWER),
        ((5, 3, 1), 8, VoteFit.MORE),
        ((5, 3, 1), 0, VoteFit.FITS),
    ],
)
def test_votes_are_held_against_those_who_are_there(cast, present, fit):
    in_favour, against, abstained = cast
    assert vote_fit(in_favour, against, abstained, present) == fit


def test_points_are_known_by_their_figure_or_else_their_place():
    assert [point_number(*one) for one in (("2.", 5), ("3", 1), ("", 4), ("a)", 2))] == [2, 3, 4, 2]


def test_numbers_of_points_are_written_and_read_as_people_do():
    assert phrases.points_words((1, 2, 3)) == "1-3"
    assert phrases.points_words((5, 1, 3, 4)) == "1 och 3-5"
    assert phrases.points_words((1,)) == "1"
    for points in ((1, 2, 3), (1, 3, 4, 5), (2, 4, 6)):
        assert phrases.points_from(phrases.points_words(points)) == points
    assert phrases.points_from("p. 1–3 och 7") == (1, 2, 3, 7)
    assert phrases.points_from("9-1 inga") == ()


def test_a_phrase_is_filled_and_what_may_be_left_out_is():
    phrase = "att ge {mottagare} i uppdrag att {uppgift}[ till den {dag}]"
    values = {"mottagare": "Styrgruppen", "uppgift": "ta fram förslag"}
    said = "att ge Styrgruppen i uppdrag att ta fram förslag"
    assert phrases.filled(phrase, values) == said
    assert (
        phrases.filled(phrase, values | {"dag": "3 april 2031"}) == f"{said} till den 3 april 2031"
    )
    assert phrases.filled(phrase, {}) == "att ge … i uppdrag att …"
    assert phrases.places(phrase) == ("mottagare", "uppgift", "dag")


def test_a_phrase_that_no_page_can_fill_is_told():
    assert phrases.unknown_places("att utse {person} till {till}[ {sida}]") == ()
    assert phrases.unknown_places("att köpa {båt}") == ("båt",)
    assert phrases.unknown_places("att köpa {vad") == ("{",)


def test_owners_and_days_are_in_words():
    assert [phrases.genitive(name) for name in ("Styrgruppen", "LAG Barns", "")] == [
        "Styrgruppens",
        "LAG Barns",
        "",
    ]
    assert phrases.day_words(date(2031, 4, 3)) == "3 april 2031"


def test_what_was_decided_twice_in_the_same_words_is_learnt_and_figures_are_not():
    told = [
        "att tacka för dragningen",
        "att avsluta ärendet",
        "att Tacka för dragningen.",
        "att godkänna p. 1",
        "att godkänna p. 1",
        "att godkänna förslaget",
        "att godkänna förslaget",
    ]
    assert phrases.learnt(told, ["att godkänna förslaget"], 5) == ("att tacka för dragningen",)


WHO = ("Styrgruppen", "Eva Ek", "arbetsgruppen", "Eva Ek och Bo Al", "kansliet")
WHAT = ("ta fram ett förslag", "utreda frågan vidare", "återkomma med ett underlag")
FREE = [
    *(f"att ge {who} i uppdrag att {what}" for who, what in product(WHO, WHAT)),
    *(f"att {who} får i uppdrag att {what}" for who, what in product(WHO, WHAT)),
    *(f"att uppdra åt {who} att {what}" for who, what in product(WHO, WHAT)),
    *(f"att {who} ska {what}" for who, what in product(WHO[:4], WHAT)),
    *(f"att utse {who} till kontaktperson" for who in WHO),
    *(f"att hänskjuta {what} till {who}" for what, who in product(("ärendet", "frågan"), WHO)),
    "att notera informationen",
    "att inte anta planen",
    "inte att anta planen",
    "att avslå förslaget",
    "att inte godkänna Styrgruppens förslag p. 3 avseende kommunernas representanter",
    "att fastställa dagordningen",
    "att anta överenskommelsen",
    "att tillstyrka avtalet",
    "att ställa sig positiv till förslaget om en gemensam utbildning",
    "att rekommendera huvudmännen att anta överenskommelsen",
    "att ge Eva Ek mandat att utse ersättare",
    "att mötena börjar en kvart tidigare",
    "att återremittera ärendet",
    "att välja Bo Al till justerare",
    "att skjuta upp beslutet till nästa möte",
    "att avvakta med att bilda en gemensam grupp",
    "att förlänga avtalet till den 30 juni 2031",
    "att lyfta frågan till rådet",
    "att nominera Eva Ek till programområdet",
    "att fortsatt nomineringsprocess ska ske avseende kommunernas representanter",
    "att bordlägga ärendet",
    "att regionen ska svara för kostnaden",
]


@pytest.mark.parametrize("text", FREE)
def test_free_words_do_what_the_reader_of_documents_says_they_do(text):
    assert action_of(text).value == read_as(text).value


@pytest.mark.parametrize(("action", "text"), [(action, text) for _key, action, text in STANDING])
def test_every_standing_phrase_does_what_it_says_and_is_read_so(action, text):
    values = {
        "vad": "förslaget",
        "vems": "Styrgruppens",
        "punkter": "1-2",
        "sida": "för kommunernas del",
        "person": "Eva Ek",
        "till": "kontaktperson",
        "mottagare": "Styrgruppen",
        "uppgift": "ta fram ett förslag",
        "dag": "3 april 2031",
        "organ": "Välfärdsrådet",
    }
    clause = phrases.filled(text, values)
    assert phrases.unknown_places(text) == ()
    assert phrases.UNFILLED not in clause
    assert action_of(clause) == ClauseAction(action)
    assert read_as(clause).value == action

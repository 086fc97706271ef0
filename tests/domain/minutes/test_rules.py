"""Every check of minutes: what it finds, and what it leaves in peace."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from handslag.domain.matters.minutes.content import (
    Attendee,
    Away,
    ClauseSaid,
    Content,
    Decided,
    Given,
    Head,
    Item,
    Moved,
    Named,
    Point,
    PointSettled,
    Proposed,
    Sent,
    Signing,
    Voted,
)
from handslag.domain.matters.minutes.rules import Check, Severity, findings, present_at

EVA = Attendee(id=1, name="Eva Ek", organisation="Norrviks kommun")
BO = Attendee(id=2, name="Bo Al", organisation="Region Tallmarken")


def content(*items: Item, **told: Any) -> Content:
    values: dict[str, Any] = {
        "meeting_id": 1,
        "form": "notes",
        "body": "Länsnätverket",
        "body_short": "",
        "legal_form": "network",
        "effect": "recommendation",
        "date": date(2031, 2, 3),
        "head": Head(organisation="Kansliet"),
        "attendance": (EVA, BO),
        "items": items,
    }
    return Content(**(values | told))


def item(*clauses: ClauseSaid, **told: Any) -> Item:
    decided = (Decided(id=9, clauses=clauses),) if clauses else ()
    values: dict[str, Any] = {
        "id": 7,
        "heading": "Avtal",
        "number": "7",
        "kind": "decision",
        "outcome": "decided" if clauses else "noted",
        "decisions": decided,
    }
    return Item(**(values | told))


def clause(text: str = "att godkänna planen", **told: Any) -> ClauseSaid:
    return ClauseSaid(id=5, text=text, **told)


def found(said: Content) -> set[tuple[Check, Severity]]:
    return {(one.check, one.severity) for one in findings(said)}


ERROR, WARNING = Severity.ERROR, Severity.WARNING


def test_minutes_with_nothing_wrong_have_no_findings():
    assert found(content(item(clause()), item())) == set()


def test_an_item_without_discussion_is_as_it_should_be():
    assert found(content(item(clause(), discussion=""))) == set()


@pytest.mark.parametrize(
    ("one", "wrong"),
    [
        (item(outcome="none"), (Check.NO_OUTCOME, ERROR)),
        (item(outcome="none", kind="information"), (Check.NO_OUTCOME, WARNING)),
        (item(outcome="none", discussion="Det sades."), (Check.NO_OUTCOME, WARNING)),
        (item(outcome="decided"), (Check.NO_CLAUSE, ERROR)),
        (item(decisions=(Decided(id=3),)), (Check.NO_CLAUSE, ERROR)),
        (item(clause("att")), (Check.EMPTY_CLAUSE, ERROR)),
        (
            item(given=(Given(id=1, text="se över", to=("Eva Ek",)),)),
            (Check.NO_DUE, WARNING),
        ),
        (
            item(given=(Given(id=1, text="se över", due_text="snart"),)),
            (Check.NO_ASSIGNEE, WARNING),
        ),
        (item(clause("att uppdra", action="assign")), (Check.NO_ASSIGNEE, WARNING)),
        (item(clause("att hänskjuta frågan", action="refer")), (Check.NO_RECEIVER, ERROR)),
        (item(sent=(Sent(kind="referred"),)), (Check.NO_RECEIVER, ERROR)),
        (item(sent=(Sent(kind="tabled"),)), (Check.NO_DAY, WARNING)),
        (item(clause(effect="binding")), (Check.BEYOND_EFFECT, ERROR)),
    ],
)
def test_what_an_item_lacks_is_found(one, wrong):
    assert found(content(one)) == {wrong}


@pytest.mark.parametrize(
    "one",
    [
        item(outcome="none", kind="formal"),
        item(outcome="withdrawn", withdrawn=True),
        item(sent=(Sent(kind="tabled", to_date=date(2031, 4, 7)),), outcome="tabled"),
        item(sent=(Sent(kind="referred", to_body="Rådet"),), outcome="referred"),
        item(
            clause(
                "att ge styrgruppen i uppdrag att se över",
                action="assign",
                due_date=date(2031, 5, 1),
                given=(Given(id=1, text="se över", to=("Styrgruppen",)),),
            )
        ),
        item(clause(effect="recommendation")),
    ],
)
def test_what_is_told_in_another_way_is_no_fault(one):
    assert found(content(one)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "att anta överenskommelsen om personer med psykisk funktionsnedsättning",
        "att godkänna förslaget till överenskommelse",
        "att för sin del godkänna samverkansavtalet",
        "att förlänga avtalet till den 31 december",
    ],
)
def test_a_network_does_not_take_an_agreement_for_its_principals(text):
    assert found(content(item(clause(text)))) == {(Check.BEYOND_MANDATE, WARNING)}
    (one,) = findings(content(item(clause(text))))
    assert "rekommendera huvudmännen" in one.words
    committee = {"legal_form": "joint-committee", "effect": "binding"}
    assert found(content(item(clause(text)), **committee)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "att rekommendera huvudmännen att anta överenskommelsen",
        "att ställa sig bakom överenskommelsen",
        "att godkänna riktlinjen",
        "att godkänna uppföljningen av avtalet",
        "att godkänna rapporten om överenskommelsen",
        "att godkänna dagordningen",
    ],
)
def test_what_a_network_can_do_with_an_agreement_is_left_in_peace(text):
    assert found(content(item(clause(text)))) == set()


def a_proposal(*settled: PointSettled) -> tuple[Proposed, ...]:
    return (
        Proposed(
            id=1, by="Styrgruppen", points=(Point(id=1, number="1.", text="att", settled=settled),)
        ),
    )


@pytest.mark.parametrize(
    ("action", "settled", "wrong"),
    [
        ("approve", PointSettled(verdict="rejected"), (Check.AGAINST_POINT, ERROR)),
        ("reject", PointSettled(verdict="approved"), (Check.AGAINST_POINT, ERROR)),
        ("approve", PointSettled(verdict="approved"), None),
        ("approve", PointSettled(verdict="rejected", side="region"), None),
    ],
)
def test_clauses_and_points_say_the_same(action, settled, wrong):
    one = clause(action=action, points=("1",), side="municipalities")
    said = content(item(one, proposals=a_proposal(settled)))
    assert found(said) == ({wrong} if wrong else set())


def test_a_clause_names_points_that_there_are_and_every_decided_point_has_one():
    decided = a_proposal(PointSettled(verdict="approved"))
    said = content(item(clause(action="approve", points=("4",)), proposals=decided))
    assert found(said) == {(Check.NO_SUCH_POINT, ERROR), (Check.POINT_UNSAID, WARNING)}


def voted(*numbers: int) -> tuple[Decided, ...]:
    vote = Voted(in_favour=numbers[0], against=numbers[1])
    return (Decided(id=9, clauses=(clause(),), vote=vote),)


def test_no_more_vote_than_are_there():
    assert found(content(item(decisions=voted(1, 1)))) == set()
    assert found(content(item(decisions=voted(2, 1)))) == {(Check.VOTE_TOO_MANY, ERROR)}
    assert found(content(item(decisions=voted(0, 0)))) == {(Check.VOTE_EMPTY, ERROR)}
    away = (Away(attendee_id=2, name="Bo Al", reason="conflict"),)
    assert found(content(item(decisions=voted(1, 1), away=away))) == {(Check.VOTE_TOO_MANY, ERROR)}


@pytest.mark.parametrize(
    ("kind", "there"), [("arrived", [False, True, True]), ("left", [True, True, False])]
)
def test_arriving_counts_from_an_item_and_leaving_after_it(kind, there):
    items = [item(id=number) for number in (1, 2, 3)]
    mover = Attendee(id=3, name="Siv Lund", presence="partly", moves=(Moved(kind=kind, item_id=2),))
    said = content(*items, attendance=(mover,))
    assert [bool(present_at(said, one)) for one in items] == there


def test_somebody_without_organisation_and_a_meeting_without_anybody_are_found():
    nobody = Attendee(id=4, name="Bo Al")
    assert found(content(item(), attendance=(nobody,))) == {(Check.NO_ORGANISATION, WARNING)}
    assert found(content(attendance=())) == {
        (Check.NO_ITEMS, ERROR),
        (Check.NO_ATTENDANCE, ERROR),
    }


def test_signed_minutes_need_a_chair_a_secretary_and_somebody_who_checks():
    signed = {"form": "signed", "legal_form": "joint-committee", "effect": "binding"}
    assert found(content(item(), **signed)) == {
        (Check.NO_CHAIR, ERROR),
        (Check.NO_SECRETARY, WARNING),
        (Check.NO_CHECKER, WARNING),
    }
    eva = Named(name="Eva Ek")
    whole = signed | {
        "chair": eva,
        "secretary": eva,
        "signers": (Signing(role="checker", name="Bo Al"),),
    }
    assert found(content(item(), **whole)) == set()


def test_a_finding_has_the_same_key_in_every_language():

    said = content(item(clause("att anta överenskommelsen")))
    with override("en"):
        english = findings(said)
    assert [one.key for one in english] == [one.key for one in findings(said)]


def test_every_check_is_in_the_reference():

    reference = (Path(__file__).parents[3] / "docs" / "reference" / "minutes.md").read_text()
    assert [check for check in Check if f"`{check.value}`" not in reference] == []

"""What moves an item, and who is to do what, told in running text."""

from __future__ import annotations

import pytest

from handslag.source.record import Action, Outcome
from tests.source.parsing.test_decisions import item_with


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Motionen remitteras till kommunstyrelsen.", Outcome.REFERRED),
        ("Vi återkommer till frågan på mötet den 4 juni.", Outcome.TABLED),
        ("Beslut i frågan tas på nästa möte.", Outcome.TABLED),
        ("Ordföranden meddelar att ärendet utgår.", Outcome.WITHDRAWN),
        ("Bo Dal informerar om att ärendet utgår i regionen.", Outcome.NONE),
        ("Att göra: Bo bjuder in polisen.", Outcome.NONE),
    ],
)
def test_what_becomes_of_the_item(text, outcome):
    assert item_with(text).outcome is outcome


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Uppdras åt förvaltningschefen att återkomma.", ["förvaltningschefen"]),
        ("Att göra: Bo bjuder in polisen.", ["Bo"]),
        ("Alla kommuner skickar in sina siffror till Eva.", ["Alla kommuner"]),
        ("Frågan behöver upp igen och alla skickar in svar.", ["alla"]),
        ("Ordföranden meddelar att bron är stängd.", []),
        ("Bo och Eva skickar in svar.", ["Bo och Eva"]),
    ],
)
def test_who_is_to_do_something(text, who):
    assert [n.name for a in item_with(text).assignments for n in a.assignees] == who


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Ärendet återremitteras till förvaltningen.", Action.REFER),
        ("Beslut: Bo Dal ringer runt.", Action.ASSIGN),
        ("Beslut: Bo Dal avgår.", Action.OTHER),
        ("Nämnden medger att Bo Dal deltar i konferensen.", Action.APPROVE),
    ],
)
def test_what_a_sentence_without_att_does(text, action):
    assert [c.action for d in item_with(text).decisions for c in d.clauses] == [action]

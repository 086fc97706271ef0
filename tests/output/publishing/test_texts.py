"""What is published as plain text: where what goes on goes, and when it is expected back."""

from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.matters.models import TransferKind
from handslag.domain.publications.content import Clause, Content, Decision, Item, Transfer
from handslag.interfaces.web.public import labels
from handslag.output.generation.minutes_paper import PaperTransferKind
from handslag.output.publishing.texts import text_file

DAY = date(2031, 4, 7)


def lines(transfer: Transfer, *, by_clause: bool) -> list[str]:
    clause = Clause(text="att det går vidare", anchor="b", transfers=(transfer,) * by_clause)
    item = Item(
        anchor="p",
        number="1",
        decisions=(Decision(clauses=(clause,)),),
        transfers=() if by_clause else (transfer,),
    )
    content = Content(
        body="Länsnätverket för chefer", kind="minutes", form="notes", day=DAY, items=(item,)
    )
    return text_file(content).decode().splitlines()


@pytest.mark.parametrize("by_clause", [True, False])
@pytest.mark.parametrize(
    ("transfer", "line"),
    [
        (Transfer(kind="tabled", to_date=DAY), "Bordlagt till 7 april 2031."),
        (Transfer(kind="tabled", text="nästa möte"), "Bordlagt till nästa möte."),
        (Transfer(kind="tabled"), "Bordlagt."),
        (Transfer(kind="returned", to_body="Beredningen"), "Återlämnat till Beredningen."),
        (Transfer(kind="taken-back"), "Återtaget."),
        (Transfer(kind="taken-back", text="Regionen drog det."), "Återtaget: Regionen drog det."),
        (
            Transfer(kind="referred", to_body="Välfärdsrådet", to_date=DAY),
            "Hänskjutet till Välfärdsrådet, 7 april 2031.",
        ),
        (
            Transfer(kind="referred", to_body="Välfärdsrådet", back_date=DAY),
            "Hänskjutet till Välfärdsrådet. Väntas åter i Länsnätverket för chefer: 7 april 2031.",
        ),
        (
            Transfer(kind="referred", to_body="Välfärdsrådet", back_text="till hösten"),
            "Hänskjutet till Välfärdsrådet. Väntas åter i Länsnätverket för chefer: till hösten.",
        ),
    ],
)
def test_where_it_goes_and_when_it_is_expected_back(transfer, line, by_clause):
    assert line in lines(transfer, by_clause=by_clause)


@pytest.mark.parametrize("kind", TransferKind.values)
def test_every_way_that_an_item_goes_has_its_words(kind):
    sent = Transfer(kind=kind, to_body="Välfärdsrådet", to_date=DAY)
    assert any("Välfärdsrådet, 7 april 2031." in line for line in lines(sent, by_clause=False))
    assert labels.label(kind, "transfer")
    assert PaperTransferKind(kind)

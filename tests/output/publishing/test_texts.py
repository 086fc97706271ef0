"""What is published as plain text: where what goes on goes, and when it is expected back."""

from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.publications.content import Clause, Content, Decision, Item, Transfer
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

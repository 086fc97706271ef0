"""A matter that is sent back is told once, and stands where it was sent."""

from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.matters.history.queries import matter_page, matters
from handslag.domain.matters.models import ClauseAction
from handslag.domain.meetings.rules import called
from tests.builders import VIEWER, a_body, a_clause, a_matter, a_meeting, an_item

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def sent_back():
    """Minutes that tell of the vote on sending a matter back before they tell of the decision."""
    a_body("Länsnätverket")
    item = an_item(a_meeting(a_body("Samverkansnämnden"), date(2031, 2, 3)), "Nytt avtal, bilaga 2")
    a_clause(item, "att återremittera ärendet", action=ClauseAction.REFER, inline=True)
    a_clause(
        item,
        "att återremittera ärendet till Länsnätverket för omarbetning",
        action=ClauseAction.REFER,
    )
    item.transfers.create(kind="referred", to_body="Länsnätverket", text="Länsnätverket")
    return a_matter(item)


def test_the_vote_on_it_is_no_second_time(sent_back):
    page = matter_page(VIEWER, sent_back.id, date(2031, 3, 1))
    moves = [one for one in page.happenings if one.kind.value == "referred"]
    assert [one.to_body.name for one in moves if one.to_body] == ["Länsnätverket"]
    assert len(moves) == 1
    assert page.status.body is not None
    assert page.status.body.name == "Länsnätverket"


def test_it_is_called_what_it_is_about_without_the_labels_of_attachments(sent_back):
    assert matter_page(VIEWER, sent_back.id, date(2031, 3, 1)).title == "Nytt avtal"
    assert [row.title for row in matters(VIEWER, today=date(2031, 3, 1)).rows] == ["Nytt avtal"]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Avtal om tolk, Bilaga 7a–7d", "Avtal om tolk"),
        ("Ändrad plan (bilaga 3)", "Ändrad plan"),
        ("Riktlinje (Bil. 2-3)", "Riktlinje"),
        ("Bilaga 4", "Bilaga 4"),
        ("Ny bilaga till avtalet", "Ny bilaga till avtalet"),
        ("Hur går det?", "Hur går det?"),
        ("Bilagor", "Bilagor"),
    ],
)
def test_only_labels_at_the_end_are_left_out(heading, name):
    assert called(heading) == name

"""The page where somebody says what belongs together, and an item's matters."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held
from handslag.domain.matters.models import LinkState, LinkSuggestion
from tests.builders import NO_SUCH, a_body, a_user
from tests.domain.linking.county import are_together, held, link
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db

ASKED = reverse("desk:link-questions")


def two_alike(earlier: str = "Nätverket"):
    """Two items, the earlier of the body so called, that may be of one matter."""
    body = a_body("Nätverket")
    other = body if earlier == body.name else a_body(earlier)
    first = held(other, date(2031, 4, 3), "Utvärdering av mobila nattpatrullen")[0]
    second = held(body, date(2031, 6, 12), "Mobila nattpatrullen: hur delas kostnaden?")[0]
    link(first, second)
    return first, second, LinkSuggestion.objects.get()


@pytest.fixture
def browser():
    return signed_in()


def test_a_question_shows_both_items_with_the_reason(browser):
    first, second, _asked = two_alike()
    page = browser.get(ASKED).content.decode()
    assert first.heading in page
    assert second.heading in page
    assert "3 april 2031" in page
    assert "Samma ovanliga ord: mobila, nattpatrullen" in page


def test_a_yes_makes_one_matter_and_can_be_taken_back(browser):
    first, second, asked = two_alike()
    answer = browser.post(ASKED, {"fraga": asked.id, "svar": "ja"}, follow=True)
    assert "Ångra svaret" in answer.content.decode()
    assert are_together(first, second)
    browser.post(ASKED, {"fraga": asked.id, "svar": "angra"})
    assert not are_together(first, second)
    assert LinkSuggestion.objects.get().state == LinkState.OPEN


def test_a_no_is_never_asked_again(browser):
    first, second, asked = two_alike()
    browser.post(ASKED, {"fraga": asked.id, "svar": "nej"})
    second.heading = "Mobila nattpatrullen: kostnaden delas"
    second.save()
    link(second)
    assert LinkSuggestion.objects.get().state == LinkState.DECLINED
    assert not are_together(first, second)


def test_an_answer_is_given_once(browser):
    _first, _second, asked = two_alike()
    browser.post(ASKED, {"fraga": asked.id, "svar": "nej"})
    late = browser.post(ASKED, {"fraga": asked.id, "svar": "ja"}, follow=True)
    assert "Någon har redan svarat" in late.content.decode()
    assert LinkSuggestion.objects.get().state == LinkState.DECLINED


@pytest.mark.parametrize("data", [{}, {"fraga": "x"}, {"fraga": "1", "svar": "kanske"}])
def test_nonsense_is_not_found(browser, data):
    assert browser.post(ASKED, data).status_code == 404
    assert browser.post(ASKED, {"fraga": NO_SUCH, "svar": "ja"}).status_code == 404


def test_nobody_is_asked_about_an_item_that_they_do_not_see():
    first, second, asked = two_alike("Rådet")
    writer = signed_in(
        a_user("Sven Skrivare", Held(Role.SECRETARY, of_body(second.meeting.body_id)))
    )
    page = writer.get(ASKED).content.decode()
    assert first.heading not in page
    assert second.heading not in page
    assert writer.post(ASKED, {"fraga": asked.id, "svar": "ja"}).status_code == 404
    assert not are_together(first, second)
    assert "hör kanske till" not in writer.get(reverse("desk:start")).content.decode()


def test_the_start_page_counts_the_questions(browser):
    two_alike()
    page = browser.get(reverse("desk:start")).content.decode()
    assert "1 punkt hör kanske till ett ärende som redan finns" in page


def test_an_items_matters_can_be_changed(browser):
    first, second, _asked = two_alike()
    address = reverse("desk:item-matters", args=[second.id])
    found = browser.get(address, {"ord": "nattpatrullen"}).content.decode()
    assert first.heading in found
    matter = first.treatments.get().matter
    browser.post(address, {"knyt": matter.id})
    assert are_together(first, second)
    browser.post(address, {"skilj": matter.id})
    assert not are_together(first, second)
    link(second)
    assert not are_together(first, second)


def test_the_meeting_tells_its_items_matters(browser):
    first, _second, _asked = two_alike()
    page = browser.get(reverse("desk:meeting", args=[first.meeting_id])).content.decode()
    assert reverse("desk:item-matters", args=[first.id]) in page

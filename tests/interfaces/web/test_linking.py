"""The page where somebody says what belongs together, and an item's matters."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held
from handslag.domain.matters.models import Assignment, ClauseMatter, LinkState, LinkSuggestion
from tests.builders import NO_SUCH, a_body, a_clause, a_matter, a_user
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


def an_item_of_two():
    """An item of two matters, with a decision that names neither."""
    body = a_body("Nätverket")
    flight = held(body, date(2031, 4, 3), "Avtal om ambulansflyg")[0]
    talk = held(body, date(2031, 5, 3), "Tolkar i vården")[0]
    item = held(body, date(2031, 6, 12), "Ekonomi")[0]
    return item, a_matter(flight, item), a_matter(talk, item)


def test_a_decision_is_said_to_belong_to_one_of_several_matters(browser):
    item, flight, talk = an_item_of_two()
    clause = a_clause(item, "att godkänna förslagen")
    address = reverse("desk:item-matters", args=[item.id])
    note, story = "under en punkt med flera ärenden", reverse("desk:matter", args=[flight.id])
    shown = browser.get(story).content.decode()
    assert note in shown
    assert address in shown
    assert (
        "Ingen har sagt vilket, och orden avgör det inte. Beslutet visas i alla"
        in browser.get(address).content.decode()
    )
    answer = browser.post(address, {"sats": clause.id, "arende": [talk.id]}, follow=True)
    assert "Ta tillbaka" in answer.content.decode()
    assert "att godkänna förslagen" not in browser.get(story).content.decode()
    other = browser.get(reverse("desk:matter", args=[talk.id])).content.decode()
    assert "att godkänna förslagen" in other
    assert note not in other
    browser.post(address, {"angra": clause.id})
    assert note in browser.get(story).content.decode()


def test_one_matter_at_least_is_chosen(browser):
    item, _flight, talk = an_item_of_two()
    clause = a_clause(item, "att godkänna förslagen")
    address = reverse("desk:item-matters", args=[item.id])
    answer = browser.post(address, {"sats": clause.id}, follow=True)
    assert "Välj minst ett ärende" in answer.content.decode()
    foreign = browser.post(address, {"sats": clause.id, "arende": [talk.id, "x"]}, follow=True)
    assert "Inget har ändrats" in foreign.content.decode()
    assert browser.post(address, {"sats": NO_SUCH, "arende": [talk.id]}).status_code == 404
    assert not ClauseMatter.objects.exists()


def test_an_item_of_one_matter_asks_nothing_about_its_decisions(browser):
    item, flight, _talk = an_item_of_two()
    a_clause(item, "att godkänna förslagen")
    address = reverse("desk:item-matters", args=[item.id])
    assert "Vilket ärende varje beslut hör till" in browser.get(address).content.decode()
    flight.treatments.filter(item=item).delete()
    assert "Vilket ärende varje beslut hör till" not in browser.get(address).content.decode()


def test_an_assignment_under_several_matters_says_so(browser):
    item, flight, _talk = an_item_of_two()
    Assignment.objects.create(item=item, text="Räkna")
    page = browser.get(reverse("desk:matter", args=[flight.id])).content.decode()
    assert "Uppdraget gavs under en punkt med flera ärenden." in page


def test_who_may_not_change_matters_is_told_and_shown_no_way_there():
    item, flight, talk = an_item_of_two()
    clause = a_clause(item, "att godkänna förslagen")
    type(item.meeting).objects.update(state="shared", planned_state="shared")
    reader = signed_in(a_user("Lena Läsare", Held(Role.READER, of_body(item.meeting.body_id))))
    address = reverse("desk:item-matters", args=[item.id])
    page = reader.get(reverse("desk:matter", args=[flight.id])).content.decode()
    assert "under en punkt med flera ärenden" in page
    assert address not in page
    assert reader.post(address, {"sats": clause.id, "arende": [talk.id]}).status_code == 403
    assert not ClauseMatter.objects.exists()


def test_the_meeting_tells_its_items_matters(browser):
    first, _second, _asked = two_alike()
    page = browser.get(reverse("desk:meeting", args=[first.meeting_id])).content.decode()
    assert reverse("desk:item-matters", args=[first.id]) in page

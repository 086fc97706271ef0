"""Following, saved searches and the digest's settings, by forms that need no script."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import Follow
from handslag.domain.registry.models import Person
from handslag.output.news.models import SavedSearch, Tuning
from tests.builders import a_body, a_matter, a_meeting, a_membership, a_user, an_item
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
SHARED: dict[str, Any] = {
    "state": PublicationState.SHARED,
    "planned_state": PublicationState.SHARED,
}


@pytest.fixture
def body():
    return a_body()


@pytest.fixture
def client(body):
    user = a_user("Nora Norr")
    a_membership(body, Person.objects.create(name="Nora Norr", user=user))
    return signed_in(user)


def page_of(client, address="/bevakningar/"):
    return client.get(address).content.decode()


def test_a_matter_is_followed_from_its_page_and_left_from_ones_own(client, body):
    matter = a_matter(an_item(a_meeting(body, date(2031, 2, 3), **SHARED), "Taxa för hjälpmedel"))
    address = f"/arenden/{matter.id}/"
    assert f'action="{address}folj/"' in page_of(client, address)
    followed = client.post(f"{address}folj/", follow=True)
    assert "Du följer ärendet." in followed.content.decode()
    assert "Sluta följa" in followed.content.decode()
    assert "Taxa för hjälpmedel" in page_of(client)
    left = client.post(f"{address}folj/", {"sluta": "1", "fran": "bevakningar"})
    assert left.headers["Location"] == "/bevakningar/"
    assert not Follow.objects.exists()


def test_a_body_is_followed_from_its_page(client, body):
    assert "Följ</button>" in page_of(client, f"/organ/{body.id}/")
    client.post(f"/organ/{body.id}/folj/")
    assert Follow.objects.get().body_id == body.id
    assert "Nordnätverket" in page_of(client)


def test_nobody_follows_what_they_do_not_see(client):
    hidden = a_matter(an_item(a_meeting(a_body("Deras råd"), **SHARED), "Hemlig upphandling"))
    answer = client.post(f"/arenden/{hidden.id}/folj/")
    assert answer.status_code == 404
    assert not Follow.objects.exists()


def test_a_search_is_saved_with_what_it_was_sifted_by_and_opened_again(client, body):
    shown = page_of(client, f"/sok/?q=taxa&organ={body.id}")
    assert "Spara sökningen" in shown
    client.post("/bevakningar/sokningar/", {"fraga": f"q=taxa&organ={body.id}", "namn": "Taxor"})
    kept = SavedSearch.objects.get()
    assert (kept.name, kept.question) == ("Taxor", {"words": "taxa", "body_id": body.id})
    assert "Taxor" in page_of(client)
    opened = client.post(f"/bevakningar/sokningar/{kept.id}/")
    assert opened.headers["Location"] == f"/sok/?q=taxa&organ={body.id}"
    client.post(f"/bevakningar/sokningar/{kept.id}/ta-bort/")
    assert not SavedSearch.objects.exists()


def test_what_is_typed_wrong_is_told_and_kept(client):
    choice = {"hur-ofta": "weekly", "dag": "2", "dagar": "99", "slag": ["matter"]}
    answer = client.post("/bevakningar/sammandrag/", choice)
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "Skriv ett antal dagar mellan 1 och 30." in words
    assert 'value="99"' in words
    assert 'value="weekly" checked' in words
    assert not Tuning.objects.exists()


def test_the_digest_is_tuned(client):
    choice = {"hur-ofta": "never", "dag": "2", "dagar": "5", "slag": ["matter", "answer"]}
    assert client.post("/bevakningar/sammandrag/", choice).status_code == 302
    tuning = Tuning.objects.get()
    assert (tuning.frequency, tuning.days_before) == ("never", 5)
    assert sorted(tuning.muted) == ["assignment", "body", "material", "search"]
    assert "Du har valt att inte få några sammandrag." in page_of(client)

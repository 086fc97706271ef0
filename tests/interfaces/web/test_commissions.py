"""The pages of commissions: made, read, given new terms, ended."""

from __future__ import annotations

import re
from datetime import date

import pytest

from handslag.domain.matters.models import Assignment, Commission
from tests.builders import a_body, a_meeting, a_name, an_item

pytestmark = pytest.mark.django_db
TERMS = "Gruppen ska se över avtalet."


@pytest.fixture
def task() -> Assignment:
    a_name("Vera Ask")
    item = an_item(a_meeting(a_body("Länsnätverket"), date(2026, 2, 3)))
    return Assignment.objects.create(item=item, text="se över avtalet")


def address(task) -> str:
    return f"/uppdrag/{task.id}/direktiv/"


def made(client, task, **more):
    said = {"gor": "ge-direktiv", "namn": "Översyn", "leder": "Vera Ask", "direktiv": TERMS}
    return client.post(address(task), said | more, follow=True)


def seen(client, task) -> str:
    found = re.search(
        r'name="sedd" value="([0-9a-f]+)"', client.get(address(task)).content.decode()
    )
    assert found
    return found[1]


def test_an_assignment_is_given_terms_of_reference_and_they_stand_on_its_page(client, task):
    assert "Ge det ett direktiv" in client.get(f"/uppdrag/{task.id}/").content.decode()
    text = made(client, task, manader="3", slutar="2027-02-01").content.decode()
    assert "Uppdraget har nu ett direktiv." in text
    assert TERMS in text
    assert "var 3:e månad" in text
    assert "Direktivet och rapporterna" in client.get(f"/uppdrag/{task.id}/").content.decode()
    assert "Översyn" in client.get("/uppdrag/direktiv/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"namn": ""}, "Skriv vad uppdraget heter"),
        ({"slutar": "i vår"}, "är ingen dag i kalendern"),
        ({"slutar": "2027-02-31"}, "är ingen dag i kalendern"),
        ({"manader": "några"}, "Skriv antalet månader med siffror"),
        ({"leder": "Nils Nilsson"}, "Ingen i registret heter så"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(client, task, wrong, words):
    answer = made(client, task, **wrong)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert TERMS in text
    assert not Commission.objects.exists()


def test_a_new_version_stands_first_and_the_old_one_stays(client, task):
    made(client, task)
    said = {"gor": "ny-version", "direktiv": "Gruppen skriver om avtalet.", "galler": "2026-05-01"}
    said["sedd"] = seen(client, task)
    text = client.post(address(task), said, follow=True).content.decode()
    assert "Version 2 av direktivet är sparad." in text
    assert text.index("Gruppen skriver om avtalet.") < text.rindex("se över avtalet.")
    answer = client.post(address(task), said | {"direktiv": "Något tredje."})
    assert answer.status_code == 409
    assert "Något tredje." in answer.content.decode()


def test_it_is_ended_and_taken_up_again(client, task):
    made(client, task)
    said = {"gor": "avsluta", "skal": "Avtalet är klart", "sedd": seen(client, task)}
    text = client.post(address(task), said, follow=True).content.decode()
    assert "Avtalet är klart" in text
    assert "Översyn" in client.get("/uppdrag/direktiv/?visa=avslutade").content.decode()
    said = {"gor": "oppna", "skal": "Ett avsnitt återstår", "sedd": seen(client, task)}
    assert "Uppdraget fortsätter." in client.post(address(task), said, follow=True).content.decode()

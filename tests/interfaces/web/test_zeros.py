"""The character zero, which one database keeps and the other refuses: it comes no farther."""

from __future__ import annotations

import pytest

from handslag.domain.registry.models import Body
from tests.builders import a_body

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/sok/", "/personer/", "/moten/", "/beslut/", "/handlingar/", "/organ/", "/handlingar/fraga/"],
)
@pytest.mark.parametrize("name", ["q", "ord", "ar", "organ", "sida", "next"])
def test_an_address_with_a_zero_asks_for_what_is_left_of_it(client, address, name):
    assert client.get(f"{address}?{name}=bu%00dget&%00=1").status_code in {200, 302, 404}


def test_a_path_with_a_zero_leads_nowhere(client):
    assert client.get("/moten/%00/").status_code in {400, 404}


def test_a_form_with_a_zero_changes_nothing(client):
    body = a_body("Nordnätverket")
    done = client.post(f"/organ/{body.id}/", {"name": "Nord\0rådet", "kind": body.kind})
    assert done.status_code == 400
    assert "Inget har ändrats." in done.content.decode()
    assert Body.objects.get().name == "Nordnätverket"

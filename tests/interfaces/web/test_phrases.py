"""The page of a body's phrases."""

from __future__ import annotations

import pytest
from django.urls import reverse

from handslag.domain.matters.models import Phrase
from tests.builders import a_body
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db


def test_a_body_adds_changes_and_removes_its_phrases_on_their_page():
    client, body = signed_in(), a_body()
    address = reverse("desk:phrases", args=[body.id])
    assert "att lägga informationen till handlingarna" in client.get(address).content.decode()

    client.post(address, {"gor": "ny", "text": "att tacka {person}"})
    phrase = Phrase.objects.get(body=body)
    assert "att tacka {person}" in client.get(address).content.decode()

    wrong = client.post(address, {"gor": "ny", "text": "att köpa {båt}"})
    assert (wrong.status_code, "att köpa {båt}" in wrong.content.decode()) == (422, True)

    said = {"gor": "andra", "fras": str(phrase.id), "sett": phrase.text, "text": "att avslå {vad}"}
    assert client.post(address, said).status_code == 302
    assert client.post(address, said | {"text": "att bifalla {vad}"}).status_code == 409
    client.post(address, {"gor": "ta-bort", "fras": str(phrase.id)})
    assert not Phrase.objects.exists()
    assert client.post(address, {"gor": "dansa"}).status_code == 404

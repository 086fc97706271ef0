"""Looking around the example: on this machine, with the demo asked for, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from handslag.config import urls as real
from handslag.intake.example import load_example, look_around_as

pytestmark = pytest.mark.django_db

HERE: dict[str, Any] = {"HTTP_HOST": "127.0.0.1:8000", "REMOTE_ADDR": "127.0.0.1"}
COUNTY = """
[region]
name = "Region Sjö"

[[municipalities]]
name = "Sjöviks kommun"

[[bodies]]
name = "Sjörådet"

[[members]]
body = "Sjörådet"
person = "Vera Ask"
principal = "Sjöviks kommun"
since = 2023-01-01

[[users]]
name = "Karin Ek"
email = "karin@sjo.example"
role = "coordinator"
looks = "coordinator"

[[users]]
name = "Vera Ask"
email = "vera@sjo.example"
looks = "member"
"""


class WithExample:
    urlpatterns = (*real.EXAMPLE, *real.urlpatterns)
    handler400, handler403 = real.handler400, real.handler403
    handler404, handler500 = real.handler404, real.handler500


@pytest.fixture
def example(settings, tmp_path) -> None:
    """The example is loaded, and the demo was asked for."""
    (tmp_path / "county.toml").write_text(COUNTY)
    load_example(tmp_path)
    settings.DEMO, settings.ROOT_URLCONF = True, WithExample


def look(what: str, client: Client | None = None, **where: Any):
    return (client or Client()).post("/se-dig-omkring/", {"som": what}, **(HERE | where))


@pytest.mark.usefixtures("example")
def test_a_stranger_is_offered_to_look_around_and_told_what_it_is():
    page = Client().get("/", **HERE).content.decode()
    assert "Det här är ett exempel" in page
    assert "Alla som sitter vid den här datorn kan se och ändra allt" in page
    assert page.count('name="som"') == 3


@pytest.mark.usefixtures("example")
def test_one_looks_around_as_coordinator_as_member_and_as_the_public():
    visitor = Client()
    look("samordnare", visitor)
    assert visitor.get("/konton/", **HERE).status_code == 200
    assert "Det här är ett exempel" not in visitor.get("/", **HERE).content.decode()
    look("ledamot", visitor)
    assert visitor.get("/konton/", **HERE).status_code == 403
    assert "Sjörådet" in visitor.get("/organ/", **HERE).content.decode()
    look("allmanhet", visitor)
    assert "/logga-in/" in visitor.get("/organ/", **HERE)["Location"]
    assert look("kung").status_code == 404


@pytest.mark.usefixtures("example")
def test_nobody_can_sign_in_with_the_examples_accounts():
    assert set(look_around_as()) == {"coordinator", "member"}
    for password in ("", "!", "samordnare", "karin@sjo.example"):
        form = {"login": "karin@sjo.example", "password": password}
        Client().post("/logga-in/", form, **HERE)
        assert Client().get("/konton/", **HERE).status_code == 302


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "::ffff:192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_X_FORWARDED_HOST": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_HOST": "handslag.example.se"},
        {"HTTP_HOST": "127.0.0.1.example.se"},
        {"HTTP_HOST": "handslag.example.se", "HTTP_X_FORWARDED_HOST": "127.0.0.1"},
    ],
)
def test_from_anywhere_else_there_is_nothing(settings, elsewhere):
    settings.ALLOWED_HOSTS = ["*"]
    assert look("samordnare", **elsewhere).status_code == 404
    assert Client().get("/se-dig-omkring/", **(HERE | elsewhere)).status_code == 404
    assert "Det här är ett exempel" not in Client().get("/", **(HERE | elsewhere)).content.decode()


@pytest.mark.usefixtures("example")
def test_behind_a_trusted_proxy_there_is_nothing(settings):
    settings.TRUSTED_PROXIES = ("127.0.0.1",)
    assert look("samordnare", HTTP_X_FORWARDED_FOR="127.0.0.1").status_code == 404


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize("change", [{"DEMO": False}, {"PRODUCTION": True}])
def test_where_it_is_not_asked_for_or_in_production_there_is_nothing(settings, change):
    for name, value in change.items():
        setattr(settings, name, value)
    assert look("samordnare").status_code == 404
    assert "Det här är ett exempel" not in Client().get("/", **HERE).content.decode()


@pytest.mark.usefixtures("example")
def test_another_sites_form_is_refused():
    strict = Client(enforce_csrf_checks=True)
    assert look("samordnare", strict, HTTP_ORIGIN="https://example.org").status_code == 403


def test_the_address_is_not_there_unless_the_demo_was_asked_for(settings):
    assert settings.DEMO is False
    assert Client().get("/se-dig-omkring/", **HERE).status_code == 404
    assert not [one for one in real.urlpatterns if one in real.EXAMPLE]


def settings_say(**environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDSLAG_")}
    return subprocess.run(
        [sys.executable, "-c", "from handslag.config import settings; print(settings.DEMO)"],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_production_with_the_demo_does_not_start(tmp_path):
    safe = {
        "HANDSLAG_DATA": str(tmp_path / "data"),
        "HANDSLAG_PRODUCTION": "1",
        "HANDSLAG_SECRET_KEY": "".join(chr(97 + number % 26) for number in range(60)),
        "HANDSLAG_HOSTS": "handslag.example.se",
        "HANDSLAG_URL": "https://handslag.example.se",
        "HANDSLAG_TRUSTED_PROXIES": "127.0.0.1",
    }
    assert settings_say(**safe).stdout.strip() == "False"
    refused = settings_say(**safe, HANDSLAG_DEMO="1")
    assert refused.returncode != 0
    assert "HANDSLAG_DEMO är på" in refused.stderr


@pytest.mark.parametrize(
    "more",
    [
        {"HANDSLAG_URL": "https://handslag.example.se"},
        {"HANDSLAG_TRUSTED_PROXIES": "127.0.0.1"},
        {"HANDSLAG_DEMO": ""},
    ],
)
def test_whatever_tells_of_others_than_this_machine_turns_it_off(tmp_path, more):
    asked = {"HANDSLAG_DATA": str(tmp_path), "HANDSLAG_DEMO": "1"}
    assert settings_say(**asked).stdout.strip() == "True"
    assert settings_say(**(asked | more)).stdout.strip() == "False"

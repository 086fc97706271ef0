"""Coming in from the machine itself: the first start's link, and `handslag invite`."""

from __future__ import annotations

import re
import select
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests import installations
from tests.door import a_coordinator_in

pytestmark = pytest.mark.database

HANDSLAG = Path(sys.executable).with_name("handslag")
SLOWEST = 300
STRONG = "sju lila cyklar vid Sjövik"


@pytest.fixture
def port() -> str:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return str(attempt.getsockname()[1])


class Served:
    """A server that has said what it had to say when it started."""

    def __init__(self, folder: Path, port: str, lines: int) -> None:
        self.process = subprocess.Popen(
            [HANDSLAG, "serve", "--no-worker", "--port", port],
            env=installations.environment(folder),
            stdout=subprocess.PIPE,
            text=True,
        )
        out = self.process.stdout
        assert out
        ready, _writable, _odd = select.select([out], [], [], SLOWEST)
        assert ready, "it never said anything"
        self.said = [out.readline() for _ in range(lines)]  # they come together

    def stop(self) -> str:
        """Stop it; what else it said."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=SLOWEST)[0]


def opened(link: str, **said: str) -> str:
    """The page at `link`; what it answers to a form where something is said."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(link).read().decode()
    if not said:
        return page
    (mark,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[:1]
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": mark, **said}).encode()
    asked = urllib.request.Request(link, form, {"Referer": link})  # noqa: S310  our own server
    return browser.open(asked).read().decode()


def test_the_first_start_prints_a_way_in_that_works_once(tmp_path, port):
    folder = tmp_path / "new" / "folder"
    first = Served(folder, port, 3)
    former = first.said[2].strip()
    assert "Ingen samordnare finns än" in first.said[1]
    assert re.fullmatch(rf"http://127\.0\.0\.1:{port}/valkommen/[\w-]{{32}}/", former)
    assert first.stop() == ""
    again = Served(folder, port, 3)
    link = again.said[2].strip()
    assert link != former
    with pytest.raises(urllib.error.HTTPError, match="404"):
        opened(former)
    page = opened(link, name="Anna Lund", email="anna@exempel.se", password=STRONG, again=STRONG)
    assert "Logga in" in page
    with pytest.raises(urllib.error.HTTPError, match="410"):
        opened(link)
    again.stop()
    assert installations.rows(folder, "select email, role from accounts_user, accounts_grant") == [
        ("anna@exempel.se", "coordinator")
    ]
    third = Served(folder, port, 1)
    assert third.stop() == ""


def invite(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HANDSLAG, "invite", *arguments],
        env=installations.environment(folder),
        capture_output=True,
        text=True,
        timeout=SLOWEST,
        check=False,
    )


def test_whoever_is_locked_out_gets_a_link_at_the_machine(tmp_path):
    data = tmp_path / "data"
    a_coordinator_in(data)
    done = invite(data, "samordnaren@exempel.se", "--name", "Samordnaren", "--port", "8123")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^http://127\.0\.0\.1:8123/inbjudan/[\w-]{32}/$", done.stdout, re.MULTILINE)
    ((renews,),) = installations.rows(data, "select renews from accounts_invitation")
    assert renews


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("anna", "--name", "Anna"), "ingen e-postadress"),
        (("anna@exempel.se", "--name", " "), "vad personen heter"),
        (("anna@exempel.se", "--name", "Anna", "--role", "kung"), "Rollen kung finns inte"),
        (("anna@exempel.se", "--name", "Anna", "--role", "contact"), "kan inte ges för det"),
    ],
)
def test_what_will_not_do_is_told(tmp_path, arguments, words):
    done = invite(installations.installed(tmp_path / "data"), *arguments)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr

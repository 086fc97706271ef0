"""Nobody gets to ask so often, or send so much, that the others have to wait."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from handslag.domain.access.permissions import Permission
from handslag.domain.access.viewer import ANONYMOUS
from handslag.interfaces.web.kit import limits
from handslag.interfaces.web.kit.counting import IN_A_ROW, ROWS, Allowance, Counts

NOW = 2_000_000_000.0
THREE = Allowance(3, 10.0)


@pytest.fixture
def counts(tmp_path):
    kept = Counts(tmp_path / "counts", "secret")
    yield kept
    kept.close()


def test_so_many_at_once_and_then_one_at_a_time(counts):
    assert [counts.take("a", THREE, NOW) for _time in range(4)] == [0, 0, 0, 10]
    assert counts.take("a", THREE, NOW + 9) == pytest.approx(1)
    assert counts.take("a", THREE, NOW + 10) == 0
    assert counts.take("a", THREE, NOW + 11) == pytest.approx(9)
    assert [counts.take("a", THREE, NOW + 60) for _time in range(4)] == [0, 0, 0, 10]


def test_each_has_an_allowance_of_its_own(counts):
    for _time in range(4):
        counts.take("a", THREE, NOW)
    assert counts.take("b", THREE, NOW) == 0


def test_a_clock_that_is_set_back_locks_nobody_out(counts):
    for _time in range(4):
        counts.take("a", THREE, NOW)
    assert counts.take("a", THREE, NOW - 3600) == 0


def test_a_crowd_pushes_nobody_out_who_must_wait_longest(counts, monkeypatch):
    """Where a row is full, whoever is nearest to being free is forgotten."""
    monkeypatch.setattr("handslag.interfaces.web.kit.counting.ROWS", 1)
    for _time in range(3):
        counts.take("a", THREE, NOW)
    for number in range(IN_A_ROW * 3):
        counts.take(f"crowd {number}", THREE, NOW)
    assert counts.take("a", THREE, NOW) == 10


def test_the_file_never_grows(counts, tmp_path):
    for number in range(2000):
        counts.take(f"somebody {number}", THREE, NOW)
    assert (tmp_path / "counts").stat().st_size <= ROWS * IN_A_ROW * 16


def test_the_file_tells_of_nobody(counts, tmp_path):
    counts.take("user 17 203.0.113.9", THREE, NOW)
    data = (tmp_path / "counts").read_bytes()
    assert b"203" not in data
    assert (tmp_path / "counts").stat().st_mode & 0o077 == 0


TAKE_FORTY = """
import sys
from pathlib import Path
from handslag.interfaces.web.kit.counting import Allowance, Counts
counts = Counts(Path(sys.argv[1]), "secret")
print(sum(counts.take("all", Allowance(50, 60.0), 2e9) == 0 for _time in range(40)))
"""


def test_processes_and_threads_count_together(tmp_path):
    path = tmp_path / "counts"
    command = [sys.executable, "-c", TAKE_FORTY, str(path)]
    processes = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _number in range(2)
    ]
    assert sum(int(process.communicate()[0]) for process in processes) == 50
    shared = Counts(path, "secret")
    with ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda _n: shared.take("more", Allowance(50, 60.0), NOW), range(200))
    assert sum(wait == 0 for wait in found) == 50


@pytest.fixture
def few(monkeypatch):
    """Two of each, and then one a minute."""
    two = Allowance(2, 60.0)
    monkeypatch.setattr(limits, "RATES", dict.fromkeys(limits.RATES, two))
    monkeypatch.setattr(limits, "GUESSED", two)


@pytest.mark.django_db
def test_too_many_searches_are_told_when_to_come_back(client, few):
    assert [client.get("/sok/?q=a").status_code for _time in range(2)] == [200, 200]
    answer = client.get("/sok/?q=a")
    assert answer.status_code == 429
    assert 50 <= int(answer["Retry-After"]) <= 60
    page = answer.content.decode()
    assert "Vänta en liten stund" in page
    assert f"Försök igen om {answer['Retry-After']} sekunder." in page
    assert client.get("/moten/").status_code == 200


@pytest.mark.django_db
def test_head_counts_as_get(client, few):
    for _time in range(2):
        client.head("/sok/?q=a")
    assert client.get("/sok/?q=a").status_code == 429


@pytest.mark.django_db
def test_pictures_and_uploads_are_counted(client, few):
    for address in ("/handlingar/1/sidor/1", "/handlingar/2/sidor/1"):
        assert client.get(address).status_code == 404
    assert client.get("/handlingar/3/sidor/1").status_code == 429
    for _time in range(2):
        assert client.post("/handlingar/").status_code == 422
    assert client.post("/handlingar/").status_code == 429
    assert client.get("/handlingar/").status_code == 200


@pytest.mark.django_db
def test_guessing_at_secret_addresses_is_slow(client, few):
    """By the address alone, whoever is signed in there."""
    for start in ("lank", "inbjudan"):
        assert client.get(f"/{start}/{'x' * 32}/").status_code == 404
    assert client.get(f"/lank/{'y' * 32}/").status_code == 429
    assert Client().get(f"/valkommen/{'y' * 32}/").status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").get(f"/lank/{'y' * 32}/").status_code == 404


def test_a_disk_that_gives_way_closes_no_page(rf, settings, tmp_path, caplog):
    settings.LIMITS_FILE = tmp_path / "nowhere" / "limits"
    assert limits._taken("a", THREE) == 0
    assert "cannot be kept" in caplog.text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.9", "203.0.113.10", False),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("203.0.113.9", "::ffff:203.0.113.9", True),
    ],
)
def test_strangers_are_known_by_their_network(rf, one, other, same):
    names = {limits._network(rf.get("/", REMOTE_ADDR=address)) for address in (one, other)}
    assert (len(names) == 1) is same


class Unread:
    """A body that must not be read."""

    def read(self, *_size):
        raise AssertionError("it was read")

    readline = read


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/handlingar/", "/sprak/"])
def test_what_is_too_large_is_turned_away_before_it_is_read(client, address):
    answer = client.generic("POST", address, content_type="multipart/form-data; boundary=x")
    assert answer.status_code != 413
    answer = client.request(
        **client._base_environ(
            REQUEST_METHOD="POST",
            PATH_INFO=address,
            CONTENT_TYPE="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(limits.LARGEST_FILES + 1),
        )
        | {"wsgi.input": Unread()}
    )
    assert answer.status_code == 413
    assert "för stort" in answer.content.decode()


@pytest.mark.django_db
def test_only_who_may_hand_in_files_may_send_much(client, monkeypatch):
    files = {"filer": SimpleUploadedFile("a.txt", b"ord " * (limits.LARGEST // 4 + 1))}
    assert client.post("/handlingar/", files).status_code == 200
    monkeypatch.setattr(limits, "FILES", {"handlingar/": Permission.DOCUMENTS_TAKE_IN})
    monkeypatch.setattr(ANONYMOUS.__class__, "permissions", frozenset())
    files["filer"].seek(0)
    assert client.post("/handlingar/", files).status_code == 413

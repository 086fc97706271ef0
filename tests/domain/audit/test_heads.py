from __future__ import annotations

import pytest
from django.db import transaction

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.audit import heads
from handslag.domain.audit.actions import log
from handslag.domain.audit.heads import append
from handslag.domain.audit.models import Entry
from handslag.domain.audit.queries import head, verification
from tests.builders import VIEWER

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(settings, tmp_path, monkeypatch):
    settings.HEAD_FILE = str(tmp_path / "heads")
    monkeypatch.setattr(heads, "_tried", None)
    return tmp_path / "heads"


@pytest.fixture
def a_minute_later(monkeypatch):
    """Both what this process remembers and how old the file looks."""

    def later() -> None:
        monkeypatch.setattr(heads, "_tried", None)
        monkeypatch.setattr(heads, "_written_lately", lambda path: False)

    return later


def act(entries: int = 1) -> None:
    with transaction.atomic():
        for _ in range(entries):
            log(viewer=VIEWER, verb="registry.rename_body", thing_type="registry.body", thing_id=1)


def test_the_head_is_a_line_of_number_time_and_digest():
    assert head(SYSTEM) == ""
    act(2)
    one = Entry.objects.get(number=2)
    number, at, digest = head(SYSTEM).split()
    assert (number, digest) == ("2", one.digest)
    assert at == f"{one.at:%Y-%m-%dT%H:%M:%S.%f}Z"


def test_it_is_appended_after_the_commit_and_not_more_than_once_a_minute(file, a_minute_later):
    act(3)
    first = head(SYSTEM)
    assert file.read_text() == first
    act()
    assert file.read_text() == first
    a_minute_later()
    act()
    assert file.read_text() == first + head(SYSTEM)
    assert list(verification(SYSTEM, file.read_text().splitlines()).troubles()) == []


def test_another_process_that_has_just_written_is_enough(file):
    file.write_text("")
    act()
    assert file.read_text() == ""


def test_what_is_rolled_back_is_not_written_down(file):
    with transaction.atomic():
        log(viewer=VIEWER, verb="registry.rename_body", thing_type="registry.body", thing_id=1)
        transaction.set_rollback(True)
    assert not file.exists()


def test_a_file_that_cannot_be_written_fails_no_action(settings, file, caplog):
    settings.HEAD_FILE = str(file / "no" / "such" / "folder")
    act()
    assert Entry.objects.count() == 1
    assert settings.HEAD_FILE in caplog.text


def test_nothing_is_written_where_no_file_is_named(file, settings):
    settings.HEAD_FILE = ""
    act()
    assert not file.exists()


def test_a_line_cut_off_by_a_full_disk_spoils_itself_alone(file):
    act()
    file.write_text("1 2026-01-01T00")
    append(file, head(SYSTEM))
    walk = verification(SYSTEM, file.read_text().splitlines())
    assert [one.line for one in walk.troubles()] == [1]
    assert walk.heads == 1

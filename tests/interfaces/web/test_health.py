"""Whatever watches over the server is told whether it works, and strangers no more than that."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from handslag.interfaces.web.kit import health

pytestmark = pytest.mark.django_db


def asked(**headers):
    return Client().get("/halsa/", headers=headers)


def test_all_is_well():
    answer = asked()
    assert (answer.status_code, answer.content.decode()) == (200, health.WELL)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"


def test_it_is_asked_by_any_name_over_http(settings):
    """A container asks its own address; only pages are for names and HTTPS."""
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["handslag.example.se"]
    assert asked(host="10.1.2.3:8000").status_code == 200
    assert Client().get("/moten/", headers={"host": "handslag.example.se"}).status_code == 301


def test_it_tells_nobody_anything_else():
    answer = asked()
    assert not answer.cookies
    assert not {"Server", "X-Request-ID", "Vary"} & set(answer.headers)


def test_it_is_not_logged(caplog, settings):
    caplog.set_level("INFO", "handslag.access")
    asked()
    assert caplog.records == []
    Client().get("/moten/")
    assert len(caplog.records) == 1


def test_a_database_that_is_gone_is_told_in_words(monkeypatch):
    def gone():
        raise DatabaseError("password=hemligt host=db.example.se")

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "close", lambda: None)
    answer = asked()
    assert (answer.status_code, answer.content.decode()) == (503, health.NO_DATABASE)


def test_files_that_cannot_be_kept_are_told_in_words(settings, tmp_path):
    settings.FILES = tmp_path / "gone" / "files"
    answer = asked()
    assert (answer.status_code, answer.content.decode()) == (503, health.NO_FILES)
    settings.FILES = tmp_path / "files"
    assert asked().status_code == 200
    (tmp_path / "files").write_text("a file where the folder was")
    assert asked().status_code == 503


def test_nothing_is_sent_there():
    assert Client().post("/halsa/").status_code == 404

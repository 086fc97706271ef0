"""The log tells what happened, and nothing that must not be read there."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import path, resolve

from handslag.config import urls as real
from handslag.config.logs import logging_as
from handslag.interfaces.web.kit.lines import Discretion, OneLine, path_of, request_id

SECRET = "k3yTh4tOp3nsTh3D00r"


def _broken(request, key):
    raise RuntimeError("the reason")


@pytest.fixture
def lines(caplog):
    """The lines of the requests so far, as JSON."""
    caplog.set_level("INFO", "handslag.access")
    only = OneLine()
    return lambda: [
        json.loads(only.format(record))
        for record in caplog.records
        if record.name == "handslag.access"
    ]


@pytest.mark.django_db
def test_a_request_is_one_line(client, user, lines):
    answer = client.get("/moten/?q=hemligt")
    (line,) = lines()
    assert (line["method"], line["path"], line["status"]) == ("GET", "/moten/", 200)
    assert line["user"] == user.id
    assert line["address"] == "127.0.0.1"
    assert line["milliseconds"] > 0
    assert line["time"].endswith("+00:00")
    assert answer["X-Request-ID"]
    assert "hemligt" not in json.dumps(line)


@pytest.mark.django_db
def test_strangers_are_nobody_in_it(lines):
    Client().get("/finns-inte/")
    (line,) = lines()
    assert (line["user"], line["status"]) == (None, 404)


@pytest.mark.parametrize("start", ["lank", "inbjudan", "valkommen", "losenord/nytt"])
@pytest.mark.django_db
def test_an_address_that_opens_a_door_is_never_written(start, lines):
    for rest in ("", "/", "/svar/", "?nyckel=" + SECRET):
        Client().get(f"/{start}/{SECRET}{rest}")
    assert {line["path"] for line in lines()} == {f"/{start}/…"}
    assert SECRET not in json.dumps(lines())


def test_words_that_a_route_catches_are_left_out():
    class Routes:
        urlpatterns = (path("nytt-losenord/<str:key>/<int:step>/", _broken),)

    with override_settings(ROOT_URLCONF=Routes):
        request = RequestFactory().get(f"/nytt-losenord/{SECRET}/2/")
        request.resolver_match = resolve(request.path)
        assert path_of(request) == "/nytt-losenord/…/2/"


def test_a_path_cannot_write_lines_of_its_own():
    request = RequestFactory().get("/a%0d%0a%1b[2Jb/" + "x" * 1000)
    assert path_of(request).startswith("/a???[2Jb/xxx")
    assert len(path_of(request)) == 300


class Broken:
    urlpatterns = (path("nytt-losenord/<str:key>/", _broken), *real.urlpatterns)
    handler500 = real.handler500


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=Broken)
def test_a_fault_of_ours_is_one_line_with_its_trace_and_without_the_secret(caplog):
    answer = Client(raise_request_exception=False).get(f"/nytt-losenord/{SECRET}/")
    assert answer.status_code == 500
    (record,) = [found for found in caplog.records if found.levelno == logging.ERROR]
    told = request_id.set(answer["X-Request-ID"])
    Discretion().filter(record)
    request_id.reset(told)
    line = OneLine().format(record)
    assert "\n" not in line
    found = json.loads(line)
    assert found["level"] == "error"
    assert found["message"] == "Internal Server Error: /nytt-losenord/…/"
    assert found["request"] == answer["X-Request-ID"]
    assert found["trace"].endswith("RuntimeError: the reason")
    assert SECRET not in line


def test_whatever_is_told_stays_on_one_line():
    try:
        int("två\nrader\u2028till")
    except ValueError:
        record = logging.LogRecord("x", 30, "f", 1, "a\nb %s", (object(),), sys.exc_info())
    line = OneLine().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"].startswith("a\nb <object")


@pytest.mark.parametrize(("form", "formatter"), [("", ""), ("text", "text"), ("json", "json")])
def test_the_form_is_chosen(form, formatter):
    told = logging_as(form)
    assert told["handlers"]["stderr"]["formatter"] == formatter
    assert told["loggers"]["handslag"]["level"] == ("INFO" if form else "WARNING")
    assert told["root"]["level"] == "WARNING"


def test_another_form_is_refused_in_words():
    with pytest.raises(Exception, match="HANDSLAG_LOG är xml, men kan bara vara text eller json"):
        logging_as("xml")

"""What holds at every address: what the browser is told, and that nothing sent there breaks it."""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.chance import examples
from tests.interfaces.web.everywhere import (
    County,
    a_county,
    odd_forms,
    odd_words,
    read,
    routes,
)
from tests.signed_in import signed_in

pytestmark = pytest.mark.django_db
EXAMPLES = 300
"""Of what may be sent, all addresses together; each is some milliseconds."""
SAID = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
ROUTES = sorted(routes())
BY_ANYBODY = ("/offentligt/", "/robots.txt", "/sitemap.xml")
"""What may be kept by anybody, since it is the same for all."""
tries = settings(
    max_examples=examples(EXAMPLES),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def _without_limits(settings, monkeypatch):
    """What is tried here comes more often than anybody may ask."""
    monkeypatch.setattr("handslag.interfaces.web.kit.limits._taken", lambda *_any: 0.0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_HOST = "mejl.exempel.se"


@pytest.fixture
def county(client) -> County:
    return a_county(client)


def protected(answer) -> None:
    for name, value in SAID.items():
        assert answer.get(name) == value, name
    # never "no-referrer": with it browsers send our own forms as from nowhere
    assert answer["Referrer-Policy"] in {"same-origin", "strict-origin"}
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy.get("script-src", "'self'") == "'self'"
    assert policy.get("style-src", "'self'") == "'self'"
    assert "camera=()" in answer["Permissions-Policy"]


def test_every_answer_protects_itself(client, county):
    stranger = Client()
    for address in county.addresses().values():
        for browser in (client, stranger):
            answer = browser.get(address)
            assert answer.status_code < 500
            read(answer)
            protected(answer)
            kept_by = set(re.split(r",\s*", answer["Cache-Control"]))
            if address.startswith(BY_ANYBODY):
                # nobody is signed in there: errors and forms are asked for anew, the rest is kept
                assert {"public", "no-store", "no-cache"} & kept_by, address
                assert not answer.cookies, address
                continue
            if browser is stranger and answer["Content-Type"].startswith("text/calendar"):
                assert kept_by == {"public", "max-age=900"}, (
                    address
                )  # nothing but what is published
                continue
            # kept by nobody but, after asking again, the browser itself
            assert {"private", "no-store"} & kept_by, address
            if browser is client and answer["Content-Type"].startswith("text/html"):
                assert "no-store" in answer["Cache-Control"], address


def test_no_page_has_script_or_style_written_into_it(client, county):
    for address in county.addresses().values():
        answer = client.get(address, follow=True)
        page = read(answer)
        if answer["Content-Type"].startswith("text/html"):
            inline = re.search(
                r"<[^>]+\s(?:style|on[a-z]+)\s*=|<style|<script(?![^>]*\s(?:src=|type=\"application/json\"))",
                page,
            )
            assert not inline, (address, inline)
            page = re.sub(r'<link rel="canonical"[^>]*>', "", page)  # nothing is fetched from there
            elsewhere = re.search(r'(?:src|action|<link[^>]*href)="(?:https?:)?//', page)
            assert not elsewhere, (address, elsewhere)


def answered(client, method: str, address: str, query: bytes, **sent) -> None:
    """Whatever comes of it, it is an answer; and nothing that came of it stays."""
    with transaction.atomic():
        answer = client.generic(method, address, QUERY_STRING=query.decode("latin-1"), **sent)
        transaction.set_rollback(True)
    assert answer.status_code < 500
    assert "Traceback" not in read(answer)


def encoded(fields: list[tuple[str, bytes]]) -> bytes:
    parts = (
        quote_from_bytes(name.encode(errors="surrogatepass")) + "=" + quote_from_bytes(value)
        for name, value in fields
    )
    return "&".join(parts).encode()


def test_no_address_breaks_on_what_is_asked_for(client, county):
    addresses = county.addresses()

    @tries
    @given(
        route=st.sampled_from(ROUTES),
        fields=odd_forms(),
        loose=st.binary(max_size=30),
        htmx=st.booleans(),
    )
    def asked(route, fields, loose, htmx):
        address = addresses[route]
        told = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": address} if htmx else {}
        query = encoded(fields) + quote_from_bytes(loose).encode()
        answered(client, "GET", address, query, **told)

    asked()


KINDS = (
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "multipart/form-data; boundary=x",
    "application/json",
    "text/plain",
)


def test_no_address_breaks_on_what_is_sent_to_it(client, county):
    addresses = county.addresses()

    @tries
    @given(
        route=st.sampled_from(ROUTES),
        fields=odd_forms(),
        kind=st.sampled_from(KINDS),
        loose=st.binary(max_size=50),
    )
    def sent(route, fields, kind, loose):
        data = encoded(fields) if "urlencoded" in kind else _parts(fields) + loose
        answered(client, "POST", addresses[route], b"", data=data, content_type=kind)

    sent()


def _parts(fields: list[tuple[str, bytes]]) -> bytes:
    lines = []
    for name, value in fields:
        plain = name.replace('"', "").replace("\r", "").replace("\n", "")
        shown = plain.encode(errors="surrogatepass")
        lines.append(b'--x\r\nContent-Disposition: form-data; name="' + shown + b'"\r\n\r\n')
        lines.append(value + b"\r\n")
        lines.append(
            b'--x\r\nContent-Disposition: form-data; name="filer"; filename="'
            + value[:50]
            + b'"\r\n\r\n'
            + value
            + b"\r\n"
        )
    return b"".join(lines[:9]) + b"--x--\r\n"


@tries
@given(path=st.one_of(st.binary(max_size=40), odd_words()))
def test_no_address_that_leads_nowhere_breaks(path):
    answer = Client().get("/" + quote_from_bytes(path[:2000]))
    assert answer.status_code < 500


@pytest.mark.parametrize("number", ["0", "9223372036854775807", "9223372036854775808", "9" * 40])
def test_a_thing_that_cannot_be_is_not_found(client, number):
    for route in ROUTES:
        if "<int:" in route:
            address = re.sub(r"<int:\w+>", number, route)
            address = "/" + re.sub(r"<str:token>", "x", address)
            assert client.get(address).status_code in {302, 404, 405}, address
            assert client.post(address).status_code in {302, 403, 404, 405}, address


def test_strangers_may_send_anything_too(county):
    stranger = Client(enforce_csrf_checks=True)
    for address in county.addresses().values():
        # 422 is the answer of the one form for everybody: whoever reports a fault has said nothing
        assert stranger.post(address, {"x": "y"}).status_code in {302, 403, 404, 405, 422}, address
    assert signed_in().get("/").status_code == 200

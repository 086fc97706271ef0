"""The client's address is believed only as far as a trusted proxy tells it."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from handslag.interfaces.web.kit.addresses import (
    NOBODY,
    client_address,
    doubt_strangers,
    from_this_machine,
)


def asked(peer: str, forwarded: str = "", **headers):
    request = RequestFactory().get("/")
    request.META |= headers | {"REMOTE_ADDR": peer}
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    return request


@pytest.fixture
def behind_a_proxy(settings):
    settings.TRUSTED_PROXIES = ("10.0.0.1", "192.0.2.0/28", "fd00::/8")


def test_without_trusted_proxies_nobodys_word_is_taken():
    assert client_address(asked("203.0.113.9", "127.0.0.1")) == "203.0.113.9"


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        ("10.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("10.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("fd00::2", "203.0.113.9", "203.0.113.9"),
        ("::ffff:10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        # several proxies, each adding whom it heard
        ("10.0.0.1", "203.0.113.9, 192.0.2.3", "203.0.113.9"),
        # what the client itself wrote first is passed over
        ("10.0.0.1", "127.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.4, 203.0.113.9, 192.0.2.3", "203.0.113.9"),
        ("10.0.0.1", "<script>, 203.0.113.9", "203.0.113.9"),
        # nothing that can be believed: the proxy is as far as we know
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"),
        # no proxy of ours
        ("10.0.0.2", "127.0.0.1", "10.0.0.2"),
        ("203.0.113.9", "10.0.0.1, 127.0.0.1", "203.0.113.9"),
        ("", "127.0.0.1", NOBODY),
        ("/run/socket", "127.0.0.1", NOBODY),
    ],
)
def test_the_client_is_the_last_that_no_trusted_proxy_is(behind_a_proxy, peer, forwarded, client):
    assert client_address(asked(peer, forwarded)) == client


def test_a_chain_without_end_is_not_read_to_its_end(behind_a_proxy):
    assert client_address(asked("10.0.0.1", "203.0.113.9" + ",10.0.0.1" * 10_000)) == "10.0.0.1"


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "127.8.9.1"])
def test_a_browser_on_this_machine_is_known(peer):
    assert from_this_machine(asked(peer))


@pytest.mark.parametrize(
    "header",
    ["X_FORWARDED_FOR", "X_REAL_IP", "FORWARDED", "VIA", "X_FORWARDED_PROTO", "X_FORWARDED_HOST"],
)
def test_whatever_came_through_a_proxy_is_from_elsewhere(header):
    """A proxy on this machine reaches us on the loopback address, whoever stands behind it."""
    assert not from_this_machine(asked("127.0.0.1", **{f"HTTP_{header}": "127.0.0.1"}))


def test_elsewhere_is_not_this_machine():
    assert not from_this_machine(asked("203.0.113.9"))
    assert not from_this_machine(asked(""))


@pytest.mark.parametrize(("peer", "secure"), [("10.0.0.1", True), ("203.0.113.9", False)])
def test_only_a_trusted_proxy_can_say_that_the_client_came_over_https(
    behind_a_proxy, settings, peer, secure
):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    handle = doubt_strangers(lambda request: HttpResponse(str(request.is_secure())))
    answer = handle(asked(peer, "203.0.113.9", HTTP_X_FORWARDED_PROTO="https"))
    assert answer.content == str(secure).encode()

"""Who is at the other end: the address of the client, also behind a web server of ours.

Anybody can write X-Forwarded-For. It counts only as far as it was written by a proxy that the
installation has named in HANDSLAG_TRUSTED_PROXIES.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Handler = Callable[[HttpRequest], HttpResponse]

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Network = ipaddress.IPv4Network | ipaddress.IPv6Network

TOLD_BY_PROXIES = (
    *("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP"),
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO"),
)
MOST_PROXIES = 20
"""A longer chain than anybody has is read no further."""
NOBODY = "0.0.0.0"  # noqa: S104  an address that no client has, nothing is bound to it


@lru_cache(maxsize=8)
def networks(words: tuple[str, ...]) -> tuple[Network, ...]:
    """Addresses and networks, as "10.0.0.5" or "10.0.0.0/24". Raises ValueError for others."""
    return tuple(ipaddress.ip_network(word) for word in words)


def client_address(request: HttpRequest) -> str:
    """The address a request comes from, as far as anybody trusted tells.

    Behind trusted proxies it is the last address of X-Forwarded-For that none of them has. What
    stands before that, the client may have made up. NOBODY where the server tells no address.
    """
    trusted = networks(tuple(settings.TRUSTED_PROXIES))
    peer = _address(str(request.META.get("REMOTE_ADDR", "")))
    if peer is None:
        return NOBODY
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    for word in reversed(told[-MOST_PROXIES:]):
        if not _in(peer, trusted):
            break
        before = _address(word.strip())
        if before is None:
            break  # nothing, or nonsense: the proxy that passed it on is as far as we know
        peer = before
    return str(peer)


def from_this_machine(request: HttpRequest) -> bool:
    """Whether the browser runs on this very machine, with no proxy between that says so."""
    if any(name in request.META for name in TOLD_BY_PROXIES):
        return False
    return ipaddress.ip_address(client_address(request)).is_loopback


def doubt_strangers(get_response: Handler) -> Handler:
    """Forget what a peer that is no trusted proxy says of how the client reached it.

    Django believes X-Forwarded-Proto of anybody; here it is taken away before it is read.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        peer = _address(str(request.META.get("REMOTE_ADDR", "")))
        if peer is None or not _in(peer, networks(tuple(settings.TRUSTED_PROXIES))):
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return get_response(request)

    return handle


def _in(address: Address, trusted: tuple[Network, ...]) -> bool:
    return any(address in network for network in trusted)


def _address(words: str) -> Address | None:
    """An address out of "10.0.0.5", "10.0.0.5:4711", "::1" or "[::1]:4711"; None for others.

    An IPv4 address in IPv6's clothes is told as the IPv4 address it is.
    """
    bare = words[1:].partition("]")[0] if words.startswith("[") else words
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ipaddress.ip_address(bare)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found

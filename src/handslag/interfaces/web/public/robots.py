"""What search engines are told: where to look, and what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from handslag.domain.publications import queries
from handslag.interfaces.web.kit.links import address_of
from handslag.interfaces.web.public.addresses import path_to
from handslag.interfaces.web.public.answering import public

if TYPE_CHECKING:
    from django.http import HttpRequest

FRESH = 3600
STANDING = ("start", "bodies", "decisions", "accessibility")
"""Pages that are always there, by name."""
MOST = 50_000
"""Addresses that a site map may hold."""


@public(listed=False, fresh=FRESH)
def robots(request: HttpRequest) -> HttpResponse:
    """Where to look. That the rest is not to be listed, each answer says itself: what may not be
    fetched could not say so."""
    lines = (
        "User-agent: *",
        f"Disallow: {reverse('public:search')}",
        "",
        f"Sitemap: {address_of(request, reverse('public:sitemap'))}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public(listed=False, fresh=FRESH)
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page to list: what is shown in its newest version, its bodies, standing pages."""
    shown = queries.addresses()
    newest: dict[str, object] = {}
    for one in shown:  # the newest change first
        newest.setdefault(one.address.slug, one.at)
    rows = [
        *((reverse(f"public:{name}"), None) for name in STANDING),
        *((reverse("public:body", args=[slug]), at) for slug, at in newest.items()),
        *((path_to(one.address), one.at) for one in shown),
    ]
    context = {"rows": [(address_of(request, path), at) for path, at in rows[:MOST]]}
    return render(request, "public/sitemap.xml", context, content_type="application/xml")

"""Atom feeds: all that is published, what one body publishes, and decisions.

A publication has one entry, which is the same for ever: a new version updates it, and a withdrawal
puts a tombstone in its place (RFC 4287, RFC 6721).
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from handslag.domain.publications import queries
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.links import address_of
from handslag.interfaces.web.kit.words import short_day
from handslag.interfaces.web.public.addresses import path_to
from handslag.interfaces.web.public.answering import public
from handslag.interfaces.web.public.labels import paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest
    from django.utils.xmlutils import SimplerXMLGenerator

    from handslag.domain.publications.queries.shapes import (
        DecisionRow,
        PublicationRow,
        Tombstone,
    )

FRESH = 300
SHOWN = 60
"""Entries in a feed."""
BEGAN = "2026"
"""The year in the names of entries (RFC 4151): it says who had the server's name then, and is
never changed."""
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
"""When an empty feed was last changed: the same each time, so that it has not changed."""


class Gone(NamedTuple):
    """An entry that was, and is withdrawn."""

    name: str
    at: datetime
    why: str
    link: str


def in_swedish(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the feed be in the language that its texts are in, whoever reads it."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> HttpResponse:
        with override("sv"):
            return view(*args, **kwargs)

    return answered


class Feed(Atom1Feed):
    """Atom with the language of the texts, the feed's own name, and tombstones."""

    def __init__(self, *args: Any, gone: Iterable[Gone] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gone = tuple(gone)

    def latest_post_date(self) -> datetime:
        """When anything in it last changed. An empty feed has not changed since it began."""
        moments = [item["updateddate"] for item in self.items] + [one.at for one in self.gone]
        return max(moments, default=NEVER)

    def root_attributes(self) -> dict[str, str]:
        """What stands on the feed's element."""
        told: dict[str, str] = super().root_attributes()
        return told | {"xmlns:at": TOMBSTONES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Tombstones before the entries."""
        super().add_root_elements(handler)
        for one in self.gone:
            when = rfc3339_date(one.at)
            handler.startElement(
                "at:deleted-entry", AttributesImpl({"ref": one.name, "when": when})
            )
            handler.addQuickElement("at:comment", one.why)
            handler.addQuickElement("link", "", {"rel": "alternate", "href": one.link})
            handler.endElement("at:deleted-entry")


@public(listed=False, fresh=FRESH)
@in_swedish
def county(request: HttpRequest) -> HttpResponse:
    """All that is published."""
    return _of_publications(
        request,
        title=_("Nytt i länets samverkan"),
        about=_("Kallelser, minnesanteckningar och protokoll från länets samverkan."),
        page=reverse("public:start"),
        rows=queries.latest(SHOWN),
        gone=queries.tombstones().rows,
    )


@public(listed=False, fresh=FRESH)
@in_swedish
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """What one body publishes."""
    with or_404():
        found = queries.body(slug)
    return _of_publications(
        request,
        title=found.name,
        about=_("Kallelser, minnesanteckningar och protokoll från %(name)s.")
        % {"name": found.name},
        page=reverse("public:body", args=[slug]),
        rows=queries.latest(SHOWN, slug=slug),
        gone=queries.tombstones(slug=slug).rows,
    )


@public(listed=False, fresh=FRESH)
@in_swedish
def decisions(request: HttpRequest) -> HttpResponse:
    """Decisions as they are published."""
    rows = queries.newest_decisions(SHOWN)
    feed = _feed(
        request,
        title=_("Beslut i länets samverkan"),
        about=_("Det som länets samverkansorgan har beslutat, så snart det är publicerat."),
        page=reverse("public:decisions"),
    )
    for row in rows:
        _add_decision(request, feed, row)
    return _answer(feed)


def _of_publications(
    request: HttpRequest,
    *,
    title: str,
    about: str,
    page: str,
    rows: Iterable[PublicationRow],
    gone: Iterable[Tombstone],
) -> HttpResponse:
    told = [
        Gone(
            _name(request, path_to(one.address)),
            one.at,
            one.reason,
            address_of(request, path_to(one.address)),
        )
        for one in gone
    ]
    feed = _feed(request, title=title, about=about, page=page, gone=told)
    for row in rows:
        feed.add_item(
            title=_("%(what)s: %(body)s %(day)s")
            % {
                "what": paper(row.address.kind, row.form),
                "body": row.body,
                "day": short_day(row.date),
            },
            link=address_of(request, path_to(row.address)),
            description=_summary(row),
            unique_id=_name(request, path_to(row.address)),
            pubdate=row.first_at,
            updateddate=row.at,
            author_name=row.body,
            categories=(paper(row.address.kind, row.form),),
        )
    return _answer(feed)


def _feed(
    request: HttpRequest,
    *,
    title: str,
    about: str,
    page: str,
    gone: Iterable[Gone] = (),
) -> Feed:
    own = address_of(request, request.path)
    return Feed(
        title=title,
        link=address_of(request, page),
        description=about,
        subtitle=about,
        language="sv",
        author_name=_("Länets samverkan"),
        feed_url=own,
        feed_guid=_name(request, request.path),
        gone=gone,
    )


def _add_decision(request: HttpRequest, feed: Feed, row: DecisionRow) -> None:
    above = f"{row.item_number} {row.heading}".strip()
    feed.add_item(
        title=f"{row.body} {short_day(row.date)}: {row.heading}",
        link=f"{address_of(request, path_to(row.address))}#{row.anchor}",
        description=f"{above}: {row.text}" if above else row.text,
        unique_id=_name(request, f"{path_to(row.address)}{row.anchor}"),
        pubdate=row.published_at,
        updateddate=row.published_at,
        author_name=row.body,
    )


def _summary(row: PublicationRow) -> str:
    parts = [_("Mötet är inställt.")] if row.cancelled else []
    if row.number > 1:
        parts.append(_("Version %(number)d: %(why)s") % {"number": row.number, "why": row.why})
    return " ".join(parts) or _("Första versionen.")


def _name(request: HttpRequest, path: str) -> str:
    """A name for ever: tag:handslag.example.se,2026:/offentligt/..."""
    host = urlsplit(address_of(request, "/")).hostname or "localhost"
    return f"tag:{host},{BEGAN}:{path}"


def _answer(feed: Feed) -> HttpResponse:
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )

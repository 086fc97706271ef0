"""Filters for days, times and sums; tags for icons, tags, sources and pages of a list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import may
from handslag.domain.access.viewer import Viewer
from handslag.interfaces.web.kit import rich, words

if TYPE_CHECKING:
    import datetime as dt

    from django.forms import BoundField
    from django.utils.safestring import SafeString

    from handslag.domain.documents.queries import EvidenceRef

register = template.Library()

SHOWN_QUOTE = 160
"""How many characters of the quoted words a mark tells when pointed at."""

register.filter("day", words.day)
register.filter("short_day", words.short_day)
register.filter("weekday", words.weekday)
register.filter("weekday_day", words.weekday_day)
register.filter("moment", words.moment)
register.filter("kronor", words.kronor)
register.filter("short_kronor", words.short_kronor)
register.filter("size", words.size)
register.filter("figure", words.figure)
register.filter("rich", rich.rendered)

ICONS = {
    "decided": "approve",
    "noted": "note",
    "tabled": "table",
    "referred": "refer",
    "withdrawn": "reject",
    "accepted": "done",
    "waiting": "postpone",
    "late": "postpone",
}
"""The icon of a state where it is not called the same as the state itself."""

DRAWN = {
    "approve", "reject", "note", "endorse", "appoint", "assign", "refer", "table", "postpone",
    "other", "warning", "error", "info",
}  # fmt: skip


@register.simple_tag
def clock(start: dt.time | None, end: dt.time | None = None) -> str:
    """A clock time, or a range of two."""
    return words.clock(start, end)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing that says nothing by itself: words must stand beside it."""
    return format_html(
        '<svg class="icon" width="16" height="16" aria-hidden="true">'
        '<use href="{}#{}"></use></svg>',
        static("kit/icons.svg"),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=500)
def tag(value: str, label: str) -> SafeString:
    """A state as a word with a sign before it."""
    drawing = ICONS.get(value, value)
    sign = icon(drawing) if drawing in DRAWN or value in ICONS else ""
    return format_html('<span class="tag {}">{}{}</span>', value, sign, label)


def place_url(ref: EvidenceRef) -> str:
    """The address of a place in a document."""
    return f"{_documents_url()}{ref.document_id}/?plats={ref.start}-{ref.end}#plats"


@cache
def _documents_url() -> str:
    # A page has a hundred marks or more: one look-up for them all.
    return reverse("desk:documents")


@register.simple_tag
def sources(evidence: tuple[EvidenceRef, ...]) -> SafeString | str:
    """Quiet marks that open the places a fact rests on, one for each document."""
    if not evidence:
        return ""
    first: dict[int, EvidenceRef] = {}
    for ref in evidence:
        first.setdefault(ref.document_id, ref)
    return format_html_join("", "{}", ((source(ref),) for ref in first.values()))


@register.simple_tag
def source(ref: EvidenceRef) -> SafeString:
    """A quiet mark that opens one place."""
    if ref.page:
        words = _("Visa stället i %(name)s, sida %(page)s") % {
            "name": ref.document,
            "page": ref.page,
        }
    else:
        words = _("Visa stället i %(name)s") % {"name": ref.document}
    quote = ref.quote if len(ref.quote) <= SHOWN_QUOTE else f"{ref.quote[: SHOWN_QUOTE - 1]}…"
    return format_html(
        '<a class="source" href="{}" title="{}">{}<span class="hidden-text">{}</span></a>',
        place_url(ref),
        quote,
        icon("quote"),
        words,
    )


@register.simple_tag
def place(evidence: tuple[EvidenceRef, ...], words: str) -> SafeString | str:
    """Words that themselves open the place they rest on."""
    if not evidence:
        return words
    return format_html('<a class="place" href="{}">{}</a>', place_url(evidence[0]), words)


@register.filter
def of(found: Mapping[Any, Any] | str, key: object) -> Any:
    """What a mapping has under a key; nothing where it has nothing, or where there is none."""
    return found.get(key, ()) if isinstance(found, Mapping) else ()


@register.filter
def reads_the_log(viewer: Viewer | str | None) -> bool:
    """Whether the whole county's log is for this viewer; a page without one has none."""
    return isinstance(viewer, Viewer) and may(viewer, Permission.LOG_READ)


@register.inclusion_tag("kit/crumbs.html")
def crumbs(*steps: str) -> dict[str, Any]:
    """Where the page stands: address and words in turn, at last the page's own words."""
    pairs = [(steps[i], steps[i + 1]) for i in range(0, len(steps) - 1, 2)]
    return {"steps": pairs, "here": steps[-1]}


@register.inclusion_tag("kit/entry.html")
def entry(field: BoundField) -> dict[str, Any]:
    """A form's field with its label, its hint and what is wrong with it."""
    return {"field": field, "widget": field.as_widget(attrs={"class": "ds-input"})}

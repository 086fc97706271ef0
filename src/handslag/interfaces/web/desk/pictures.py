"""A document's pages as pictures, with a box around each fact's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handslag.intake import pictures as intake
from handslag.interfaces.web.kit.found import or_404
from handslag.interfaces.web.kit.requests import known_id, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http.response import HttpResponseBase
    from django.utils.safestring import SafeString

    from handslag.intake.pages import ReviewPage
    from handslag.interfaces.web.desk.paper import Group, Row
    from handslag.interfaces.web.desk.queue import Stop
    from handslag.interfaces.web.kit.requests import PageRequest

PICTURE, TEXT = "bild", "text"
AT_ONCE = 20
"""Pages in one view: a long document is shown in parts, around the fact that is asked about."""
GRAIN = 10_000
"""The drawing over a page is this wide and high, whatever the page's own shape."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it is shown: where its picture lies, and the boxes over it."""

    number: int
    address: str
    larger: str
    boxes: SafeString


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of one view, or why there are none, and the views before and after it."""

    pages: tuple[Sheet, ...]
    problem: str
    before: int | None
    """The last page of the view before."""
    after: int | None
    """The first page of the view after."""
    total: int


def has_pictures(review: ReviewPage) -> bool:
    """Whether the document has pages that can be drawn."""
    return bool(review.pages) and intake.can_be_drawn(review.document)


def sheets(
    request: PageRequest, review: ReviewPage, groups: Sequence[Group], current: Stop | None
) -> Sheets:
    """The pages around the one that is asked for, or around the fact that the bar stands at."""
    total = len(review.pages)
    rows = [row for group in groups for row in group.rows if row.placed]
    asked = number(request.GET.get("blad")) or _page_of(rows, current)
    first = (min(asked, total) - 1) // AT_ONCE * AT_ONCE + 1
    last = min(first + AT_ONCE - 1, total)
    shown = [row for row in rows if row.node.page is not None and row.node.page <= last]
    shown = [row for row in shown if _ends_on(review, row) >= first]
    places = [_place(row) for row in shown]
    found = intake.boxes(request.viewer, review.document, places, view=f"{first}-{last}")
    address = reverse("desk:document", args=[review.document.id])
    pages = tuple(
        Sheet(
            page,
            f"{address}sidor/{page}?bredd={intake.WIDTHS[0]}",
            f"{address}sidor/{page}?bredd={intake.WIDTHS[1]}",
            _drawn(page, shown, found.boxes, current),
        )
        for page in range(first, last + 1)
    )
    return Sheets(
        pages=pages,
        problem=found.problem,
        before=first - 1 if first > 1 else None,
        after=last + 1 if last < total else None,
        total=total,
    )


def _page_of(rows: Iterable[Row], current: Stop | None) -> int:
    if current is not None and current.is_fact:
        for row in rows:
            if row.id == current.id:
                return row.node.page or 1
    return 1


def _ends_on(review: ReviewPage, row: Row) -> int:
    """The page that a fact's last word stands on."""
    end = row.node.end or 0
    return sum(page.start < end for page in review.pages)


def _place(row: Row) -> tuple[int, int]:
    return row.node.start or 0, row.node.end or 0


def _drawn(
    page: int,
    rows: Sequence[Row],
    boxes: Sequence[Sequence[intake.Box]],
    current: Stop | None,
) -> SafeString:
    """The boxes on one page: each fact a link to its row, small ones above large ones."""
    found = []
    for row, places in zip(rows, boxes, strict=False):
        here = [box for box in places if box.page == page]
        if here:
            size = sum((box.right - box.left) * (box.bottom - box.top) for box in here)
            first = here[0].page == places[0].page
            found.append((-size, row, here, first))
    found.sort(key=lambda one: one[0])
    return format_html_join(
        "", "{}", ((_box(row, here, current, first),) for _size, row, here, first in found)
    )


def _box(row: Row, here: Iterable[intake.Box], current: Stop | None, first: bool) -> SafeString:  # noqa: FBT001  used in one place
    classes = f"box k-{row.node.kind}{' doubtful' if row.doubtful else ''}"
    if current is not None and current.key == f"f{row.id}":
        classes += " lit"
    name = f"{row.node.label}: {row.short}"
    if row.doubtful:
        name = f"{_('Tveksamt')}. {name}"
    return format_html(
        '<a class="{}" href="#f{}" data-f="{}"{} aria-label="{}">{}</a>',
        classes,
        row.id,
        row.id,
        format_html(' id="b{}"', row.id) if first else "",
        name,
        format_html_join(
            "",
            '<rect x="{}" y="{}" width="{}" height="{}"></rect>',
            (
                (
                    round(box.left * GRAIN),
                    round(box.top * GRAIN),
                    round((box.right - box.left) * GRAIN),
                    round((box.bottom - box.top) * GRAIN),
                )
                for box in here
            ),
        ),
    )


@require_safe
def picture(request: PageRequest, document_id: int, page: int) -> HttpResponseBase:
    """The picture of one page, `?bredd=` pixels wide. The same bytes as long as the file is."""
    with or_404():
        found = intake.picture(
            request.viewer,
            known_id(document_id),
            page,
            number(request.GET.get("bredd")) or intake.WIDTHS[0],
        )
    if found is None:
        raise Http404
    if request.headers.get("If-None-Match") == found.etag:
        answer: HttpResponseBase = HttpResponseNotModified()
    else:
        try:
            with or_404():
                data = found.read()
        except intake.NotDrawn as refusal:
            return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
        answer = HttpResponse(data, content_type=found.media_type)
    answer["ETag"] = found.etag
    # kept by the browser, and shown only after asking whether this viewer still may
    answer["Cache-Control"] = "private, no-cache"
    return answer

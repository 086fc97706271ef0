"""Joining PDFs into one: pages put in where they belong, bookmarks, one pagination."""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Page, Pdf, Rectangle

from handslag.output.generation.characters import printable
from handslag.output.generation.typesetting import typeset

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Inserted:
    """A document whose pages are put in after the page that holds the place named `after`."""

    after: str
    document: bytes
    """Empty where there are no pages to put in."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark to the place named `to`, with others under it."""

    to: str
    title: str
    under: tuple[Mark, ...] = ()


def join(
    base: bytes, inserted: Iterable[Inserted], marks: list[Mark], created: dt.datetime
) -> bytes:
    """The base document with pages put in, bookmarks, and its pages numbered from the first.

    `base` names the places. The pages of `inserted` keep their size, how they are turned and
    their links. They have been cleaned before.
    """
    with ExitStack() as stack, pikepdf.open(io.BytesIO(base)) as document:
        places = _places(document)
        order = _with_inserted(document, places, inserted, stack)
        _number(document, order, created)
        _reorder(document, order)
        _bookmark(document, places, marks)
        written = io.BytesIO()
        document.save(
            written,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return written.getvalue()


def _places(document: Pdf) -> dict[str, int]:
    """On which page, from 0, each named place is."""
    pages = {page.obj.objgen: index for index, page in enumerate(document.pages)}
    names = pikepdf.NameTree(document.Root.Names.Dests)
    return {str(name): pages[where[0].objgen] for name, where in names.items()}


def _with_inserted(
    document: Pdf, places: dict[str, int], inserted: Iterable[Inserted], stack: ExitStack
) -> list[Page]:
    """All pages in the order they are to stand; those put in still stand last in the document."""
    own = list(document.pages)
    after: dict[int, list[Page]] = {}
    for one in inserted:
        if not one.document:
            continue
        first = len(document.pages)
        source = stack.enter_context(pikepdf.open(io.BytesIO(one.document)))
        document.add_pages_from(source, forms="strip")
        after.setdefault(places[one.after], []).extend(list(document.pages)[first:])
    order: list[Page] = []
    for index, page in enumerate(own):
        order += [page, *after.get(index, [])]
    return order


def _number(document: Pdf, order: list[Page], created: dt.datetime) -> None:
    """Puts "12 (114)" upon every page, at its lower right as it is seen."""
    stamps = [
        {"words": f"{number} ({len(order)})", "width": width, "height": height}
        for number, (width, height) in enumerate(map(_seen_size, order), start=1)
    ]
    made = typeset("stamps.typ", {"stamps": stamps}, {}, created, archival=False, tagged=False)
    with pikepdf.open(io.BytesIO(made)) as overlay:
        for number, (page, stamp) in enumerate(zip(order, overlay.pages, strict=True), start=1):
            _stamp(document, page, stamp, Name(f"/HandslagPage{number}"))


def _seen_size(page: Page) -> tuple[float, float]:
    """Width and height of what is seen of a page, in points."""
    left, low, right, high = (float(side) for side in page.cropbox)
    turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
    width, height = abs(right - left), abs(high - low)
    return (height, width) if turned else (width, height)


def _stamp(document: Pdf, page: Page, stamp: Page, name: Name) -> None:
    form = document.copy_foreign(stamp.as_form_xobject())
    if "/Resources" not in page.obj:
        page.obj.Resources = Dictionary()
    placed = page.add_resource(form, Name.XObject, name, replace_existing=True)
    content = page.calc_form_xobject_placement(
        form,
        placed,
        Rectangle(page.cropbox),
        invert_transformations=True,
        allow_shrink=True,
        allow_expand=True,
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(
        b"\nQ\n/Artifact <</Type /Pagination>> BDC\n" + content + b"\nEMC\n", prepend=False
    )


def _reorder(document: Pdf, order: list[Page]) -> None:
    """Puts the pages in their order without copying them, so that links still find them."""
    root = document.Root.Pages
    for page in order:
        page.obj.Parent = root
    root.Kids = Array([page.obj for page in order])
    root.Count = len(order)


def _bookmark(document: Pdf, places: dict[str, int], marks: list[Mark]) -> None:
    names = pikepdf.NameTree(document.Root.Names.Dests)
    with document.open_outline() as outline:
        outline.root.clear()
        outline.root.extend(_outline_item(mark, names, places) for mark in marks)
    document.Root.PageMode = Name.UseOutlines


def _outline_item(mark: Mark, names: pikepdf.NameTree, places: dict[str, int]) -> OutlineItem:
    where = names[mark.to]
    assert isinstance(where, Array)  # noqa: S101  so typst writes a place
    item = OutlineItem(printable(mark.title), where)
    item.children.extend(_outline_item(one, names, places) for one in mark.under)
    item.is_closed = False
    return item

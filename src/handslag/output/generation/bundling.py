"""All papers of a meeting as one PDF: contents, the notice, each attachment after its item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handslag.output.generation import wording
from handslag.output.generation.files import embedded_file
from handslag.output.generation.joining import Inserted, Mark, join
from handslag.output.generation.pdf import made_at
from handslag.output.generation.sheet import item_id, notice_sheet, printable_data
from handslag.output.generation.shown import Shown, show_all
from handslag.output.generation.typesetting import typeset_with_logo

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from handslag.output.generation.files import EmbeddedFile
    from handslag.output.generation.paper import NoticePaper, PaperAttachment, PaperItem

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Placed:
    """An attachment in its place: after the first item it serves, or last where it serves none."""

    id: str
    attachment: PaperAttachment
    first: int | None
    """Which item it stands after, from 1."""
    others: tuple[int, ...]
    """The other items it serves."""


def bundle(paper: NoticePaper) -> bytes:
    """All papers as one PDF with bookmarks and one pagination on every page.

    Contents come first, then the notice, then the attachments in the order of the items. One that
    serves several items stands once, after the first of them. What cannot be shown as pages, is
    damaged, locked or too long is named on a page that says why, and lies in the PDF as a file.
    The same paper gives the same bytes once it has been sent. Raises PaperError where no paper
    can be made.
    """
    placed = _placed(paper)
    shown = show_all(one.attachment for one in placed)
    created = made_at(paper)
    base = _typeset(paper, placed, shown, created)
    inserted = [Inserted(one.id, form.document) for one, form in zip(placed, shown, strict=True)]
    return join(base, inserted, _bookmarks(paper, placed), created)


def _placed(paper: NoticePaper) -> list[_Placed]:
    """The attachments in the order they stand."""
    serves: dict[str, list[int]] = {}
    for number, item in enumerate(paper.items, start=1):
        for label in dict.fromkeys(item.attachments):
            serves.setdefault(label, []).append(number)
    known = {attachment.label: attachment for attachment in paper.attachments}
    ordered = [known[label] for label in serves if label in known]
    ordered += [one for one in paper.attachments if one.label not in serves]
    return [
        _Placed(f"attachment-{n}", one, *_first(serves.get(one.label, [])))
        for n, one in enumerate(ordered, start=1)
    ]


def _first(numbers: list[int]) -> tuple[int | None, tuple[int, ...]]:
    return (numbers[0], tuple(numbers[1:])) if numbers else (None, ())


def _typeset(
    paper: NoticePaper, placed: list[_Placed], shown: list[Shown], created: dt.datetime
) -> bytes:
    """Everything but the pages of attachments that are PDF."""
    sheet = notice_sheet(paper)
    files = _Files()
    sheets = [_sheet(paper, one, form, files) for one, form in zip(placed, shown, strict=True)]
    data = {
        **sheet.data,
        "title": f"Handlingar: {sheet.data['title']}",
        "running": sheet.data["running"].replace(paper.kind.value, "Handlingar", 1),
        "numbered": False,
        **printable_data({"contents": _contents(paper, placed, shown), "sheets": sheets}),
        "files": [file.data for file in files.embedded],
    }
    return typeset_with_logo("bundle.typ", sheet.logo, data, files.beside, created, archival=False)


class _Files:
    """What lies beside the template: pictures to draw, and files to embed."""

    def __init__(self) -> None:
        self.embedded: list[EmbeddedFile] = []
        self.pictures: dict[str, bytes] = {}
        self._names: set[str] = set()

    def embed(self, attachment: PaperAttachment, content: bytes) -> EmbeddedFile:
        file = embedded_file(attachment, content, f"file-{len(self.embedded)}", self._names)
        self.embedded.append(file)
        return file

    def picture(self, content: bytes, form: str) -> str:
        path = f"picture-{len(self.pictures)}.{form}"
        self.pictures[path] = content
        return path

    @property
    def beside(self) -> dict[str, bytes]:
        """Every file by its name."""
        return {**self.pictures, **{file.path: file.content for file in self.embedded}}


def _sheet(paper: NoticePaper, one: _Placed, shown: Shown, files: _Files) -> Json:
    """The page that an attachment begins with."""
    about, reason = one.attachment.file_name, shown.reason
    if shown.content:
        kept = files.embed(one.attachment, shown.content).name
        reason = f"{reason} Den ligger med som fil i den här samlingen, under namnet ”{kept}”."
    elif shown.pages:
        about = f"{about} · {shown.pages} {'sidor' if shown.pages > 1 else 'sida'}"
    alt = _title(one.attachment)
    return {
        "id": one.id,
        "heading": alt,
        "serves": _serves(paper, one),
        "about": about,
        "reason": reason,
        "pictures": [
            {"path": files.picture(content, form), "format": form, "alt": alt}
            for content, form in shown.pictures
        ],
        "blocks": shown.text,
    }


_LONGEST_TITLE = 300


def _title(attachment: PaperAttachment) -> str:
    return wording.attachment_title(attachment)[:_LONGEST_TITLE]


def _serves(paper: NoticePaper, one: _Placed) -> str:
    """Which items the attachment belongs to, the first with its heading."""
    if one.first is None:
        return "Hör till mötet"
    item = paper.items[one.first - 1]
    heading = wording.item_title(item)[:_LONGEST_TITLE]
    more = [
        wording.one_line(paper.items[n - 1].number) or wording.heading(item) for n in one.others
    ]
    if not more:
        return f"Till ärende {heading}" if item.number else f"Till ärendet {heading}"
    also = more[0] if len(more) == 1 else f"{', '.join(more[:-1])} och {more[-1]}"
    return f"Till ärende {heading} Hör också till ärende {also}."


def _contents(paper: NoticePaper, placed: list[_Placed], shown: list[Shown]) -> Json:
    """The contents: the notice, its items, and under each its attachments."""
    offsets = _offsets(placed, shown)
    rows = [_row("notice", paper.kind.value, 0, strong=True)]
    for number, item in enumerate(paper.items, start=1):
        rows.append(_row(item_id(number), wording.item_title(item), 0))
        rows += _attached(number, item, placed, offsets)
    rows += [
        _row(one.id, _title(one.attachment), offsets[one.id]) for one in placed if one.first is None
    ]
    hours = wording.hours_in_words(paper.start, paper.end)
    when = f"{wording.capital(wording.day_in_words(paper.date))} {hours}".strip()
    lines = [wording.one_line(paper.body), ", ".join(part for part in (when, paper.place) if part)]
    return {"title": "Innehåll", "lines": ["\n".join(lines)], "rows": rows}


def _attached(
    number: int, item: PaperItem, placed: list[_Placed], offsets: dict[str, int]
) -> Iterator[Json]:
    known = {one.attachment.label: one for one in placed}
    for label in dict.fromkeys(item.attachments):
        if label in known:
            one = known[label]
            again = one.first != number
            yield _row(one.id, _title(one.attachment), offsets[one.id], level=2, again=again)


def _row(
    to: str, words: str, offset: int, *, level: int = 1, strong: bool = False, again: bool = False
) -> Json:
    return {
        "id": to,
        "words": words,
        "offset": offset,
        "level": level,
        "strong": strong,
        "again": again,
    }


def _offsets(placed: list[_Placed], shown: list[Shown]) -> dict[str, int]:
    """How many pages are put in before each attachment's own."""
    offsets: dict[str, int] = {}
    before = 0
    for one, form in zip(placed, shown, strict=True):
        offsets[one.id] = before
        before += form.pages
    return offsets


def _bookmarks(paper: NoticePaper, placed: list[_Placed]) -> list[Mark]:
    """The bookmarks: contents, notice, and each item with its attachments under it."""
    marks = [Mark("contents", "Innehåll"), Mark("notice", paper.kind.value)]
    for number, item in enumerate(paper.items, start=1):
        under = tuple(Mark(one.id, _title(one.attachment)) for one in placed if one.first == number)
        marks.append(Mark(item_id(number), wording.item_title(item), under))
    return marks + [Mark(o.id, _title(o.attachment)) for o in placed if o.first is None]

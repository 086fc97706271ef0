"""Minutes as a Word file: the same words in the same order as the PDF, in styles that Word knows.

Headings are headings, so that Word's own pane of navigation and whoever hears the document find
their way. Nothing is merged into a template: the letterhead is the county's own, and a user's text
is only ever the text of a run.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.image.exceptions import UnrecognizedImageError
from docx.shared import Mm, Pt

from handslag.output.generation.minutes_parts import PartKind, as_shown
from handslag.output.generation.minutes_pdf import made_at, minutes_sheet
from handslag.output.generation.minutes_text import stands_under
from handslag.output.generation.typesetting import PaperError, drawn
from handslag.output.generation.word_styles import (
    BENEATH,
    CLAUSE,
    DECIDES,
    LINE,
    QUIET,
    add_page_numbers,
    dress,
    rule_under,
)

if TYPE_CHECKING:
    import datetime as dt

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

    from handslag.output.generation.letterhead import Logo
    from handslag.output.generation.minutes_paper import MinutesPaper

Json = dict[str, Any]

_CLOSE = Pt(3)
"""Space above what stands right under the paragraph before it."""
_LOGO_HEIGHT = Mm(14)
_WIDEST_LOGO = Mm(60)
_INDENT = Mm(6)
"""How far a list's words stand in from its mark, and each list within it from the one around."""
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The moment of every file in the package: what the paper says when it was made says enough."""


def minutes_docx(paper: MinutesPaper) -> bytes:
    """The minutes as a Word document (ISO/IEC 29500).

    Attachments are named in it and lie beside it. The same paper gives the same bytes once it has
    been finalised. Raises PaperError where no paper can be made.
    """
    shown = as_shown(paper)
    sheet = minutes_sheet(shown)
    document = Document()
    dress(document, sheet.data["accent"])
    _properties(document, sheet.data, made_at(paper))
    _Writer(document, sheet.data).write(sheet.logo)
    return _packed(document)


def _properties(document: WordDocument, data: Json, made: dt.datetime) -> None:
    told = document.core_properties
    told.title = data["title"][:255]
    told.author = told.last_modified_by = data["organisation"][:255]
    told.subject, told.comments, told.keywords = data["description"][:255], "", ""
    told.language, told.revision = "sv-SE", 1
    told.created = told.modified = made.replace(tzinfo=None)


class _Writer:
    """The document while it is written, from the top."""

    def __init__(self, document: WordDocument, data: Json) -> None:
        self._document, self._data = document, data

    def write(self, logo: Logo | None) -> None:
        self._running()
        self._letterhead(logo)
        self._heading(self._data["body"], 1)
        self._facts(self._data["facts"])
        self._attendance()
        self._facts(self._data["officers"])
        if self._data["items"]:
            self._heading("Ärenden", 2)
        for item in self._data["items"]:
            self._item(item)
        self._signing()
        self._board()
        self._appeal()
        self._heading(self._data["history"]["heading"], 2)
        for line in self._data["history"]["lines"]:
            self._para(line, style=QUIET)

    def _para(self, text: str, *, style: str | None = None, close: bool = False) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        _add(paragraph, text)
        if close:
            paragraph.paragraph_format.space_before = _CLOSE
        return paragraph

    def _heading(self, text: str, level: int) -> Paragraph:
        paragraph = self._document.add_paragraph(style=f"Heading {level}")
        _add(paragraph, text)
        return paragraph

    def _running(self) -> None:
        """What stands at the head and the foot of pages; the first has the letterhead alone."""
        section = self._document.sections[0]
        section.different_first_page_header_footer = True
        head = section.header.paragraphs[0]
        _add(head, f"{self._data['running']}\t")
        add_page_numbers(head)
        rule_under(head)
        for foot in (section.footer, section.first_page_footer):
            lines = self._data["footer"]
            for paragraph, line in zip(
                [foot.paragraphs[0], *(foot.add_paragraph() for _more in lines[1:])],
                lines,
                strict=False,
            ):
                _add(paragraph, line)

    def _letterhead(self, logo: Logo | None) -> None:
        if logo is not None:
            self._logo(logo)
        if self._data["organisation"]:
            self._para(self._data["organisation"], style=QUIET).runs[0].bold = True
        for line in self._data["sender"]:
            self._para(line, style=QUIET, close=True)
        self._para(self._data["kind"]).runs[0].bold = True
        last = self._para(", ".join(_lowered(self._data["about"])), style=QUIET, close=True)
        rule_under(last, self._data["accent"], 12)

    def _logo(self, logo: Logo) -> None:
        """The logo with words for those who hear the paper; without it where it cannot be drawn."""
        paragraph = self._document.add_paragraph()
        try:
            data = logo.data if logo.format == "png" else drawn(logo)
            picture = paragraph.add_run().add_picture(io.BytesIO(data), height=_LOGO_HEIGHT)
        except (UnrecognizedImageError, PaperError):
            return
        if picture.width > _WIDEST_LOGO:
            picture.height = round(picture.height * _WIDEST_LOGO / picture.width)
            picture.width = _WIDEST_LOGO
        picture._inline.docPr.set("descr", logo.text)

    def _facts(self, rows: list[Json]) -> None:
        for row in rows:
            paragraph = self._document.add_paragraph(style=LINE)
            paragraph.add_run(f"{row['label']}: ").bold = True
            _add(paragraph, "; ".join(row["value"].split("\n")))

    def _attendance(self) -> None:
        for part in self._data["attendance"]:
            self._heading(part["heading"], 2)
            for group in part["groups"]:
                self._para(group["name"]).runs[0].bold = True
                for told in group["people"]:
                    self._para(told, style=LINE)

    def _item(self, item: Json) -> None:
        self._heading(f"{item['number']} {item['heading']}".lstrip(), 3)
        above = PartKind.HEADING
        for part in item["parts"]:
            kind = PartKind(part["kind"])
            self._part(kind, part, close=stands_under(above, kind))
            above = kind

    def _part(self, kind: PartKind, part: Json, *, close: bool) -> None:
        if kind is PartKind.HEADING:
            self._heading("".join(run["text"] for run in part["runs"]), 4)
            return
        paragraph = self._document.add_paragraph(style=_STYLES.get(kind))
        look = paragraph.paragraph_format
        if close:
            look.space_before = _CLOSE
        mark = _mark(kind, part["mark"])
        if kind in _MARKED:
            look.left_indent = _INDENT * (part["level"] + 1)
            look.first_line_indent = -_INDENT
            look.tab_stops.add_tab_stop(look.left_indent)
        elif part["level"]:
            look.left_indent = _INDENT * part["level"]
        if mark:
            paragraph.add_run(mark).bold = kind not in _MARKED
        for run in part["runs"]:
            _add(paragraph, run["text"], bold=run["bold"], italic=run["italic"])

    def _signing(self) -> None:
        signing = self._data["signing"]
        if not signing["people"]:
            return
        self._heading(signing["heading"], 2)
        for one in signing["people"]:
            self._para(one["role"], style=QUIET)
            if not one["day"]:
                rule_under(self._para("", close=True), "#1b2421", 4, above=Pt(28))
            self._para(one["name"], close=True)
            if one["day"]:
                self._para(f"Undertecknat {one['day']}", style=QUIET, close=True)

    def _board(self) -> None:
        board = self._data["board"]
        if board is None:
            return
        self._heading(board["heading"], 2)
        self._para(board["lead"])
        blank = "_" * 20
        self._facts([{**row, "value": row["value"] or blank} for row in board["rows"]])

    def _appeal(self) -> None:
        appeal = self._data["appeal"]
        if appeal["lines"]:
            self._heading(appeal["heading"], 2)
        for line in appeal["lines"]:
            self._para(line)


_STYLES = {
    PartKind.DECIDES: DECIDES,
    PartKind.CLAUSE: CLAUSE,
    PartKind.BENEATH: BENEATH,
    PartKind.MOVE: DECIDES,
    PartKind.ABOUT: QUIET,
}
_MARKED = {PartKind.BULLET, PartKind.NUMBERED, PartKind.POINT}
"""What has its mark in a column of its own."""


def _mark(kind: PartKind, mark: str) -> str:
    if kind in _MARKED:
        return f"{mark}\t"
    return f"{mark}: " if kind is PartKind.BECAME else mark


def _add(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False) -> None:
    """Words with their line breaks; nothing in them is read as anything else."""
    run = paragraph.add_run(text)
    if bold:
        run.bold = True
    if italic:
        run.italic = True


def _lowered(lines: list[str]) -> list[str]:
    """Several lines as parts of one."""
    return [line if n == 0 else line[:1].lower() + line[1:] for n, line in enumerate(lines)]


def _packed(document: WordDocument) -> bytes:
    """The document's bytes, with no trace of when and where they were written."""
    made = io.BytesIO()
    document.save(made)
    packed = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return packed.getvalue()

"""The documents of the corpus as files of every format, laid out as each lays things out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import typst

from tests.builders_formats import as_docx, as_html, as_odt
from tests.source.reading.scans import saved, scanned

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = """
#set page(paper: "a4", margin: 2.2cm)
#set text(lang: "sv", size: 11pt, hyphenate: false)
#set par(leading: 0.55em)
#for line in json(bytes(sys.inputs.lines)) [
  #if line == "" { v(0.6em, weak: false) } else { raw(line) + linebreak() }
]
"""
"""Lines as they stand, blanks and all: in type of equal width, where columns stay columns."""

LINES = 62
"""Lines of a page."""


def as_pdf(text: str) -> bytes:
    """The text set in type, line by line; a form feed or a full page begins another."""
    lines = [line.rstrip() for line in re.sub(r"\f", "\n", text).split("\n")]
    wide = max(map(len, lines), default=0) > 95
    page = PAGE.replace('"a4"', '"a3"') if wide else PAGE
    return typst.compile(page.encode(), sys_inputs={"lines": json.dumps(lines)})


def as_scan(text: str) -> bytes:
    """The same pages as pictures, as a scanner gives them."""
    return saved(scanned(as_pdf(text)), "PDF")


def as_run_together(text: str) -> bytes:
    """The text as a web page's converter leaves it: each page one line after its number."""
    pages = [[""]]
    for line in text.replace("\f", "\n").split("\n"):
        if len(pages[-1]) >= LINES:
            pages.append([])
        pages[-1].append(line)
    joined = (" ".join(" ".join(page).split()) for page in pages)
    whole = (re.sub(r"(\w)- (?=(?!och|eller|samt)[a-zåäö])", r"\1", page) for page in joined)
    lines = (f"{number} {page}" for number, page in enumerate(whole, start=1))
    return re.sub(r"§§?\s?(?=\d)", "", "\n\n".join(lines)).encode()


FORMATS: dict[str, Callable[[str], bytes]] = {
    "docx": as_docx,
    "odt": as_odt,
    "html": as_html,
    "pdf": as_pdf,
    "scan": as_scan,
    "run-together": as_run_together,
}

ENDINGS = {"scan": "pdf", "run-together": "txt"}
"""How the names of their files end, where not as the format is called."""

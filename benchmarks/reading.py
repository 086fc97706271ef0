"""How fast documents are read: `python -m benchmarks.reading`.

Two figures. Text parsed per second, by the parser alone, at growing lengths: a rate that falls
with the length means work that grows faster than the text. And PDF pages per second from bytes to
record, beside what pypdfium2 takes merely to extract the text of the same pages in the same run.
"""

from __future__ import annotations

import json
import os
import platform
from contextlib import closing
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from operator import itemgetter
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

import pypdfium2
import typst

from benchmarks.documents import minutes
from handslag.source.parsing import parse
from handslag.source.read import READER, read
from handslag.source.record import MeetingRecord, Source
from handslag.source.text import CanonicalText

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

ITEMS = 15
"""Items of an ordinary meeting."""
LENGTHS = (1, 10, 100)
"""How many such meetings long each text is."""
PDF_ITEMS = 700
AIM = 3.0
"""Times bare extraction that reading a PDF may take."""
ROUNDS = 5

TEMPLATE = """
#set page(paper: "a4", margin: 3cm, footer: context align(center)[#counter(page).display()])
#set text(lang: "sv", size: 11pt)
#for line in json(bytes(sys.inputs.lines)) [#line #linebreak()]
"""


def main() -> None:
    """Measure and print the fastest of several rounds, the one that other work disturbed least."""
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"pypdfium2 {version('pypdfium2')}\n"
    )
    parsing()
    print()
    pdf_pages()


def parsing() -> None:
    """Text parsed per second, at each length."""
    print(f"{'parsing text':<24}{'characters':>12}{'items':>8}{'seconds':>10}{'MB/s':>9}")
    for length in LENGTHS:
        words = minutes(ITEMS * length)
        work = partial(parsed, words, described(words))
        seconds, record = min((timed(work) for _ in range(ROUNDS)), key=itemgetter(0))
        rate = len(words.encode()) / seconds / 1_000_000
        label = f"  {length} x {ITEMS} items"
        print(f"{label:<24}{len(words):>12,}{len(record.items):>8,}{seconds:>10.4f}{rate:>9.2f}")


def pdf_pages() -> None:
    """Pages per second from bytes to record and by bare extraction, taking turns."""
    data = typeset(minutes(PDF_ITEMS))
    bare, whole = partial(bare_extraction, data), partial(read, data, "anteckningar.pdf")
    rounds = [(timed(bare), timed(whole)) for _ in range(ROUNDS)]
    bare_seconds, pages = min((first for first, _ in rounds), key=itemgetter(0))
    own_seconds, (_, record) = min((second for _, second in rounds), key=itemgetter(0))
    assert record.source.pages == pages
    print(f"{'reading a PDF':<24}{'pages':>12}{'items':>8}{'seconds':>10}{'pages/s':>9}")
    for label, items, seconds in (
        ("  pypdfium2, text alone", "", bare_seconds),
        ("  bytes to record", f"{len(record.items):,}", own_seconds),
    ):
        print(f"{label:<24}{pages:>12,}{items:>8}{seconds:>10.4f}{pages / seconds:>9.0f}")
    ratio = own_seconds / bare_seconds
    verdict = "reached" if ratio <= AIM else "missed"
    print(f"  {ratio:.2f} times the time of text alone (aim: at most {AIM:.0f}; {verdict})")


def described(words: str) -> Source:
    """What the parser is told of a text that lies in no file."""
    digest = sha256(words.encode()).hexdigest()
    return Source("anteckningar.txt", digest, "text/plain", len(words), digest, READER)


def parsed(words: str, source: Source) -> MeetingRecord:
    """The record of a text whose lines nobody has counted before."""
    return parse(CanonicalText(words), source)


def typeset(words: str) -> bytes:
    """The text as a PDF, line by line."""
    inputs = {"lines": json.dumps(words.split("\n"))}
    return typst.compile(TEMPLATE.encode(), sys_inputs=inputs)


def bare_extraction(data: bytes) -> int:
    """What any reader of PDF with pdfium does at least. Returns the number of pages."""
    with closing(pypdfium2.PdfDocument(data)) as document:
        for page in document:
            with closing(page), closing(page.get_textpage()) as textpage:
                textpage.get_text_range()
        return len(document)


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds it took, and what came of it."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


if __name__ == "__main__":
    main()

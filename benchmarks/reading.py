"""How fast documents are read: `python -m benchmarks.reading`.

Text parsed per second, by the parser alone, at growing lengths, and the work it takes on ordinary
and on hostile text. PDF pages per second from bytes to record, beside what pypdfium2 takes merely
to extract the text of the same pages in the same run; the same in a process of its own, as files
are read everywhere but in tests. Time and peak memory of a thousand pages, and of fewer beside
what one would otherwise use.
"""

from __future__ import annotations

import json
import os
import platform
from contextlib import closing
from functools import partial
from importlib.metadata import version
from operator import itemgetter
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

import pypdfium2
import typst

from benchmarks import growth
from benchmarks.documents import minutes
from benchmarks.growth import described, parsed
from benchmarks.peers import compare
from handslag.source.apart import read_apart
from handslag.source.read import read

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
MEMORY_AIM = 300
"""MB that reading a thousand pages may take at most."""
PEER_PAGES = 60
"""Pages for the comparison with others; the slowest of them reads some ten a second."""

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
    growth.main()
    print()
    pdf_pages()
    print()
    thousand_pages()
    print()
    compare(*pages_of_pdf(PEER_PAGES))


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
    apart = partial(read_apart, data, "anteckningar.pdf")
    apart()  # starts the process that is kept
    rounds = [(timed(bare), timed(whole), timed(apart)) for _ in range(ROUNDS)]
    bare_seconds, pages = min((first for first, _, _ in rounds), key=itemgetter(0))
    own_seconds, (_, record) = min((second for _, second, _ in rounds), key=itemgetter(0))
    apart_seconds, _ = min((third for _, _, third in rounds), key=itemgetter(0))
    assert record.source.pages == pages
    print(f"{'reading a PDF':<24}{'pages':>12}{'items':>8}{'seconds':>10}{'pages/s':>9}")
    for label, items, seconds in (
        ("  pypdfium2, text alone", "", bare_seconds),
        ("  bytes to record", f"{len(record.items):,}", own_seconds),
        ("  in its own process", f"{len(record.items):,}", apart_seconds),
    ):
        print(f"{label:<24}{pages:>12,}{items:>8}{seconds:>10.4f}{pages / seconds:>9.0f}")
    ratio = own_seconds / bare_seconds
    verdict = "reached" if ratio <= AIM else "missed"
    print(f"  {ratio:.2f} times the time of text alone (aim: at most {AIM:.0f}; {verdict})")


def thousand_pages() -> None:
    """Time and peak memory of reading a thousand pages, beside bare extraction."""
    data, pages = pages_of_pdf(1_000)
    compare(data, pages, only=("pypdfium2, text alone", "Handslag, bytes to record"))
    print(f"  aim: less than {MEMORY_AIM} MB")


def pages_of_pdf(number: int) -> tuple[bytes, int]:
    """A PDF of at least so many pages, and how many it has."""
    items = ITEMS
    while True:
        data = typeset(minutes(items))
        with closing(pypdfium2.PdfDocument(data)) as document:
            pages = len(document)
        if pages >= number:
            return data, pages
        items = items * number // pages + ITEMS


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

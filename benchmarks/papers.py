"""How fast papers are made: `python -m benchmarks.papers`.

A notice of 14 pages whose attachments have 100 pages together: as a tagged archival PDF with the
attachments in it, and as one bundle of all papers. Beside them, in the same run, what bare typst
takes for the same words without any template, and what bare pikepdf takes to put the same pages
one after another. A meeting with attachments of 1,000 pages shows how both grow.

Minutes of 14 pages as a tagged archival PDF, beside bare typst on the same words in the same
typeface, which is what the minutes are held against, and as it starts anew in its own.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import platform
from functools import cache, partial
from importlib.metadata import version
from operator import itemgetter
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

import pikepdf
import typst

from handslag.output.generation import as_pdf, as_text, bundle, minutes_pdf, minutes_text
from handslag.output.generation.minutes_paper import (
    MinutesForm,
    MinutesPaper,
    MinutesState,
    PaperAction,
    PaperAttendee,
    PaperClause,
    PaperDealtItem,
    PaperDealtProposal,
    PaperDecision,
    PaperDue,
    PaperGroup,
    PaperStance,
    PaperStanceKind,
)
from handslag.output.generation.paper import (
    Letterhead,
    NoticePaper,
    PaperAttachment,
    PaperItem,
    PaperPerson,
    PaperPoint,
    PaperProposal,
)
from handslag.output.generation.rich_text import blocks_of
from handslag.output.generation.typesetting import HERE

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

AIM = 2.0
"""Seconds that the notice and the bundle may take together."""
PAGES = 14
ITEMS = 27
ATTACHMENTS = 10
ROUNDS = 5
DEALT = 23
"""Items of the minutes."""
SENTENCE = (
    "Kommunerna och regionen har sedan förra hösten arbetat tillsammans med frågan, och en "
    "arbetsgrupp med företrädare för elva verksamheter har tagit fram underlaget. "
)
TEMPLATE = """
#set page(paper: "a4", margin: 3cm)
#set text(lang: "sv", size: 11pt)
#for line in json(bytes(sys.inputs.lines)) [#line #linebreak()]
"""


def main() -> None:
    """Measure and print the fastest of several rounds, the one that other work disturbed least."""
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"typst {version('typst')}, pikepdf {version('pikepdf')}\n"
    )
    paper = a_notice(10)
    pages = count(as_pdf(paper, attach=False))
    assert pages == PAGES, f"the notice has {pages} pages"
    print(f"{'a notice of 14 pages, attachments of 100':<48}{'seconds':>10}{'MB':>8}{'pages':>8}")
    alone = told("the notice as PDF, attachments in it", partial(as_pdf, paper))
    bare = told("bare typst, the same words", partial(bare_typst, as_text(paper)))
    whole = told("the bundle", partial(bundle, paper))
    joined = told("bare pikepdf, the same pages joined", partial(bare_pikepdf, paper))
    print(f"\nnotice and bundle together: {alone + whole:.2f} s, at most {AIM:.0f}")
    print(f"the notice beside bare typst: {alone / bare:.1f} times")
    print(f"the bundle beside bare typst and bare pikepdf: {whole / (bare + joined):.1f} times\n")
    told("the bundle, attachments of 1,000 pages", partial(bundle, a_notice(100)))
    measure_minutes()


def measure_minutes() -> None:
    """Minutes beside bare typst. Each round makes other words: typst keeps what it has set."""
    pages = count(minutes_pdf(some_minutes(0)))
    assert pages == PAGES, f"the minutes have {pages} pages"
    rounds = iter(range(1, 100))
    print(f"\n{'minutes of 14 pages':<48}{'seconds':>10}{'MB':>8}{'pages':>8}")
    whole = told("the minutes as archival PDF", lambda: minutes_pdf(some_minutes(next(rounds))))
    bare = told(
        "bare typst, the same words and typeface",
        lambda: bare_typst(minutes_text(some_minutes(next(rounds))), fonts=found_fonts()),
    )
    told(
        "bare typst, the same words, started anew",
        lambda: bare_typst(minutes_text(some_minutes(next(rounds)))),
    )
    print(f"\nthe minutes beside bare typst: {whole / bare:.1f} times, at most {AIM:.0f}")


@cache
def found_fonts() -> typst.Fonts:
    """The papers' own typeface, looked for once."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "vendor")])


def some_minutes(round_: int) -> MinutesPaper:
    """Finalised minutes of 14 pages; each round has words of its own."""
    people = tuple(
        PaperAttendee(PaperPerson(f"Hedda Lundvall {name}", "socialchef"))
        for name in ("Ek", "Dal", "Åberg", "Öhman", "Hjelm", "Vestin")
    )
    return MinutesPaper(
        form=MinutesForm.NOTES,
        body="Länsnätverket för vård och omsorg",
        body_short="Länsnätverket",
        date=dt.date(2026, 2, 14),
        start=dt.time(9),
        end=dt.time(12),
        place="Regionhuset, Slussgatan 4, Almstad",
        letterhead=Letterhead("Samverkanskansliet i Tallmarkens län", footer="Slussgatan 4"),
        state=MinutesState.FINALISED,
        finalised_at=dt.datetime(2026, 2, 20, 13, 0, tzinfo=dt.UTC),
        fingerprint="0123456789abcdef" * 4,
        attendance=tuple(
            PaperGroup(name, people)
            for name in ("Region Tallmarken", "Kvarnbro kommun", "Älvhamra kommun")
        ),
        items=tuple(a_dealt_item(number, round_) for number in range(1, DEALT + 1)),
    )


def a_dealt_item(number: int, round_: int) -> PaperDealtItem:
    """One item with what was said, a proposal, a stance and a decision."""
    points = (PaperPoint(1, "att godkänna förslaget"), PaperPoint(2, "att ta fram en tidplan"))
    due = PaperDue(dt.date(2026, 5, 8))
    clauses = (
        PaperClause("att godkänna Beredningsgruppens förslag p. 1–2", PaperAction.APPROVE, (1, 2)),
        PaperClause(
            "att sammanställa kommunernas synpunkter",
            PaperAction.ASSIGN,
            assignees=("Styrgruppen",),
            due=due,
        ),
    )
    said = f"Omgång {round_}. {SENTENCE * 3}\n\n- {SENTENCE}\n- **Fråga.** {SENTENCE}"
    return PaperDealtItem(
        f"Överenskommelse nummer {number} om samverkan mellan kommunerna och regionen",
        str(number),
        presenters=(PaperPerson("Hedda Lundvall", "utvecklingsledare", "Region Tallmarken"),),
        discussion=blocks_of(said),
        proposals=(PaperDealtProposal("Beredningsgruppen", points),),
        stances=(PaperStance("regionen", PaperStanceKind.NOT_OPPOSED, (2,)),),
        decisions=(PaperDecision("Länsnätverket", clauses),),
    )


def told(what: str, work: Callable[[], bytes]) -> float:
    """Prints how long the work takes, and returns it."""
    seconds, made = min((timed(work) for _ in range(ROUNDS)), key=itemgetter(0))
    print(f"{what:<48}{seconds:>10.3f}{len(made) / 1e6:>8.2f}{count(made):>8}")
    return seconds


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds, and what came of the work."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


def count(made: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(made)) as document:
        return len(document.pages)


def a_notice(pages: int) -> NoticePaper:
    """A notice of 14 pages, and ten attachments of so many pages each."""
    labels = [str(number) for number in range(1, ATTACHMENTS + 1)]
    return NoticePaper(
        body="Länsnätverket för vård och omsorg",
        body_short="Länsnätverket",
        date=dt.date(2025, 2, 14),
        start=dt.time(9),
        end=dt.time(12),
        place="Regionhuset, Slussgatan 4, Almstad",
        letterhead=Letterhead("Samverkanskansliet i Tallmarkens län", footer="Slussgatan 4"),
        sent_on=dt.date(2025, 1, 31),
        items=tuple(an_item(number, labels) for number in range(1, ITEMS + 1)),
        attachments=tuple(
            an_attachment(label, f"Underlag {label}", document(label, pages)) for label in labels
        ),
    )


def an_item(number: int, labels: list[str]) -> PaperItem:
    """One item, with text, a proposal and for the first ones an attachment."""
    points = (PaperPoint(1, "att godkänna förslaget"), PaperPoint(2, "att ta fram en tidplan"))
    return PaperItem(
        heading=f"Överenskommelse nummer {number} om samverkan mellan kommunerna och regionen",
        number=str(number),
        kind="Beslut",
        minutes=10,
        presenters=(PaperPerson("Hedda Lundvall", "utvecklingsledare", "Region Tallmarken"),),
        text="\n\n".join([SENTENCE * 3] * 2),
        proposals=(PaperProposal("Beredningsgruppen", points),),
        decisions=("att godkänna Beredningsgruppens förslag p. 1–2",),
        attachments=tuple(labels[number - 1 : number]),
    )


def an_attachment(label: str, title: str, content: bytes) -> PaperAttachment:
    """An attachment that is PDF."""
    return PaperAttachment(label, title, f"{label}.pdf", "application/pdf", lambda: content)


def document(label: str, pages: int) -> bytes:
    """A PDF of so many pages full of text."""
    lines = [f"Underlag {label}. {SENTENCE * 17}"] * pages
    source = '#set page(margin: 2cm)\n#set text(lang: "sv")\n' + "\n#pagebreak()\n".join(lines)
    return bytes(typst.compile(source.encode(), format="pdf"))


def bare_typst(text: str, fonts: typst.Fonts | None = None) -> bytes:
    """The same words with no template to speak of, in the papers' typeface where it is given."""
    lines = {"lines": json.dumps(text.splitlines())}
    if fonts is None:
        return bytes(typst.compile(TEMPLATE.encode(), format="pdf", sys_inputs=lines))
    source = TEMPLATE.replace('lang: "sv"', 'font: "Inter", lang: "sv"').encode()
    return bytes(typst.compile(source, format="pdf", sys_inputs=lines, font_paths=fonts))


def bare_pikepdf(paper: NoticePaper) -> bytes:
    """The attachments' pages one after another, nothing else done."""
    written = io.BytesIO()
    with pikepdf.new() as joined:
        for attachment in paper.attachments:
            with pikepdf.open(io.BytesIO(attachment.read())) as source:
                joined.pages.extend(source.pages)
        joined.save(written)
    return written.getvalue()


if __name__ == "__main__":
    main()

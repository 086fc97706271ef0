"""A page of what is owed and waited for as a sheet: the contract of `output.generation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.output.generation.owing_paper import OwingPaper, OwingPart, OwingRow
from handslag.output.generation.owing_pdf import owing_pdf
from handslag.output.generation.wording import day_in_words, hours_in_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from handslag.domain.matters.owing.shapes import (
        ComingLine,
        Line,
        OwingPage,
        SeatLine,
        TakenLine,
    )


def sheet_of(page: OwingPage, address: str) -> bytes:
    """The page as an archival PDF of one A4 sheet; `address` tells where the rest stands.

    Raises PaperError where no paper can be made.
    """
    return owing_pdf(paper_of(page, address))


def paper_of(page: OwingPage, address: str) -> OwingPaper:
    """The page as a paper, the most urgent part first."""
    return OwingPaper(
        name=page.name,
        day=page.today,
        address=address,
        lead=_lead(page),
        parts=tuple(_parts(page)),
    )


def _lead(page: OwingPage) -> str:
    owes = page.owes
    if not owes.total:
        return "Inget är att göra just nu."
    words = f"{owes.total} att göra"
    if owes.late:
        words += f", {owes.late} {'försenat' if owes.late == 1 else 'försenade'}"
    nearest = next((line.due for line in owes.rows if line.due and not line.late), None)
    return f"{words}, nästa senast {_day(nearest)}." if nearest else f"{words}."


def _parts(page: OwingPage) -> Iterator[OwingPart]:
    yield OwingPart(
        "Att göra",
        tuple(_line(line, "till") for line in page.owes),
        page.owes.total,
        least=8,
        nothing="Inget är att göra just nu.",
    )
    yield OwingPart(
        "Kommande möten",
        tuple(_coming(one) for one in page.coming.rows),
        page.coming.total,
        least=2,
    )
    yield OwingPart(
        "Väntar på",
        tuple(_line(line, "från") for line in page.waits),
        page.waits.total,
        least=4,
    )
    seats = tuple(_seat(one, page.name) for one in page.seats.rows)
    yield OwingPart("Platser i organ", seats, page.seats.total, least=3)
    taken = tuple(_taken(one) for one in page.taken.rows)
    yield OwingPart("Ställningstaganden", taken, len(taken), least=2, older=page.taken.older)


def _line(line: Line, toward: str) -> OwingRow:
    about = [line.kind.label]
    if line.to:
        about.append(f"{toward} {line.to}")
    if line.who:
        about.append(", ".join(line.who))
    about += [ref.title for ref in line.matters[:1] if ref.title != line.text]
    if line.said_at is not None and line.said_at != line.due_meeting:
        about.append(f"{line.said_at.body} {_day(line.said_at.date)}")
    if line.due_text and line.due is not None:
        about.append(line.due_text)
    if line.clause_code:
        about.append(f"/beslut/{line.clause_code}/")
    return OwingRow(
        when=_day(line.due) if line.due else line.due_text or "ingen dag",
        mark="Försenat" if line.late else "",
        what=line.text,
        about=" · ".join(about),
    )


def _coming(one: ComingLine) -> OwingRow:
    times = [words for words in (hours_in_words(one.start, one.end), one.place) if words]
    for pre in one.before:
        start = f" {hours_in_words(pre.start, None)}" if pre.start else ""
        times.append(f"förmöte: {pre.body} {_day(pre.date)}{start}")
    if one.material_due:
        times.append(f"underlag senast {_day(one.material_due)}")
    if one.notice_out:
        times.append("kallelsen är ute")
    elif one.notice_due:
        times.append(f"kallelsen ska ut senast {_day(one.notice_due)}")
    return OwingRow(
        when=_day(one.meeting.date),
        mark="Inställt" if one.cancelled else "",
        what=one.meeting.body,
        about=" · ".join(times),
    )


def _seat(one: SeatLine, of: str) -> OwingRow:
    since = f"sedan {_day(one.since)}"
    until = f"till {_day(one.until)}" if one.until else ""
    return OwingRow(
        when=one.role.label.capitalize(),
        mark="",
        what=f"{one.person}, {one.body}",
        about=" · ".join(words for words in (one.principal, since, until) if words and words != of),
    )


def _taken(one: TakenLine) -> OwingRow:
    points = f"punkt {', '.join(one.points)}" if one.points else ""
    about = (one.by, points, one.text, f"{one.meeting.body} {_day(one.meeting.date)}")
    return OwingRow(
        when=one.what.label.capitalize(),
        mark="",
        what=one.heading,
        about=" · ".join(filter(None, about)),
    )


def _day(day: dt.date | None) -> str:
    return day_in_words(day, weekday=False) if day else ""

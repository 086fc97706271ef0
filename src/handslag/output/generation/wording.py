"""The words of a notice: days, times, people and the short lines that every form of it prints.

A line that is printed is also read back: the wordings keep to what readers of Swedish meeting
papers, people and programs, take for what it is. So an item that is for a decision says "För
beslut", since "Beslut" alone on a line opens what has been decided.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handslag.domain.base.dates import MONTHS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from handslag.output.generation.paper import (
        Letterhead,
        NoticePaper,
        PaperAttachment,
        PaperItem,
        PaperPerson,
        PaperProposal,
        PaperSitting,
    )

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def day_in_words(day: dt.date, *, weekday: bool = True) -> str:
    """A day as it is written out: "fredag 3 april 2020"."""
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {words}" if weekday else words


def clock_in_words(clock: dt.time) -> str:
    """A clock time without "kl.": "09.30"."""
    return f"{clock:%H.%M}"


def hours_in_words(start: dt.time | None, end: dt.time | None) -> str:
    """From when till when: "kl. 09.30–14.00"; empty where no start is known."""
    if start is None:
        return ""
    until = f"–{clock_in_words(end)}" if end is not None else ""
    return f"kl. {clock_in_words(start)}{until}"


def person_in_words(person: PaperPerson) -> str:
    """A person with title and organisation: "Hedda Lundvall, utvecklingsledare, Region X"."""
    return ", ".join(part for part in (person.name, person.title, person.organisation) if part)


def people_in_words(people: Iterable[PaperPerson]) -> str:
    """Several people in a row, the last after "och"."""
    told = [person_in_words(person) for person in people]
    if len(told) < 2:
        return "".join(told)
    comma = "," if any("," in words for words in told) else ""
    return f"{', '.join(told[:-1])}{comma} och {told[-1]}"


def sentence(words: str) -> str:
    """Words with a full stop, where they end in no sign of their own."""
    bare = words.rstrip()
    return bare if not bare or bare[-1] in ".!?:" else f"{bare}."


def capital(words: str) -> str:
    """Words with a capital first letter, the rest as it is."""
    return words[:1].upper() + words[1:]


def title_of(paper: NoticePaper) -> str:
    """What the paper is called as a document: "Kallelse till Länsnätverket 3 april 2020"."""
    joint = "till" if paper.kind.value == "Kallelse" else "för"
    day = day_in_words(paper.date, weekday=False)
    return f"{paper.kind.value} {joint} {paper.body} {day}"


def version_line(paper: NoticePaper) -> str:
    """Which version it is and when it was sent; "Utkast" for a draft."""
    which = f"Version {paper.version}"
    if paper.sent_on is None:
        return f"Utkast, {which[0].lower()}{which[1:]}" if paper.version > 1 else "Utkast"
    sent = f"skickad {day_in_words(paper.sent_on, weekday=False)}"
    return f"{which}, {sent}" if paper.version > 1 else capital(sent)


def facts(paper: NoticePaper) -> Iterator[tuple[str, str]]:
    """The head of the paper: label and value, in the order they are printed."""
    hours = hours_in_words(paper.start, paper.end)
    yield "Tid", f"{capital(day_in_words(paper.date))} {hours}".rstrip()
    if paper.place:
        yield "Plats", paper.place
    for sitting in paper.sittings:
        yield capital(sitting.label), sitting_in_words(sitting)
    if paper.recipients:
        yield "Kallade", "\n".join(paper.recipients)
    if paper.regrets_to:
        yield "Förhinder", paper.regrets_to
    if paper.diary:
        yield "Diarienummer", paper.diary


def sitting_in_words(sitting: PaperSitting) -> str:
    """A part of the meeting, its times and place: "kl. 08.30–09.15, sal Granen"."""
    hours = hours_in_words(sitting.start, sitting.end)
    return ", ".join(part for part in (hours, sitting.place) if part)


def news_lead(paper: NoticePaper) -> str:
    """What stands above the list of news; empty in a paper without news."""
    if paper.news is None:
        return ""
    sent = paper.news.since_day
    when = f", skickad {day_in_words(sent, weekday=False)}" if sent else ""
    return f"Nytt sedan version {paper.news.since}{when}"


def item_number(number: str) -> str:
    """An item's number as it stands before its heading: "7.", "§ 12"; empty for none."""
    told = one_line(number)
    bare = told.startswith("§") or not told[-1:].isalnum()
    return told if bare else f"{told}."


def item_title(item: PaperItem) -> str:
    """Number and heading: "7. Rapport", "§ 12 Rapport", or the heading alone."""
    return f"{item_number(item.number)} {heading(item)}".lstrip()


def heading(item: PaperItem) -> str:
    """The heading on one line; an item has one on every paper."""
    return one_line(item.heading) or "Ärende utan rubrik"


def about(item: PaperItem) -> tuple[str, str]:
    """What an item is for, its minutes and whether it is new: a label and what it says.

    ("För beslut", "20 minuter"), ("Nytt", "för beslut, 20 minuter"); empty where nothing is said.
    """
    kind = one_line(item.kind)
    aim = f"{'' if kind.endswith('formalia') else 'för '}{kind[:1].lower()}{kind[1:]}"
    aim = aim if kind else ""
    time = ""
    if item.minutes is not None:
        time = f"{item.minutes} minuter" if item.minutes != 1 else "1 minut"
    if item.new:
        told = ", ".join(part for part in (aim, time) if part)
        return "Nytt", told or "tillagt eller ändrat sedan förra kallelsen"
    if aim and time:
        return capital(aim), time
    return ("Ärendet gäller", kind) if aim else ("Avsatt tid" if time else "", time)


def presented(item: PaperItem) -> str:
    """Who presents an item: "Föredragande: Eva Ek, jurist."; empty where nobody is named."""
    return f"Föredragande: {people_in_words(item.presenters)}." if item.presenters else ""


def remarks(item: PaperItem) -> list[str]:
    """Sentences about an item that is late, withdrawn or closed, one for each."""
    told = []
    if item.late:
        by = f", godtaget av {one_line(item.admitted_by)}" if item.admitted_by else ""
        told.append(f"Tillkommande ärende{by}.{because(item.late_reason)}")
    if item.withdrawn:
        told.append(f"Ärendet utgår.{because(item.withdrawn_reason)}")
    if item.closed:
        ground = f" enligt {one_line(item.closed_ground)}" if item.closed_ground else ""
        told.append(f"Ärendet är stängt{ground}. Handlingarna får inte lämnas vidare.")
    return told


BEFORE = "Inför mötet"
"""What stands above the closing texts."""


def because(reason: str) -> str:
    """A reason as a sentence after a blank: " Skäl: ..."; empty where none is given."""
    return f" Skäl: {sentence(one_line(reason))}" if reason.strip() else ""


def proposes(proposal: PaperProposal) -> str:
    """Who proposes, above the points: "Styrgruppen föreslår"."""
    return f"{one_line(proposal.by)} föreslår"


def attachment_line(attachment: PaperAttachment) -> str:
    """An attachment where an item has it: "Bilaga 3: Rapport (12 sidor)"."""
    told = []
    if attachment.pages:
        told.append(f"{attachment.pages} {'sidor' if attachment.pages > 1 else 'sida'}")
    if attachment.new:
        told.append("ny")
    named = attachment_title(attachment)
    return f"{named} ({', '.join(told)})" if told else named


def attachment_title(attachment: PaperAttachment) -> str:
    """Label and title, or the file's name where there is none: "Bilaga 3: Rapport"."""
    title = one_line(attachment.title) or one_line(attachment.file_name)
    return f"Bilaga {attachment.label}: {title}"


def one_line(words: str) -> str:
    """Words with all white space folded to single blanks."""
    return " ".join(words.split())


_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


def paragraphs(words: str) -> list[str]:
    """The paragraphs of a text, parted by blank lines; line breaks inside them are kept."""
    parts = _PARAGRAPHS.split(words.replace("\r\n", "\n").replace("\r", "\n").strip())
    return ["\n".join(line.strip() for line in part.split("\n")) for part in parts if part.strip()]


def closing(paper: NoticePaper, head: Letterhead) -> list[str]:
    """The texts after the agenda, the meeting's own before the standing ones."""
    return [*paragraphs(paper.closing), *paragraphs(head.closing)]


def sent_by(paper: NoticePaper) -> str:
    """What stands above those who call."""
    which = f"{paper.kind.value.removesuffix('e')}en"
    return f"{which} skickas av:" if paper.signed_by else ""


def decider(paper: NoticePaper) -> str:
    """Who decides: the body's short name, or its full one."""
    return one_line(paper.body_short or paper.body)

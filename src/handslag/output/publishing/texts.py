"""What is published as a plain text file: for those who read without pictures, and for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import override

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handslag.domain.publications.content import Content, Decision, Item, Person

WORDS = {"notice": "Kallelse", "notes": "Minnesanteckningar", "signed": "Protokoll"}
CLOSED = "Sluten punkt"


def text_file(content: Content) -> bytes:
    """The whole of it, UTF-8, a paragraph a line."""
    with override("sv"):
        return ("\n".join(_lines(content)).rstrip() + "\n").encode()


def _lines(content: Content) -> Iterator[str]:
    yield WORDS[content.form or content.kind]
    yield content.body
    yield " ".join(
        filter(None, (date_format(content.day, "j F Y"), _clock(content), content.place))
    )
    if content.cancelled:
        yield f"Mötet är inställt. {content.cancelled_reason}".strip()
    for words, people in (
        ("Närvarande", content.attendance.present),
        ("Närvarande en del av mötet", content.attendance.partly),
        ("Frånvarande", content.attendance.absent),
    ):
        if people:
            yield from ("", words, *(f"- {_person(one)}" for one in people))
    for item in content.items:
        yield from _item(item)
    yield from _attachments(content.attachments)
    for one in content.signatures:
        yield f"Justerat av {one.name}{f' {one.on.isoformat()}' if one.on else ''}"


def _clock(content: Content) -> str:
    times = [f"{one:%H.%M}" for one in (content.start, content.end) if one]
    return f"kl. {'–'.join(times)}" if times else ""


def _item(item: Item) -> Iterator[str]:
    yield ""
    if item.closed:
        yield f"{item.number} {CLOSED}".strip()
        if item.closed_ground:
            yield item.closed_ground
        return
    yield f"{item.number} {item.heading}".strip()
    if item.presenters:
        yield f"Föredragande: {'; '.join(map(_person, item.presenters))}"
    if item.withdrawn:
        yield f"Punkten utgick. {item.withdrawn_reason}".strip()
    yield from filter(None, item.text_marked.splitlines())
    for proposal in item.proposals:
        yield f"Förslag av {proposal.by}:" if proposal.by else "Förslag:"
        yield from (f"{point.number}. {point.text}".lstrip(". ") for point in proposal.points)
    for decision in item.decisions:
        yield from _decision(decision)
    for assignment in item.assignments:
        yield f"Uppdrag: {', '.join(assignment.assignees)}: {assignment.text}"
    yield from _attachments(item.attachments)


def _decision(decision: Decision) -> Iterator[str]:
    yield f"{decision.by} beslutar" if decision.by else "Beslut"
    for clause in decision.clauses:
        yield f"- {clause.text}{f' ({clause.scope})' if clause.scope else ''}"
    if decision.vote:
        vote = decision.vote
        yield f"Omröstning: {vote.in_favour} ja, {vote.against} nej, {vote.abstained} avstod."
    for one in decision.reservations:
        yield f"Reservation: {_person(one.by)}. {one.text}".strip()


def _attachments(attachments: Iterable[object]) -> Iterator[str]:
    for one in attachments:
        closed = " (sluten)" if getattr(one, "closed", False) else ""
        label, title = getattr(one, "label", ""), getattr(one, "title", "")
        yield f"Bilaga {label} {title}".strip() + closed


def _person(one: Person) -> str:
    return ", ".join(filter(None, (one.name, one.role, one.organisation, one.note)))

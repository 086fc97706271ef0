"""What is published as a plain text file: for those who read without pictures, and for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import override

from handslag.domain.publications.rules import capital, says

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from handslag.domain.publications.content import (
        Assignment,
        Clause,
        Content,
        Decision,
        Item,
        Person,
        Transfer,
    )

WORDS = {"notice": "Kallelse", "notes": "Minnesanteckningar", "signed": "Protokoll"}
CLOSED = "Sluten punkt"
_ONWARD = {
    "tabled": "Bordlagt till",
    "referred": "Hänskjutet till",
    "returned": "Återlämnat till",
    "taken-back": "Återtaget:",
}


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
        yield from _item(item, content.body_short or content.body)
    yield from _attachments(content.attachments)
    for one in content.signatures:
        yield f"Justerat av {one.name}{f' {one.on.isoformat()}' if one.on else ''}"


def _clock(content: Content) -> str:
    times = [f"{one:%H.%M}" for one in (content.start, content.end) if one]
    return f"kl. {'–'.join(times)}" if times else ""


def _item(item: Item, body: str) -> Iterator[str]:
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
        yield from _decision(decision, body)
    for transfer in item.transfers:
        yield _onward(transfer, body)
    for assignment in item.assignments:
        yield _assignment(assignment)
    yield from _attachments(item.attachments)


def _decision(decision: Decision, body: str) -> Iterator[str]:
    yield f"{capital(decision.by)} beslutar" if decision.by else "Beslut"
    for clause in decision.clauses:
        yield f"- {clause.text}{f' ({clause.scope})' if clause.scope else ''}"
        yield from _of_clause(clause, body)
    if decision.vote:
        vote = decision.vote
        yield f"Omröstning: {vote.in_favour} ja, {vote.against} nej, {vote.abstained} avstod."
    for one in decision.reservations:
        yield f"Reservation: {_person(one.by)}. {one.text}".strip()


def _of_clause(clause: Clause, body: str) -> Iterator[str]:
    """Whom the clause appoints and to whom it assigns what, and where the item goes."""
    for one in clause.assignments:
        if not says(clause.text, one.text):
            yield _assignment(one)
        elif one.assignees:
            yield f"Uppdrag till: {', '.join(one.assignees)}{_due(one)}"
    if clause.appointed:
        yield f"Utsedda: {'; '.join(map(_person, clause.appointed))}"
    for transfer in clause.transfers:
        yield _onward(transfer, body)


def _onward(one: Transfer, body: str) -> str:
    """Where the item goes, and when `body` expects it back."""
    day = date_format(one.to_date, "j F Y") if one.to_date else ""
    where = ", ".join(filter(None, (one.to_body, day))) or one.text
    goes = _ONWARD[one.kind]
    told = f"{goes} {where.rstrip('.')}." if where else f"{goes.removesuffix(' till').rstrip(':')}."
    back = date_format(one.back_date, "j F Y") if one.back_date else ""
    when = ", ".join(filter(None, (back, one.back_text)))
    return f"{told} Väntas åter i {body}: {when}." if when else told


def _assignment(one: Assignment) -> str:
    told = ": ".join(filter(None, ("Uppdrag", ", ".join(one.assignees), one.text)))
    return f"{told}{_due(one)}"


def _due(one: Assignment) -> str:
    when = f"till {date_format(one.due, 'j F Y')}" if one.due else one.due_text
    return f" ({when})" if when else ""


def _attachments(attachments: Iterable[object]) -> Iterator[str]:
    for one in attachments:
        closed = " (sluten)" if getattr(one, "closed", False) else ""
        label, title = getattr(one, "label", ""), getattr(one, "title", "")
        yield f"Bilaga {label} {title}".strip() + closed


def _person(one: Person) -> str:
    return ", ".join(filter(None, (one.name, one.role, one.organisation, one.note)))

"""A notice laid out as data for the template: every word that is printed, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handslag.output.generation import wording
from handslag.output.generation.characters import printable
from handslag.output.generation.letterhead import Logo, usable

if TYPE_CHECKING:
    from handslag.output.generation.paper import (
        Letterhead,
        NoticePaper,
        PaperAttachment,
        PaperItem,
        PaperProposal,
    )

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the template is given: `data` as JSON, and the logo as a file beside it."""

    data: Json
    logo: Logo | None


def notice_sheet(paper: NoticePaper) -> Sheet:
    """The notice as the template's data, without files to embed."""
    head, logo = usable(paper.letterhead)
    items = [_item(paper, item, n) for n, item in enumerate(paper.items, start=1)]
    data = {
        **letterhead_data(head, logo),
        "title": wording.title_of(paper),
        "description": wording.version_line(paper),
        "running": _running(paper),
        "kind": paper.kind.value,
        "about": _about(paper),
        "body": wording.one_line(paper.body) or paper.kind.value,
        "facts": [{"label": label, "value": value} for label, value in wording.facts(paper)],
        "news": _news(paper),
        "opening": [*wording.paragraphs(head.opening), *wording.paragraphs(paper.opening)],
        "number-width": number_width(items),
        "items": items,
        "before": wording.BEFORE,
        "closing": wording.closing(paper, head),
        "sent-by": wording.sent_by(paper),
        "signed": [wording.person_in_words(person) for person in paper.signed_by],
        "files": [],
        "numbered": True,
    }
    return Sheet(printable_data(data), logo)


def letterhead_data(head: Letterhead, logo: Logo | None) -> Json:
    """What every paper takes from a usable letterhead."""
    return {
        "organisation": wording.one_line(head.organisation),
        "sender": [line for row in head.sender if (line := wording.one_line(row))],
        "accent": head.accent,
        "footer": wording.paragraphs(head.footer),
        "logo": {"path": logo.path, "format": logo.format, "text": logo.text} if logo else None,
    }


def printable_data(data: Any) -> Any:
    """The data with every word as a paper can show it."""
    if isinstance(data, str):
        return printable(data)
    if isinstance(data, dict):
        return {key: printable_data(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [printable_data(value) for value in data]
    return data


def _running(paper: NoticePaper) -> str:
    day = wording.day_in_words(paper.date, weekday=False)
    draft = " · Utkast" if paper.sent_on is None else ""
    return f"{paper.kind.value} · {wording.decider(paper)} · {day}{draft}"


def _about(paper: NoticePaper) -> list[str]:
    return [wording.version_line(paper)]


def _news(paper: NoticePaper) -> Json | None:
    if paper.news is None:
        return None
    lines = [line for told in paper.news.lines if (line := wording.one_line(told))]
    return {"lead": wording.news_lead(paper), "lines": lines}


def item_id(number: int) -> str:
    """By which the items' headings are found: the first item's is 1."""
    return f"item-{number}"


def _item(paper: NoticePaper, item: PaperItem, number: int) -> Json:
    attached = {attachment.label: attachment for attachment in paper.attachments}
    return {
        "id": item_id(number),
        "number": wording.item_number(item.number),
        "heading": wording.heading(item),
        "about": wording.about(item),
        "presenters": wording.presented(item),
        "remarks": wording.remarks(item),
        "text": wording.paragraphs(item.text),
        "proposals": [_proposal(proposal) for proposal in item.proposals],
        "decides": f"{wording.decider(paper)} beslutar",
        "decisions": [wording.sentence(wording.one_line(clause)) for clause in item.decisions],
        "attachments": [_attachment(attached[lb]) for lb in item.attachments if lb in attached],
        "long": _is_long(item),
        "bare": _is_bare(item),
    }


_LONG = 260
"""Characters of an item that is let run over from one page to the next."""


def _is_long(item: PaperItem) -> bool:
    points = [point.text for proposal in item.proposals for point in proposal.points]
    told = len(item.text) + sum(60 + len(words) for words in (*points, *item.decisions))
    return told + 60 * len(item.attachments) > _LONG


def _is_bare(item: PaperItem) -> bool:
    """Whether there is nothing to print of an item but its heading."""
    told = (item.presenters, item.text.strip(), item.proposals, item.decisions, item.attachments)
    return not any((*told, wording.about(item)[0], wording.remarks(item)))


def _proposal(proposal: PaperProposal) -> Json:
    return {
        "lead": wording.proposes(proposal),
        "points": [
            {"number": f"{point.number}.", "text": wording.sentence(wording.one_line(point.text))}
            for point in proposal.points
        ],
    }


def _attachment(attachment: PaperAttachment) -> Json:
    line = wording.attachment_line(attachment)
    label = f"Bilaga {attachment.label}"
    return {"label": label, "rest": line[len(label) :]}


_NARROW, _WIDE = 7, 22
"""Millimetres that the numbers of items take: at least, and at most."""


def number_width(items: list[Json]) -> float:
    """Millimetres for the column of the items' numbers; 0 where none has a number."""
    longest = max((len(item["number"]) for item in items), default=0)
    return float(min(_WIDE, max(_NARROW, 1 + longest * 2.2))) if longest else 0.0

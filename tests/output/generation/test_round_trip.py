"""What Handslag makes, Handslag reads: a notice read back is the agenda that it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings

from handslag.output.generation import as_pdf, as_text
from handslag.output.generation.wording import capital
from handslag.source.read import read
from tests.chance import examples
from tests.output.generation.agendas import notices

if TYPE_CHECKING:
    from handslag.output.generation.paper import NoticePaper, PaperItem
    from handslag.source.record import Item, MeetingRecord

Json = dict[str, Any]


def put_in(paper: NoticePaper) -> Json:
    """What the paper says, in the words of a record."""
    own = [(None, paper.start, paper.end)]
    sittings = [(capital(s.label), s.start, s.end) for s in paper.sittings]
    return {
        "kind": "notice",
        "body": paper.body,
        "date": paper.date,
        "start": paper.start,
        "end": paper.end,
        "place": paper.place,
        "sittings": own + sittings if sittings else [],
        "items": [_item_in(item) for item in paper.items],
    }


def _item_in(item: PaperItem) -> Json:
    return {
        "number": item.number.removeprefix("§ "),
        "heading": item.heading,
        "presenters": [(p.name, p.title or None, p.organisation or None) for p in item.presenters],
        "proposals": [
            (p.by, [(str(point.number), point.text) for point in p.points]) for p in item.proposals
        ],
        "decisions": list(item.decisions),
        "attachments": list(item.attachments),
        "late": item.late,
    }


def read_back(record: MeetingRecord) -> Json:
    """What the record says, the labels of the body's own sitting aside."""
    sittings = [(s.label, s.start, s.end) for s in record.sittings]
    own = (record.start, record.end)
    return {
        "kind": record.kind.value,
        "body": record.body.name if record.body else None,
        "date": record.date,
        "start": record.start,
        "end": record.end,
        "place": record.place,
        "sittings": [(None, *s[1:]) if s[1:] == own else s for s in sittings],
        "items": [_item_back(item) for item in record.items],
    }


def _item_back(item: Item) -> Json:
    assert item.decisions == ()
    return {
        "number": item.number,
        "heading": item.heading,
        "presenters": [(p.name, p.title, p.organisation) for p in item.presenters],
        "proposals": [(p.by, [(q.number, q.text) for q in p.points]) for p in item.proposals],
        "decisions": [clause.text for d in item.proposed_decisions for clause in d.clauses],
        "attachments": [attachment.label for attachment in item.attachments],
        "late": item.late,
    }


@given(notices())
@settings(max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_notice_as_text_is_read_back_as_it_was(paper):
    _, record = read(as_text(paper).encode(), "kallelse.txt")
    assert read_back(record) == put_in(paper)


@given(notices())
@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_notice_as_pdf_is_read_back_as_it_was(paper):
    _, record = read(as_pdf(paper, attach=False), "kallelse.pdf")
    assert read_back(record) == put_in(paper)

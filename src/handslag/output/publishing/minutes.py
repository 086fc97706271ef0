"""Minutes as the public reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handslag.domain.publications.content import (
    Absence,
    Assignment,
    Attachment,
    Attendance,
    Clause,
    Content,
    Decision,
    Item,
    Outcome,
    Person,
    Point,
    Proposal,
    Reservation,
    Signature,
    Stance,
    Transfer,
    Vote,
)
from handslag.domain.publications.rules import clause_anchor, item_anchors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from handslag.domain.matters.minutes import content as told
    from handslag.domain.matters.queries.to_publish import ToPublish


def content_of_minutes(
    account: ToPublish, minutes: told.Content, files: Mapping[str, str]
) -> Content:
    """What minutes say. `files` are names of files by the labels of attachments."""
    anchors = item_anchors([item.printed_number for item in minutes.items])
    papers = {paper.label: paper for paper in minutes.papers}
    used = {label for item in minutes.items for label in item.attachments}
    groups = {
        presence: tuple(_attendee(one) for one in minutes.attendance if one.presence == presence)
        for presence in ("present", "partly", "absent")
    }
    return Content(
        body=minutes.body,
        body_short=minutes.body_short,
        kind="minutes",
        form=minutes.form,
        day=minutes.date,
        start=minutes.start,
        end=minutes.end,
        place=minutes.place,
        attendance=Attendance(**groups),
        items=tuple(
            _item(item, anchor, papers, files)
            for item, anchor in zip(minutes.items, anchors, strict=True)
        ),
        attachments=(
            *(_attachment(one, files) for one in minutes.papers if one.label not in used),
            *(Attachment(label=label, closed=True) for label in account.closed_labels),
        ),
        signatures=tuple(
            Signature(name=one.name, role=one.role, on=one.on) for one in account.signed
        ),
        papers_left_out=account.left_out,
    )


def _attendee(one: told.Attendee) -> Person:
    notes = []
    for move in one.moves:
        word = "från och med" if move.kind == "arrived" else "till och med"
        where = f"punkt {move.number}" if move.number else ""
        clock = f"kl. {move.time:%H.%M}" if move.time else ""
        notes.append(" ".join(filter(None, (word, where or clock))))
    return Person(
        name=one.name,
        role=one.title,
        organisation=one.organisation or one.principal,
        note=", ".join(notes),
    )


def _item(
    item: told.Item,
    anchor: str,
    papers: Mapping[str, told.Paper],
    files: Mapping[str, str],
) -> Item:
    number = item.printed_number
    if item.closed:
        return Item(anchor=anchor, number=number, closed=True, closed_ground=item.closed_ground)
    return Item(
        anchor=anchor,
        number=number,
        heading=item.heading,
        kind=item.kind,
        outcome="" if item.outcome == "none" else item.outcome,
        presenters=tuple(map(_named, item.presenters)),
        text_marked=item.discussion,
        proposals=tuple(map(_proposal, item.proposals)),
        stances=tuple(
            Stance(by=one.by, kind=one.kind, points=tuple(map(str, one.points)))
            for one in item.stances
        ),
        decisions=tuple(_decisions(item.decisions, anchor)),
        assignments=tuple(map(_assignment, item.given)),
        transfers=tuple(map(_transfer, item.sent)),
        absences=tuple(
            Absence(
                person=Person(name=one.name, role=one.title, organisation=one.organisation),
                reason=one.reason,
            )
            for one in item.away
        ),
        attachments=tuple(
            _attachment(papers[label], files) for label in item.attachments if label in papers
        ),
        late=item.late,
        late_reason=item.late_reason,
        withdrawn=item.withdrawn,
        withdrawn_reason=item.withdrawn_reason,
    )


def _named(one: told.Named) -> Person:
    return Person(name=one.name, role=one.title, organisation=one.organisation)


def _proposal(made: told.Proposed) -> Proposal:
    return Proposal(
        by=made.by,
        points=tuple(
            Point(
                text=point.text,
                number=point.number,
                outcomes=tuple(
                    Outcome(verdict=one.verdict, side=one.side) for one in point.settled
                ),
            )
            for point in made.points
        ),
    )


def _decisions(decisions: Iterable[told.Decided], anchor: str) -> Iterator[Decision]:
    nth = 0
    for decision in decisions:
        clauses = []
        for clause in decision.clauses:
            nth += 1
            clauses.append(_clause(clause, clause_anchor(anchor, nth)))
        yield Decision(
            by=decision.by,
            abstaining=decision.abstaining,
            clauses=tuple(clauses),
            vote=Vote(
                text=decision.vote.text,
                in_favour=decision.vote.in_favour,
                against=decision.vote.against,
                abstained=decision.vote.abstained,
            )
            if decision.vote
            else None,
            reservations=tuple(
                Reservation(
                    by=Person(name=one.by, role=one.title, organisation=one.organisation),
                    text=one.text,
                )
                for one in decision.reservations
            ),
        )


def _clause(clause: told.ClauseSaid, anchor: str) -> Clause:
    return Clause(
        text=clause.text,
        anchor=anchor,
        action=clause.action,
        effect=clause.effect,
        scope=clause.scope,
        points=tuple(map(str, clause.points)),
        due=clause.due_date,
        due_text=clause.due_text,
        appointed=tuple(map(_named, clause.appointed)),
        assignments=tuple(map(_assignment, clause.given)),
        transfers=tuple(map(_transfer, clause.sent)),
    )


def _assignment(one: told.Given) -> Assignment:
    return Assignment(text=one.text, assignees=one.to, due=one.due_date, due_text=one.due_text)


def _transfer(one: told.Sent) -> Transfer:
    return Transfer(
        kind=one.kind,
        to_body=one.to_body,
        to_date=one.to_date,
        text=one.text,
        back_date=one.back_date,
        back_text=one.back_text,
    )


def _attachment(paper: told.Paper, files: Mapping[str, str]) -> Attachment:
    return Attachment(label=paper.label, title=paper.title, file=files.get(paper.label, ""))

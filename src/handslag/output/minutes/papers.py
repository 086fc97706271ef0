"""What minutes say as a paper: the contract of `handslag.output.generation.minutes_paper`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import override

from handslag.domain.base.sides import Side
from handslag.domain.documents.store import bytes_of
from handslag.output.generation.minutes_paper import (
    MinutesForm,
    MinutesPaper,
    MinutesState,
    PaperAction,
    PaperAssignment,
    PaperAttendee,
    PaperBack,
    PaperClause,
    PaperCorrection,
    PaperDealtItem,
    PaperDealtProposal,
    PaperDecision,
    PaperDue,
    PaperGroup,
    PaperItemAbsence,
    PaperMove,
    PaperMovement,
    PaperNoticeBoard,
    PaperPointOutcome,
    PaperPresence,
    PaperReservation,
    PaperSignature,
    PaperStance,
    PaperStanceKind,
    PaperTransfer,
    PaperTransferKind,
    PaperVerdict,
    PaperVote,
)
from handslag.output.generation.paper import (
    PaperAttachment,
    PaperPerson,
    PaperPoint,
    PaperSitting,
)
from handslag.output.generation.rich_text import blocks_of
from handslag.output.notices.papers import letterhead_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from handslag.domain.matters.minutes.content import (
        Attendee,
        ClauseSaid,
        Content,
        Decided,
        Dissent,
        Given,
        Item,
        Named,
        Paper,
        Proposed,
        Sent,
        Signing,
    )

OTHERS = "Övriga"
"""Those who were there for no principal and no organisation."""
_FORM = {"notes": MinutesForm.NOTES, "signed": MinutesForm.SIGNED}
_ROLE = {"chair": "Ordförande", "secretary": "Sekreterare", "checker": "Justerare"}
_EFFECT = {
    "internal": "Gäller det egna arbetet.",
    "recommendation": "En rekommendation till huvudmännen.",
    "binding": "Binder dem som antar det.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a version is beside what it says."""

    version: int = 1
    state: str = "draft"
    """A value of PublicationState."""
    shared_on: dt.date | None = None
    finalised_at: dt.datetime | None = None
    fingerprint: str = ""
    corrects: int | None = None
    """The number of the version that it corrects."""
    reason: str = ""
    corrected_on: dt.date | None = None
    corrected_by: str = ""
    signed: tuple[tuple[str, str, dt.date], ...] = ()
    """Who has signed it: role, name and day."""


DRAFT = Made()


def paper_of(content: Content, made: Made = DRAFT, *, open_edition: bool = False) -> MinutesPaper:
    """The minutes as a paper; the draft of them where nothing else is told of the version."""
    with override("sv"):
        return _paper_of(content, made, open_edition=open_edition)


def _paper_of(content: Content, made: Made, *, open_edition: bool) -> MinutesPaper:
    signed = {(role, name): day for role, name, day in made.signed}
    checkers = tuple(_signer(one) for one in content.signers if one.role == "checker")
    return MinutesPaper(
        form=_FORM[content.form],
        body=content.body,
        body_short=content.body_short,
        date=content.date,
        letterhead=letterhead_of(content.head),
        start=content.start,
        end=content.end,
        place=content.place,
        sittings=tuple(
            PaperSitting(one.label, one.start, one.end, one.place) for one in content.sittings
        ),
        version=made.version,
        state=MinutesState(made.state),
        shared_on=made.shared_on,
        finalised_at=made.finalised_at,
        fingerprint=made.fingerprint,
        correction=_correction(made),
        chair=_person(content.chair) if content.chair else None,
        secretary=_person(content.secretary) if content.secretary else None,
        checkers=checkers,
        attendance=groups_of(content),
        items=tuple(_item(one, content) for one in content.items),
        attachments=tuple(_attachment(one) for one in content.papers),
        signatures=tuple(
            PaperSignature(
                _ROLE[one.role],
                _signer(one),
                signed.get((one.role, one.name)),
            )
            for one in content.signers
        ),
        notice_board=PaperNoticeBoard(kept_at=content.owner) if content.board else None,
        appeal=content.appeal,
        open_edition=open_edition,
    )


def _correction(made: Made) -> PaperCorrection | None:
    if made.corrects is None:
        return None
    return PaperCorrection(made.corrects, made.reason, made.corrected_on, made.corrected_by)


def _person(one: Named) -> PaperPerson:
    return PaperPerson(one.name, one.title, one.organisation)


def _signer(one: Signing) -> PaperPerson:
    return PaperPerson(one.name, one.title, one.organisation)


def groups_of(content: Content) -> tuple[PaperGroup, ...]:
    """Who was there by principal, in the order that each principal is met; the others last."""
    groups: dict[str, list[PaperAttendee]] = {}
    numbers = {item.id: item.printed_number for item in content.items}
    for one in content.attendance:
        name = one.principal or one.organisation or OTHERS
        groups.setdefault(name, []).append(_attendee(one, name, numbers))
    ordered = sorted(groups.items(), key=lambda pair: pair[0] == OTHERS)
    return tuple(
        PaperGroup(name, tuple(people), principal=name != OTHERS) for name, people in ordered
    )


def _attendee(one: Attendee, group: str, numbers: dict[int, str]) -> PaperAttendee:
    organisation = "" if one.organisation == group else one.organisation
    return PaperAttendee(
        person=PaperPerson(one.name, one.title, organisation),
        presence=PaperPresence(one.presence),
        movements=tuple(
            PaperMovement(
                PaperMove(move.kind), numbers.get(move.item_id or 0, move.number), move.time
            )
            for move in one.moves
        ),
        alternate=one.seat == "alternate",
        serves_for=one.serves_for,
    )


def _item(one: Item, content: Content) -> PaperDealtItem:
    return PaperDealtItem(
        heading=one.heading,
        number=one.printed_number,
        key=str(one.id),
        presenters=tuple(_person(person) for person in one.presenters),
        about=_about(one, content),
        late=one.late,
        late_reason=one.late_reason,
        admitted_by=one.late_by,
        withdrawn=one.withdrawn,
        withdrawn_reason=one.withdrawn_reason,
        absences=tuple(
            PaperItemAbsence(
                PaperPerson(away.name, away.title, away.organisation),
                conflict=away.reason == "conflict",
                note=away.note,
            )
            for away in one.away
        ),
        discussion=blocks_of(one.discussion),
        proposals=tuple(_proposal(made) for made in one.proposals),
        stances=tuple(
            PaperStance(stance.by, PaperStanceKind(stance.kind), _figures(stance.points))
            for stance in one.stances
        ),
        decisions=tuple(_decision(made, content) for made in one.decisions),
        assignments=tuple(_assignment(given) for given in one.given),
        transfers=tuple(_transfers(one, content)),
        attachments=one.attachments,
        closed=one.closed,
        closed_ground=one.closed_ground,
    )


def _about(one: Item, content: Content) -> str:
    """Which minutes the item approves, where its heading does not say so already."""
    if one.approves is None:
        return ""
    day = date_format(one.approves, "j F Y")
    if day in one.heading:
        return ""
    what = "protokollet" if content.form == "signed" else "minnesanteckningarna"
    return f"Gäller {what} från den {day}"


def _figures(points: Iterable[str]) -> tuple[int, ...]:
    bare = [point.strip(" .)") for point in points]
    return tuple(int(one) for one in bare if one.isascii() and one.isdigit())


def _proposal(one: Proposed) -> PaperDealtProposal:
    points, outcomes = [], []
    for order, point in enumerate(one.points, 1):
        number = next(iter(_figures([point.number])), order)
        points.append(PaperPoint(number, point.text))
        for settled in point.settled:
            side = Side(settled.side).label if settled.side else ""
            outcome = PaperPointOutcome(number, PaperVerdict(settled.verdict), str(side))
            outcomes.append(outcome)
    return PaperDealtProposal(one.by, tuple(points), tuple(outcomes))


def _decision(one: Decided, content: Content) -> PaperDecision:
    return PaperDecision(
        by=one.by or content.body_short or content.body,
        clauses=tuple(_clause(clause, content) for clause in one.clauses),
        abstaining=one.abstaining,
        vote=PaperVote(one.vote.in_favour, one.vote.against, one.vote.abstained, one.vote.text)
        if one.vote
        else None,
        reservations=tuple(_reservation(dissent) for dissent in one.reservations),
    )


def _clause(one: ClauseSaid, content: Content) -> PaperClause:
    assignees = [name for given in one.given for name in given.to]
    dated = next((given for given in one.given if given.due_date or given.due_text), None)
    due = _due(one.due_date, one.due_text)
    if due is None and dated is not None:
        due = _due(dated.due_date, dated.due_text)
    told = one.effect and one.effect != content.effect
    return PaperClause(
        text=one.text,
        action=PaperAction(one.action),
        points=_figures(one.points),
        scope=one.scope,
        assignees=tuple(dict.fromkeys(assignees)),
        appointees=tuple(_person(person) for person in one.appointed),
        due=due,
        effect=_EFFECT[one.effect] if told else "",
    )


def _due(day: dt.date | None, text: str) -> PaperDue | None:
    return PaperDue(day, text) if day or text else None


def _reservation(one: Dissent) -> PaperReservation:
    if one.person_id is None:
        return PaperReservation(one.by, one.text)
    return PaperReservation(PaperPerson(one.by, one.title, one.organisation), one.text)


def _assignment(one: Given) -> PaperAssignment:
    return PaperAssignment(one.text, one.to, _due(one.due_date, one.due_text))


def _transfers(one: Item, content: Content) -> Iterator[PaperTransfer]:
    """Where the item went: told by itself first, then by its clauses."""
    for sent in one.sent:
        yield _transfer(sent, content)
    for nth, decision in enumerate(one.decisions):
        for place, clause in enumerate(decision.clauses):
            for sent in clause.sent:
                yield replace(_transfer(sent, content), clause=(nth, place))


def _transfer(one: Sent, content: Content) -> PaperTransfer:
    back = None
    if one.back_date or one.back_text:
        back = PaperBack(one.back_date, one.back_text, content.body_short or content.body)
    return PaperTransfer(PaperTransferKind(one.kind), one.to_body, one.to_date, back)


def _attachment(one: Paper) -> PaperAttachment:
    return PaperAttachment(
        label=one.label,
        title=one.title,
        file_name=one.name,
        media_type=one.media_type,
        read=partial(bytes_of, one.sha256),
        pages=one.pages,
    )

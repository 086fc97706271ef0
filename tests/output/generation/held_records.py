"""What went into minutes and what was read back from them, as data that can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handslag.output.generation.minutes_paper import (
    PaperAction,
    PaperPresence,
    PaperStanceKind,
    PaperTransferKind,
)
from handslag.output.generation.wording import capital, day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.output.generation.minutes_paper import (
        MinutesPaper,
        PaperClause,
        PaperDealtItem,
        PaperDecision,
        PaperDue,
    )
    from handslag.output.generation.paper import PaperPerson
    from handslag.source.record import Clause, Decision, Item, MeetingRecord, When

Json = dict[str, Any]


def put_in(paper: MinutesPaper) -> Json:
    """What the paper says, in the words of a record."""
    own = [(None, paper.start, paper.end)]
    sittings = [(capital(s.label), s.start, s.end) for s in paper.sittings]
    return {
        "kind": "minutes",
        "body": paper.body,
        "date": paper.date,
        "start": paper.start,
        "end": paper.end,
        "place": paper.place,
        "sittings": own + sittings if sittings else [],
        "attendees": list(_there(paper)),
        "items": [_item_in(item) for item in paper.items],
    }


def _there(paper: MinutesPaper) -> Iterator[Any]:
    """Those there in their order, then those away, then officers that no group has."""
    told = set()
    for away in (False, True):
        for group in paper.attendance:
            for one in group.people:
                if (one.presence is PaperPresence.ABSENT) != away:
                    continue
                told.add(one.person.name)
                organisation = one.person.organisation or (group.name if group.principal else "")
                told_of = (one.person.title or None, organisation or None)
                yield (one.person.name, *told_of, one.presence.value)
    for role, officer in (("Ordförande", paper.chair), ("Sekreterare", paper.secretary)):
        if officer and officer.name not in told:
            told.add(officer.name)
            told_of = (officer.title or role, officer.organisation or None)
            yield (officer.name, *told_of, "present")


def _item_in(item: PaperDealtItem) -> Json:
    outcome, tabled, referred = _went(item)
    return {
        "number": item.number.removeprefix("§ "),
        "heading": item.heading,
        "presenters": [_person(person) for person in item.presenters],
        "late": item.late,
        "outcome": outcome,
        "tabled": tabled,
        "referred": referred,
        "proposals": [(p.by, [(str(q.number), q.text) for q in p.points]) for p in item.proposals],
        "decisions": _decisions_in(item),
        "stances": sorted(_stances(item)),
        "assignments": [
            (list(one.assignees), one.text, _due_in(one.due)) for one in item.assignments
        ],
        "attachments": list(item.attachments),
    }


def _person(person: PaperPerson) -> tuple[str, str | None, str | None]:
    return (person.name, person.title or None, person.organisation or None)


def _went(item: PaperDealtItem) -> tuple[str, Any, Any]:
    """Outcome, the day it was tabled to, the body and day it was referred to."""
    transfer = item.transfers[0] if item.transfers else None
    actions = {clause.action for decision in item.decisions for clause in decision.clauses}
    if transfer:
        tabled = transfer.kind is PaperTransferKind.TABLED
        where = (transfer.to_body, transfer.to_date)
        told = (transfer.to_date, None) if tabled else (None, where)
        return (transfer.kind.value, *told)
    if item.withdrawn:
        return "withdrawn", None, None
    if not actions:
        return "none", None, None
    return ("noted" if actions == {PaperAction.NOTE} else "decided"), None, None


def _stances(item: PaperDealtItem) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Stances; whoever takes no part or reserves themselves has one too."""
    told = {(capital(s.by), s.kind.value, s.points) for s in item.stances}
    for decision in item.decisions:
        for side in decision.abstaining:
            told.add((capital(side), PaperStanceKind.TAKES_NO_PART.value, ()))
        for one in decision.reservations:
            if isinstance(one.by, str):
                told.add((capital(one.by), PaperStanceKind.OPPOSES.value, ()))
    yield from told


def _decisions_in(item: PaperDealtItem) -> list[Json]:
    """The decisions; a side that takes no part in the item takes none in the last of them."""
    told = [_decision_in(decision) for decision in item.decisions]
    known = {side for decision in told for side in decision["abstaining"]}
    for stance in item.stances:
        aside = stance.kind is PaperStanceKind.TAKES_NO_PART
        if told and aside and capital(stance.by) not in known:
            told[-1]["abstaining"] = sorted([*told[-1]["abstaining"], capital(stance.by)])
    return told


def _decision_in(decision: PaperDecision) -> Json:
    vote = decision.vote
    return {
        "by": decision.by,
        "abstaining": sorted(capital(side) for side in decision.abstaining),
        "votes": (vote.in_favour, vote.against, vote.abstained) if vote else None,
        "reservations": [
            (capital(r.by), None, None) if isinstance(r.by, str) else _person(r.by)
            for r in decision.reservations
        ],
        "clauses": [_clause_in(clause) for clause in decision.clauses],
    }


def _clause_in(clause: PaperClause) -> Json:
    return {
        "text": clause.text,
        "action": clause.action.value,
        "points": clause.points,
        "scope": clause.scope or None,
        "assignees": list(clause.assignees),
        "appointees": [person.name for person in clause.appointees],
        "due": _due_in(clause.due),
    }


def _due_in(due: PaperDue | None) -> Any:
    if due is None:
        return None
    return due.date or due.text


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
        "attendees": [
            (p.name, p.title, p.organisation, p.presence.value if p.presence else None)
            for p in record.attendees
        ],
        "items": [_item_back(item) for item in record.items],
    }


def _item_back(item: Item) -> Json:
    referred = item.referred_to
    return {
        "number": item.number,
        "heading": item.heading,
        "presenters": [(p.name, p.title, p.organisation) for p in item.presenters],
        "late": item.late,
        "outcome": item.outcome.value,
        "tabled": item.adjourned_to.date if item.adjourned_to else None,
        "referred": (referred.body, referred.date) if referred else None,
        "proposals": [(p.by, [(q.number, q.text) for q in p.points]) for p in item.proposals],
        "decisions": [_decision_back(decision) for decision in item.decisions],
        "stances": sorted({(capital(s.by), s.stance.value, s.points) for s in item.stances}),
        "assignments": [
            ([a.name for a in one.assignees], _task(one.text, one.due), _due_back(one.due))
            for one in item.assignments
        ],
        "attachments": [attachment.label for attachment in item.attachments],
    }


def _task(sentence: str, due: When | None) -> str:
    """What is to be done, of a whole sentence: "Kansliet får i uppdrag att X senast den ..."."""
    told = sentence.partition(" i uppdrag att ")[2].rstrip(".")
    if due is None:
        return told
    if due.date:
        told = told.removesuffix(f" den {day_in_words(due.date, weekday=False)}")
    return told.removesuffix(" senast").removesuffix(" till mötet").removesuffix(f" {due.text}")


def _decision_back(decision: Decision) -> Json:
    votes = decision.votes
    return {
        "by": decision.by,
        "abstaining": sorted(decision.abstaining),
        "votes": (votes.for_, votes.against, votes.abstained) if votes else None,
        "reservations": [(p.name, p.title, p.organisation) for p in decision.reservations],
        "clauses": [_clause_back(clause) for clause in decision.clauses],
    }


def _clause_back(clause: Clause) -> Json:
    return {
        "text": clause.text,
        "action": clause.action.value,
        "points": clause.points,
        "scope": clause.scope.lower() if clause.scope else None,
        "assignees": [named.name for named in clause.assignees],
        "appointees": [person.name for person in clause.appointees],
        "due": _due_back(clause.due),
    }


def _due_back(due: When | None) -> Any:
    if due is None:
        return None
    return due.date or due.text

"""Checks of minutes before they are shared or finalised: pure, over what the minutes say.

An error stops sharing and finalising. A warning does not, but somebody must have read it and
said why it may stand. What was said is never checked: an item without discussion is as it should
be. See docs/reference/minutes.md for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from handslag.domain.base.frozen import digest_of
from handslag.domain.matters.deciding.effects import (
    Decider,
    Said,
    adopts,
    finding_of_body,
    reach,
)
from handslag.domain.matters.deciding.effects import finding as without_ground
from handslag.domain.meetings.models import ItemKind, ItemOutcome, MinutesForm, Presence
from handslag.domain.registry.models import DecisionEffect, LegalForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.domain.matters.minutes.content import Attendee, ClauseSaid, Content, Item, Sent


class Check(StrEnum):
    """Every check there is."""

    NO_ITEMS = "no-items"
    NO_ATTENDANCE = "no-attendance"
    NO_OUTCOME = "no-outcome"
    NO_CLAUSE = "no-clause"
    EMPTY_CLAUSE = "empty-clause"
    NO_ASSIGNEE = "no-assignee"
    NO_DUE = "no-due"
    NO_ORGANISATION = "no-organisation"
    NO_RECEIVER = "no-receiver"
    NO_DAY = "no-day"
    BEYOND_EFFECT = "beyond-effect"
    BEYOND_MANDATE = "beyond-mandate"
    MANDATE_ENDED = "mandate-ended"
    BODY_ENDED = "body-ended"
    AGAINST_POINT = "against-point"
    NO_SUCH_POINT = "no-such-point"
    POINT_UNSAID = "point-unsaid"
    VOTE_TOO_MANY = "vote-too-many"
    VOTE_EMPTY = "vote-empty"
    NO_CHAIR = "no-chair"
    NO_SECRETARY = "no-secretary"
    NO_CHECKER = "no-checker"


class Severity(StrEnum):
    """How much a finding hinders."""

    ERROR = "error"
    """It is to be mended before the minutes are shared or finalised."""
    WARNING = "warning"
    """Somebody is to say why it may stand, or mend it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or doubtful, in words, and where it is mended."""

    check: Check
    severity: Severity
    words: str
    place: str
    """Where it was found, in words: "7 Avtal om hjälpmedel"; empty for the whole."""
    item_id: int | None = None
    """The item it is mended under; empty for what is mended among those who attend."""
    thing_id: int | None = None
    """The clause, decision, assignment or attendance row, where it is one."""
    key: str = ""
    """What an acknowledgement is kept under: the same finding of the same thing."""


_E, _W = Severity.ERROR, Severity.WARNING
_RANK = (DecisionEffect.INTERNAL, DecisionEffect.RECOMMENDATION, DecisionEffect.BINDING)
_SETTLES = {
    "approve": "approved",
    "endorse": "approved",
    "reject": "rejected",
    "table": "tabled",
    "postpone": "tabled",
    "refer": "referred",
}
"""What a clause makes of a point, by its action."""
_LONGEST_QUOTE = 200


def findings(content: Content, decider: Decider | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong or doubtful in the minutes, in their own order.

    `decider` is the body with its mandates, as the register has them; without it what decisions
    may do is told by the body's effect alone. Words are in the reader's language; keys are the
    same in all of them.
    """
    decider = decider or Decider(content.body, content.legal_form, content.effect)
    with override("sv"):
        keys = [
            digest_of((one.check.value, one.words, one.item_id, one.thing_id))
            for one in _findings(content, decider)
        ]
    told = zip(_findings(content, decider), keys, strict=True)
    return tuple(replace(one, key=key) for one, key in told)


def _findings(content: Content, decider: Decider) -> Iterator[Finding]:
    yield from _of_whole(content)
    if any(item.clauses for item in content.items):
        ended = finding_of_body(decider, content.date)
        if ended is not None:
            yield Finding(Check.BODY_ENDED, _W, ended.words, "")
    yield from _of_attendance(content)
    for item in content.items:
        yield from _of_item(content, decider, item)


def errors(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that are to be mended."""
    return tuple(one for one in found if one.severity == Severity.ERROR)


def unread(found: tuple[Finding, ...], acknowledged: frozenset[str]) -> tuple[Finding, ...]:
    """The warnings that nobody has said may stand."""
    return tuple(
        one for one in found if one.severity == Severity.WARNING and one.key not in acknowledged
    )


def _of_whole(content: Content) -> Iterator[Finding]:
    if not content.items:
        yield Finding(Check.NO_ITEMS, _E, _("Det finns inga punkter."), "")
    there = [one for one in content.attendance if one.presence != Presence.ABSENT]
    if not there:
        yield Finding(Check.NO_ATTENDANCE, _E, _("Ingen är antecknad som närvarande."), "")
    if content.form != MinutesForm.SIGNED:
        return
    if content.chair is None:
        words = _("Ordförande saknas. Protokoll förs på ordförandens ansvar.")
        yield Finding(Check.NO_CHAIR, _E, words, "")
    if content.secretary is None:
        yield Finding(Check.NO_SECRETARY, _W, _("Sekreterare saknas."), "")
    if not any(one.role == "checker" for one in content.signers):
        words = _("Ingen justerare är vald. Protokollet ska justeras av någon utöver ordföranden.")
        yield Finding(Check.NO_CHECKER, _W, words, "")


def _of_attendance(content: Content) -> Iterator[Finding]:
    for one in content.attendance:
        if not one.organisation.strip() and not one.principal:
            words = _("%(name)s saknar organisation.") % {"name": one.name}
            yield Finding(Check.NO_ORGANISATION, _W, words, _("Närvaro"), None, one.id)


def _of_item(content: Content, decider: Decider, item: Item) -> Iterator[Finding]:
    place = f"{item.printed_number} {item.heading}".strip()
    for check, severity, words, thing_id in (
        *_of_outcome(item),
        *_of_assignments(item),
        *(
            (*told, one.id)
            for one in item.clauses
            for told in _of_clause(content, decider, item, one)
        ),
        *((*told, None) for one in item.sent for told in _of_sent(one)),
        *((*told, None) for told in _against_points(item)),
        *((*told, None) for told in _of_votes(content, item)),
    ):
        yield Finding(check, severity, words, place, item.id, thing_id)


_Told = tuple[Check, Severity, str]
_ToldOf = tuple[Check, Severity, str, int | None]
"""The same, with the id of the thing it is about."""


def _of_outcome(item: Item) -> Iterator[_ToldOf]:
    if (severity := _lacks_outcome(item)) is not None:
        words = _("Punkten saknar utfall: skriv vad det blev av den.")
        yield Check.NO_OUTCOME, severity, words, None
    if item.outcome == ItemOutcome.DECIDED and not item.decisions:
        words = _("Punkten är beslutad men har inget beslut.")
        yield Check.NO_CLAUSE, _E, words, None
    for decision in item.decisions:
        if not decision.clauses:
            yield Check.NO_CLAUSE, _E, _("Ett beslut saknar att-sats."), decision.id


def _of_assignments(item: Item) -> Iterator[_ToldOf]:
    for given in (*item.given, *(one for clause in item.clauses for one in clause.given)):
        quoted = {"text": _short(given.text)}
        if not given.to:
            words = _("Uppdraget ”%(text)s” saknar mottagare.") % quoted
            yield Check.NO_ASSIGNEE, _W, words, given.id
        if given.due_date is None and not given.due_text.strip() and not _has_due(item, given.id):
            words = _("Uppdraget ”%(text)s” saknar tid när det ska vara klart.") % quoted
            yield Check.NO_DUE, _W, words, given.id


def _lacks_outcome(item: Item) -> Severity | None:
    """How much it hinders that nobody has said what became of the item; None where somebody has."""
    said = item.outcome not in (ItemOutcome.NONE, ItemOutcome.PROPOSED, "")
    formal = item.kind == ItemKind.FORMAL and item.approves is None
    if said or formal or item.decisions or item.sent or item.withdrawn:
        return None
    told = item.kind in (ItemKind.INFORMATION, ItemKind.DISCUSSION) or bool(item.discussion)
    return _W if told else _E


def _has_due(item: Item, given_id: int) -> bool:
    """Whether the clause that gives the assignment says when."""
    return any(
        clause.due_date is not None or bool(clause.due_text.strip())
        for clause in item.clauses
        if any(one.id == given_id for one in clause.given)
    )


def _of_clause(
    content: Content, decider: Decider, item: Item, clause: ClauseSaid
) -> Iterator[_Told]:
    text = clause.text.strip()
    if not text or text.casefold() == "att":
        yield Check.EMPTY_CLAUSE, _E, _("En att-sats är tom.")
        return
    quoted = {"text": _short(text)}
    if clause.action == "assign" and not clause.given:
        words = _("”%(text)s” ger ett uppdrag, men ingen mottagare är vald.") % quoted
        yield Check.NO_ASSIGNEE, _W, words
    if clause.action == "refer" and not clause.sent:
        words = _("”%(text)s” hänskjuter, men inget organ som tar emot är valt.") % quoted
        yield Check.NO_RECEIVER, _E, words
    for sent in clause.sent:
        yield from _of_sent(sent)
    formal = item.kind == ItemKind.FORMAL or item.approves is not None
    said = Said(text, clause.action, clause.effect, formal=formal)
    yield from _beyond(content, decider, clause, said)


def _of_sent(sent: Sent) -> Iterator[_Told]:
    if sent.kind == "referred" and not sent.to_body.strip():
        yield Check.NO_RECEIVER, _E, _("Punkten är hänskjuten, men inte till något organ.")
    if sent.kind == "tabled" and sent.to_date is None and not sent.to_body.strip():
        words = _("Punkten är bordlagd utan dag. Skriv till vilket möte.")
        yield Check.NO_DAY, _W, words


def _beyond(content: Content, decider: Decider, clause: ClauseSaid, said: Said) -> Iterator[_Told]:
    """What the body cannot do: see the bodies' effects, its mandates, and that only the assemblies
    bind."""
    effect, _source = reach(decider, said)
    good = [one for one in decider.mandates if one.covers(clause.action, effect)]
    if _rank(effect) and any(one.holds(content.date) for one in good):
        return
    found = without_ground(decider, said, content.date)
    if found is not None and found.mandate is not None:
        words = _("”%(text)s”: %(finding)s")
        words %= {"text": _short(clause.text), "finding": found.words}
        yield Check.MANDATE_ENDED, _W, words
        return
    quoted = {"text": _short(clause.text), "body": content.body_short or content.body}
    if clause.effect and _rank(clause.effect) > _rank(content.effect):
        can = _can_do(content)
        words = _("”%(text)s” går längre än %(body)s får besluta. %(can)s")
        words %= quoted | {"can": can}
        yield Check.BEYOND_EFFECT, _E, words
    elif _adopts(content, clause.text):
        words = _(
            "”%(text)s”: en överenskommelse eller ett avtal antas av varje huvudman, inte av "
            "%(body)s. %(can)s"
        )
        yield Check.BEYOND_MANDATE, _W, words % (quoted | {"can": _can_do(content)})


def _adopts(content: Content, text: str) -> bool:
    """Whether a clause takes an agreement in the name of a body that cannot."""
    if content.legal_form != LegalForm.NETWORK and content.effect == DecisionEffect.BINDING:
        return False
    return adopts(text)


def _can_do(content: Content) -> str:
    if content.effect == DecisionEffect.INTERNAL:
        return _(
            "Det kan ställa sig bakom förslaget för sin del och hänskjuta det till dem som "
            "beslutar."
        )
    return _("Det kan rekommendera huvudmännen att anta, eller ställa sig bakom.")


def _rank(effect: str) -> int:
    return _RANK.index(DecisionEffect(effect)) if effect else 0


def _against_points(item: Item) -> Iterator[_Told]:
    """Where clauses and the outcomes of points disagree."""
    points = [point for proposal in item.proposals for point in proposal.points]
    numbers = {point.number.strip(" .)") for point in points}
    for clause in item.clauses:
        verdict = _SETTLES.get(clause.action)
        for number in clause.points:
            quoted = {"text": _short(clause.text), "number": number}
            if points and number not in numbers:
                words = _("”%(text)s” gäller punkt %(number)s, som inget förslag har.") % quoted
                yield Check.NO_SUCH_POINT, _E, words
                continue
            settled = [
                one
                for point in points
                if point.number.strip(" .)") == number
                for one in point.settled
                if _overlap(one.side, clause.side)
            ]
            if verdict and settled and all(one.verdict != verdict for one in settled):
                words = _(
                    "”%(text)s” säger emot det som är antecknat om förslagets punkt %(number)s."
                )
                yield Check.AGAINST_POINT, _E, words % quoted
    said = {number for clause in item.clauses for number in clause.points}
    for point in points:
        number = point.number.strip(" .)")
        decided = any(one.verdict not in ("none", "") for one in point.settled)
        if decided and number not in said:
            words = _("Förslagets punkt %(number)s är avgjord, men ingen att-sats säger det.")
            yield Check.POINT_UNSAID, _W, words % {"number": number}


def _overlap(one: str, other: str) -> bool:
    return not one or not other or one == other


def _of_votes(content: Content, item: Item) -> Iterator[_Told]:
    there = len(present_at(content, item))
    for decision in item.decisions:
        vote = decision.vote
        if vote is None:
            continue
        cast = vote.in_favour + vote.against + vote.abstained
        if not cast:
            words = _("En omröstning är antecknad utan röster.")
            yield Check.VOTE_EMPTY, _E, words
        elif cast > there:
            words = _("Omröstningen har %(cast)d röster, men %(there)d var närvarande vid punkten.")
            yield Check.VOTE_TOO_MANY, _E, words % {"cast": cast, "there": there}


def present_at(content: Content, item: Item) -> tuple[Attendee, ...]:
    """Those who took part in an item: there, not yet gone, and not away from it."""
    places = {one.id: place for place, one in enumerate(content.items)}
    at = places[item.id]
    away = {one.attendee_id for one in item.away}
    found = []
    for one in content.attendance:
        if one.presence == Presence.ABSENT or one.id in away:
            continue
        if _was_there(one, at, places):
            found.append(one)
    return tuple(found)


def _was_there(one: Attendee, at: int, places: dict[int, int]) -> bool:
    """Whether somebody who came and went was there at an item: arriving counts from the item it
    happened at, leaving after it."""
    there = not one.moves or one.moves[0].kind == "left"
    for move in one.moves:
        place = places.get(move.item_id or 0)
        # where nobody said at which item, they are taken to have been there
        if place is None or (move.kind == "arrived" and at >= place):
            there = True
        elif move.kind == "left" and at > place:
            there = False
    return there


def _short(text: str) -> str:
    """A text for a sentence about it: its beginning, where it is long."""
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE].rstrip()} …"

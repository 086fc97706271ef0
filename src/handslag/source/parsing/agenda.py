"""One item put together from its sections."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from handslag.source.parsing.actions import action_of
from handslag.source.parsing.assignments import find_assignments
from handslag.source.parsing.atts import RawClause
from handslag.source.parsing.beside import with_beside
from handslag.source.parsing.bodies import Names
from handslag.source.parsing.clauses import (
    listed_clauses,
    plain_decisions,
    proposed_from_att,
    proposes,
    told_clauses,
    told_proposals,
)
from handslag.source.parsing.dates import find_days
from handslag.source.parsing.details import (
    ASSIGNING,
    appointees_of,
    assignees_of,
    due_of,
    points_of,
    scope_of,
)
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.items import Heading
from handslag.source.parsing.leads import told_list
from handslag.source.parsing.lexicon import fold
from handslag.source.parsing.markers import Mark
from handslag.source.parsing.mentions import find_amounts, find_attachments, find_references
from handslag.source.parsing.points import proposal_points
from handslag.source.parsing.presenters import find_presenters
from handslag.source.parsing.sections import Part, Section, read_sections
from handslag.source.parsing.stances import (
    find_abstaining,
    find_reservations,
    find_stances,
    find_votes,
    may_count,
)
from handslag.source.parsing.transfers import destination, find_move, only_moves
from handslag.source.record import (
    Action,
    Clause,
    Decision,
    Item,
    Kind,
    Outcome,
    Proposal,
    When,
)
from handslag.source.text import Span

_LOOSE_ATT = re.compile(
    r"[-–•*·]?\s?[Aa]tt\s(?!(?:göra|tänka\spå|ta\supp|ta\smed|diskutera|beakta)\s?(?:$|[:\n]|inför|till))"
)
_AT_MEETING = re.compile(r"(?:På|Vid)\s[^.]{0,60}?(?:möte|sammanträde)")


class Setting(NamedTuple):
    """What the document as a whole tells an item."""

    kind: Kind
    meeting: dt.date | None
    names: Names
    first_names: frozenset[str]


class ItemRead(NamedTuple):
    """An item, and whether its decisions were told without any marker."""

    item: Item
    unmarked: bool
    empty: tuple[Span, ...]
    """Decision markers with nothing under them."""


def read_item(
    flow: Flow, order: int, heading: Heading, end_para: int, setting: Setting, *, late: bool
) -> ItemRead:
    """The item whose heading is given, up to paragraph `end_para`."""
    sections = read_sections(flow, heading, end_para)
    end = flow.paras[end_para - 1].end if end_para > heading.para else heading.title_end
    end = max(end, heading.title_end)
    reading = _Reading(flow, setting, heading)
    reading.read(sections)
    decisions, proposed, unmarked = reading.decisions, reading.proposed, reading.unmarked
    if setting.kind is Kind.NOTICE and decisions:
        proposed, decisions = [*proposed, *decisions], []
    clauses = [clause for decision in decisions for clause in decision.clauses]
    move = (
        find_move(flow, reading.told, setting.meeting) if setting.kind is not Kind.NOTICE else None
    )
    outcome = _outcome(setting.kind, clauses, move.outcome if move else None)
    adjourned, referred = _whither(flow, reading, clauses, outcome, setting.meeting)
    if move and outcome is Outcome.TABLED and adjourned is None:
        adjourned = move.when
    if move and outcome is Outcome.REFERRED and referred is None:
        referred = move.when
    start = heading.start
    item = Item(
        order=order,
        number=heading.number,
        heading=fold(flow.text[heading.title_start : heading.title_end]).rstrip(" :"),
        span=flow.span(start, end),
        heading_span=flow.span(heading.title_start, heading.title_end)
        if heading.title_end > heading.title_start
        else flow.span(start, max(heading.title_end, start + 1)),
        outcome=outcome,
        text="\n".join(fold(flow.text[p.start : p.end]) for p in reading.told),
        presenters=tuple(find_presenters(flow, heading, sections, setting.first_names)),
        proposals=tuple(reading.proposals),
        proposed_decisions=tuple(proposed),
        decisions=tuple(decisions),
        assignments=tuple(
            find_assignments(flow, reading.told, setting.meeting, setting.first_names)
        )
        if setting.kind is not Kind.NOTICE
        else (),
        stances=tuple(find_stances(flow, reading.told)),
        late=late,
        adjourned_to=adjourned,
        referred_to=referred,
        attachments=find_attachments(flow, start, end),
        references=find_references(flow, start, end, setting.names, setting.meeting),
        amounts=find_amounts(flow, heading.title_start, end),
    )
    return ItemRead(item, unmarked, tuple(reading.empty))


class _Reading:
    """Walks the sections of one item in order and collects what each holds."""

    def __init__(self, flow: Flow, setting: Setting, heading: Heading) -> None:
        self._flow = flow
        self._setting = setting
        self._after_history = False
        self.decisions: list[Decision] = []
        self.proposed: list[Decision] = []
        self.proposals: list[Proposal] = []
        self.told: list[Part] = []
        self.raw: list[RawClause] = []
        self.unmarked = False
        self.empty: list[Span] = []
        self._heading = heading
        self._marked = False
        self._aside: set[Part] = set()
        """What is told under a marker of motions, history or reservations."""

    def read(self, sections: list[Section]) -> None:
        """Reads every section; decisions that no marker opens are looked for last."""
        for section in sections:
            if section.mark is Mark.DECISION:
                self._decision(section)
            elif section.mark is Mark.PROPOSED:
                self._proposed(section)
            elif section.mark is Mark.PROPOSAL:
                self._proposal(section)
            elif section.mark is not Mark.PRESENTER:
                self._text(section)
        notice = self._setting.kind is Kind.NOTICE
        terse = sum(part.end - part.start for part in self.told) < _TERSE
        if not self._marked and (not notice or (terse and not self.proposed)):
            self._plain(max((p.end for section in sections for p in section.parts), default=0))
        self._abstaining()
        self._votes(sections)

    def _votes(self, sections: list[Section]) -> None:
        """A counted vote belongs to the decision after it, a reservation to the one before it."""
        if not self.decisions:
            return
        parts = [part for section in sections for part in section.parts]
        if not parts or not may_count(self._flow, parts[0].start, parts[-1].end):
            return
        for part in parts:
            votes = find_votes(self._flow, part)
            if votes:
                index = self._decision_after(part.start)
                decision = self.decisions[index]
                self.decisions[index] = replace(decision, votes=decision.votes or votes)
            reserved = find_reservations(self._flow, part)
            if reserved:
                index = self._decision_before(part.start)
                decision = self.decisions[index]
                reservations = (*decision.reservations, *reserved)
                self.decisions[index] = replace(decision, reservations=reservations)

    def _begins(self) -> list[int]:
        """Where each decision begins, in their order."""
        at = 0
        places: list[int] = []
        for decision in self.decisions:
            places.append(self.raw[at].start)
            at += len(decision.clauses)
        return places

    def _decision_before(self, place: int) -> int:
        """Which decision was the last before `place`; the last of all where none was."""
        before = [index for index, start in enumerate(self._begins()) if start <= place]
        return before[-1] if before else -1

    def _decision_after(self, place: int) -> int:
        """Which decision is the first after `place`; the last of all where none is."""
        after = [index for index, start in enumerate(self._begins()) if start > place]
        return after[0] if after else -1

    def _decision(self, section: Section) -> None:
        raw, taken = listed_clauses(self._flow, section.parts, section.marker)
        if not raw and section.mark is Mark.DECISION:
            end = section.start + max(1, len(section.marker))
            self.empty.append(self._flow.span(section.start, end))
        raw = self._without_moves(raw)
        if raw:
            self.decisions.append(self._as_decision(raw, section.by))
            self.raw += raw
            self._marked = True
        rest = section.parts[taken:]
        tail = self._tail(section.parts[:taken], raw)
        self._running((*tail, *rest))

    def _without_moves(self, raw: list[RawClause]) -> list[RawClause]:
        """A sentence that only moves the item is its outcome, not a clause."""
        kept: list[RawClause] = []
        for clause in raw:
            words = self._flow.text[clause.start : clause.end]
            if not clause.lead and words[:4].lower() != "att " and only_moves(words):
                self.told.append(Part(clause.start, clause.end, 0))
            else:
                kept.append(clause)
        return kept

    def _tail(self, parts: tuple[Part, ...], raw: list[RawClause]) -> tuple[Part, ...]:
        """What follows the last clause in its own paragraph."""
        if not parts or not raw:
            return ()
        last = parts[-1]
        if raw[-1].end < last.end and self._flow.text[raw[-1].end : last.end].strip(" .;,:"):
            return (Part(raw[-1].end, last.end, 0),)
        return ()

    def _proposed(self, section: Section) -> None:
        raw, taken = listed_clauses(self._flow, section.parts, section.marker)
        if (
            section.marker.strip(" :").lower().endswith("förslag")
        ):  # of a decision, or of someone's name
            raw = [one for one in raw if proposes(self._flow.text[one.start : one.end])]
        tail = self._tail(section.parts[:taken], raw)
        raw = [part for one in raw for part in proposed_from_att(self._flow, one)]
        if raw:
            self.proposed.append(self._as_decision(raw, section.by))
        self._running((*tail, *section.parts[taken:]))

    def _proposal(self, section: Section) -> None:
        points, taken = proposal_points(self._flow, section.parts)
        if points:
            self.proposals.append(Proposal(tuple(points), section.by))
        self._running(section.parts[taken:])

    def _text(self, section: Section) -> None:
        if section.mark is Mark.TEXT or re.match(r"besluts|propos", section.marker, re.IGNORECASE):
            self._running(section.parts)
        else:
            self.told += section.parts
            self._aside.update(section.parts)

    def _running(self, parts: tuple[Part, ...]) -> None:
        """Running text: decisions told in it, and att-clauses that no marker opens."""
        flow, setting = self._flow, self._setting
        loose: list[Part] = []
        above, decided = "", False
        for part in (*parts, None):
            words = flow.text[part.start : part.end] if part else ""
            opens, above = not loose and told_list(above, words), words
            if part and _LOOSE_ATT.match(words) and (decided or not self.raw) and not opens:
                loose.append(part)
                continue
            if loose:
                self._loose(loose)
                loose = []
            if part is None:
                break
            self.told.append(part)
            before = len(self.raw)
            proposed = told_proposals(flow, part)
            if proposed:
                self.proposed.append(self._as_decision(proposed, None))
            elif setting.kind is not Kind.NOTICE:
                raw = self._without_moves(
                    told_clauses(flow, part, setting.names, after_history=self._after_history)
                )
                for clause in raw:
                    self.decisions.append(self._as_decision([clause], clause.by))
                    self.raw.append(clause)
            decided = len(self.raw) > before
            if "öte" in words or "ammanträde" in words:
                self._after_history = self._after_history or bool(
                    _AT_MEETING.match(words) and find_days(words[:120])
                )

    def _loose(self, parts: list[Part]) -> None:
        raw, taken = listed_clauses(self._flow, tuple(parts), "")
        if raw:
            self.unmarked = self.unmarked or not self.raw
            self.decisions.append(self._as_decision(raw, None))
            self.raw += raw
            self._running((*self._tail(tuple(parts[:taken]), raw), *parts[taken:]))

    def _plain(self, limit: int) -> None:
        """Decisions that nothing but their verb shows, also beside those that were told."""
        flow = self._flow
        notice = self._setting.kind is Kind.NOTICE
        known = sorted(raw.start for raw in self.raw)
        plain = [
            (clause, self._as_decision([clause], None))
            for part in self.told
            if part not in self._aside
            for clause in plain_decisions(flow, part, self._setting.names, limit, known)
            if not only_moves(flow.text[clause.start : clause.end])
            and not (notice and _PAST.search(flow.text, clause.start, clause.end))
        ]
        if plain:
            self.unmarked = self.unmarked or not self.raw
            self._in_order(plain)

    def _in_order(self, more: list[tuple[RawClause, Decision]]) -> None:
        """All decisions in the order of the text, with their clauses' places beside them."""
        places = iter(self.raw)
        told = [(d, list(islice(places, len(d.clauses)))) for d in self.decisions]
        told += [(decision, [clause]) for clause, decision in more]
        told.sort(key=lambda one: one[1][0].start)
        self.decisions = [decision for decision, _ in told]
        self.raw = [clause for _, clauses in told for clause in clauses]

    def _as_decision(self, raw: list[RawClause], by: str | None) -> Decision:
        clauses = tuple(self._clause(one, by) for one in raw)
        return Decision(clauses, by=fold(by) if by else None)

    def _clause(self, raw: RawClause, by: str | None) -> Clause:
        flow = self._flow
        start, end = trimmed(flow.text, raw.start, raw.end)
        tail = _LINKING.search(flow.text, max(start, end - 8), end)
        if tail:
            end = tail.start()
        text = fold(flow.text[start:end]).rstrip(" .;,:")
        pieces = flow.pieces(start, end)
        if raw.lead:
            lead = fold(flow.text[raw.lead[0] : raw.lead[1]]).rstrip(" :")
            text = f"{lead} {text}"
            pieces = (flow.span(*raw.lead), *pieces)
        action = action_of(text)
        due = None
        if action in ASSIGNING:
            due = due_of(flow, start, end, self._setting.meeting)
        clause = Clause(
            text=text,
            action=action,
            span=flow.span(start, end),
            points=points_of(text),
            scope=scope_of(text, by),
            assignees=assignees_of(flow, start, end) if action is Action.ASSIGN else (),
            appointees=appointees_of(flow, start, end) if action is Action.APPOINT else (),
            due=due,
            inline=raw.inline,
            pieces=pieces if len(pieces) > 1 else (),
        )
        return (
            with_beside(flow, clause, raw.beside, self._setting.meeting) if raw.beside else clause
        )

    def _abstaining(self) -> None:
        if not self.decisions:
            return
        for part in self.told:
            found = find_abstaining(self._flow, part)
            if found:
                index = self._decision_before(part.start)
                decision = self.decisions[index]
                sides = dict.fromkeys((*decision.abstaining, *found))
                self.decisions[index] = replace(decision, abstaining=tuple(sides))


_TERSE = 300
"""An item of a notice with so few characters says only what is proposed."""
_PAST = re.compile(
    r"\b(?:\w+(?:ades|ade|ttes|ktes|ndes|rdes)|lades|togs|utsågs|valdes|antogs|hade)\b"
)
_LINKING = re.compile(r",?\s(?:samt|och)[\s,]*$")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _outcome(kind: Kind, clauses: list[Clause], moved: Outcome | None) -> Outcome:
    if kind is Kind.NOTICE:
        return Outcome.PROPOSED
    actions = {clause.action for clause in clauses}
    if Action.REFER in actions:
        return Outcome.REFERRED
    if Action.TABLE in actions:
        return Outcome.TABLED
    if moved in {Outcome.TABLED, Outcome.REFERRED, Outcome.WITHDRAWN} and not (
        actions - {Action.NOTE}
    ):
        return moved or Outcome.NONE
    if not clauses:
        return Outcome.NONE
    return Outcome.NOTED if actions == {Action.NOTE} else Outcome.DECIDED


def _whither(
    flow: Flow,
    reading: _Reading,
    clauses: list[Clause],
    outcome: Outcome,
    meeting: dt.date | None,
) -> tuple[When | None, When | None]:
    """Where a clause tables or refers the item to."""
    adjourned: When | None = None
    referred: When | None = None
    for raw, clause in zip(reading.raw, clauses, strict=False):
        if clause.action is Action.TABLE and outcome is Outcome.TABLED and adjourned is None:
            adjourned = destination(flow, raw.start, raw.end, meeting, want_body=False)
        if clause.action is Action.REFER and outcome is Outcome.REFERRED and referred is None:
            referred = destination(flow, raw.start, raw.end, meeting, want_body=True)
    return adjourned, referred

"""What a decision does, by which mandate, and where it had none. Pure; findings are never stored.

The rule, whose reasons and legal sources stand in docs/explanation/mandates.md:

- A decision about the body's own work needs no mandate.
- Assemblies, committees, joint committees and municipal associations have theirs by law, and
  associations by their statutes. Of them, only that the body itself had ended is a finding.
- A network has no powers of its own. What it recommends to its principals, or binds those who
  adopt it to, takes a mandate that held on the day and covers that kind of decision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from handslag.domain.matters.models import ClauseAction
from handslag.domain.registry.mandates.rules import BY_LAW, BY_STATUTES, Held, holds, rank
from handslag.domain.registry.models import DecisionEffect

if TYPE_CHECKING:
    from collections.abc import Iterable

REACHES: frozenset[str] = frozenset(
    {ClauseAction.APPROVE.value, ClauseAction.ENDORSE.value, ClauseAction.APPOINT.value}
)
"""Kinds of decision that do what the body's decisions do, where nobody has said otherwise.

The others are how a body runs its own work: it notes, tables, refers, gives out tasks, and says no,
which leaves everything as it was.
"""
_ADOPTS = re.compile(
    r"\b(?:anta|antar|godkänna|godkänner|ingå|ingår|teckna|tecknar|underteckna|förlänga|förlänger"
    r"|säga upp)\b(?P<between>(?:\s+\S+){0,6}?)\s+\S{0,30}?(?:överenskommelse|avtal)",
    re.IGNORECASE,
)
"""A clause that takes, in the body's own name, what each principal's assembly has to take."""
_SOMETHING_ELSE = re.compile(
    r"\b(?:uppföljning|utvärdering|redovisning|rapport|information|tidplan|arbetet|process"
    r"|förslag(?:et)? till \w*uppdrag)\w*",
    re.IGNORECASE,
)
"""What stands between when it is about the agreement, and not the agreement itself."""


class Source(StrEnum):
    """What tells the effect of a decision."""

    CLAUSE = "clause"
    """Somebody has said so of the clause itself."""
    WORDS = "words"
    """It takes an agreement in the body's own name."""
    MANDATE = "mandate"
    """The mandate that it rests on."""
    BODY = "body"
    """What the body's decisions do."""
    WORK = "work"
    """Its kind: how a body runs its own work."""


class Kind(StrEnum):
    """Every finding there is."""

    BODY_ENDED = "body-ended"
    BODY_NOT_BEGUN = "body-not-begun"
    MANDATE_ENDED = "mandate-ended"
    MANDATE_NOT_BEGUN = "mandate-not-begun"
    NO_MANDATE = "no-mandate"
    UNREGISTERED = "unregistered"


MILD: frozenset[Kind] = frozenset({Kind.UNREGISTERED})
"""Findings that say what is not known, not what is wrong."""


@dataclass(frozen=True, slots=True)
class Decider:
    """A body as the rule sees it."""

    name: str
    legal_form: str
    effect: str
    """What its decisions do in general, a value of DecisionEffect."""
    since: date | None = None
    until: date | None = None
    mandates: tuple[Held, ...] = ()
    """All that it has or has had."""


@dataclass(frozen=True, slots=True)
class Said:
    """A decision as the rule sees it: one clause."""

    text: str
    action: str
    effect: str = ""
    """What somebody has said it does; empty where nobody has."""
    formal: bool = False
    """It stands under an item of meeting formalities: approving the agenda is the body's own."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision does, what tells so, and the mandate that it rests on."""

    effect: str
    source: Source
    mandate: Held | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A decision without a ground, in words."""

    kind: Kind
    words: str
    mandate: Held | None = None
    """The one that had ended, or not begun."""

    @property
    def mild(self) -> bool:
        """Whether it says what is not known, not what is wrong."""
        return self.kind in MILD


def adopts(text: str) -> bool:
    """Whether a clause takes an agreement, rather than saying something about one.

    An agreement (överenskommelse, avtal) binds a principal when its own assembly, or whom it has
    let, has taken it (KL 5 kap. 1 §). To recommend it is something else, and guidelines are for
    the network itself.
    """
    found = _ADOPTS.search(text)
    if found is None or "rekommender" in text.casefold():
        return False
    return not _SOMETHING_ELSE.search(found["between"])


def reach(decider: Decider, said: Said) -> tuple[str, Source]:
    """How far a decision reaches, and what tells so."""
    if said.effect:
        return said.effect, Source.CLAUSE
    if said.formal:
        return DecisionEffect.INTERNAL.value, Source.WORK
    network = decider.legal_form not in BY_LAW | BY_STATUTES
    if network and adopts(said.text):
        return DecisionEffect.BINDING.value, Source.WORDS
    if said.action not in REACHES and network:
        return DecisionEffect.INTERNAL.value, Source.WORK
    return decider.effect or DecisionEffect.INTERNAL.value, Source.BODY


def effect_of(decider: Decider, said: Said, day: date) -> Effect:
    """What a decision does on a day: as said of it, else by the mandate that covers it, else as
    the body's decisions do.

    Of several mandates that cover it, the one that reaches as far as it takes and no farther; of
    those the latest.
    """
    effect, source = reach(decider, said)
    held = [one for one in decider.mandates if one.holds(day) and one.covers(said.action, effect)]
    if not held:
        return Effect(effect, source)
    if source is Source.WORK:
        # a body's own work needs no mandate; one that names that kind of decision is its ground
        named = [one for one in held if said.action in one.actions and not said.formal]
        return Effect(effect, source, _latest(named) if named else None)
    least = min(rank(one.effect) for one in held)
    found = _latest([one for one in held if rank(one.effect) == least])
    if source is Source.BODY and rank(found.effect) > rank(effect):
        return Effect(found.effect, Source.MANDATE, found)
    return Effect(effect, source, found)


def finding_of_body(decider: Decider, day: date) -> Finding | None:
    """What is wrong with a body that decides anything on a day; None where nothing is."""
    if holds(decider.since, decider.until, day):
        return None
    if decider.until is not None and day > decider.until:
        words = _("%(body)s hade upphört %(day)s när beslutet fattades.")
        return Finding(Kind.BODY_ENDED, words % {"body": decider.name, "day": _day(decider.until)})
    words = _("%(body)s fanns inte när beslutet fattades: det började %(day)s.")
    return Finding(Kind.BODY_NOT_BEGUN, words % {"body": decider.name, "day": _day(decider.since)})


def finding(decider: Decider, said: Said, day: date) -> Finding | None:
    """What is wrong with one decision of a body on a day; None where nothing is."""
    if decider.legal_form in BY_LAW | BY_STATUTES:
        return None
    effect, _source = reach(decider, said)
    if rank(effect) == 0:
        return None
    good = [one for one in decider.mandates if one.covers(said.action, effect)]
    if any(one.holds(day) for one in good):
        return None
    return _ended(good, day) or _none(decider, effect)


def _ended(good: Iterable[Held], day: date) -> Finding | None:
    ended = [(one.until, one.id, one) for one in good if one.until and one.until < day]
    if ended:
        until, _id, last = max(ended)
        words = _("Mandatet som beslutet skulle vila på upphörde %(day)s.")
        return Finding(Kind.MANDATE_ENDED, words % {"day": _day(until)}, last)
    coming = [(one.since, one.id, one) for one in good if one.since and one.since > day]
    if coming:
        since, _id, first = min(coming)
        words = _("Mandatet som beslutet skulle vila på började gälla först %(day)s.")
        return Finding(Kind.MANDATE_NOT_BEGUN, words % {"day": _day(since)}, first)
    return None


def _none(decider: Decider, effect: str) -> Finding:
    if rank(decider.effect) >= rank(effect):
        words = _("Inget mandat är registrerat som omfattar beslutet.")
        return Finding(Kind.UNREGISTERED, words)
    words = _(
        "Beslutet går längre än %(body)s får besluta, och inget mandat som omfattar det gällde."
    )
    return Finding(Kind.NO_MANDATE, words % {"body": decider.name})


def _latest(held: Iterable[Held]) -> Held:
    return max(held, key=lambda one: (one.since or date.min, one.id))


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""

"""What is wrong or doubtful in the document or in the reading of it."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from handslag.source.parsing.flow import Flow
from handslag.source.parsing.occasion import DatedPlace
from handslag.source.record import Finding, Item, Kind, Outcome, Person, Presence, Severity
from handslag.source.text import CanonicalText, Span


class Read(NamedTuple):
    """The record's parts, before findings are added."""

    kind: Kind
    body_named: bool
    body_inferred: bool
    day: DatedPlace | None
    years: tuple[int, ...]
    timed: bool
    """Whether the head says when the meeting begins."""
    placed: bool
    """Whether the head says where it is held."""
    items: tuple[Item, ...]
    attendees: tuple[Person, ...]
    unmarked: tuple[Item, ...]
    """The items whose decisions were told without any marker."""
    empty: tuple[Span, ...]
    """Decision markers with nothing under them."""


_MESSAGES: dict[str, tuple[Severity, str]] = {
    "empty-text": (Severity.ERROR, "Dokumentet innehåller ingen text. Filen är kvar som den kom."),
    "no-meeting-document": (
        Severity.ERROR,
        (
            "Texten ser inte ut som en kallelse, minnesanteckningar eller ett protokoll. "
            "Kontrollera att rätt fil lästes in."
        ),
    ),
    "kind-unclear": (
        Severity.WARNING,
        "Det framgår inte om dokumentet är en kallelse eller ett protokoll. Välj vilket det är.",
    ),
    "body-missing": (
        Severity.WARNING,
        "Det framgår inte vilket organ som sammanträder. Fyll i det.",
    ),
    "body-from-decisions": (
        Severity.INFO,
        (
            "Organets namn står inte i dokumentets huvud utan är hämtat från besluten. "
            "Kontrollera det."
        ),
    ),
    "date-missing": (Severity.WARNING, "Mötets datum framgår inte. Fyll i det."),
    "date-without-year": (
        Severity.WARNING,
        (
            "Mötets datum står utan årtal, och inget annat i dokumentet visar vilket år det är. "
            "Fyll i det."
        ),
    ),
    "year-contradiction": (
        Severity.WARNING,
        "Dokumentets huvud anger mötets dag med olika årtal. Kontrollera vilket som är rätt.",
    ),
    "weekday-contradiction": (
        Severity.WARNING,
        "Veckodagen stämmer inte med mötets datum. Kontrollera båda.",
    ),
    "time-missing": (Severity.INFO, "Mötets tid framgår inte. Fyll i den om du känner till den."),
    "place-missing": (
        Severity.INFO,
        "Mötets plats framgår inte. Fyll i den om du känner till den.",
    ),
    "items-missing": (
        Severity.WARNING,
        "Inga ärenden hittades i dokumentet. Lägg till dem för hand om det finns några.",
    ),
    "items-without-numbers": (
        Severity.INFO,
        "Ärendena saknar nummer. Rubrikerna är funna på sin form; kontrollera att de är rätt.",
    ),
    "item-number-repeated": (
        Severity.WARNING,
        "Samma nummer står på två ärenden. Båda är kvar med numret som det är skrivet.",
    ),
    "item-number-missing": (
        Severity.WARNING,
        (
            "Ett nummer i ordningen saknas före det här ärendet. Kontrollera om ett ärende har "
            "fallit bort."
        ),
    ),
    "item-heading-missing": (
        Severity.WARNING,
        "Ärendet har ett nummer men ingen rubrik. Fyll i rubriken.",
    ),
    "attendance-missing": (
        Severity.INFO,
        (
            "Dokumentet har ingen närvarolista som gick att läsa. Fyll i vilka som deltog om det "
            "är känt."
        ),
    ),
    "attachment-label-missing": (
        Severity.INFO,
        "Texten nämner en bilaga utan beteckning. Den går inte att para ihop med en handling.",
    ),
    "decision-unmarked": (
        Severity.INFO,
        "Beslutet står i löpande text utan rubrik. Kontrollera att det är ett beslut.",
    ),
    "decision-empty": (
        Severity.WARNING,
        "Här står en beslutsrubrik, men inget beslut gick att läsa under den.",
    ),
    "text-recognised-damage": (
        Severity.WARNING,
        "Texten är skadad av teckenigenkänning. Jämför namn, tal och beslut med originalet.",
    ),
}


def finding(code: str, span: Span | None = None) -> Finding:
    """The finding with the code's severity and message."""
    severity, message = _MESSAGES[code]
    return Finding(code, severity, message, span)


CODES = frozenset(_MESSAGES)

_DAMAGE = re.compile(
    r"\ufffd|Ã[\x80-\xbf¤¥¶]|[a-zåäö]\d[a-zåäö]{2}|[¨´`][aouAOU]"
    r"|\b[a-zåäö]{2,}[A-ZÅÄÖ][a-zåäö]{3,}\b"
)
_PERHAPS = re.compile(
    r"[\ufffdÃ¨´`\dA-ZÅÄÖ](?:(?<=[\ufffdÃ¨´`])|(?<=[a-zåäö]\d)(?=[a-zåäö]{2})"
    r"|(?<=[a-zåäö]{2}[A-ZÅÄÖ])(?=[a-zåäö]{3}))"
)
"""One character inside everything that is damage, found many times faster than the whole."""
_NAMELESS = re.compile(r"bilagan?(?=[.,;)]|\s*$)", re.MULTILINE)
_POINTS_AT = ("se ", "enligt ", "i ")


def gather(text: CanonicalText, flow: Flow, read: Read) -> tuple[Finding, ...]:
    """Every finding, the document's own first, then those of the items in order."""
    found = [*_document(flow, read), *_numbers(read.items)]
    found += [finding("item-heading-missing", i.span) for i in read.items if not i.heading]
    found += [
        finding("decision-unmarked", clause.span)
        for item in read.unmarked
        for decision in item.decisions[:1]
        for clause in decision.clauses[:1]
    ]
    found += [finding("decision-empty", span) for span in read.empty]
    for nameless in _NAMELESS.finditer(flow.text):
        if flow.text[max(0, nameless.start() - 7) : nameless.start()].endswith(_POINTS_AT):
            found.append(finding("attachment-label-missing", flow.span(*nameless.span())))
            break
    damage = _damage(text)
    if damage:
        found.append(damage)
    return tuple(found)


def _document(flow: Flow, read: Read) -> list[Finding]:
    found: list[Finding] = []
    if read.kind is Kind.UNKNOWN:
        found.append(finding("kind-unclear"))
    if not read.body_named:
        found.append(finding("body-from-decisions" if read.body_inferred else "body-missing"))
    found += _day(flow, read)
    if not read.timed:
        found.append(finding("time-missing"))
    if not read.placed:
        found.append(finding("place-missing"))
    if not read.items:
        found.append(finding("items-missing"))
    elif not any(item.number for item in read.items):
        found.append(finding("items-without-numbers"))
    there = any(p.presence is not Presence.ABSENT for p in read.attendees)
    if read.kind is Kind.MINUTES and not there:
        found.append(finding("attendance-missing"))
    return found


def _day(flow: Flow, read: Read) -> list[Finding]:
    if read.day is None:
        return [finding("date-missing")]
    mention = read.day.mention
    span = flow.span(mention.start, mention.end)
    if read.day.date is None:
        return [finding("date-without-year", span)]
    found: list[Finding] = []
    if len(set(read.years)) > 1:
        found.append(finding("year-contradiction", span))
    if mention.weekday is not None and read.day.date.weekday() != mention.weekday:
        found.append(finding("weekday-contradiction", span))
    return found


def _numbers(items: tuple[Item, ...]) -> list[Finding]:
    found: list[Finding] = []
    seen: set[str] = set()
    last: int | None = None
    for item in items:
        if item.number is None:
            continue
        if item.number in seen:
            found.append(finding("item-number-repeated", item.heading_span))
        seen.add(item.number)
        match = re.search(r"\d+", item.number)
        value = int(match.group()) if match else None
        if value is not None and last is not None and last + 1 < value <= last + 20:
            found.append(finding("item-number-missing", item.heading_span))
        last = value if value is not None else last
    return found


_SAMPLE = 40_000
"""So many characters are looked through for damage: it is spread over the whole document."""
_MANY = 40


def _damage(text: CanonicalText) -> Finding | None:
    hits = 0
    first: Span | None = None
    size = min(len(text.text), _SAMPLE)
    limit = 3 if (text.recognised or "\ufffd" in text.text) else 8
    if sum(1 for _ in islice(_PERHAPS.finditer(text.text, 0, size), limit)) < limit:
        return None
    for match in _DAMAGE.finditer(text.text, 0, size):
        hits += 1
        first = first or Span(*match.span())
        if hits > _MANY:
            break
    if hits >= limit and hits * 4000 > size:
        return finding("text-recognised-damage", first)
    return None


def has_outcome(items: tuple[Item, ...]) -> bool:
    """Whether some item shows that something happened."""
    return any(item.outcome not in {Outcome.NONE, Outcome.PROPOSED} for item in items)

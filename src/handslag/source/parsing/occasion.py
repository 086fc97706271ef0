"""The occasion: the day of the meeting, its times and its place."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from handslag.source.parsing.bodies import Names
from handslag.source.parsing.dates import ClockRange, DayMention, find_clocks, find_days, resolve
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.head import MINUTES, NOTICE, Place
from handslag.source.parsing.lexicon import MONTHS, UPPER, WEEKDAYS, fold

_I = re.IGNORECASE


class DatedPlace(NamedTuple):
    """A day and where it stands."""

    date: dt.date | None
    mention: DayMention


class SittingRead(NamedTuple):
    """A part of the meeting with a time of its own."""

    label: str
    clock: ClockRange
    place: Place


_DATE_LABELS: tuple[tuple[re.Pattern[str], int], ...] = (
    (
        re.compile(
            r"(?:sammanträdesda(?:tum|g)|mötesda(?:tum|g)|datum för (?:möte|sammanträde))", _I
        ),
        100,
    ),
    (re.compile(r"(?:plats och tid|tid och plats|tid|dag|när)\b", _I), 90),
    (re.compile(r"(?:möte[t]?|sammanträde[t]?|nätverksmöte|styrelsemöte|årsmöte)\b", _I), 85),
    (re.compile(r"datum\b", _I), 70),
)
_DOCUMENT_DATE = re.compile(
    r"(?:upprätta\w*|utskriv\w*|kallelsedatum|utskick\w*|skicka\w*|utsänd\w*|dnr|diarie\w*"
    r"|juster\w*|anslag\w*"
    r"|publicera\w*|rev(?:idera\w*)?|version|senast ändrad|skrive[nt]|uppdatera\w*|anslås"
    r"|nedtag\w*|dokumentdatum|handlingsdatum"
    r"|anmälan|osa|sista|senast|nästa|kommande|förra|föregående)\b",
    _I,
)


def read_meeting_day(
    flow: Flow, until: int
) -> tuple[DatedPlace | None, DatedPlace | None, list[DayMention]]:
    """The day of the meeting, the day of the document, and every day in the head."""
    ranked: list[tuple[int, DayMention]] = []
    documents: list[DayMention] = []
    mentions: list[DayMention] = []
    previous = ""
    for i in range(min(until + 1, 60, len(flow.paras))):
        para = flow.paras[i]
        days = flow.days(para.start, min(para.end, para.start + 400))
        for day in days:
            if day.weak and i > 3:
                continue
            rank, document = _day_rank(flow, para.start, day, previous, i, inside=i < until)
            if document:
                documents.append(day)
            elif rank > 0:
                ranked.append((rank, day))
                mentions.append(day)
        previous = para.text if len(para.text) < 60 else ""
    document_day = DatedPlace(documents[0].date, documents[0]) if documents else None
    if not ranked:
        return None, document_day, mentions
    best = max(ranked, key=lambda pair: pair[0])[1]
    date = best.date
    if date is None:
        date = _year_from_elsewhere(best, mentions, documents)
    if document_day is None:
        rest = [d for r, d in ranked if d is not best and r <= 45 and d.date and d.date != date]
        document_day = DatedPlace(rest[0].date, rest[0]) if rest else None
    return DatedPlace(date, best), document_day, mentions


def _day_rank(
    flow: Flow, start: int, day: DayMention, previous: str, i: int, *, inside: bool
) -> tuple[int, bool]:
    before = flow.text[start : day.start]
    lead = before[-60:]
    if _DOCUMENT_DATE.search(lead) or (not before.strip() and _DOCUMENT_DATE.match(previous)):
        labelled = re.search(r"sammanträdesd|mötesd", lead, _I)
        if not labelled:
            return 0, re.search(
                r"nästa|kommande|förra|föregående|anslag|anslås|nedtag|juster|anmälan|osa"
                r"|sista|senast",
                lead + previous,
                _I,
            ) is None
    if not inside:
        return 0, False
    for pattern, rank in _DATE_LABELS:
        if pattern.search(lead) or (not before.strip() and pattern.match(previous)):
            return rank - min(i, 20), False
    title = MINUTES.search(before) or NOTICE.search(before) or i < 3
    bonus = 5 if day.weekday is not None else 0
    return (60 if title else 40) + bonus - min(i, 30), False


def _year_from_elsewhere(
    best: DayMention, mentions: list[DayMention], documents: list[DayMention]
) -> dt.date | None:
    """The year of a day without one, where another day in the head leaves no doubt."""
    for other in (*mentions, *documents):
        if other.date is None or other is best:
            continue
        if other in documents:
            return resolve(best, other.date, future=True)
        if (other.month, other.day) == (best.month, best.day):
            return other.date
    years = {m.year for m in mentions if m.year}
    if len(years) == 1:
        year = years.pop()
        return resolve(best._replace(year=year), None, future=True)
    return None


_TIME_LABEL = re.compile(
    r"(?:plats\s(?:och|&|/)\s?tid|tid\s(?:och|&|/)\s?plats|tid(?:punkt)?|klockslag|klockan|när"
    r"|datum|kl\b|möte|sammanträde)",
    _I,
)
_SIDE_MEETING = re.compile(
    r"förmöte|kommuner|regionen|gruppmöte|förträff|fika|lunch|förberedande|presidi|beredning"
    r"|samling|partigrupp|kaffe|middag",
    _I,
)
_PAUSE = re.compile(
    r"ajourner|paus|rast|uppehåll|frånvar|anlände|lämnade|från kl|till kl|t\.o\.m|fr\.o\.m"
    r"|anslag|justering",
    _I,
)


def read_sittings(flow: Flow, until: int) -> list[SittingRead]:
    """The times of day that the head gives, each with what stands before it."""
    found: list[SittingRead] = []
    previous = ""
    for i in range(min(until, 60, len(flow.paras))):
        para = flow.paras[i]
        words = para.text[:500]
        has_digit = any(c.isdigit() for c in words)
        if has_digit and len(found) < 12:
            for clock in find_clocks(words):
                if not _is_time_of_meeting(words, clock, previous):
                    continue
                label = _label_before(words, clock, found, para.start)
                if _PAUSE.search(label[-40:]) and found:
                    continue
                place = Place(para.start + clock.start, para.start + clock.end)
                found.append(SittingRead(label, clock, place))
        previous = words if len(words) < 50 else ""
    return found


def _is_time_of_meeting(words: str, clock: ClockRange, previous: str) -> bool:
    before = words[: clock.start]
    if re.search(
        r"\b(?:från|till|fr\.?\s?o\.?\s?m\.?|t\.?\s?o\.?\s?m\.?)\s$|[\d-]$|\d{4}-$|§\s?$|(?:tel|tfn|dnr|nr|sida)\W{0,3}$",
        before,
        _I,
    ):
        return False
    span = words[clock.start : clock.end]
    following = words[clock.end : clock.end + 10]
    if re.match(r"\s?(?:" + "|".join(m for m in MONTHS if len(m) > 2) + r")", following, _I):
        return False
    if clock.certain and (":" in span or clock.ends or "kl" in span.lower()):
        return bool(
            _TIME_LABEL.search(before)
            or clock.ends
            or _TIME_LABEL.match(previous)
            or "kl" in span.lower()
        )
    return bool(clock.ends and (_TIME_LABEL.match(words) or _TIME_LABEL.match(previous)))


def _label_before(words: str, clock: ClockRange, found: list[SittingRead], base: int) -> str:
    begin = 0
    for earlier in found:
        if base <= earlier.place.start < base + len(words):
            begin = max(begin, earlier.place.end - base)
    label = words[begin : clock.start]
    label = re.sub(r"^\s*(?:tid(?:punkt)?|plats och tid|när)\s?:\s*", "", label, flags=_I)
    return fold(label).strip(" ,:;-–").removesuffix("kl").strip(" ,:;-–")


def own_sitting(sittings: list[SittingRead], names: Names) -> SittingRead | None:
    """The sitting of the body itself, where several are listed."""
    if not sittings:
        return None
    ranges = [s for s in sittings if s.clock.ends]
    named = [s for s in ranges or sittings if s.label and names.mentions(s.label)]
    if named:
        return named[0]
    plain = [s for s in ranges or sittings if not _SIDE_MEETING.search(s.label)]
    return (plain or ranges or sittings)[0]


_PLACE_LABEL = re.compile(
    r"(?:(?P<both>plats\s?(?:och|&|/)\s?(?:sammanträdes)?tid|tid\s?(?:och|&|/)\s?plats)"
    r"|(?P<place>(?:mötes|sammanträdes)?plats|var|mötesform)|(?P<room>(?:mötes)?lokal|adress"
    r"|sammanträdeslokal))\s?(?::|\t|\s{2,}|\s(?=[A-ZÅÄÖ]))\s*",
    _I,
)
_BARE_PLACE = re.compile(
    r"(?:plats\s?(?:och|&|/)\s?tid|tid\s?(?:och|&|/)\s?plats|plats|lokal)\s?:?$", _I
)
_SERVICE = re.compile(
    r"(?:\b(?:Microsoft\s)?Teams(?:-?möte)?\b|\bZoom\b|\bSkype(?:\s(?:for\sBusiness|för\sföretag"
    r"|möte))?\b"
    r"|\b[Dd]igitalt(?:\smöte)?(?:\s(?:via|i|på)\s(?:Microsoft\s)?(?:Teams|Zoom|Skype))?"
    r"|\b[Vv]ideokonferens\b"
    r"|\b[Dd]istansmöte\b|\b[Vv]ideomöte\b|\b[Tt]elefonmöte\b|\bWebex\b|\bGoogle Meet\b)"
)


def read_place(flow: Flow, until: int) -> Place | None:
    """Where the meeting is held, as written after its label; else the online service."""
    best: tuple[int, Place] | None = None
    paras = flow.paras
    for i in range(min(until, 60, len(paras))):
        words = paras[i].text
        start = paras[i].start
        if _BARE_PLACE.match(words) and i + 1 < min(until, len(paras)):
            found = _place_in(paras[i + 1].text[:300])
            rank, base = 3, paras[i + 1].start
        else:
            label = _PLACE_LABEL.search(words[:300])
            if not label or (label.start() and words[label.start() - 1].isalpha()):
                continue
            found = _place_in(words[label.end() : label.end() + 300])
            rank = 1 if label.group("room") else 3
            base = start + label.end()
        if found and (best is None or rank > best[0]):
            best = (rank, Place(base + found[0], base + found[1]))
    if best:
        return best[1]
    for i in range(min(until, 25, len(paras))):
        service = _SERVICE.search(paras[i].text[:300])
        if service:
            start = paras[i].start
            return Place(start + service.start(), start + service.end())
    return None


_PLACE_END = re.compile(
    r"\s(?:Datum|Tid|Klockan|Lokal|Närvarande|Beslutande|Ordförande|Sekreterare)\s?:|\t|\s{3,}", _I
)


def _place_in(words: str) -> tuple[int, int] | None:
    """The place in words that may hold a day and a time too."""
    stop = _PLACE_END.search(words)
    if stop:
        words = words[: stop.start()]
    cuts: list[tuple[int, int]] = [(d.start, d.end) for d in find_days(words)]
    cuts += [(c.start, c.end) for c in find_clocks(words) if c.certain or c.ends]
    cuts += [m.span() for m in re.finditer(rf"\b(?:{'|'.join(WEEKDAYS)})(?:en)?\b", words, _I)]
    kept: list[tuple[int, int]] = []
    at = 0
    for start, end in sorted(cuts):
        if start > at:
            kept.append((at, start))
        at = max(at, end)
    kept.append((at, len(words)))
    for start, end in kept:
        piece = words[start:end]
        cleaned = re.sub(
            r"(?:[\s,;:(–-]|\b(?:kl|klockan|den|från|till|och|ca|tid|mellan|på)\b\.?)+$",
            "",
            piece,
            flags=_I,
        )
        lead = re.match(r"(?:[\s,;:.)–-]|\b(?:kl|klockan|den|i|ca|plats)\b[.:]?\s)*", cleaned, _I)
        begin = lead.end() if lead else 0
        if sum(c.isalpha() for c in cleaned[begin:]) >= 3 and re.search(rf"[{UPPER}]", cleaned):
            return start + begin, start + len(cleaned)
    return None

"""The occasion: the day of the meeting, its times and its place."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from handslag.source.parsing.bodies import Names
from handslag.source.parsing.dates import (
    ClockRange,
    DayMention,
    day_or_none,
    find_clocks,
    find_days,
    resolve,
)
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.head import MINUTES, NOTICE, Place
from handslag.source.parsing.lexicon import LOWER, MONTHS, UPPER, WEEKDAYS, fold
from handslag.source.parsing.people import find_names

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


_SIGNS = re.compile(
    r"(?:utse(?:s|dd)\w*\satt\sjustera|justera\w*|justering\w*|underskrift\w*|anslag\w*|bevis\b"
    r"|förvaringsplats|organ\b|paragraf(?:er)?\b|datum\sför\sanslag)",
    _I,
)
_ANEW = re.compile(
    r"(?:plats|tid\b|tidpunkt|datum(?!\sför\sanslag)|dag\b|när\b|sammanträdes|mötes|närvarande|beslutande"
    r"|deltagare|ledamöter|övriga|lokal\b|klockan)",
    _I,
)


def _signing(flow: Flow, until: int) -> set[int]:
    """Paragraphs of the head that tell when and where the minutes are signed and made known."""
    found: set[int] = set()
    signs = bare = False
    seen: set[str] = set()
    for i in range(min(until + 1, 60, len(flow.paras))):
        words = flow.paras[i].text
        if _SIGNS.match(words):
            signs, bare = True, len(words) < _BARE and words[:6].lower() == "juster"
        elif _ANEW.match(words):
            label = words[:4].lower().strip(" :")
            signs = signs and ((bare and label == "plat") or (label in seen and label != "sam"))
            seen.add(label)
            bare = False
        if signs:
            found.add(i)
    return found


_BARE = 18
"""So short is a label that stands alone on its line."""
_SIGNED = re.compile(r"[Jj]uster\w*|[Aa]nslag\w*|[Uu]nderskrift\w*")
_OCCASION = re.compile(
    r"[Ss]ammanträdes?d\w*|[Mm]ötesd\w*|Närvarande|Beslutande|Datum|(?<!ens )[Pp]lats"
)


def _signed_before(before: str) -> bool:
    """Whether the last label in a line tells of the signing: 'Justeringens plats och tid'."""
    signed = list(_SIGNED.finditer(before))
    return bool(signed) and _OCCASION.search(before, signed[-1].end()) is None


def read_meeting_day(
    flow: Flow, until: int, *, held: bool = False
) -> tuple[DatedPlace | None, DatedPlace | None, list[DayMention]]:
    """The day of the meeting, the day of the document, and every day in the head.

    `held` tells that the document is written after the meeting.
    """
    ranked: list[tuple[int, DayMention]] = []
    documents: list[DayMention] = []
    mentions: list[DayMention] = []
    previous = ""
    signing = _signing(flow, until)
    for i in range(min(until + 1, 60, len(flow.paras))):
        para = flow.paras[i]
        days = flow.days(para.start, min(para.end, para.start + 400))
        for day in days:
            if day.weak and i > 3:
                continue
            if i in signing and not _labelled(flow, para.start, day):
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
        date = _year_from_elsewhere(best, mentions, documents, held=held) or _year_by_number(
            best, flow.text[: flow.paras[min(until, 12, len(flow.paras) - 1)].start]
        )
    if document_day is None:
        rest = [d for r, d in ranked if d is not best and r <= 45 and d.date and d.date != date]
        document_day = DatedPlace(rest[0].date, rest[0]) if rest else None
    return DatedPlace(date, best), document_day, mentions


_NO_DOCUMENT = re.compile(
    r"nästa|kommande|förra|föregående|anslag|anslås|nedtag|juster|anmälan|osa|sista|senast", _I
)


def _labelled(flow: Flow, start: int, day: DayMention) -> bool:
    return re.search(r"sammanträdesd|mötesd", flow.text[start : day.start][-60:], _I) is not None


def _day_rank(
    flow: Flow, start: int, day: DayMention, previous: str, i: int, *, inside: bool
) -> tuple[int, bool]:
    before = flow.text[start : day.start]
    lead = before[-60:]
    other = _DOCUMENT_DATE.search(lead) or (not before.strip() and _DOCUMENT_DATE.match(previous))
    if other and not _labelled(flow, start, day):
        return 0, _NO_DOCUMENT.search(lead + previous) is None
    if not inside or _signed_before(before[-160:]):
        return 0, False
    for pattern, rank in _DATE_LABELS:
        if pattern.search(lead) or (not before.strip() and pattern.match(previous)):
            return rank - min(i, 20), False
    title = MINUTES.search(before) or NOTICE.search(before) or i < 3
    bonus = 5 if day.weekday is not None else 0
    return (60 if title else 40) + bonus - min(i, 30), False


def _year_from_elsewhere(
    best: DayMention, mentions: list[DayMention], documents: list[DayMention], *, held: bool
) -> dt.date | None:
    """The year of a day without one, where another day in the head leaves no doubt."""
    for other in (*mentions, *documents):
        if other.date is None or other is best:
            continue
        if other in documents:
            if held:  # the day that the document was written may be the day itself
                return resolve(best, other.date + dt.timedelta(days=1), future=False)
            return resolve(best, other.date, future=True)
        if (other.month, other.day) == (best.month, best.day):
            return other.date
    years = {m.year for m in mentions if m.year}
    if len(years) == 1:
        year = years.pop()
        return resolve(best._replace(year=year), None, future=True)
    return None


_NUMBERED = re.compile(
    r"(?<![\d/§])(?:nr\s?|[A-ZÅÄÖ]{1,5}\s?)\d{1,3}\s?/\s?(?P<year>(?:19|20)?\d\d)(?![\d/])"
)


def _year_by_number(day: DayMention, head: str) -> dt.date | None:
    """The year that the number of the meeting or its minutes tells, 'nr 3/2012', in the head.

    Where the text names the weekday too, the year must have that day on it.
    """
    found: set[dt.date] = set()
    for match in _NUMBERED.finditer(head):
        year = int(match.group("year"))
        date = day_or_none(year if year > _CENTURY else 2000 + year, day.month, day.day)
        if date and day.weekday in {None, date.weekday()}:
            found.add(date)
    return found.pop() if len(found) == 1 else None


_CENTURY = 100
_TIME_LABEL = re.compile(
    r"(?:plats\s(?:och|&|/)\s?tid|tid\s(?:och|&|/)\s?plats|tid(?:punkt)?|klockslag|klockan|när"
    r"|datum|kl\b|möte|sammanträde)",
    _I,
)
_SIDE_MEETING = re.compile(
    r"förmöte|kommuner|regionen|gruppmöte|förträff|fika|lunch|förberedande|presidi|beredning"
    r"|samling|partigrupp|kaffe|middag|seminari|studiebesök",
    _I,
)
_BEFORE_MEETING = re.compile(r"\b(?:förmöte|gruppmöte|partigrupp|förträff)", _I)
_PAUSE = re.compile(
    r"ajourner|paus|rast|uppehåll|frånvar|anlände|lämnade|från kl|till kl|t\.o\.m|fr\.o\.m"
    r"|anslag|justering",
    _I,
)


def read_sittings(flow: Flow, until: int) -> list[SittingRead]:
    """The times of day that the head gives, each with what stands before it."""
    found: list[SittingRead] = []
    previous = ""
    signing = _signing(flow, until)
    listing = False
    for i in range(min(until, 60, len(flow.paras))):
        para = flow.paras[i]
        words = para.text[:500]
        if _PEOPLE.match(words):
            listing = True
        elif _ANEW.match(words) or _MEETS.search(_BRACKETED.sub("", words)):
            listing = False
        has_digit = any(c.isdigit() for c in words)
        if has_digit and len(found) < 12 and not listing and i not in signing:
            for clock in find_clocks(words):
                if _signed_before(words[: clock.start]) or not _is_time_of_meeting(
                    words, clock, previous
                ):
                    continue
                label = _label_before(words, clock, found, para.start)
                if _PAUSE.search(label[-40:]) and found:
                    continue
                if found and found[-1].clock.ends is None and _ENDS.search(label[-40:]):
                    begun = found[-1].clock
                    if begun.begins < clock.begins:
                        found[-1] = found[-1]._replace(clock=begun._replace(ends=clock.begins))
                        continue
                place = Place(para.start + clock.start, para.start + clock.end)
                found.append(SittingRead(label, clock, place))
        previous = words if len(words) < 50 else ""
    return found


_ENDS = re.compile(
    r"\b(?:sluttid|slut|slutar|avsluta(?:s|des)|(?:beräknas\s)?(?:sluta|pågå))\b"
    r"(?:\s(?:till|vara|ca|cirka|preliminärt))*\W*$",
    _I,
)
"""What stands before the time at which the meeting ends, where that is given apart."""
_PEOPLE = re.compile(
    r"(?:närvarande|beslutande|deltagare|deltagande|ledamöter|ersättare|frånvarande|övriga)\b", _I
)
_BRACKETED = re.compile(r"\([^()]*\)")
"""What is said of one person in a list: 'Eva Ek (del av mötet)'."""
_MEETS = re.compile(r"\b(?:möte|sammanträde)", _I)
_NOT_TIME = re.compile(
    r"(?:\b(?:från|till|fr\.?\s?o\.?\s?m\.?|t\.?\s?o\.?\s?m\.?)\s|[\d-]|\d{4}-|§\s?"
    r"|(?:tel|tfn|dnr|nr|sida|omfattning|paragraf(?:er)?|punkt(?:erna)?|ärenden?|bilaga)\W{0,3})$",
    _I,
)


def _is_time_of_meeting(words: str, clock: ClockRange, previous: str) -> bool:
    before = words[: clock.start]
    if _NOT_TIME.search(before):
        return False
    span = words[clock.start : clock.end]
    following = words[clock.end : clock.end + 10]
    if re.match(r"\s?(?:" + "|".join(m for m in MONTHS if len(m) > 2) + r")", following, _I):
        return False
    if re.match(r":(?!\d)", following) and ":" not in span:  # the minutes are lost
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
    plain = [s for s in ranges if not _SIDE_MEETING.search(s.label)]
    plain = plain or [s for s in sittings if not _SIDE_MEETING.search(s.label)]
    rest = [s for s in ranges or sittings if not _BEFORE_MEETING.search(s.label[-24:])]
    return next(iter(plain or rest), None)


_PLACE_LABEL = re.compile(
    r"(?:(?P<both>plats\s?(?:och|&|/)\s?(?:sammanträdes)?tid|tid\s?(?:och|&|/)\s?plats)"
    r"|(?P<place>(?:mötes|sammanträdes)?plats(?:\s?(?:och|/)\s?lokal)?|var|mötesform)|(?P<room>(?:mötes)?lokal|adress"
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


def read_place(flow: Flow, until: int, body: Place | None = None) -> Place | None:
    """Where the meeting is held, as written after its label; else the online service.

    `body` is where the head names the body: that is not the place.
    """
    best: tuple[int, Place] | None = None
    paras = flow.paras
    signing = _signing(flow, until)
    for i in range(min(until, 60, len(paras))):
        if i in signing:
            continue
        words = paras[i].text
        if _BARE_PLACE.match(words):
            found = _place_below(flow, i, min(until, len(paras)), body)
            rank = 3
        else:
            label = _PLACE_LABEL.search(words[:300])
            if not label or (label.start() and words[label.start() - 1].isalpha()):
                continue
            if _signed_before(words[: label.start()]):
                continue
            found = _place_at(flow, i, label.end())
            rank = 1 if label.group("room") else 3
        if found and (best is None or rank > best[0]):
            best = (rank, found)
    if best:
        return best[1]
    for i in range(min(until, 25, len(paras))):
        service = _SERVICE.search(paras[i].text[:300])
        if service:
            start = paras[i].start
            return Place(start + service.start(), start + service.end())
    return None


def _place_at(flow: Flow, i: int, begin: int) -> Place | None:
    """The place in a paragraph from its character `begin` on, and in the next after a comma."""
    para = flow.paras[i]
    stacked = _MORE_LABELS.match(para.text, begin)
    begin = stacked.end() if stacked else begin
    found = _place_in(para.text[begin : begin + 300])
    if found is None:
        return None
    start, end = para.start + begin + found[0], para.start + begin + found[1]
    rest = flow.text[end : para.end].strip()
    if rest == "," and i + 1 < len(flow.paras):
        following = flow.paras[i + 1]
        more = _place_in(following.text[:120])
        if more and more[0] == 0 and not _ANEW.match(following.text):
            end = following.start + more[1]
    return Place(start, end)


_MORE_LABELS = re.compile(
    rf"(?:(?:Tidpunkt|Tid|Datum|Dag|Klockan)\s(?=[{UPPER}]))*"
    rf"(?:(?:[{UPPER}][{LOWER}]+s\s)?[{UPPER}{LOWER}]*(?:styrelsen?|nämnden|fullmäktige|utskottet"
    rf"|direktionen)\s(?=[{UPPER}]))?"
)
"""Labels of other columns, and the body, between a place and its label."""
_LABELS_ALONE = re.compile(
    r"(?:(?:närvarande|beslutande|övriga|ej\stjänstgörande|tjänstgörande|frånvarande)"
    r"(?:\s(?:ledamöter|ersättare|ers|närvarande|deltagare|deltagande|tjänstemän))?|deltagare|ande"
    r"|ledamöter|ersättare|tjänstemän|tjänstepersoner|politiker|adjungerade|inbjudna|insynsplats"
    r"|personalföreträdare|sekreterare|ordförande|justerare|organ|datum|tid|dag|klockan|tidpunkt"
    r"|plats\soch\stid|tid\soch\splats|paragrafer|föredragande)\s?:?",
    _I,
)
"""Labels of the head, which stand one upon the other where its columns have come apart."""


def _place_below(flow: Flow, i: int, until: int, body: Place | None) -> Place | None:
    """The place under a label that stands alone: first of what follows the labels around it."""
    paras = flow.paras
    first = i + 1
    while first < until and _LABELS_ALONE.fullmatch(paras[first].text):
        first += 1
    above = i
    while above > 0 and _LABELS_ALONE.fullmatch(paras[above - 1].text):
        above -= 1
    stacked = first - above > 1
    for j in range(first, min(until, first + (i - above) + 1)):
        words = paras[j].text
        begin = 0
        if stacked:
            label = _LABELS_ALONE.match(words)
            begin = label.end() if label and words[: label.end()].endswith((" ", ":")) else 0
            if body and paras[j].start <= body.start < paras[j].end:
                begin = body.end - paras[j].start
            if find_names(words[begin:], 0, 60)[:1] and not _ROOM.match(words, begin):
                return None
        found = _place_at(flow, j, begin)
        if found:
            return found
    return None


_ROOM = re.compile(r"\s*\w*(?:huset|salen|rummet|sal|skolan|gatan|vägen|kontoret|gården)\b", _I)
_PLACE_END = re.compile(
    r"\s(?:Datum|Tid|Klockan|Lokal|Närvarande|Beslutande|Ordförande|Sekreterare)\s?:|\t|\s{3,}"
    r"|\s(?:Omfattning|Öppe[tn]|Vissa\spersonuppgifter|Närvarande|Beslutande|Deltagare|Ajourner\w+"
    r"|Paragraf\w*|Utses|Ledamöter|Sammanträdet|Mötet|Åhörare|Allmänheten|OBS)\b|\si\ssamband\smed\b"
    r"|(?<!,)\s(?:Kallelse|Ordinarie\s(?:ledamot|ledamöter)|Förhinder|Partigrupp\w*|Gruppmöte\w*"
    r"|Medtag|Närvaro|Dag|Lunch|Anmäl\w*|Ordförande|Sekreterare|Förmöte\w*|Sammanträdes(?:lokal|datum|tid)|Ärenden)\b"
    rf"|\s(?=[{UPPER}][\w-]+\s[{UPPER}][\w-]+\s(?:[Oo]rdförande|[Ss]ekreterare)\b)"
    rf"|(?<=\d)\.\s(?=[{UPPER}][{LOWER}]{{3}})"
    rf"|(?<=[{LOWER})\d][{LOWER})\d][{LOWER})\d])\.\s(?=[{UPPER}])",
)
_NO_PLACE = re.compile(r"(?<!\w)(?:kl|klockan|Kl|Klockan)\b\.?:?|(?<=\s):\d\d\b")
"""What is left of a time whose digits are lost."""


def _place_in(words: str) -> tuple[int, int] | None:
    """The place in words that may hold a day and a time too."""
    stop = _PLACE_END.search(words)
    if stop:
        words = words[: stop.start()]
    cuts: list[tuple[int, int]] = [(d.start, d.end) for d in find_days(words)]
    cuts += [(c.start, c.end) for c in find_clocks(words) if c.certain or c.ends]
    cuts += [m.span() for m in _NO_PLACE.finditer(words)]
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
        lead = re.match(
            r"(?:[\s,;:.)–-]|\b(?:kl|klockan|den|i|ca|plats|ande)\b[.:]?\s)*", cleaned, _I
        )
        begin = lead.end() if lead else 0
        if sum(c.isalpha() for c in cleaned[begin:]) >= 3 and re.search(rf"[{UPPER}]", cleaned):
            return start + begin, start + len(cleaned)
    return None

"""Whose meeting it is: where the head, or the block of the notice board, names the body.

The head is cut into short runs of words at titles, labels, days, page numbers and rules. A run
that holds a word such as 'nämnden' may name the body; what stands before it, and who decides
below, tells how likely that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from handslag.source.parsing.bodies import BODY_WORD, GENERIC
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.given_names import GIVEN_NAMES
from handslag.source.parsing.head import Place, Title
from handslag.source.parsing.lexicon import FINITE, MONTHS, UPPER, WEEKDAYS

_I = re.IGNORECASE
_PARAS = 40
_SEEN = 320
"""So many characters of a paragraph are looked at; a page may have become one line."""
_LIKELY = 0.2
_CERTAIN = 2.0

_LINK = (
    r"(?:[\s,:–|-]+(?:fört|förd[ae]?|from|of|från|för|vid|i|med|till|av|över|öppet|ordinarie|extra\w*"
    r"|gemensamt|digitalt?|fysiskt|konstituerande|första|andra|årets|möte[t]?|sammanträde[t]?"
    r"|sammanträden|möten|nätverksmöte|nätverksträff|styrelsemöte|beslutsmöte|arbetsmöte|träff"
    r"|dialogmöte|den|(?-i:nr|Nr)\s[\d/:-]+))*[\s,:–|-]+"
)
_LINKED = re.compile(_LINK, _I)
_SEPARATOR = re.compile(
    r"(?P<title>\b\w*(?:[Pp]rotokoll|PROTOKOLL|SAMMANTRÄDESPR\w+|[Aa]nteckningar(?:na)?|ANTECKNINGAR|[Kk]allelse|KALLELSE"
    r"|[Dd]agordning|DAGORDNING|[Ff]öredragningslista|FÖREDRAGNINGSLISTA|[Ää]rendelista|[Ii]nbjudan"
    r"|INBJUDAN|Agenda|AGENDA|[Kk]ungörelse|[Mm]ötesnoteringar|Minutes)\b)"
    r"|(?P<meeting>(?<![\w-])(?:[Mm]öte|[Ss]ammanträde|MÖTE|SAMMANTRÄDE)\s(?:med|i|för|MED|I|FÖR)\s(?!den\s\d))"
    r"|(?P<body>(?<!\S)(?:(?:Nämnd/[Ss]tyrelse|(?:Beslutande\s)?[Oo]rgan|ORGAN|Beslutsinstans|Instans"
    r"|Beslutsorgan)(?:\soch\s(?:sammanträdesdatum|datum|§{1,2}))?(?:\s?:(?=\s|$)|,?(?=\s+[A-ZÅÄÖ]))|(?:Nämnd|Styrelse|Grupp|Arbetsgrupp|Mötesforum|Forum|Möte(?:\smed)?|Mötesgrupp"
    r"|Beslutsmöte|Sammanträde)\s?:))"
    r"|(?P<people>(?<!\S)(?:Närvarande|NÄRVARANDE|Beslutande|BESLUTANDE|Deltagare|DELTAGARE|Deltagande"
    r"|[Aa]nde(?=:)|Ledamöter(?=\s?:|\s[A-ZÅÄÖ]|\skallas|$)|Ersättare|Frånvarande|Förhinder|Övriga|ÖVRIGA)\b)"
    r"|(?P<place>(?<!\S)(?:Plats|PLATS|Lokal)(?![\w-]))"
    r"|(?P<label>(?<!\S)(?:Tid(?:punkt)?|TID|Datum|DATUM|Dag(?=\s?:|\s[A-ZÅÄÖ\d]|\s\w{2,4}dag(?:en)?\b|$)|Sida?n?(?=\W+\d|\snr|$)"
    r"|Sidnr|[Dd]nr|Diarie(?:nummer|nr)|Sammanträdes(?:datum|dag|tid)|Mötes(?:datum|tid)|SAMMANTRÄDESDATUM"
    r"|Justera\w*|Underskrift\w*|Förvaringsplats|Förvaras|Anslag\w*|ANSLAG\w*|BEVIS|Paragraf\w*"
    r"|Omfattning|Sekreterare|Ordförande|Handläggare|Klockan|Utses|Underskrift|Tjänsteställe"
    r"|Vår\sreferens|Avsändare\w*|Mottagare\w*|E[rt]t?\s(?:datum|beteckning)|Vårt\sdatum|Telefon|E-post"
    r"|Dokument\w*|Version|Besöksadress|Postadress|Upprätta\w*|Beteckning|Innehåll\w*|Öppet|Omedelbart)(?![\w-]))"
    r"|\t|\s{3,}|\s[|>»›/•]\s|\s[–—-]\s|[§|»›]|\s:\s|[!?](?=\s)|(?<=[a-zåäö)]{2})\.(?=\s)"
    r"|\d{4}-\d\d-\d\d|\d{1,3}\s?\(\s?\d{1,3}\s?\)|\(\s?\d+\s?\)|[,(]?\s?\(?\b\d{1,6}(?=[./:\s,)]|$)\.?"
    rf"|\b(?:{'|'.join(WEEKDAYS)})(?:en)?\b|\bkl(?:ockan|\.)?(?=\s|$)"
    r"|\s(?:kallas|inbjuds|kallar|inbjuder|bjuder|har|hålls|höll|hölls|sammanträder|sammanträdde)\b",
)
_DAY = re.compile(
    rf"[,;]?\s?(?:den\s)?(?:{'|'.join(m for m in MONTHS if len(m) > 3)})\b.*", _I | re.S
)
_MEETS = re.compile(
    r"\s(?:ordinarie\s|extra\s|\w+de\s)?(?:möte|sammanträde|träff|meeting|protokoll)\b.*", _I | re.S
)
_COMPOUND = re.compile(
    r"(?<![\w-])(?P<stem>[\w-]+?)-?(?:möte|sammanträde|träff|konferens)t?(?![\w-])", _I
)
_NO_BODY = re.compile(
    r"(?:in|av|an|upp|hand|till|ut|åter|om|över)ledning(?:en)?|beredning(?:en)?|presentation\w*"
    r"|läns?styrelsen?|\w*socialstyrelsen|\w*kansliet|handledning\w*|konferens(?:en)?"
    r"|(?:mål|alders|ålders|patient|yrkes|fokus|blod|basis?|diagnos|personal)grupp(?:en|er)?s?",
    _I,
)
"""Words that end as a body's do and name none that meets, at least not alone."""
_WEAK = re.compile(
    r"\w*(?:ledning(?:en)?|team(?:et)?|förening(?:en)?|sällskap(?:et)?|samverkan|förbund(?:et)?"
    r"|forum(?:et)?|konferens(?:en)?|programområde(?:t)?|länsstyrelse(?:n)?)s?$",
    _I,
)
_OF_COUNTY = re.compile(r"(?:lokalt|länsgemensamt|regionalt|nationellt)\sprogramområde\s\w", _I)
"""A body's own name that such a word is part of: 'Lokalt programområde psykisk hälsa'."""
_OFFICE = re.compile(
    r"\b(?:\w*förvaltning(?:en)?|\w*kontor(?:et)?|beslut(?:ar|ade|et|en|s)?|enligt|hälsar|ordförande\w*|ledamot"
    r"|ledamöter|ersättare|\w*anslag\w*|\w*chef(?:en)?|val av|justerare|protokollet|\w*strateg"
    r"|\w*utredare|kopia|inbjudna?|representant\w*)\b",
    _I,
)
_NOT_FIRST = re.compile(
    r"(?:plats|tid|datum|närvarande|beslutande|deltagare|ledamöter|övriga|paragrafer|till|adress"
    r"|information|anmälan|förslag|yttrande|remiss|delegation\w*|budget|rapport|val|svar|ändring"
    r"|sammanfattning|ärendet|dessa|samtliga|alla|nästa)\b",
    _I,
)
_PLACE = re.compile(
    r"\w*(?:huset|salen|rummet|rum|gatan|vägen|skolan|hotell\w*|torget|sal)\b|Teams|Zoom|Skype", _I
)
_IS_PLACE = re.compile(rf"^(?:På|I|Vid|Via|Hos|Den)\b|^(?:\S+\s+){{6}}|{_PLACE.pattern}", _I)
_ACRONYM = re.compile(r"[A-ZÅÄÖ]{2,6}(?![\w/-])")
_ENGLISH = re.compile(
    r"(?:steering|advisory|executive|managing)?\s?(?:committee|board|council)", _I
)


class _Run(NamedTuple):
    """Some words of the head between two separators."""

    start: int
    end: int
    after: str
    """What kind of separator stands before: title, meeting, body, people, label, or none."""
    closes: str
    """What kind stands after."""


class _Candidate(NamedTuple):
    place: Place
    worth: float


def read_body(flow: Flow, until: int, title: Title, decider: str | None) -> Place | None:
    """Where the document names the body that meets; `decider` is who decides most often below.

    `until` is the paragraph of the first item.
    """
    best: _Candidate | None = None
    for candidate in (*_in_head(flow, until, title), *_on_notice_board(flow)):
        worth = candidate.worth + _agrees(flow, candidate.place, decider)
        if worth > _LIKELY and (best is None or worth > best.worth):
            best = _Candidate(candidate.place, worth)
    return best.place if best else None


def _agrees(flow: Flow, place: Place, decider: str | None) -> float:
    if not decider:
        return 0.0
    named = flow.text[place.start : place.end].lower()
    who = decider.lower()
    if named == who.removesuffix("s") or named.startswith(who):
        return 2.5
    if who in named:
        return 2.0
    plain = _DEFINITE.sub("", who)
    return 1.5 if len(plain) >= _TELLING and f" {plain} " in f" {named} " else 0.0


_DEFINITE = re.compile(r"(?<=[bdfgklmnprstv])(?:et|en)s?$|(?<=[eé])[tn]s?$")
"""How a noun ends that is a known one: 'programområdet' decides, 'Lokalt programområde' meets."""
_TELLING = 7
"""So many letters of such a noun, at least, tell which body it is."""


def _in_head(flow: Flow, until: int, title: Title) -> Iterator[_Candidate]:
    listing = pending = False
    for i in range(min(until, _PARAS, len(flow.paras))):
        para = flow.paras[i]
        end = min(para.end, para.start + _SEEN)
        sentence = para.text.endswith(".") and len(para.text) > 80
        for run in _runs(flow.text, para.start, end):
            listing = listing or run.after == "people"
            if pending:  # the label of the body stands above the labels of other columns
                run = run._replace(after="body")
            kind = run.after
            if kind in {"people", "place"} or (
                listing and kind not in {"title", "meeting", "body"}
            ):
                continue
            found = _name_in(flow.text, run)
            if found is None:
                continue
            place, worth = found
            pending = False
            certain = worth > _CERTAIN
            worth -= i * 0.08 + (2.0 if sentence and kind != "body" else 0.0)
            if certain and i == title.para and kind in {"title", "meeting"}:
                worth += 3.0
            if place.end - place.start < 0.5 * (run.end - run.start):
                worth -= 0.5
            yield _Candidate(place, worth)
        listing = listing or _LISTS.match(para.text) is not None
        pending = pending or _EMPTY_LABEL.match(para.text) is not None


_LISTS = re.compile(
    r"(?:närvarande|beslutande|deltagare|deltagande|ledamöter|ersättare|frånvarande)\s?:?$", _I
)
_EMPTY_LABEL = re.compile(
    r"(?:(?:Besluts)?[Oo]rgan|Nämnd/[Ss]tyrelse|(?:Besluts)?[Ii]nstans|Nämnd|Styrelse)\s?:$"
)


def _runs(text: str, start: int, end: int) -> Iterator[_Run]:
    at, after = start, ""
    for match in (*_SEPARATOR.finditer(text, start, end), None):
        stop = match.start() if match else end
        kind = (match.lastgroup or "") if match else ""
        if text[at:stop].strip(" ,.:()-–"):
            yield _Run(at, stop, after, kind)
            after = ""
        if match:
            at = match.end()
            if kind or text[match.start() : at].strip(" ,.:|-–"):
                after = kind if kind else ""


_FRONT = 8000
"""So many characters of a document hold its first pages, where the notice is told of."""
_A_BODY = rf"[{UPPER}]\w*(?:styrelsen|nämnden|utskottet|fullmäktige|direktionen)"
_MADE_KNOWN = re.compile(
    rf"(?<!\S)(?:(?P<of>{_A_BODY})s\sprotokoll\shar\sjusterats"
    rf"|genom\sanslag\.?\s+(?P<who>{_A_BODY})\s+(?:Datum|Sammanträdes))"
)
"""How the block that makes the minutes known names the body without a label."""
_ORGAN = re.compile(
    r"(?<!\S)(?:Organ|ORGAN|Instans|Beslutsinstans|Beslutsorgan|Nämnd/styrelse)(?:\soch\s+(?:sammanträdesdatum|datum|§{1,2}))?(?:\s?:\s|\s(?=[A-ZÅÄÖ]))"
)


def _on_notice_board(flow: Flow) -> Iterator[_Candidate]:
    """The body as the block that tells of the notice names it, wherever that stands."""
    text = flow.text
    if text.find("anslag", 0, _FRONT) >= 0:
        for known in _MADE_KNOWN.finditer(text, 0, _FRONT):
            group = known.lastgroup or "of"
            yield _Candidate(Place(known.start(group), known.end(group)), 6.0)
    seen = 0
    for word in ("Organ", "ORGAN", "nstans", "Beslutsorgan", "Nämnd/styrelse"):
        at = text.find(word)
        while at >= 0 and seen < _PARAS:
            match = _ORGAN.match(
                text, max(0, text.rfind(" ", 0, at) + 1 if word == "nstans" else at)
            )
            seen += 1
            if match:
                end = min(match.end() + 120, flow.paras[flow.para_at(at)].end)
                run = next(_runs(text, match.end(), end), None)
                found = run and _name_in(text, run._replace(after="body"))
                if found:
                    yield _Candidate(found[0], found[1])
            at = text.find(word, at + 1)


def _name_in(text: str, run: _Run) -> tuple[Place, float] | None:
    """The body that a run names, and how sure that is."""
    start, end = run.start, run.end
    told = run.after in {"title", "meeting", "body"}
    if told:
        link = _LINKED.match(text, start, end)
        start = link.end() if link else start
        if run.after == "title" and link is None:
            told = False
    begin, words = _trimmed(text, start, end)
    if not words or len(words) > 140:
        return None
    if not told:
        after = _after_person(words)
        begin, words = begin + after, words[after:]
    compound = _met_in_compound(words, told=told)
    day = _DAY.search(words)
    words = words[: day.start()].rstrip(" ,.:-–(") if day else words
    meets = _MEETS.search(words)
    if meets:
        words = _without_genitive(words[: meets.start()].rstrip(" ,"))
    if compound and not any(_is_body(word) for word in words.split()):
        a, b, worth = compound
        return Place(begin + a, begin + b), worth
    if compound:
        of_whom = _MEETING_OF.search(words)
        skip = of_whom.end() if of_whom else 0
        begin, words = begin + skip, words[skip:]
    return _phrase(begin, words, run, told=told)


def _trimmed(text: str, start: int, end: int) -> tuple[int, str]:
    raw = text[start:end]
    lead = len(raw) - len(raw.lstrip(" \xa0\n,.:;–-|*•()\"”~'_"))
    words = raw[lead:].rstrip(_LOOSE_END)
    last = _LOOSE_LAST.search(words)
    words = words[: last.start()].rstrip(_LOOSE_END) if last else words
    of_whom = _OF_WHOM.match(words)
    skip = of_whom.end() if of_whom else 0
    return start + lead + skip, words[skip:]


_LOOSE_END = ' \xa0\n,.:;–-|*•("”/'
_LOOSE_LAST = re.compile(rf"(?:[\s,]+(?:den|för|i|på|v\.?|vecka|\d+|{'|'.join(WEEKDAYS)}))+$", _I)
_OF_WHOM = re.compile(
    rf"[{UPPER}]\w+(?:\s\w+){{0,2}}?\s?(?:kommun|stad|landsting|län),\s(?=[{UPPER}])", _I
)
"""The municipality whose body it is, before a comma."""


def _phrase(begin: int, words: str, run: _Run, *, told: bool) -> tuple[Place, float] | None:
    tokens = [(m.start(), m.group()) for m in re.finditer(r"\S+", words)]
    named = [n for n, (_, word) in enumerate(tokens) if any(map(_is_body, re.split(r"[/-]", word)))]
    if not named and words.startswith("Beredningen för "):
        named = [0]
    if not named and not _ENGLISH.search(words):
        return _without_body_word(begin, words, run, told=told)
    last = named[-1] if named else 0
    tokens = _before_person(tokens, named)
    if not tokens or last >= len(tokens):
        return None
    words = words[: tokens[-1][0] + len(tokens[-1][1])].rstrip(" ,.:;–-(")
    words = _before_place(words, tokens, last)
    words = _without_genitive(_once(words))
    words = _TAIL.sub("", words)
    if not told and not _may_name(words, tokens):
        return None
    if told and len(tokens) > 14:
        return None
    bare = tokens[last][1].strip(",.():")
    worth = {"body": 10.0, "title": 4.0, "meeting": 4.0}.get(run.after if told else "", 1.6)
    if not told and run.closes == "title":
        worth += 1.0
    if _WEAK.match(bare) and not _OF_COUNTY.match(words):
        worth -= 1.2
    if words.lower() in GENERIC:
        worth -= 1.0
    return Place(begin, begin + len(words)), worth


def _is_body(word: str) -> bool:
    bare = word.strip(',.()/:"”')
    if BODY_WORD.fullmatch(bare):
        return _NO_BODY.fullmatch(bare) is None
    return len(bare) > _DAMAGED and any(map(bare.casefold().endswith, "nkegdt")) and _damaged(bare)


_DAMAGED = 9
_WHOLE = (
    "nämnden nämnd styrelsen styrelse utskottet utskott fullmäktige direktionen förbundet förbund"
    " kommittén beredningen nätverket nätverk"
).split()


def _damaged(word: str) -> bool:
    """Whether recognition has mistaken one letter of a word for a body: 'NAMNDEN', 'styreisen'."""
    low = word.casefold()
    for ending in _WHOLE:
        tail = low[-len(ending) :]
        if (
            len(low) > len(ending) + 2
            and sum(a != b for a, b in zip(tail, ending, strict=True)) == 1
        ):
            return tail[0] == ending[0] and tail[-1] == ending[-1]
    return False


def _before_person(tokens: list[tuple[int, str]], named: list[int]) -> list[tuple[int, str]]:
    """The words before a person's name; none where only the person's part names a body."""
    for n in range(len(tokens) - 1):
        first, second = tokens[n][1].strip(",."), tokens[n + 1][1]
        if first.lower() in GIVEN_NAMES and first[:1].isupper() and second[:1].isupper():
            return tokens[:n] if named and named[0] < n else []
    return tokens


def _after_person(words: str) -> int:
    """Where the words go on after the name of who wrote them: 'Eva Ek Socialnämnden'."""
    for match in re.finditer(
        rf"(?<!\S)([{UPPER}]\w+(?:-\w+)?)\s[{UPPER}][\w-]+\s(?=[{UPPER}])", words
    ):
        if match.group(1).lower() in GIVEN_NAMES and _is_body(words[match.end() :].split()[0]):
            return match.end()
    return 0


def _before_place(words: str, tokens: list[tuple[int, str]], last: int) -> str:
    """The words without the room or house that follows after a comma."""
    at = tokens[last][0]
    for match in re.finditer(rf",\s(?=[{UPPER}])", words):
        if match.start() > at and _PLACE.match(words, match.end()):
            return words[: match.start()]
    return words


_TAIL = re.compile(rf",\s[{UPPER}]\w+(?:\s\w+)?\s(?:kommun|stad)$")
"""The municipality whose body it is, after a comma."""


def _once(words: str) -> str:
    """The words without a body's own name that comes again after it."""
    tokens = words.split()
    first, last = tokens[0].lower(), tokens[-1].lower()
    again = (
        len(tokens) > 1
        and len(last) > _DAMAGED
        and first.startswith(last)
        and tokens[-1][:1].isupper()
    )
    return words[: words.rindex(tokens[-1])].rstrip(" ,") if again else words


def _may_name(words: str, tokens: list[tuple[int, str]]) -> bool:
    if not words[:1].isupper() or len(tokens) > 9:
        return False
    if _OFFICE.search(words) or _NOT_FIRST.match(words):
        return False
    return not any(FINITE.match(word.strip(",.")) for _, word in tokens)


def _without_body_word(
    begin: int, words: str, run: _Run, *, told: bool
) -> tuple[Place, float] | None:
    """A name that holds no word for a body: after 'möte med' or the label, or an abbreviation."""
    if not told or len(words.split()) > 8 or _OFFICE.search(words) or _PLACE.search(words):
        return None
    tokens = words.split()
    if any(FINITE.match(word.strip(",.")) for word in tokens):
        return None
    for first, second in pairwise(tokens):
        if first.lower() in GIVEN_NAMES and second[:1].isupper():
            return None
    place = Place(begin, begin + len(words))
    if re.search(r"(?:\bkommun|datum|\btid)$", words, _I):
        return None
    if run.after == "body" and words[:1].isupper() and len(words) > 1:
        return place, 1.2
    if _ACRONYM.match(words) and (len(tokens) > 1 or run.after == "title"):
        return place, 3.0 if len(tokens) > 1 else 1.0
    if run.after == "meeting" and sum(letter.isalpha() for letter in words) > 3:
        return place, 1.0
    return None


def _met_in_compound(words: str, *, told: bool) -> tuple[int, int, float] | None:
    """The body inside a word for its meeting: 'LAG' of 'LAG-möte', or who 'LAG-möte X' names."""
    match = _COMPOUND.search(words)
    if match is None:
        return None
    stem = match.group("stem")
    last = re.split(r"-", stem)[-1]
    short = last[:-1] if last[-1:] in {"s", "S"} and _is_body(last[:-1]) else last
    if not (_is_body(short) or (stem.isupper() and _ACRONYM.fullmatch(stem) and len(stem) < 6)):
        return None
    begin, end = match.start("stem"), match.end("stem") - (len(last) - len(short))
    following = words[match.end() :].lstrip(" ,:")
    rest = re.sub(r"^(?:i|för|med)\s", "", _DAY.sub("", following).strip(" ,.:-–"))
    named = [word for word in rest.split() if word[:1].isupper()]
    if (told or begin == 0) and named and rest[:1].isupper() and not _IS_PLACE.search(rest):
        at = words.index(rest, match.end())
        return at, at + len(rest), 3.0
    before = re.search(r"[A-ZÅÄÖ]{2,6}\s$", words[:begin])
    if before:
        begin = before.start()
    worth = 1.5 if told else 1.2
    return begin, end, worth - (1.0 if words[begin:end].lower() in _PLAIN else 0.0)


_MEETING_OF = re.compile(r"(?:möte|sammanträde|träff|konferens)t?\s(?:i|för|med)\s", _I)
_PLAIN = frozenset({"styrelse", "nämnd", "grupp", "nätverk", "råd", "direktion", "arbetsgrupp"})


def _without_genitive(words: str) -> str:
    """The words without the s of a last word that owns the meeting: 'Klimatrådets'."""
    last = words.split()[-1] if words.split() else ""
    owns = last[-1:] in {"s", "S"} and BODY_WORD.fullmatch(last[:-1]) is not None
    return words[:-1] if owns and _DEFINITE.search(last[:-1]) else words


_DEFINITE = re.compile(r"(?:en|et|an|fullmäktige|presidium)$", _I)

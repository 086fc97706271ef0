"""Attachments, sums and earlier meetings that an item mentions, each once."""

from __future__ import annotations

import datetime as dt
import re

from handslag.source.parsing.bodies import Names
from handslag.source.parsing.dates import DayMention, resolve
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.money import find_sums
from handslag.source.record import Amount, Attachment, When

_I = re.IGNORECASE
_LABEL = (
    r"(?:(?:\d{4}:\d{1,3}|\d{1,3}(?:[.:]\d{1,2})?)(?!\d)"
    r"(?:[a-zA-Z](?!\w)|[ \xa0][a-zA-Z](?![\w)]))?"
    r"|(?:(?-i:[IVX]{2,5})|[A-Z])(?![\wåäöÅÄÖ]))"
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_JOINT = r"\s{0,2}(?:-|–|,|och|samt|&|/|till)\s{0,2}"
_ATTACHED = re.compile(
    rf"b(?:(?<!\wb)|(?<=lsb)|(?<=ndeb))il(?:(?:aga|agor|agorna)?\b\.?:?\s{{0,2}}(?:nr\.?\s|§\s?)?"
    rf"(?P<list>{_LABEL}(?:{_JOINT}(?:bil(?:aga)?\.?\s?)?{_LABEL}){{0,30}})"
    r"|aga(?P<tight>\d{1,3}[a-z]?)\b"
    r"|ag(?:a|or)\s(?P<register>(?-i:[A-ZÅÄÖ]{1,5})\s(?:§\s?\d{1,4}(?![/\d])"
    r"|\d{4}[/:]\d{1,4}(?:/\d{1,3})?))(?:-(?P<last>\d{1,3}))?(?!\d))",
    _I,
)
_PARTS = re.compile(rf"(?P<joint>{_JOINT})?(?:bil(?:aga)?\.?\s?)?(?P<label>{_LABEL})", _I)
_LONGEST_RANGE = 60


_LETTERED = re.compile(
    r"(?<!\w)Bil(?:agor(?:na)?|aga)(?:\still\särendet)?\s?:?\s{1,2}(?P<first>a)\)\s", _I
)
_LETTER = re.compile(r"(?<![\w(])(?P<letter>[a-z])\)\s")


def _lettered(flow: Flow, start: int, end: int) -> list[Attachment]:
    """Attachments listed by letters: 'Bilagor: a) Skrivelse b) Karta', while they count on."""
    found: list[Attachment] = []
    opened = _LETTERED.search(flow.text, start, end)
    if opened is None:
        return found
    for match in _LETTER.finditer(flow.text, opened.start("first"), end):
        letter = match.group("letter")
        if letter == chr(ord("a") + len(found)):
            found.append(Attachment(letter, flow.span(*match.span("letter"))))
        elif letter == "a":
            break
    return found if len(found) > 1 else []


def find_attachments(flow: Flow, start: int, end: int) -> tuple[Attachment, ...]:
    """The labels of attachments, ranges written out: '18a-18c' is 18a, 18b, 18c."""
    if not flow.holds("bil", start, end):
        return ()
    found: dict[str, Attachment] = {}
    for match in _ATTACHED.finditer(flow.text, start, end):
        if match.group("register"):
            for attachment in _registered(flow, match):
                found.setdefault(attachment.label.lower(), attachment)
            continue
        name = "list" if match.group("list") else "tight"
        previous = ""
        for part in _PARTS.finditer(match.group(name)):
            label = part.group("label").replace(" ", "")
            at = match.start(name) + part.start("label")
            span = flow.span(at, at + len(part.group("label")))
            joint = (part.group("joint") or "").strip()
            for one in _written_out(previous, label) if joint in {"-", "–", "till"} else (label,):
                found.setdefault(one.lower(), Attachment(one, span))
            previous = label
    for attachment in _lettered(flow, start, end):
        found.setdefault(attachment.label, attachment)
    return tuple(found.values())


def _registered(flow: Flow, match: re.Match[str]) -> list[Attachment]:
    """Labels from a body's register: 'KS 2006/14/1-3' is KS 2006/14/1, KS 2006/14/2 and so on."""
    label = " ".join(match.group("register").split())
    span = flow.span(match.start("register"), match.end())
    last = match.group("last")
    stem, mark, number = label.rpartition("/")
    if not last or not mark or not int(number) < int(last) <= int(number) + _LONGEST_RANGE:
        return [Attachment(label, span)]
    return [Attachment(f"{stem}/{n}", span) for n in range(int(number), int(last) + 1)]


def _written_out(first: str, last: str) -> list[str]:
    """The labels after `first` up to `last`, as a range means them."""
    if first in _ROMAN and last in _ROMAN[1:]:
        return [*_ROMAN[_ROMAN.index(first) + 1 : _ROMAN.index(last) + 1]] or [last]
    a = re.fullmatch(r"(\d*)([a-zA-Z]?)", first)
    b = re.fullmatch(r"(\d*)([a-zA-Z]?)", last)
    if not a or not b:
        return [last]
    if a.group(2) and b.group(2) and (a.group(1) == b.group(1) or not b.group(1)):
        begin, stop = ord(a.group(2).lower()) + 1, ord(b.group(2).lower())
        if begin <= stop:
            upper = a.group(2).isupper()
            letters = [chr(code) for code in range(begin, stop + 1)]
            return [a.group(1) + (letter.upper() if upper else letter) for letter in letters]
    if a.group(1) and b.group(1) and not a.group(2) and not b.group(2):
        begin, stop = int(a.group(1)) + 1, int(b.group(1))
        if begin <= stop <= begin + _LONGEST_RANGE:
            return [str(number) for number in range(begin, stop + 1)]
    return [last]


def find_amounts(flow: Flow, start: int, end: int) -> tuple[Amount, ...]:
    """The sums of money, each value once."""
    found: dict[object, Amount] = {}
    for mention in find_sums(flow.text, start, end):
        words = " ".join(flow.text[mention.start : mention.end].split())
        span = flow.span(mention.start, mention.end)
        found.setdefault(mention.value, Amount(mention.value, words, mention.per, span))
    return tuple(found.values())


_MEETING = re.compile(
    r"\b(?P<word>(?:nätverks|nämnd|styrelse)?(?:möte[st]?|mötet|möten|sammanträde[tn]?|sammanträdena)"
    r"|(?:minnes|mötes)?anteckning(?:ar|arna)?|(?:sammanträdes|mötes)?protokoll(?:ets?|en|ens)?)\b",
    _I,
)
_MEETING_STEMS = ("möte", "sammanträde", "anteckning", "protokoll")
_BETWEEN = re.compile(
    r"(?:[\s,(:]|\b(?:den|senast|i|från|för|med|av|daterat|daterade|hållet|som|hölls|vid|på"
    r"|\w*dag(?:en)?|nr\s\d+|§\s?\d+)\b)*$",
    _I,
)
_EARLIER = re.compile(r"\b(?:föregående|förra|senaste|tidigare|förrförra)\b", _I)
_NEXT = re.compile(r"\b(?:nästa|nästkommande|kommande|nästföljande)\b", _I)
_LOOKS_AHEAD = re.compile(
    r"\b(?:till|inför|innan|före|nästa|nästkommande|kommande|senast)\s(?:[\w-]+\s){0,4}$"
    r"|\b(?:nästa|kommande|kommer|ska|skall|återkommer|kallar|kalla|planeras|blir)\b[^.]*$",
    _I,
)
_WINDOW = 90


def find_references(
    flow: Flow, start: int, end: int, names: Names, meeting: dt.date | None
) -> tuple[When, ...]:
    """The body's own earlier meetings that the item points back to."""
    found: dict[dt.date, When] = {}
    last = -1
    """Where the last day ends that is one of them."""
    for day in flow.days(start, end):
        date = resolve(day, meeting, future=False)
        if date is None or (meeting and date >= meeting):
            continue
        if last >= 0 and _AND_DAY.fullmatch(flow.text, last, day.start):
            words = " ".join(flow.text[day.start : day.end].split())
            found.setdefault(date, When(words, date, None, flow.span(day.start, day.end)))
            last = day.end
            continue
        line = flow.text.rfind("\n", max(0, day.start - _WINDOW), day.start) + 1
        low = max(start, day.start - _WINDOW, line)
        before = flow.text[low : day.start]
        after = flow.text[day.end : day.end + 40]
        if day.weak and not _MEETING.search(before[-40:]):
            continue
        if day.year is None and (_LOOKS_AHEAD.search(before) or not _tells_of_past(flow, day, low)):
            continue
        if date not in found and (
            _points_back(before, names)
            or _owns_paragraph(before, after, names)
            or _done_on(before, after)
        ):
            words = " ".join(flow.text[day.start : day.end].split())
            found[date] = When(words, date, None, flow.span(day.start, day.end))
            last = day.end
    return tuple(found.values())


_AND_DAY = re.compile(r"(?:,\s?|\s?(?:och|samt|&|/)\s)(?:den\s)?")
_PAST = re.compile(
    r"\b(?:\w+(?:ade|ades|ttes|ktes|ndes|rdes|ldes|ddes|kte|tte|rde|lde|(?<![ae])nde)|var|fick|hade|gavs"
    r"|gav|höll|hölls|beslöt|beslöts|togs|tog"
    r"|antogs|antog|uppdrog|avslog|biföll|drog|lades|lade|utsågs|valdes|gick|kom|blev|föreslog|föreslogs|sköts"
    r"|bordlades)\b|anteckning|protokoll|föregående|förra|senaste",
    _I,
)


def _tells_of_past(flow: Flow, day: DayMention, low: int) -> bool:
    """Whether the sentence around a day without a year looks back."""
    begin = max(flow.text.rfind(". ", low, day.start), low)
    stop = flow.text.find(".", day.end, day.end + 160)
    return _PAST.search(flow.text, begin, stop if stop >= 0 else day.end + 160) is not None


def _points_back(before: str, names: Names) -> bool:
    low = before.lower()
    spoken_of = any(stem in low for stem in _MEETING_STEMS)
    meetings = list(_MEETING.finditer(before)) if spoken_of else []
    if not meetings:
        return _decided_on(before, names)
    last = meetings[-1]
    between = before[last.end() :]
    named = _own_words(between, names)
    if not (_BETWEEN.match(between) or named):
        return _decided_on(before, names)
    if _NEXT.search(before[last.start() - 20 if last.start() > 20 else 0 :]):
        return False
    near = before[max(0, last.start("word") - 45) : last.start("word")]
    if not named and _anothers(before[: last.start("word")], names):
        return False
    if named or _EARLIER.search(near[-30:]):
        return _foreign(near) is None or named
    owner = _owner(near)
    if owner and owner.lower().endswith(_PARTS_OF_BODIES):
        return names.is_itself(owner.removesuffix("s"))
    return (
        owner is None
        or names.is_own(owner)
        or names.is_own(owner.removesuffix("s"))
        or names.mentions(owner)
    )


_PARTS_OF_BODIES = (
    "arbetsutskottets",
    "presidiets",
    "arbetsgruppens",
    "ledningsgruppens",
    "fullmäktiges",
)
_ITS_OWN = re.compile(r"\b(?:sitt|sina)\s(?:[\w-]+\s){0,2}$", _I)
_ANOTHER_DECIDED = re.compile(
    r"(?P<who>[A-ZÅÄÖ][\w-]*(?:nämnden|styrelsen|fullmäktige|rådet|direktionen|utskottet|förbundet)"
    r"(?:\s[A-ZÅÄÖ][\w-]+)?)\s(?:(?:har|hade)\s)?(?:fattat|fattade|beslutat|beslutade|beslöt"
    r"|behandlat|behandlade|antagit|antog|hade|höll|diskuterade|tog)\b"
)


def _anothers(before: str, names: Names) -> bool:
    """Whether the meeting is another body's: 'Kommunstyrelsen beslutade på sitt möte den'."""
    sentence = before.rpartition(". ")[2]
    for match in _ANOTHER_DECIDED.finditer(sentence):
        return not names.is_own(match.group("who"))
    if not _ITS_OWN.search(sentence):
        return False
    words = re.findall(r"[\w-]+", sentence)
    return not (names.mentions(sentence) or any(names.is_own(word) for word in words))


_AROUND_NAME = re.compile(
    r"^[\s,]*(?:(?:i|med|från|för)\s)?|\s*(?:den|\w+dag(?:en)?(?:\sden)?)?[\s,(]*$", _I
)


def _own_words(between: str, names: Names) -> bool:
    bare = _AROUND_NAME.sub("", between)
    return bool(bare) and names.is_itself(bare)


def _owner(near: str) -> str | None:
    """Whose meeting: the genitive right before the word, 'Rådets möte'."""
    match = re.search(
        r"([A-ZÅÄÖ][\w:-]*s|\w+(?:nämndens|rådets|styrelsens|nätverkets|gruppens|utskottets"
        r"|fullmäktiges))\s(?:\w+\s)?$",
        near,
    )
    return match.group(1) if match else None


def _foreign(near: str) -> str | None:
    return _owner(near)


_DECIDED_ON = re.compile(
    r"\s(?:har\s(?:tidigare\s)?(?:behandlat|beslutat|diskuterat"
    r"|bordlagt)"
    r"|beslutade|beslöt|behandlade|bordlade|diskuterade|begärde|tog\sställning|tog\supp|fick"
    r"|ställde\ssig|beviljade|biföll|avslog|valde|avgav|yttrade\ssig|informerades"
    r"|gav|uppdrog|antog|fastställde|återremitterade|godkände|remitterade"
    r"|utsåg|enades\som|kom\söverens\som)\s(?:(?!att\b)[\w-]+\s){0,3}?(?:den\s|\w+dagen\sden\s)?$",
    _I,
)
_FOUR_WORDS = re.compile(r"[\w-]+(?:\s[\w-]+){0,3}$")


def _decided_on(before: str, names: Names) -> bool:
    """'Nämnden beslutade den 5 februari'."""
    verb = _DECIDED_ON.search(before)
    who = _FOUR_WORDS.search(before, 0, verb.start()) if verb else None
    if who is None:
        return " av " in before and _done_by(before, names)
    words = who.group().split()
    if f"{words[-1].lower()}s" in _PARTS_OF_BODIES:
        return names.is_itself(words[-1])
    return any(names.is_own(" ".join(words[-count:])) for count in range(1, len(words) + 1))


_DONE_BY = re.compile(
    r"\b(?:\w+des|antogs|beslöts|togs\supp|gavs)\sav\s(?P<who>[\w-]+(?:\s[\w-]+){0,3}?)\s(?:den\s)?$",
    _I,
)


def _done_by(before: str, names: Names) -> bool:
    """'Planen antogs av nämnden den 5 februari'."""
    match = _DONE_BY.search(before)
    return match is not None and names.is_itself(match.group("who"))


_DONE = r"(?:bordlades|beslutades|godkändes|bestämdes|fastställdes|återremitterades|antogs|beslöts)"
_DONE_ON = re.compile(rf"\b{_DONE}\s(?:därför\s|ärendet\s)?(?:den\s|\w+dagen\sden\s)?$", _I)
_ON_THEN = re.compile(rf"\s{_DONE}\b(?!.{{0,60}}\sav\s)", _I)


def _done_on(before: str, after: str) -> bool:
    """'Ärendet bordlades den 13 juni', 'Den 13 juni beslutades': done by this body, then."""
    if _DONE_ON.search(before):
        return not re.match(r"\sav\s", after)
    return _ON_THEN.match(after) is not None and re.search(r"(?:^|[.]\s)Den\s$", before) is not None


def _owns_paragraph(before: str, after: str, names: Names) -> bool:
    """'Socialnämnden 2020-02-05 § 12' and 'SN 2020-02-05, § 12'."""
    if "§" not in after[:3] or not re.match(r",?\s?§", after):
        return False
    words = _PAPER.sub("", before).split()
    found = (" ".join(words[-n:]).strip(",:(") for n in range(1, min(4, len(words)) + 1))
    return any(names.is_own(name) or names.is_own(name.removesuffix("s")) for name in found)


_PAPER = re.compile(r"\s(?:beslut|protokoll(?:sutdrag)?|sammanträde|den)[\s,]*$", _I)
"""What stands between a body's name and its day: 'Socialnämndens beslut 2020-02-05 § 12'."""

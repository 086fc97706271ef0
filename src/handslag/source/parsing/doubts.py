"""Last stage: the facts that a rule is unsure of are marked, each with a reason for the reviewer.

Pure: a record and its text become the same record with doubts. Nothing is dropped, nothing
changed. A reason is kept only where the facts that have it are wrong several times as often as
others; `python -m tests.corpus --doubts` measures that, and `docs/reference/doubts.md` tells
what each is worth.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from handslag.source.parsing.dates import find_days
from handslag.source.parsing.given_names import GIVEN_NAMES
from handslag.source.parsing.lexicon import DANGLING, FINITE, GOVERNS_ATT, LOWER, UPPER
from handslag.source.parsing.names_in_row import PARTICLES
from handslag.source.record import (
    Action,
    Amount,
    Assignment,
    Clause,
    Decision,
    Item,
    Kind,
    MeetingRecord,
    Named,
    Outcome,
    Person,
    Presence,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.source.text import CanonicalText

NOT_OF_IT = "Ord från sidans kant eller ett annat stycke kan ha kommit med"
NEXT_SENTENCE = "Början av nästa mening kan ha kommit med"
CUT_SHORT = "Slutar mitt i en mening: resten kan ha fallit bort"
DAMAGED = "Kan vara skadat av teckenigenkänning"
FROM_A_PICTURE = "Läst ur en bild: jämför siffrorna med originalet"
NO_HEADING = "Ärendet har ingen rubrik"
SENTENCE = "Är skriven som en mening: kan höra till texten under en rubrik"
NAMES_IN_HEADING = "Rubriken slutar med personnamn: kan vara en föredragande eller en lista"
NO_TEXT = "Ingen text står under rubriken: kan vara en rad i dagordningen"
NO_DECISION = "Ett sådant ärende brukar sluta i ett beslut, men inget gick att läsa"
TWO_IN_ONE = "Kan vara flera beslut i ett"
EARLIER = "Kan vara ett tidigare beslut"
NO_VERB = "Saknar verb: kan vara en underrubrik eller annan text"
TOLD = "Kan vara en redogörelse"
NO_GIVEN_NAME = "Första ordet är inget känt förnamn"
MORE_THAN_NAME = "Ett av orden kan vara något annat än namn"
TWICE = "Samma ord står två gånger"
MAY_BE_AWAY = "Ord om frånvaro står före namnet"
YEAR_MISSING = "Året är underförstått"
ODD_TIME = "Tiden är ovanlig för ett möte"
NO_DAY = "Mötets dag framgår inte"

REASONS = frozenset(
    {
        NOT_OF_IT, NEXT_SENTENCE, CUT_SHORT, DAMAGED, FROM_A_PICTURE, NO_HEADING, SENTENCE,
        NAMES_IN_HEADING, NO_TEXT, NO_DECISION, TWO_IN_ONE, EARLIER, NO_VERB, TOLD,
        NO_GIVEN_NAME, MORE_THAN_NAME, TWICE, MAY_BE_AWAY, YEAR_MISSING, ODD_TIME, NO_DAY,
    }
)  # fmt: skip

T = TypeVar("T", Amount, Assignment, Clause, Item, Named, Person, When)

_PAGE = re.compile(
    r"\b(?:Justerandes|Utdragsbestyrk\w*|Signerat dokument|elektroniskt undertecknat|Sid(?:a|an)?"
    r"\s?\d|(?:Org|Tel)\.?\s?nr|Telefon|E-post|Postadress|Besöksadress|Vid anteckningarna"
    r"|Vid protokollet)\b|\b\d{1,3}\s?\(\d{1,3}\)|-{5,}|_{4,}|#{2,}|@\w|\bwww\.",
    re.IGNORECASE,
)
_LABEL_IN = re.compile(
    r"\s(?:Föredragande|Föredragningslista|Yrkanden?|Bakgrund|Sammanfattning|Beslut|Beslutsunderlag"
    r"|Förslag|Ärendebeskrivning|Paragrafen|Ajournering|Expedieras|Underlag|Upplysningar"
    r"|UPPLYSNINGAR)\b|^Yrkanden?\b|\w\sBilaga\s\d{1,3}$"
)
"""A label where only a fact's own words should stand."""
_DAMAGE = re.compile(
    rf"\ufffd|Ã[\x80-\xbf¤¥¶]|[{LOWER}]\d[{LOWER}]{{2}}|[{LOWER}][¨´`]|[¨´`][aouAOU]"
    rf"|\b[{LOWER}]{{2,}}[A-ZÅÄÖ][{LOWER}]{{3,}}\b|\w-\s(?!och|eller|samt|till|resp)[{LOWER}]"
)


def doubt(record: MeetingRecord, text: CanonicalText) -> MeetingRecord:
    """The same record, with a reason on each fact that may be wrong."""
    return replace(
        record,
        body=_marked(record.body, _body(record.body.name)) if record.body else None,
        date_doubt=_date(record, text),
        time_doubt=_time(record),
        place_doubt=_place(record.place),
        attendees=tuple(_marked(p, _attendee(p, text)) for p in record.attendees),
        items=tuple(_in_item(item, record, text) for item in record.items),
    )


def doubts_of(record: MeetingRecord) -> Iterator[str]:
    """Every doubt of a record, in the order of its facts."""
    facts = [record.body, *record.attendees]
    yield from filter(None, (record.date_doubt, record.time_doubt, record.place_doubt))
    yield from (fact.doubt for fact in facts if fact and fact.doubt)
    for item in record.items:
        decisions = (*item.decisions, *item.proposed_decisions)
        told = [
            item,
            *item.presenters,
            *(clause for decision in decisions for clause in decision.clauses),
            *item.assignments,
            *filter(None, (item.adjourned_to, item.referred_to)),
            *item.amounts,
        ]
        yield from (fact.doubt for fact in told if fact.doubt)


def _marked(fact: T, reason: str | None) -> T:
    """The fact with the reason, where there is one."""
    return replace(fact, doubt=reason) if reason else fact


_NAMELESS_BEFORE = re.compile(
    r"(?:Blad|Sida|Protokoll|Kallelse|Datum|Tid|Plats|Närvarande)\s", re.IGNORECASE
)


def _body(name: str) -> str | None:
    return NOT_OF_IT if _PAGE.search(name) or _NAMELESS_BEFORE.match(name) else None


def _date(record: MeetingRecord, text: CanonicalText) -> str | None:
    if record.date is None or record.date_span is None:
        return None
    mentions = find_days(text.text, record.date_span.start, record.date_span.end)
    return YEAR_MISSING if mentions and mentions[0].year is None else None


_EARLY, _LATE, _LONG = 7, 19, 10
"""Hours between which meetings begin, and how long they last at most."""


def _time(record: MeetingRecord) -> str | None:
    start, end = record.start, record.end
    if start is None:
        return None
    odd = not _EARLY <= start.hour <= _LATE
    if end is not None:
        odd = odd or end <= start or end.hour - start.hour >= _LONG
    return ODD_TIME if odd else None


_NOT_A_PLACE = re.compile(
    r"\b(?:kl|klockan|sekreterare|ordförande|närvar\w+|ledamöter|justerat|protokoll\w*|dag|tid"
    r"|lunch|fika|kaffe|anmäl\w*|medtag\w*|förmöten?|gruppmöten?|sida|föredragningslista"
    r"|omfattning|åhörare|öppet|allmänheten|samt|uppgifter|som|senast|paragrafer|kallelse)\b"
    rf"|:\d|@|•|§|\.\s[{UPPER}]|:\s",
    re.IGNORECASE,
)
_LONGEST_PLACE = 110


def _place(place: str | None) -> str | None:
    if not place:
        return None
    return NOT_OF_IT if len(place) > _LONGEST_PLACE or _NOT_A_PLACE.search(place) else None


_NOT_IN_NAME = frozenset(
    """ej dessutom även samt och ordförande ordföranden sekreterare justerande justerare ersättare
    ledamot ledamöter närvarande frånvarande mötets kommun kommunen region regionen telefon fax
    e-post tid plats växel internet personalföreträdare tjänstgörande protokollet kultur stödjande
    kommentar närv revisionen""".split()
)
_NO_NAME_ENDS = re.compile(
    r"(?:kommuns?|nämnden|sektor|styrelsen?s?|verket|förening(?:en)?|organisation|företrädare"
    r"|projektet|tjänsten|sjukvården|vägen|gatan|centralen|nätverkets?|vården|dagen)$"
)
_NO_LAST_NAME = re.compile(
    r"(?:[^e]ens|ets|arnas|ernas|iska|ella|köping|stad|hamn|sund|ingen|tionen)$"
    r"|.{4}(?<!for)[bdgklmnprtv]s$"
)
"""How the last word of a name does not end: towns, genitives, and words of the next sentence."""
_FIRST = re.compile(rf"[{LOWER}]\.?")
_NO_LETTERS_OF_NAMES = re.compile(r"[\d/@:]")


def _name(name: str) -> str | None:
    """Why a name may not be one, or be more than one."""
    words = name.split()
    small = [word.lower() for word in words]
    if len(words) < 2:
        return None
    if len(set(small)) < len(small):
        return TWICE
    capitals = sum(len(word) > 1 and word.isupper() for word in words)
    if (
        any(word in _NOT_IN_NAME or _NO_NAME_ENDS.search(word) for word in small)
        or (small[-1] not in GIVEN_NAMES and _NO_LAST_NAME.search(small[-1]))
        or any(word.islower() and word not in PARTICLES for word in words[1:])
        or 0 < capitals < len(words)
        or _NO_LETTERS_OF_NAMES.search(name)
        or (len(words) > 3 and PARTICLES.isdisjoint(small))
    ):
        return MORE_THAN_NAME
    return NO_GIVEN_NAME if small[0] not in GIVEN_NAMES and not _FIRST.fullmatch(small[0]) else None


_AWAY = re.compile(r"förhind|frånvar|ej närvar|inte närvar", re.IGNORECASE)
_JUST_BEFORE = 25


def _attendee(person: Person, text: CanonicalText) -> str | None:
    reason = _name(person.name)
    if reason or person.span is None or person.presence is Presence.ABSENT:
        return reason
    start = person.span.start
    return MAY_BE_AWAY if _AWAY.search(text.text, max(0, start - _JUST_BEFORE), start) else None


def _presenter(person: Person, listed: frozenset[str]) -> str | None:
    """Those listed as taking part are known; of three words the last is often the next one's."""
    if person.name in listed:
        return None
    words = person.name.lower().split()
    others = [w for w in words[1:] if len(w) > 1 and w not in GIVEN_NAMES]
    three = len(others) > 1 and PARTICLES.isdisjoint(words)
    return _name(person.name) or (MORE_THAN_NAME if three else None)


def _in_item(item: Item, record: MeetingRecord, text: CanonicalText) -> Item:
    listed = frozenset(person.name for person in record.attendees)
    reason = _heading(item) or _outcome(item, record.kind, text)
    referred = item.referred_to
    seen = record.source.recognised
    return replace(
        item,
        doubt=reason,
        presenters=tuple(_marked(p, _presenter(p, listed)) for p in item.presenters),
        decisions=tuple(map(_decision, item.decisions)),
        proposed_decisions=tuple(map(_decision, item.proposed_decisions)),
        assignments=tuple(_marked(told, _assignment(told.text)) for told in item.assignments),
        referred_to=_marked(referred, None if referred.date else NO_DAY) if referred else None,
        amounts=tuple(_marked(a, FROM_A_PICTURE if seen else None) for a in item.amounts),
    )


_FORMAL = re.compile(
    r"(?:val\s(?:av|till)|fastställ|godkänn\w+\sav|justering|föregående|föredragningslista"
    r"|dagordning|genomgång\sav\s(?:föregående|protokoll))",
    re.IGNORECASE,
)
_SOME_TEXT = 4


def _outcome(item: Item, kind: Kind, text: CanonicalText) -> str | None:
    """Why an item that ends in nothing may have ended in something, or be no item."""
    if kind is not Kind.MINUTES or item.outcome is not Outcome.NONE:
        return None
    if _FORMAL.match(item.heading):
        return NO_DECISION
    under = text.text[item.heading_span.end : item.span.end]
    return NO_TEXT if len(under) < 80 and len(under.strip()) < _SOME_TEXT else None


_PARTY = re.compile(r"\([A-ZÅÄÖ]{1,3}\)")
_ENDS_IN_GENITIVE = re.compile(rf"[{LOWER}]{{4,}}(?:ens|ets|nas|kommuns|orps)$")
_ENDS_IN_LETTER = re.compile(rf"[{UPPER}]\.")
_REGISTERED = re.compile(rf"\b[{UPPER}]{{2,5}}[\s-]?(?:\d{{4}}[-/:]\d+|\d{{1,4}}/\d{{2,4}})$")
_OF_NEXT = re.compile(rf"[{UPPER}][{LOWER}]{{3,}}(?:en|et|an|na|ns|ts)$")
_NUMBER_IN = re.compile(rf"\s(?:§\s?)?(\d{{1,4}})(?:\.\d{{1,2}})?\.?(?:\s(?=[{UPPER}][{LOWER}])|$)")
_VERB = re.compile(
    rf"är|har|hade|ska|skall|kan|får|fick|blir|blev|kommer|föredrar|redogör|informerar|redovisar"
    rf"|meddelar|införs|anställs|fortsätter|inträder|yrkar|föreslår|beslutar|öppnar|hälsar"
    rf"|[{LOWER}]{{3,}}(?:erades?|eras|ades|ställs|ttes|läggs|andlas)"
)


def _heading(item: Item) -> str | None:
    heading = item.heading
    words = heading.split()
    if not words:
        return NO_HEADING
    last = words[-1]
    if _PAGE.search(heading) or _LABEL_IN.search(heading) or _REGISTERED.search(heading):
        return NOT_OF_IT
    if _others_number(heading, item.number):
        return NOT_OF_IT
    if _ends_in_names(heading, words):
        return NAMES_IN_HEADING
    if last.lower() in DANGLING or last.endswith(("-", ",")):
        return CUT_SHORT
    if len(words) > 2 and (_ENDS_IN_GENITIVE.search(last) or _ENDS_IN_LETTER.fullmatch(last)):
        return CUT_SHORT
    if len(words) > 2 and _OF_NEXT.fullmatch(last) and words[-2].islower():
        return NEXT_SENTENCE if words[-2] not in DANGLING else None
    if len(words) > 3 and last.istitle() and last.lower() in (w.lower() for w in words[:-1]):
        return TWICE
    if len(words) > 3 and last.endswith(".") and any(_VERB.fullmatch(w.lower()) for w in words):
        return SENTENCE
    return DAMAGED if _DAMAGE.search(heading) else None


def _others_number(heading: str, number: str | None) -> bool:
    """Whether its own number or the next item's stands inside a heading."""
    own = {int(digits) for digits in re.findall(r"\d{1,4}", number or "")}
    near = own | {value + 1 for value in own}
    return any(int(inner[1]) in near for inner in _NUMBER_IN.finditer(heading))


def _ends_in_names(heading: str, words: list[str]) -> bool:
    """Whether members stand in a heading, or a person's name ends it that no preposition leads."""
    if len(_PARTY.findall(heading)) > 1:
        return True
    if len(words) < 4 or words[0].lower() in {"val", "avsägelse", "avgång", "entledigande"}:
        return False
    first, surname = words[-2:]
    return (
        first.lower() in GIVEN_NAMES
        and first.istitle()
        and surname.istitle()
        and words[-3].lower() not in DANGLING
        and not words[-3].endswith((",", ":", "-", "–"))
    )


def _decision(decision: Decision) -> Decision:
    return replace(decision, clauses=tuple(_marked(c, _clause(c)) for c in decision.clauses))


_BEGINS_ELSEWHERE = re.compile(
    rf"\d{{1,2}}(?:\.\d)?\s[{UPPER}]|[{UPPER}]{{5,}}\s[{UPPER}]|\d[a-z]\s"
)
_ENDS_OPEN = re.compile(r"\b(?:beslutar|beslutade|beslut|följande|kl|att)\s*:?$", re.IGNORECASE)
_MAY_END = frozenset({"bilaga", "det", "den", "de"})
_NEXT_BEGINS = re.compile(
    rf"[{LOWER}\d]\s(?:[{UPPER}][{LOWER}-]+\s){{1,3}}(?:deltog|deltar|yrkar|yrkade|anmäler|anmälde"
    r"|reserverar|reserverade)\b"
)
_LISTED = re.compile(
    rf"\s(?:\d{{1,2}}[.)]|[-–•*])\s(?:att\s|[{LOWER}]+(?:ar|er|a)\s)|,\s\d$|\d{{4}}\s\d$"
)
_ATT_AGAIN = re.compile(
    rf"(?P<before>[{LOWER}]+)\satt\s(?:överlämna|lägga|uppdra|fastställa|anta|utse|avslå|godkänna"
    r"|översända)\b"
)
_DONE_BEFORE = re.compile(
    rf"(?:\w+\s){{0,3}}?\w+(?:ade|de|te|v|g|t|k|des)\s(?:den\s\d{{1,2}}\s[{LOWER}]+"
    r"|(?:våren|hösten|sommaren|år)\s(?:19|20)\d\d)|Den\s\d",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:rapporterar|redovisar|informerar|berättar|redogör|berättade|informerade|tas upp på"
    r"|träffas|deltar inte|visar)\b"
)
_A_NUMBER = re.compile(r"\d")
_VERBLIKE = re.compile(r"[ae]r$|as$|s$|a$")


def _clause(clause: Clause) -> str | None:
    words = clause.text
    last = words.rsplit(None, 1)[-1].lower() if words.strip() else ""
    if _PAGE.search(words) or _LABEL_IN.search(words) or _BEGINS_ELSEWHERE.match(words):
        return NOT_OF_IT
    if _ENDS_OPEN.search(words) or (last in DANGLING and last not in _MAY_END):
        return CUT_SHORT
    if _NEXT_BEGINS.search(words):
        return NEXT_SENTENCE
    again = _ATT_AGAIN.search(words)
    if _LISTED.search(words) or (again and again["before"] not in GOVERNS_ATT):
        return TWO_IN_ONE
    if words.lower().startswith(("att", "inte att")):
        return DAMAGED if _DAMAGE.search(words) else None
    return _sentence(clause) or (DAMAGED if _DAMAGE.search(words) else None)


def _sentence(clause: Clause) -> str | None:
    """Why a decision that is written as a sentence may be none."""
    words = clause.text
    if _DONE_BEFORE.match(words):
        return EARLIER
    if _TELLS.search(words):
        return TOLD
    if clause.action is not Action.OTHER or _A_NUMBER.match(words):
        return None
    if words.lower().startswith("förslag till"):
        return NO_VERB
    verb = any(FINITE.fullmatch(w.lower()) or _VERBLIKE.search(w) for w in words.split())
    return None if verb else NO_VERB


_ONLY_TELLS = re.compile(
    r"\b(?:fick|gavs|frågade|berättade|anmäler|anmälde|lyfter|deltar inte|bereder)\b"
)


def _assignment(words: str) -> str | None:
    return TOLD if _ONLY_TELLS.search(words) else None

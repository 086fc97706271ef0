"""What makes words doubtful: a heading, clause or place that holds more or less than its own."""

from __future__ import annotations

import re

from handslag.source.parsing.given_names import GIVEN_NAMES
from handslag.source.parsing.lexicon import DANGLING, FINITE, GOVERNS_ATT, LOWER, UPPER
from handslag.source.parsing.reasons import Reason
from handslag.source.record import Action, Clause, Item

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


_NAMELESS_BEFORE = re.compile(
    r"(?:Blad|Sida|Protokoll|Kallelse|Datum|Tid|Plats|Närvarande)\s", re.IGNORECASE
)


def doubt_of_body(name: str) -> Reason | None:
    """Why the name of the body that meets may hold more than the name."""
    return Reason.NOT_OF_IT if _PAGE.search(name) or _NAMELESS_BEFORE.match(name) else None


_NOT_A_PLACE = re.compile(
    r"\b(?:kl|klockan|sekreterare|ordförande|närvar\w+|ledamöter|justerat|protokoll\w*|dag|tid"
    r"|lunch|fika|kaffe|anmäl\w*|medtag\w*|förmöten?|gruppmöten?|sida|föredragningslista"
    r"|omfattning|åhörare|öppet|allmänheten|samt|uppgifter|som|senast|paragrafer|kallelse)\b"
    rf"|:\d|@|•|§|\.\s[{UPPER}]|:\s",
    re.IGNORECASE,
)
_LONGEST_PLACE = 110


def doubt_of_place(place: str | None) -> Reason | None:
    """Why a place may hold what belongs to another line of the head."""
    if not place:
        return None
    return Reason.NOT_OF_IT if len(place) > _LONGEST_PLACE or _NOT_A_PLACE.search(place) else None


_PARTY = re.compile(r"\([A-ZÅÄÖ]{1,3}\)")
_ENDS_IN_GENITIVE = re.compile(rf"[{LOWER}]{{4}}(?:ens|ets|nas|kommuns|orps)$")
_ENDS_IN_LETTER = re.compile(rf"[{UPPER}]\.")
_REGISTERED = re.compile(rf"\b[{UPPER}]{{2,5}}[\s-]?(?:\d{{4}}[-/:]\d+|\d{{1,4}}/\d{{2,4}})$")
_OF_NEXT = re.compile(rf"[{UPPER}][{LOWER}]{{3,}}(?:en|et|an|na|ns|ts)$")
_NUMBER_IN = re.compile(rf"\s(?:§\s?)?(\d{{1,4}})(?:\.\d{{1,2}})?\.?(?:\s(?=[{UPPER}][{LOWER}])|$)")
_VERB = re.compile(
    rf"är|har|hade|ska|skall|kan|får|fick|blir|blev|kommer|föredrar|redogör|informerar|redovisar"
    rf"|meddelar|införs|anställs|fortsätter|inträder|yrkar|föreslår|beslutar|öppnar|hälsar"
    rf"|[{LOWER}]{{3,}}(?:erades?|eras|ades|ställs|ttes|läggs|andlas)"
)


def doubt_of_heading(item: Item) -> Reason | None:
    """Why a heading may not be one, or not an item's own and whole."""
    heading = item.heading
    words = heading.split()
    if not words:
        return Reason.NO_HEADING
    last = words[-1]
    if _PAGE.search(heading) or _LABEL_IN.search(heading) or _REGISTERED.search(heading):
        return Reason.NOT_OF_IT
    if _others_number(heading, item.number):
        return Reason.NOT_OF_IT
    if _ends_in_names(heading, words):
        return Reason.NAMES_IN_HEADING
    if last.lower() in DANGLING or last.endswith(("-", ",")):
        return Reason.CUT_SHORT
    if len(words) > 2 and (_ENDS_IN_GENITIVE.search(last) or _ENDS_IN_LETTER.fullmatch(last)):
        return Reason.CUT_SHORT
    if len(words) > 2 and _OF_NEXT.fullmatch(last) and words[-2].islower():
        return Reason.NEXT_SENTENCE if words[-2] not in DANGLING else None
    if len(words) > 3 and last.istitle() and last.lower() in (w.lower() for w in words[:-1]):
        return Reason.TWICE
    if len(words) > 3 and last.endswith(".") and any(_VERB.fullmatch(w.lower()) for w in words):
        return Reason.SENTENCE
    return Reason.DAMAGED if _DAMAGE.search(heading) else None


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
    rf"\b(?P<before>[{LOWER}]+)\satt\s(?:överlämna|lägga|uppdra|fastställa|anta|utse|avslå|godkänna"
    r"|översända)\b"
)
_DONE = ("de", "des", "te", "tes", "gav", "gavs", "drog", "slog", "slogs", "tog", "togs")
_SEASONS = frozenset({"våren", "hösten", "sommaren", "vintern", "år"})
_FIRST_WORDS = 6


def _done_before(words: str) -> bool:
    """Whether a sentence begins with who did something on another day, or with that day."""
    first = words.split(None, _FIRST_WORDS)[:_FIRST_WORDS]
    if first[0] == "Den" and first[1:] and first[1].isdigit():
        return True
    for verb, then, when in zip(first, first[1:], first[2:], strict=False):
        if (then == "den" or then in _SEASONS) and when[0].isdigit() and verb.endswith(_DONE):
            return True
    return False


_TELLS = re.compile(
    r"\b(?:rapporterar|redovisar|informerar|berättar|redogör|berättade|informerade|tas upp på"
    r"|träffas|deltar inte|visar)\b"
)
_A_NUMBER = re.compile(r"\d")
_VERBLIKE = re.compile(r"[ae]r$|as$|s$|a$")


def doubt_of_clause(clause: Clause) -> Reason | None:
    """Why a clause may be no decision, or not one whole decision."""
    words = clause.text
    last = words.rsplit(None, 1)[-1].lower() if words.strip() else ""
    if _PAGE.search(words) or _LABEL_IN.search(words) or _BEGINS_ELSEWHERE.match(words):
        return Reason.NOT_OF_IT
    if _ENDS_OPEN.search(words) or (last in DANGLING and last not in _MAY_END):
        return Reason.CUT_SHORT
    if _NEXT_BEGINS.search(words):
        return Reason.NEXT_SENTENCE
    again = _ATT_AGAIN.search(words)
    if _LISTED.search(words) or (again and again["before"] not in GOVERNS_ATT):
        return Reason.TWO_IN_ONE
    if words.lower().startswith(("att", "inte att")):
        return Reason.DAMAGED if _DAMAGE.search(words) else None
    return _sentence(clause) or (Reason.DAMAGED if _DAMAGE.search(words) else None)


def _sentence(clause: Clause) -> Reason | None:
    """Why a decision that is written as a sentence may be none."""
    words = clause.text
    if _done_before(words):
        return Reason.EARLIER
    if _TELLS.search(words):
        return Reason.TOLD
    if clause.action is not Action.OTHER or _A_NUMBER.match(words):
        return None
    if words.lower().startswith("förslag till"):
        return Reason.NO_VERB
    verb = any(FINITE.fullmatch(w.lower()) or _VERBLIKE.search(w) for w in words.split())
    return None if verb else Reason.NO_VERB


_ONLY_TELLS = re.compile(
    r"\b(?:fick|gavs|frågade|berättade|anmäler|anmälde|lyfter|deltar inte|bereder)\b"
)


def doubt_of_assignment(words: str) -> Reason | None:
    """Why what was told may be no assignment."""
    return Reason.TOLD if _ONLY_TELLS.search(words) else None

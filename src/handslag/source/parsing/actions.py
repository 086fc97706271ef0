"""What a clause does, by its main verb."""

from __future__ import annotations

import re

from handslag.source.parsing.bodies import BODY_WORD
from handslag.source.parsing.given_names import GIVEN_NAMES
from handslag.source.parsing.people import is_role
from handslag.source.record import Action

_I = re.IGNORECASE
_NOT = re.compile(r"(?:\batt\s)?(?:inte|ej|icke)\b", _I)

_FILE = re.compile(
    r"\b(?:lägg\w*|lade\w*|lagt)\b.{0,200}?\btill\s(?:dagens\s)?(?:handlingar\w*|protokoll\w*"
    r"|minnesant\w*)"
    r"|\btill handlingarna\b",
    _I,
)
_VERBS: tuple[tuple[Action, str], ...] = (
    (
        Action.TABLE,
        r"bordlägg\w*|bordlades?|bordlagd?",
    ),
    (
        Action.REFER,
        (
            r"(?:hänskjut\w*|hänsköt\w*|återremi\w*|remitter\w*|lyft\w*|hänvis\w*"
            r"|överlämn\w*\s(?:ärendet|frågan|motionen|(?:medborgar)?förslaget|skrivelsen"
            r"|utvärderingen|det)\b"
            r"|återförvis\w*|(?:skicka|sända|lämna)\w*\s(?:ärendet|frågan)\b)"
        ),
    ),
    (
        Action.POSTPONE,
        (
            r"(?:avvakt\w*|skjut\w*\supp|sköts?\supp|uppskjut\w*|senareläg\w*|tas?\supp\s(?:igen|på\snytt|den|på\snästa|vid)\b|vilandeförklar\w*"
            r"|avbida|vänta)"
        ),
    ),
    (
        Action.REJECT,
        r"(?:avslå\w*|avslog\w*|avslagit|avvis\w*|avböj\w*|avstyrk\w*|förkasta\w*)",
    ),
    (
        Action.ASSIGN,
        (
            r"(?:uppdra(?:r|ga|ger|gs|s)?|uppdrog\w*|åta\w*\s(?:sig|oss)|bemyndiga\w*|delegera\w*"
            r"|ansvara\w*|befullmäktiga\w*)"
        ),
    ),
    (
        Action.NOTE,
        (
            r"(?:noter\w*|tar?\sdel\b|tog\sdel\b|tagit\sdel\b|ta\semot\sinformation\w*"
            r"|tackar?\s(?:för\s)?(?:information|redovisning|rapport|genomgång|dragning|presentation)\w*"
            r"|ta\w*\still\sdagordning\w*|konstater\w*|anteckn\w*"
            r"|tar?\sinformation\w*\still)"
        ),
    ),
    (
        Action.APPOINT,
        (
            r"(?:utse|utser|utses|utsåg\w*|utsett?s?|utsedda?|välj\w*|valdes?|nominera(?:r|de|t|s"
            r"|des|ts)?\b|entledig\w*"
            r"|förordna\w*|(?:om|ny|fyllnads)(?:väl\w*|val(?:des|ts|da|d|t|ades)?)\b)"
        ),
    ),
    (
        Action.ENDORSE,
        (
            r"(?:tillstyrk\w*|ställ\w*\ssig\s(?:bakom|positiv\w*)|stöd(?:ja|er|jer|de)\b"
            r"|rekommender\w*"
            r"|ställ\w*\s(?:oss|man)\sbakom|instäm\w*|ansluta?\w*\ssig|föror(?:da|dar|dade)\b)"
        ),
    ),
    (
        Action.APPROVE,
        (
            r"(?:godkän\w*|godta\w*|anta[rs]?\b|antogs?|antagit|fastställ\w*|bifall\w*"
            r"|biföll?s?|bevilj\w*"
            r"|bifalles|justerades\b(?!\somedelbart)|medge\w*|tillåt\w*|förläng(?:a|er|s|des|de|as)\b|besluta(?:r|de|des"
            r"|s)?\senligt\b|enligt\s(?:\w+\s)?förslag"
            r"|i\senlighet\smed\s(?:\w+\s){0,3}förslag\w*|yttrande\w*\sgodkän\w*)"
        ),
    ),
)
_LEADING = re.compile(
    r"\b(?:" + "|".join(f"(?P<{action.value}>{verbs})" for action, verbs in _VERBS) + ")"
)
"""For words in small letters: branches are told apart far sooner where case is no matter."""
_NOUN = re.compile(r"(?:ning|ningen|ningar|ningarna|ande|andet|anden|enheten|sprocess\w*)$", _I)
_ASSIGNING = re.compile(
    r"\bi uppdrag\b|\buppdrag(?:et)? (?:ges|ges till|till|åt)\b|\bmandat\b.{0,80}\batt\b|\b(?:ge"
    r"|ger|gav|ges|får|få|fick)\b.{0,120}"
    r"\b(?:uppdrag|mandat|ansvar|ansvaret)\b|\bansvarar?\sför\b|\båtar\ssig\b|\bska\sansvara\b",
    _I,
)
_SHALL = re.compile(
    r"^(?:inte\s)?(?:att\s)?(?P<who>[\w:\-–()/&\s]{2,80}?)\s(?:ska|skall|skulle"
    r"|bör)\s(?P<verb>\w+)",
    _I,
)
_TAKES_ON = re.compile(
    r"[Aa]tt\s(?![a-zåäö]+a\s)(?P<who>\w[\w-]+(?:\s[\w-]+){0,4}?)\s[a-zåäö]{2,}r\b(?<!har)(?<!är)"
    r"(?<!\sför)(?<!under)(?<!över)(?<!efter)(?<!inför)(?<!eller)"
)
_DOES_IT = re.compile(
    r"(?P<who>[A-ZÅÄÖ][\w-]+(?:\s(?:och\s)?[A-ZÅÄÖ][\w-]+){0,3})\s(?!avgår|ingår|ersätter|deltar"
    r"|representerar|företräder|tillträder|blir|har|är|får)[a-zåäö]{2,}r\b"
)
"""A decision without 'att' that gives somebody something to do: 'Eva Ek ringer runt'."""
_OFFICES = (
    "kommunerna",
    "regionen",
    "förvaltningen",
    "kansliet",
    "kontoret",
    "avdelningen",
    "enheten",
    "presidiet",
    "huvudmännen",
    "parterna",
    "verksamheterna",
)
_PASSIVE_DOING = re.compile(r"(?:\w+s|ske|vara|bli|gälla|ha|finnas|ingå|kunna|omfatta|löpa)$", _I)


_PASSES_ON = re.compile(r"(?!att\s)[A-ZÅÄÖ][\w\s-]{2,60}?\sföreslår\b")


def _denies(words: str) -> bool:
    """Whether some word says no."""
    low = words.lower()
    said = "inte" in low or "ej" in low or "icke" in low
    return said and _NOT.search(words) is not None


_ATT = re.compile(r"(?:inte\s)?att\s", _I)
_NOT_AT_ALL = re.compile(r"(?:att\s)?(?:inte|ej)\s(?!ha\b)", _I)


def _assigning(words: str, low: str) -> re.Match[str] | None:
    """Where somebody is assigned; `low` is the words in small letters."""
    may = "uppdrag" in low or "mandat" in low or "ansvar" in low or "åtar" in low
    return _ASSIGNING.search(words) if may else None


def action_of(clause: str) -> Action:
    """The action of a clause or decision sentence."""
    head = clause[:600]
    if _PASSES_ON.match(head):
        return Action.OTHER
    negated = _denies(head[:60])
    low = head.lower()
    files = "handling" in low or "protokoll" in low or "minnesant" in low
    if not negated and files and _FILE.search(head):
        return Action.NOTE
    action = _first_verb(low)
    if action in {Action.APPROVE, Action.ENDORSE} and _negates(head):
        return Action.REJECT
    if _NOT_AT_ALL.match(head):
        return Action.REJECT
    if action is None and (_assigning(head, low) or _is_told_to_do(head)):
        return Action.ASSIGN
    return action or Action.OTHER


_FAR = 300


def _first_verb(head: str) -> Action | None:
    """The action of the verb that stands first; an assignment's own verbs come after it."""
    assigning = _assigning(head, head)
    limit = assigning.start() if assigning else len(head)
    best: tuple[int, Action] | None = None
    for match in _LEADING.finditer(head, 0, _FAR):
        if match.lastgroup and not _NOUN.search(match.group().split()[0]):
            best = match.start(), Action(match.lastgroup)
            break
    if best is None:
        return None
    at, action = best
    if assigning and limit <= at:
        return Action.ASSIGN
    late = len(head[:at].split()) > _lead_limit(head)
    if late and not (action is Action.APPOINT and _CHOSEN.match(head, at)):
        return None
    return action


_CHOSEN = re.compile(r"(?:om|ny)?(?:valdes|väljs)\b|(?:utsågs|utses)\b", _I)


def _lead_limit(head: str) -> int:
    """How many words may stand before the main verb: few after 'att', more in a sentence."""
    return 5 if _ATT.match(head) else 14


def _negates(head: str) -> bool:
    if not _denies(head[:220]):
        return False
    start = re.match(r"(?:att\s)?(?:inte|ej|icke)\s", head, _I)
    near = re.search(
        r"\b(?:godkän\w*|antas?|antar|antog|fastställ\w*|bifall\w*|bevilj\w*"
        r"|medge\w*)\s(?:inte|ej|icke)\b",
        head[:200],
        _I,
    )
    before = re.search(
        r"\b(?:inte|ej|icke)\s(?:godkän\w*|anta\w*|fastställ\w*|bifall\w*|bevilj\w*|medge\w*"
        r"|ställa|stöd\w*|förläng(?:a|er|s|des|de|as)\b)",
        head[:200],
        _I,
    )
    return bool(start or near or before)


def _is_told_to_do(head: str) -> bool:
    """'att Styrgruppen ska ta fram': someone is to do something."""
    match = _TAKES_ON.match(head)
    if match and _is_actor(match.group("who")):
        return True
    match = _DOES_IT.match(head)
    if match and match.group("who").split()[0].lower() in GIVEN_NAMES:
        return True
    match = _SHALL.match(head)
    if not match or not _is_actor(match.group("who")):
        return False
    return not _PASSIVE_DOING.match(match.group("verb"))


def _is_actor(who: str) -> bool:
    """Whether the words name a person, a body, a side or an office."""
    words = re.sub(r"\s*\([^()]*\)", "", who).split()
    if not words:
        return False
    named = len(words) >= 2 and all(word[0].isupper() for word in words[:2])
    named = named or words[0].strip(",").lower() in GIVEN_NAMES
    return named or any(
        BODY_WORD.fullmatch(word.strip(",")) or is_role(word) or word.lower().endswith(_OFFICES)
        for word in words[:5]
    )

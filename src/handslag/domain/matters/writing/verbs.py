"""What a clause that somebody writes does, by its main verb. Pure.

The reader of documents tells actions by a grammar of its own, made for all that old papers hold.
Here somebody writes an att-sats now, and the few forms that such a clause takes are enough; a test
holds the two to the same answer.
"""

from __future__ import annotations

import re

from handslag.domain.matters.models import ClauseAction

_I = re.IGNORECASE
_FILE = re.compile(r"\b(?:lägg\w*|lade|lagt)\b.{0,200}?\btill\s(?:handlingar|protokoll)\w*", _I)
_ASSIGN = re.compile(
    r"\bi uppdrag\b|\b(?:ge|ger|få|får)\b.{0,120}\b(?:uppdrag|mandat|ansvar)\w*|\bansvarar? för\b"
    r"|\båtar? sig\b",
    _I,
)
_SHALL = re.compile(
    r"^att\s(?!inte\b)(?P<who>.{2,80}?)\s(?:ska|skall|skulle|bör)\s(?P<verb>\w+)", _I
)
_PASSIVE = re.compile(r"(?:\w+s|ske|vara|bli|gälla|ha|finnas|ingå|kunna|omfatta|löpa)$", _I)
_ACTOR = re.compile(
    r"(?:grupp(?:en)?|nätverk(?:et)?|råd(?:et)?|nämnd(?:en)?|styrelse(?:n)?|utskott(?:et)?"
    r"|kansli(?:et)?|kontor(?:et)?|avdelning(?:en)?|enhet(?:en)?|förvaltning(?:en)?|presidi(?:et|um)"
    r"|kommunerna|regionen|huvudmännen|parterna|verksamheterna|ordförande(?:n)?|sekreterare(?:n)?"
    r"|samordnare(?:n)?|chef(?:en)?|chefer(?:na)?)$",
    _I,
)
_NOT = re.compile(r"^(?:att\s)?(?:inte|ej|icke)\s(?!ha\b)|^inte att\s", _I)
_NOT_APPROVED = re.compile(
    r"\b(?:inte|ej|icke)\s(?:godkän|anta|fastställ|bifall|bevilj|ställa|stöd)", _I
)
_VERBS: tuple[tuple[ClauseAction, str], ...] = (
    (ClauseAction.TABLE, r"bordlägg\w*|bordlagd"),
    (
        ClauseAction.REFER,
        (
            r"hänskjut\w*|återremi\w*|remitter\w*|hänvis\w*|lyft\w*|återförvis\w*"
            r"|(?:överlämna|skicka|sända|lämna)\w*\s(?:ärendet|frågan|förslaget)"
        ),
    ),
    (ClauseAction.POSTPONE, r"avvakt\w*|skjut\w* upp|uppskjut\w*|senareläg\w*|vänta"),
    (ClauseAction.REJECT, r"avslå\w*|avvis\w*|avböj\w*|avstyrk\w*|förkasta\w*"),
    (
        ClauseAction.ASSIGN,
        r"uppdra(?:r|ga|ger)?|bemyndiga\w*|delegera\w*|åta sig|ansvara\w*",
    ),
    (ClauseAction.NOTE, r"noter\w*|ta del|tacka för|konstater\w*|anteckn\w*"),
    (ClauseAction.APPOINT, r"utse[rs]?|välj\w*|nominera|förordna\w*|entledig\w*|omval|nyval"),
    (
        ClauseAction.ENDORSE,
        r"tillstyrk\w*|ställ\w* sig (?:bakom|positiv\w*)|stödja|rekommender\w*|instäm\w*|förorda",
    ),
    (
        ClauseAction.APPROVE,
        (
            r"godkän\w*|godta\w*|anta[rs]?|fastställ\w*|bifall\w*|bevilj\w*|medge\w*|tillåt\w*"
            r"|förläng(?:a|er|s)|besluta enligt|enligt (?:\w+ )?förslag"
        ),
    ),
)
_VERB = re.compile(
    r"\b(?:" + "|".join(f"(?P<{action.value}>{verbs})" for action, verbs in _VERBS) + r")\b", _I
)
_LEAD = 5
"""Words that may stand before the main verb."""


def action_of(text: str) -> ClauseAction:
    """What a clause does: the first of its verbs that says, near its beginning.

    A denial of what would approve or endorse rejects; whoever "ska" do something is assigned.
    """
    words = " ".join(text.split())
    if not _NOT.match(words) and _FILE.search(words):
        return ClauseAction.NOTE
    if _NOT.match(words):
        return ClauseAction.REJECT
    verb, assigning = _VERB.search(words), _ASSIGN.search(words)
    if assigning and (verb is None or assigning.start() <= verb.start()):
        return ClauseAction.ASSIGN
    if verb is None or len(words[: verb.start()].split()) > _LEAD:
        return ClauseAction.ASSIGN if assigning or _is_told_to_do(words) else ClauseAction.OTHER
    action = ClauseAction(verb.lastgroup or "")
    denied = action in {ClauseAction.APPROVE, ClauseAction.ENDORSE} and _NOT_APPROVED.search(words)
    return ClauseAction.REJECT if denied else action


def _is_told_to_do(words: str) -> bool:
    """'att Styrgruppen ska ta fram': somebody named is to do something."""
    found = _SHALL.match(words)
    if not found or _PASSIVE.match(found["verb"]):
        return False
    who = re.sub(r"\s*\([^()]*\)", "", found["who"]).split()
    named = len(who) > 1 and all(word[:1].isupper() for word in who[:2])
    return named or any(_ACTOR.search(word.strip(",")) for word in who[:5])

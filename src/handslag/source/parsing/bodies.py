"""Which body meets, and by which names the document calls it."""

from __future__ import annotations

import re
from typing import NamedTuple

from handslag.source.parsing.flow import Flow
from handslag.source.parsing.lexicon import UPPER
from handslag.source.parsing.markers import Mark, read_marker

BODY_WORD = re.compile(
    r"(?:\w*(?:nämnd(?:en)?|nätverk(?:et)?|styrelse(?:n)?|råd(?:et)?|utskott(?:et)?|fullmäktige"
    r"|förbund(?:et)?"
    r"|direktion(?:en)?|grupp(?:en)?|forum(?:et)?|kommitté(?:n)?|beredning(?:en)?"
    r"|samverkansorgan(?:et)?"
    r"|presidium|presidiet|kollegium|kollegiet|konferens(?:en)?|samråd(?:et)?|delegation(?:en)?"
    r"|nämnder|programområde(?:t)?|förening(?:en)?|sällskap(?:et)?|ledning(?:en)?|team(?:et)?"
    r"|kansliet"
    r"|rådslag|konsensus|samverkan)|LPO|LAG|LSG|RPO|RSS|NSK|AU|KS|KF|SN)s?",
    re.IGNORECASE,
)
GENERIC = frozenset(
    [
        "nämnden",
        "styrelsen",
        "nätverket",
        "gruppen",
        "mötet",
        "utskottet",
        "rådet",
        "direktionen",
        "förbundet",
        "vi",
        "man",
        "beredningen",
        "kommittén",
        "fullmäktige",
        "presidiet",
        "ledningsgruppen",
        "arbetsutskottet",
        "församlingen",
        "årsmötet",
        "sammanträdet",
        "forumet",
        "kollegiet",
        "delegationen",
        "föreningen",
        "förbundsdirektionen",
        "förbundsstyrelsen",
        "arbetsgruppen",
        "de",
        "deltagarna",
        "samtliga",
        "alla",
        "det",
    ]
)
SIDES = re.compile(r"(?:läns)?(?:kommunerna|regionen)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:riksdagen|regeringen|skr|socialstyrelsen|länsstyrelsen|ivo|staten|domstolen"
    r"|förvaltningsrätten"
    r"|kammarrätten|försäkringskassan|arbetsförmedlingen|eu)\b",
    re.IGNORECASE,
)


_LONG_WORD = 8


class Names(NamedTuple):
    """The names by which the document calls the body that meets, in small letters."""

    own: frozenset[str]

    def is_own(self, who: str) -> bool:
        """Whether `who` is the body that meets, or a side of it deciding there."""
        name = who.strip(" ,:").lower()
        if not name:
            return False
        if name in self.own or name in GENERIC or SIDES.match(name):
            return True
        if _OTHERS.match(name):
            return False
        first = name.split()[0]
        if first in self.own or any(name.startswith(f"{known} ") for known in self.own):
            return True
        return len(name) > _LONG_WORD and self._ends_own(name)

    def _ends_own(self, name: str) -> bool:
        """Whether the name is the last part of the body's compound: 'Styrgruppen'."""
        return BODY_WORD.fullmatch(name) is not None and any(
            known.endswith(name) for known in self.own if " " not in known
        )

    def is_itself(self, who: str) -> bool:
        """Whether `who` is the body itself, no side of it and no other body with a common name."""
        name = who.strip(" ,:").lower()
        if name in GENERIC and self.own:
            return any(name in known for known in self.own)
        return self.is_own(name) and not SIDES.match(name)

    def mentions(self, words: str) -> bool:
        """Whether a genitive or name in `words` is the body's own."""
        low = words.lower()
        return any(known in low for known in self.own)


def learn_names(flow: Flow, body: str | None) -> Names:
    """The body's names: as the head gives it, and whoever decides under the document's markers."""
    own: set[str] = set()
    if body:
        own.add(body.lower())
    counts: dict[str, int] = {}
    for para in flow.paras:
        if len(para.text) > 90 or "eslut" not in para.text:
            continue
        marker = read_marker(para.text)
        if marker and marker.mark is Mark.DECISION and marker.by:
            name = marker.by.lower()
            counts[name] = counts.get(name, 0) + 1
    for name, count in counts.items():
        if BODY_WORD.search(name) and (count >= 2 or len(counts) == 1 or BODY_WORD.fullmatch(name)):
            own.add(name)
    if body:
        own |= _short_names(body)
    own |= _other_decider(flow, Names(frozenset(own)))
    return Names(frozenset(name for name in own if 2 <= len(name) <= 80))


_SETTLES = re.compile(
    rf"(?:^|[.:!]\s)(?P<who>[{UPPER}][\w-]+(?:\s[a-zåäö][\w-]+){{0,2}}?)\s"
    r"(?:beslut(?:ar|ade)|beslöt|utser|utsåg|godkänner|godkände|noterar|noterade|fastställer"
    r"|fastställde|enas|enades|antar|antog|anser\ssig)\b(?!\s(?:den\s\d|\d|i\s\w+\s\d|redan))"
)
_SHORT = re.compile(r"[A-ZÅÄÖ]{2,6}$")
_SMALL_BODIES = ("gruppen", "nätverket", "teamet", "forumet", "kollegiet")
"""Bodies that are seldom spoken of in the papers of others."""


def _other_decider(flow: Flow, names: Names) -> set[str]:
    """Who decides in the running text of a document whose head gives the body another name."""
    counts: dict[str, int] = {}
    for para in flow.paras:
        for match in _SETTLES.finditer(para.text):
            who = match.group("who")
            if names.is_own(who):
                return set()
            if _SHORT.match(who) or BODY_WORD.fullmatch(who.rsplit("-", 1)[-1].split()[-1]):
                counts[who.lower()] = counts.get(who.lower(), 0) + 1
    best = max(counts, key=lambda who: counts[who], default="")
    sure = best.endswith(_SMALL_BODIES) or (best and counts[best] >= 2)
    return {best} if best and sure else set()


def _short_names(body: str) -> set[str]:
    """The words that can stand for a body: 'Socialnämnden' of 'Socialnämnden i Norrby'."""
    found: set[str] = set()
    first, *more = body.split() or [""]
    if more and 3 <= len(first) <= 6 and first.isupper() and not body.isupper():
        found.add(first.lower())
    for word in body.split():
        bare = word.strip(",.()").lower()
        if word.isupper() and BODY_WORD.fullmatch(bare) and not body.isupper():
            found.add(bare)
        if len(bare) > 5 and BODY_WORD.fullmatch(bare):
            found.add(bare)
            if bare.endswith(("nämnd", "grupp", "ledning")):
                found.add(bare + "en")
            elif bare.endswith(("nätverk", "råd", "utskott", "förbund", "forum")):
                found.add(bare + "et")
            elif bare.endswith("styrelse"):
                found.add(bare + "n")
    return found


_DECIDES = re.compile(r"\sbesl(?:utar|utade|öt)\b")
_ACTS = re.compile(
    r"\s(?:fastställer|godkänner|diskuterar|diskuterade|noterar|antar|utser|uppdrar|instämmer|enas)\b"
)
_JOINS = frozenset({"och", "för", "&"})


def _who_decides(words: str, verb: re.Pattern[str] = _DECIDES) -> str | None:
    """The body whose name stands right before 'beslutar', or another `verb`, in a sentence."""
    match = verb.search(words)
    if match is None:
        return None
    tokens = words[: match.start()].split()
    if not tokens or not BODY_WORD.fullmatch(tokens[-1]):
        return None
    first = len(tokens) - 1
    while first > 0 and len(tokens) - first < 5:
        before, here = tokens[first - 1], tokens[first]
        owned = before.endswith(("s", "-")) or before.lower() in _JOINS
        if before.endswith((".", ":", ",")) or (here[:1].isupper() and not owned):
            break
        first -= 1
    who = tokens[first:]
    while who and who[0].islower():
        who.pop(0)
    return " ".join(who) or None


_FIRST_PARAS = 300


def frequent_decider(flow: Flow, *, generic: bool = False) -> str | None:
    """The name that decides most often; with `generic` also one such as 'Direktionen'.

    One that decides a single time counts only where nobody else does.
    """
    counts: dict[str, int] = {}
    for para in flow.paras:
        if "besl" not in para.text:
            continue
        marker = read_marker(para.text) if len(para.text) <= 90 else None
        who = marker.by if marker and marker.mark is Mark.DECISION else None
        if who is None:
            who = _who_decides(para.text[:200])
        if who and (generic or who.lower() not in GENERIC) and BODY_WORD.search(who):
            counts[who] = counts.get(who, 0) + 1
    if not counts:
        for para in flow.paras[:_FIRST_PARAS]:
            who = _who_decides(para.text[:120], _ACTS)
            if who and who.lower() not in GENERIC:
                counts[who] = counts.get(who, 0) + 1
    if not counts:
        return None
    best = max(counts, key=lambda who: counts[who])
    return best if counts[best] >= 2 or len(counts) == 1 else None

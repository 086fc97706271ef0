"""Clauses: the att-satser and decision sentences of an item."""

from __future__ import annotations

import re

from handslag.source.parsing.actions import action_of
from handslag.source.parsing.atts import ATT, RawClause, clause_end, split_at_att
from handslag.source.parsing.bodies import Names
from handslag.source.parsing.cues import cue
from handslag.source.parsing.dates import find_days
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.leads import only_leads
from handslag.source.parsing.markers import subject_of
from handslag.source.parsing.sections import Part
from handslag.source.record import Action

_BULLET = re.compile(r"(?:[-–•●▪*·]\s*|\d{1,2}[.)]\s+|\(?[a-zåäö]\)\s*|[a-z]\.\s+)(?=\S)")
_INFINITIVE = re.compile(
    r"(?:inte\s|ej\s)?(?:godkänna|anta|fastställa|utse|välja|uppdra|ge|lägga|notera|avslå"
    r"|överlämna|hänskjuta"
    r"|bordlägga|återremittera|bifalla|bevilja|tillstyrka|rekommendera|ställa|förklara|entlediga"
    r"|nominera"
    r"|avsätta|anvisa|finansiera|delta|besluta|medge|avskriva|justera|upphäva|ändra|inrätta"
    r"|tillsätta|teckna"
    r"|adjungera|delegera|bemyndiga|avvakta|ta|avge|ingå|föreslå|anse|uppmana|begära|förlänga"
    r"|återkomma|skjuta"
    r"|uttala|instämma|fortsätta|genomföra|starta|avsluta|bjuda|skicka|översända|yttra)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:godkän(?:ns|des|ts)|fastställ(?:s|des|ts)|anta(?:s|gs|gits)|antogs|läggs|lades|läggas"
    r"|lägges|noteras|noterades"
    r"|väljs|valdes|utses|utsågs|avslås|avslogs|tillstyrk(?:s|tes)|avstyrk(?:s|tes)|bemyndiga(?:s"
    r"|des)|bifalls|bifölls|bevilja(?:s|des)"
    r"|bordläggs|bordlades|återremittera(?:s|des)|hänskjuts|hänsköts|överlämna(?:s|des)"
    r"|justera(?:s|des)"
    r"|omvaldes|omväljs|nominera(?:s|des)|entlediga(?:s|des)|avskriv(?:s|its)|avskrevs"
    r"|adjungera(?:s|des))\b",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"\b(?:godkänner|godkände|antar|antog|fastställer|fastställde|lägger|lade|noterar|noterade"
    r"|väljer|valde|utser"
    r"|utsåg|avslår|avslog|tillstyrker|tillstyrkte|bifaller|biföll|beviljar|beviljade|bordlägger"
    r"|bordlade"
    r"|återremitterar|återremitterade|hänskjuter|hänsköt|överlämnar|överlämnade|uppdrar|uppdrog"
    r"|ger|gav|ställer|avstyrker|avstyrkte|anhåller|bemyndigar|begär"
    r"|ställde|nominerar|nominerade|rekommenderar|rekommenderade|tackar|tar|tog|entledigar"
    r"|avskriver|beslutar|beslutade"
    r"|beslöt|avger|avvaktar|ansluter|avsätter|anvisar|delegerar|inrättar|förlänger|enas|enades)\b",
    re.IGNORECASE,
)
_CHARGED = re.compile(
    r"\b(?:får|fick|ges|gavs)\s(?:\w+\s){0,2}?(?:i\suppdrag|uppdraget|mandat|ansvar)\b"
    r"|\buppdras\såt\b",
    re.IGNORECASE,
)
_DECIDES = re.compile(
    r"\b(?:(?:enades|enas|är eniga|är överens|kom överens|kommer överens)\som(?=\satt\b)"
    r"|beslutar|beslutade|beslutas|beslutades|beslöt|beslöts|bestämde|bestämdes|bestäms|bestämmer)\b",
    re.IGNORECASE,
)
_AGREE = frozenset({"är eniga om", "är överens om"})
_VIEW = re.compile(
    r"att\s(?:[\w-]+\s){1,4}?(?:behöver|är|känns|har|saknas|fungerar)\b", re.IGNORECASE
)
"""What a group thinks rather than decides: 'att texten behöver bli tydligare'."""
_DECIDING_CUE = cue(
    """enades enas eniga överens beslutar beslutade beslutas beslutades beslöt beslöts bestämde
    bestämdes bestäms bestämmer""".split()
)
_SUBORDINATE = re.compile(
    r"\b(?:föresl\w+|förslag\w*|yrka\w*|rekommender\w*|hemställ\w*|om|när|innan|ifall|därest"
    r"|såvida|tills"
    r"|som|vilket|vilka|där|eftersom|sedan|efter det|hade|har|att|huruvida|inför)\b",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(?:tidigare|förra|föregående|senaste|dåvarande|redan|ursprungligen|dessförinnan|i fjol)\b",
    re.IGNORECASE,
)
_HISTORY_AFTER = re.compile(
    r"\s(?:då|redan|tidigare|den\s\d|i\s(?:januari|februari|mars|april|maj|juni|juli|augusti"
    r"|september|oktober|november|december|våras|höstas|fjol)|under\s(?:våren|hösten|förra"
    r"|\d{4})|20\d\d|vid\s(?:sitt\s)?(?:sammanträde|möte)|på\s(?:sitt\s)?(?:sammanträde|möte))",
    re.IGNORECASE,
)
_MEETING_BEFORE = re.compile(
    r"\b(?:möte\w*|sammanträde\w*|nämnd\w*|styrelse\w*|§)\b", re.IGNORECASE
)
_TODAY = re.compile(r"\b(?:dagens|idag|i dag|sittande)\b", re.IGNORECASE)
_LONGEST_LEAD = 160
_ONE_SUBJECT = 12


def listed_clauses(flow: Flow, parts: tuple[Part, ...], marker: str) -> tuple[list[RawClause], int]:
    """The clauses that stand under a decision marker, and how many parts they took."""
    found: list[RawClause] = []
    lead: tuple[int, int] | None = None
    needs_att = re.search(r"\batt\s?:?\s*$", marker) is not None
    styled = ""
    for index, part in enumerate(parts):
        text = flow.text[part.start : part.end]
        bullet = _BULLET.match(text)
        at = part.start + (bullet.end() if bullet else 0)
        words = flow.text[at : part.end]
        if not words.strip() or (not styled and not bullet and only_leads(flow, parts, index)):
            continue
        if ATT.match(words):
            opened = _opens_list(words)
            if opened and index + 1 < len(parts):
                lead, styled = (at, part.end), "lead"
                continue
            lead = None
            found += split_at_att(flow, at, part.end)
            styled = "att"
            several = flow.sentence_end(at, part.end) < part.end
            if several and _trailing_text(flow, found, part):
                return found, index + 1
        elif lead is not None:
            found.append(RawClause(at, clause_end(flow, at, part.end), lead=lead))
        elif styled == "att":
            previous = flow.text[found[-1].start : found[-1].end].rstrip()
            goes_on = (bullet and previous.endswith(":")) or (words[0].islower() and not bullet)
            if not goes_on and not (bullet and _INFINITIVE.match(words)):
                return found, index
            if goes_on:
                found[-1] = found[-1]._replace(end=clause_end(flow, at, part.end))
            else:
                found.append(RawClause(at, clause_end(flow, at, part.end)))
        elif needs_att or not styled or _is_decision(words) or _goes_on(styled, bullet, part):
            first = not styled or bool(bullet) or (styled == "sentence" and not part.gap)
            found += _sentences(flow, at, part.end, first=first)
            styled = "list" if bullet else "sentence"
        else:
            return found, index
    return found, len(parts)


def _goes_on(styled: str, bullet: re.Match[str] | None, part: Part) -> bool:
    """Whether a part without any sign of deciding still belongs to the decision above it."""
    return (styled == "list" and bullet is not None) or (styled == "sentence" and not part.gap)


def _opens_list(words: str) -> bool:
    """Whether a clause is only the verb before a list: 'att ge:'."""
    bare = words.rstrip()
    return bare.endswith(":") and len(bare.split()) <= 4


def _trailing_text(flow: Flow, found: list[RawClause], part: Part) -> bool:
    """Whether a sentence of another kind follows the last clause in its paragraph."""
    rest = flow.text[found[-1].end : part.end].strip(" .;,")
    return bool(rest) and not ATT.match(rest)


def _is_decision(words: str) -> bool:
    return bool(
        _INFINITIVE.match(words)
        or _PASSIVE.search(words[:200])
        or (_ACTIVE.search(words[:120]) and words[0].isupper())
        or _CHARGED.search(words[:160])
    )


def _sentences(flow: Flow, start: int, end: int, *, first: bool) -> list[RawClause]:
    """Decision sentences without 'att': the first always, others where they decide."""
    found: list[RawClause] = []
    at = start
    for stop in flow.sentence_ends(start, end):
        words = flow.text[at:stop]
        lead = len(words) - len(words.lstrip())
        bare = words.strip()
        if bare and ((first and not found) or _is_decision(bare) or ATT.match(bare)):
            inner = _decided_in(bare)
            begin = at + lead + (inner or 0)
            found += (
                split_at_att(flow, begin, stop) if inner is not None else [RawClause(begin, stop)]
            )
        at = stop
    return found


def _decided_in(sentence: str) -> int | None:
    """Where the att-clause begins in a sentence that says 'X beslutar att'."""
    verb = _DECIDES.search(sentence[:_LONGEST_LEAD])
    if not verb:
        return None
    att = re.search(r"(?:\binte\s)?\batt\b", sentence[verb.end() :])
    return verb.end() + att.start() if att and att.start() < _LONGEST_LEAD else None


def told_clauses(flow: Flow, part: Part, names: Names, *, after_history: bool) -> list[RawClause]:
    """Decisions of this meeting told in running text: 'X beslutar att ...'."""
    found: list[RawClause] = []
    for start, end, _ in flow.sentences_with(_DECIDING_CUE, part.start, part.end):
        sentence = flow.text[start:end]
        found += _told_in(flow, sentence, start, end, names, after_history=after_history)
    return found


def _told_in(
    flow: Flow, sentence: str, at: int, stop: int, names: Names, *, after_history: bool
) -> list[RawClause]:
    verb = _DECIDES.search(sentence)
    if not verb or verb.start() > 500:
        return []
    before = sentence[: verb.start()].strip()
    after = sentence[verb.end() :]
    passive = verb.group().lower().endswith("s")
    att = re.search(r"(?:\b(?:inte|ej)\s)?\batt\b", after)
    who = _decider(before, after[: att.start() if att else 60], names)
    if who is None and not passive:
        return []
    lead = before[: -len(who)] if who and before.lower().endswith(who.lower()) else before
    inverted = who is not None and not before.lower().endswith(who.lower())
    if not inverted and _SUBORDINATE.search(_last_clause(lead)):
        return []
    present = verb.group().lower() in {"beslutar", "beslutas", "bestäms", "bestämmer"}
    if not present and _is_history(before, after, att.start() if att else len(after), sentence):
        return []
    if passive and not present and after_history:
        return []
    if att is None or att.start() > _LONGEST_LEAD:
        bare = re.match(r"\s(?:\w+\s){0,3}?(?:enligt|i enlighet)\b|\s", after)
        agreed = "enligt" in after[:60] or "enlighet" in after[:60]
        if not bare or not (_INFINITIVE.match(after.strip()) or agreed):
            return []
        return [RawClause(at + (len(sentence) - len(sentence.lstrip())), stop, inline=True, by=who)]
    begin = at + verb.end() + att.start()
    if verb.group().lower() in _AGREE and _VIEW.match(flow.text, begin, stop):
        return []
    by = subject_of(who) if who else None
    return [c._replace(by=by) for c in split_at_att(flow, begin, stop, inline=True)]


def _last_clause(lead: str) -> str:
    """The words of the sentence that the verb hangs on: after the last comma."""
    tail = lead.rsplit(",", 1)[-1].strip()
    if not tail:
        return lead
    return tail if len(tail.split()) <= 8 else " ".join(tail.split()[-8:])


def _decider(before: str, between: str, names: Names) -> str | None:
    """Who decides: the words before the verb, or between it and 'att'."""
    words = before.split()
    for count in (4, 3, 2, 1, 5, 6):
        if len(words) >= count and names.is_own(" ".join(words[-count:])):
            return " ".join(words[-count:])
    if words[-1:] == ["och"] and len(words) <= _ONE_SUBJECT:  # 'Gruppen talade och beslutade'
        who = subject_of(before)
        if names.is_own(who):
            return who
    inner = between.partition(" enligt ")[0].strip(" ,")
    inner = re.sub(
        r"^(?:därför|därmed|således|sedan|enhälligt|också|även)\s|\s(?:inte|ej|enhälligt"
        r"|därför|därefter)$",
        "",
        inner,
    )
    if inner and names.is_own(inner):
        return inner
    return None


def _is_history(before: str, after: str, att: int, sentence: str) -> bool:
    """Whether a past tense tells of another meeting."""
    if _TODAY.search(sentence):
        return False
    if _HISTORY.search(before) or _HISTORY_AFTER.match(after[: max(att, 0) + 1]):
        return True
    if re.search(r"\bdå\b", after[: max(att, 0)]):
        return True
    return bool(find_days(before) and _MEETING_BEFORE.search(before))


_PROPOSES_TO_DECIDE = re.compile(
    r"\bföresl(?:år|ås|og|ogs)\b[^.]{0,80}?\bbeslut(?:a|ar)\b[^.:]{0,20}?\s(?=(?:inte\s)?att\b)",
    re.IGNORECASE,
)


_PROPOSING_CUE = cue({"föreslår", "föreslås", "föreslog", "föreslogs"})


def told_proposals(flow: Flow, part: Part) -> list[RawClause]:
    """Proposed decisions told in a sentence: 'Nämnden föreslås besluta att ...'."""
    if not flow.cues(part.start, part.end) & _PROPOSING_CUE:
        return []
    match = _PROPOSES_TO_DECIDE.search(flow.text, part.start, part.end)
    return split_at_att(flow, match.end(), part.end, inline=True) if match else []


def plain_decisions(flow: Flow, part: Part, names: Names) -> list[RawClause]:
    """Decision sentences in items that have no decision marker: 'Dagordningen godkändes.'"""
    found: list[RawClause] = []
    text = flow.text[part.start : part.end]
    if not (_PASSIVE.search(text) or _ACTIVE.search(text)):
        return found
    for start, stop, _ in flow.sentences(part.start, part.end):
        sentence = flow.text[start:stop]
        bare = sentence.strip()
        begin = start + len(sentence) - len(sentence.lstrip())
        bullet = _BULLET.match(bare)
        if bullet:
            begin, bare = begin + bullet.end(), bare[bullet.end() :]
        if bare and (_plain_passive(bare) or _plain_active(bare, names)):
            found.append(RawClause(begin, stop, inline=True))
    return found


_MOVES = re.compile(
    r"\b(?:bordläggs|bordlades|återremitter\w*|hänskjuts|hänsköts|utgår|utgick|skjuts|sköts)\b",
    re.IGNORECASE,
)
_HAS_BEEN = re.compile(
    r"\b(?:har|hade|ska|skall|skulle|kan|kommer|bör|måste|om|när|föreslås|föreslog\w*|föreslår"
    r"|innan|som)\b",
    re.IGNORECASE,
)


_EARLIER_NOTES = re.compile(r"\w*(?:protokoll|anteckning)", re.IGNORECASE)
"""What a meeting approves of the one before it: 'Föregående protokoll godkändes'."""


def _plain_passive(sentence: str) -> bool:
    match = _PASSIVE.search(sentence)
    if not match or len(sentence) > 300 or _MOVES.search(match.group()):
        return False
    verb = match.group().lower()
    before = sentence[: match.start()]
    later = _PASSIVE.search(sentence, match.end())
    if later and later.group().lower() in {"lades", "läggs"} and "handling" in sentence:
        return not _HAS_BEEN.search(before)
    if before[:4].lower() in {"det ", "här "} or (
        not before.strip() and not verb.startswith(("läg", "lad", "godkän", "faststäl", "noter"))
    ):
        return False
    if verb.startswith("lägg") or verb == "lades":
        return (
            re.search(r"till\s(?:handling|protokoll|minnes)\w*", sentence, re.IGNORECASE)
            is not None
        )
    if _HAS_BEEN.search(before):
        return False
    if _HISTORY.search(before) and not _EARLIER_NOTES.search(before):
        return False
    return not (re.search(r"\b(?:vid|på)\b", before, re.IGNORECASE) and find_days(before))


def _plain_active(sentence: str, names: Names) -> bool:
    match = _ACTIVE.search(sentence[:120])
    if not match or match.group().lower().startswith("beslut") or match.group().lower() == "beslöt":
        return False
    before = sentence[: match.start()].strip()
    if not before or not names.is_own(before):
        return False
    verb = match.group().lower()
    after = sentence[match.end() :]
    if verb in {"lägger", "lade"}:
        return "handling" in after.lower()
    if verb in {"ger", "gav"}:
        return re.search(r"\b(?:uppdrag|mandat)\b", after, re.IGNORECASE) is not None
    if verb in {"tar", "tog"}:
        return (
            re.search(r"\b(?:del|till\s(?:sig|dagordningen))\b", after, re.IGNORECASE) is not None
        )
    if verb in {"ställer", "ställde"}:
        return re.search(r"\bsig\s(?:bakom|positiv)", after, re.IGNORECASE) is not None
    return verb not in {"tackar"} or action_of(sentence) is Action.NOTE

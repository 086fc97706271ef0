"""Clauses: the att-satser and decision sentences of an item."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from handslag.source.parsing.actions import action_of
from handslag.source.parsing.atts import ATT, RawClause, clause_end, split_at_att
from handslag.source.parsing.beside import stands_beside
from handslag.source.parsing.bodies import SIDES, Names
from handslag.source.parsing.cues import cue
from handslag.source.parsing.dates import find_days
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.leads import only_leads
from handslag.source.parsing.lexicon import INFINITIVES
from handslag.source.parsing.markers import subject_of
from handslag.source.parsing.sections import Part
from handslag.source.record import Action

_BULLET = re.compile(r"(?:[-–•●▪*·]\s*|\d{1,2}[.)]\s+|\(?[a-zåäö]\)\s*|[a-z]\.\s+)(?=\S)")
_INFINITIVE = re.compile(rf"(?:inte\s|ej\s)?(?:{'|'.join(INFINITIVES)})\b", re.IGNORECASE)
_PASSIVE_VERBS = """
    godkänns godkännes godkändes godkänts fastställes fastställs fastställdes fastställts
    antas antags antages antagits antogs läggs lades läggas lägges noteras noterades antecknas
    antecknades väljes väljs valdes utses utsågs avslås avslogs tillstyrks tillstyrktes
    avstyrks avstyrktes bemyndigas bemyndigades bifalls bifölls beviljas beviljades bordläggs
    bordlades återremitteras återremitterades hänskjuts hänsköts överlämnas överlämnades
    justeras justerades omvaldes omväljs nomineras nominerades entledigas entledigades
    avskrivs avskrivits avskrevs adjungeras adjungerades anses ansågs förklaras
    förklarades återbetalas""".split()
_PASSIVE = re.compile(rf"\b(?:{'|'.join(_PASSIVE_VERBS)})\b", re.IGNORECASE)
_ACTIVE_VERBS = """
    godkänner godkände antar antog fastställer fastställde lägger lade noterar noterade väljer
    valde utser utsåg avslår avslog tillstyrker tillstyrkte bifaller biföll beviljar beviljade
    bordlägger bordlade återremitterar återremitterade hänskjuter hänsköt överlämnar
    överlämnade uppdrar uppdrog ger gav ställer avstyrker avstyrkte anhåller bemyndigar begär
    ställde nominerar nominerade rekommenderar rekommenderade tackar tar tog entledigar
    avskriver beslutar beslutade beslöt avger avvaktar ansluter avsätter anvisar delegerar
    inrättar förlänger enas enades medger medgav hemställer hemställde upphäver upphävde
    förordnar uppmanar godtar antecknar antecknade""".split()
_ACTIVE = re.compile(
    rf"\b(?:{'|'.join(_ACTIVE_VERBS)}|har\s(?:tagit\sdel|mottagit))\b", re.IGNORECASE
)
_PLAIN_CUE = cue([*_PASSIVE_VERBS, *_ACTIVE_VERBS, "tagit", "mottagit"])
_CHARGED = re.compile(
    r"\b(?:får|fick|ges|gavs)\s(?:\w+\s){0,2}?(?:i\suppdrag|uppdraget|mandat|ansvar)\b"
    r"|\buppdras\såt\b",
    re.IGNORECASE,
)
_DECIDES = re.compile(
    r"\b(?:(?:enades|enas|är eniga|är överens|var eniga|var överens|kom överens|kommer överens"
    r"|överenskoms|överenskommes|överenskommits)\som(?=\satt\b)|kom\sfram\still(?=\satt\b)"
    r"|överenskoms(?=\satt\b)"
    r"|beslut(?:et)?\s(?:togs|tas|fattades|fattas|blev|blir)\b(?=\s(?:om\s)?att\b)"
    r"|(?:fattar|fattade|tar|tog)\sbeslut\b(?=\s(?:om\s)?att\b)"
    r"|beslutar|beslutade|beslutas|beslutades|beslöt|beslöts|bestämde|bestämdes|bestäms|bestämmer)\b",
    re.IGNORECASE,
)
_NOBODY_SAID = re.compile(r"beslut\w*\s|\w+s$|överens", re.IGNORECASE)
"""Verbs that decide without a subject: 'beslutas', 'beslut togs', 'överenskoms om'."""
_AGREE = frozenset(
    {"är eniga om", "är överens om", "var eniga om", "var överens om", "kom fram till"}
)
_VIEW = re.compile(
    r"att\s(?:[\w-]+\s){1,4}?(?:behöver|är|känns|har|saknas|fungerar)\b", re.IGNORECASE
)
"""What a group thinks rather than decides: 'att texten behöver bli tydligare'."""
_DECIDING_CUE = cue(
    """enades enas eniga överens beslutar beslutade beslutas beslutades beslöt beslöts bestämde
    bestämdes bestäms bestämmer fram beslut beslutet överenskoms överenskommes
    överenskommits""".split()
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
    count = 0
    for index, part in enumerate(parts):
        text = flow.text[part.start : part.end]
        bullet = _BULLET.match(text) or _counted(text, count)
        count += bullet is not None and text[0].isdigit()
        at = part.start + (bullet.end() if bullet else 0)
        words = flow.text[at : part.end]
        leads = not styled and not bullet and only_leads(flow, parts, index)
        if not words.strip() or leads or _is_beside(found, words, at):
            continue
        if ATT.match(words):
            opened = _opens_list(words)
            if opened and index + 1 < len(parts):
                lead, styled = (at, part.end), "lead"
                continue
            lead = None
            _add_atts(flow, found, split_at_att(flow, at, part.end))
            styled = "att"
            several = flow.sentence_end(at, part.end) < part.end
            if several and _trailing_text(flow, found, part):
                return found, index + 1
        elif lead is not None:
            found.append(RawClause(at, clause_end(flow, at, part.end), lead=lead))
        elif bullet and found and _lists_changes(flow, found[-1]):
            found[-1] = found[-1]._replace(end=part.end)
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


def _is_beside(found: list[RawClause], words: str, at: int) -> bool:
    """Whether a line only says more of the clause above it, which then holds its place."""
    beside = bool(found) and stands_beside(words)
    if beside:
        found[-1] = found[-1]._replace(beside=(at, at + len(words)))
    return beside


_TO_DECIDE = re.compile(
    r"att\s(?:föreslå|hemställa|rekommendera|anhålla|tillstyrka)\b[^.;]{2,80}\s(?:besluta|beslutar)$",
    re.IGNORECASE,
)


def _add_atts(flow: Flow, found: list[RawClause], atts: list[RawClause]) -> None:
    """Adds clauses; one that only leads to them is one with the first of them."""
    last = flow.text[found[-1].start : found[-1].end].rstrip(" :\n") if found else ""
    if _TO_DECIDE.match(last):  # 'att föreslå fullmäktige besluta' stands above the list
        atts[0] = atts[0]._replace(start=found.pop().start)
    found += atts


_COUNTED = re.compile(
    rf"(?P<number>\d{{1,2}})\s+(?=[A-ZÅÄÖ]|att\s|(?:{_INFINITIVE.pattern}))",
)


def _counted(text: str, count: int) -> re.Match[str] | None:
    """The bare number of the next entry of a list of which `count` have been read: '2 att utse'."""
    match = _COUNTED.match(text)
    return match if match and int(match.group("number")) == count + 1 else None


_CHANGES = re.compile(
    r"\b(?:följande|ett?|två|tre|fyra|nedanstående|dessa)\s(?:[\wåäö/-]+\s){0,3}?"
    r"(?:tillägg|ändring|justering|komplettering|förändring|undantag|rättelse|strykning"
    r"|synpunkt|övrig\w*\sfråg|punkt|ärende|extra\w*\s)[\wåäö/]*(?:\s[\wåäö]+){0,4}?:",
    re.IGNORECASE,
)
"""What is approved with changes goes on in the list of them: 'med följande tillägg:'."""


def _lists_changes(flow: Flow, clause: RawClause) -> bool:
    """Whether the list below a clause belongs to it, as the changes with which it approves."""
    match = _CHANGES.search(flow.text, clause.start, clause.end)
    if not match:
        return False
    after = flow.text[match.end() : clause.end]
    return not after.strip() or after[:1] == "\n"


_LISTED = re.compile(r"(?:[-–•●▪*·]\s|\d{1,3}[.)]\s|\(?[a-zåäö]\)\s|[a-z]\.\s)(?=\S)")
_NUMBER_ENDS = re.compile(r":\s\d{1,3}\.$")


def _to_list_end(flow: Flow, clause: RawClause, end: int, limit: int) -> RawClause:
    """The clause with the changes it lists, in its own paragraph up to `end` or in those below."""
    words = flow.text[clause.start : clause.end].rstrip()
    if _NUMBER_ENDS.search(words):
        return clause._replace(end=end)
    if not words.endswith(":") or not _CHANGES.search(words):
        return clause
    stop = clause.end
    for para in flow.paras[flow.para_at(clause.start) + 1 :]:
        if para.start >= limit or not _LISTED.match(para.text):
            break
        stop = para.end
    return clause._replace(end=stop)


def _goes_on(styled: str, bullet: re.Match[str] | None, part: Part) -> bool:
    """Whether a part without any sign of deciding still belongs to the decision above it."""
    if styled == "list":
        return bullet is not None
    return styled == "sentence" and not part.gap and bullet is None


def _opens_list(words: str) -> bool:
    """Whether a clause is only the verb before a list: 'att ge:'."""
    bare = words.rstrip()
    return bare.endswith(":") and len(bare.split()) <= 4


def _trailing_text(flow: Flow, found: list[RawClause], part: Part) -> bool:
    """Whether a sentence of another kind follows the last clause in its paragraph."""
    rest = flow.text[found[-1].end : part.end].strip(" .;,")
    return bool(rest) and not ATT.match(rest)


def proposes(words: str) -> bool:
    """Whether words under 'Förslag' propose a decision, not a person or a thing."""
    return ATT.match(words) is not None or _is_decision(words)


def _is_decision(words: str) -> bool:
    return bool(
        _INFINITIVE.match(words)
        or _PASSIVE.search(words[:200])
        or (_ACTIVE.search(words[:120]) and words[0].isupper())
        or _CHARGED.search(words[:160])
    )


_NO_DECISION = re.compile(
    r"(?:(?:justera(?:nde|re)s?\ssign|utdragsbestyrk|signerat\sdokument).*"
    r"|[\W\d_]*|(?-i:[A-ZÅÄÖ])\w{0,3}|(?:inget|inga|ej)\s(?:särskil\w+\s|något\s)?beslut\w*(?:\s(?:fattades|togs|tas))?"
    r"|(?:ej\saktuellt|ja|nej|se\sovan|se\snedan))[.\s]*$",
    re.IGNORECASE,
)
"""What stands under a decision marker and decides nothing: 'Inget beslut.'"""
_TELLS_ONLY = re.compile(
    r"\b(?:deltar|deltog|medverkar|medverkade)\b.{0,20}\b(?:inte|ej)\b|\bavst(?:år|od)\sfrån\b"
    r"|\b(?:reservera(?:r|de)|reservation|jäv\w*|informera(?:r|de)|redogör|redogjorde|diskutera\w*"
    r"|redovisa(?:r|de)|yrka(?:r|de|t|nde)|påpeka(?:r|de)|undra(?:r|de)|berätta(?:r|de)"
    r"|framför(?:de|s)?|föredrog|föredrar|diskussion|tackade|frågade|ansåg|anser|menade|menar)\b"
    r"|^(?:bakgrund|motivering|skäl|bilaga|se\s|ordföranden?\s(?:ställer|finner|frågar|tackar)"
    r"|det\santecknas|sammanfattning|ärende|beslutsunderlag|expedier|handlingar|underlag)",
    re.IGNORECASE,
)
"""What tells of the decision or stands beside it, in the same paragraph."""


def _sentences(flow: Flow, start: int, end: int, *, first: bool) -> list[RawClause]:
    """Decision sentences without 'att': the first always, others where they decide."""
    found: list[RawClause] = []
    at = start
    ends = flow.sentence_ends(start, end)
    every = first and len(ends) <= 4
    for stop in ends:
        words = flow.text[at:stop]
        lead = len(words) - len(words.lstrip())
        bare = words.strip()
        also = every and found and not _TELLS_ONLY.search(bare)
        if _NO_DECISION.match(bare):
            at = stop
            continue
        if bare and (also or (first and not found) or _is_decision(bare) or ATT.match(bare)):
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
        found += _told_in(
            flow,
            sentence,
            start,
            end,
            names,
            after_history=after_history,
            opens=start == part.start,
        )
    return found


def _told_in(
    flow: Flow,
    sentence: str,
    at: int,
    stop: int,
    names: Names,
    *,
    after_history: bool,
    opens: bool,
) -> list[RawClause]:
    verb = _DECIDES.search(sentence)
    if not verb or verb.start() > 500:
        return []
    before = sentence[: verb.start()].strip()
    after = sentence[verb.end() :]
    said = verb.group().lower()
    passive = _NOBODY_SAID.match(said) is not None
    att = re.search(r"(?:\b(?:inte|ej)\s)?\batt\b", after)
    bare = _BARE.match(after)
    who = _decider(before, _between(after, att, bare), names)
    alone = not before and (opens or sentence.lstrip()[0].isupper())
    if who is None and not passive and not alone:
        return []
    lead = before[: -len(who)] if who and before.lower().endswith(who.lower()) else before
    inverted = who is not None and not before.lower().endswith(who.lower())
    if not inverted and _SUBORDINATE.search(_last_clause(lead)):
        return []
    present = _PRESENT.search(said) is not None
    if not present and _is_history(before, after, att.start() if att else len(after), sentence):
        return []
    if passive and not present and after_history:
        return []
    start = at + (len(sentence) - len(sentence.lstrip()))
    if bare and (att is None or bare.start("verb") < att.start()):
        return [RawClause(start, stop, inline=True, by=who)]
    if att is None or att.start() > _LONGEST_LEAD:
        if not ("enligt" in after[:60] or "enlighet" in after[:60]):
            return []
        return [RawClause(start, stop, inline=True, by=who)]
    begin = at + verb.end() + att.start()
    if said in _AGREE and _VIEW.match(flow.text, begin, stop):
        return []
    by = subject_of(who) if who else None
    return [c._replace(by=by) for c in split_at_att(flow, begin, stop, inline=True)]


_BARE = re.compile(
    r"\s(?:(?:[\wåäö-]+(?:en|et|n|a|man|vi)|enhälligt|inte|ej|också)\s){0,3}?"
    r"(?P<verb>(?!(?:denna|dessa|detta|samma|alla|sina|bara|flera|några|båda|andra|enda|sista|första|själva|egna"
    r"|följande|kommunerna|nästa)\b)[a-zåäö]{2,}a|[a-zåäö]{3,}as"
    r"|(?:ut|av|med|an|före|till|över)?(?:ge|se|stå|gå|få)|be|bero|ske)(?=[\s.])",
)
"""'beslutar utse Eva Ek', 'beslutades ske den 3 maj': an infinitive in place of the att-clause."""
_PRESENT = re.compile(r"(?:beslutar|beslutas|bestäms|bestämmer|tas|fattas|tar|fattar)\b")


def _between(after: str, att: re.Match[str] | None, bare: re.Match[str] | None) -> str:
    """The words after the verb among which its subject may stand: 'beslutar nämnden att'."""
    end = att.start() if att else 60
    return after[: min(end, bare.start("verb"))] if bare else after[:end]


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


_PROPOSES_THAT = re.compile(
    r"\b(?:(?:föreslår|hemställer|rekommenderar)\s(?!att\b|inte\b)[^.:]{2,60}?|föreslås)\s"
    r"(?=(?:inte\s)?att\s)",
    re.IGNORECASE,
)
"""A proposal to someone: 'Nämnden föreslår att' alone is what the body itself will say."""
_NEXT_PROPOSED = re.compile(
    r"[.,]?\s(?=(?:Vidare|Dessutom|Likaså|Slutligen|Därutöver|Även|Samtidigt)\sföresl(?:år|ås)\b)"
)


def proposed_from_att(flow: Flow, clause: RawClause) -> list[RawClause]:
    """A proposal's sentence from its 'att' on: 'Utskottet föreslår nämnden att anta planen'."""
    if ATT.match(flow.text[clause.start : clause.start + 12]):
        return [clause]
    found: list[RawClause] = []
    at = clause.start
    for stop in (
        *(m.start() for m in _NEXT_PROPOSED.finditer(flow.text, at, clause.end)),
        clause.end,
    ):
        verb = _PROPOSES_THAT.search(flow.text, at, min(stop, at + _LONGEST_LEAD))
        if verb is None and at == clause.start:
            return [clause]
        begin = verb.end() if verb else at
        found += [c._replace(lead=clause.lead) for c in split_at_att(flow, begin, stop)]
        at = stop
    return found


_PROPOSING_CUE = cue({"föreslår", "föreslås", "föreslog", "föreslogs"})


def told_proposals(flow: Flow, part: Part) -> list[RawClause]:
    """Proposed decisions told in a sentence: 'Nämnden föreslås besluta att ...'."""
    if not flow.cues(part.start, part.end) & _PROPOSING_CUE:
        return []
    match = _PROPOSES_TO_DECIDE.search(flow.text, part.start, part.end)
    return split_at_att(flow, match.end(), part.end, inline=True) if match else []


def plain_decisions(
    flow: Flow, part: Part, names: Names, limit: int, known: Sequence[int] = ()
) -> list[RawClause]:
    """Decision sentences that no marker opens: 'Dagordningen godkändes.'

    `limit` is where the item ends. `known` are the places, in order, where clauses that have been
    found already begin: their sentences decide nothing more, but for what stands before 'och
    beslutade att'.
    """
    found: list[RawClause] = []
    if flow.text[part.start].islower() and (
        _INFINITIVE.match(flow.text, part.start) or _LOST_DECIDER.match(flow.text, part.start)
    ):
        # the decider's name has been lost: 'godkänna den utsända föredragningslistan.'
        stop = flow.sentence_end(part.start, part.end)
        if flow.text[part.start : stop].rstrip().endswith("."):
            found.append(RawClause(part.start, stop, inline=True))
    for start, stop in _sentences_apart(flow, part):
        if found and start < found[0].end:
            continue
        sentence = flow.text[start:stop]
        taken = bisect_left(known, start)
        if taken < len(known) and known[taken] < stop:
            and_decides = _AND_DECIDES.search(sentence, 0, known[taken] - start + len("att "))
            if not and_decides:
                continue
            stop = start + and_decides.start()
            sentence = flow.text[start:stop]
            if action_of(sentence) is Action.NOTE:  # 'noterade rapporten och beslutade att'
                continue
        bare = sentence.strip()
        begin = start + len(sentence) - len(sentence.lstrip())
        bullet = _BULLET.match(bare)
        if bullet:
            begin, bare = begin + bullet.end(), bare[bullet.end() :]
        if bare and (_plain_passive(bare) or _plain_active(bare, names)):
            found += _with_second(flow, begin, stop)
            found[-1] = _to_list_end(flow, found[-1], part.end, limit)
            if found[-1].end > stop:
                break
    return found


_LOST_DECIDER = re.compile(
    r"(?:har\stagit\sdel\sav|tar\sdel\sav|tackar\sför|godkänner|noterar|antecknar|fastställer"
    r"|lägger\s(?:[\w-]+\s){1,6}till\shandling|antar|avslår|bifaller|uppdrar\såt|beviljar|tillstyrker"
    r"|ställer\ssig\sbakom|återremitterar|har\smottagit)\b"
)
"""What a body does, where its name before the verb has been lost: 'tackar för redovisningen.'"""
_RUNS_ON = re.compile(
    r"(?<=[a-zåäö0-9)])\s(?=(?:(?:Preliminär|Utsänd|Föreslagen|Föregående|Utskickad)\s(?:[a-zåäö]+\s){0,2}?"
    r"(?:föredragningslista|dagordning|protokoll|anteckningar)"
    r"|(?:Dag(?:ordning)|Föredragningslista|Protokoll|Information|Rapport|Anteckning|Minnesanteckning"
    r"|Sammanställning|Redovisning|Handling)(?:e[nt]|n|arna)|Till\s(?:att\s)?(?:[a-zåäö]+\s){1,5}?)\s?"
    r"(?:godkän|fastställ|lägg|lades|noter|anteckn|valdes|väljs|utses|utsågs)"
    r"|[A-ZÅÄÖ][a-zåäö]{4,}(?:en|et|an|ådet)\s(?:godkänner|noterar|fastställer|antecknar|tackar\sför"
    r"|lägger|antar|uppdrar|beviljar|avslår)\b)"
)
"""Where a decision begins with no full stop before it, as below a list: '... av bron Dagordningen
godkänns.'"""


def _sentences_apart(flow: Flow, part: Part) -> Iterator[tuple[int, int]]:
    """The sentences that may decide, also where the full stop between two of them is missing."""
    for start, stop, _ in flow.sentences_with(_PLAIN_CUE, part.start, part.end):
        at = start
        for match in _RUNS_ON.finditer(flow.text, start + 1, stop):
            yield at, match.start()
            at = match.end()
        yield at, stop


_AND_DECIDES = re.compile(
    r",?\s(?:och|samt)\s(?:beslut(?:ar|ade|as|ades|\stogs|\sfattades)?|beslöt)\s(?=(?:om\s)?att\s)",
    re.IGNORECASE,
)


def _with_second(flow: Flow, begin: int, stop: int) -> list[RawClause]:
    """The decision, and another one in the same sentence: '... utses Eva Ek samt beslut att'."""
    more = _AND_DECIDES.search(flow.text, begin, stop)
    if not more:
        return [RawClause(begin, stop, inline=True)]
    first = RawClause(begin, more.start(), inline=True)
    return [first, *split_at_att(flow, flow.text.index("att", more.end()), stop, inline=True)]


_MOVES = re.compile(
    r"\b(?:bordläggs|bordlades|hänskjuts|hänsköts|utgår|utgick|skjuts|sköts)\b",
    re.IGNORECASE,
)
_HAS_BEEN = re.compile(
    r"\b(?:har|hade|ska|skall|skulle|kan|kommer|bör|måste|om|när|föreslås|föreslog\w*|föreslår"
    r"|innan|som)\b",
    re.IGNORECASE,
)


_SAID_BEFORE = re.compile(
    r"\b(?:yrka\w*|anse[rs]|ansåg|mena(?:r|de)|tycker|tyckte|tror|meddela\w*|informera\w*"
    r"|berätta\w*|rapportera\w*|påpeka\w*|framför\w*|konstatera\w*|önska\w*|begär\w*|hoppas|beräknas)\b"
    r"|^(?:Yrkande|Reservation|Protokollsanteckning|Förslag\b(?!\still\sdagordning))",
)
"""Somebody says or moves what the verb after it would decide: 'Bo Dal yrkar att det avslås'."""
_ANOTHER_TIME = re.compile(
    r"\sav\s(?!(?:nämnden|styrelsen|gruppen|mötet|oss)\b)(?:\w+\s)?[\w-]*(?:fullmäktige|nämnden"
    r"|styrelsen|rådet|verket|kansliet|regeringen|riksdagen|årsmötet|domstolen|utskottet)\b"
    r"|\s(?:förra|i\sfjol|redan|tidigare|i\svåras|i\shöstas|varje\s(?:år|månad|vecka|termin|höst|vår)"
    r"|löpande|årligen|alltid|ibland|ofta|oftast|normalt|vanligen|vid\s\w+\stillfällen)\b",
    re.IGNORECASE,
)
"""Somebody else decides, or it was decided before, or is so again and again."""
_LONGEST_SENTENCE = 300
_NEAR_VERB = 60
_EARLIER_NOTES = re.compile(r"\w*(?:protokoll|anteckning)", re.IGNORECASE)
"""What a meeting approves of the one before it: 'Föregående protokoll godkändes'."""


def _plain_passive(sentence: str) -> bool:
    match = _PASSIVE.search(sentence)
    far = match.start() > _NEAR_VERB and len(sentence) > _LONGEST_SENTENCE if match else True
    if not match or far or _MOVES.search(match.group()):
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
    if verb.startswith(("anses", "ansågs", "förklara")) and not _SETTLED.match(
        sentence, match.end()
    ):
        return False
    if _HAS_BEEN.search(before) or _SAID_BEFORE.search(before):
        return False
    if _HISTORY.search(before) and not _EARLIER_NOTES.search(before):
        return False
    if _ANOTHER_TIME.search(sentence, match.end()):
        return False
    return not (_WHEN.search(before) and find_days(before))


_SETTLED = re.compile(r"\s(?:(?:\w+\s){0,2}?besvarad\w*|omedelbart\sjusterad)\b", re.IGNORECASE)
_WHEN = re.compile(r"^\W*(?:den|i|under|redan)\s|\b(?:vid|på)\b", re.IGNORECASE)


_DONE_THEN = re.compile(
    r"\s(?:då|redan|tidigare|förra|(?:den\s)?\d{1,2}\s[a-zåäö]|\d{4}-\d\d|under\s(?:våren|hösten|året|\d{4})"
    r"|(?:i\s)?(?:våras|höstas|fjol)|(?:våren|hösten|sommaren|vintern|år|i\s[a-zåäö]{3,9})\s\d{4}"
    r"|den\s\d|20\d\d)",
    re.IGNORECASE,
)
"""When it was, right after a past tense: 'Nämnden gav den 12 februari kontoret i uppdrag'."""


def _plain_active(sentence: str, names: Names) -> bool:
    match = _ACTIVE.search(sentence[:120])
    if not match or match.group().lower().startswith("beslut") or match.group().lower() == "beslöt":
        return False
    before = sentence[: match.start()].strip()
    if not before or not names.is_own(before):
        return False
    verb = match.group().lower()
    after = sentence[match.end() :]
    if not verb.endswith(("r", "s", "t")) and _DONE_THEN.match(after):
        return False
    if verb in {"lägger", "lade"}:
        return "handling" in after.lower()
    if verb in {"ger", "gav"}:
        return re.search(r"\b(?:uppdrag|mandat)\b", after, re.IGNORECASE) is not None
    if verb in {"tar", "tog"}:
        return (
            re.search(r"\b(?:del|till\s(?:sig|dagordningen))\b", after, re.IGNORECASE) is not None
        )
    if verb in {"ställer", "ställde", "tillstyrker", "tillstyrkte"} and SIDES.fullmatch(before):
        return False  # what one side thinks, not what the meeting decides
    if verb in {"ställer", "ställde"}:
        return re.search(r"\bsig\s(?:bakom|positiv)", after, re.IGNORECASE) is not None
    return verb not in {"tackar"} or action_of(sentence) is Action.NOTE

"""Where the items of the agenda begin: which numbered or shaped lines are headings.

Every line that begins with a number is a candidate. Inner lists, contents lists and years look
the same, so the candidates are weighed as a chain: the numbers of headings follow one another
through the whole document, and headings look like headings. Where no chain holds, headings
are told by their shape.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from handslag.source.parsing.closing import closes
from handslag.source.parsing.flow import Flow, Para
from handslag.source.parsing.layout import ITEM
from handslag.source.parsing.lexicon import DANGLING, FINITE, LOWER, UPPER, fold, key
from handslag.source.parsing.markers import Mark, is_label, opens_line, read_marker
from handslag.source.parsing.numbered_lists import (
    BELOW_COLON,
    Candidate,
    ends_as_sentence,
    without_lists,
)
from handslag.source.parsing.people import list_people
from handslag.source.parsing.run_together import before_title
from handslag.source.parsing.sentences import SENTENCE_END


class Heading(NamedTuple):
    """The heading of one item."""

    para: int
    """Index of the paragraph it begins in."""
    number: str | None
    start: int
    """Where the item begins, its number included."""
    title_start: int
    title_end: int
    body: int
    """Index of the first paragraph after the heading."""
    body_start: int
    """Where the words after the heading begin."""


_NUMBERED = re.compile(
    r"(?:(?P<sign>§\s{0,2})|(?:ärende(?:\snr)?\.?|punkt|pkt)\s(?P<word>)|(?P<lost>\d{1,3}\s)"
    rf"(?=\d{{1,4}}\s[{UPPER}]{{3}})"
    rf"|(?P<prefix>[A-ZÅÄÖ][A-Za-zåäöÅÄÖ]{{0,4}})\s?(?P<psign>§?)\s?(?=\d))?"
    r"(?P<num>\d{1,4})(?P<sub>(?:[.:]\d{1,3}){1,3}|\s?[a-h](?=[\s.)])"
    r"|\s?/\s?\d{2,4})?(?P<dot>[.):]?)",
    re.IGNORECASE,
)
_QUICK = re.compile(rf"[§\d]|[{UPPER}][A-Za-zåäöÅÄÖ]{{0,6}}\.?\s?(?:nr\s)?§?\s?\d", re.IGNORECASE)
_TITLE = re.compile(rf"[–—:-]?\s*(?=[{UPPER}\"”'“(])")
_LEADERS = re.compile(r"(?:\s?\.{3,}|(?:\s\.){3,}|\s{3,}|\t|…)\s*\d{0,3}\s*$")
_REGISTERED = re.compile(
    r"[\s,(–-]*(?:\b(?:Dnr|Diarienr|Diarienummer|Ärendenr|Ärendenummer|DNR|dnr)\b.*|\s{3,}\S.*"
    r"|(?<=\))[A-ZÅÄÖ]{2,4}\s?\d{4}[-/]\d{2,5}"
    r"|\t.*)$",
    re.DOTALL,
)
_MONTHISH = re.compile(
    r"\s?(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)(?:uari|ruari|s|il|i|usti|tember|ober"
    r"|ember)?\b"
    r"|\s?(?:(?:kr|kronor|tkr|mkr|st|kap|min|tim|procent|personer)\b|%|§)",
)
_ONLY_REGISTERED = re.compile(
    r"\s*(?:(?:Dnr|DNR|dnr|Diarienr|Diarienummer|Ärendenr)\b.*"
    r"|[A-ZÅÄÖ]{2,6}[\s-]\d{4}[/:-]\d{1,6}(?:[-–/.]\d+)*)\s*$"
)
_SIGN_AFTER = re.compile(rf"\s?§(?=\s+[{UPPER}]|\s*$)")
_PERSON_LIST = re.compile(r"\d{1,3}\s\([A-Z]")
_RESULT = re.compile(
    r"\s(?=(?:Beslut(?!\som)|Föredragande|Föredragare|Förslag till beslut|Dnr|Sammanfattning"
    r"|Bakgrund"
    r"|Ordföranden|Att|Ärendet|Nämnden|Styrelsen|Förvaltningen)\b)"
)
_COLUMN = re.compile(rf"\s{{2,}}(?=[{UPPER}])")
_LETTERED = re.compile(rf"(?P<letter>[A-K])[.)]\s+(?=[{UPPER}])")
_BULLET = re.compile(r"[-–•*·●▪]\s+(?=\S)")
_MIN_CHAIN = 4.0
_LONG_LINE = 200


def find_headings(flow: Flow, *, from_para: int = 0) -> list[Heading]:
    """The headings of the items, in order."""
    known = [i for i in range(from_para, len(flow.paras)) if flow.paras[i].mark == ITEM]
    if known:
        return [_heading(flow, _known(flow.paras, i)) for i in known]
    candidates = _candidates(flow, from_para)
    candidates = _without_contents(flow, candidates)
    for style in ("sign", "prefix", "number", "letter"):
        chosen = [c for c in candidates if _family(c) == style]
        if style == "prefix":
            chosen = _common_prefix(chosen)
        chain, total = _best_chain(without_lists(flow, chosen))
        if style == "number" and _are_sentences(flow, chain):
            continue
        if chain and total >= _MIN_CHAIN and (len(chain) > 1 or style == "sign" or total > 5):
            return _around_list(flow, chain, from_para) or [_heading(flow, c) for c in chain]
    return _by_bullets(flow, from_para) or _by_shape(flow, from_para)


def _known(paras: list[Para], i: int) -> Candidate:
    """The heading on a line that is known to be one."""
    words = paras[i].text
    match = _NUMBERED.match(words)
    lettered = _LETTERED.match(words)
    if lettered:
        return Candidate(i, "known", lettered.group("letter"), 0, "", lettered.end(), 0.0)
    if match is None:
        return Candidate(i, "known", "", 0, "", 0, 0.0)
    prefix = match.group("prefix")
    number = f"{prefix} {match.group('num')}" if prefix else match.group("num")
    year = (match.group("sub") or "").replace(" ", "")
    title = match.end() + len(words[match.end() :]) - len(words[match.end() :].lstrip(" –—:-."))
    title = before_title(words, title) or title
    return Candidate(i, "known", number + year, int(match.group("num")), "", title, 0.0)


def _are_sentences(flow: Flow, chain: list[Candidate]) -> bool:
    """Whether what the numbers stand before are the sentences of a list rather than titles."""
    told = 0
    for c in chain:
        words = flow.paras[c.para].text[c.title :]
        whole = words.endswith(".") and SENTENCE_END.search(words[:-1]) is None
        told += whole and any(FINITE.match(word.strip(",")) for word in words.split()[1:12])
    return told * 2 > len(chain)


def _around_list(flow: Flow, chain: list[Candidate], from_para: int) -> list[Heading]:
    """The headings by shape around a chain that is but a numbered list inside one item.

    Such a list stands line by line under a line that leads to it, in a document whose headings
    have no numbers: some of them stand before it, under which decisions have been told already.
    """
    first, last = chain[0].para, chain[-1].para
    tight = last - first == len(chain) - 1 and first > from_para
    if not tight or not flow.paras[first - 1].text.endswith(":"):
        return []
    shaped = _by_shape(flow, from_para)
    before = [heading for heading in shaped if heading.para < first]
    told = any(read_marker(p.text) for p in flow.paras[from_para:first])
    return shaped if len(before) >= 2 and len(shaped) >= 3 and told else []


def _family(candidate: Candidate) -> str:
    return candidate.style if candidate.style in {"sign", "prefix", "letter"} else "number"


def _candidates(flow: Flow, from_para: int) -> list[Candidate]:
    found: list[Candidate] = []
    paras = flow.paras
    for i in range(from_para, len(paras)):
        words = paras[i].text
        if not _QUICK.match(words):
            lettered = _LETTERED.match(words)
            if lettered:
                letter = lettered.group("letter")
                score = _shape_score(paras, i, words[lettered.end() :], "dot", dotted=True)
                main = ord(letter) - ord("A") + 1
                found.append(Candidate(i, "letter", letter, main, "", lettered.end(), score))
            continue
        candidate = _candidate(paras, i, words)
        if candidate:
            found.append(candidate)
    return found


_TWICE = re.compile(r"\d{1,3}\.\s(?=\d{1,3}\.(?:\s|$))")
"""The number that a list gave an entry, before the number that the entry has of its own."""


def _candidate(paras: list[Para], i: int, words: str) -> Candidate | None:
    twice = _TWICE.match(words)
    match = _NUMBERED.match(words, twice.end() if twice else 0)
    if not match or words[match.end() : match.end() + 1].isdigit():
        return None
    sub = (match.group("sub") or "").replace(" ", "")
    if sub[:1] == "/" and not match.group("sign"):
        return None
    style = _style(match)
    after = match.end()
    rest = words[after:]
    if _ONLY_REGISTERED.match(rest):
        rest = ""
    signed = style in {"dot", "bare"} and _SIGN_AFTER.match(rest)
    if signed:
        style, after = "sign", after + signed.end()
        rest = words[after:]
    if style != "sign" and (_MONTHISH.match(rest) or _PERSON_LIST.match(words)):
        return None
    if style == "prefix" and match.group("prefix").lower() in {
        "kl",
        "den",
        "dnr",
        "bil",
        "sid",
        "p",
        "nr",
    }:
        return None
    if rest and not rest[0].isspace() and not match.group("dot") and style != "sign":
        return None
    number = match.group("num")
    if style == "prefix":
        prefix = match.group("prefix")
        number = f"{prefix} {number}"
    if sub.startswith(":"):
        return None
    title = _TITLE.match(rest.lstrip())
    lead = len(rest) - len(rest.lstrip())
    registered = _REGISTERED.search(rest)
    shape = rest[: registered.start()] if registered and registered.start() > 2 else rest
    score = _shape_score(paras, i, shape.strip(), style, bool(match.group("dot")))
    if score < -5:
        return None
    offset = after + lead + (title.end() if title else 0) if rest else len(words)
    form = match.group("dot")
    return Candidate(i, style, number + sub, int(match.group("num")), sub, offset, score, form)


def _style(match: re.Match[str]) -> str:
    if match.group("sign") or match.group("psign"):
        return "sign" if not match.group("prefix") else "prefix"
    if match.group("prefix"):
        return "prefix"
    if match.group("lost"):
        return "bare"
    return "dot" if match.group("dot") else "bare"


def _shape_score(paras: list[Para], i: int, title: str, style: str, dotted: bool) -> float:  # noqa: FBT001  a plain fact of the line, not a switch
    score = {"sign": 3.0, "prefix": 1.5, "dot": 1.0, "bare": 0.5}[style]
    if not title:
        following = paras[i + 1].text if i + 1 < len(paras) else ""
        if not following or not _heading_like(following):
            return score - 2 if style in {"sign", "prefix"} else -9.0
        return score
    first = title.lstrip("\"”“'(–- ")[:1]
    if title[:4].lower() == "att " or (first.islower() and style in {"dot", "bare"}):
        return -9.0
    if style == "bare" and not (first.isupper() and title[:1] not in "-–/"):
        return -9.0
    score += 2.0 if paras[i].mark else 0.0
    score += 0.5 if paras[i].gap else 0.0
    if title.endswith((",", ";")):
        score -= 2.0
    if len(title) > 60 and title.endswith("."):
        score -= 1.5
    if len(title) > 250:
        score -= 2.0
    if i and paras[i - 1].text.endswith(":") and style in {"dot", "bare"}:
        score -= BELOW_COLON
    return score + (0.5 if dotted else 0.0)


def _heading_like(words: str) -> bool:
    return (
        words[0].isupper()
        and len(words) <= _LONG_LINE
        and not words.endswith((",", ";"))
        and not (len(words) > 90 and words.endswith("."))
    )


def _without_contents(flow: Flow, candidates: list[Candidate]) -> list[Candidate]:
    """Leaves out a contents list: titles that come again further down, with text under them."""
    titles = [_title_key(flow, c) for c in candidates]
    last = {
        (c.number, title): index
        for index, (c, title) in enumerate(zip(candidates, titles, strict=True))
    }
    contents: set[int] = set()
    for index, c in enumerate(candidates):
        later = last[c.number, titles[index]]
        following = candidates[index + 1].para if index + 1 < len(candidates) else -1
        adjacent = following - c.para in (1, 2) or (
            index > 0 and c.para - candidates[index - 1].para in (1, 2)
        )
        leaders = _leaders(flow.paras[c.para].text) is not None
        told = ends_as_sentence(flow.paras[c.para].text[c.title :])
        if (later > index and adjacent and not told) or (leaders and titles[index]):
            contents.add(index)
    if len(contents) < 2 or len(contents) == len(candidates):
        return candidates
    return [c for index, c in enumerate(candidates) if index not in contents]


def _leaders(words: str) -> re.Match[str] | None:
    """The dots or the wide gap after a title that lead to its page number."""
    dotted = ".." in words or ". ." in words or "…" in words
    return _LEADERS.search(words) if dotted or fold(words) != words else None


def _title_key(flow: Flow, candidate: Candidate) -> str:
    words = flow.paras[candidate.para].text[candidate.title : candidate.title + 200]
    if not words.strip() and candidate.para + 1 < len(flow.paras):
        words = flow.paras[candidate.para + 1].text[:200]
    leaders = _leaders(words)
    return key(words[: leaders.start()] if leaders else words)[:24]


def _common_prefix(candidates: list[Candidate]) -> list[Candidate]:
    counts: dict[str, int] = {}
    for c in candidates:
        prefix = c.number.split()[0]
        counts[prefix] = counts.get(prefix, 0) + 1
    if not counts:
        return []
    best = max(counts, key=lambda prefix: counts[prefix])
    return [c for c in candidates if c.number.split()[0] == best] if counts[best] >= 2 else []


def _best_chain(candidates: list[Candidate]) -> tuple[list[Candidate], float]:
    """The heaviest chain of candidates, and its weight. Linear: one look back for each number."""
    best: dict[int, int] = {}
    totals: list[float] = []
    back: list[int] = []
    top = -1
    for index, c in enumerate(candidates):
        options = [(_start_weight(c), -1)]
        for step, bonus in ((1, 2.0), (0, -1.0), (2, 0.0), (3, -0.5)):
            j = best.get(c.main - step, -1)
            if j >= 0:
                extra = 1.0 if candidates[j].style == c.style else 0.0
                if step == 0 and c.sub and c.sub != candidates[j].sub:
                    bonus = 1.5
                options.append((totals[j] + bonus + extra, j))
        if top >= 0:
            options.append((totals[top] - 4.0, top))
        weight, j = max(options)
        totals.append(weight + c.score)
        back.append(j)
        known = best.get(c.main, -1)
        if known < 0 or totals[index] >= totals[known]:
            best[c.main] = index
        if top < 0 or totals[index] > totals[top]:
            top = index
    if top < 0:
        return [], 0.0
    chain: list[Candidate] = []
    index = top
    while index >= 0:
        chain.append(candidates[index])
        index = back[index]
    return chain[::-1], totals[top]


def _start_weight(candidate: Candidate) -> float:
    if candidate.main == 1:
        return 1.0
    return 0.0 if candidate.style in {"sign", "prefix"} or candidate.main < 60 else -2.0


def _heading(flow: Flow, c: Candidate) -> Heading:
    para = flow.paras[c.para]
    title = para.text[c.title :]
    if title.strip():
        end = _title_length(title)
        length = len(title[:end].rstrip())
        begin = para.start + c.title
        rest = title[end:].strip()
        return Heading(
            c.para,
            c.number or None,
            para.start,
            begin,
            begin + length,
            c.para if rest else c.para + 1,
            begin + end if rest else para.end,
        )
    following = flow.paras[c.para + 1] if c.para + 1 < len(flow.paras) else None
    if following is None or not _heading_like(following.text) or _opens_section(following.text):
        return Heading(c.para, c.number, para.start, para.end, para.end, c.para + 1, para.end)
    length = _title_length(following.text)
    return Heading(
        c.para,
        c.number,
        para.start,
        following.start,
        following.start + length,
        c.para + 2,
        following.end,
    )


def _opens_section(words: str) -> bool:
    """Whether a line is a marker that cannot be a title itself."""
    marker = read_marker(words)
    return marker is not None and marker.mark is not Mark.TEXT


def _title_length(title: str) -> int:
    """How long the title is, where text runs on in the same line."""
    leaders = _leaders(title)
    if leaders:
        return leaders.start()
    column = _COLUMN.search(title) if len(title) > 60 else None
    if column and column.start() > 3:
        return column.start()
    registered = _REGISTERED.search(title)
    if registered and registered.start() > 2:
        return registered.start()
    if len(title) > 24 and SENTENCE_END.search(title):
        result = _RESULT.search(title, 3)
        told = _sentence_in(title)
        return min(result.start() if result else len(title), told)
    return len(title)


_PRESENT = re.compile(rf"[{LOWER}]{{2,}}(?:ar|er)$")


def _sentence_in(title: str) -> int:
    """Where a sentence begins that runs on after the title: capitalised words and a finite verb."""
    words = [(m.start(), m.group()) for m in re.finditer(r"\S+", title[:400])]
    for index in range(1, len(words)):
        at, word = words[index]
        previous = words[index - 1][1]
        if (
            not word[0].isupper()
            or previous.lower() in DANGLING
            or (previous[0].isupper() and index > 1)
        ):
            continue
        following = [w.strip(",.") for _, w in words[index + 1 : index + 4]]
        told = any(FINITE.match(w) for w in following) or (
            following and _PRESENT.match(following[0])
        )
        if told and title.rstrip().endswith((".", "!", "?")):
            return at
    return len(title)


def _by_shape(flow: Flow, from_para: int) -> list[Heading]:
    """Headings without numbers: by marks of layout, else by being short and standing alone."""
    paras = flow.paras
    shaped = [i for i in range(from_para, len(paras)) if _shaped(paras, i)]
    levels: dict[int, int] = {}
    for i in shaped:
        if paras[i].mark:
            levels[paras[i].mark] = levels.get(paras[i].mark, 0) + 1
    if levels and max(levels.values()) >= 2:
        level = max(levels, key=lambda mark: (levels[mark], -mark))
        shaped = [i for i in shaped if paras[i].mark == level]
    elif sum(bool(para.gap) for para in paras[from_para:]) * _GAPS < len(paras) - from_para:
        shaped = _without_gaps(paras, shaped)
    else:
        shaped = [i for i in shaped if paras[i].gap and _followed_by_text(paras, i)]
    return [
        Heading(i, None, paras[i].start, paras[i].start, _shaped_end(paras[i]), i + 1, paras[i].end)
        for i in shaped
    ]


_GAPS = 12
"""Fewer than one paragraph in so many has an empty line above it where the format keeps none."""
_USUAL = re.compile(
    r"(?:Mötets? |Mötet |Inledning|Öppnande|Val av|Föregående|Dagordning|Godkännande|Fastställ"
    r"|Övriga? |Nästa |Avslut|Rapport|Information|Upprop|Laget runt|Genomgång|Sammanträdets)",
    re.IGNORECASE,
)


def _without_gaps(paras: list[Para], shaped: list[int]) -> list[int]:
    """Headings of a text that keeps no empty lines: short lines between whole sentences.

    They begin with one such as agendas usually have, and there are several such.
    """
    found = [
        i
        for i in shaped
        if i
        and len(paras[i].text) <= _LONGEST_SHAPED
        and paras[i - 1].text.endswith((".", "!", "?", ":", ")"))
        and i + 1 < len(paras)
        and paras[i + 1].text[:1].isupper()
    ]
    usual = [i for i in found if _USUAL.match(paras[i].text)]
    return [i for i in found if i >= usual[0]] if len(usual) > 1 else []


_LONGEST_SHAPED = 70


def _by_bullets(flow: Flow, from_para: int) -> list[Heading]:
    """An agenda whose entries have bullets: the longest run of them, if nothing else is there."""
    best: list[int] = []
    run: list[int] = []
    for i in range(from_para, len(flow.paras)):
        words = flow.paras[i].text
        if _BULLET.match(words) and len(words) <= _LONG_LINE:
            run.append(i)
        elif not run or i - run[-1] > 2 or read_marker(words):
            run = []
        if len(run) > len(best):
            best = list(run)
    if len(best) < 3 or not any(_AGENDA.match(p.text) for p in flow.paras[: best[0]]):
        return []
    found: list[Heading] = []
    for i in best:
        para = flow.paras[i]
        bullet = _BULLET.match(para.text)
        begin = para.start + (bullet.end() if bullet else 0)
        found.append(Heading(i, None, para.start, begin, para.end, i + 1, para.end))
    return found


_AGENDA = re.compile(
    r"(?:.{0,40}\b)?(?:dagordning|agenda|kallelse|ärenden|föredragningslista|ärendelista)\b",
    re.IGNORECASE,
)


def _shaped_end(para: Para) -> int:
    return para.start + len(para.text.rstrip(" :"))


_SPEAKS = re.compile(r"[.!?,;:]$|\d{4}-\d\d-\d\d|@|www\.|^\d|\bkl\.?\s\d|^[-–•*]", re.IGNORECASE)


_FORM = re.compile(
    r"(?:utses att justera|justeringens plats|justerande|förvaringsplats|datum (?:för|då) anslag"
    r"|sammanträdesdatum|paragraf(?:er)?\b|organ\b|bevis\b|underskrift|utdragsbestyrk"
    r"|sekreterare\b|ordförande\b|sammanträdesprotokoll\b|protokoll\s\d)",
    re.IGNORECASE,
)
"""Labels of the form that heads minutes: none of them is a title of an item."""


def _shaped(paras: list[Para], i: int) -> bool:
    words = paras[i].text
    if len(words) > 100 or not words[0].isupper() or len(words) < 4:
        return False
    if _SPEAKS.search(words.rstrip(" :") if paras[i].mark else words):
        return False
    if is_label(words) or opens_line(words) or read_marker(words) or closes(words):
        return False
    if _FORM.match(words):
        return False
    if _COLUMN.search(words) or any(FINITE.match(word) for word in words.split()[1:4]):
        return False
    return not (len(words) < 60 and list_people(words) and "rapport" not in words.lower())


def _followed_by_text(paras: list[Para], i: int) -> bool:
    if i + 1 >= len(paras):
        return False
    following = paras[i + 1].text
    if not paras[i + 1].gap:
        return True
    return len(following) > 40 or following.endswith(".") or read_marker(following) is not None

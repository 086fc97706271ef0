"""Where the title of an item ends, when text follows it on the same line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from handslag.source.parsing.given_names import GIVEN_NAMES
from handslag.source.parsing.lexicon import ABBREVIATIONS, DANGLING, FINITE, LOWER, UPPER
from handslag.source.parsing.people import is_role
from handslag.source.parsing.run_together.marks import BODY_LABEL, MARKER, SECTIONS, hangs

TOKEN = re.compile(r"\S+")
_TITLE_STOPS = re.compile(
    r"(?:Beslut|Ärende(?:t|beskrivning)|Sammanfattning|Bakgrund|Föredrag|Dnr|Diarie|Att$|Ordförande"
    r"|Enligt$|Med$|Under$|I$|På$|Vid$|Den$|Det$|De$|En$|Ett$|Till$|Från$|Efter$|För$|Vi$|Om$|Av$"
    r"|Då$|När$|Som$|Inga?$|Inget$|Samtliga$|Följande$|Denna$|Detta$|Dessa$|Handling|Underlag"
    r"|Paus$|Dokument|Ansvarig|Syfte$|Tid:|Kl\.?$|Nämnden|Styrelsen|Utskottet|Mötets?$|Rådet$"
    rf"|Direktionen|[{UPPER}][{LOWER}-]*(?:nämnden|styrelsen|utskottet|fullmäktige|rådet|gruppen"
    r"|förvaltningen|direktören|chefen|nätverket|förbundet|kommittén|kontoret)$"
    r"|(?:ARBETSUTSKOTTET|NÄMNDEN|STYRELSEN|BESLUT|DNR)$)"
)
LONGEST_TITLE = 240
_TELLS = frozenset(
    """hälsar hälsade öppnar öppnade förklarar förklarade informerar informerade redogör redogjorde
    redovisar redovisade rapporterar rapporterade berättar berättade presenterar presenterade
    föredrar föredrog väljs valdes utses utsågs beslutar beslutade beslöt""".split()
)
"""Verbs that tell what happened: no title holds them after its first words."""
_DIARY = re.compile(
    r"(?:[A-ZÅÄÖ]{2,6}\s\d{1,4}/\d{2,4}|[A-ZÅÄÖ]{2,6}[\s-]?\d{4}[-/:]\d+|\d{4}/\d*(?=\s|$)"
    r"|[A-ZÅÄÖ]{2,6}/\d{4}:\d+)"
)
_NAME_BEFORE = frozenset(
    "region landstinget västra östra norra södra nya stora lilla sankt".split()
)


def title_end(line: str, start: int, end: int) -> int:
    """Where the title that begins at `start` ends, told from what follows it before `end`."""
    end = _next_section(line, start, end)
    tokens = list(TOKEN.finditer(line, start, min(end, start + LONGEST_TITLE)))
    if not tokens:
        return end
    if _shouts(tokens[0].group()) and (
        len(tokens) < 2 or any(_shouts(token.group()) for token in tokens[1:3])
    ):
        ends = _first(tokens, _goes_silent)
    elif _is_short(line, start, end, tokens):
        return _short_title_end(tokens, end)
    else:
        ends = _first(tokens, _ends_before)
    if ends is not None:
        return ends
    return tokens[-1].end() if tokens[-1].end() >= end - 1 else _soft_end(tokens, end)


def _next_section(line: str, start: int, end: int) -> int:
    """Where the first marker or label after the title begins, else `end`."""
    for stop in (MARKER, SECTIONS, BODY_LABEL):
        found = stop.search(line, start + 3, end)
        if found and not hangs(line, start, found):
            end = found.start()
    lost = _LOST_DECIDER.search(line, start + 3, min(end, start + LONGEST_TITLE))
    return lost.end() if lost else end


_LOST_DECIDER = re.compile(
    r"(?<=\s)[a-zåäö][\w-]+(?=\s(?:har\stagit\sdel\sav|tackar\sför|beslutar\satt|godkänner|noterar"
    r"|beslutar\si\senlighet)\s)"
)
"""A title's last word before a decision whose decider's name has been lost."""


def _is_short(line: str, start: int, end: int, tokens: list[re.Match[str]]) -> bool:
    """Whether all words up to the next item may be the title: few, and no sentence."""
    if end - start > _SHORT or not _NO_SENTENCE.fullmatch(line, start, end):
        return False
    return not any(
        is_verb(token.group()) or token.group() in _INFINITIVES or _clause_at(token)
        for token in tokens[1:]
    )


def _first(
    tokens: list[re.Match[str]],
    ends: Callable[[re.Match[str], re.Match[str], str], bool],
) -> int | None:
    """The end of the first word after which the title ends; None where it goes on."""
    title = tokens[0].group()
    for before, token in itertools.pairwise(tokens):
        last = before.group()
        full = last.endswith((".", "?", "!")) and last.rstrip(".").lower() not in ABBREVIATIONS
        if full or ends(before, token, title):
            return before.end()
    return None


def _goes_silent(before: re.Match[str], token: re.Match[str], _: str) -> bool:
    """Whether a title in capitals ends before a word that is not."""
    if _shouts(token.group()) or not any(letter.islower() for letter in token.group()):
        return False
    return before.group().lower().strip(",") not in DANGLING


def _ends_before(before: re.Match[str], token: re.Match[str], title: str) -> bool:
    """Whether what follows a title begins at `token`; `title` is the title's first word."""
    last, word = before.group(), token.group()
    if last.endswith(":"):
        return bool(word[:1].isupper() and _TITLE_STOPS.match(word)) and _verb_follows(token)
    if last.lower() not in _ASKS and _clause_at(token):
        return True
    if last.lower() not in DANGLING and word in _INFINITIVES:
        return True
    return _opens_list(last, token) or _opens_sentence(token, title, last)


_SHORT = 160
_NO_SENTENCE = re.compile(r"(?:[^.:!?]|[.:](?=\S)|\b(?:kl|KL|Kl|nr|dnr|tf|bl|t|ca)\.(?=\s))*:?\s*")
_AFTER_SHORT = re.compile(
    r"(?:Föredragande|Bilag|Dnr|Beslut$|Ansvarig|Muntlig|\(?[Kk][Ll]\.?$|Handling)"
)
_DECIDES = re.compile(
    r"(?:fastställ|godkän|lägg|la|anmäl|utse|utsåg|välj|val|notera|anteckna|bordlägg|bordla|bifall"
    r"|bevilja|avsl|återremittera|hänskjut|överlämna|justera|redovisa|konstatera|tillstyrk|anta)"
    r"(?:n?er|n?es|n?s|des|ts|as|ades|gs|ar|gs|r)$"
)
_TO_DECIDE = re.compile(
    r"(?:inte\s|ej\s)?(?:fastställa|notera|godkänna|lägga|utse|bordlägga|anta|uppdra|bevilja|avslå"
    r"|bifalla|välja|återremittera|överlämna|tillstyrka|föreslå|rekommendera|ge|med)\b"
)
_INFINITIVES = frozenset(
    """fastställa notera godkänna lägga utse bordlägga anta uppdra bevilja avslå bifalla välja
    återremittera överlämna tillstyrka rekommendera""".split()
)
"""What is decided right after a title, where the decider's name has been lost."""
_ASKS = frozenset("uppdrag förslag begäran ansökan möjlighet motion medborgarförslag om".split())


def is_verb(word: str) -> bool:
    """Whether a word is most likely the verb of a sentence, by its form."""
    bare = word.strip(",.;:")
    return bare in _TELLS or FINITE.match(bare) is not None or _DECIDES.match(bare) is not None


def _short_title_end(tokens: list[re.Match[str]], end: int) -> int:
    """The end of a title that all words up to the next item may belong to."""
    for before, token, after in zip(tokens, tokens[1:], [*tokens[2:], None], strict=False):
        word = token.group()
        named = word.strip(",.(").lower() in GIVEN_NAMES and before.group().lower() not in DANGLING
        if named and after and after.group()[:1].isupper():
            return before.end()
        if _AFTER_SHORT.match(word) or _DIARY.match(token.string, token.start()):
            return before.end()
    return end


def _soft_end(tokens: list[re.Match[str]], end: int) -> int:
    """A title as long as that is none: it ends before its first capital, else with its line."""
    for before, token in itertools.pairwise(tokens):
        if token.group()[:1].isupper():
            return before.end()
    return end


_ABBREVIATED = re.compile(r"[A-ZÅÄÖ]{2,}-[a-zåäö]")
OPENERS = frozenset(
    """Enligt Med Under I På Vid Den Det De En Ett Till Från Efter För Vi Då När Som Inga Inget
    Samtliga Följande Denna Detta Dessa Ordföranden Ordförande Mötet""".split()
)
"""Words that begin a sentence: a capitalised word right before one belongs to the title."""


def _clause_at(token: re.Match[str]) -> bool:
    """Whether the clause of a decision begins at a word: 'att fastställa'."""
    return token.group() == "att" and _TO_DECIDE.match(token.string, token.end() + 1) is not None


def _opens_list(last: str, token: re.Match[str]) -> bool:
    """Whether a word after `last` is the mark of a list's first entry."""
    if not _ENTRY.match(token.group()):
        return False
    after = token.string[token.end() : token.end() + 4].strip()
    return last.lower() not in DANGLING and (
        after[:1].isupper() or re.match(r"[a-z]\)", after) is not None
    )


_ENTRY = re.compile(r"(?:\d{1,2}[.)]|[-–•*o]|\(?[a-z][).])$")


def _opens_sentence(token: re.Match[str], title: str, last: str) -> bool:
    """Whether a word after some words of a title begins what follows it.

    `title` is the title's first word, `last` the one before the word.
    """
    word = token.group()
    if _DIARY.match(token.string, token.start()) or (title == "Nästa" and word[0].isdigit()):
        return True
    if word in _TELLS and last != title and last.lower() not in DANGLING:
        return True
    opening = word.lstrip("\"”'(")
    if not opening[:1].isupper():
        return False
    if last.lower().strip(",") in DANGLING or last.endswith((",", "-", "–", "/")):
        return False
    bare = opening.rstrip(",.:;)")
    if _TITLE_STOPS.match(bare) or bare.lower() in GIVEN_NAMES:
        return True
    return _is_no_name(token, bare, title, last)


def _is_no_name(token: re.Match[str], bare: str, title: str, last: str) -> bool:
    """Whether a capitalised word after a title's words is no name that belongs to it."""
    line = token.string
    following = TOKEN.search(line, token.end())
    after = following.group() if following else ""
    if len(bare) == 1 or _ABBREVIATED.match(bare) or after in OPENERS:
        return False
    if after[:1].isupper() and after.lower() in GIVEN_NAMES:
        return True  # what somebody is, before the name
    if _JOINT_BODY.match(line, token.start()):
        return True
    if _shouts(bare) and len(bare) < _LONGEST_ABBREVIATION:
        return _verb_follows(token)
    if last.lower() in _NAME_BEFORE:
        return False
    again = bare in line[max(0, token.start() - 80) : token.start()]
    if again or is_role(bare) or _is_person(token) or (last != title and bare[:5] == title[:5]):
        return True
    if last[:1].isupper() and (last != title or bare.endswith("s")):
        return _verb_follows(token)
    return not _is_named_part(token, title[:5])


_LONGEST_ABBREVIATION = 6
_JOINT_BODY = re.compile(r"[A-ZÅÄÖ]\w+-\soch\s\w+(?:nämnden|styrelsen|utskottet|rådet)\s")


def _is_person(token: re.Match[str]) -> bool:
    """Whether a name and what it does begin at a word: 'Nasrin Ahmadi redovisade', 'Eva Alm,'."""
    words = token.string[token.start() : token.start() + 60].split()[:3]
    if len(words) < 3 or not all(word[:1].isupper() and word[1:2].islower() for word in words[:2]):
        return False
    return words[1].endswith(",") or is_verb(words[2]) or is_role(words[2])


def _is_named_part(token: re.Match[str], stem: str) -> bool:
    """Whether a capitalised word begins a name in a title: few words, none a verb, then another."""
    if token.group()[:5] == stem:
        return False
    for count, word in enumerate(TOKEN.finditer(token.string, token.end(), token.end() + 60)):
        if word.group()[:1].isupper():
            return count <= 1
        if word.group().endswith((".", "!", "?")) or is_verb(word.group()):
            return False
    return False


def _verb_follows(token: re.Match[str]) -> bool:
    """Whether the next words say that something is done."""
    words = token.string[token.end() : token.end() + 60].split()[:3]
    return any(FINITE.match(word.strip(",.;:")) for word in words)


def _shouts(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 1 and all(letter.isupper() for letter in letters)

"""Names of people in lists and sentences, with title, party and organisation."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from handslag.source.parsing.given_names import GIVEN_NAMES
from handslag.source.parsing.lexicon import LOWER, UPPER
from handslag.source.parsing.names_in_row import PARTICLES, split_names
from handslag.source.parsing.places import MUNICIPALITIES

_LETTER = f"{UPPER}{LOWER}"
_AFTER_CAPITAL = rf"[{_LETTER}'’´]*(?:-(?:\s(?=[{UPPER}][{LOWER}]))?[{_LETTER}][{_LETTER}'’]*)?"
TOKEN = rf"[{UPPER}]{_AFTER_CAPITAL}"
_MORE_TOKENS = (
    rf"(?:\s{{1,2}}(?:(?:von|af|de|van|der|den|la|el|al)\s){{0,2}}(?:[{UPPER}]\.\s)?{TOKEN}){{1,3}}"
)
NAME = TOKEN + _MORE_TOKENS

_ROLES = frozenset(
    """vd tf tillförordnad bitr vice v 1:e 2:e förste första andre andra ordf sekr tjg
    tjänstgörande adj justerare protokollförare""".split()
)
_ROLE_ENDINGS = tuple(
    """chef chefen strateg strategen direktör direktören ekonom ekonomen jurist juristen rektor
    rektorn utredare utredaren controller controllern specialist specialisten revisor revisorn
    ledare ledaren samordnare samordnaren sekreterare sekreteraren handläggare handläggaren
    utvecklare utvecklaren planerare planeraren koordinator koordinatorn inspektör inspektören
    ordförande ordföranden läkare konsult sköterska ansvarig representant ledamot ersättare råd
    adjungerad socionom psykolog forskare professor doktorand kurator pedagog registrator
    administratör assistent arkitekt ingenjör kommunikatör analytiker student rådgivare biträdande
    sakkunnig generalist företrädare brandman befäl observatör upphandlare lärare mäklare
    förvaltare instruktör operatör redaktör kamrer intendent bibliotekarie veterinär tekniker
    notarie dietist biolog ekolog antikvarie vaktmästare kontaktperson ombud
    moderator föreläsare""".split()
)
_ORG_WORD = re.compile(
    r"(?:kommun(?:en|er|s)?|region(?:en)?|landstinget?|\w*förvaltning(?:en)?|\w*nämnd(?:en)?"
    r"|\w*avdelning(?:en)?|\w*enhet(?:en)?|\w*styrelse(?:n)?|\w*förbund(?:et)?|universitet(?:et)?"
    r"|högskola[n]?|sjukhus(?:et)?|vårdcentral(?:en)?|\w*myndighet(?:en)?|\w*bolag(?:et)?|ab"
    r"|\w*kontor(?:et)?|\w*centrum|\w*nätverk(?:et)?|\w*grupp(?:en)?|\w*utskott(?:et)?|\w*rådet"
    r"|\w*verket|\w*förening(?:en)?|socialtjänst(?:en)?|skola[n]?|\w*omsorg(?:en)?|polisen?"
    r"|länsstyrelsen|skr|rss|lpo|lag|västra|östra|norra|södra|hälsa|vård|psykisk|barn|äldre"
    r"|kansli(?:et)?|stab(?:en)?|område(?:t)?|\w*hälsan|individ|familje|funktionsstöd"
    r"|habilitering(?:en)?|psykiatri(?:n)?|primärvård(?:en)?|närvård(?:en)?|\w*projekt(?:et)?"
    r"|\w*organisation(?:en|er)?|\w*kommitté(?:n)?|\w*delegation(?:en)?|revision(?:en)?"
    r"|\w*beredning(?:en)?|\w*direktion(?:en)?|fullmäktige|\w*institut(?:et)?|stiftelsen?"
    r"|\w{4,}företag(?:en|et)?|\w{4,}råd|sekretariat(?:et)?|\w+-centralen|\w{4,}vården|\w{3,}byrå(?:n)?|\w{4,}utveckling"
    r"|\w{3,}regionen|\w{3,}verk(?:et)?|\w{3,}tjänst(?:en)?|\w{3,}(?:vägen|gatan|torget|huset|salen|rummet)"
    r"|\w{3,}(?:arna|orna|ningen|tionen|heten))s?$",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    [
        "ärendet",
        "beslut",
        "punkten",
        "förslag",
        "bilaga",
        "punkt",
        "föredragande",
        "närvarande",
        "ordföranden",
        "ordförande",
        "sekreterare",
        "nämnden",
        "styrelsen",
        "mötet",
        "frågan",
        "rapport",
        "information",
        "dagordning",
        "kallelse",
        "protokoll",
        "samtliga",
        "övriga",
        "övrigt",
        "plats",
        "tid",
        "datum",
        "paragraf",
        "att",
        "den",
        "det",
        "de",
        "en",
        "ett",
        "i",
        "på",
        "vid",
        "för",
        "från",
        "till",
        "efter",
        "enligt",
        "under",
        "nästa",
        "kommunerna",
        "regionen",
        "kommun",
        "region",
        "ledamöter",
        "ersättare",
        "deltagare",
        "beslutande",
        "frånvarande",
        "förhinder",
        "måndag",
        "tisdag",
        "onsdag",
        "torsdag",
        "fredag",
        "januari",
        "februari",
        "mars",
        "april",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
        "vi",
        "man",
        "han",
        "hon",
        "ny",
        "nya",
        "alla",
        "ingen",
        "tillkommande",
        "ärenden",
        "informationsärenden",
        "beslutsärenden",
        "anmälningsärenden",
        "rapporter",
        "diskussionsärenden",
        "teams",
        "zoom",
        "skype",
        "microsoft",
        "meeting",
        "rådhuset",
        "kommunhuset",
        "sal",
        "sessionssalen",
        "via",
        "socialnämnden",
        "sammanträde",
        "vakant",
        "gemensam",
        "god",
        "nära",
        "sida",
        "tjänsteskrivelse",
        "nästkommande",
        "ärende",
        "diarienummer",
        "diarienr",
        "ärendenummer",
        "dnr",
        "ja",
        "nej",
        "avstår",
        "omröstning",
        "parti",
        "innehåll",
        "presentation",
        "genomgång",
        "diskussion",
        "kort",
        "lokalt",
        "nationella",
        "regionala",
        "ej",
        "dessutom",
        "därutöver",
        "justerande",
        "representant",
        "representanter",
        "inbjuden",
        "inbjudna",
        "inbjudan",
        "adjungerad",
        "adjungerade",
        "organ",
        "underskrift",
        "underskrifter",
        "paragrafer",
        "postadress",
        "besöksadress",
        "telefon",
        "telefax",
        "växel",
        "fax",
        "e-post",
        "internet",
        "hemsida",
        "måndagen",
        "tisdagen",
        "onsdagen",
        "torsdagen",
        "fredagen",
        "suppleant",
        "suppleanter",
        "tjänstgörande",
        "gäst",
        "gäster",
        "politiker",
        "tjänstemän",
        "tjänstepersoner",
        "bevis",
        "anmält",
        "ajournering",
        "insynsplats",
        "sveriges",
        "svenska",
        "sverige",
        "förebyggande",
        "stödjande",
        "personalföreträdare",
        "primärkommunala",
        "primärkommunal",
        "justeras",
        "justerat",
        "mötets",
        "hotell",
        "hotel",
        "folkets",
        "anslaget",
        "ersätter",
    ]
)
# the capital comes first, as only then the engine leaps to where one stands
_NAME = re.compile(rf"[{UPPER}](?<!\w[{UPPER}]){_AFTER_CAPITAL}{_MORE_TOKENS}")
_TOKEN = re.compile(r"\S+")
_PARTY = re.compile(r"\(([A-ZÅÄÖ][A-Za-zåäöÅÄÖ]{0,5}|[a-zåäö]{1,4}|-|–)\)")


_TRADES = ("are", "log", "ped", "peut", "ör", "iker", "kant", "arie")
"""Ends of words for what somebody does, where a first name and a surname follow them."""


class NameMention(NamedTuple):
    """A person's name in a text."""

    start: int
    end: int
    name: str


@lru_cache(maxsize=8192)
def is_role(word: str) -> bool:
    """Whether a word is, or ends like, a title or role."""
    bare = word.strip(".,:()").lower()
    return bare in _ROLES or (bare.endswith(_ROLE_ENDINGS) and bare.replace("-", "").isalnum())


def is_organisation(words: str) -> bool:
    """Whether some word shows that the words name an organisation."""
    return any(_is_organisation_word(word.strip(".,:()")) for word in words.split())


@lru_cache(maxsize=8192)
def _is_organisation_word(word: str) -> bool:
    return _ORG_WORD.match(word.rpartition("-")[2] or word) is not None


_LETTERS = re.compile(rf"[{UPPER}]{{2,5}}")
"""Letters that stand for an organisation or a party after a name."""


_VOWEL = re.compile(r"[aeiouyåäöéè.]", re.IGNORECASE)


def trimmed_name(words: str) -> str | None:
    """The person's name that `words` begin with, up to a title or organisation: two words on."""
    kept: list[str] = []
    tokens = words.split()
    for n, word in enumerate(tokens):
        if 0 < n < len(tokens) - 1 and word.lower() in PARTICLES and tokens[n + 1][0].isupper():
            kept.append(word)
            continue
        if is_role(word) or _is_organisation_word(word) or word.lower() in _NOT_NAMES:
            break
        if (
            n > 1
            and not kept[-1].isupper()
            and (_LETTERS.fullmatch(word) or (word == "X" and n == len(tokens) - 1))
        ):
            break
        if n > 1 and len(word) < _LONG and not _VOWEL.search(word):
            break  # an abbreviation
        kept.append(word)
        if len(kept) == 5:
            break
    while kept and kept[-1][0].islower():
        kept.pop()
    return " ".join(kept) if len(kept) >= 2 else None


def find_names(text: str, start: int = 0, end: int | None = None) -> list[NameMention]:
    """The full names of people in running text: two capitalised words or more."""
    found: list[NameMention] = []
    for match in _NAME.finditer(text, start, len(text) if end is None else end):
        found += _name_in(match.start(), match.group())
    return found


_TWO_NAMES = 3
"""More words than this may be the names of two people."""


def _name_in(at: int, words: str) -> list[NameMention]:
    """The name inside capitalised words, titles before it and organisations after it left out."""
    tokens = [(m.start(), m.group()) for m in _TOKEN.finditer(words)]
    while tokens and (is_role(tokens[0][1]) or tokens[0][1].lower() in _NOT_NAMES):
        tokens.pop(0)
    if len(tokens) > 2 and _is_no_first_name(tokens[0][1], tokens[1][1]):
        tokens.pop(0)
    if len(tokens) < 2 or _is_from(tokens[0][1], tokens[1][1]):
        return []
    if len(tokens) > _TWO_NAMES:
        firsts = split_names([word for _, word in tokens])
        given = [tokens[first][1].lower() in GIVEN_NAMES for first in firsts]
        if len(firsts) > 1 and (all(given) or (any(given) and _names_place(tokens[0][1]))):
            cuts = [tokens[first][0] for first in firsts] + [len(words)]
            return [
                found
                for (start, stop), known in zip(pairwise(cuts), given, strict=True)
                if known
                for found in _name_in(at + start, words[start:stop].rstrip())
            ]
    begin = tokens[0][0]
    name = trimmed_name(words[begin:])
    if not name:
        return []
    length = 0
    for offset, word in tokens:
        length = offset + len(word)
        if " ".join(words[begin:length].split()) == name:
            break
    return [NameMention(at + begin, at + length, name)]


def _names_place(word: str) -> bool:
    low = word.lower()
    return low in MUNICIPALITIES or low in {"västra", "östra", "norra", "södra", "region"}


def _is_from(word: str, following: str) -> bool:
    """Whether a first word is a place or the letters of an organisation, so that no name begins."""
    low = word.lower()
    letters = len(word) > 2 and _LETTERS.fullmatch(word) and not following.isupper()
    return bool(letters or low in MUNICIPALITIES) and low not in GIVEN_NAMES


def _is_no_first_name(word: str, following: str) -> bool:
    """Whether a word before two more of a name is a trade, or where the one before is from."""
    low, after = word.lower(), following.lower()
    if low in GIVEN_NAMES or not word[1:].islower():
        return word.isupper() and len(word) > 2 and after in GIVEN_NAMES and low not in GIVEN_NAMES
    if _is_organisation_word(word) and after in GIVEN_NAMES:
        return True
    placed = low in MUNICIPALITIES or low in _PLACE_OR_SURNAME
    return word.endswith(_TRADES) or (placed and (after in GIVEN_NAMES or after in MUNICIPALITIES))


_PLACE_OR_SURNAME = frozenset({"lund", "berg", "mark", "borås", "region", "landstinget"})


NOT_THERE = "[-]"
"""Note of a list entry whose column of marks has a dash."""


class Listed(NamedTuple):
    """One entry of a list of people."""

    start: int
    end: int
    name: str
    title: str | None
    organisation: str | None
    note: str


_SPLIT = re.compile(
    rf"[,;:\s](?:(?<=[,;])|(?<=:)\s|(?<=\)\s)\s*(?={NAME}\s\()"
    r"|(?<=\s)(?:(?<=\t)|\s{2,}|(?<!-\s)och\s|samt\s|&\s|(?<=\n)|/\s|[–-]\s))"
    rf"|/(?<=[{LOWER}]/)(?={TOKEN}\s[{UPPER}][{LOWER}])"
)
_TRAIL = re.compile(
    r"(?:§|(?:punkt(?:erna)?|p|kl|(?-i:(?!Tom\b))t\.?\s?o\.?\s?m|fr\.?\s?o\.?\s?m|ej|endast|del av"
    r"|närvar\w*)\b)",
    re.I,
)
_SURNAME_FIRST_ROLE = re.compile(rf"(?P<role>(?:[{_LETTER}.:-]+\s){{1,4}}?)(?P<name>{NAME})")


def list_people(text: str, start: int = 0, end: int | None = None) -> list[Listed]:
    """The people in a list such as 'Eva Ek (S), ordförande, Bo Dal, Norrby kommun'.

    A part without a name of its own tells about the person before it.
    """
    stop = len(text) if end is None else end
    entries: list[Listed] = []
    at = start
    depth_text = text
    bounds = list(_SPLIT.finditer(text, start, stop))
    if text.find("(", start, stop) >= 0:
        bounds = [bound for bound in bounds if not _in_brackets(text, start, bound)]
    for bound in (*bounds, None):
        part_end = bound.start() if bound else stop
        first = entries[0].start if entries else at
        _add_part(entries, depth_text, at, part_end, roles_first=_has_word(text, start, first))
        at = bound.end() if bound else part_end
    return entries


_FIRST_NAME = re.compile(
    rf"(?P<name>[{UPPER}][{LOWER}]+(?:-[{UPPER}]?[{LOWER}]+)?)"
    rf"(?:\s[{UPPER}]\.?)?(?:\s?[-–—]\s?(?P<does>[{LOWER}][^,;]{{2,40}})|\s\((?P<is>[^()]{{1,40}})\))?"
)
_BETWEEN = re.compile(r"[,;]\s*|\s(?:och|samt|&)\s")


def list_first_names(text: str, start: int, end: int) -> list[Listed]:
    """The people in a list of first names only: 'Eva - kassör, Bo och Ina'; none in any other."""
    entries: list[Listed] = []
    at = start
    for bound in (*_BETWEEN.finditer(text, start, end), None):
        stop = bound.start() if bound else end
        part = text[at:stop].rstrip(" .")
        match = _FIRST_NAME.fullmatch(part.lstrip())
        if match is None or match.group("name").lower() not in GIVEN_NAMES:
            return []
        begin = at + len(part) - len(part.lstrip())
        name = match.group("name")
        role = match.group("does") or match.group("is")
        entries.append(Listed(begin, begin + len(name), name, role, None, ""))
        at = bound.end() if bound else stop
    return entries if len(entries) > 1 else []


_REMARK_LENGTH = 200
"""So many characters back a bracket may have been opened."""


def _in_brackets(text: str, start: int, bound: re.Match[str]) -> bool:
    window = text[max(start, bound.start() - _REMARK_LENGTH) : bound.start()]
    return window.rfind("(") > window.rfind(")")


def _is_of_before(role: str | None) -> bool:
    """Whether a role between two names is the first one's, where lists put roles after names."""
    return role is not None and role.lower() not in _KINDS


def _has_word(text: str, start: int, end: int) -> bool:
    """Whether a word stands before the first name: the list puts roles before their people."""
    return any(letter.isalpha() for letter in text[start:end])


def _add_part(entries: list[Listed], text: str, start: int, end: int, *, roles_first: bool) -> None:
    raw = text[start:end]
    lead = len(raw) - len(raw.lstrip(" \t\xa0-–•*·"))
    words = raw.strip(" \t\xa0-–•*·.")
    if not words:
        if entries and raw.strip() in {"-", "–"} and _in_column(text, start, end):
            entries[-1] = entries[-1]._replace(note=f"{entries[-1].note} {NOT_THERE}")
        return
    if entries and words != "V" and words.lower() in {"x", "ja", "n", "närv", "v"}:
        return
    at = start + lead
    numbers = _NUMBERS_FIRST.match(words) if entries else None
    if numbers and words[numbers.end() :].split(None, 1)[0].lower() in GIVEN_NAMES:
        _tell_more(entries, numbers.group().strip())
        words, at = words[numbers.end() :], at + numbers.end()
    remark = _REMARK.search(words) if words[-1] == ")" else None
    if remark:
        words = words[: remark.start()]
    found = _in_row(words, at) if words else []
    if found:
        origin = words[: found[0].start - at].strip(" ,:") if entries else ""
        if origin and entries[-1].organisation is None and _is_origin(origin.split()):
            entries[-1] = entries[-1]._replace(organisation=origin)
        role = found[0].title if found[0].start > at else None
        if entries and not roles_first and entries[-1].title is None and _is_of_before(role):
            entries[-1] = entries[-1]._replace(title=role)
            found[0] = found[0]._replace(title=None)
        entries += found
    elif entries and words:
        _tell_more(entries, words)
    if remark and entries:
        _add_remark(entries, remark.group("words"))


_NUMBERS_FIRST = re.compile(
    r"(?:(?:del av|ej|fr\.o\.m\.|t\.o\.m\.|punkt(?:erna)?)\s)?"
    rf"(?:§{{1,2}}\s?)?\d[\d\s§–-]*\s(?=[{UPPER}])"
)
"""Which items the person before was there for, where the next one follows at once."""
_REMARK_OPENS = (
    r"\((?P<words>(?:från|fr\.|t\.|till|endast|ej|del av|under|punkt|pkt|p\.?\s?\d|§|kl\b"
    r"|vid\s|via\s"
    r"|på (?:länk|distans)|digitalt|deltar|deltog|antecknar|ersätter|ersättare\b|för\s"
    r"|anlände|lämnade"
    r"|(?:(?:[12]:e )?vice |v\.? |mötes)?(?:ordförande|ordf|sekreterare|sekr)\b)"
)
_REMARK_BEGINS = re.compile(rf"{_REMARK_OPENS})", re.IGNORECASE)
_REMARK = re.compile(rf"\s?{_REMARK_OPENS}[^()]{{0,160}})\)$", re.IGNORECASE)
"""What stands in brackets after a person and tells of the meeting, not of who they are."""


def begins_with_remark(words: str) -> bool:
    """Whether words begin with a remark in brackets as lists have after a person."""
    return words[:1] == "(" and _REMARK_BEGINS.match(words) is not None


def ends_with_remark(words: str) -> bool:
    """Whether words end with a remark in brackets as lists have after a person: '(ersättare)'."""
    return _REMARK.search(words) is not None


def _add_remark(entries: list[Listed], remark: str) -> None:
    """Keeps a role as the title where there is none, anything else as a note."""
    last = entries[-1]
    alternate = remark.lower().startswith("ersättare")
    if (
        last.title is None
        and is_role(remark.split()[-1])
        and " för " not in remark
        and not alternate
    ):
        entries[-1] = last._replace(title=remark)
    else:
        entries[-1] = last._replace(note=f"{last.note} {remark}".strip())


def _in_column(text: str, start: int, end: int) -> bool:
    """Whether a dash stands in a column of marks: after a tab, or a wide gap at the line's end."""
    before = text[max(0, start - 3) : start]
    return "\t" in before or (before == "   " and text[end : end + 3].strip(" ")[:1] in {"", "\n"})


_ACRONYM = re.compile(rf"[{UPPER}]{{2,5}}\s[{UPPER}][{LOWER}]")


_PARTIES = frozenset({"KD", "MP", "SD", "FP", "FI", "SP", "NS", "SV", "VL", "ÖP", "KP", "HP"})
"""Letters that stand for a party although they may be a person's initials too."""
_LETTERED = _PARTIES | frozenset({"V", "S", "M", "C", "L", "FPL", "KDS", "MPG"})
_LONG = 4


def initials(name: str) -> str:
    """The first letters of a name's words: 'LB'."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


_IS_PLACE = re.compile(r"(?:kommun(?:er)?|stad|region|landsting|län|församling)s?\b")


_ADJECTIVES = ("isk", "nisk", "iell", "ativ", "ande", "iär", "ordnad", "extern", "intern")
"""Ends of words that go with a role: 'Teknisk chef'."""


_SUCH_A_PLACE = frozenset({"kommun", "kommuns", "stad", "landsting", "län"})
"""What a place is, in a word after its name."""


def _without_origin(mention: NameMention, words: str) -> NameMention:
    """The name without a last word that tells where the person comes from: 'Eva Ek Kultur-'."""
    tokens = mention.name.split()
    if len(tokens) < 3:
        return mention
    last, after = tokens[-1], words[mention.end :]
    named = re.match(r"\s(\w+)", after)
    if named and named.group(1) in _SUCH_A_PLACE:
        cut = words.rindex(last, mention.start, mention.end)
        return NameMention(mention.start, len(words[:cut].rstrip()), " ".join(tokens[:-1]))
    council = named and named.group(1).islower() and _is_organisation_word(named.group(1))
    if (
        re.match(r"-\s(?:och|\w+-)", after)
        or (council and last.endswith(("a", "s")))
        or (named and last.endswith(_ADJECTIVES) and is_role(named.group(1)))
        or (last.lower() in MUNICIPALITIES and last.lower() not in GIVEN_NAMES)
    ):
        cut = words.rindex(last, mention.start, mention.end)
        return NameMention(mention.start, len(words[:cut].rstrip()), " ".join(tokens[:-1]))
    return mention


def _in_row(words: str, at: int) -> list[Listed]:
    """Those named between two commas: one person, or more where columns stand on one line."""
    found: list[Listed] = []
    begin = 0
    while len(found) < _MOST_IN_ROW:
        entry = _entry(words[begin:], at + begin)
        if entry is None:
            break
        end = entry.end - at
        more = _NEXT.search(words, end)
        if more is None or not _goes_on(words, more):
            found.append(entry)
            break
        cut = more.start("first")
        found += [first] if (first := _entry(words[begin:cut].rstrip(), at + begin)) else []
        begin = cut
    return found


def _goes_on(words: str, following: re.Match[str]) -> bool:
    """Whether the next person follows, not somebody that is told of in brackets."""
    role = following.group("role")
    if following.group("first").lower() not in GIVEN_NAMES or (role and not is_role(role)):
        return False
    before = words[: following.start("first")]
    return before.count("(") <= before.count(")")


_MOST_IN_ROW = 40
_NEXT = re.compile(
    rf"(?:(?<=\s)(?P<role>[{LOWER}]+)|(?<=§\s)\d{{1,3}}|(?<=§)\d{{1,3}}|(?<=[{LOWER}])"
    rf"|\([A-Za-zÅÄÖ]{{1,4}}\)(?:\s[{UPPER}][{LOWER}]+(?=\s[{UPPER}]\w+\s[{UPPER}]))?)\s"
    rf"(?<!för\s)(?<!av\s)(?<!med\s)(?<!till\s)(?<!ersätter\s)(?<!Ersätter\s)(?<!efter\s)(?<!hos\s)(?<!och\s)"
    rf"(?P<first>[{UPPER}][{_LETTER}-]+)(?=\s[{UPPER}][{_LETTER}])"
)
"""Where the next person begins after a role, a party or a name."""


def _may_stand_before(words: list[str]) -> bool:
    """Whether words before a name tell what the person is, and not for whom they serve."""
    if any(word.lower() in {"för", "ersätter", "av", "med", "till", "hos"} for word in words):
        return False
    if _is_origin(words):
        return True
    return all(
        is_role(w) or w[0].islower() or w.endswith((".", "-")) or w.lower() in _KINDS for w in words
    )


_KINDS = frozenset("insynsplats ersättare adjungerad inbjuden gäst suppleant observatör".split())
"""What somebody is at the meeting, in a word before the name."""


def _is_origin(words: list[str]) -> bool:
    """Whether words name a place or an organisation, where the person before comes from."""
    return all(
        _names_place(w) or _is_organisation_word(w) or w.lower() == "götaland" for w in words
    )


_STREET = re.compile(r"(?:v|g|väg|gata|plan|torg|gränd|allé)\.?\s\d", re.I)


def _entry(words: str, at: int) -> Listed | None:
    match = _NAME.search(words[:160])
    if not match or _ACRONYM.match(words) or _TRAIL.match(words):
        return None
    mentions = _name_in(match.start(), match.group())
    if not mentions:
        return None
    mention = _without_origin(mentions[0], words)
    before = words[: mention.start].strip(" :,")
    if before and not _may_stand_before(before.split()):
        return None
    after = words[mention.end :].strip()
    if _STREET.match(after):
        return None
    if len(mention.name.split()) == 2 and not before and _IS_PLACE.match(after):
        return None
    if after[:1].isdigit() and len(mention.name.split()) > 2 and len(mention.name.split()[-1]) <= 4:
        short = mention.name.rsplit(None, 1)
        after = f"§ {after}"
        mention = NameMention(mention.start, mention.end - len(short[1]) - 1, short[0])
    party = _PARTY.match(after)
    organisation = party.group(1) if party and party.group(1) not in "-–" else None
    if organisation and organisation not in _PARTIES and organisation == initials(mention.name):
        organisation = None
    rest = (after[party.end() :] if party else after).strip(" ,/")
    if not party and rest.startswith("("):
        organisation, _, rest = rest.strip("()").partition(", ")
    title = before if before and not _is_origin(before.split()) else None
    first = rest.split(None, 1)[0] if rest else ""
    if rest and is_role(first):
        title, rest = _role_of(rest) if title is None else (title, rest)
    elif rest and organisation is None and is_organisation(rest):
        organisation, rest = rest, ""
    elif rest and organisation is None and _from_where(first):
        organisation, rest = first, rest[len(first) :].strip()
    return Listed(at + mention.start, at + mention.end, mention.name, title, organisation, rest)


def _from_where(word: str) -> bool:
    return _LETTERS.fullmatch(word) is not None or word.lower() in MUNICIPALITIES


def _role_of(rest: str) -> tuple[str, str]:
    match = _TRAIL.search(rest)
    cut = match.start() if match else len(rest)
    return rest[:cut].strip(" ,"), rest[cut:]


def _is_named(words: str) -> bool:
    return words[0].isupper() or (len(words.split()) <= 2 and is_organisation(words))


def _tell_more(entries: list[Listed], words: str) -> None:
    last = entries[-1]
    if _TRAIL.match(words):
        entries[-1] = last._replace(note=f"{last.note} {words}".strip())
    elif last.organisation is None and len(words) < _LONG and words.upper() in _LETTERED:
        entries[-1] = last._replace(organisation=words)
    elif last.title is None and any(is_role(word) for word in words.split()):
        title, rest = _role_of(words) if "§" in words else (words, "")
        entries[-1] = last._replace(title=title, note=f"{last.note} {rest}".strip())
    elif last.organisation is None and len(words) <= 60 and _is_named(words):
        entries[-1] = last._replace(organisation=words.strip("()"))
    else:
        entries[-1] = last._replace(note=f"{last.note} {words}".strip())

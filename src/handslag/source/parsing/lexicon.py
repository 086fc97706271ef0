"""Words that meeting documents share, whoever wrote them: no name of a place, body or person."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan",
            "februari feb febr",
            "mars mar",
            "april apr",
            "maj",
            "juni jun",
            "juli jul",
            "augusti aug",
            "september sep sept",
            "oktober okt",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")

UPPER = "A-ZÀ-ÖØ-ÞŠŽČĆŁĐŞİŚŹŻ"
LOWER = "a-zß-öø-ÿšžčćłđşığńśźżăąęěřůőűāēīūļņķģ"

ABBREVIATIONS = frozenset(
    [
        "p",
        "s",
        "k",
        "sk",
        "t",
        "ex",
        "bl",
        "a",
        "m",
        "fl",
        "d",
        "v",
        "s",
        "dvs",
        "f",
        "o",
        "e",
        "resp",
        "inkl",
        "exkl",
        "kl",
        "nr",
        "dnr",
        "bil",
        "ca",
        "jfr",
        "osv",
        "etc",
        "tel",
        "enl",
        "forts",
        "ang",
        "avs",
        "bitr",
        "tf",
        "ordf",
        "sekr",
        "tjg",
        "ers",
        "st",
        "s:t",
        "ev",
        "avd",
        "sid",
        "par",
        "obs",
        "kap",
        "mom",
        "lst",
        "prel",
        "fr",
        "f.d",
        "s.k",
        "t.ex",
        "bl.a",
        "t.o.m",
        "f.o.m",
        "fr.o.m",
        "o.d",
        "o.dyl",
        "m.fl",
        "d.v.s",
        "p.g.a",
        "pga",
        "e.d",
        "f.n",
        "f.ö",
        "jan",
        "feb",
        "febr",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "okt",
        "nov",
        "dec",
    ]
)
"""Words that a full stop follows without ending the sentence."""

DANGLING = frozenset(
    [
        "i",
        "på",
        "av",
        "för",
        "till",
        "om",
        "med",
        "och",
        "eller",
        "samt",
        "vid",
        "från",
        "under",
        "mellan",
        "inom",
        "efter",
        "enligt",
        "hos",
        "mot",
        "över",
        "genom",
        "utan",
        "kring",
        "avseende",
        "gällande",
        "angående",
        "respektive",
        "som",
        "att",
        "den",
        "det",
        "de",
        "en",
        "ett",
        "sin",
        "sitt",
        "sina",
        "bilaga",
        "bil",
        "bil.",
        "p.",
        "p",
        "punkt",
        "punkterna",
        "§",
        "§§",
        "nr",
        "kl",
        "kl.",
        "vecka",
        "den",
        "ca",
        "per",
        "utifrån",
        "inför",
        "beträffande",
        "rörande",
        "via",
        "inklusive",
        "t.ex.",
        "bl.a.",
        "s.k.",
        "dnr",
        "dnr.",
        "-",
        "–",
        "&",
        "/",
    ]
)
"""Words that no line, heading or clause ends with: the next line goes on."""

GOVERNS_ATT = frozenset(
    [
        "uppdrag",
        "mandat",
        "för",
        "om",
        "med",
        "på",
        "till",
        "genom",
        "så",
        "än",
        "utan",
        "i",
        "av",
        "innebär",
        "möjlighet",
        "möjligheten",
        "möjligheterna",
        "ansvar",
        "ansvaret",
        "uppgift",
        "rätt",
        "syfte",
        "syftar",
        "avser",
        "behov",
        "efter",
        "varför",
        "samt",
        "och",
        "dels",
        "eller",
        "önskar",
    ]
)
"""Words before an 'att' on the next line that show that the clause goes on."""

INFINITIVES = """
    godkänna anta fastställa utse välja uppdra ge lägga notera avslå överlämna hänskjuta
    bordlägga återremittera bifalla bevilja tillstyrka rekommendera ställa förklara
    entlediga nominera avsätta anvisa finansiera delta besluta medge avskriva justera
    upphäva ändra inrätta tillsätta teckna adjungera delegera bemyndiga avvakta ta avge ingå
    föreslå anse uppmana begära förlänga återkomma skjuta uttala instämma fortsätta
    genomföra starta avsluta bjuda skicka översända yttra""".split()
"""Verbs that decisions begin with: "godkänna rapporten"."""

FINITE = re.compile(
    r"(?:är|var|har|hade|får|fick|ska|skall|skulle|kan|kunde|vill|ville|bör|måste|blir|blev|går"
    r"|gick"
    r"|ger|gav|tar|tog|utgår|utgick|ser|såg|finns|fanns|gör|gjorde|står|föreslår|föreslog|hölls"
    r"|hålls"
    r"|kommer|kom|låg|ligger|sker|skedde|drog|föredrar|föredrog|redogör|redogjorde|antas|antogs"
    r"|valdes|väljs|utses|utsågs|noteras|meddelar"
    rf"|[{LOWER}]{{2,}}(?:ades|ade|erar|erade|eras|erades|lades|ttes|ktes|ndes|rdes|ldes|llde"
    rf"|(?<![ae])nde|"
    r"kte|tte|erkas|ytas|nns|iseras|utas|utar|äggs|cknar|älsar|ppnar|rklarar|slutar|isar|ättar))$"
)
"""Words that are most likely the finite verb of a sentence, by form."""


def fold(text: str) -> str:
    """The words with white space folded to single blanks."""
    if "  " not in text and text.isprintable():  # no other white space is printable
        return text.strip()
    return " ".join(text.split())


_NO_LETTER = re.compile(r"[\W_]+")


def key(text: str) -> str:
    """A name or title reduced to what must agree for two mentions to be the same."""
    return _NO_LETTER.sub("", text.casefold())

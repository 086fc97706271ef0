"""Who is named in a text: those the paper names, and whatever is written as a person's name is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.domain.publications.content import Content, Person

FIRST_NAMES = frozenset(
    """
    adam agneta ahmed aino albin alexander alexandra alf ali alice alma alva amanda amir amira
    anders andreas anette anita anna annelie annika ann ann-marie ann-christin ann-sofie anneli
    anton arne arvid asta astrid axel barbro bengt berit bernt bertil birgit birgitta bjarne björn
    bo britt britta britt-marie börje camilla carina carin carl carl-johan carolina caroline
    cecilia charlotta charlotte christer christina christoffer claes curt dag dagmar dan daniel
    david ebba edit edvin eila eivor elias elin elisabet elisabeth ella ellen elsa elsie emelie
    emil emilia emma erica erik erika ester eva eva-lena evelina fatima felicia felix filip
    filippa folke fredrik frida fritz gabriel gabriella georg gerd gertrud gun gunborg gunilla
    gunnar gunnel göran gösta hanna hannes hans harald hassan hedvig helen helena henrik henry
    hilda hilma hugo hussein håkan ibrahim ida inga inga-lill ingegerd ingela inger ingemar
    ingmar ingrid ingvar irene iris isabella isak iwan ivar jakob jan jan-erik jan-olof jasmin
    jennie jenny jens jenni jesper jessica joakim joar johan johanna johannes john jonas jonatan
    jonathan josef josefin josefine julia jörgen kaj kajsa karin karl karl-erik karolina katarina
    katrin kent kenneth kerstin khadija kim kjell klara klas knut krister kristian kristin
    kristina kristoffer kurt lars lars-erik lars-göran lasse leif leila lena lennart leo leon
    lilian lillemor lina linda linn linnea linus lisa lisbeth liselott liv louise love lovisa
    lucas ludvig lukas lotta maj maj-britt maja malin manuela margareta margaretha margit maria
    mariam mariana marianne marie marika marina marita markus marta martin mary mathias matilda
    mats mattias max maria mehmet melker michael mikael mikaela milla miriam moa moas mohamed
    mohammed mona monica monika muhammad märta måns märit nadia nathalie nellie niklas nicklas
    nils nina noah nora nour oliver olivia olle olof olov omar oskar oscar ove patricia patrik
    paul per per-erik per-olof pernilla peter petra philip pia pontus rasmus rebecka reza
    richard rickard rikard robert robin roger roland rolf ronja ronny rose-marie ruben rune rut
    samira samuel sandra sanna sara saga sebastian selma signe sigrid simon siri siv sofia sofie
    solveig staffan stefan stella stellan stig stina stig-olof sture sune susanna susanne sven
    sven-erik svea sylvia sören tage terese theo therese thomas tilda tim tobias tom tomas tommy
    tora torbjörn tord tore torsten tove tuva ulf ulla ulla-britt ulrica ulrik ulrika urban ursula
    valter vanja vera veronica veronika victor victoria viggo viktor viktoria vilhelm vilma
    viola walter wilma yngve yasmin ylva yusuf yvonne zahra zara åke åsa östen örjan
    """.split()  # noqa: SIM905  a list of names is read as lines
)
"""Usual first names in Sweden, in small letters. Names that are everyday words too are left out."""

_NAME = r"[A-ZÅÄÖÉÜ][a-zåäöéèüáíóčćšžł’'-]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéü]+)?"
_WORD = re.compile(r"\S+")
_PAIR = re.compile(rf"\b({_NAME})((?: (?:von |af |de |al-)?{_NAME}){{0,3}})")
_NOT_OF_A_PERSON = frozenset(
    """
    region kommun socialstyrelsen länsstyrelsen länschefsnätverket styrgruppen nätverket norra södra
    västra östra mellersta nya gamla svenska nordiska statens sveriges vård nära god barn familj
    psykisk bilaga punkt mötet ordföranden mandat projekt program uppdrag beslut datum plats tid
    januari februari mars april maj juni juli augusti september oktober november december måndag
    tisdag onsdag torsdag fredag lördag söndag information kallelse dagordning protokoll bup teams
    """.split()  # noqa: SIM905  as above
)
"""With what a name of something else begins."""


class Names(NamedTuple):
    """Who the paper itself names, in small letters: whole names, and each part of them."""

    whole: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]


class Named(NamedTuple):
    """A person's name in a text. `genitive`: something of theirs follows."""

    start: int
    end: int
    genitive: bool


def names_of(content: Content) -> Names:
    """Everybody the paper names where people are named: those there, presenters, appointed."""
    whole = {" ".join(one.name.split()).casefold() for one in _people(content)}
    parts = [name.split() for name in whole if name]
    return Names(
        frozenset(whole - {""}),
        frozenset(part[0] for part in parts if len(part) > 1),
        frozenset(part[-1] for part in parts if len(part) > 1),
    )


def named_in(text: str, names: Names) -> Iterator[Named]:
    """The names of people in one sentence, in order."""
    for found in _PAIR.finditer(text):
        words = list(_WORD.finditer(text, found.start(), found.end()))
        # the first words of the run may be something else: "Patienten Vera Ask"
        for place, first in enumerate(words):
            named = _named(first[0], [word[0] for word in words[place + 1 :]], names)
            if named is not None:
                yield Named(first.start(), found.end(), genitive=named)
                break


def _named(first: str, more: list[str], names: Names) -> bool | None:
    """Whether the name stands in the genitive; None where it is nobody's name."""
    whole = " ".join([first, *more]).casefold()
    if whole in names.whole:
        return False
    if whole.endswith("s") and whole[:-1] in names.whole:
        return True
    last = (more[-1] if more else first).casefold()
    known = {first.casefold(), first.casefold().removesuffix("s")} & (FIRST_NAMES | names.first)
    if not known and not (not more and last.removesuffix("s") in names.last):
        return None
    if first.casefold() in _NOT_OF_A_PERSON:
        return None
    # a name that ends in s ("Andreas", "Lars") is told from a genitive by the list
    return last.endswith("s") and last not in FIRST_NAMES | names.first | names.last


def _people(content: Content) -> Iterator[Person]:
    groups = content.attendance
    yield from (*groups.present, *groups.partly, *groups.absent)
    for item in content.items:
        yield from item.presenters
        for decision in (*item.proposed, *item.decisions):
            for clause in decision.clauses:
                yield from clause.appointed
            yield from (one.by for one in decision.reservations)

"""Pairs of items with what a registrar would say of them: one matter, perhaps, or two.

Written from what agendas of such counties look like, not from the example. `-` parts what stands
in the heading from what stands beneath it.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from handslag.domain.matters.linking.traits import DUE, PULLED, REFERRED, TABLED, Node, Sent, Traits
from handslag.domain.matters.linking.words import figures, references_in, telling, texts

FIRST, SECOND = date(2031, 3, 4), date(2031, 5, 6)
SURE, ASK, APART = "sure", "ask", "apart"


class Judged(NamedTuple):
    """Two items and the verdict."""

    verdict: str
    earlier: str
    later: str
    way: str = ""
    """How the earlier is sent on to the later's day, where it is."""
    under: str = ""
    """What stands beneath the later heading."""
    crowded: frozenset[str] = frozenset()
    """Marks of words that stand in many of the county's headings."""


HEALTH = frozenset({"psykis", "hälsa"})

PAIRS = (
    Judged(SURE, "Upphandling av trygghetslarm", "Upphandling av trygghetslarm, Bilaga 2"),
    Judged(SURE, "Riktlinje för egenvård", "Egenvård: riktlinje till beslut", way=TABLED),
    Judged(SURE, "Mobila nattpatrullen, avtal", "Avtal om den mobila nattpatrullen", way=REFERRED),
    Judged(SURE, "Tandhälsa för äldre", "Tandhälsa för äldre", way=TABLED),
    Judged(SURE, "Introduktion", "Introduktion", way=PULLED),
    Judged(
        SURE,
        "Läkarmedverkan i hemsjukvården",
        "Läkarmedverkan, svar på remiss",
        under="Vid mötet den 4 mars 2031 begärde nätverket fler uppgifter.",
    ),
    Judged(SURE, "Hjälpmedel", "Svar till staten", under="Se § 1 vid mötet den 4 mars 2031."),
    Judged(
        SURE,
        "Länsgemensam handlingsplan suicidprevention",
        "Handlingsplan suicidprevention, länsgemensam",
        way=DUE,
    ),
    Judged(ASK, "Utvärdering av ambulansflyget natt", "Ambulansflyget natt: kostnaden nästa år"),
    Judged(ASK, "Rapport om våldsprevention i skolan", "Våldsprevention i skolan: förslag"),
    Judged(ASK, "Samtalsmottagningen för unga", "Samtalsmottagningen för unga"),
    Judged(APART, "Information från regionen", "Information från regionen"),
    Judged(APART, "Ekonomi", "Ekonomi"),
    Judged(APART, "Rapport från LPO", "Rapport från LPO"),
    Judged(APART, "Verksamhetsplan och budget", "Verksamhetsplan och budget"),
    Judged(APART, "Psykisk hälsa: rapport", "Psykisk hälsa: statsbidrag", crowded=HEALTH),
    Judged(APART, "Stimulansmedel anhörigstöd 2030", "Stimulansmedel anhörigstöd 2031"),
    Judged(APART, "Val av kontaktperson, demens", "Val av kontaktperson, hörsel"),
    Judged(APART, "Hjälpmedel", "Tolkar", way=TABLED),
    Judged(APART, "Hjälpmedel", "Tolkar", under="Vid mötet den 4 mars 2031 begärdes uppgifter."),
    Judged(APART, "Uppföljning av mötet 4 mars", "Uppföljning av mötet 6 maj"),
    Judged(APART, "Nominering till arbetsgrupp, syn", "Nominering till arbetsgrupp, hörsel"),
)


def nodes(one: Judged) -> tuple[Node, Node]:
    """The pair as linking has it."""
    sent = (Sent(one.way, None, SECOND if one.way != PULLED else None, telling(one.earlier)),)
    earlier = Traits(
        heading=one.earlier,
        marks=telling(one.earlier),
        figures=figures(one.earlier),
        numbers=("1",),
        sent=sent if one.way else (),
    )
    later = Traits(
        heading=one.later,
        marks=telling(one.later),
        figures=figures(one.later),
        texts=texts(one.under),
        references=references_in(one.under, SECOND),
        numbers=("1",),
    )
    return Node(1, 1, 0, 1, 7, FIRST, 1, earlier), Node(2, 2, 0, 2, 7, SECOND, 1, later)

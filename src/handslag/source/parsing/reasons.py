"""The reasons why a fact may be wrong: a name for each, and what the reviewer reads."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a rule is unsure of a fact, in Swedish, as it stands in the record's `doubt`."""

    NOT_OF_IT = "Ord från sidans kant eller ett annat stycke kan ha kommit med"
    NEXT_SENTENCE = "Början av nästa mening kan ha kommit med"
    CUT_SHORT = "Slutar mitt i en mening: resten kan ha fallit bort"
    DAMAGED = "Kan vara skadat av teckenigenkänning"
    FROM_A_PICTURE = "Läst ur en bild: jämför siffrorna med originalet"
    NO_HEADING = "Ärendet har ingen rubrik"
    SENTENCE = "Är skriven som en mening: kan höra till texten under en rubrik"
    NAMES_IN_HEADING = "Rubriken slutar med personnamn: kan vara en föredragande eller en lista"
    NO_TEXT = "Ingen text står under rubriken: kan vara en rad i dagordningen"
    NO_DECISION = "Ett sådant ärende brukar sluta i ett beslut, men inget gick att läsa"
    TWO_IN_ONE = "Kan vara flera beslut i ett"
    EARLIER = "Kan vara ett tidigare beslut"
    NO_VERB = "Saknar verb: kan vara en underrubrik eller annan text"
    TOLD = "Kan vara en redogörelse"
    NO_GIVEN_NAME = "Första ordet är inget känt förnamn"
    MORE_THAN_NAME = "Ett av orden kan vara något annat än namn"
    TWICE = "Samma ord står två gånger"
    MAY_BE_AWAY = "Ord om frånvaro står före namnet"
    YEAR_MISSING = "Året är underförstått"
    ODD_TIME = "Tiden är ovanlig för ett möte"
    NO_DAY = "Mötets dag framgår inte"
    GAP = "Numret efter ärendet saknas: ett annat ärende kan stå i det"
    IN_GAP = "Numret efter ärendet saknas: kan höra till ett annat ärende"

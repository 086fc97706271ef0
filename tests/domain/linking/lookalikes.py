"""Items that look alike and are not one matter: what must never be linked unasked.

Written from what agendas of such counties look like, before the rules that they hold were. Each is
told as documents tell it: a body, a day, a heading, what stands beneath, and where the earlier is
sent on to.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

SPRING, SUMMER, AUTUMN = date(2031, 3, 4), date(2031, 6, 5), date(2031, 10, 2)
NEXT = date(2032, 3, 2)
"""The same time a year later."""
NETWORK, BOARD, GROUP = "Nätverket", "Nämnden", "Gruppen"


class Item(NamedTuple):
    """An item as a document tells it."""

    heading: str
    day: date = SPRING
    body: str = NETWORK
    under: str = ""
    tabled_to: date | None = None
    referred_to: str = ""
    assigned: str = ""
    """What the group is to do."""
    due: date | None = None
    """When that is due; the body itself is to do it then."""


class Alike(NamedTuple):
    """Two that look like one matter."""

    why: str
    earlier: Item
    later: Item


GRANT = "Länet får 8,4 mkr, varav 1 200 tkr till suicidprevention."

LOOKALIKES = (
    Alike(
        "the same grant, another year",
        Item("Statsbidrag psykisk hälsa 2031", under=GRANT),
        Item("Statsbidrag psykisk hälsa 2032", NEXT, under=GRANT),
    ),
    Alike(
        "the next year's grant speaks of the meeting that divided this year's",
        Item("Statsbidrag psykisk hälsa 2031", under=GRANT),
        Item(
            "Statsbidrag psykisk hälsa 2032",
            AUTUMN,
            under=f"Vid mötet den 4 mars 2031 fördelades årets medel. {GRANT}",
        ),
    ),
    Alike(
        "the same grant, the later without its year",
        Item("Stimulansmedel anhörigstöd 2031", under=GRANT),
        Item("Stimulansmedel anhörigstöd", date(2032, 1, 20), under=GRANT),
    ),
    Alike(
        "a grant without a year, at the turn of the year",
        Item("Stimulansmedel anhörigstöd", AUTUMN),
        Item("Stimulansmedel anhörigstöd", date(2032, 2, 3)),
    ),
    Alike(
        "the agreement's next renewal",
        Item("Förlängning av avtalet om mobila nattpatrullen", under="Till den 31 mars 2032."),
        Item("Förlängning av avtalet om mobila nattpatrullen", NEXT, under="Från 31 mars 2032."),
    ),
    Alike(
        "the agreement's next renewal, which speaks of the one before",
        Item("Avtal om mobila nattpatrullen 2031"),
        Item(
            "Avtal om mobila nattpatrullen 2032",
            AUTUMN,
            under="Vid mötet den 4 mars 2031 förlängdes avtalet. Kostnad 4,8 mkr.",
        ),
    ),
    Alike(
        "two guidelines for the same people",
        Item("Riktlinje för egenvård", assigned="Ta fram en riktlinje för läkemedel"),
        Item("Riktlinje för läkemedel i egenvård", SUMMER, GROUP),
    ),
    Alike(
        "two guidelines with the same words",
        Item("Riktlinje för utskrivning från slutenvården, barn"),
        Item("Riktlinje för utskrivning från slutenvården, vuxna", SUMMER),
    ),
    Alike(
        "the days of two bodies",
        Item("Mötesdagar 2032", AUTUMN, NETWORK),
        Item("Mötesdagar 2032", AUTUMN, BOARD),
    ),
    Alike(
        "the days of one body, planned and changed",
        Item("Sammanträdesdagar och förmöten 2031", SPRING, BOARD),
        Item("Sammanträdesdagar och förmöten 2032", AUTUMN, BOARD),
    ),
    Alike("the books of two years", Item("Bokslut 2030"), Item("Bokslut 2031", NEXT)),
    Alike(
        "the budget of an office, two years",
        Item("Budget för samverkanskansliet 2031", under="Ramen är 6,5 mkr och 212 tkr sparas."),
        Item("Budget för samverkanskansliet 2032", AUTUMN, under="Ramen är 6,5 mkr, 212 tkr kvar."),
    ),
    Alike(
        "the books and the budget of one office",
        Item("Hjälpmedelscentralens bokslut 2030"),
        Item("Hjälpmedelscentralens budget 2032", SUMMER),
    ),
    Alike(
        "the same follow-up, another quarter",
        Item("Hjälpmedelscentralen: uppföljning kvartal 1"),
        Item("Hjälpmedelscentralen: uppföljning kvartal 2", SUMMER),
    ),
    Alike(
        "a programme area reports",
        Item("Rapport från LPO psykisk hälsa"),
        Item("Rapport från LPO psykisk hälsa", SUMMER),
    ),
    Alike(
        "a programme area reports, and speaks of when it did so last",
        Item("Aktuellt från programområde kvinnosjukdomar", tabled_to=None),
        Item(
            "Aktuellt från programområde nervsystemet",
            SUMMER,
            under="Vid mötet den 4 mars lämnades en första rapport.",
        ),
    ),
    Alike(
        "a standing group reports",
        Item("Ny ledamot i arbetsgruppen tolkförmedling"),
        Item("Lägesrapport från arbetsgruppen tolkförmedling", SUMMER),
    ),
    Alike(
        "two groups on neighbouring things",
        Item("Nominering till arbetsgruppen syn och hörsel", assigned="Nominera till hörsel"),
        Item("Nominering till arbetsgruppen hörsel hos barn", SUMMER, GROUP),
    ),
    Alike(
        "two seats for the same question",
        Item("Val av kontaktperson, demensteam"),
        Item("Ersättare i styrgruppen demensteam", SUMMER),
    ),
    Alike("what stands on every agenda", Item("Ekonomi"), Item("Ekonomi", SUMMER)),
    Alike(
        "what stands on every agenda, with the day of last time",
        Item("Information från regionen"),
        Item("Information från regionen", SUMMER, under="Se vad som sades vid mötet den 4 mars."),
    ),
    Alike(
        "a year's plan and the next",
        Item("Verksamhetsplan närvårdscentrum 2031"),
        Item("Verksamhetsplan närvårdscentrum 2032", NEXT),
    ),
    Alike(
        "tabled to a day on which something else has one of its words",
        Item("Läkarmedverkan i hemsjukvården", tabled_to=SUMMER),
        Item("Tolkar i vården", SUMMER),
    ),
    Alike(
        "referred to a board that has another question about the same people",
        Item("Tandhälsa för äldre", referred_to=BOARD),
        Item("Fallprevention för äldre", SUMMER, BOARD),
    ),
    Alike(
        "a group has an assignment, and another question",
        Item("Egenvård", assigned="Ta fram förslag till fördelning av kostnaden"),
        Item("Fördelning av kostnaden för tolkar", SUMMER, GROUP),
    ),
    Alike(
        "due on a day that has another item with the assignment's common words",
        Item("Egenvård", assigned="Lämna förslag till fördelning av kostnaden", due=SUMMER),
        Item("Förslag till fördelning av kostnaden för tolkar", SUMMER),
    ),
    Alike(
        "the same sums stand under two questions",
        Item("Trygghetslarm på natten", under="Kostnaden är 4,8 mkr och 350 tkr per kommun."),
        Item("Ambulansflyget", SUMMER, under="Kostnaden är 4,8 mkr och 350 tkr per kommun."),
    ),
    Alike(
        "the same last days stand under two agreements",
        Item("Avtal om hemgång", under="Löper till den 31 mars 2032, uppsägs 30 juni 2031."),
        Item("Avtal om tolkar", SUMMER, under="Löper till den 31 mars 2032, uppsägs 30 juni 2031."),
    ),
    Alike(
        "two agreements with one word and one last day in common",
        Item("Avtal om hemsjukvård för barn", under="Avtalet löper till den 31 mars 2032."),
        Item("Läkemedel i hemsjukvård", SUMMER, under="Vaccin köps in till den 31 mars 2032."),
    ),
    Alike(
        "an evaluation, and years later the next",
        Item("Utvärdering av mobila nattpatrullen"),
        Item("Utvärdering av mobila nattpatrullen", date(2033, 3, 1)),
    ),
    Alike(
        "a day spoken of has many items, one of them with a word in common",
        Item("Upphandling av trygghetslarm"),
        Item(
            "Upphandling av sjukresor",
            SUMMER,
            under="Nätverket beslutade vid mötet den 4 mars att avvakta.",
        ),
    ),
    Alike(
        "a course, another round of it",
        Item("Gemensam introduktion för biståndshandläggare våren 2031"),
        Item("Gemensam introduktion för biståndshandläggare hösten 2032", NEXT),
    ),
    Alike(
        "what is raised before a board's meeting is not all that it deals with",
        Item("Punkter inför Nämnden 5 juni: sjukresor och tolkar", body=GROUP),
        Item("Avgifter för sjukresor", SUMMER, BOARD),
    ),
)

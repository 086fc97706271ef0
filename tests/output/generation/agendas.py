"""Agendas as coordinators write them, by the thousand: words of our own, put together by chance."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from handslag.output.generation.paper import (
    Letterhead,
    NoticePaper,
    PaperAttachment,
    PaperItem,
    PaperNews,
    PaperPerson,
    PaperPoint,
    PaperProposal,
    PaperSitting,
)

BODIES = (
    ("Länsnätverket för vård och omsorg", "Länsnätverket"),
    ("Länsnätverket för förvaltningschefer", "Chefsnätverket"),
    ("Socialchefsnätverket", "Socialchefsnätverket"),
    ("Styrgruppen för god och nära vård", "Styrgruppen"),
    ("Beredningsgruppen", "Beredningsgruppen"),
    ("Samverkansnämnden i Tallmarkens län", "Samverkansnämnden"),
    ("Politiska samverkansberedningen", "Samverkansberedningen"),
    ("Välfärdsrådet", "Välfärdsrådet"),
    ("Lokalt programområde psykisk hälsa", "Programområdet"),
    ("Arbetsgruppen för digitala vårdmöten", "Arbetsgruppen"),
    ("Referensgruppen för anhörigstöd", "Referensgruppen"),
    ("Närvårdsgrupp Norra Tallmarken", "Närvårdsgruppen"),
)
PLACES = (
    "Regionhuset, Slussgatan 4, Almstad",
    "Digitalt via Teams",
    "Kommunhuset i Kvarnbro, sal Granen",
    "Stadshuset, Stora salen",
    "Myntgatan 2, Älvhamra",
    "Folkets hus, Storgatan 12 A, Norrsjö",
    "Teams",
    "Hotell Björken, konferensrum Näcken",
    "Konferenscentrum Navet, plan 3",
)
SITTINGS = (
    "Förmöte för kommunerna",
    "Förmöte för regionen",
    "Kommunernas förmöte",
    "Förmöte",
    "Regionens förmöte",
)
SUBJECTS = (
    "egenvård",
    "hjälpmedel i hemmet",
    "psykisk hälsa och suicidprevention",
    "barn och unga i samhällets vård",
    "god och nära vård",
    "personer med skadligt bruk och beroende",
    "samordnad individuell plan",
    "utskrivning från slutenvård",
    "tillnyktring",
    "våld i nära relationer",
    "välfärdsteknik",
    "munhälsa hos äldre",
    "äldres läkemedel",
    "rehabilitering efter stroke",
    "demensvård",
    "kompetensförsörjning",
    "gemensam introduktion av handläggare",
    "anhörigstöd",
    "e-hälsa 2030",
    "den nya socialtjänstlagen",
)
FORMS = (
    "Riktlinje för {}",
    "Överenskommelse om {}",
    "Reviderat vårdprogram: {}",
    "Lägesrapport om {}",
    "Statsbidrag för {} 2025",
    "Uppdragsdirektiv för {}",
    "Utvärdering av avtal om {} (TN-avtalet)",
    "Nominering till arbetsgrupp för {}",
    "Handlingsplan för {} 2025–2027",
    "Beslut om {}",
    "Information om {}",
    "Rapport från länsdialog om {}",
    "Hur går vi vidare med {}?",
    "Återremiss: {}",
    "Remiss från Socialstyrelsen om {}",
    'Slutredovisning av uppdraget "{}"',
    "Fördelning av medel till {}",
    "Samverkan kring {} – delrapport 2",
    "SIP, {} m.m.",
    "Val av kontaktperson för {}",
)
STANDING = (
    "Mötets öppnande",
    "Godkännande av dagordning",
    "Föregående minnesanteckningar",
    "Val av justerare",
    "Genomgång av uppdragslistan",
    "Rapporter och information",
    "Aktuellt från huvudmännen",
    "Laget runt",
    "Kommande möten",
    "Övriga frågor",
    "Mötet avslutas",
)
LOOKALIKES = (
    "Kl. 10 Gemensam lunch",
    "2025 års budget",
    "12 steg mot nära vård",
    "Beslut",
    "Förslag till beslut",
    "Föredragande",
    "Lunch 12.00–13.00",
    "Den 3 april: dialogdag",
    "Möte med Länsstyrelsen den 6 mars",
    "Styrgruppen föreslår ny budget",
    "Kommunerna beslutar om medel",
    "1 mars 2025",
    "Punkt 4: avtal",
    "Tillkommande ärenden",
    "Närvarande",
    "Val av ordförande",
    "Inför mötet",
    "Föredragningslista",
    "Protokoll",
    "Minnesanteckningar från 6 mars",
    "Tid: 10.00",
    "Plats: Falun",
    "Länsnätverket beslutar",
    "1.1 Delpunkt",
    "Kallelse till årsmöte",
    "Underskrifter",
)
"""Headings that look like something else. Left out are those that say to any reader what is no part
of the agenda's data: "Bilaga 3" names an attachment, "Rapport (Eva Ek)" a presenter, "Avtal (dnr SK
2025/12)" a diary number; and those that begin as no heading does in the papers that the reader has
learnt from, where a number before them belongs to a list: with a small letter, a dash, a number and
a full stop, a letter and a bracket, or the sign of a paragraph."""
GIVEN = (
    "Hanna",
    "Lena",
    "Karin",
    "Eva",
    "Birgitta",
    "Ann-Sofie",
    "Maria",
    "Elisabeth",
    "Åsa",
    "Ulrika",
    "Mona",
    "Zahra",
    "Fatima",
    "Malin",
    "Håkan",
    "Hans",
    "Jonas",
    "Lars-Göran",
    "Per",
    "Anders",
    "Mikael",
    "Olof",
    "Östen",
    "Göran",
    "Ali",
    "Erik",
    "Johan",
    "Tomas",
    "Bo",
)
FAMILY = (
    "Lundgren",
    "Brøyen",
    "Sjölund",
    "Norlander",
    "Brolund",
    "Hagström",
    "Vestin",
    "Lindfelt",
    "Hjelm",
    "Hedin",
    "Tornberg",
    "Ek",
    "Åberg",
    "Öhman",
    "Ahlin",
    "Nordin",
    "Zimmer",
    "Ronsten",
    "Linnberg",
    "Mårtensson",
    "Al-Sayed",
    "Palmqvist",
    "Wikström",
    "Bergenstråle",
    "Dal",
)
TITLES = (
    "utvecklingsledare",
    "socialchef",
    "förvaltningschef",
    "enhetschef",
    "områdeschef",
    "controller",
    "jurist",
    "verksamhetsutvecklare",
    "samordnare",
    "överläkare",
    "hälso- och sjukvårdschef",
    "projektledare",
    "kommundirektör",
    "medicinskt ansvarig sjuksköterska",
)
ORGANISATIONS = (
    "Region Tallmarken",
    "Kvarnbro kommun",
    "Älvhamra kommun",
    "Samverkanskansliet",
    "Norrsjö kommun",
    "Länsstyrelsen",
    "Socialstyrelsen",
    "Västra Tallmarkens kommunalförbund",
)
SENTENCES = (
    "Arbetet följer den plan som nätverket har ställt sig bakom.",
    "Gränsen mellan egenvård och hälso- och sjukvård bedöms olika i länets kommuner.",
    "Av medlen går hälften till kommunerna och hälften till regionen.",
    "En arbetsgrupp med företrädare för elva verksamheter har tagit fram underlaget.",
    "Frågan har varit uppe i flera sammanhang under hösten.",
    "Kommunerna önskar en tydligare ansvarsfördelning, t.ex. kring hjälpmedel.",
    "Materialet skickas även till huvudmännens förvaltningar för kännedom.",
    "Målet är att fler ska få stöd i tid, oavsett var i länet de bor.",
    "Nuvarande avtal gäller till och med den 31 december 2025.",
    "Sammanlagt handlar det om 1 200 tkr för länets gemensamma insatser.",
    "Utvärderingen visar att arbetssättet har spridits, men ojämnt.",
    "Vad behöver vi göra härnäst?",
)
ATTS = (
    "att godkänna informationen och lägga den till handlingarna",
    "att godkänna förslaget",
    "att fastställa riktlinjen för egenvård",
    "att anta handlingsplanen för åren 2025–2027",
    "att ge kansliet i uppdrag att ta fram en tidplan",
    "att ställa sig bakom uppdragsdirektivet",
    "att utse Hedda Lundvall till kontaktperson",
    "att rekommendera huvudmännen att anta överenskommelsen",
    "att avsätta 400 tkr för en länsgemensam samordnare",
    "att riktlinjen gäller från och med den 1 mars 2026",
    "att ärendet tas upp på nytt när underlaget är klart",
    "att kommunerna utser två ledamöter var för sig",
)
PROPOSERS = ("Styrgruppen", "Beredningsgruppen", "Arbetsutskottet", "Kansliet", "Presidiet")
ATTACHED = (
    "Tjänsteskrivelse",
    "Riktlinje för egenvård, förslag",
    "Minnesanteckningar från förra mötet",
    "Sammanställning av remissvar",
    "Uppdragsdirektiv",
    "Budget och verksamhetsplan",
    "Presentation",
    "Nomineringar från kommunerna",
    "",
)
REASONS = (
    "underlaget kom efter utskicket",
    "beslut behövs före årsskiftet",
    "frågan bereds vidare i arbetsgruppen",
    "",
)


def people(most: int) -> st.SearchStrategy[tuple[PaperPerson, ...]]:
    """People with titles, at most so many."""
    person = st.builds(
        PaperPerson,
        st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY)).map(" ".join),
        st.sampled_from(("", *TITLES)),
        st.sampled_from(("", *ORGANISATIONS)),
    ).map(lambda p: p if p.title else PaperPerson(p.name))
    return st.lists(person, max_size=most, unique_by=lambda p: p.name).map(tuple)


def headings() -> st.SearchStrategy[str]:
    """Headings of items, also some that look like something else."""
    made = st.builds(str.format, st.sampled_from(FORMS), st.sampled_from(SUBJECTS))
    odd = st.sampled_from(LOOKALIKES)
    return st.one_of(st.sampled_from(STANDING), made, made, made, odd)


def _texts() -> st.SearchStrategy[str]:
    paragraph = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True)
    return st.lists(paragraph.map(" ".join), max_size=3, unique=True).map("\n\n".join)


def _proposals() -> st.SearchStrategy[tuple[PaperProposal, ...]]:
    points = st.lists(st.sampled_from(ATTS), min_size=1, max_size=5, unique=True).map(
        lambda atts: tuple(PaperPoint(n, att) for n, att in enumerate(atts, start=1))
    )
    proposal = st.builds(PaperProposal, st.sampled_from(PROPOSERS), points)
    return st.lists(proposal, max_size=1).map(tuple)


LABELS = ("1", "2", "2a", "2b", "3", "4", "5", "6a", "6b", "7", "10", "11", "12")


@st.composite
def items(draw: st.DrawFn, labels: list[str]) -> PaperItem:
    """One item, with attachments among those of `labels`."""
    late = draw(st.booleans()) and draw(st.booleans())
    withdrawn = draw(st.integers(0, 9)) == 0
    attached = draw(st.lists(st.sampled_from(labels), max_size=3, unique=True)) if labels else []
    return PaperItem(
        heading=draw(headings()),
        kind=draw(
            st.sampled_from(("", "beslut", "information", "diskussion", "mötesformalia", "Dialog"))
        ),
        presenters=draw(people(3)),
        minutes=draw(st.none() | st.integers(1, 90)),
        text=draw(_texts()),
        proposals=draw(_proposals()),
        decisions=tuple(draw(st.lists(st.sampled_from(ATTS), max_size=3, unique=True))),
        attachments=tuple(attached),
        late=late,
        late_reason=draw(st.sampled_from(REASONS)) if late else "",
        admitted_by=draw(st.sampled_from(("", "ordföranden", "ordföranden Lena Brøyen"))),
        new=draw(st.booleans()),
        withdrawn=withdrawn,
        withdrawn_reason=draw(st.sampled_from(REASONS)) if withdrawn else "",
        closed=draw(st.integers(0, 19)) == 0,
        closed_ground="OSL 26 kap. 1 §",
    )


@st.composite
def letterheads(draw: st.DrawFn) -> Letterhead:
    """A county's letterhead with standing texts."""
    office = "Samverkanskansliet i Tallmarkens län"
    return Letterhead(
        organisation=office,
        sender=draw(
            st.sampled_from(((), ("Slussgatan 4, Almstad", "kansliet@tallmarken.example")))
        ),
        footer=draw(st.sampled_from(("", f"{office} · Slussgatan 4, Almstad"))),
        opening=draw(
            st.sampled_from(
                ("", "Handlingarna finns samlade i en fil.", "Kaffe finns från kl. 08.30.")
            )
        ),
        closing=draw(
            st.sampled_from(
                ("", "Välkomna", "Anmäl i god tid om du behöver tolk eller annat stöd.")
            )
        ),
    )


@st.composite
def notices(draw: st.DrawFn) -> NoticePaper:
    """A notice with an agenda of one to fourteen items."""
    body, short = draw(st.sampled_from(BODIES))
    day = draw(st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31)))
    start = dt.time(draw(st.integers(8, 15)), draw(st.sampled_from((0, 15, 30, 45))))
    ends = draw(st.integers(30, 240))
    end = (dt.datetime.combine(day, start) + dt.timedelta(minutes=ends - ends % 5)).time()
    labels = draw(st.lists(st.sampled_from(LABELS), max_size=8, unique=True).map(sorted))
    signed = draw(st.booleans())
    first = 1 if not signed else draw(st.integers(1, 120))
    agenda = draw(st.lists(items(labels), min_size=2, max_size=14, unique_by=lambda i: i.heading))
    numbered = [
        replace(item, number=f"§ {n}" if signed else str(n))
        for n, item in enumerate(agenda, start=first)
    ]
    version = draw(st.integers(1, 3))
    sent = day - dt.timedelta(days=draw(st.integers(5, 30)))
    news = PaperNews(version - 1, ("Ärende 4 har tillkommit.", "Bilaga 2 är ny."), sent)
    return NoticePaper(
        body=body,
        body_short=draw(st.sampled_from(("", short))),
        date=day,
        start=start,
        end=end,
        place=draw(st.sampled_from(PLACES)),
        letterhead=draw(letterheads()),
        version=version,
        sent_on=draw(st.sampled_from((sent, None))),
        diary=draw(st.sampled_from(("", "SK 2025/0012"))),
        sittings=draw(sittings(start)),
        recipients=draw(st.sampled_from(((), ("Ledamöter i nätverket", "Ersättare för kännedom")))),
        regrets_to=draw(
            st.sampled_from(("", "Meddelas till kansliet senast tre dagar före mötet"))
        ),
        signed_by=draw(people(2)),
        items=tuple(numbered),
        attachments=tuple(
            PaperAttachment(
                label,
                draw(st.sampled_from(ATTACHED)),
                f"{label}.pdf",
                "application/pdf",
                bytes,
                draw(st.none() | st.integers(1, 60)),
                draw(st.booleans()),
            )
            for label in labels
        ),
        news=news if version > 1 else None,
    )


def sittings(start: dt.time) -> st.SearchStrategy[tuple[PaperSitting, ...]]:
    """Pre-meetings within the hour before the meeting."""
    before = dt.time(start.hour - 1, 0)
    one = st.builds(
        PaperSitting,
        st.sampled_from(SITTINGS),
        st.just(before),
        st.sampled_from((None, dt.time(start.hour - 1, 45))),
        st.sampled_from(("", "sal Granen")),
    )
    return st.lists(one, max_size=2, unique_by=lambda s: s.label).map(tuple)

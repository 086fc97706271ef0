"""Meeting documents made up for measuring: any length, the same for the same seed."""

from __future__ import annotations

from random import Random

_MATTERS = (
    "Gemensam plan",
    "Överenskommelse",
    "Uppföljning av avtalet",
    "Ansökan om statsbidrag",
    "Rapport från arbetsgruppen",
    "Handlingsplan",
    "Remiss",
    "Samordnat stöd",
    "Ny vägledning",
    "Förstudie",
    "Dialogdag",
)
_FIELDS = (
    "om vård i hemmet",
    "om läkarmedverkan i särskilt boende",
    "kring skolsociala team",
    "för utveckling av nära vård",
    "om trygg och säker utskrivning",
    "mot ensamhet bland äldre",
    "för digital tillsyn",
    "om kompetensförsörjning",
    "om hjälpmedel och förskrivning",
    "om barn och unga i samhällsvård",
    "för anhörigas delaktighet",
    "om palliativ vård dygnet runt",
    "kring samsjuklighet",
)
_STRETCHES = (
    "2025",
    "2026–2028",
    "etapp två",
    "i länets norra delar",
    "inför nästa år",
    "med tidplan",
    "och fortsatt arbete",
)
_PEOPLE = (
    ("Siv Lundmark", "socialchef", "Ekåsa kommun"),
    ("Torbjörn Wiik", "förvaltningschef", "Norrfallets kommun"),
    ("Amira Haddad", "utvecklingsledare", "Region Älvlandet"),
    ("Gunnel Åhs", "verksamhetschef", "Region Älvlandet"),
    ("Petter Brolin", "samordnare", "Länskontoret"),
)
_SENTENCES = (
    "{name} redovisar hur arbetet har gått sedan förra mötet och vilka kommuner som har svarat.",
    "Underlaget skickades ut den {day} {month} 2025 och gäller perioden fram till årsskiftet.",
    "Kostnaden beräknas till {amount} 000 kronor per år och delas lika mellan parterna.",
    "Flera av kommunerna vill se hur avtalet följs upp innan de tar ställning.",
    "Regionen lyfter att tillgången på personal skiljer sig mellan länets delar.",
    "Frågan har tidigare behandlats den {day} {month} 2024 då nätverket bad om fler uppgifter.",
    "Styrgruppen får i uppdrag att återkomma med ett förslag till mötet i {month}.",
)
_TALK = (
    "I diskussionen betonas att samma rutin behöver gälla oavsett var i länet personen bor.",
    "Någon undrar hur de mindre verksamheterna ska hinna med, eftersom få delar på mycket.",
    "Erfarenheterna från försöket är goda, men underlaget är litet och svårt att jämföra.",
    "Det framhålls att brukarna och deras närstående måste få vara med från början.",
    "Flera påminner om att arbetet redan sker på andra håll och att det inte ska göras två gånger.",
    "En annan synpunkt är att uppföljningen bör vara enkel och bygga på uppgifter som redan finns.",
    "Man talar också om hur kunskapen hålls levande när medarbetare slutar och nya kommer till.",
    "Lokalerna räcker inte överallt, och på några orter saknas plats för gemensamma möten.",
    "Det är svårt att rekrytera, särskilt till tjänster som kräver lång erfarenhet.",
    "Ett par deltagare berättar om liknande arbete i grannlänen och vad som gick bra där.",
    "Tekniken fungerar inte mellan alla system, så uppgifter skrivs ännu in på flera ställen.",
    "Tonen är god och de flesta anser att riktningen är den rätta.",
)
"""What is said around a table and settles nothing: most of what real notes consist of."""
_CLAUSES = (
    "att godkänna förslaget",
    "att lägga informationen till handlingarna",
    "att ge styrgruppen i uppdrag att ta fram en tidplan till den {day} {month} 2026",
    "att utse {name}, {title}, till kontaktperson",
    "att rekommendera kommunerna att anta överenskommelsen",
)
_MONTHS = ("januari", "mars", "april", "maj", "september", "oktober", "november")


def minutes(items: int, *, seed: int = 1) -> str:
    """Notes of a meeting with so many items, in plain text.

    An item has some 1,600 characters, most of them talk, as in the notes of a real network.
    """
    random = Random(seed)  # noqa: S311  made-up text, no secrets
    parts = [_head()]
    parts += [_item(random, number) for number in range(1, items + 1)]
    return "\n".join(parts)


def _head() -> str:
    people = "\n".join(f"{name}, {title}, {place}" for name, title, place in _PEOPLE)
    return (
        "Minnesanteckningar\nNätverket för välfärd i Älvlandet\n\n"
        "Datum: 12 november 2025\nTid: kl. 09.00–15.30\nPlats: Kommunhuset i Ekåsa\n\n"
        f"Närvarande\n{people}\n"
    )


def _item(random: Random, number: int) -> str:
    name, title, place = random.choice(_PEOPLE)
    sentences = " ".join(
        _filled(random, sentence) for sentence in random.sample(_SENTENCES, random.randint(3, 6))
    )
    talk = " ".join(random.sample(_TALK, random.randint(9, 12)))
    clauses = "\n".join(
        _filled(random, clause) for clause in random.sample(_CLAUSES, random.randint(1, 3))
    )
    return (
        f"{number}. {_heading(random)}\n"
        f"Föredragande: {name}, {title}, {place}\n\n"
        f"{sentences}\n\n{talk}\n\nBilaga {number}\n\nBeslut\nNätverket beslutar\n{clauses}\n"
    )


def _heading(random: Random) -> str:
    return " ".join(random.choice(words) for words in (_MATTERS, _FIELDS, _STRETCHES))


def _filled(random: Random, pattern: str) -> str:
    name, title, _ = random.choice(_PEOPLE)
    return pattern.format(
        name=name,
        title=title,
        day=random.randint(1, 28),
        month=random.choice(_MONTHS),
        amount=random.randint(40, 900),
    )

"""Decisions as real documents write them: without marker, in one sentence, with unusual markers."""

from __future__ import annotations

import pytest

from handslag.source.record import Action, Item, Outcome
from tests.source.parsing.reading import read

DOCUMENT = """Protokoll
Tekniska nämnden
Tid: Tisdagen den 14 maj 2019 kl. 13.00-15.30
Plats: Stora salen, Ekeby
Närvarande: Eva Ek (S), ordförande, Bo Dal (M), Ulla Ravn (C), Karin Holm (V)

§ 1 Mötets öppnande
Ordföranden öppnade mötet.

§ 2 Bron över ån
{text}

§ 3 Avslutning
Ordföranden tackade och avslutade mötet.
"""


def item_with(text: str) -> Item:
    return next(i for i in read(DOCUMENT.format(text=text)).items if i.number == "2")


def clauses_of(text: str) -> list[str]:
    return [clause.text for decision in item_with(text).decisions for clause in decision.clauses]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Nämnden beslutar utse Bo Dal att jämte ordföranden justera protokollet.",
            ["Nämnden beslutar utse Bo Dal att jämte ordföranden justera protokollet"],
        ),
        (
            "Efter diskussion beslutar nämnden godkänna kalkylen.",
            ["Efter diskussion beslutar nämnden godkänna kalkylen"],
        ),
        (
            "Att jämte ordföranden justera utsågs Bo Dal. Justeringen beslutades ske den 17 maj.",
            [
                "Att jämte ordföranden justera utsågs Bo Dal",
                "Justeringen beslutades ske den 17 maj",
            ],
        ),
        (
            "Till att justera utses Bo Dal samt beslut att paragrafen justeras omedelbart.",
            [
                "Till att justera utses Bo Dal",
                "att paragrafen justeras omedelbart",
            ],
        ),
        (
            "Nämnden godkände kalkylen och beslutade att sända den till kommunerna.",
            ["Nämnden godkände kalkylen", "att sända den till kommunerna"],
        ),
        (
            "Nämnden noterade kalkylen och beslöt att lägga den till handlingarna.",
            ["att lägga den till handlingarna"],
        ),
        (
            "Nämnden beslutar att bron stängs.\nDagordningen godkändes.",
            ["att bron stängs", "Dagordningen godkändes"],
        ),
        ("Beslut togs att Bo och Eva ska räkna om kostnaden.", None),
        ("Mötet fattade beslut om att bron stängs.", ["att bron stängs"]),
        ("Det överenskoms att bron stängs.", ["att bron stängs"]),
        ("Informationen antecknas till protokollet.", None),
        ("Dagordningen godkännes.", ["Dagordningen godkännes"]),
    ],
)
def test_a_decision_needs_no_marker(text, clauses):
    if clauses is None:
        assert item_with(text).outcome is not Outcome.NONE
    else:
        assert clauses_of(text) == clauses


@pytest.mark.parametrize(
    "text",
    [
        "Dagordningen fastställs med följande tillägg:\n- Räcket\n- Belysningen",
        "Beslut\nDagordningen fastställs med följande tillägg:\n- Räcket\n- Belysningen",
    ],
)
def test_what_is_approved_with_changes_goes_on_in_their_list(text):
    assert clauses_of(text) == [
        "Dagordningen fastställs med följande tillägg: - Räcket - Belysningen"
    ]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Nämnden beslutar: Utse Bo Dal till justerare. Justering äger rum den 17 maj.",
            ["Utse Bo Dal till justerare", "Justering äger rum den 17 maj"],
        ),
        (
            "TN Konklusion:\n- Bron mäts om.\n- Måtten samlas av Bo. De ska vara klara i maj.",
            [
                "Bron mäts om",
                "Måtten samlas av Bo",
                "De ska vara klara i maj",
            ],
        ),
        (
            "Beslut 1: Planen antas.\nBeslut 2: Räcket målas om.",
            ["Planen antas", "Räcket målas om"],
        ),
        (
            "Beslut\n1 Planen antas.\n2 Räcket målas om.",
            ["Planen antas", "Räcket målas om"],
        ),
        ("Beslut 1 Planen antas.", ["Planen antas"]),
        ("Beslut Planen antas.", ["Planen antas"]),
        ("Beslut om taxan fattas i höst.", []),
        (
            "Vi enades om följande:\n- Bron mäts varje höst\n- Bo ringer runt",
            ["Bron mäts varje höst", "Bo ringer runt"],
        ),
        ("Beslutades:\n- Planen antas", ["Planen antas"]),
        (
            "Beslut: Planen antas. Kommunernas representanter deltar inte i beslutet.",
            ["Planen antas"],
        ),
    ],
)
def test_markers_of_many_kinds_open_decisions(text, clauses):
    assert clauses_of(text) == clauses


@pytest.mark.parametrize(
    "diary",
    ["Diarienummer: TN2019/101 ", "Dnr 2019-TN0123/009, 2019-TN0124 ", "TN/2019:28 ", "2019/361 "],
)
def test_a_diary_number_before_the_text_is_no_part_of_it(diary):
    assert clauses_of(f"{diary}Anmälda skrivelser läggs till handlingarna.") == [
        "Anmälda skrivelser läggs till handlingarna"
    ]


def test_a_day_before_the_text_is_no_diary_number():
    assert clauses_of("2019-05-03 inkommen skrivelse läggs till handlingarna.") != [
        "inkommen skrivelse läggs till handlingarna"
    ]


def test_the_verb_before_a_name_is_no_part_of_it():
    item = item_with("Nämnden beslutar: Utse Bo Dal till justerare.")
    assert [p.name for p in item.decisions[0].clauses[0].appointees] == ["Bo Dal"]


NOTES = """Anteckningar
Samverkan kring bron i Ekeby
Datum: 14 maj 2019
Närvarande: Eva Ek, Bo Dal, Ulla Ravn

1. Inledning
Eva Ek hälsade välkommen.

2. Räcket
{text}

3. Nästa möte
Bestäms senare.
"""


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Brogruppen beslutar att räcket målas om.", ["att räcket målas om"]),
        ("Kommunfullmäktige antog en plan för räcket i höstas.", []),
    ],
)
def test_a_body_may_decide_under_a_name_that_the_head_does_not_give(text, clauses):
    item = next(i for i in read(NOTES.format(text=text)).items if i.number == "2")
    assert [c.text for d in item.decisions for c in d.clauses] == clauses


def test_the_sign_of_a_body_decides_for_it():
    text = DOCUMENT.replace("Tekniska nämnden", "LAG Norra slätten").format(
        text="LAG anser sig informerat och beslutar att bron stängs."
    )
    item = next(i for i in read(text).items if i.number == "2")
    assert [c.text for d in item.decisions for c in d.clauses] == ["att bron stängs"]


@pytest.mark.parametrize(
    "text",
    [
        "Beslut: -",
        "Beslut: Inget beslut.",
        "Den 14 december 2018 överlämnades namnlistor till nämndens ordförande.",
        "Yrkanden\nBo Dal: Räcket omvärderas och planen godkänns.",
        "Yrkande m m Bo Dal, m: Planen godkänns.",
    ],
)
def test_what_is_no_decision(text):
    assert clauses_of(text) == []


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Tjänsteförslag\nPlanen antas.", ["Planen antas"]),
        ("Förslag\natt anta planen", ["att anta planen"]),
        ("Ordförandens förslag: Planen antas.", ["Planen antas"]),
        ("Förslag till beslut Nämnden antar planen.", ["Nämnden antar planen"]),
        ("Ordförandens förslag: Bo Dal (M) med Ulla Ravn (C) som ersättare", []),
    ],
)
def test_proposed_decisions(text, clauses):
    item = item_with(text)
    assert [c.text for d in item.proposed_decisions for c in d.clauses] == clauses
    assert item.decisions == ()


def test_what_is_passed_on_is_one_with_the_first_it_leads_to():
    assert clauses_of(
        "Nämnden beslutar\natt föreslå fullmäktige besluta\natt anta planen\natt höja taxan"
    ) == ["att föreslå fullmäktige besluta att anta planen", "att höja taxan"]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Nämnden beslutar att bron stängs, att räcket målas och att Bo ringer runt.",
            ["att bron stängs", "att räcket målas", "att Bo ringer runt"],
        ),
        (
            "Nämnden beslutar att notera att bron rostar och att tiden är knapp.",
            ["att notera att bron rostar och att tiden är knapp"],
        ),
        (
            "Nämnden beslutar att uppdra åt Bo att ringa runt och att återkomma i juni.",
            ["att uppdra åt Bo att ringa runt och att återkomma i juni"],
        ),
        (
            "Nämnden beslutar: 1) att bron stängs 2) att räcket målas",
            ["att bron stängs", "att räcket målas"],
        ),
        (
            "Beslut - att bron stängs - att räcket målas",
            ["att bron stängs", "att räcket målas"],
        ),
        (
            "Beslut\n1. Att bron stängs. 2. Att räcket målas.",
            ["Att bron stängs", "Att räcket målas"],
        ),
        ("Beslutade att stänga bron.", ["att stänga bron"]),
        ("Beslut om att stänga bron.", ["att stänga bron"]),
        ("Alla var överens om att stänga bron.", ["att stänga bron"]),
        ("Alla var överens om att bron är vacker.", []),
        ("Motionen anses besvarad.", ["Motionen anses besvarad"]),
        ("Bron anses vacker.", []),
        (
            "Nämnden beslutar att stänga bron. Paragrafen förklaras omedelbart justerad.",
            ["att stänga bron", "Paragrafen förklaras omedelbart justerad"],
        ),
        ("Ordföranden finner att nämnden beslutar stänga bron.", []),
    ],
)
def test_att_clauses_in_one_line(text, clauses):
    assert clauses_of(text) == clauses


@pytest.mark.parametrize(
    "text",
    [
        "Bo Dal informerar om att planen antas i höst.",
        "Bo Dal yrkar att motionen avslås.",
        "Planen antas av kommunfullmäktige i juni.",
        "Planen antogs förra året.",
        "Bidrag beviljas löpande.",
        "Avvikelser noterades vid tre tillfällen.",
        "Bron är stängd. Yrkande: Bo Dal omväljs som ledamot.",
    ],
)
def test_what_others_decide_or_say_is_no_decision(text):
    assert clauses_of(text) == []


def test_who_is_to_do_something_may_be_called_by_the_first_name():
    clause = item_with("Beslut togs att Bo och Eva ska räkna om kostnaden.").decisions[0].clauses[0]
    assert clause.action is Action.ASSIGN
    assert [a.name for a in clause.assignees] == ["Bo och Eva"]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Länsstyrelsens beslut: Överklagan avslås.", []),
        ("Nätverkets beslut: Planen antas.", ["Planen antas"]),
        (
            "1. Räcket tas upp som ärende Preliminär föredragningslista fastställs i övrigt.",
            ["Preliminär föredragningslista fastställs i övrigt"],
        ),
        ("Protokoll från Kommunstyrelsen godkändes.", ["Protokoll från Kommunstyrelsen godkändes"]),
        ("Kommunerna beslutar själva att måla broar.", ["att måla broar"]),
    ],
)
def test_whose_decision_it_is_and_where_it_begins(text, clauses):
    assert clauses_of(text) == clauses


def test_each_entry_of_a_list_may_have_a_decision_of_its_own():
    assert clauses_of(
        "a) Idrottsförbundet, räcken, 75 000 kr\nBeslut: Bifalles med 50 000 kr.\n"
        "b) Målarskolan, färg, 30 000 kr\nBeslut: Avslås."
    ) == ["Bifalles med 50 000 kr", "Avslås"]


def test_samt_att_begins_a_clause():
    assert clauses_of("Det beslöts att Bo ringer runt samt att bron stängs.") == [
        "att Bo ringer runt",
        "att bron stängs",
    ]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Nämnden har tagit del av kalkylen.", ["Nämnden har tagit del av kalkylen"]),
        ("Nämnden gav den 12 februari kontoret i uppdrag att räkna på bron.", []),
        ("Nämnden beviljade hösten 2016 föreningen 8 000 kr.", []),
        ("Nämnden beviljade föreningen 8 000 kr.", ["Nämnden beviljade föreningen 8 000 kr"]),
        (
            "Beslut\nBron målas grön.\nJusterandes sign Utdragsbestyrkande",
            ["Bron målas grön"],
        ),
        (
            "Ola Rask redovisar vad målningen kostar per år Nämnden godkänner kalkylen.",
            ["Nämnden godkänner kalkylen"],
        ),
    ],
)
def test_what_the_body_does_itself_at_this_meeting(text, clauses):
    assert clauses_of(text) == clauses


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        (
            "Ola:\n- Kollar upp färgens pris.\n- Har varit vid bron.\nSiv:\n- Bokar målare.",
            [("Ola", "Kollar upp färgens pris."), ("Siv", "Bokar målare.")],
        ),
        (
            "Ola Rask: ta fram en kalkyl till nästa möte",
            [("Ola Rask", "ta fram en kalkyl till nästa möte")],
        ),
        ("Lennart skall se om färgen räcker.", [("Lennart", "Lennart skall se om färgen räcker.")]),
        ("Plats: Bokar vi sedan.", []),
        ("Siv: Informerar om bron.", []),
    ],
)
def test_tasks_below_and_after_a_name(text, tasks):
    assert [(a.assignees[0].name, a.text) for a in item_with(text).assignments] == tasks

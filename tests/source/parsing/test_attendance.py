"""Who took part, by all the ways in which heads list people."""

from __future__ import annotations

from textwrap import wrap

import pytest

from handslag.source.record import Presence
from tests.source.parsing.reading import read

ITEMS = "\n\n§ 1 Mötet öppnas\n§ 2 Övrigt\n"


def present(head: str) -> list[str]:
    record = read(f"Protokoll\nPlannämnden\n3 maj 2012\n{head}{ITEMS}")
    return [p.name for p in record.attendees if p.presence is not Presence.ABSENT]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ("Hasse Karl PRO\nVivi Gust SPF ersätter Bo Dal", ["Hasse Karl", "Vivi Gust"]),
        ("Eva Ek Humanistiska nämnden\nBo Dal Kultur- och fritidsnämnden", ["Eva Ek", "Bo Dal"]),
        ("Lisa Joel Linköping\nAnna Öst Jönköping", ["Lisa Joel", "Anna Öst"]),
        ("Eva Ek, Västra Götaland Ann Lind, Skara Bo Dal", ["Eva Ek", "Ann Lind", "Bo Dal"]),
        ("Marie Sjö Olsén\nRosMarie Jöns Ek", ["Marie Sjö Olsén", "RosMarie Jöns Ek"]),
        ("Rachel De Bas\nYvonne de Martin (C)", ["Rachel De Bas", "Yvonne de Martin"]),
        ("Kay van den Brink\nJonas T. Sand", ["Kay van den Brink", "Jonas T. Sand"]),
        ("Gun- Brith Ryd (KD)", ["Gun- Brith Ryd"]),
        ("Eva Ek, s, ordförande, 1-12\nBo Dal, c", ["Eva Ek", "Bo Dal"]),
        ("Ida Burl X\nSune Mont X, mötesordf. § 74-88", ["Ida Burl", "Sune Mont"]),
        ("Eva Ek, Vattenverket Bo Dal/Ina Lod, sekretariatet", ["Eva Ek", "Bo Dal", "Ina Lod"]),
        ("Eva Ek ekonomichef Ina Lod, va-ingenjör", ["Eva Ek", "Ina Lod"]),
        ("Eva Ek (M) (ers Bo Dal (M))", ["Eva Ek"]),
        ("Anders Led Teknisk chef\nEva Ek Enhetschef gata", ["Anders Led", "Eva Ek"]),
        ("Nora sal, Emil Lunds v 15, Nora\nEva Ek", ["Eva Ek"]),
        ("Sveriges Fiskares Centralorganisation\nEva Ek", ["Eva Ek"]),
        ("Eva Ek, rektor, § 15 Bo Dal, lärare, §16, 18 Ina Lod", ["Eva Ek", "Bo Dal", "Ina Lod"]),
        ("Eva Ek (S), ej tjg ers, del av § 159 Bo Dal, chef", ["Eva Ek", "Bo Dal"]),
        ("Bo Dal (V) och Aila Ek (SD) Insynsplats Kim Lod (SD)", ["Bo Dal", "Aila Ek", "Kim Lod"]),
        ("Stig Torn Lesley Holm Eva Ek", ["Stig Torn", "Lesley Holm", "Eva Ek"]),
    ],
)  # fmt: skip
def test_entries_of_a_list(lines, names):
    assert present(f"Närvarande:\n{lines}") == names


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("Ledamöter Närvarande\nEva Ek X\nBo Dal Anmält förhinder", ["Eva Ek"]),
        ("Närvarande:, Eva Ek, Bo Dal,.", ["Eva Ek", "Bo Dal"]),
        ("På mötet deltog: Eva Ek och Bo Dal\nFörhindrade: Ina Lod", ["Eva Ek", "Bo Dal"]),
        ("Kommunrepresentanter:\nEva Ek\nRegionrepresentanter:\nBo Dal", ["Eva Ek", "Bo Dal"]),
        ("Plats: Åsnen Närvarande: Eva Ek, Bo Dal", ["Eva Ek", "Bo Dal"]),
        ("Närvarande: Eva Ek\nEj närvarande/förhinder:\nBo Dal", ["Eva Ek"]),
        ("Närvarande: Eva Ek (s), Bo Dal (s), inte närvarande", ["Eva Ek"]),
        ("Närvarande\nEva Ek\nBo Dal skrev till mötet men deltog inte", ["Eva Ek"]),
        ("Närvarande\nEva Ek\nBo Dal (s) deltog inte under 227", ["Eva Ek", "Bo Dal"]),
        ("Suppleanter\nEva Ek\nEj tjänstgörande suppleanter:\nBo Dal", ["Eva Ek", "Bo Dal"]),
        ("Beslutande kommunrepresentanter\nEva Ek, (s), Arjeplog", ["Eva Ek"]),
        ("Närvarande\nEva Ek\nPostadress Telefon\nBox 1 Storgatan\nBo Dal", ["Eva Ek", "Bo Dal"]),
    ],
)  # fmt: skip
def test_labels_of_lists(head, names):
    assert present(head) == names


def test_a_role_after_a_name_stays_with_it_where_the_next_name_follows_at_once():
    record = read(
        "Protokoll\nPlannämnden\n3 maj 2012\nBeslutande\n"
        "Eva Ek (S), ordförande Bo Dal (L), vice ordförande Ina Lod (S)" + ITEMS
    )
    assert [p.title for p in record.attendees] == ["ordförande", "vice ordförande", None]


def test_a_role_before_a_name_stays_with_it():
    record = read(
        "Protokoll\nPlannämnden\n3 maj 2012\nTjänstemän\n"
        "Ekonom Eva Ek, rektor Bo Dal, sekreterare Ina Lod" + ITEMS
    )
    assert [p.title for p in record.attendees] == ["Ekonom", "rektor", "sekreterare"]


def test_names_of_the_signing_are_no_attendance():
    head = (
        "Beslutande\nEva Ek (S), ordförande\nUtses att justera\nBo Dal\nUnderskrifter\n"
        "Sekreterare Ina Lod\nOrdförande Eva Ek\nJusterande Bo Dal"
    )
    assert present(head) == ["Eva Ek"]


def test_the_chair_and_the_secretary_before_the_list_are_there():
    head = "Ordförande: Eva Ek\nSekreterare: Ina Lod\nJusterare: Bo Dal\nNärvarande: Åsa Plym"
    assert present(head) == ["Eva Ek", "Ina Lod", "Åsa Plym"]


def test_a_document_that_begins_in_the_middle_of_the_list():
    record = read(
        "(1)\n\nRolf Kors (S) Pia Håk (S)\n\nAnita Brodd (M) Tom Emt (KD)\n\n"
        "Övriga deltagande\nEva Ek, sekreterare\n\n§ 1 Mötet öppnas\n§ 2 Övrigt\n"
    )
    assert [p.name for p in record.attendees] == [
        "Rolf Kors", "Pia Håk", "Anita Brodd", "Tom Emt", "Eva Ek",
    ]  # fmt: skip


def test_names_told_of_in_an_item_without_heading_are_no_attendance():
    record = read(
        "Anteckningar\nMöte 1 april 2015\nNärvarande: Eva Ek, Bo Dal\n1. Frågor\n"
        "a. Arbetsgrupp\nGruppen får följande sammansättning:\nNorr: Ulrika Ott\nSyd: Karin Niel\n"
    )
    assert [p.name for p in record.attendees] == ["Eva Ek", "Bo Dal"]


def test_a_list_in_a_paragraph_that_has_run_together():
    trees = ["Ek", "Al", "Lind", "Asp", "Lönn", "Tall", "Björk", "Gran"]
    names = " ".join(f"Eva {tree}berg (s)" for tree in trees)
    record = read(
        "Protokoll från Plannämndens möte den 1 april 2004 i Norrby Beslutande "
        f"{names} Övriga deltagande Bo Dalman Åsa Plym, sekreterare {'Karin Lundell ' * 8}"
        "Utses att justera Eva Ekberg Underskrifter Sekreterare Per Svan\n\n§ 1 Val\n§ 2 Budget\n"
    )
    found = [p.name for p in record.attendees]
    assert found[:2] == ["Eva Ekberg", "Eva Alberg"]
    assert found[-3:] == ["Bo Dalman", "Åsa Plym", "Karin Lundell"]


def test_a_doubled_agenda_heading_does_not_make_a_notice_of_notes():
    record = read(
        "Norrby 2016-01-20\nNärvarande\nEva Ek, rektor\nBo Dal, läkare\nIna Lod, chef\n\n"
        "DAGORDNING\n1. Inledning\nEva Ek hälsade välkommen.\n2. Övrigt\nAlla tackade.\n"
    )
    assert record.kind == "minutes"
    assert len(record.attendees) == 3


_PAGE = (
    "1 NORRBY KOMMUN PROTOKOLL 1(4) Plats och tid Rådhuset, kl 13.00 {who} Underskrift Sekreterare "
    "Ina Lod Paragrafer 1-2 Ordförande Eva Ek Justerande Bo Dal Anslag/bevis Protokollet är "
    "justerat. Förvaringsplats Kansliet\n\n"
    "2 NORRBY KOMMUN PROTOKOLL 2(4) 1 Mötets öppnande Ordföranden öppnar mötet. 2 Budget "
    "Nämnden beslutar att godkänna budgeten. 3 Övrigt Inget fanns att ta upp.\n"
)


def _of_page(who: str) -> list[str]:
    record = read(_PAGE.format(who=who))
    return [p.name for p in record.attendees if p.presence is not Presence.ABSENT]


def test_surnames_first():
    who = (
        "Närvarande: Almgren Maj HSO Andersson Jan-Erik Byggnadsnämnden Ros Kent Barn- och "
        "skolnämnd Öster Bengtsson Sven SRF Borgbygden Fast Ann HSO Järv Torell Gunilla HSO "
        "Olsson Eva Socialnämnden"
    )
    assert _of_page(who) == [
        "Almgren Maj",
        "Andersson Jan-Erik",
        "Ros Kent",
        "Bengtsson Sven",
        "Fast Ann",
        "Järv Torell Gunilla",
        "Olsson Eva",
    ]


def test_a_municipality_after_each_name():
    who = "Närvarande Ledamöter: Tomas Kvist Fagerås kommun (ordf.) Siv Ekholm Persson Lunds kommun"
    assert _of_page(who) == ["Tomas Kvist", "Siv Ekholm Persson"]


def test_whom_a_substitute_stands_for_is_not_there():
    who = "Beslutande Eva Ek (s) Bo Dal (c) Ersätter Nils Gran (c) Lena Holm (m)"
    assert _of_page(who) == ["Eva Ek", "Bo Dal", "Lena Holm"]


def test_labels_of_columns_that_have_come_apart():
    who = (
        "Beslutande Övriga deltagande Utses att justera Eva Ek, ordf. Bo Dal Anna Holm "
        "Lena Gran Nils Sand, sekr. Bo Dal"
    )
    assert _of_page(who) == ["Eva Ek", "Bo Dal", "Anna Holm", "Lena Gran", "Nils Sand"]


def test_who_is_to_sign_below_an_empty_label_is_no_list():
    who = "Beslutande Eva Ek Bo Dal Övriga deltagande Utses att justera Rut Lind"
    assert _of_page(who) == ["Eva Ek", "Bo Dal"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Närvarande: Eva, Karin och Bo", ["Eva", "Karin", "Bo"]),
        ("Närvarande: Eva- webbansvarig, Bo – vice kassör", ["Eva", "Bo"]),
        ("Närvarande: Eva (ordf), Karin", ["Eva", "Karin"]),
        ("Närvarande: Kommunerna, Regionen", []),
        ("Närvarande: Hotell Åsnen\nEva Ek", ["Eva Ek"]),
        ("Närvarande: Eva Ek Lf presidie", ["Eva Ek"]),
    ],
)
def test_first_names_and_what_is_no_name(line, names):
    assert present(line) == names


@pytest.mark.parametrize(
    "who",
    [
        "Deltagare från kommunerna Eva Ek, socialchef Bo Dal Deltagare från Region Havren Rut Lind",
        "NÄRVARO Kommunsidan Eva Ek Bo Dal Regionsidan Rut Lind",
        "Beslutande Eva Ek (S) Bo Dal (C) Rut Lind (M) Frånvarande ledamöter Henrik Ahl (M)",
        "Närvarande Eva Ek (S) Bo Dal (C) Rut Lind (M) Förhindrade Henrik Ahl (M)",
    ],
)
def test_labels_of_sides_and_of_those_away_on_a_page_that_is_one_line(who):
    assert _of_page(who) == ["Eva Ek", "Bo Dal", "Rut Lind"]


REMARKS = (
    "(ersättare för Sven-Åke Torstensson)",
    "(ersättare för Sven-Åke Torstensson, till och med punkt 10, kl. 10.15, från och med punkt 12)",
)


@pytest.mark.parametrize("width", range(44, 80))
@pytest.mark.parametrize("remark", REMARKS)
@pytest.mark.parametrize(
    "organisation", ["Region Tallmarken", "Västra Tallmarkens kommunalförbund", "Länsstyrelsen"]
)
def test_an_entry_is_one_wherever_its_line_breaks(organisation, remark, width):
    entries = (
        f"Lars-Göran Mårtensson, controller, {organisation} {remark}",
        f"Ann-Sofie Ek, medicinskt ansvarig sjuksköterska {remark}",
        "Östra Tallmarkens kommunalförbund",
        "Tomas Dal, medicinskt ansvarig sjuksköterska, Kvarnbro kommun",
        "Östra Tallmarkens kommunalförbund",
        f"Per Brøyen {remark}",
    )
    lines = [line for entry in entries for line in wrap(entry, width, break_on_hyphens=False)]
    head = "\n".join(("Närvarande", "Norrsjö kommun", *lines))
    record = read(f"Protokoll\nPlannämnden\n3 maj 2012\n{head}{ITEMS}")
    there = Presence.PARTLY if "punkt" in remark else Presence.PRESENT
    ours = "Östra Tallmarkens kommunalförbund"
    assert [(p.name, p.title, p.organisation, p.presence) for p in record.attendees] == [
        ("Lars-Göran Mårtensson", "controller", organisation, there),
        ("Ann-Sofie Ek", "medicinskt ansvarig sjuksköterska", "Norrsjö kommun", there),
        ("Tomas Dal", "medicinskt ansvarig sjuksköterska", "Kvarnbro kommun", Presence.PRESENT),
        ("Per Brøyen", None, ours, there),
    ]


@pytest.mark.parametrize("name", ["Tomas Dal", "Tom Ek", "Tommy Ek"])
def test_whoever_serves_for_a_tomas_is_there_the_whole_time(name):
    head = f"Närvarande\nEva Ek, jurist (ersättare för {name})"
    record = read(f"Protokoll\nPlannämnden\n3 maj 2012\n{head}{ITEMS}")
    assert [(p.name, p.presence) for p in record.attendees] == [("Eva Ek", Presence.PRESENT)]


@pytest.mark.parametrize("until", ["t.o.m. § 4", "t o m § 4", "T.o.m. 4", "fr.o.m. 4"])
def test_whoever_was_there_until_an_item_was_there_partly(until):
    record = read(
        f"Protokoll\nPlannämnden\n3 maj 2012\nNärvarande\nEva Ek, jurist ({until}){ITEMS}"
    )
    assert [(p.name, p.presence) for p in record.attendees] == [("Eva Ek", Presence.PARTLY)]

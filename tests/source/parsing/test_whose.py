"""Whose meeting it is, by all the ways in which heads say so."""

from __future__ import annotations

import pytest

from tests.source.parsing.reading import read

ITEMS = "\n\nNärvarande: Eva Ek, Bo Dal\n\n§ 1 Mötet öppnas\n§ 2 Övrigt\n"


def body_of(words: str) -> str:
    """The name of the body that a document is read as being of; empty where none is."""
    body = read(words).body
    return body.name if body else ""


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Norrby kommun\nKommunledningskontoret\nPlannämnden\n\nPROTOKOLL", "Plannämnden"),
        ("Minnesanteckningar från möte med Norrby pensionärsråd", "Norrby pensionärsråd"),
        ("Minnesanteckningar BRÅ 2014-03-05", "BRÅ"),
        ("Minnesanteckningar RAG Ögonsjukvård\nDag: 3 maj 2014", "RAG Ögonsjukvård"),
        ("Minutes from Steering Committee meeting\nAnteckningar 2014-03-05", "Steering Committee"),
        ("Start / Politik / Möten / Miljönämnden\n\nKallelse 5 mars 2014", "Miljönämnden"),
        ("Protokoll fört vid sammanträde med Vattenrådet den 4 maj 2009", "Vattenrådet"),
        ("Protokoll från kulturnämndens sammanträde 2011-02-03", "kulturnämnden"),
        ("Kallelse till tillgänglighetsrådet\n\nTid: 3 maj 2017", "tillgänglighetsrådet"),
        ("Mötesanteckningar\nMöte: Ledningsgruppen för barn", "Ledningsgruppen för barn"),
        ("Handläggare Karin Lund Landskapsstyrelsen\nProtokoll", "Landskapsstyrelsen"),
        ("Protokoll LAG-möte 2010-03-04", "LAG"),
        ("Protokoll fört vid LAG-möte i Leader Nordanskog", "Leader Nordanskog"),
        ("PROTOKOLL FRÅN STYRGRUPPSMÖTE HÅLLBART ÅSNEN\n3 juni 2008", "HÅLLBART ÅSNEN"),
        ("Anteckningar\nKKR samverkansmöte 1 april 2015 | telefonmöte", "KKR samverkan"),
        ("~NORRBY KOMMUN SAMMANTRÄDESPRDTOKOLL SKOLUTSKOTIET", "SKOLUTSKOTIET"),
        ("ÅSNENS VATTENVARDSFORBUND\nProtokoll", "ÅSNENS VATTENVARDSFORBUND"),
        (
            "Beslutsgruppen för mål 3b Åsnen\nProtokoll från beslutsgruppsmöte",
            "Beslutsgruppen för mål 3b Åsnen",
        ),
        ("Direktionens protokoll 9 december 2022", "Direktionen"),
    ],
)
def test_the_head_names_the_body(head, body):
    record = read(head + ITEMS)
    assert record.body is not None
    assert record.body.name == body


def test_the_notice_board_names_the_body():
    head = "Sammanträdesprotokoll 1 (9)\nPlats och tid   Stora salen, Frodebo\n"
    board = "\nBEVIS\nJusteringen har tillkännagivits genom anslag\nOrgan   Frodebo kulturnämnd\n"
    record = read(head + board + ITEMS)
    assert record.body is not None
    assert record.body.name == "Frodebo kulturnämnd"


def test_the_organ_of_a_heading_is_no_label():
    record = read("Protokoll\nTekniska nämnden\n2014-03-05" + ITEMS + "Organ för samråd bildas.")
    assert record.body is not None
    assert record.body.name == "Tekniska nämnden"


def test_labels_of_one_column_above_the_values_of_the_next():
    record = read(
        "Organ:\nPlats och tid:\nBeslutande:\nKustens miljönämnd\nEva Ek, Bo Dal\n§ 1 Val\n"
    )
    assert record.body is not None
    assert record.body.name == "Kustens miljönämnd"


@pytest.mark.parametrize(
    "list_line",
    ["Uno Tjäder Omsorgsnämnden", "Ulrika Ham (L), norra hälsonämnden", "Eva Ek, Länsstyrelsen"],
)
def test_where_someone_comes_from_is_not_the_body(list_line):
    head = f"Samråd om vatten\n3 maj 2012\nNärvarande:\n{list_line}\nBo Dal\n\n"
    record = read(head + "1. Mötet öppnas\n2. Övrigt\n")
    assert record.body is None or "nämnden" not in record.body.name


def test_who_decides_below_is_the_body_where_the_head_names_none():
    record = read(
        "Protokoll 2014-03-05\n\n§ 1 Stöd\nÅs-Tuna stadsdelsnämnd beslutar att bevilja stödet.\n"
    )
    assert record.body is not None
    assert record.body.name == "Ås-Tuna stadsdelsnämnd"


def test_a_heading_that_ends_as_a_body_is_none():
    record = read("Dag: Tisdag 10 februari 2009\n\nInledning\nBeredning\n\n1. Upprop\n2. Val\n")
    assert record.body is None


def test_who_settles_things_below_is_the_body_where_nobody_decides():
    record = read(
        "PROTOKOLL\n2010-11-24\n\n§ 1 Listan\nHjälpmedelskommittén fastställer listan.\n"
        "§ 2 Förråd\nHjälpmedelskommittén diskuterar förråden.\n"
    )
    assert record.body is not None
    assert record.body.name == "Hjälpmedelskommittén"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("BEVIS OM ANSLAG Plannämndens protokoll har justerats och anslagits", "Plannämnden"),
        (
            "Justeringen har gjorts känd genom anslag Plannämnden Datum för anslags uppsättning",
            "Plannämnden",
        ),
    ],
)
def test_the_notice_board_without_a_label(head, body):
    words = f"Protokoll\n3 maj 2012\n{head}\n\n§ 1 Mötet öppnas\n§ 2 Övrigt\n"
    assert body_of(words) == body


def test_a_preparatory_body_for_a_field():
    words = "Protokoll\nBeredningen för vård och omsorg\n3 maj 2012\n\n§ 1 Mötet öppnas\n"
    assert body_of(words) == "Beredningen för vård och omsorg"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("1 av 8 Norrby kommun Kommunfullmäktige Ledamöter kallas härmed", "Kommunfullmäktige"),
        ("Minnesanteckningar Regionrådet Dag tisdagen den 12 juni 2012", "Regionrådet"),
    ],
)
def test_words_of_the_form_after_the_body(head, body):
    assert body_of(f"{head}\n{ITEMS}").endswith(body)

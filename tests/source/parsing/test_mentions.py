"""What an item mentions: attachments and the body's own earlier meetings."""

from __future__ import annotations

import pytest

from tests.source.parsing.test_decisions import item_with


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Bilaga TN 2006/14/1-3", ["TN 2006/14/1", "TN 2006/14/2", "TN 2006/14/3"]),
        ("Bilaga TN 2014/174/1, skrivelse", ["TN 2014/174/1"]),
        ("Bilaga KS § 45", ["KS § 45"]),
        ("Bilaga I-III", ["I", "II", "III"]),
        ("Bilaga 3:1", ["3:1"]),
        ("Bilaga 17a-c", ["17a", "17b", "17c"]),
        ("Bilaga 2019-05-14", []),
        ("Protokollsbilaga 7", ["7"]),
        ("Mobilaga 7", []),
        ("Bilagor: a) Skrivelse från länet b) Karta c) Kalkyl", ["a", "b", "c"]),
        ("Bilaga a) Nämndens beslut b) Karta. I frågan a) nej.", ["a", "b"]),
        ("Två frågor: a) vem målar? b) vem betalar?", []),
    ],
)
def test_attachments(text, labels):
    assert [a.label for a in item_with(text).attachments] == labels


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Anteckningar från den 2 april och den 16 april 2019 gicks igenom.", ["04-02", "04-16"]),
        ("Tekniska nämndens beslut 2019-03-12 § 34", ["03-12"]),
        ("Kommunstyrelsens beslut 2019-03-12 § 34", []),
        ("Nämnden diskuterade på sitt möte den 2 april hur bron ska målas.", ["04-02"]),
        ("Kommunstyrelsen tog beslut på sitt möte den 2 april 2019.", []),
        ("Stina berättade om Bronätet som hade sitt möte den 2 april.", []),
        ("Protokoll från arbetsutskottets möte 2019-04-02 gicks igenom.", []),
        ("Protokoll från nämndens möte 2019-04-02 gicks igenom.", ["04-02"]),
        ("Ärende 11 behandlas vid nämndens sammanträde den 12 november. Övrigt utgår.", []),
    ],
)
def test_the_bodys_own_earlier_meetings(text, days):
    found = [str(when.date) for when in item_with(text).references]
    assert found == [f"2019-{day}" for day in days]


def test_a_part_of_a_body_is_not_the_body():
    assert item_with("Arbetsutskottet har behandlat ärendet 2019-02-24, § 33.").references == ()

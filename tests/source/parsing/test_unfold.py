"""Documents whose lines have run together into one."""

from __future__ import annotations

from itertools import pairwise

import pytest

from handslag.source.parsing.unfold import parting_places
from tests.source.parsing.reading import read

LINE = (
    "Protokoll Omsorgsnämnden 2015-09-16 Plats: Stadshuset, Lindvik Beslutande: Lena Strid (S), "
    "Ove Kast (M) § 71 Dagordning Beslut Dagordningen fastställs. § 72 Ekonomi Jan Ek redovisar "
    "utfallet enligt § 5 i reglementet. Beslut Nämnden godkänner rapporten."
)


def test_items_labels_and_markers_begin_lines_of_their_own():
    places = [0, *parting_places(LINE), len(LINE)]
    parts = [LINE[a:b].strip() for a, b in pairwise(places)]
    assert parts == [
        "Protokoll Omsorgsnämnden 2015-09-16",
        "Plats: Stadshuset, Lindvik",
        "Beslutande: Lena Strid (S), Ove Kast (M)",
        "§ 71 Dagordning",
        "Beslut",
        "Dagordningen fastställs.",
        "§ 72 Ekonomi Jan Ek redovisar utfallet enligt § 5 i reglementet.",
        "Beslut",
        "Nämnden godkänner rapporten.",
    ]


def test_the_document_is_read_as_if_it_had_lines():
    record = read(LINE)
    assert [(i.number, i.heading) for i in record.items] == [
        ("71", "Dagordning"),
        ("72", "Ekonomi"),
    ]
    assert [p.name for p in record.attendees] == ["Lena Strid", "Ove Kast"]
    texts = [c.text for i in record.items for d in i.decisions for c in d.clauses]
    assert texts == ["Dagordningen fastställs", "Nämnden godkänner rapporten"]


LAW = (
    "Justeringen är införd under avsnitt 1. Bakgrund och förtydligar att uppdraget innefattar "
    "frågor om samsjuklighet, och den gäller enligt § 4 Reglementet samt beslut § 12 "
    "Socialnämnden i länets alla kommuner från och med årsskiftet."
)


@pytest.mark.parametrize("line", ["En kort rad § 12 Dagordning", LAW])
def test_a_sentence_is_left_whole(line):
    assert parting_places(line) == []

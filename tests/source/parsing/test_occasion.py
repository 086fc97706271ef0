"""When and where the meeting was, by all the ways in which heads say so."""

from __future__ import annotations

import pytest

from handslag.source.record import Kind
from tests.source.parsing.reading import read

ITEMS = "\n§ 1 Mötet öppnas\n§ 2 Övrigt\n"


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Plats och tid Stora salen, Åsnen den 13 april 2000 kl", "Stora salen, Åsnen"),
        ("Plats och tid Norrby, kl Omfattning 1-17", "Norrby"),
        ("Plats och tid Omsorgskontoret klockan Öppet för allmänheten", "Omsorgskontoret"),
        ("Plats och tid Kommunhuset, s-rum :15", "Kommunhuset, s-rum"),
        ("Plats och tid: kl. 13.00-15.30, Biblioteket i Sunnvik", "Biblioteket i Sunnvik"),
        ("Plats: Rådssalen (från gården). Åhörare är välkomna.", "Rådssalen (från gården)"),
        ("Plats: Storg. 4, Norrby", "Storg. 4, Norrby"),
        ("Plats och lokal: Rådhuset", "Rådhuset"),
        ("Plats: Hotell Åsnen i samband med nämndens internat", "Hotell Åsnen"),
        ("Tid\nPlats\nTorsdag 3 maj 2012 kl 9-12\nRådhuset, sal 3", "Rådhuset, sal 3"),
        (
            "Plats\nNärvarande ledamöter\nSekreterare Aulan, Ekområdet, Norrby\nEva Ek (m)\nBo Dal",
            "Aulan, Ekområdet, Norrby",
        ),
        ("Plats: Parken, Storgatan 4,\nNorrby\nDatum: 2012-05-03", "Parken, Storgatan 4, Norrby"),
        ("Plats: Parken\nUtses att justera Bo Dal\nJusteringens plats Rådhuset 3 maj", "Parken"),
    ],
)
def test_the_place(head, place):
    assert read(f"Protokoll\nPlannämnden\n{head}\n{ITEMS}").place == place


def test_where_the_minutes_are_signed_is_not_the_place():
    head = "Utses att justera Bo Dal\nJusteringens plats och tid Rådhuset 27 maj 2019 klockan 15.00"
    record = read(f"Protokoll\nPlannämnden\nSammanträdesdatum 2019-05-20\n{head}\n{ITEMS}")
    assert (record.place, record.start) == (None, None)
    assert record.date is not None
    assert record.date.isoformat() == "2019-05-20"


def test_the_block_of_the_signing_may_come_first():
    record = read(
        "Utses att justera Bo Dal\nJusteringens plats och tid\nMåndagen den 19 september\n"
        "Anslag/Bevis\nJusteringen har tillkännagivits genom anslag\n"
        "Organ och sammanträdesdatum Plannämnden 2016-09-15\nAnslaget sätts upp 2016-09-21\n"
        "Plats och tid Åsensalen Klockan 13:00-15:30\nBeslutande Eva Ek (S)\n" + ITEMS
    )
    assert record.date is not None
    assert record.date.isoformat() == "2016-09-15"
    assert (record.place, record.body and record.body.name) == ("Åsensalen", "Plannämnden")


def test_the_day_of_signing_is_no_day_of_the_meeting():
    head = "Justeringens plats och tid Eva Ek och Bo Dal Skolan, Norrby måndag 7 mars 2011 kl 16:00"
    record = read(f"Protokoll\nPlannämnden\n{head}\n{ITEMS}")
    assert (record.date, record.start) == (None, None)


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("PLN 9/2012\nTid Tisdagen den 11 december, kl", "2012-12-11"),
        ("PLN 9/2013\nTid Tisdagen den 11 december, kl", None),
        ("Protokoll nr 3/2009\nTid: 3 maj", "2009-05-03"),
        ("Sammanträde 2005-11-17", "2005-11-17"),
        ("Dag:\n22-23 sep 2015", "2015-09-22"),
        (
            "Organ:\nPlats och tid:\nande:\nÅsnens plannämnd Rådhuset, Ås den 11 maj 2008",
            "2008-05-11",
        ),
        ("Onsdag 3 maj", None),
        ("3.5.2012", "2012-05-03"),
        ("Upprättad 2012-05-10\nMöte 3 maj kl 13", "2012-05-03"),
        ("Upprättad 2012-05-03\nMöte 3 maj kl 13", "2012-05-03"),
    ],
)
def test_the_day(head, date):
    record = read(f"Plannämnden\nMinnesanteckningar\n{head}\n{ITEMS}")
    assert (record.date.isoformat() if record.date else None) == date


@pytest.mark.parametrize(
    ("head", "start", "end"),
    [
        (
            "Datum\nKlockan\n17:00\nPlats\nRådhuset\n\nTidigast kl 18.30 börjar mötet.",
            "17:00",
            None,
        ),
        ("Plats och tid Norrby, kl Omfattning 1-17", None, None),
        ("Närvarande\nEva Ek 8:15-11:30\nBo Dal", None, None),
        ("Tid: 3 maj 2012, kl. 13: Dalasalen", None, None),
        ("Tid: 3 maj 2012, kl. 13.00-15.30", "13:00", "15:30"),
        ("Den 3 maj 2012 kl 0930-1200 i Rådhuset", "09:30", "12:00"),
        ("Tid: 3 maj 2012 kl 13.00--15.00", "13:00", "15:00"),
    ],
)
def test_the_times(head, start, end):
    record = read(f"Plannämnden\nMinnesanteckningar\n{head}\n{ITEMS}")
    assert (record.start.strftime("%H:%M") if record.start else None) == start
    assert (record.end.strftime("%H:%M") if record.end else None) == end


def test_a_plan_with_day_and_place_is_a_notice_though_it_has_no_title():
    record = read(
        "Sammanträde 2005-11-17\n\nPlats\nRådhuset\n\n1 Upprop\n\n2 Skolstart\n\n"
        "Förslag till beslut\n1. Planen antas.\n\n3 Anmälningar\n"
    )
    assert record.kind is Kind.NOTICE


def test_proposals_without_decisions_are_a_plan():
    record = read(
        "Sammanträde 2005-11-17\n\nPlats\nRådhuset\n\n1 Skolstart\n\n"
        "Barn- och skolnämndens förslag till beslut\n- Informationen noteras.\n\n"
        "2 Månadsrapport\n\nBarn- och skolnämndens förslag till beslut\n- Rapporten godkänns.\n"
    )
    assert record.kind is Kind.NOTICE


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ("Tid: 3 maj 2012 kl 13.30 16.40", ("13:30", "16:40")),
        ("Tid: 3 maj 2012 kl 08.30 ca 12.00", ("08:30", "12:00")),
        ("Tid och plats: På Teams mellan 17.15 och 17.35", ("17:15", "17:35")),
        ("Tid: 3 maj 2012 kl. 9.00. Preliminär sluttid kl. 12.00.", ("09:00", "12:00")),
        ("Tid: 3 maj 2012 kl 18.00. Sammanträdet avslutas kl 21.30.", ("18:00", "21:30")),
        ("Tid: Beslut kl 11.20. Seminarium kl 13.00-16.00.", ("11:20", None)),
        ("Lokaler för förmöten kl 08.00-09.00", (None, None)),
    ],
)
def test_when_the_meeting_begins_and_ends(line, times):
    record = read(f"Protokoll\nPlannämnden\nSammanträdesdatum 2012-05-03\n{line}\n{ITEMS}")
    given = tuple(time and f"{time:%H:%M}" for time in (record.start, record.end))
    assert given == times


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Plats: Aulan plan 3. Partigrupperna möts under dagen.", "Aulan plan 3"),
        ("Plats Parken, Norrby Kallelse med föredragningslista", "Parken, Norrby"),
        ("Plats: Aulan, Storgatan 9 Ordinarie ledamot meddelar förhinder", "Aulan, Storgatan 9"),
        ("Lokal Ekskolan, Norrby Nils Gran Ordförande", "Ekskolan, Norrby"),
        ("Plats Tidpunkt Plannämnden Stora salen, Norrby", "Stora salen, Norrby"),
        ("Plats: Rådssalen, Norrby Medtag kalender", "Rådssalen, Norrby"),
        ("Plats: Rådssalen, Norrby Anmäl förhinder senast i maj", "Rådssalen, Norrby"),
        ("Plats: Norrby, sammanträdeslokal Borgen", "Norrby, sammanträdeslokal Borgen"),
    ],
)
def test_where_the_place_ends(head, place):
    assert read(f"Protokoll\nPlannämnden\n{head}\n{ITEMS}").place == place


def test_a_notice_that_tells_what_happened_is_minutes():
    words = (
        "Kallelse\nRegionrådet\n3 maj 2012\nNärvarande\nEva Ek\nBo Dal\n\n"
        "1. Mötets öppnande\nEva Ek öppnar mötet.\n\n2. Övrigt\nInget fanns att ta upp.\n"
    )
    record = read(words)
    assert record.kind is Kind.MINUTES
    assert [p.name for p in record.attendees] == ["Eva Ek", "Bo Dal"]

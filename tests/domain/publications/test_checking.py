"""What must be cleared before it is shown: personal numbers, and words about somebody."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handslag.domain.publications.checking import (
    DOUBTFUL_NUMBER,
    HEALTH,
    PERSONAL_NUMBER,
    findings_in,
    quiet_in,
)
from handslag.domain.publications.checking.numbers import is_checked, numbers_in
from handslag.domain.publications.content import Attendance, Content, Item, Person
from handslag.domain.publications.told import NewFile

EXAMPLES = Path(__file__).parents[3] / "examples"


def a_paper(text: str = "", *files: NewFile) -> Content:
    del files
    return Content(
        body="Nordnätverket",
        kind="minutes",
        day=date(2031, 2, 3),
        attendance=Attendance(
            present=(Person(name="Vera Ask"), Person(name="Bo Ek")),
        ),
        items=(Item(anchor="punkt-1", heading="Information", text_marked=text),),
    )


def found(text: str) -> list[tuple[str, str]]:
    return [(one.sort, one.words) for one in findings_in(a_paper(text))]


@pytest.mark.parametrize(
    "written",
    [
        "19121212-1212",
        "121212-1212",
        "121212+1212",
        "1212121212",
        "191212121212",
        "12 12 12 - 12 12",
        "1912 12 12 1212",
        "1912-12-12-1212",
        "19 12 12 12 12 12",
        "1 2 1 2 1 2 1 2 1 2",
        "121212–1212",
        "121212\u22121212",
        "121212/1212",
        "12.12.12-1212",
        "12\u00ad1212-12\u200b12",
        "１９１２１２１２-１２１２",
        "١٢١٢١٢-١٢١٢",
        "121212\u00a0-\u00a01212",
        "121212-\n1212",
        "121272-1219",
    ],
)
def test_a_personal_number_is_found_however_it_is_written(written):
    sorts = {sort for sort, _words in found(f"Ansökan från {written} behandlades.")}
    assert PERSONAL_NUMBER in sorts


def test_a_coordination_number_is_found():
    assert found("Ärendet gäller 701063-2391.") == [(PERSONAL_NUMBER, "701063-2391")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Gäller 121212-1213.", "121212-1213"),
        ("Gäller 850712-XXXX.", "850712-XXXX"),
        ("Gäller 850712-T123.", "850712-T123"),
        ("Hen är född 1985-07-12.", "1985-07-12"),
        ("Personnummer: 8507 12 99 99.", "8507 12 99 99"),
    ],
)
def test_what_merely_looks_like_one_is_a_doubt(text, words):
    assert found(text) == [(DOUBTFUL_NUMBER, words)]


@pytest.mark.parametrize(
    "text",
    [
        "Mötet 2021-03-04 10.15–12.00",
        "Organisationsnummer 212000-1234 och 556012-5790",
        "Ring 0242-123 45 67, 070-612 15 67, +46 70 612 15 67 eller 08-508 330 00",
        "Mötena 2024-01-12, 2024-02-15 och 2024-03-11",
        "1 200 300 400 500 kronor, och 12 345 678 910 till",
        "Åren 2024 2025 2026",
        "Dnr 2023/1234-5 och RJL 2024/1567",
    ],
)
def test_other_numbers_that_papers_are_full_of_are_left_alone(text):
    assert found(text) == []


def with_check_digit(digits: str) -> str:
    return next(digits + last for last in "0123456789" if is_checked(digits + last))


@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(
    born=st.dates(date(1925, 1, 1), date.today() - timedelta(days=1)),  # noqa: DTZ011  a day
    serial=st.integers(0, 999),
    century=st.booleans(),
    gaps=st.lists(
        st.sampled_from(["", " ", "\u00ad", "\u2009", "\u200d"]), min_size=12, max_size=12
    ),
    coordination=st.booleans(),
)
def test_every_number_that_there_can_be_is_found(born, serial, century, gaps, coordination):
    day = born.day + 60 if coordination else born.day
    ten = with_check_digit(f"{born:%y%m}{day:02}{serial:03}")
    whole = (f"{born:%Y}"[:2] if century else "") + ten
    spread = "".join(digit + gap for digit, gap in zip(whole, gaps, strict=False))
    (number,) = numbers_in(f"Den enskilde ({spread}) har svarat.")
    read = "".join(one for one in spread[number.start - 14 : number.end - 14] if one.isdigit())
    assert read == whole


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_can_be_looked_through(text):
    for one in findings_in(a_paper(text)):
        assert one.sentence[one.start : one.end] == one.words
        assert one.words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Vera Ask är sjukskriven sedan mars.", "sjukskriven"),
        ("Deltagaren Vera Ask är utbränd.", "utbränd"),
        ("Veras missbruk diskuterades.", "missbruk"),
        ("Bo Eks LVU-ärende är avslutat.", "LVU-ärende"),
        ("Bo vårdas enligt LVM.", "LVM"),
        ("Fatima Ali lider av psykos.", "psykos"),
        ("Patienten A.B. vårdades för depression.", "Patienten A.B."),
        ("Klient 3 placerades i familjehem.", "Klient 3"),
        ("En 14-årig flicka omhändertogs.", "14-årig flicka"),
        ("Flickan, 14 år, placerades på HVB.", "Flickan, 14 år"),
        ("Frånvarande: Vera Ask (sjuk)", "sjuk"),
        ("Vera Ask är sjuk\u00adskriven sedan mars.", "sjuk\u00adskriven"),
        ("Vera Ask är ｓｊｕｋｓｋｒｉｖｅｎ sedan mars.", "ｓｊｕｋｓｋｒｉｖｅｎ"),
    ],
)
def test_a_word_about_somebody_is_found(text, words):
    assert (HEALTH, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vera Ask informerar om sjukskrivna medarbetare.",
        "Vera Ask, överläkare, Beroendemottagningen",
        "Bo Ek redogör för överenskommelsen om missbruk och beroende.",
        "Region Norr har ansvar för psykiatrisk slutenvård.",
        "Patienten ska få en samordnad individuell plan vid utskrivning från slutenvård.",
        "Vera Ask och Bo Ek utses till kontaktpersoner för LVU-frågor.",
        "Nätverket godkänner riktlinjen för personer med demens.",
        "Vera Ask har uppdraget att leda arbetet med suicidprevention.",
        "Barn 0-17 år med autism, och patienter 120 med diabetes",
        "Anders Nilsson är processledare för missbruk och beroende",
        "Maria Dahl har tagit fram en riktlinje för hemtjänst",
    ],
)
def test_what_the_bodies_talk_of_all_day_points_at_nobody(text):
    assert found(text) == []


def test_words_that_point_at_nobody_are_counted_quietly():
    quiet = quiet_in(a_paper("Riktlinje för demens. Vård vid demens och missbruk."))
    assert [(one.word, one.count) for one in quiet] == [("demens", 2), ("missbruk", 1)]


def test_the_same_words_in_the_same_sentence_are_found_once_wherever_they_stand():
    sentence = "Vera Ask är sjukskriven."
    file = NewFile(
        name="protokoll.txt",
        title="Protokoll",
        media_type="text/plain",
        sha256="0" * 64,
        size=1,
        text=f"Inledning.\n\n{sentence}\n",
    )
    one, *more = findings_in(a_paper(sentence), [file])
    assert (one.place, more) == ("punkt-1", [])


def test_another_sentence_is_another_finding():
    first, second = (
        findings_in(a_paper(text))[0]
        for text in ("Vera Ask är sjukskriven.", "Vera Ask är ofta sjukskriven.")
    )
    assert first.sha256 != second.sha256


@pytest.mark.parametrize(
    "path", sorted((EXAMPLES / "documents").glob("*.txt")), ids=lambda path: path.name
)
def test_an_ordinary_paper_has_few_findings(path):
    file = NewFile(
        name=path.name,
        title="",
        media_type="text/plain",
        sha256="0" * 64,
        size=1,
        text=path.read_text(),
    )
    assert len(findings_in(a_paper(), [file])) <= 1

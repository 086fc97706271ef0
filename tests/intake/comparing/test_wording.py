"""Every finding as it is read aloud, and what documents are called in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from handslag.intake.comparing.calling import Called, links, sort_of
from handslag.intake.comparing.found import CODES, URGENT
from handslag.intake.comparing.wording import message

SPRING, AUTUMN = date(2031, 4, 11), date(2031, 9, 26)


def called(id_: int, sort: str, day: date | None = SPRING, **rest: Any) -> Called:
    told = {"name": f"{id_}.txt", "meeting": ("rådet", day), **rest}
    return Called(id=id_, sort=sort, date=day, **told)


NOTICE, NOTES, PROTOCOL = called(1, "notice"), called(2, "notes"), called(3, "minutes")
AGAIN, LATER = called(4, "notes"), called(5, "minutes", AUTUMN)
ALONE = called(6, "document", None, meeting="alone")
READ: dict[str, Any] = {
    "one": "Broland",
    "other": "Brolund",
    "likelier": "Brolund",
    "why": "elsewhere",
    "witness": "",
    "times": 1,
}
TOLD: list[tuple[str, dict[str, Any], Called, Called | None, str]] = [
    (
        "two-readings",
        {"differences": 2},
        AGAIN,
        NOTES,
        (
            "Minnesanteckningarna den 11 april 2031 verkar ha lästs in två gånger: avskriften"
            " 4.txt och avskriften 2.txt. De skiljer sig på 2 ställen. Det som står i båda "
            "räknas bara en gång."
        ),
    ),
    (
        "reading-differs",
        READ,
        AGAIN,
        NOTES,
        (
            "Minnesanteckningarna den 11 april 2031: avskriften 4.txt har ”Broland”, "
            "avskriften 2.txt har ”Brolund”. Troligen står det ”Brolund” i originalet: ordet "
            "står så på andra ställen."
        ),
    ),
    (
        "reading-differs",
        {**READ, "why": "lacking", "one": ""},
        AGAIN,
        NOTES,
        (
            "Minnesanteckningarna den 11 april 2031: ”Brolund” står i avskriften 2.txt men "
            "inte i avskriften 4.txt. Se efter i originalet."
        ),
    ),
    (
        "passage-missing",
        {"words": 12, "in_other": True},
        AGAIN,
        NOTES,
        (
            "Minnesanteckningarna den 11 april 2031: ett stycke på 12 ord finns bara i "
            "avskriften 2.txt."
        ),
    ),
    (
        "meeting-date-differs",
        {"was": "2031-04-11", "now": "2031-04-18"},
        NOTES,
        NOTICE,
        (
            "Enligt kallelsen skulle mötet hållas den 11 april 2031, men enligt "
            "minnesanteckningarna hölls det den 18 april 2031."
        ),
    ),
    (
        "meeting-time-differs",
        {"was": "09:00:00", "now": "09:15:00"},
        NOTES,
        NOTICE,
        (
            "Enligt kallelsen till den 11 april 2031 skulle mötet börja kl. 09.00, men enligt"
            " minnesanteckningarna började det kl. 09.15."
        ),
    ),
    (
        "meeting-place-differs",
        {"was": "Sal Björken", "now": "Folkets hus"},
        NOTES,
        NOTICE,
        (
            "Enligt kallelsen till den 11 april 2031 är platsen ”Sal Björken”, men enligt "
            "minnesanteckningarna ”Folkets hus”."
        ),
    ),
    (
        "presenter-differs",
        {"heading": "Avtal om tolkar, Bilaga 2-3", "was": "Siv Ekdal", "now": "Pär Holm"},
        NOTES,
        NOTICE,
        (
            "Enligt kallelsen till den 11 april 2031 skulle ”Avtal om tolkar” föredras av Siv"
            " Ekdal, men enligt minnesanteckningarna föredrogs det av Pär Holm."
        ),
    ),
    (
        "title-changed",
        {"was": "Lokaler", "now": "Nya lokaler"},
        NOTES,
        NOTICE,
        (
            "I kallelsen till den 11 april 2031 heter punkten ”Lokaler”, men i "
            "minnesanteckningarna heter den ”Nya lokaler”."
        ),
    ),
    (
        "proposal-changed",
        {"heading": "Taxor", "was": "a", "now": "b", "decided": True},
        NOTES,
        NOTICE,
        (
            "Under ”Taxor” har beslutet i minnesanteckningarna den 11 april 2031 en annan "
            "lydelse än förslaget i kallelsen."
        ),
    ),
    (
        "proposal-changed",
        {"heading": "Taxor", "was": "a", "now": "b", "decided": False},
        PROTOCOL,
        NOTICE,
        (
            "Under ”Taxor” har förslaget i protokollet den 11 april 2031 en annan lydelse än "
            "i kallelsen."
        ),
    ),
    (
        "item-missing",
        {"number": "4", "heading": "Lokaler"},
        NOTES,
        NOTICE,
        (
            "Punkten ”4 Lokaler” står i kallelsen till den 11 april 2031 men finns inte i "
            "minnesanteckningarna. Har den utgått?"
        ),
    ),
    (
        "item-missing",
        {"number": "", "heading": "Lokaler", "under": "7 Övrigt"},
        NOTES,
        called(1, "additions"),
        (
            "Punkten ”Lokaler” i tilläggskallelsen till den 11 april 2031 är ingen egen punkt"
            " i minnesanteckningarna, men tycks tas upp under ”7 Övrigt”."
        ),
    ),
    (
        "item-added",
        {"number": "9", "heading": "Elbilar"},
        NOTES,
        called(1, "agenda"),
        (
            "Punkten ”9 Elbilar” i minnesanteckningarna den 11 april 2031 fanns inte med i "
            "dagordningen."
        ),
    ),
    (
        "numbers-changed",
        {"moved": [["Lokaler", "3", "4"]], "count": 1},
        NOTES,
        NOTICE,
        (
            "1 punkt har ett annat nummer i minnesanteckningarna den 11 april 2031 än i "
            "kallelsen: ”Lokaler” från 3 till 4."
        ),
    ),
    (
        "order-changed",
        {"headings": ["Lokaler", "Taxor"], "count": 2},
        NOTES,
        NOTICE,
        (
            "Punkterna står i en annan ordning i minnesanteckningarna den 11 april 2031 än i "
            "kallelsen. Flyttade: ”Lokaler”, ”Taxor”."
        ),
    ),
    (
        "attachments-changed",
        {"heading": "Taxor", "gone": ["3b"], "come": ["3c"]},
        NOTES,
        NOTICE,
        (
            "Bilagorna till ”Taxor” är inte desamma i minnesanteckningarna den 11 april 2031 "
            "som i kallelsen. Bara i kallelsen: 3b. Bara i minnesanteckningarna: 3c."
        ),
    ),
    (
        "attachment-label-twice",
        {"label": "4", "first": "Taxor", "second": "Lokaler"},
        NOTES,
        None,
        (
            "Bilaga 4 nämns i minnesanteckningarna den 11 april 2031 både under ”Taxor” och "
            "under ”Lokaler”. Kontrollera att det är samma bilaga."
        ),
    ),
    (
        "attachment-label-twice",
        {"label": "4", "first": "Taxor", "second": "Lokaler"},
        called(7, "notice"),
        NOTICE,
        (
            "Bilaga 4 hör till ”Taxor” i kallelsen till den 11 april 2031 (1.txt) men till "
            "”Lokaler” i kallelsen (7.txt). Beteckningen kan ha använts två gånger."
        ),
    ),
    (
        "tabled-not-returned",
        {"heading": "Tandhälsa", "to_date": "2031-06-12", "at": "2031-09-26"},
        PROTOCOL,
        LATER,
        (
            "”Tandhälsa” bordlades till den 12 juni 2031 enligt protokollet den 11 april "
            "2031, men tas inte upp i protokollet den 26 september 2031 eller i någon senare "
            "handling."
        ),
    ),
    (
        "tabled-not-returned",
        {"heading": "Tandhälsa", "to_date": None, "at": "2031-09-26"},
        NOTES,
        LATER,
        (
            "”Tandhälsa” bordlades enligt minnesanteckningarna den 11 april 2031, men tas "
            "inte upp i protokollet den 26 september 2031 eller i någon senare handling."
        ),
    ),
    (
        "assignment-not-mentioned",
        {"text": "räkna på elbilar", "who": "kommunerna", "at": "2031-09-26", "heading": "x"},
        NOTES,
        LATER,
        (
            "Enligt minnesanteckningarna den 11 april 2031 fick kommunerna ett uppdrag till "
            "mötet den 26 september 2031: ”räkna på elbilar”. I protokollet från det mötet "
            "nämns det inte."
        ),
    ),
    (
        "assignment-not-mentioned",
        {"text": "räkna på elbilar", "who": "", "at": "2031-09-26", "heading": "x"},
        NOTES,
        LATER,
        (
            "Enligt minnesanteckningarna den 11 april 2031 gavs ett uppdrag till mötet den 26"
            " september 2031: ”räkna på elbilar”. I protokollet från det mötet nämns det "
            "inte."
        ),
    ),
    (
        "referred-meeting-missing",
        {"date": "2031-01-17"},
        ALONE,
        None,
        (
            "I handlingen 6.txt talas det om ett möte den 17 januari 2031, men ingen handling"
            " från den dagen är inläst."
        ),
    ),
    (
        "referred-not-taken-up",
        {"heading": "Tandhälsa", "to_body": "Vårdrådet"},
        called(2, "notes", body="Älvnätverket"),
        called(5, "minutes", AUTUMN, body="Vårdrådet i Älvlänet"),
        (
            "”Tandhälsa” hänsköts till Vårdrådet enligt minnesanteckningarna från "
            "Älvnätverket den 11 april 2031, men tas inte upp i protokollet från Vårdrådet i "
            "Älvlänet den 26 september 2031 eller i någon senare handling därifrån."
        ),
    ),
]


@pytest.mark.parametrize(("code", "values", "here", "there", "words"), TOLD)
def test_every_finding_is_said_as_people_say_it(code, values, here, there, words):
    assert message(code, values, here, there) == words


def test_no_finding_is_left_out():
    assert {row[0] for row in TOLD} == CODES.keys()


@pytest.mark.parametrize(("code", "values", "here", "there", "_words"), TOLD)
def test_every_finding_is_said_in_english_too(code, values, here, there, _words):
    with translation.override("en"):
        words = message(code, values, here, there)
    swedish = {"enligt", "punkten", "den", "och", "har", "av", "till", "men", "handlingen"}
    assert not swedish & set(words.casefold().replace(",", "").split()), words


def test_english_names_days_and_hours_as_english_does():
    with translation.override("en"):
        words = message(
            "meeting-time-differs", {"was": "09:00:00", "now": "09:15:00"}, NOTES, NOTICE
        )
    assert words == (
        "According to the notice for 11 April 2031 the meeting was to begin at 09:00, but "
        "according to the notes it began at 09:15."
    )


def test_the_body_is_said_once_and_where_it_is_another_again():
    ours: dict[str, Any] = {"body": "Älvnätverket"}
    here, there = called(2, "notes", **ours), called(1, "notice", **ours)
    words = message("item-added", {"number": "", "heading": "Elbilar"}, here, there)
    assert words.count("Älvnätverket") == 1
    assert words.endswith(
        "minnesanteckningarna från Älvnätverket den 11 april 2031 fanns inte med i kallelsen."
    )


def test_on_a_meetings_own_page_its_day_goes_without_saying():
    values = {"number": "4", "heading": "Lokaler"}
    words = message("item-missing", values, NOTES, NOTICE, at=[NOTES.meeting])
    assert words == (
        "Punkten ”4 Lokaler” står i kallelsen men finns inte i minnesanteckningarna. "
        "Har den utgått?"
    )
    tabled = {"heading": "Tandhälsa", "to_date": None, "at": "2031-09-26"}
    words = message("tabled-not-returned", tabled, PROTOCOL, LATER, at=[PROTOCOL.meeting])
    assert "protokollet den 11 april 2031" in words


def test_on_its_own_page_a_reading_is_the_one_at_hand():
    words = message("reading-differs", READ, AGAIN, NOTES, own=NOTES.id)
    assert words.startswith("Avskriften 4.txt har ”Broland”, den här avskriften har ”Brolund”.")
    assert links(NOTES, AGAIN, own=NOTES.id) == ("den här avskriften", "den andra avskriften")


def test_a_file_is_named_only_where_another_of_its_sort_is_of_the_meeting():
    crowded = called(2, "notes", crowded=True)
    words = message("referred-meeting-missing", {"date": "2031-01-17"}, crowded, None)
    assert "minnesanteckningarna den 11 april 2031 (2.txt)" in words


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (NOTES, None, ("minnesanteckningarna", "")),
        (NOTES, NOTICE, ("minnesanteckningarna", "kallelsen")),
        (PROTOCOL, LATER, ("protokollet den 11 april 2031", "protokollet den 26 september 2031")),
        (NOTES, AGAIN, ("2.txt", "4.txt")),
    ],
)
def test_links_say_no_more_than_it_takes(one, other, told):
    assert links(one, other) == told


@pytest.mark.parametrize(
    ("kind", "title", "name", "sort"),
    [
        ("notice", "Kallelse till vårdrådet", "a.pdf", "notice"),
        ("notice", "Dagordning", "kallelse.pdf", "agenda"),
        ("notice", "Kallelse med dagordning", "a.pdf", "notice"),
        ("notice", "TILLKOMMANDE ÄRENDEN", "a.pdf", "additions"),
        ("notice", "", "", "notice"),
        ("minutes", "SAMMANTRÄDESPROTOKOLL", "a.pdf", "minutes"),
        ("minutes", "Minnesanteckningar", "protokoll.pdf", "notes"),
        ("minutes", "Vårdrådet", "protokoll-3.pdf", "minutes"),
        ("minutes", "Vårdrådet", "a.pdf", "notes"),
        ("unknown", "Protokoll", "a.pdf", "document"),
    ],
)
def test_a_document_is_called_what_its_title_says(kind, title, name, sort):
    assert sort_of(kind, title, name) == sort


def test_every_warning_has_its_place_in_the_order_of_urgency():
    assert set(URGENT) == {code for code, severity in CODES.items() if severity == "warning"}

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handslag.source.parsing.findings import CODES
from tests.source.parsing.reading import read

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "findings.md"
HEAD = (
    "Minnesanteckningar Samrådsgruppen\nMöte 6 mars 2020 kl. 9-11\nPlats: Sal Linden\n"
    "Närvarande: Eva Ek, Bo Dal\n\n"
)
NOTICE = "Kallelse Samrådsgruppen\nMöte 6 mars 2020\n"


def codes(words: str) -> set[str]:
    return {finding.code for finding in read(words).findings}


def test_the_reference_lists_every_code_once():
    listed = re.findall(r"^\| `([a-z-]+)` \|", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(CODES)


def test_a_whole_document_has_none():
    assert (
        codes(
            HEAD
            + "1. Öppning\nEva Ek öppnar.\n\n2. Budget\nGruppen beslutar\natt godkänna budgeten.\n"
        )
        == set()
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "empty-text"),
        (" \n\n\t", "empty-text"),
        ("Hej, här kommer receptet på pannkakor. Vispa smeten väl.", "no-meeting-document"),
        ("Samrådsgruppen\n6 mars 2020\n\n1. Öppning\n\n2. Budget\n", "kind-unclear"),
        ("Minnesanteckningar\n6 mars 2020\n\n1. Öppning\n\n2. Budget\n", "body-missing"),
        ("Minnesanteckningar Samrådsgruppen\n\n1. Öppning\n\n2. Budget\n", "date-missing"),
        (
            "Minnesanteckningar Samrådsgruppen\nMöte den 6 mars\n\n1. Öppning\n\n2. Budget\n",
            "date-without-year",
        ),
        (
            NOTICE + "Datum: 2019-03-06\n\n1. Öppning\n\n2. Budget\n",
            "year-contradiction",
        ),
        (
            "Kallelse Samrådsgruppen\nMöte måndag 6 mars 2020\n\n1. Öppning\n\n2. Budget\n",
            "weekday-contradiction",
        ),
        (NOTICE + "\n1. Öppning\n\n2. Budget\n", "time-missing"),
        (NOTICE + "\n1. Öppning\n\n2. Budget\n", "place-missing"),
        (HEAD, "items-missing"),
        (
            NOTICE + "\n1. Öppning\n\n2. Budget\n\n2. Rapporter\n\n3. Avslut\n",
            "item-number-repeated",
        ),
        (
            NOTICE + "\n1. Öppning\n\n2. Budget\n\n4. Rapporter\n\n5. Avslut\n",
            "item-number-missing",
        ),
        (
            "Minnesanteckningar Samrådsgruppen\nMöte 6 mars 2020\n\n1. Öppning\n\n2. Budget\n",
            "attendance-missing",
        ),
        (HEAD + "1. Öppning\n\n2. Budget\nBudgeten godkändes.\n", "decision-unmarked"),
        (HEAD + "1. Öppning\n\n2. Budget\nSiffrorna finns i bilaga.\n", "attachment-label-missing"),
        (HEAD + "1. Öppning\n\n2. Budget\nBeslut\n\n3. Avslut\n", "decision-empty"),
        (
            HEAD
            + "1. Öppning\n\n2. Bu\ufffdget\nN\ufffdmnden s\ufffdger nej. Fr\ufffdgan st\ufffdr.\n",
            "text-recognised-damage",
        ),
        (
            HEAD + "# Öppning\nEva öppnar.\n\n# Budget\nBudgeten är på plats.\n",
            "items-without-numbers",
        ),
    ],
)
def test_what_is_doubtful_is_said(words, code):
    assert code in codes(words)


def test_messages_are_whole_swedish_sentences():
    for finding in read("Kallelse\n\n1. Öppning\n\n2. Budget\n").findings:
        assert finding.message[0].isupper()
        assert finding.message.endswith(".")
        assert "!" not in finding.message

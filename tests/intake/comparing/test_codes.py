"""Every code has its words and its line in the reference."""

from __future__ import annotations

import re
from pathlib import Path

from handslag.intake.comparing.found import CODES
from handslag.intake.comparing.wording import _MESSAGES

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "findings.md"


def test_every_code_has_a_message():
    assert _MESSAGES.keys() == CODES.keys()


def test_the_reference_lists_every_code_once_with_its_severity():
    words = REFERENCE.read_text(encoding="utf-8").partition("## Across documents")[2]
    listed = re.findall(r"^\| ([a-z-]+) \| (info|warning)", words, re.MULTILINE)
    assert listed == list(CODES.items())

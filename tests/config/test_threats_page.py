"""Each threat names tests, and each test it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "threats.md").read_text()
ROWS = [
    line.strip("| ").split(" | ")
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith(("| threat", "|---"))
]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_test_that_is_named_is_there(path, name):
    assert re.search(rf"^ *def {name}\(", (ROOT / path).read_text(), re.MULTILINE)


def test_every_threat_says_what_stands_against_it_and_which_test_shows_it():
    assert len(ROWS) > 40
    for row in ROWS:
        assert len(row) == 3 or "The test comes with" in row[1], row[0]

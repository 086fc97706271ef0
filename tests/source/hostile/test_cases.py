"""What the search for hostile input has found stays mended: each case is a file beside this one.

A case's name begins with its kind: `bytes` is a file to read, `text` a text to parse, `growth` a
piece that was repeated until the work grew faster than the text. See `tests/fuzz`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.checks import CHECKS, wrong_with_bytes

CASES = sorted((Path(__file__).parent / "cases").iterdir())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_what_was_found_stays_mended(path):
    kind = path.name.partition("-")[0]
    data = path.read_bytes()
    wrong = (
        CHECKS[kind](data.decode("utf-8", "surrogatepass"))
        if kind in CHECKS
        else wrong_with_bytes(data, f"a{path.suffix}")
    )
    assert wrong is None

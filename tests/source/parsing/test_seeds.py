"""How the parser does on documents that people have read by hand, with a floor.

The seed documents lie beside the checkout and may be absent; then the test is skipped.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handslag.source.record import to_json
from tests.source.parsing.reading import read

SHARED = Path(__file__).parents[4] / "shared"
SCORER = SHARED / "tools" / "score_records.py"
CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize(
    ("documents", "gold", "floors"),
    [
        (SHARED / "seeds", SHARED / "gold", ("macro=0.98", "clauses=0.98")),
        (CORPUS / "documents", CORPUS / "expected", ("macro=0.97", "clauses=0.97")),
    ],
    ids=["seeds", "corpus"],
)
def test_the_floor_is_held(documents, gold, floors, tmp_path):
    if not (SCORER.exists() and documents.exists()):
        pytest.skip("the documents or the scorer are not beside this checkout")
    records = tmp_path / "records.jsonl"
    lines = [
        json.dumps(to_json(read(path.read_text(encoding="utf-8"), path.name)))
        for path in sorted(documents.iterdir())
    ]
    records.write_text("\n".join(lines), encoding="utf-8")
    asked = [option for floor in floors for option in ("--floor", floor)]
    scored = subprocess.run(
        [sys.executable, str(SCORER), str(gold), str(records), "--sources", str(documents), *asked],
        capture_output=True,
        text=True,
        check=False,
    )
    assert scored.returncode == 0, scored.stdout + scored.stderr

"""Every code that reading may answer with stands in the reference."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOURCES = [
    *ROOT.glob("src/handslag/source/reading/*.py"),
    ROOT / "src/handslag/source/apart/refusals.py",
    ROOT / "src/handslag/interfaces/cli/read.py",
]
REFERENCE = ROOT / "docs/reference/command-line.md"


def test_the_reference_names_every_code():
    sources = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    given = set(re.findall(r"(?:ReadingError|Finding)\(\s*\"([a-z0-9-]+)\"", sources))
    assert {"empty-file", "damaged-pdf", "page-without-text"} <= given
    told = set(re.findall(r"`([a-z0-9-]+)`", REFERENCE.read_text(encoding="utf-8")))
    assert given <= told

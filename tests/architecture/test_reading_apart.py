"""What holds more than one file never lets a stranger's file into its own process."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "handslag"
ROOMS = ("config", "domain", "intake", "interfaces", "output")

HARMLESS = {"ReadingError", "MAX_BYTES", "MAX_PAGES", "MAX_CHARACTERS", "grouped"}
"""What may be had from reading without reading anything: why it failed, and what it takes."""


def imported(words: str) -> set[tuple[str, str]]:
    """Every module of `source.reading` that is imported, with the name that is taken from it."""
    found = set()
    for node in ast.walk(ast.parse(words)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {(node.module, name.name) for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {(name.name, "") for name in node.names}
    return {
        (module, name)
        for module, name in found
        if f"{module}.{name}.".startswith(("handslag.source.reading.", "handslag.source.read."))
        or module.startswith("handslag.source.reading.")
    }


def test_no_room_reads_a_file_in_its_own_process():
    wrong = [
        (str(path.relative_to(SOURCE)), module, name)
        for room in ROOMS
        for path in sorted((SOURCE / room).rglob("*.py"))
        for module, name in imported(path.read_text(encoding="utf-8"))
        if name not in HARMLESS
    ]
    assert wrong == []


def test_the_check_itself_notices():
    assert imported("from handslag.source.read import read") == {("handslag.source.read", "read")}
    assert imported("from handslag.source import read") == {("handslag.source", "read")}
    assert imported("import handslag.source.reading.pdf") == {("handslag.source.reading.pdf", "")}
    assert imported("from handslag.source.apart import read_apart") == set()

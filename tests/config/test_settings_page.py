"""The reference of settings has every variable that the code reads, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "settings.md"
NAME = re.compile(r"HANDSLAG_[A-Z_]+[A-Z]")


def read_by(source: str) -> set[str]:
    """The variables that stand as a string of their own in some code: so are they asked for."""
    return {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and NAME.fullmatch(node.value)
    }


def told_of() -> dict[str, list[str]]:
    """The rows of the page's tables, by variable."""
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines()]
    return {row[0].strip("`"): row for row in rows if NAME.fullmatch(row[0].strip("`"))}


def test_what_the_code_reads_is_told_of_and_nothing_else():
    code = (ROOT / "src").rglob("*.py")
    assert set().union(*(read_by(path.read_text()) for path in code)) == set(told_of())


def test_each_has_a_meaning_a_default_and_an_example():
    for name, row in told_of().items():
        assert len(row) == 4, name
        assert all(cell.strip() for cell in row), name


def test_the_check_itself_notices():
    assert read_by('x = env.str("HANDSLAG_NEW", "")') == {"HANDSLAG_NEW"}
    assert read_by('"""HANDSLAG_TOLD in words"""') == set()


def test_the_example_of_an_environment_sets_what_there_is():
    example = (ROOT / "deploy" / "environment.example").read_text()
    assert set(re.findall(r"^#?(HANDSLAG_[A-Z_]+)=", example, re.MULTILINE)) <= set(told_of())

"""Tests that make up their examples make the same ones wherever a change is tested for good."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from hypothesis import settings

TESTS = Path(__file__).parents[1]
TRIED = """
import sys
from hypothesis import given, settings, strategies as st
from tests import chance

chance.choose()
if sys.argv[1:]:
    settings.load_profile(sys.argv[1])

def alone(number):
    print("alone", number)

def with_settings(number):
    print("settings", number)

given(st.integers())(alone)()
settings(max_examples=chance.examples(30))(given(st.integers())(with_settings))()
"""


def _tried(folder: Path, *profile: str) -> list[str]:
    """The examples that two properties are tried with where `CI` is set."""
    file = folder / "tried.py"
    file.write_text(TRIED, encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(file), *profile],
        cwd=folder,
        env=os.environ | {"CI": "true", "PYTHONPATH": str(TESTS.parent)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    ).stdout.splitlines()


def _of(told: list[str], which: str) -> int:
    return sum(line.startswith(which) for line in told)


def test_examples_are_the_same_each_time_where_ci_is_set(tmp_path):
    first = _tried(tmp_path)
    assert first == _tried(tmp_path)
    assert _of(first, "settings") == 30


def test_a_search_makes_fresh_examples_and_ten_times_as_many(tmp_path):
    first = _tried(tmp_path, "search")
    assert first != _tried(tmp_path, "search")
    assert (_of(first, "alone"), _of(first, "settings")) == (1000, 300)


def test_all_tests_of_this_run_make_their_examples_so(request):
    profile = request.config.getoption("--hypothesis-profile")
    assert settings().derandomize == ("CI" in os.environ and profile in {None, "ci"})


def test_no_test_chooses_for_itself():
    """Each number of examples grows in a search, and whether they are the same is not its own."""
    alone = [
        f"{path.relative_to(TESTS)}:{node.value.lineno}"
        for path in sorted(TESTS.rglob("*.py"))
        if path.name != "chance.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword)
        and (
            node.arg == "derandomize"
            or (node.arg == "max_examples" and not isinstance(node.value, ast.Call))
        )
    ]
    assert alone == []

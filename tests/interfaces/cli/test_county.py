"""The county and its populations, from the machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import installations

pytestmark = pytest.mark.database

HANDSLAG = Path(sys.executable).with_name("handslag")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [HANDSLAG, *words],
        env=installations.environment(folder),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_county_is_chosen_and_its_populations_are_loaded(tmp_path):
    folder = installations.installed(tmp_path / "data")
    nothing = run(folder, "populations")
    assert (nothing.returncode, nothing.stderr) == (
        1,
        "Ingen folkmängd följer med för länet. Ange en fil.\n",
    )
    chosen = run(folder, "county", "20")
    assert chosen.stdout == "Dalarnas län: 16 organisationer i registret.\n"
    other = run(folder, "county", "21")
    assert other.returncode == 1
    assert "Det här är redan Dalarnas län" in other.stderr
    assert run(folder, "populations").stdout == "64 tal är nya eller rättade.\n"

    table = tmp_path / "folkmangd.csv"
    table.write_text("kod;2025-12-31\n2080;60000\n9999;1\n")
    wrong = run(folder, "populations", str(table), "--source", "SCB")
    assert wrong.returncode == 1
    assert wrong.stderr == "Rad 3: ingen organisation i registret har koden 9999.\n"

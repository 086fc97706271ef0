"""Reading a document needs no Django, no settings and no database."""

import os
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src"

ONLY_OURS_BENEATH = """
import sys
django = sorted(name for name in sys.modules if name.split(".")[0] == "django")
ours = {name.split(".")[1] for name in sys.modules if name.startswith("handslag.")}
assert not django, django
assert ours <= set(sys.argv[1].split()), ours
"""

IMPORT_ALL_OF_SOURCE = """
import importlib, pkgutil
import handslag.source
found = list(pkgutil.walk_packages(handslag.source.__path__, "handslag.source."))
for module in found:
    importlib.import_module(module.name)
assert len(found) >= 10, found
"""

READ_A_FILE = """
import sys
from handslag.interfaces.cli.main import main
allowed = sys.argv[1]
sys.argv = ["handslag", "read", "--indent", sys.argv[2]]
try:
    main()
except SystemExit as stopped:
    assert stopped.code == 0, stopped.code
sys.argv = ["", allowed]
"""


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
    return subprocess.run(
        [sys.executable, "-c", code + ONLY_OURS_BENEATH, *arguments],
        env=environment | {"PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_all_of_source_can_be_imported_without_django():
    done = run(IMPORT_ALL_OF_SOURCE, "source")
    assert done.returncode == 0, done.stderr


def test_the_reading_command_runs_without_django(tmp_path):
    document = tmp_path / "anteckningar.txt"
    document.write_text("Minnesanteckningar\n\n§ 1 Öppnande\n", encoding="utf-8")
    done = run(READ_A_FILE, "source interfaces", str(document))
    assert done.returncode == 0, done.stderr
    assert '"name": "anteckningar.txt"' in done.stdout


def test_the_check_itself_notices_django():
    done = run("import django\n", "source")
    assert done.returncode == 1
    assert "AssertionError: ['django'" in done.stderr

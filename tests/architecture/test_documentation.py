"""The documentation points at things that exist, and the locks at no host."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")]
    if path.parent.name != "documents"  # the example county's papers are no documentation
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path):
    targets = re.findall(r"\]\(([^)#\s]+)", page.read_text())
    local = [target for target in targets if not target.startswith(("http:", "https:", "mailto:"))]
    missing = [target for target in local if not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_commands_told_of_exist(page: Path):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    told = set(re.findall(r"(?:^|`)make ([a-z]+)(?:`|\s|$)", page.read_text(), re.MULTILINE))
    assert told <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_source_files_told_of_exist(page: Path):
    paths = re.findall(
        r"`((?:src|tests|docs|examples|scripts)/[^`<*:\s]*)(?:::\w+)?`", page.read_text()
    )
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_tutorials_code_runs(capsys: pytest.CaptureFixture[str], monkeypatch):
    monkeypatch.chdir(ROOT)
    tutorial = (ROOT / "docs" / "tutorials" / "first-hour.md").read_text()
    (code,) = re.findall(r"```python\n(.*?)```", tutorial, re.DOTALL)
    exec(code, {})  # noqa: S102  our own tutorial
    assert "approve" in capsys.readouterr().out


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements/*.txt")), ids=str)
def test_locks_name_hashes_and_no_host(lock: Path):
    text = lock.read_text()
    assert "://" not in text
    pins = re.findall(r"^[\w.\-]+(?:\[.*\])?==\S+", text, re.MULTILINE)
    assert pins
    assert len(re.findall(r"^    --hash=sha256:", text, re.MULTILINE)) >= len(pins)


def test_no_lock_file_that_records_hosts():
    names = {"uv.lock", "pylock.toml", "poetry.lock", "package-lock.json"}
    assert [name for name in names if (ROOT / name).exists()] == []

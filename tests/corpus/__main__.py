"""Measure the reader on the corpus: `make corpus`.

Prints precision, recall and F1 a field, then what each document has gained and lost against
another version of the reader: that of main, or where nothing differs from main the version before.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tarfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.corpus.doubts import facts, table
from tests.corpus.formats import ENDINGS, FORMATS
from tests.corpus.scoring import Scores, score

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DOCUMENTS = HERE / "documents"
EXPECTED = HERE / "expected"


def main() -> None:
    """Read the documents that the command line asks for, and print how it went."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--only", default="", help="documents whose name begins so")
    parser.add_argument("--against", help="a commit to compare with; main unless told")
    parser.add_argument("--misses", action="store_true", help="list every miss")
    parser.add_argument("--format", choices=FORMATS, help="read them as files of this format")
    parser.add_argument("--source", type=Path, default=ROOT / "src", help="sources of the reader")
    parser.add_argument("--doubts", action="store_true", help="what the reader's doubts are worth")
    parser.add_argument("--folder", type=Path, default=HERE, help="with documents/ and expected/")
    parser.add_argument("--formats", action="store_true", help="one row for each format")
    asked = parser.parse_args()
    documents, expectations = asked.folder / "documents", asked.folder / "expected"
    paths = sorted(path for path in documents.iterdir() if path.name.startswith(asked.only))
    with TemporaryDirectory() as folder:
        if asked.formats:
            print_formats(paths, asked.source, Path(folder))
            return
        if asked.format:
            paths = written(paths, asked.format, Path(folder))
        if asked.doubts:
            print_doubts(paths, asked.source, expectations)
            return
        scores = scored(paths, asked.source, expectations)
        print_fields(scores)
        if asked.misses:
            print_misses(scores)
        if commit := asked.against or before():
            unpack(commit, Path(folder))
            print_changes(commit, scored(paths, Path(folder) / "src", expectations), scores)


def written(paths: list[Path], name: str, folder: Path) -> list[Path]:
    """The documents as files of a format, in `folder`."""
    made = []
    for path in paths:
        file = folder / f"{path.stem}.{ENDINGS.get(name, name)}"
        file.write_bytes(FORMATS[name](path.read_text("utf-8")))
        made.append(file)
    return made


def print_doubts(paths: list[Path], source: Path, expectations: Path) -> None:
    """For each reason how often it is given and how often the fact is wrong."""
    found = [
        fact
        for name, _text, record in records(paths, source)
        for fact in facts(expected(name, expectations), record)
    ]
    for row in table(found):
        print(row)


def print_formats(paths: list[Path], source: Path, folder: Path) -> None:
    """How well the same documents are read in each format."""
    print(f"{'format':14}{'macro F1':>10}{'items':>8}{'clauses':>9}")
    for name in FORMATS:
        scores = total(scored(written(paths, name, folder), source))
        items, clauses = (scores.counts[field].f1 for field in ("items", "clauses"))
        print(f"{name:14}{scores.macro:10.3f}{items:8.3f}{clauses:9.3f}", flush=True)


def records(paths: list[Path], source: Path) -> list[tuple[str, str, dict[str, Any]]]:
    """Name, text and record of each document as the reader in the folder `source` reads it."""
    read = subprocess.run(
        [sys.executable, str(HERE / "records.py"), *map(str, paths)],
        env={**os.environ, "PYTHONPATH": str(source)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return [json.loads(line) for line in read.stdout.splitlines()]


def scored(paths: list[Path], source: Path, expectations: Path = EXPECTED) -> dict[str, Scores]:
    """The scores of each document as the reader in the folder `source` reads it."""
    return {
        name: score(expected(name, expectations), record, text)
        for name, text, record in records(paths, source)
    }


def expected(name: str, folder: Path = EXPECTED) -> dict[str, Any]:
    """What a careful person reads in a document."""
    loaded: dict[str, Any] = json.loads((folder / f"{Path(name).stem}.json").read_text("utf-8"))
    return loaded


def before() -> str | None:
    """The commit to compare with; None where this is no checkout."""
    for commit in ("main", "main^"):
        differs = git("diff", "--quiet", commit, "--", "src")
        if differs.returncode == 1:
            return commit
    return None


def unpack(commit: str, folder: Path) -> None:
    """Put the sources of a commit in a folder."""
    archive = git("archive", commit, "src")
    archive.check_returncode()
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as tar:
        tar.extractall(folder, filter="data")


def git(*words: str) -> subprocess.CompletedProcess[bytes]:
    """Run git in the checkout."""
    return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, check=False)


def total(scores: dict[str, Scores]) -> Scores:
    """The scores of all documents together."""
    together = Scores()
    for one in scores.values():
        together.add(one)
    return together


def print_fields(scores: dict[str, Scores]) -> None:
    """One row a field."""
    together = total(scores)
    print(f"{'field':18}{'expected':>9}{'found':>7}{'right':>7}{'P':>8}{'R':>7}{'F1':>7}")
    for name, count in together.counts.items():
        print(
            f"{name:18}{count.expected:9}{count.found:7}{count.right:7}"
            f"{count.precision:8.3f}{count.recall:7.3f}{count.f1:7.3f}"
        )
    print(f"macro F1 {together.macro:.4f} over {len(scores)} documents")


def print_misses(scores: dict[str, Scores]) -> None:
    """Every miss, document by document."""
    for name, one in scores.items():
        print(f"\n{name}" if one.misses else "", end="\n" if one.misses else "")
        for miss in one.misses:
            print("  ", miss)


def print_changes(commit: str, old: dict[str, Scores], new: dict[str, Scores]) -> None:
    """What each document has gained and lost since `commit`."""
    print(f"\nagainst {commit}: macro F1 {total(old).macro:.4f} then, {total(new).macro:.4f} now")
    for name in new:
        then, now = Counter(old[name].misses), Counter(new[name].misses)
        for mark, misses in (("gained", then - now), ("lost", now - then)):
            for miss in misses.elements():
                print(f"  {mark:7}{name}: {miss}")
    if all(Counter(old[name].misses) == Counter(new[name].misses) for name in new):
        print("  nothing gained, nothing lost")


if __name__ == "__main__":
    main()

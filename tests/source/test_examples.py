"""Every document of the example county is read as a careful person reads it.

`examples/expected/<file name>.json` was written by hand from the documents, before any parser
had read them.
"""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from handslag.source.read import read
from handslag.source.record import to_json

EXAMPLES = Path(__file__).parents[2] / "examples"
DOCUMENTS = sorted(path.name for path in (EXAMPLES / "documents").iterdir())


COUNTY = tomllib.loads((EXAMPLES / "county.toml").read_text(encoding="utf-8"))
BODIES = {
    name.casefold(): body["name"]
    for body in COUNTY["bodies"]
    for name in (body["name"], body.get("short_name", ""), *body.get("names", ()))
    if name
}


@cache
def record(name: str) -> dict[str, Any]:
    """What is read from a document, in the contract's form."""
    data = (EXAMPLES / "documents" / name).read_bytes()
    return to_json(read(data, name)[1])


def expected(name: str) -> dict[str, Any]:
    text = (EXAMPLES / "expected" / f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def plain(text: str) -> str:
    """Letters and signs that carry meaning: white space folded, end stop gone, one kind of dash."""
    return re.sub(r"\s+", " ", text.replace("–", "-")).strip(" .,;")


def texts(item: dict[str, Any], kind: str) -> list[str]:
    return [plain(clause["text"]) for decision in item[kind] for clause in decision["clauses"]]


def test_the_county_lists_every_document_and_each_has_its_expectation() -> None:
    listed = [Path(document["file"]).name for document in COUNTY["documents"]]
    assert sorted(listed) == DOCUMENTS
    assert len(listed) >= 14
    assert sorted(p.name for p in (EXAMPLES / "expected").iterdir()) == [
        f"{name}.json" for name in DOCUMENTS
    ]


def test_the_office_files_are_those_that_their_sources_give(tmp_path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    builder = import_module("build_office")
    monkeypatch.setattr(builder, "DOCUMENTS", tmp_path)
    built = builder.build()
    assert {path.suffix for path in built} == {".docx", ".odt"}
    for path in built:
        assert parts(path) == parts(EXAMPLES / "documents" / path.name)


def parts(path: Path) -> dict[str, bytes]:
    """What a package holds, however its parts were packed."""
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_head(name: str) -> None:
    want, got = expected(name), record(name)
    assert got["kind"] == want["kind"]
    assert got["date"] == want["date"]
    assert got["body"] is not None
    assert BODIES[got["body"]["name"].casefold()] == BODIES[want["body"].casefold()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_items(name: str) -> None:
    want, got = expected(name), record(name)
    assert [item["number"] for item in got["items"]] == [item["number"] for item in want["items"]]
    assert [item["outcome"] for item in got["items"]] == [item["outcome"] for item in want["items"]]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_clauses(name: str) -> None:
    want, got = expected(name), record(name)
    for item, found in zip(want["items"], got["items"], strict=True):
        where = f"{item['number']} {item['heading']}"
        decided = [plain(clause["text"]) for clause in item["clauses"]]
        assert sorted(texts(found, "decisions")) == sorted(decided), where
        proposed = [plain(text) for text in item["proposed_clauses"]]
        assert texts(found, "proposed_decisions") == proposed, where

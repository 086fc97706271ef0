"""What has been won on the corpus is kept, and its measure can tell good from bad."""

from __future__ import annotations

import copy

import pytest

from handslag.source.read import read
from handslag.source.record import to_json
from tests.corpus.__main__ import DOCUMENTS, EXPECTED, expected, total
from tests.corpus.doubts import facts, table
from tests.corpus.formats import FORMATS
from tests.corpus.scoring import score

FLOORS = {"1": (0.98, 0.98), "2": (0.98, 0.98), "3": (0.98, 0.98), "4": (0.94, 0.90)}
"""Macro F1 and the clauses' F1 of each round; the last one has not been tuned on."""


def test_every_document_has_its_expectation():
    documents = sorted(path.stem for path in DOCUMENTS.iterdir())
    assert documents == sorted(path.stem for path in EXPECTED.iterdir())
    assert len(documents) >= 30


@pytest.mark.parametrize("written", FLOORS)
def test_the_floor_is_held(written):
    scores = {}
    for path in sorted(DOCUMENTS.glob(f"{written}*")):
        text, record = read(path.read_bytes(), path.name)
        scores[path.name] = score(expected(path.name), to_json(record), text.text)
    together = total(scores)
    macro, clauses = FLOORS[written]
    assert together.macro >= macro, "\n".join(map(str, together.misses))
    assert together.counts["clauses"].f1 >= clauses, "\n".join(map(str, together.misses))


def test_what_is_missing_and_what_is_too_much_both_cost():
    path = next(path for path in sorted(DOCUMENTS.iterdir()) if path.name.startswith("301"))
    text, record = read(path.read_bytes(), path.name)
    right = to_json(record)
    whole = score(expected(path.name), right, text.text)

    poorer = copy.deepcopy(right)
    del poorer["items"][3]
    missed = score(expected(path.name), poorer, text.text)
    assert missed.counts["items"].recall < 1 == missed.counts["items"].precision
    assert missed.counts["clauses"].recall < whole.counts["clauses"].recall

    richer = copy.deepcopy(right)
    richer["items"].append({**right["items"][3], "heading": "Ett ärende som inte finns"})
    invented = score(expected(path.name), richer, text.text)
    assert invented.counts["items"].precision < 1 == invented.counts["items"].recall
    assert [miss.extra for miss in invented.misses if miss.field == "items"] == [True]


def test_a_place_in_the_text_must_hold_the_words():
    path = next(path for path in sorted(DOCUMENTS.iterdir()) if path.name.startswith("301"))
    text, record = read(path.read_bytes(), path.name)
    moved = to_json(record)
    for item in moved["items"]:
        for decision in item["decisions"]:
            for clause in decision["clauses"]:
                clause["span"] = [0, 5]
    assert score(expected(path.name), moved, text.text).counts["place in the text"].right == 0


def test_what_is_doubted_is_wrong_far_more_often_than_what_is_not():
    found = []
    for path in sorted(DOCUMENTS.iterdir()):
        for name in ("text", "run-together"):
            words = path.read_text("utf-8")
            data = words.encode() if name == "text" else FORMATS[name](words)
            _text, record = read(data, path.name)
            found.append(list(facts(expected(path.name), to_json(record))))
    told = [fact for one in found for fact in one]
    doubted = [fact for fact in told if fact.doubt]
    sure = [fact for fact in told if not fact.doubt]
    wrong = sum(fact.wrong for fact in doubted)
    assert wrong / len(doubted) > 10 * sum(fact.wrong for fact in sure) / len(sure)
    assert wrong > 0.4 * sum(fact.wrong for fact in told)
    assert len(doubted) < 3 * len(found)


def test_a_fact_is_judged_by_what_was_expected():
    path = next(path for path in sorted(DOCUMENTS.iterdir()) if path.name.startswith("301"))
    record = to_json(read(path.read_bytes(), path.name)[1])
    record["place"], record["place_doubt"] = "Ingenstans", "Kanske."
    record["items"][3]["heading"] = "Något helt annat"
    judged = {(fact.kind, fact.words): fact for fact in facts(expected(path.name), record)}
    assert judged["place", "Ingenstans"].wrong
    assert judged["place", "Ingenstans"].doubt == "Kanske."
    assert not judged["body", record["body"]["name"]].wrong
    assert any(f.wrong for (kind, words), f in judged.items() if "helt annat" in words)
    rows = list(table(judged.values()))
    assert any(row.split()[:3] == ["place", "1", "1"] and "Kanske." in row for row in rows)

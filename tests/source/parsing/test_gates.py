"""What is looked for before costly patterns spares work and nothing else.

Every text is read twice, as it is and with all gates open: the record must be the same.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handslag.source.parsing import cues, flow, stances, transfers
from handslag.source.parsing.dates import DayPlaces, find_days
from handslag.source.parsing.flow import Flow
from handslag.source.parsing.sentences import SentenceEnds, sentence_ends
from tests.chance import examples
from tests.source.parsing.reading import read

DOCUMENTS = Path(__file__).parents[1]
TEXTS = sorted([*DOCUMENTS.glob("parsing/cases/*.txt"), *DOCUMENTS.glob("written_apart/**/*.txt")])
ALL = -1
"""Every cue at once."""


def open_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "cues_of", lambda _text: ALL)
    monkeypatch.setattr(Flow, "holds", lambda _self, _stem, _start, _end: True)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_documents_read_the_same_with_every_gate_open(path, monkeypatch):
    words = path.read_text(encoding="utf-8", errors="replace")
    gated = read(words)
    open_all(monkeypatch)
    assert read(words) == gated


WHO = ("Anna Berg", "Styrgruppen", "Regionen", "Kommunerna", "Nämnden", "Hon", "Ärendet", "Frågan")
DOES = (
    "får i uppdrag att", "har fått mandat att", "ges i uppdrag åt", "återkommer", "tar fram",
    "tar på sig", "hör av sig om", "ser över", "ska ta fram", "ska följa upp", "ska bjuda in",
    "deltar inte i beslutet om", "avstår från att delta i beslut om", "motsätter sig inte",
    "ställer sig bakom", "instämmer i", "tillstyrker", "bordläggs till", "skjuts upp till",
    "utgår från", "återremitteras till", "beslutar att godkänna", "föreslås besluta att anta",
    "är överens om att utse", "kom överens om att se över", "informerar om", "gick igenom",
    "redogör för", "reserverar sig mot", "godkänns enligt", "tas upp vid",
)  # fmt: skip
WHAT = (
    "förslaget", "nästa möte den 3 mars", "planen för 2025", "400 tkr", "bilaga 3", "BILAGA 4",
    "3 ja-röster mot 2 nej-röster", "rapporten p.g.a. tiden", "mötet den 5 maj 2024",
)  # fmt: skip


def sentences(seed: int) -> str:
    random = Random(seed)  # noqa: S311  made-up text, no secrets
    told = [
        " ".join(random.choice(part) for part in (WHO, DOES, WHAT, ("", "och", "den 4/5"), WHAT))
        for _ in range(40)
    ]
    lines = [word.upper() if random.random() < 0.1 else f"{word}." for word in told]
    return "Protokoll\nNämnden\n2025-01-02\n\n" + "\n".join(
        f"\n{number}. Ärende om {number}\n{' '.join(lines[number : number + 3])}"
        for number in range(1, 36, 3)
    )


@pytest.mark.parametrize("seed", range(20))
def test_sentences_of_all_kinds_read_the_same_with_every_gate_open(seed, monkeypatch):
    words = sentences(seed)
    gated = read(words)
    open_all(monkeypatch)
    assert read(words) == gated


@pytest.mark.parametrize(
    ("verb", "gate"),
    [
        ("bordlades", transfers._MOVE_CUE),
        ("framflyttades", transfers._MOVE_CUE),
        ("tillstyrkte", stances._STANCE_CUE),
        ("Länskommunerna", stances._PARTY_CUE),
        ("(regionsidan,", stances._PARTY_CUE),
    ],
)
def test_a_cue_is_known_whatever_stands_around_it(verb, gate):
    assert cues.cues_of(f"Så {verb}. Och sedan") & gate
    assert not cues.cues_of("Tonen är god och de flesta är nöjda") & gate


def test_a_phrase_needs_its_first_two_words():
    pattern, gate = cues.alternatives("tar kontakt|ringer")
    assert re.search(pattern, "Bo tar kontakt")
    assert gate.opens(cues.cues_of("Bo tar kontakt"))
    assert gate.opens(cues.cues_of("Bo ringer"))
    assert not gate.opens(cues.cues_of("Bo tar en kaka"))


ODD = st.lists(
    st.sampled_from([*"aBö .!?”\"')\n\t\xa0(5", "bl.a.", "forts.", "texten. A", "möten. b"]),
    max_size=40,
).map("".join)


@settings(max_examples=examples(400), deadline=None)
@given(ODD, st.data())
def test_sentence_ends_of_any_stretch(words, data):
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    found = SentenceEnds(words)
    expected = sentence_ends(words, start, end)
    assert found.between(start, end) == expected
    assert found.first(start, end) == expected[0]


DAYS = st.lists(
    st.sampled_from(
        ["3", "12", "2024", "200207", "20240305", " ", "  ", "\n", "/", "-", "–", ".", " mars",
         "maj", " Juni ", "den ", "och", ":e ", "a ", "-02", "-29", " kronor", "till ", "onsdag "]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=examples(400), deadline=None)
@given(DAYS, st.data())
def test_days_of_any_stretch(words, data):
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    assert DayPlaces(words).between(start, end) == find_days(words, start, end)

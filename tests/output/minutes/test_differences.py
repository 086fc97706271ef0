"""Two versions of minutes, side by side and word by word."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from handslag.output.generation.minutes_paper import MinutesForm, MinutesPaper, PaperDealtItem
from handslag.output.generation.paper import Letterhead
from handslag.output.generation.rich_text import blocks_of
from handslag.output.minutes.differences import Section, differences


def item(key: str, heading: str, said: str) -> PaperDealtItem:
    return PaperDealtItem(heading=heading, number=key, key=key, discussion=blocks_of(said))


BEFORE = MinutesPaper(
    form=MinutesForm.NOTES,
    body="Länsnätverket",
    date=dt.date(2031, 2, 3),
    letterhead=Letterhead("Kansliet"),
    place="Stadshuset",
    items=(
        item("1", "Mötet öppnas", "Ordföranden hälsar välkommen."),
        item("2", "Avtal", "Läget är gott."),
    ),
)


def changed(section: Section) -> list[tuple[list[str], list[str]]]:
    return [
        (
            [piece.words for piece in pair.before if piece.changed],
            [piece.words for piece in pair.after if piece.changed],
        )
        for pair in section.pairs
        if not pair.same
    ]


def test_the_same_says_nothing_differs():
    assert differences(BEFORE, BEFORE) == ()


def test_only_the_words_that_changed_are_marked():
    after = replace(
        BEFORE,
        items=(item("1", "Mötet öppnas", "Ordföranden hälsar alla välkomna."), BEFORE.items[1]),
    )
    (section,) = differences(BEFORE, after)
    assert (section.heading, section.what) == ("1. Mötet öppnas", "changed")
    assert changed(section) == [(["välkommen"], ["alla välkomna"])]


def test_an_item_that_came_and_one_that_went_are_told_whole():
    after = replace(BEFORE, items=(BEFORE.items[0], item("3", "Ny fråga", "Den är ny.")))
    added, removed = differences(BEFORE, after)
    assert (added.what, removed.what) == ("added", "removed")
    assert changed(added)[0] == ([], ["3. Ny fråga"])
    assert changed(removed)[1] == (["Läget är gott."], [])


def test_the_head_of_the_minutes_is_compared_too():
    (section,) = differences(BEFORE, replace(BEFORE, place="Regionhuset"))
    assert section.heading == ""
    assert changed(section) == [(["Stadshuset"], ["Regionhuset"])]

from __future__ import annotations

import pytest

from handslag.source.parsing.people import find_names, list_people


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Eva Ek (S), ordförande, Bo Dal, Norrby kommun", ["Eva Ek", "Bo Dal"]),
        ("Ordförande Anna von Berg (M) §§ 1-4", ["Anna von Berg"]),
        ("Lina Anderberg Enhetschef Beroendemottagningen", ["Lina Anderberg"]),
        ("Eva Ek, Bo Dal samt föredragande enligt nedan", ["Eva Ek", "Bo Dal"]),
        ("Ros-Marie Hellman   Region Åsbygden   X", ["Ros-Marie Hellman"]),
        ("rektor Ulf Törn Sn 49", ["Ulf Törn"]),
        ("Tomas Ahl", ["Tomas Ahl"]),
        ("Rut Öberg (S), tjänstgör för Pia Lind (S)", ["Rut Öberg"]),
        ("Norrby kommun", []),
        ("ordförande, sekreterare", []),
    ],
)
def test_lists_of_people(words, names):
    assert [entry.name for entry in list_people(words)] == names


def test_what_is_told_about_a_person():
    first, second = list_people("Eva Ek (S), ordförande, Bo Dal, Norrby kommun")
    assert (first.title, first.organisation) == ("ordförande", "S")
    assert second.organisation == "Norrby kommun"


def test_a_column_of_marks_tells_who_was_away():
    (entry,) = list_people("Åsa Plym \t Högsta kommun \t -")
    assert "[-]" in entry.note


def test_names_in_sentences():
    words = "Socialchef Eva Ek och Bo Dal informerar om Västra Området i Norrby Kommun."
    assert [mention.name for mention in find_names(words)] == ["Eva Ek", "Bo Dal"]

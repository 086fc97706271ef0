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


def test_a_dash_at_the_end_of_a_wide_row_is_a_mark_too():
    (entry,) = list_people("Åsa Plym, barnnämnden   -")
    assert "[-]" in entry.note


def test_a_remark_in_brackets_is_no_part_of_the_organisation():
    late, writing, leading = list_people(
        "Eva Ek, socialchef, Norrby kommun (fr.o.m. punkt 5)\n"
        "Bo Dal, Region Västan (vid anteckningarna)\n"
        "Siv Ros (ordförande), Norrby kommun"
    )
    assert (late.title, late.organisation) == ("socialchef", "Norrby kommun")
    assert "punkt 5" in late.note
    assert writing.organisation == "Region Västan"
    assert (leading.title, leading.organisation) == ("ordförande", "Norrby kommun")


def test_a_party_in_a_column_is_told_from_a_mark():
    left, right = list_people("Siv Ros   V   x\nEva Ek   M   x")
    assert (left.organisation, right.organisation) == ("V", "M")
    assert list_people("Ja   Nej   Avstår") == list_people("Nej Avstår") == []


def test_initials_are_no_party():
    first, second = list_people("Siv Ros (SR), Norrby kommun\nStig Dahl (SD)")
    assert (first.organisation, second.organisation) == ("Norrby kommun", "SD")


def test_a_municipality_with_two_words_is_nobody():
    (entry,) = list_people("Eva Ek, Stora Dalen kommun")
    assert entry.organisation == "Stora Dalen kommun"


def test_names_in_sentences():
    words = "Socialchef Eva Ek och Bo Dal informerar om Västra Området i Norrby Kommun."
    assert [mention.name for mention in find_names(words)] == ["Eva Ek", "Bo Dal"]

"""Who presents an item, in the many ways in which documents say so."""

from __future__ import annotations

import pytest

from tests.source.parsing.reading import read
from tests.source.parsing.test_decisions import DOCUMENT


def presenters(text: str, title: str = "Bron över ån") -> list[str]:
    document = DOCUMENT.replace("Bron över ån", title).format(text=text)
    return [p.name for p in next(i for i in read(document).items if i.number == "2").presenters]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Läget för bron (Eva)", ["Eva"]),
        ("Läget för bron (Eva, Bo)", ["Eva", "Bo"]),
        ("Nytt folk (Eva) i gruppen", ["Eva"]),
        ("Läget för bron (Alla)", []),
        ("Läget för bron (Ekeby)", []),
        ("Läget för bron, Stina Gran", ["Stina Gran"]),
        ("Information från Stina Gran", ["Stina Gran"]),
        ("Skrivelse från Stina Gran", []),
    ],
)
def test_names_in_the_title(title, names):
    assert presenters("Läget är gott.", title) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Eva Ek och Bo Dal från Brocentrum i länet lämnar en samlad bild av läget.",
            ["Eva Ek", "Bo Dal"],
        ),
        ("Stina Gran målar broar. Stina visar en bild av räcket.", ["Stina Gran"]),
        ("Under punkten informerar Stina Gran om räcket.", ["Stina Gran"]),
        ("Därefter presenterade Stina Gran, ny i gruppen, sig.", []),
        ("Stina Gran, utredare, Ekeby kommun, informerade om räcket.", ["Stina Gran"]),
        ("Stina Gran deltar för att berätta om räcket.", ["Stina Gran"]),
        ("Stina Gran deltar för första gången och presenterar sig.", []),
        ("Stina Gran hade en dragning om räcket.", ["Stina Gran"]),
        ("Stina Gran har skrivit en rapport.", []),
        ("Dragning av Stina Gran.", ["Stina Gran"]),
        ("Eva och Bo informerar om räcket.", ["Eva", "Bo"]),
        ("Föredragande tjänsteperson\nStina Gran, utredare\nRäcket är målat.", ["Stina Gran"]),
        ("Föredragning: Stina Gran och Per Ask", ["Stina Gran", "Per Ask"]),
        ("Föredragande: Stina Gran Stina informerade om räcket.", ["Stina Gran"]),
        ("a) Räcket – Stina Gran\nb) Färgen, Per Ask", ["Stina Gran", "Per Ask"]),
        ("Bo Dal yrkar avslag.", []),
    ],
)
def test_names_in_the_text(text, names):
    assert presenters(text) == names


def test_names_with_a_time_under_the_title():
    assert presenters("Stina Gran, utredare (Kl. 15:35-16:00)\nRäcket är målat.") == ["Stina Gran"]

"""A numbered list inside an item is no part of the agenda, whatever its numbers happen to be."""

from __future__ import annotations

from itertools import product

import pytest

from tests.source.parsing.reading import read

HEAD = "Minnesanteckningar\nStyrgruppen\nTid: 3 maj 2012 kl. 9.00-12.00\nPlats: Teams\n"
TITLES = ("Mötets öppnande", "Egenvård", "Lägesrapport om munhälsa", "Lokaler", "Övriga frågor")
SHORT = ("Tydligare ansvar", "Ny webbplats", "Tidplan för våren", "Stöd till anhöriga", "Avtal")
TOLD = (
    "Ansvaret behöver bli tydligare.",
    "Hur når vi de minsta kommunerna?",
    "En gemensam utbildning ordnas i höst.",
    "Rutinen för utskrivning skickas ut.",
    "Platserna räcker inte till.",
)
LED = ("Följande frågor lyftes:", "Gruppen prioriterar")
FORMS = ("{}. {}", "{} {}", "{}) {}", "Punkt {} {}", "§ {} {}", "{}\n{}", "**{}. {}**")


def headings(words: str) -> list[str]:
    return [f"{i.number} {i.heading}" for i in read(words).items]


def minutes(form: str, apart: str, listed: dict[int, list[str]]) -> str:
    """Minutes whose items, by number, hold the lines of a list."""
    items = []
    for number, title in enumerate(TITLES, start=1):
        lines = [form.format(number, title), "Frågan gick igenom kort.", *listed.get(number, ())]
        items.append("\n".join(lines))
    return f"{HEAD}\n" + f"\n{apart}".join(items) + "\n"


AGENDA = [f"{number} {title}" for number, title in enumerate(TITLES, start=1)]


@pytest.mark.parametrize("apart", ["", "\n"], ids=["tight", "spaced"])
@pytest.mark.parametrize("form", FORMS)
def test_a_list_at_the_end_of_an_item_takes_no_heading_and_gives_none(form, apart):
    for item, entries, lead, words in product((1, 2, 3, 4), (2, 3, 4), LED, (SHORT, TOLD)):
        listed = [f"{n}. {entry}" for n, entry in enumerate(words[:entries], start=1)]
        text = minutes(form, apart, {item: [lead, *listed]})
        assert headings(text) == AGENDA, text


@pytest.mark.parametrize("form", FORMS)
def test_a_list_may_go_on_counting_from_its_item(form):
    for item, words in product((2, 3), (SHORT, TOLD)):
        listed = [f"{item + n}. {entry}" for n, entry in enumerate(words[:3], start=1)]
        text = minutes(form, "\n", {item: ["Följande frågor lyftes:", *listed]})
        assert headings(text) == AGENDA, text

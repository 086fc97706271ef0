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


ATTS = ("att godkänna planen", "att utse Eva Ek till samordnare", "att förlänga avtalet")
BARE = ("godkänna planen", "utse Eva Ek till samordnare", "förlänga avtalet")


@pytest.mark.parametrize("mark", ["{}. {}", "{}) {}", "{} {}"])
@pytest.mark.parametrize("clauses", [ATTS, BARE], ids=["att", "bare"])
@pytest.mark.parametrize("lead", ["Beslut", "Styrgruppen beslutar", "Förslag till beslut"])
def test_clauses_that_are_numbered_stay_in_their_item(mark, clauses, lead):
    for form, item, count in product(FORMS, (2, 3), (2, 3)):
        listed = [mark.format(n, told) for n, told in enumerate(clauses[:count], start=1)]
        record = read(minutes(form, "\n", {item: [lead, *listed]}))
        assert [f"{i.number} {i.heading}" for i in record.items] == AGENDA
        one = record.items[item - 1]
        found = [c.text for d in (*one.decisions, *one.proposed_decisions) for c in d.clauses]
        assert found == list(clauses[:count])


@pytest.mark.parametrize("mark", ["{}. {}", "{}) {}"])
def test_points_of_a_proposal_stay_in_their_item(mark):
    for form, item, count in product(FORMS, (2, 3), (2, 3)):
        listed = [mark.format(n, told) for n, told in enumerate(ATTS[:count], start=1)]
        record = read(minutes(form, "\n", {item: ["Arbetsgruppen föreslår", *listed]}))
        assert [f"{i.number} {i.heading}" for i in record.items] == AGENDA
        (proposal,) = record.items[item - 1].proposals
        assert [point.text for point in proposal.points] == list(ATTS[:count])


def test_headings_that_stand_line_by_line_are_no_list():
    below = "\n".join(f"{n}. {title}" for n, title in enumerate(TITLES[2:], start=3))
    text = f"{HEAD}\n1. {TITLES[0]}\n\n2. {TITLES[1]}\nFrågan gick igenom kort.\n{below}\n"
    assert headings(text) == AGENDA


@pytest.mark.parametrize("section", ["Informationsärenden", "Ärenden för information:"])
def test_items_go_on_below_the_title_of_a_section(section):
    items = [f"{n}. {title}" for n, title in enumerate(TITLES, start=1)]
    for at in range(2, 5):
        text = HEAD + "\n" + "\n".join([*items[:at], "", section, *items[at:]]) + "\n"
        assert headings(text) == AGENDA, text


def test_items_may_count_anew_below_the_title_of_a_section():
    parts = ("Beslutsärenden", TITLES[:2]), ("Informationsärenden", TITLES[2:])
    told = [
        f"{section}\n\n"
        + "\n\n".join(f"{n}. {title}\nFrågan gick igenom." for n, title in enumerate(titles, 1))
        for section, titles in parts
    ]
    assert [i.heading for i in read(f"{HEAD}\n" + "\n\n".join(told)).items] == list(TITLES)


@pytest.mark.parametrize(
    "below",
    [
        "Förslaget innebär att ansvaret flyttas till regionen, vilket flera ifrågasätter.",
        "Eva Ek visar bilder om läget i länet och om planerna för hösten, och svarar på frågor.",
        "Följande frågor lyftes:",
    ],
)
def test_the_sentence_below_a_long_title_is_no_part_of_it(below):
    title = "Remiss från Socialstyrelsen om munhälsa hos äldre och yngre personer"
    text = f"{HEAD}\n1. {title}\n{below}\n\n2. Lokaler\n{below}\n\n3. Övriga frågor\n{below}\n"
    assert headings(text) == [f"1 {title}", "2 Lokaler", "3 Övriga frågor"]

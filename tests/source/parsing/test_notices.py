"""What a notice says beside its items: which of them came late, and where they end."""

from __future__ import annotations

from tests.source.parsing.reading import read

HEAD = """Kallelse

Länsnätverket för vård och omsorg

Tid: fredag 3 april 2020 kl. 09.00–12.00
Plats: Teams
"""


def items_of(agenda: str):
    return read(HEAD + agenda).items


def test_what_is_said_of_one_late_item_is_said_of_that_item_alone():
    items = items_of("""
1. Mötets öppnande

2. Avtal om egenvård
Tillkommande ärende, godtaget av ordföranden. Skäl: underlaget kom sent.

3. Övriga frågor
""")
    assert [item.late for item in items] == [False, True, False]


def test_items_under_a_heading_for_late_ones_are_late():
    items = items_of("""
1. Mötets öppnande

Tillkommande ärenden

2. Avtal om egenvård

3. Övriga frågor
""")
    assert [item.late for item in items] == [False, True, True]


def test_what_is_said_to_those_called_is_no_part_of_the_last_item():
    for opening in ("Välkomna", "Med vänlig hälsning", "Inför mötet", "Kallelsen skickas av:"):
        items = items_of(f"""
1. Mötets öppnande

2. Övriga frågor

{opening}

Eva Ek, ordförande
Anmäl förhinder till kansliet, se bilaga 9.
""")
        assert (items[1].text, items[1].presenters, items[1].attachments) == ("", (), ())


def test_a_body_named_with_its_kind_is_found_by_who_decides():
    record = read("""Kallelse
Version 2
Skickad den 1 mars 2020
Kansliet
Slussgatan 4, Almstad

Lokalt programområde psykisk hälsa

Tid: fredag 3 april 2020 kl. 09.00–12.00
Plats: Teams

1. Godkännande av dagordning

Förslag till beslut
Programområdet beslutar
att godkänna dagordningen.

2. Övriga frågor
""")
    assert record.body is not None
    assert record.body.name == "Lokalt programområde psykisk hälsa"

"""What the columns of a list mean, by their headings. Pure."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import Promise


class Column(StrEnum):
    """What a column of a list tells."""

    NAME = "name"
    FIRST_NAME = "first-name"
    LAST_NAME = "last-name"
    EMAIL = "email"
    TITLE = "title"
    EMPLOYER = "employer"
    BODY = "body"
    ROLE = "role"
    PRINCIPAL = "principal"
    FUNCTION = "function"
    SINCE = "since"
    UNTIL = "until"
    PERSON_ID = "person-id"
    MEMBERSHIP_ID = "membership-id"


LABELS: Mapping[Column, Promise] = {
    Column.NAME: _("Namn"),
    Column.FIRST_NAME: _("Förnamn"),
    Column.LAST_NAME: _("Efternamn"),
    Column.EMAIL: _("E-post"),
    Column.TITLE: _("Titel"),
    Column.EMPLOYER: _("Arbetsplats"),
    Column.BODY: _("Organ"),
    Column.ROLE: _("Roll"),
    Column.PRINCIPAL: _("Huvudman"),
    Column.FUNCTION: _("Funktion"),
    Column.SINCE: _("Från"),
    Column.UNTIL: _("Till"),
    Column.PERSON_ID: _("Person-id"),
    Column.MEMBERSHIP_ID: _("Uppdrags-id"),
}

HEADINGS: Mapping[Column, tuple[str, ...]] = {
    Column.NAME: ("namn", "person", "ledamot", "för- och efternamn", "förnamn och efternamn"),
    Column.FIRST_NAME: ("förnamn", "tilltalsnamn"),
    Column.LAST_NAME: ("efternamn",),
    Column.EMAIL: ("e-post", "epost", "e-postadress", "epostadress", "mejl", "mail", "e-mail"),
    Column.TITLE: ("titel", "befattning", "tjänst", "yrkestitel"),
    Column.EMPLOYER: ("arbetsplats", "arbetsgivare", "anställd hos", "arbetar hos"),
    Column.BODY: ("organ", "nätverk", "grupp", "forum", "organ/nätverk", "nätverk/grupp"),
    Column.ROLE: ("roll", "uppdrag", "roll i organet"),
    Column.PRINCIPAL: (
        "huvudman",
        "kommun",
        "organisation",
        "kommun/region",
        "kommun eller region",
        "representerar",
    ),
    Column.FUNCTION: ("funktion", "område", "ansvarsområde"),
    Column.SINCE: ("från", "från och med", "fr.o.m.", "fr o m", "tillträde", "tillträder"),
    Column.UNTIL: ("till", "till och med", "t.o.m.", "t o m", "avgår", "avgång"),
    Column.PERSON_ID: ("person-id",),
    Column.MEMBERSHIP_ID: ("uppdrags-id",),
}
"""What each column is called at the head of a list, in small letters."""

_BY_HEADING = {text: column for column, texts in HEADINGS.items() for text in texts}
_END = re.compile(r"[\s:*.]+$")


def meaning_of(heading: str) -> Column | None:
    """What a column with this heading tells; None where the heading is not known."""
    words = " ".join(heading.split()).casefold()
    return _BY_HEADING.get(words) or _BY_HEADING.get(_END.sub("", words))


def meanings_of(headings: Sequence[str]) -> list[Column | None]:
    """What each column tells. Where two would tell the same, neither does: somebody must say."""
    found = [meaning_of(heading) for heading in headings]
    return [column if column and found.count(column) == 1 else None for column in found]


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """Which row has the headings: the first with one that is known, else the first of all.

    A title may stand above them.
    """
    for place, row in enumerate(rows[:_LOOKED_AT]):
        if any(meaning_of(text) for text in row):
            return place
    return 0


_LOOKED_AT = 20
"""Rows among which the headings are looked for."""

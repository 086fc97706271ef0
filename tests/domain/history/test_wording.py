"""Wordings of the same point or clause stand side by side, with what differs marked."""

from __future__ import annotations

from datetime import date

import pytest

from handslag.domain.matters.history.queries import wordings
from handslag.domain.matters.history.wording import parted
from tests.builders import VIEWER, a_body, a_clause, a_matter, a_meeting, a_proposal, an_item


def shown(parts):
    marks = {"same": "{}", "out": "[-{}-]", "in": "[+{}+]"}
    return "".join(marks[part.kind].format(part.text) for part in parts)


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("att a b", "att a b", "att a b"),
        ("att a b", "att a c", "att a[- b-][+ c+]"),
        ("", "att a", "[+att a+]"),
        ("att a", "att a snarast", "att a[+ snarast+]"),
        ("att genast a", "att a", "att[- genast-] a"),
    ],
)
def test_words_that_went_and_came_are_marked(before, after, marked):
    assert shown(parted(before, after)) == marked


@pytest.mark.django_db
def test_proposal_decision_and_a_later_bodys_version_stand_side_by_side():
    network = an_item(a_meeting(a_body("Nordnätverket"), date(2031, 1, 10)), "Avtal")
    a_proposal(
        network,
        "att avtalet om hjälpmedel förlängs till 2034",
        "att en arbetsgrupp tillsätts för utvärderingen",
    )
    a_clause(network, "att avtalet om hjälpmedel förlängs till 2033")
    council = an_item(a_meeting(a_body("Rådet"), date(2031, 2, 10)), "Hjälpmedelsavtalet")
    decided = a_clause(council, "att rekommendera att avtalet om hjälpmedel förlängs till 2033")
    matter = a_matter(network, council)
    (chain,) = wordings(VIEWER, matter.id, date(2031, 3, 1))
    assert [one.kind.value for one in chain.versions] == ["proposed", "decided", "decided"]
    assert chain.changed
    assert shown(chain.versions[1].parts).endswith("till[- 2034-][+ 2033+]")
    assert shown(chain.versions[2].parts).startswith("[+att rekommendera+] att avtalet")
    assert chain.versions[2].code == decided.code
    assert chain.versions[2].body is not None
    assert chain.versions[2].body.name == "Rådet"

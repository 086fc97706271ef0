"""A decision keeps its address when it is corrected, and has it again when it comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.base.facts import Phase
from handslag.domain.matters.deciding.known import (
    Known,
    Marks,
    come_back,
    place_mark,
    words_mark,
)
from handslag.domain.matters.models import Clause, GoneClause
from handslag.domain.matters.writing import actions as writing
from handslag.domain.matters.writing.told import ClauseWritten
from tests.builders import VIEWER, a_body, a_clause, a_meeting, an_item
from tests.domain.matters.writing.writing import a_room, clauses, decide, the_item


def codes() -> dict[str, str]:
    """The code of every clause, by its words."""
    return dict(Clause.objects.values_list("text", "code"))


@pytest.mark.django_db
def test_a_clause_that_is_written_otherwise_keeps_its_code():
    item = the_item(a_room())
    clause = decide(item, "att godkänna avtalet")
    seen = next(one.digest for one in clauses(item))
    told = ClauseWritten(text="att godkänna avtalet om hjälpmedel")
    writing.change_clause(viewer=VIEWER, clause_id=clause.id, seen=seen, told=told)
    assert codes() == {"att godkänna avtalet om hjälpmedel": clause.code}


@pytest.mark.django_db
def test_a_clause_that_is_struck_and_written_again_has_its_code_again():
    item = the_item(a_room())
    clause, other = decide(item, "att godkänna avtalet"), decide(item, "att avslå taxan")
    seen = next(one.digest for one in clauses(item) if one.id == clause.id)
    writing.remove_clause(viewer=VIEWER, clause_id=clause.id, seen=seen)
    assert GoneClause.objects.get().code == clause.code
    again = decide(item, "Att godkänna avtalet.")
    assert (again.id, again.code) != (clause.id, "")
    assert again.code == clause.code
    assert Clause.objects.get(id=other.id).code == other.code


@pytest.mark.django_db
def test_no_clause_of_another_meeting_takes_a_code():
    body = a_body()
    gone = a_clause(an_item(a_meeting(body)), "att godkänna dagordningen")
    gone.delete()
    decide(the_item(a_room(body=body)), "att godkänna dagordningen")
    assert GoneClause.objects.get().code == gone.code


@pytest.mark.django_db
def test_of_a_clause_that_is_gone_none_of_its_words_is_kept():
    clause = a_clause(an_item(a_meeting(), "Om Vera Ask"), "att entlediga Vera Ask")
    clause.delete()
    kept = str(list(GoneClause.objects.values()))
    assert "Vera" not in kept
    assert clause.code in kept


def marks(words: str, place: str = "Avtal", **told) -> Marks:
    rest = {"phase": Phase.HELD, "state": "decided", "action": "approve", "side": "", "points": ()}
    return Marks(words=words_mark(words), place=place_mark(place), **(rest | told))


def test_the_same_words_under_several_headings_stay_under_theirs():
    gone = [
        Known("a", marks("att lägga till handlingarna", "Ekonomi")),
        Known("b", marks("att lägga till handlingarna", "Avtal")),
    ]
    new = [
        Known(1, marks("att lägga till handlingarna", "Avtal")),
        Known(2, marks("att lägga till handlingarna", "Ekonomi")),
        Known(3, marks("att lägga till handlingarna", "Övrigt")),
    ]
    assert come_back(gone, new) == {1: "b", 2: "a"}


def test_a_heading_that_was_corrected_and_words_that_were_corrected_are_known_where_it_is_sure():
    gone = [Known("a", marks("att godkänna avtalet", "Avtal")), Known("b", marks("att höja", "X"))]
    new = [
        Known(1, marks("att godkänna avtalet", "Avtal om hjälpmedel")),
        Known(2, marks("att höja taxan", "X")),
    ]
    assert come_back(gone, new) == {1: "a", 2: "b"}
    two = [*gone, Known("c", marks("att sänka", "X"))]
    assert come_back(two, new) == {1: "a"}


def test_a_proposal_never_becomes_a_decision():
    gone = [Known("a", marks("att godkänna", state="proposed"))]
    assert come_back(gone, [Known(1, marks("att godkänna"))]) == {}


MARKS = st.sampled_from(
    [
        marks(words, place, side=side, points=points)
        for words in ("att godkänna", "att avslå", "att höja")
        for place in ("Avtal", "Ekonomi")
        for side in ("", "region")
        for points in ((), (1,), (1, 2))
    ]
)


@given(st.lists(MARKS, max_size=6), st.lists(MARKS, max_size=6))
def test_no_code_is_given_twice_and_none_is_made_up(gone, new):
    was = [Known(f"c{number}", one) for number, one in enumerate(gone)]
    now = [Known(number, one) for number, one in enumerate(new)]
    found = come_back(was, now)
    assert len(set(found.values())) == len(found)
    assert set(found.values()) <= {one.key for one in was}
    assert set(found) <= {one.key for one in now}


@given(st.lists(MARKS, max_size=6))
def test_what_goes_and_comes_back_as_it_was_has_what_it_had(all_marks):
    was = [Known(f"c{number}", one) for number, one in enumerate(all_marks)]
    now = [Known(number, one) for number, one in enumerate(all_marks)]
    found = come_back(was, now)
    assert len(found) == len(all_marks)
    assert all(was[key].marks == was[int(code[1:])].marks for key, code in found.items())

"""Documents may say anything at any length: no column of any database is too narrow for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from handslag.domain.registry.actions import body_named, person_name, rename_body
from handslag.domain.registry.models import BodyName, PersonName
from handslag.intake.actions import take_in
from handslag.intake.errors import NotTakenIn
from handslag.intake.models import Review
from handslag.source.text import CanonicalText
from tests.builders import VIEWER
from tests.intake.conftest import accepted_again
from tests.intake.papers import clause, item, paper

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("word", ["ord", "ß", "ΐ", "🜨", "İ"])
def test_a_document_with_long_words_everywhere_is_taken_in_and_accepted(taken, word):
    long = f"{word * 700} {word} " * 3
    first = item(
        "1" * 60,
        long,
        presenters=(f"Siv {long}",),
        proposals=((long, (long, long)),),
        proposed=({"clauses": (f"att {long}",)},),
        decisions=(
            {
                "by": long,
                "abstaining": (long,),
                "clauses": (
                    clause(f"att godkänna {long}", points=(1, 2_147_483_648), scope=long),
                    clause(f"att utse {long}", "appoint", appointees=(long,)),
                    clause(f"att ge {long} i uppdrag", "assign", assignees=(long,)),
                ),
            },
        ),
        assignments=((long, long),),
        stances=((long, "not-opposed"),),
        adjourned_to=date(9999, 12, 31),
        referred_to=long,
        attachments=(long, "3" * 400),
        amounts=(Decimal("9" * 15), -1),
        references=(date(1, 1, 1),),
        late=True,
    )
    one = paper(
        body=f"Råd {long}",
        place=long,
        attendees=(f"Ada {long}", f"Bo {long}"),
        items=(first,),
        findings=(("code" * 100, long),),
        name=f"{long}.txt",
    )
    document = taken(one)
    accepted_again(document)
    review = Review.objects.get()
    assert review.state == "accepted"
    assert BodyName.objects.count() == 1
    assert PersonName.objects.exists()
    accepted_again(document)
    assert BodyName.objects.count() == 1


@pytest.mark.parametrize("sign", ["\x01", "\ufffe", "\u2028"])
def test_odd_signs_cost_no_document(taken, sign):
    one = paper(place=f"Sal{sign}en", items=(item("1", f"Punkt{sign} ett"),), note=f"Län{sign}et")
    accepted_again(taken(one))
    assert Review.objects.get().state == "accepted"


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_signs_that_no_database_keeps_are_refused_in_words(shelf, sign):
    one = replace(paper(), text=CanonicalText(f"Län{sign}et"))
    shelf[one.data] = one
    with pytest.raises(NotTakenIn, match="inte finns i någon skrift"):
        take_in(viewer=VIEWER, name=one.name, data=one.data)


@pytest.mark.parametrize("letter", ["a", "ß", "ΐ"])
def test_names_as_long_as_there_is_room_for_are_kept_and_longer_ones_refused(letter):
    body = body_named(viewer=VIEWER, name=letter * 300, short_name=letter * 100)
    assert body_named(viewer=VIEWER, name=letter * 300) == body
    person_name(viewer=VIEWER, text=letter * 200)
    with pytest.raises(ValidationError, match="högst 300 tecken"):
        rename_body(viewer=VIEWER, body_id=body, name=letter * 301)
    with pytest.raises(ValidationError, match="högst 100 tecken"):
        rename_body(viewer=VIEWER, body_id=body, name="Råd", short_name=letter * 101)
    with pytest.raises(ValidationError, match="högst 200 tecken"):
        person_name(viewer=VIEWER, text=letter * 201)

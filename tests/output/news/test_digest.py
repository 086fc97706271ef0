"""A digest tells each person what is due and what is new: what they may see, and once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import COUNTY
from handslag.domain.access.viewer import SYSTEM, Held
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import Matter, MatterStep
from handslag.domain.registry.models import Body, MembershipRole, Person
from handslag.domain.registry.viewers import viewer_of
from handslag.output.news import actions, sending
from handslag.output.news.composing import compose
from handslag.output.news.models import DigestLetter, Frequency, SavedSearch, Told, Tuning
from handslag.output.news.queries import news_page
from handslag.output.news.rules import Kind, is_due, next_day
from handslag.output.news.sending import send_digests
from handslag.output.news.work import Herald
from handslag.output.search.actions import reindex_all
from tests.builders import (
    a_body,
    a_clause,
    a_matter,
    a_meeting,
    a_membership,
    a_name,
    a_participation,
    a_user,
    an_item,
)
from tests.domain.matters.owing.test_pages import an_assignment

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2031, 3, 3)
SHARED = {"state": PublicationState.SHARED, "planned_state": PublicationState.SHARED}
ALL = [kind.value for kind in Kind]


@pytest.fixture(autouse=True)
def a_server(settings):
    settings.EMAIL_HOST = "post.exempel.se"
    settings.URL = "https://handslag.exempel.se"


def a_member(body, name="Nora Norr", role=MembershipRole.MEMBER):
    """Somebody with an account who sits in a body."""
    user = a_user(name)
    person = Person.objects.create(name=name, user=user)
    a_membership(body, person, role)
    return user


def seen_by(user, day=MONDAY):
    return viewer_of(user, day)


def a_held_matter(body, heading="Taxa för hjälpmedel", day=dt.date(2031, 2, 3), **columns):
    """A matter that was dealt with at a meeting whose minutes are shared."""
    meeting = a_meeting(body, day, written=True, **SHARED)
    item = an_item(meeting, heading, **columns)
    return a_matter(item), item


def told(day=MONDAY) -> dict[str, list[str]]:
    """Whom a run tells what, by name."""
    return {
        made.name: [entry.text for entry in made.digest.entries]
        for made in send_digests(viewer=SYSTEM, today=day)
    }


# news of what is followed


def test_whoever_follows_a_matter_is_told_what_happens_from_then_and_once():
    body = a_body()
    nora = a_member(body)
    matter, item = a_held_matter(body)
    a_clause(item, "att anta taxan")
    actions.follow_matter(viewer=seen_by(nora), matter_id=matter.id)
    assert told() == {}, "what was so already is no news"
    MatterStep.objects.create(
        matter=matter,
        kind="noted",
        day=MONDAY,
        body=body,
        text="Regionen vill vänta.",
        entered_by="Karin",
    )
    tuesday = MONDAY + dt.timedelta(days=1)
    assert told(tuesday) == {"Nora Norr": ["Antecknat · Nordnätverket: Regionen vill vänta."]}
    assert told(tuesday) == {}
    assert told(tuesday + dt.timedelta(days=1)) == {}
    (letter,) = DigestLetter.objects.all()
    assert letter.address == "nora.norr@exempel.se"
    assert letter.content["parts"][0]["about"] == "Taxa för hjälpmedel"
    address = letter.content["parts"][0]["rows"][0]["address"]
    assert address.startswith(f"https://handslag.exempel.se/arenden/{matter.id}/#steg-")


def test_who_does_not_follow_is_told_nothing():
    body = a_body()
    a_member(body)
    a_held_matter(body)
    assert told() == {}
    assert DigestLetter.objects.count() == 0, "an empty digest is no letter"


def test_a_draft_is_told_when_it_is_shared():
    body = a_body()
    karin = a_user("Karin", Held(Role.COORDINATOR, COUNTY))
    matter, _item = a_held_matter(body)
    actions.follow_matter(viewer=seen_by(karin), matter_id=matter.id)
    later = a_meeting(body, dt.date(2031, 2, 24), written=True)
    again = an_item(later, "Taxan igen", planned_order=None)
    matter.treatments.create(item=again, ground="person")
    assert told() == {}
    later.state = PublicationState.SHARED
    later.save()
    (texts,) = told(MONDAY + dt.timedelta(days=1)).values()
    assert len(texts) == 1


def test_what_another_may_not_see_never_reaches_their_digest():
    ours, theirs = a_body("Vårt råd"), a_body("Deras råd")
    nora = a_member(ours)
    matter, _item = a_held_matter(ours)
    actions.follow_matter(viewer=seen_by(nora), matter_id=matter.id)
    _other, elsewhere = a_held_matter(theirs, "Hemlig upphandling", dt.date(2031, 2, 10))
    matter.treatments.create(item=elsewhere, ground="person")
    assert told() == {}
    with pytest.raises(Matter.DoesNotExist):
        actions.follow_matter(viewer=seen_by(nora), matter_id=_other.id)


def test_closed_words_are_counted_in_a_letter_and_said_only_inside():
    body = a_body()
    nora = a_member(body)
    matter, _item = a_held_matter(body)
    actions.follow_matter(viewer=seen_by(nora), matter_id=matter.id)
    _closed, item = a_held_matter(body, "Tvist med leverantören", dt.date(2031, 2, 24), closed=True)
    matter.treatments.create(item=item, ground="person")
    a_clause(item, "att stämma bolaget")
    (made,) = send_digests(viewer=SYSTEM, today=MONDAY)
    assert made.digest.inside
    letter = DigestLetter.objects.get()
    assert letter.content["inside"] == len(made.digest.inside)
    assert "Tvist" not in str(letter.content)
    assert "bolaget" not in str(letter.content)
    page = news_page(seen_by(nora), MONDAY)
    shown = [entry.text for section in page.last for entry in section.entries]
    assert any("stämma bolaget" in text for text in shown), "she may read it in Handslag"


def test_whoever_follows_a_body_is_told_of_meetings_and_minutes():
    body = a_body()
    nora = a_member(body)
    actions.follow_body(viewer=seen_by(nora), body_id=body.id)
    meeting = a_meeting(body, dt.date(2031, 5, 5), prepared=True, day_state=PublicationState.SHARED)
    assert told() == {"Nora Norr": ["Ett möte är planerat 5 maj 2031."]}
    meeting.cancelled_at = timezone.now()
    meeting.save()
    tuesday = MONDAY + dt.timedelta(days=1)
    assert told(tuesday) == {"Nora Norr": ["Mötet 5 maj 2031 är inställt."]}
    a_held_matter(body)
    wednesday = MONDAY + dt.timedelta(days=2)
    assert told(wednesday) == {
        "Nora Norr": ["Anteckningarna från mötet 3 februari 2031 är delade."]
    }


def test_a_saved_search_tells_new_answers_once_and_nothing_that_history_has_told():
    body = a_body()
    nora = a_member(body)
    viewer = seen_by(nora)
    a_held_matter(body, "Rapport om hjälpmedel", dt.date(2031, 1, 13))
    reindex_all(viewer=SYSTEM)
    actions.save_search(viewer=viewer, question={"words": "hjälpmedel"})
    assert told() == {}
    a_held_matter(body, "Taxa för hjälpmedel")
    reindex_all(viewer=SYSTEM)
    saved = SavedSearch.objects.get()
    page = news_page(viewer, MONDAY)
    assert page.searches[0].news >= 1
    found = told(MONDAY + dt.timedelta(days=1))["Nora Norr"]
    assert "Taxa för hjälpmedel" in found
    assert told(MONDAY + dt.timedelta(days=2)) == {}
    assert actions.open_search(viewer=viewer, search_id=saved.id) == {"q": "hjälpmedel"}
    assert news_page(viewer, MONDAY).searches[0].news == 0


def test_an_empty_question_is_not_saved_and_nobody_elses_search_is_found():
    body = a_body()
    nora, olle = a_member(body), a_member(body, "Olle Ost")
    with pytest.raises(ValidationError, match="Skriv något"):
        actions.save_search(viewer=seen_by(nora), question={"words": "  "})
    kept = actions.save_search(viewer=seen_by(nora), question={"words": "taxa"})
    with pytest.raises(SavedSearch.DoesNotExist):
        actions.open_search(viewer=seen_by(olle), search_id=kept)
    actions.forget_search(viewer=seen_by(olle), search_id=kept)
    assert SavedSearch.objects.count() == 1


# reminders


def test_an_assignment_is_reminded_of_before_its_day_and_once_when_it_is_late():
    body = a_body()
    nora = a_member(body)
    _matter, item = a_held_matter(body)
    an_assignment(item, "Skriv en modell", to=[nora.person], due_date=dt.date(2031, 3, 7))
    assert told(dt.date(2031, 2, 24)) == {}, "eleven days before"
    assert told(MONDAY) == {"Nora Norr": ["Skriv en modell"]}
    assert told(MONDAY + dt.timedelta(days=1)) == {}
    late = {"Nora Norr": ["Skriv en modell"]}
    assert told(dt.date(2031, 3, 10)) == late
    assert told(dt.date(2031, 3, 11)) == {}


def test_material_is_asked_for_from_whoever_presents_and_whoever_prepares():
    body = a_body()
    a_member(body, "Sara Söder", MembershipRole.SECRETARY)
    petra = a_member(body, "Petra Present")
    meeting = a_meeting(
        body,
        dt.date(2031, 3, 20),
        prepared=True,
        material_due=dt.date(2031, 3, 6),
        planned_state=PublicationState.SHARED,
        day_state=PublicationState.SHARED,
    )
    item = an_item(meeting, "Budget", order=None)
    a_participation(meeting, a_name("Petra Present", petra.person), item=item, phase=Phase.PLAN)
    found = told()
    start = "Underlag till mötet med Nordnätverket 20 mars 2031."
    assert found == {
        "Sara Söder": [f"{start} 1 punkt har ingen bilaga än."],
        "Petra Present": [f"{start} Du föredrar: Budget."],
    }
    assert told() == {}


# how and when


def test_what_is_tuned_off_is_not_told_and_is_no_news_later():
    body = a_body()
    nora = a_member(body)
    viewer = seen_by(nora)
    matter, _item = a_held_matter(body)
    actions.follow_matter(viewer=viewer, matter_id=matter.id)
    kinds = [kind for kind in ALL if kind != Kind.MATTER]
    choice: dict[str, Any] = {"frequency": "weekdays", "weekday": 0, "days_before": 7}
    actions.tune(viewer=viewer, kinds=kinds, **choice)
    MatterStep.objects.create(
        matter=matter, kind="noted", day=MONDAY, body=body, text="Tyst.", entered_by="Karin"
    )
    assert told() == {}
    actions.tune(viewer=viewer, kinds=ALL, **choice)
    assert told(MONDAY + dt.timedelta(days=1)) == {}


def test_who_wants_no_digest_gets_none_and_is_told_from_when_they_do():
    body = a_body()
    nora = a_member(body)
    viewer = seen_by(nora)
    matter, _item = a_held_matter(body)
    actions.follow_matter(viewer=viewer, matter_id=matter.id)
    choice: dict[str, Any] = {"weekday": 0, "days_before": 7, "kinds": ALL}
    actions.tune(viewer=viewer, frequency="never", **choice)
    a_step = {"matter": matter, "kind": "noted", "day": MONDAY, "body": body, "entered_by": "K"}
    MatterStep.objects.create(text="Tyst.", **a_step)
    assert told() == {}
    assert news_page(viewer, MONDAY).coming == ()
    actions.tune(viewer=viewer, frequency="weekdays", **choice)
    MatterStep.objects.create(text="Nu hörs det.", **a_step)
    (texts,) = told(MONDAY + dt.timedelta(days=1)).values()
    assert texts == ["Antecknat · Nordnätverket: Nu hörs det."]


@pytest.mark.parametrize("wrong", [{"frequency": "often"}, {"weekday": 6}, {"days_before": 0}])
def test_a_choice_that_makes_no_sense_is_refused(wrong):
    nora = a_member(a_body())
    choice: dict[str, Any] = {
        "frequency": "weekly",
        "weekday": 2,
        "days_before": 5,
        "kinds": ALL,
    } | wrong
    with pytest.raises(ValidationError):
        actions.tune(viewer=seen_by(nora), **choice)
    assert not Tuning.objects.exists()


def test_a_weekly_digest_comes_on_its_day_and_the_next_weekday_where_that_was_missed():
    wednesday = MONDAY + dt.timedelta(days=2)
    had = wednesday - dt.timedelta(days=7)
    assert not is_due(Frequency.WEEKLY, 2, had, MONDAY)
    assert is_due(Frequency.WEEKLY, 2, had, wednesday)
    assert is_due(Frequency.WEEKLY, 2, had, wednesday + dt.timedelta(days=1))
    assert not is_due(Frequency.WEEKLY, 2, wednesday, wednesday + dt.timedelta(days=1))
    assert next_day(Frequency.WEEKLY, 2, had, MONDAY) == wednesday
    assert next_day(Frequency.NEVER, 2, had, MONDAY) is None


def test_nobody_is_told_of_anything_on_a_saturday_or_a_sunday():
    friday = MONDAY + dt.timedelta(days=4)
    for days in (1, 2):
        assert not is_due(Frequency.WEEKDAYS, 0, friday, friday + dt.timedelta(days=days))
        assert not is_due(Frequency.WEEKDAYS, 0, None, friday + dt.timedelta(days=days))
    assert is_due(Frequency.WEEKDAYS, 0, friday, MONDAY + dt.timedelta(days=7))


def test_digests_are_made_in_the_morning_and_where_there_is_a_mail_server(settings):
    body = a_body()
    nora = a_member(body)
    actions.follow_body(viewer=seen_by(nora), body_id=body.id)
    a_held_matter(body)
    night = dt.datetime(2031, 3, 3, 5, 59, tzinfo=timezone.get_current_timezone())
    assert Herald().look(night) == 0
    settings.EMAIL_HOST = ""
    assert Herald().look(night.replace(hour=7)) == 0
    settings.EMAIL_HOST = "post.exempel.se"
    assert Herald().look(night.replace(hour=7)) == 1


# nothing lost, nothing twice


class Killed(BaseException):
    """The machine goes down."""


def something_new():
    """Nora follows a body that has just shared its minutes."""
    body = a_body()
    nora = a_member(body)
    actions.follow_body(viewer=seen_by(nora), body_id=body.id)
    a_held_matter(body)
    return nora


def test_who_is_killed_in_the_middle_has_told_nothing_and_the_next_tells_all(monkeypatch):
    something_new()
    before = set(Told.objects.values_list("key", flat=True))

    def die(*_args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_remember", die)
        with pytest.raises(Killed):
            told()
    assert DigestLetter.objects.count() == 0
    assert set(Told.objects.values_list("key", flat=True)) == before
    assert len(told()["Nora Norr"]) == 1
    assert DigestLetter.objects.count() == 1


def test_of_two_at_once_one_makes_the_digest(monkeypatch):
    something_new()
    composed, turns = compose, iter([True])

    def slowly(*args, **more):
        found = composed(*args, **more)
        if next(turns, False):
            assert len(told()["Nora Norr"]) == 1, "another is done before this one writes"
        return found

    monkeypatch.setattr(sending, "compose", slowly)
    assert told() == {}
    assert DigestLetter.objects.count() == 1


def test_a_dry_run_tells_and_writes_nothing():
    something_new()
    before = Told.objects.count()
    (made,) = send_digests(viewer=SYSTEM, today=MONDAY, dry=True)
    assert len(made.digest.entries) == 1
    assert (DigestLetter.objects.count(), Told.objects.count()) == (0, before)
    assert len(told()["Nora Norr"]) == 1


def test_a_closed_account_gets_nothing():
    nora = something_new()
    nora.is_active = False
    nora.save()
    assert told() == {}


def test_only_who_looks_after_accounts_may_make_everybodys_digests():
    nora = something_new()
    with pytest.raises(PermissionDenied):
        list(send_digests(viewer=seen_by(nora), today=MONDAY))


def test_following_no_more_tells_no_more():
    body = a_body()
    nora = a_member(body)
    viewer = seen_by(nora)
    actions.follow_body(viewer=viewer, body_id=body.id)
    actions.unfollow_body(viewer=viewer, body_id=body.id)
    a_held_matter(body)
    assert told() == {}


def test_the_page_costs_the_same_number_of_queries_however_much_is_followed(
    django_assert_max_num_queries,
):
    body = a_body()
    viewer = seen_by(a_member(body))
    days = iter(dt.date(2030, 1, 1) + dt.timedelta(days=number) for number in range(100))

    def follow(count: int) -> None:
        for _number in range(count):
            matter, item = a_held_matter(body, day=next(days))
            a_clause(item, "att anta taxan")
            actions.follow_matter(viewer=viewer, matter_id=matter.id)
            other = a_body(f"Organ {Body.objects.count()}")
            actions.follow_body(viewer=viewer, body_id=other.id)

    follow(2)
    with CaptureQueriesContext(connection) as few:
        assert len(news_page(viewer, MONDAY).followed.matters) == 2
    follow(18)
    with django_assert_max_num_queries(len(few)):
        assert len(news_page(viewer, MONDAY).followed.matters) == 20

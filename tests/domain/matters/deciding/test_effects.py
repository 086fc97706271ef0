"""What a decision does, by which mandate, and where it had none: the rule by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.matters.deciding.effects import (
    Decider,
    Kind,
    Said,
    Source,
    adopts,
    effect_of,
    finding,
    finding_of_body,
)
from handslag.domain.registry.mandates.rules import BY_LAW, BY_STATUTES, Held

DAY = date(2031, 3, 6)
APPROVES = Said("att godkänna förslaget", "approve")


def network(effect: str = "recommendation", *mandates: Held, **told) -> Decider:
    return Decider("Länsnätverket", "network", effect, mandates=mandates, **told)


def held(effect: str = "recommendation", *actions: str, **days: date) -> Held:
    found = {"since": None, "until": None} | days
    return Held(1, "rekommendera huvudmännen", effect, actions, found["since"], found["until"])


def kind(decider: Decider, said: Said = APPROVES, day: date = DAY) -> str | None:
    found = finding(decider, said, day)
    return found.kind.value if found else None


def test_a_decision_about_its_own_work_needs_none():
    assert kind(network("internal")) is None
    for action in ("note", "table", "postpone", "refer", "assign", "reject", "other"):
        assert kind(network(), Said("att ...", action)) is None
    assert kind(network(), Said("att godkänna dagordningen", "approve", formal=True)) is None
    assert kind(network(), Said("att godkänna planen", "approve", "internal")) is None


@pytest.mark.parametrize("form", sorted(BY_LAW | BY_STATUTES))
def test_bodies_that_have_theirs_by_law_or_statutes_need_none(form):
    decider = Decider("Nämnden", form, "binding")
    assert finding(decider, Said("att godkänna avtalet", "approve", "binding"), DAY) is None


def test_a_mandate_that_held_and_covers_it_is_its_ground():
    mandate = held()
    assert kind(network("recommendation", mandate)) is None
    told = effect_of(network("recommendation", mandate), APPROVES, DAY)
    assert (told.effect, told.mandate) == ("recommendation", mandate)


def test_where_none_is_registered_it_says_so_mildly():
    found = finding(network(), APPROVES, DAY)
    assert found
    assert found.kind is Kind.UNREGISTERED
    assert found.mild


def test_one_that_had_ended_or_not_begun_is_a_warning():
    ended = network("recommendation", held(until=DAY - timedelta(days=1)))
    found = finding(ended, APPROVES, DAY)
    assert found
    assert (found.kind, found.mild) == (Kind.MANDATE_ENDED, False)
    assert "5 mars 2031" in found.words
    assert kind(network("recommendation", held(since=DAY + timedelta(days=1)))) == (
        "mandate-not-begun"
    )


def test_its_first_and_its_last_day_count():
    assert kind(network("recommendation", held(since=DAY, until=DAY))) is None


def test_one_for_another_kind_of_decision_or_of_less_effect_is_no_ground():
    assert kind(network("recommendation", held("recommendation", "appoint"))) == "unregistered"
    says = Said("att godkänna förslaget", "approve", "binding")
    assert kind(network("recommendation", held()), says) == "no-mandate"
    assert kind(network("internal", held("binding")), says) is None


def test_an_agreement_is_taken_by_the_principals_whatever_the_body_recommends():
    takes = Said("att godkänna överenskommelsen om psykisk hälsa", "approve")
    assert kind(network(), takes) == "no-mandate"
    assert kind(network("recommendation", held()), takes) == "no-mandate"
    assert kind(network("recommendation", held("binding")), takes) is None
    told = effect_of(network(), takes, DAY)
    assert (told.effect, told.source) == ("binding", Source.WORDS)


@pytest.mark.parametrize(
    ("text", "takes"),
    [
        ("att godkänna överenskommelsen", True),
        ("att teckna avtal om hjälpmedel", True),
        ("att godkänna uppföljningen av överenskommelsen", False),
        ("att rekommendera huvudmännen att godkänna överenskommelsen", False),
        ("att godkänna riktlinjen", False),
    ],
)
def test_what_takes_an_agreement(text, takes):
    assert adopts(text) is takes


def test_a_body_that_had_ended_or_not_begun():
    before, after = DAY - timedelta(days=1), DAY + timedelta(days=1)
    ended = finding_of_body(network(until=before), DAY)
    assert ended
    assert (ended.kind, ended.mild) == (Kind.BODY_ENDED, False)
    begun = finding_of_body(network(since=after), DAY)
    assert begun
    assert begun.kind is Kind.BODY_NOT_BEGUN
    assert finding_of_body(network(since=DAY, until=DAY), DAY) is None


def test_of_several_it_rests_on_the_one_that_reaches_as_far_as_it_takes():
    narrow, broad = held(), Held(2, "binda", "binding", (), None, None)
    assert effect_of(network("recommendation", broad, narrow), APPROVES, DAY).mandate == narrow


def test_a_mandate_lets_a_body_do_more_than_its_decisions_do_in_general():
    mandate = Held(7, "fylla vakanser", "binding", ("appoint",), None, None)
    told = effect_of(network("recommendation", mandate), Said("att utse", "appoint"), DAY)
    assert (told.effect, told.source, told.mandate) == ("binding", Source.MANDATE, mandate)


DAYS = st.none() | st.dates(date(2030, 1, 1), date(2032, 1, 1))
HELD = st.builds(
    Held,
    st.integers(1, 9),
    st.just("något"),
    st.sampled_from(["internal", "recommendation", "binding"]),
    st.sampled_from([(), ("approve",), ("appoint", "endorse")]),
    DAYS,
    DAYS,
)
DECIDERS = st.builds(
    Decider,
    st.just("Nätverket"),
    st.sampled_from(["network", "committee", "association"]),
    st.sampled_from(["internal", "recommendation", "binding"]),
    DAYS,
    DAYS,
    st.lists(HELD, max_size=4).map(tuple),
)
SAIDS = st.builds(
    Said,
    st.sampled_from(["att godkänna avtalet", "att godkänna", "att utse", "att bordlägga"]),
    st.sampled_from(["approve", "endorse", "appoint", "note", "table"]),
    st.sampled_from(["", "internal", "recommendation", "binding"]),
    st.booleans(),
)


@given(DECIDERS, SAIDS, st.dates(date(2030, 1, 1), date(2032, 1, 1)))
def test_a_decision_that_rests_on_a_mandate_is_never_found_without(decider, said, day):
    told = effect_of(decider, said, day)
    assert told.mandate is None or told.mandate.holds(day)
    if told.mandate is not None and told.source is not Source.WORK:
        assert finding(decider, said, day) is None


@given(DECIDERS, SAIDS, st.dates(date(2030, 1, 1), date(2032, 1, 1)))
def test_to_have_one_more_mandate_never_makes_a_finding(decider, said, day):
    more = Decider(
        decider.name,
        decider.legal_form,
        decider.effect,
        decider.since,
        decider.until,
        (*decider.mandates, Held(99, "allt", "binding", (), None, None)),
    )
    assert finding(more, said, day) is None

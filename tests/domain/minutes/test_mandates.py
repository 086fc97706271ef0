"""Minutes are checked against the register of mandates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handslag.domain.matters.deciding.effects import Decider
from handslag.domain.matters.minutes.rules import Check, Severity, findings
from handslag.domain.registry.mandates.rules import Held
from tests.domain.minutes.test_rules import clause, content, item

BINDS = Held(1, "teckna avtal", "binding", (), None, None)


def checks(said, **told) -> set[tuple[Check, Severity]]:
    decider = Decider(said.body, said.legal_form, said.effect, **told)
    wanted = {Check.BEYOND_EFFECT, Check.BEYOND_MANDATE, Check.MANDATE_ENDED, Check.BODY_ENDED}
    return {(one.check, one.severity) for one in findings(said, decider) if one.check in wanted}


def test_a_mandate_that_holds_lets_a_body_do_more_than_its_effect():
    said = content(item(clause(effect="binding")))
    assert checks(said) == {(Check.BEYOND_EFFECT, Severity.ERROR)}
    assert checks(said, mandates=(BINDS,)) == set()


@pytest.mark.parametrize("text", ["att teckna avtal om hjälpmedel", "att godkänna avtalet"])
def test_an_agreement_may_be_taken_by_a_mandate_to_bind(text):
    said = content(item(clause(text)))
    assert checks(said) == {(Check.BEYOND_MANDATE, Severity.WARNING)}
    assert checks(said, mandates=(BINDS,)) == set()


def test_one_that_had_ended_is_a_warning():
    said = content(item(clause(effect="binding")))
    ended = replace(BINDS, until=date(2000, 1, 1))
    assert checks(said, mandates=(ended,)) == {(Check.MANDATE_ENDED, Severity.WARNING)}


def test_a_body_that_had_ended_is_a_warning_where_it_decided_anything():
    said = content(item(clause()))
    assert checks(said, until=date(2000, 1, 1)) == {(Check.BODY_ENDED, Severity.WARNING)}
    assert checks(content(), until=date(2000, 1, 1)) == set()


def test_that_none_is_registered_hinders_nobody():
    said = content(item(clause(effect="recommendation")))
    assert checks(replace(said, effect="recommendation")) == set()

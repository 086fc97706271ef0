"""The table of kinds agrees with the record it is read from and the domain it becomes."""

from __future__ import annotations

import pytest

from handslag.domain.documents.models import DocumentKind
from handslag.domain.matters.models import ClauseAction, StanceKind, TransferKind
from handslag.domain.meetings.models import ItemOutcome, Presence
from handslag.intake import kinds
from handslag.intake.kinds import BY_NAME
from handslag.source import record

PAIRS = [
    (kinds.DOCUMENT_KINDS, DocumentKind, record.Kind),
    (kinds.PRESENCES, Presence, record.Presence),
    (kinds.OUTCOMES, ItemOutcome, record.Outcome),
    (kinds.ACTIONS, ClauseAction, record.Action),
    (kinds.STANCES, StanceKind, record.StanceKind),
]


@pytest.mark.parametrize(("shown", "domain", "source"), PAIRS, ids=lambda one: str(one)[:20])
def test_choices_are_those_of_the_reader_and_of_the_domain(shown, domain, source):
    assert set(dict(shown)) == set(domain.values) == {value.value for value in source}
    assert [(value, str(label)) for value, label in shown] == [
        (value, str(domain(value).label)) for value, _label in shown
    ]


def test_transfers_and_severities():
    assert {value: str(label) for value, label in kinds.TRANSFERS} == {
        kind.value: str(kind.label) for kind in TransferKind
    }
    assert [value for value, _label in kinds.SEVERITIES] == [
        value.value for value in reversed(record.Severity)
    ]


def test_names_are_unique_and_labels_say_something():
    assert len(BY_NAME) == len(kinds.KINDS)
    for kind in kinds.KINDS:
        names = [spec.name for spec in kind.fields]
        assert len(names) == len(set(names))
        assert all(str(spec.label) for spec in kind.fields)

from __future__ import annotations

from decimal import Decimal

import pytest

from handslag.source.parsing.money import find_sums


@pytest.mark.parametrize(
    ("words", "values", "per"),
    [
        ("uppgår till 400 tkr/år", [400_000], "år"),
        ("600 tkr.", [600_000], None),
        ("7,6 mkr", [7_600_000], None),
        ("drygt 1,2 miljoner kronor", [1_200_000], None),
        ("om 288 250:-", [288_250], None),
        ("5 000 kr per invånare", [5_000], "invånare"),
        ("400–600 tkr", [400_000, 600_000], None),
        ("mellan 100 000 och 200 000 kr", [100_000, 200_000], None),
        ("35.000 kr", [35_000], None),
        ("två miljoner kronor", [2_000_000], None),
        ("2,5 mdkr", [2_500_000_000], None),
        ("Medlen för 2020 till 600 tkr", [600_000], None),
        ("12,50 kr", [Decimal("12.50")], None),
    ],
)
def test_sums(words, values, per):
    found = find_sums(words)
    assert [mention.value for mention in found] == [Decimal(value) for value in values]
    assert found[-1].per == per


@pytest.mark.parametrize(
    "words",
    [
        "12 personer",
        "25 % vardera",
        "under 2020",
        "två miljoner invånare",
        "3 km",
        "5 st",
        "§ 14 kvar",
    ],
)
def test_what_is_no_sum(words):
    assert find_sums(words) == []

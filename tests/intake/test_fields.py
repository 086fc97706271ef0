"""What people type is read in every way that people write it, and comes back as it was."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handslag.intake.fields import (
    Clock,
    Day,
    FieldSpec,
    Kronor,
    NameList,
    Numbers,
    OneOf,
    Unreadable,
    Words,
    YesNo,
    parse_fields,
)
from handslag.intake.kinds import BY_NAME, KINDS, TOP, kinds_under

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
TIMES = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
FORMS = [Words(), Words(50, long=True), Day(), Clock(), YesNo(), Numbers(), NameList(), Kronor()]
FORMS.append(OneOf((("a", "första"), ("b", "andra"))))


@given(st.text(max_size=80), st.sampled_from(FORMS))
def test_any_words_give_a_value_or_a_reason(words, form):
    try:
        value = form.from_words(words)
    except Unreadable as error:
        reason = str(error)
    else:
        reason = ""
    if reason:
        assert reason.endswith(".")
        return
    assert form.from_words(form.to_words(value)) == value
    form.display(value)
    form.typed(value)


@given(DAYS)
def test_days(day):
    form = Day()
    for words in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.day}/{day.month} {day.year}",
        f" {form.display(day.isoformat())} ".upper(),
        f"fredag den {form.display(day.isoformat())}",
    ):
        assert form.typed(form.from_words(words)) == day


@pytest.mark.parametrize("words", ["31 februari 2031", "2031-13-01", "i går", "14 mars", "1.2.3"])
def test_no_days(words):
    with pytest.raises(Unreadable, match="14 mars 2025"):
        Day().from_words(words)


@given(TIMES)
def test_clock_times(clock):
    form = Clock()
    for words in (f"{clock:%H:%M}", f"kl. {clock.hour}.{clock.minute:02}", f"{clock:%H.%M}"):
        assert form.typed(form.from_words(words)) == clock


@pytest.mark.parametrize(("words", "value"), [("9", time(9)), ("kl 13", time(13)), ("", None)])
def test_bare_hours(words, value):
    assert Clock().typed(Clock().from_words(words)) == value


@pytest.mark.parametrize("words", ["24:00", "9:60", "morgon", "-1"])
def test_no_clock_times(words):
    with pytest.raises(Unreadable):
        Clock().from_words(words)


@given(st.lists(st.integers(0, 9999), max_size=20, unique=True))
def test_numbers(numbers):
    form = Numbers()
    assert form.from_words(form.to_words(sorted(numbers))) == sorted(numbers)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [("1-3, 5", [1, 2, 3, 5]), ("1 och 2", [1, 2]), ("3,3; 1", [1, 3]), ("2–4", [2, 3, 4])],
)
def test_ranges(words, numbers):
    assert Numbers().from_words(words) == numbers


@pytest.mark.parametrize("words", ["5-3", "1-9999", "ett", "1 2"])
def test_no_numbers(words):
    with pytest.raises(Unreadable):
        Numbers().from_words(words)


@pytest.mark.parametrize(
    ("words", "kronor"),
    [
        ("300 000 kr", "300000.00"),
        ("1 550 tkr", "1550000.00"),
        ("4,8 mkr", "4800000.00"),
        ("288 250:-", "288250.00"),
        ("12,50", "12.50"),
        ("2 miljoner kronor", "2000000.00"),
        ("400000", "400000.00"),
    ],
)
def test_sums(words, kronor):
    assert Kronor().from_words(words) == kronor


@pytest.mark.parametrize("words", ["12 euro", "en miljon", "1,2,3", "kr", "1 00 kr"])
def test_no_sums(words):
    with pytest.raises(Unreadable):
        Kronor().from_words(words)


def test_a_field_that_comes_back_as_it_was_shown_keeps_its_value_to_the_letter():
    specs = (FieldSpec("by", "Vem", NameList()), FieldSpec("text", "Text", Words(5)))
    before = {"by": ["Region Nord, Syd"], "text": "längre än fem"}

    value, errors = parse_fields(specs, {"by": "Region Nord, Syd", "text": "längre än fem"}, before)
    assert (value, errors) == (before, {})
    _value, errors = parse_fields(specs, {"text": "också längre"}, before)
    assert set(errors) == {"text"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_can_be_shown_and_typed(kind):
    shown = {spec.name: spec.form.to_words(spec.default) for spec in kind.fields}
    _value, errors = parse_fields(kind.fields, shown, {})
    assert set(errors) <= {spec.name for spec in kind.fields if spec.required}
    assert set(kind.main) <= {spec.name for spec in kind.fields}
    assert set(kind.parents) <= {TOP, *BY_NAME}
    assert kind.summary(kind.empty()) is not None


def test_every_kind_hangs_somewhere():
    reached = {kind.name for parent in (TOP, *BY_NAME) for kind in kinds_under(parent)}
    assert reached == set(BY_NAME)

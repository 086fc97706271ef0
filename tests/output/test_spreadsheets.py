"""Lists that go out: what they hold, who sees what in them, and that they come back the same."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from handslag.domain.access.roles import Role
from handslag.domain.access.things import of_body
from handslag.domain.access.viewer import Held, Viewer
from handslag.domain.registry.affiliations import actions as affiliations
from handslag.domain.registry.memberships.actions import add_membership
from handslag.domain.registry.models import (
    Affiliation,
    Membership,
    MembershipRole,
    Organisation,
    Person,
)
from handslag.intake.rows import actions
from handslag.intake.rows.queries import preview
from handslag.output.spreadsheets.disarming import disarmed
from handslag.output.spreadsheets.lists import COLUMNS, Form, roll_as_file
from handslag.source.tables.read import read_tables
from tests.builders import VIEWER, a_body, a_name, a_principal
from tests.chance import examples

pytestmark = pytest.mark.django_db
DAY = date(2031, 2, 3)
SIGNS = ("=", "+", "-", "@", "\t", "\r", "'=", "＝")


def sits(body, person, **more: Any) -> int:
    told: dict[str, Any] = {"role": "member", "since": date(2030, 1, 1), **more}
    return add_membership(viewer=VIEWER, body_id=body.id, person_id=person.id, **told)


def made(form: Form, viewer: Viewer = VIEWER, **more: Any) -> bytes:
    return roll_as_file(viewer, DAY, form, **more).data


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def one_of_each(db):
    """A register in which every text begins as a formula does."""

    def make(sign: str) -> None:
        body = a_body(f"{sign}Organ")
        person = a_name(f"{sign}cmd|' /C calc'!A0").person
        kommun = a_principal(f"{sign}Kommun")
        sits(body, person, principal_id=kommun.id, function=f"{sign}1+1")
        Affiliation.objects.create(person=person, organisation=kommun, title=f"{sign}Titel")
        Person.objects.filter(id=person.id).update(email=f"{sign}a@exempel.se")

    return make


@pytest.mark.parametrize("sign", SIGNS)
def test_no_text_is_a_formula_in_an_excel_file(one_of_each, sign):
    one_of_each(sign)
    sheet = load_workbook(io.BytesIO(made(Form.XLSX))).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert sum(unescape(str(cell.value or "")).startswith(sign) for cell in cells) >= 6


@pytest.mark.parametrize("sign", SIGNS)
def test_no_cell_of_separated_values_begins_as_a_formula(one_of_each, sign):
    one_of_each(sign)
    for row in rows_of(made(Form.CSV)):
        assert not [text for text in row if text[:1] and text[0] in "=+-@\t\r\n＝＋－＠"]


@given(st.text(max_size=30))
def test_what_is_disarmed_is_itself_again_when_it_is_read(text):
    written = disarmed(text)
    assert written[:1] not in tuple("=+-@\t\r\n＝＋－＠")
    data = io.StringIO(newline="")
    csv.writer(data, delimiter=";", quoting=csv.QUOTE_ALL).writerow(["x", written, "x"])
    if all(sign.isprintable() for sign in text):
        (sheet,) = read_tables(data.getvalue().encode("utf-8-sig")).sheets
        assert sheet.rows[0].cells[1].text == text.strip() or text != text.strip()


def test_the_excel_file_has_its_headings_frozen_and_days_as_days():
    body, anna = a_body(), a_name("Anna Ek").person
    sits(body, anna, until=date(2034, 12, 31))
    sheet = load_workbook(io.BytesIO(made(Form.XLSX))).worksheets[0]
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet[1]] == [heading for heading, _width in COLUMNS]
    assert (sheet["I2"].is_date, sheet["I2"].value.date()) == (True, date(2030, 1, 1))
    assert sheet.column_dimensions["A"].width > 20


def test_separated_values_are_as_swedish_programs_have_them():
    sits(a_body(), a_name("Åsa Öberg").person)
    data = made(Form.CSV)
    assert data.startswith(b"\xef\xbb\xbfNamn;E-post;")
    assert rows_of(data)[1][0] == "Åsa Öberg"


def test_addresses_are_for_who_may_see_them():
    home, away = a_body("Hemma"), a_body("Borta")
    for body, name in ((home, "Anna Ek"), (away, "Bo Alm")):
        person = a_name(name).person
        sits(body, person)
        affiliations.set_email(
            viewer=VIEWER, person_id=person.id, email=f"{name[0]}@exempel.se".lower()
        )

    def seen(role: Role) -> list[tuple[str, str]]:
        viewer = Viewer("V", frozenset({Held(role, of_body(home.id))}), 1)
        return [(row[0], row[1]) for row in rows_of(made(Form.CSV, viewer))[1:]]

    assert seen(Role.MEMBER) == [("Anna Ek", "")]
    assert seen(Role.SECRETARY) == [("Anna Ek", "a@exempel.se")]
    assert b"b@exempel.se" in made(Form.CSV)
    assert b"Bo Alm" not in made(Form.CSV, body_id=home.id)


NAMES = st.sampled_from(["Anna Ek", "Bo Alm", "Åsa Öberg", "=SUMMA(A1)", "O'Hara, Pär", "Li; Ny"])
WORDS = st.sampled_from(["", "skola", "+46 70", "-", "@x", "'=y", 'sa "hej"', "a;b", "ä, ö"])
DAYS = st.dates(date(2029, 1, 1), date(2033, 12, 31))
SEATS = st.tuples(
    st.integers(0, 5),
    st.integers(0, 2),
    st.sampled_from(MembershipRole.values),
    st.integers(0, 2),
    WORDS,
    DAYS,
    st.none() | st.integers(0, 900),
)
WORKS = st.tuples(st.integers(0, 5), st.integers(0, 2), WORDS, st.none() | DAYS)


@contextmanager
def taken_back():
    """Whatever is done inside is as if it had not been."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def a_register(names, emails, seats, works) -> None:
    """A register with such people; what cannot be is left out, as its actions refuse it."""
    bodies = [a_body(name) for name in ("Nordnätverket", "=Organ", "Råd; styr")]
    kommuner = [a_principal("Norrviks kommun"), a_principal("+Kommun")]
    office = Organisation.objects.create(name="Kansliet", kind="office")
    people = [affiliations.add_person(viewer=VIEWER, name=name) for name in names]
    for place, person_id in enumerate(people):
        if emails[place % len(emails)]:
            affiliations.set_email(viewer=VIEWER, person_id=person_id, email=f"p{place}@exempel.se")
    for who, where, role, principal, function, since, days in seats:
        with _refused():
            add_membership(
                viewer=VIEWER,
                body_id=bodies[where].id,
                person_id=people[who % len(people)],
                role=role,
                principal_id=[None, *(one.id for one in kommuner)][principal],
                function=function,
                since=since,
                until=None if days is None else since + timedelta(days=days),
            )
    for who, where, title, since in works:
        with _refused():
            affiliations.add_affiliation(
                viewer=VIEWER,
                person_id=people[who % len(people)],
                organisation_id=[*kommuner, office][where].id,
                title=title,
                since=since,
            )


@contextmanager
def _refused():
    try:
        with transaction.atomic():
            yield
    except ValidationError:
        pass


@pytest.mark.parametrize("form", Form)
@given(
    names=st.lists(NAMES, min_size=1, max_size=5),
    emails=st.lists(st.booleans(), min_size=1, max_size=5),
    seats=st.lists(SEATS, max_size=8),
    works=st.lists(WORKS, max_size=5),
)
@settings(
    deadline=None,
    max_examples=examples(25),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_goes_out_comes_back_with_nothing_to_change(form, names, emails, seats, works):
    with taken_back():
        a_register(names, emails, seats, works)
        out = roll_as_file(VIEWER, DAY, form)
        if out.rows:
            list_id = actions.hand_in(viewer=VIEWER, name=out.name, data=out.data)
            shown = preview(VIEWER, list_id)
            told = [(row.number, row.kind, row.reasons, row.shifts) for row in shown.rows]
            assert dict(shown.counts) == {"unchanged": out.rows}, told
            assert Membership.objects.count() <= len(seats)


def test_it_takes_as_many_queries_for_ten_times_as_many(django_assert_num_queries):
    number = 0
    for size in (2, 20):
        for _ in range(size):
            number += 1
            sits(a_body(f"Organ {number}"), a_name(f"Person {number}x").person)
        with django_assert_num_queries(3):
            assert roll_as_file(VIEWER, DAY, Form.XLSX).rows == number

"""Organisations are changed, populations are loaded, groups have members from day to day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from handslag.domain.audit.queries import history
from handslag.domain.registry.models import Organisation, Population
from handslag.domain.registry.organisations import actions, queries
from handslag.domain.registry.organisations.counties import POPULATION_SOURCE, population_file
from handslag.domain.registry.organisations.populations import read_populations
from tests.builders import VIEWER, a_body, a_membership, a_name, a_principal

WIDE = "kommun_kod,kommun,pop_2019_12_31,pop_2024_12_31\n0101,Norrvik,6805,6752\n0102,Sjö,,10254\n"
LONG = (
    "Kod;Dag;Folkmängd\r\n0101;2019-12-31;6 805\r\n0101;2024-12-31;6 752\r\n"
    "0102;2024-12-31;10254\r\n"
)


def two() -> None:
    for name, code in (("Norrviks kommun", "0101"), ("Sjö kommun", "0102")):
        Organisation.objects.create(name=name, kind="municipality", code=code)


def figures() -> set[tuple[str, str, int]]:
    rows = Population.objects.values_list("organisation__code", "day", "count")
    return {(code, day.isoformat(), count) for code, day, count in rows}


TOLD = {
    ("0101", "2019-12-31", 6805),
    ("0101", "2024-12-31", 6752),
    ("0102", "2024-12-31", 10254),
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        WIDE.encode(),
        ("\ufeff" + WIDE).encode(),
        LONG.encode("cp1252"),
        LONG.replace(";", "\t").encode(),
        b"kod,folkm\xc3\xa4ngd 2019-12-31,2024-12-31\n0101,6805,6752\n\n0102,,10254\n",
    ],
)
def test_populations_are_loaded_from_either_form_of_table(data):
    two()
    assert actions.load_populations(viewer=VIEWER, data=data, source="SCB") == 3
    assert figures() == TOLD
    assert actions.load_populations(viewer=VIEWER, data=data, source="SCB") == 0
    norrvik = Organisation.objects.get(code="0101")
    page = queries.organisation(VIEWER, norrvik.id)
    assert [(one.day.year, one.count, one.source) for one in page.populations] == [
        (2024, 6752, "SCB"),
        (2019, 6805, "SCB"),
    ]
    assert len(history(VIEWER, "registry.organisation", norrvik.id)) == 1


@pytest.mark.django_db
def test_a_corrected_figure_takes_the_place_of_the_former():
    two()
    actions.load_populations(viewer=VIEWER, data=WIDE.encode(), source="SCB")
    corrected = WIDE.replace("6752", "6753").encode()
    assert actions.load_populations(viewer=VIEWER, data=corrected, source="SCB, rättad") == 1
    assert ("0101", "2024-12-31", 6753) in figures()
    assert Population.objects.get(count=6805).source == "SCB"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "ingen kolumn med kommunernas koder"),
        ("namn,2024-12-31\nNorrvik,1\n", "ingen kolumn med kommunernas koder"),
        ("kod,namn\n0101,Norrvik\n", "ingen kolumn med en dag"),
        ("kod,2024-12-31\n", "inga rader med tal"),
        ("kod,2024-12-31\n0101,många\n", "Rad 2: ”många” är inget antal"),
        ("kod,2024-12-31\n0101,-5\n", "inget antal"),
        ("kod,2024-12-31\n0101,5\n0199,5\n", "Rad 3: ingen organisation i registret har koden"),
        ("kod,dag,antal\n0101,31 december,5\n", "är ingen dag"),
        ("kod,dag,antal\n0101,2024-02-30,5\n", "är ingen dag"),
        ("kod,2024-12-31\n0101,5\n0101,6\n", "två olika tal"),
        ("kod,9024-12-31\n0101,5\n", "dagen har inte varit än"),
    ],
)
def test_what_will_not_do_is_told_by_its_row_and_nothing_is_loaded(data, words):
    two()
    with pytest.raises(ValidationError, match=words):
        actions.load_populations(viewer=VIEWER, data=data.encode(), source="SCB")
    assert not Population.objects.exists()


@pytest.mark.django_db
def test_many_problems_are_told_as_many():
    rows = "".join(f"99{number:02},5\n" for number in range(40))
    with pytest.raises(ValidationError) as refusal:
        actions.load_populations(
            viewer=VIEWER, data=f"kod,2024-12-31\n{rows}".encode(), source="SCB"
        )
    assert len(refusal.value.messages) == actions.MOST_PROBLEMS + 1
    assert "30 rader till" in refusal.value.messages[-1]


@pytest.mark.django_db
def test_who_says_so_must_be_told():
    for source in (" ", "x" * 301):
        with pytest.raises(ValidationError):
            actions.load_populations(viewer=VIEWER, data=WIDE.encode(), source=source)


@pytest.mark.django_db
def test_dalarnas_figures_come_along():
    actions.choose_county(viewer=VIEWER, code="20")
    data = population_file("20")
    assert data
    assert actions.load_populations(viewer=VIEWER, data=data, source=POPULATION_SOURCE) == 64
    falun = next(one for one in queries.organisations(VIEWER) if one.name == "Falu kommun")
    assert falun.population
    assert falun.population.day == date(2024, 12, 31)
    (group,) = queries.groups(VIEWER)
    of_all = Population.objects.get(organisation__name="Region Dalarna", day=date(2024, 12, 31))
    assert queries.group(VIEWER, group.id).population == of_all.count == 286_546
    before = queries.populations_on(VIEWER, date(2020, 6, 1))
    assert {one.day for one in before.values()} == {date(2019, 12, 31)}


@pytest.mark.django_db
def test_on_gotland_the_countys_figure_is_the_municipalitys():
    actions.choose_county(viewer=VIEWER, code="09")
    data = b"kod,2024-12-31\n0980,61000\n09,61000\n"
    assert actions.load_populations(viewer=VIEWER, data=data, source="SCB") == 1
    assert figures() == {("0980", "2024-12-31", 61000)}


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_upset_the_reading(data):
    told = read_populations(data)
    assert told.figures or told.problems


@given(
    st.dictionaries(st.from_regex(r"[0-9]{4}", fullmatch=True), st.integers(0, 10**8), min_size=1)
)
def test_what_is_written_is_read(counts):
    rows = "".join(f"{code};{count}\n" for code, count in counts.items())
    told = read_populations(f"kod;2024-12-31\n{rows}".encode())
    assert {one.code: one.count for one in told.figures} == counts
    assert told.problems == ()


@pytest.mark.django_db
def test_an_organisation_is_changed_and_the_same_again_changes_nothing():
    norrvik = a_principal()
    for _again in range(2):
        actions.change_organisation(
            viewer=VIEWER,
            organisation_id=norrvik.id,
            name="Norrviks  stad",
            kind="municipality",
            code="0101",
        )
    page = queries.organisation(VIEWER, norrvik.id)
    assert (page.name, page.code, page.principal) == ("Norrviks stad", "0101", True)
    assert len(history(VIEWER, "registry.organisation", norrvik.id)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Sjö kommun"}, "name"),
        ({"kind": "club"}, "kind"),
        ({"code": "12"}, "code"),
        ({"code": "0102"}, "code"),
        ({"kind": "office", "code": ""}, "kind"),
    ],
)
def test_an_organisation_is_not_changed_into_what_will_not_do(wrong, field):
    two()
    norrvik = Organisation.objects.get(code="0101")
    a_membership(a_body(), a_name("Vera Ask").person, principal=norrvik)
    told = {"name": "Norrviks kommun", "kind": "municipality", "code": "0101"} | wrong
    with pytest.raises(ValidationError) as refusal:
        actions.change_organisation(viewer=VIEWER, organisation_id=norrvik.id, **told)
    assert set(refusal.value.message_dict) == {field}


@pytest.mark.django_db
def test_a_group_has_members_from_one_day_to_another():
    two()
    today = timezone.localdate()
    norrvik, sjo = Organisation.objects.order_by("code")
    group_id = actions.add_group(viewer=VIEWER, name=" Norra  klustret ", about="Tre kommuner")
    actions.add_to_group(viewer=VIEWER, group_id=group_id, organisation_id=norrvik.id)
    left = actions.add_to_group(
        viewer=VIEWER,
        group_id=group_id,
        organisation_id=sjo.id,
        since=date(2020, 1, 1),
        until=today - timedelta(days=1),
    )
    page = queries.group(VIEWER, group_id)
    assert [one.organisation for one in page.now] == ["Norrviks kommun"]
    assert [one.organisation for one in page.former] == ["Sjö kommun"]
    assert [name for _id, name in queries.organisations_in(VIEWER, group_id, date(2021, 1, 1))] == [
        "Norrviks kommun",
        "Sjö kommun",
    ]
    with pytest.raises(ValidationError, match="är redan med i Norra klustret då"):
        actions.add_to_group(viewer=VIEWER, group_id=group_id, organisation_id=norrvik.id)
    with pytest.raises(ValidationError, match="kommer före den första"):
        actions.change_in_group(
            viewer=VIEWER, membership_id=left, since=today, until=today - timedelta(days=2)
        )
    actions.change_in_group(viewer=VIEWER, membership_id=left, since=None, until=None)
    assert len(queries.group(VIEWER, group_id).now) == 2
    actions.remove_from_group(viewer=VIEWER, membership_id=left)
    assert len(queries.group(VIEWER, group_id).now) == 1
    assert [row.verb for row in history(VIEWER, "registry.group", group_id)] == [
        "registry.remove_from_group",
        "registry.change_in_group",
        "registry.add_to_group",
        "registry.add_to_group",
        "registry.add_group",
    ]


@pytest.mark.django_db
def test_a_groups_name_is_its_own():
    first = actions.add_group(viewer=VIEWER, name="Norra klustret")
    second = actions.add_group(viewer=VIEWER, name="Södra klustret")
    actions.change_group(viewer=VIEWER, group_id=first, name="Norra klustret", about="Nytt")
    for name in (" ", "x" * 201, "Norra klustret"):
        with pytest.raises(ValidationError):
            actions.change_group(viewer=VIEWER, group_id=second, name=name)


@pytest.mark.django_db
def test_lists_and_pages_take_the_same_number_of_queries_at_ten_times(django_assert_num_queries):
    group_id = actions.add_group(viewer=VIEWER, name="Alla")
    for number in range(10, 60):
        made = Organisation.objects.create(
            name=f"Kommun {number}", kind="municipality", code=f"01{number}"
        )
        Population.objects.create(
            organisation=made, day=date(2024, 12, 31), count=number, source="SCB"
        )
        actions.add_to_group(viewer=VIEWER, group_id=group_id, organisation_id=made.id)
        a_membership(a_body(f"Grupp {number}"), a_name(f"P {number}").person, principal=made)
    with django_assert_num_queries(2):
        assert len(queries.organisations(VIEWER)) == 50
    with django_assert_num_queries(5):
        queries.organisation(VIEWER, made.id)
    with django_assert_num_queries(3):
        assert queries.group(VIEWER, group_id).population == sum(range(10, 60))
    with django_assert_num_queries(1):
        queries.groups(VIEWER)

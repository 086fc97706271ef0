"""The county is chosen once, and brings its region and municipalities, each under its name."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from handslag.domain.audit.queries import history
from handslag.domain.registry.models import County, Organisation, OrganisationGroup
from handslag.domain.registry.organisations import actions, queries
from handslag.domain.registry.organisations.actions import Named
from handslag.domain.registry.organisations.counties import counties, municipality_name
from tests.builders import VIEWER, a_principal

REGIONS = {
    "01": "Region Stockholm",
    "03": "Region Uppsala",
    "04": "Region Sörmland",
    "05": "Region Östergötland",
    "06": "Region Jönköpings län",
    "07": "Region Kronoberg",
    "08": "Region Kalmar län",
    "09": "Region Gotland",
    "10": "Region Blekinge",
    "12": "Region Skåne",
    "13": "Region Halland",
    "14": "Västra Götalandsregionen",
    "17": "Region Värmland",
    "18": "Region Örebro län",
    "19": "Region Västmanland",
    "20": "Region Dalarna",
    "21": "Region Gävleborg",
    "22": "Region Västernorrland",
    "23": "Region Jämtland Härjedalen",
    "24": "Region Västerbotten",
    "25": "Region Norrbotten",
}


def codes() -> dict[str, str]:
    return dict(Organisation.objects.values_list("name", "code"))


def test_there_are_21_counties_with_290_municipalities():
    assert {one.code: one.region for one in counties()} == REGIONS
    places = [place for one in counties() for place in one.municipalities]
    assert len({place.code for place in places}) == len({place.name for place in places}) == 290
    assert all(place.code[:2] == one.code for one in counties() for place in one.municipalities)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Leksand", "Leksands kommun"),
        ("Mora", "Mora kommun"),
        ("Falun", "Falu kommun"),
        ("Malung-Sälen", "Malung-Sälens kommun"),
        ("Vansbro", "Vansbro kommun"),
        ("Alingsås", "Alingsås kommun"),
        ("Kalix", "Kalix kommun"),
        ("Kalmar", "Kalmar kommun"),
        ("Orust", "Orust kommun"),
        ("Umeå", "Umeå kommun"),
        ("Upplands Väsby", "Upplands Väsby kommun"),
        ("Timrå", "Timrå kommun"),
        ("Älvsbyn", "Älvsbyns kommun"),
    ],
)
def test_a_municipality_is_called_what_it_calls_itself(place, name):
    assert municipality_name(place) == name


@pytest.mark.django_db
def test_choosing_brings_region_municipalities_and_a_group_of_them_once():
    assert queries.county(VIEWER) is None
    first = actions.choose_county(viewer=VIEWER, code="20")
    assert len(codes()) == 16
    assert codes()["Region Dalarna"] == "20"
    assert codes()["Falu kommun"] == "2080"
    (group,) = queries.groups(VIEWER)
    assert (group.name, group.number) == ("Alla kommuner", 15)
    told = queries.county(VIEWER)
    assert told
    assert (told.code, told.name, told.comes_with_populations) == ("20", "Dalarnas län", True)
    before = history(VIEWER, "registry.county", first)
    assert actions.choose_county(viewer=VIEWER, code="20") == first
    assert history(VIEWER, "registry.county", first) == before
    with pytest.raises(ValidationError, match="Det här är redan Dalarnas län"):
        actions.choose_county(viewer=VIEWER, code="21")
    assert (Organisation.objects.count(), County.objects.count()) == (16, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("code", REGIONS)
def test_any_county_can_be_chosen(code):
    actions.choose_county(viewer=VIEWER, code=code)
    facts = next(one for one in counties() if one.code == code)
    wanted = {one.name for one in facts.municipalities} | {facts.region}
    assert set(codes()) == ({"Region Gotland"} if code == "09" else wanted)


@pytest.mark.django_db
def test_on_gotland_the_municipality_is_the_region():
    actions.choose_county(viewer=VIEWER, code="09")
    (only,) = queries.organisations(VIEWER)
    assert (only.name, only.code, only.kind.value) == ("Region Gotland", "0980", "municipality")


@pytest.mark.django_db
def test_what_is_there_by_name_is_matched_and_keeps_its_name():
    a_principal("leksand")
    a_principal("Falu kommun")
    a_principal("Dalaregionen", "region").save()
    Organisation.objects.filter(name="Dalaregionen").update(code="20")
    a_principal("Orsa kommun", "other")
    OrganisationGroup.objects.create(name="Alla kommuner", about="Fanns redan")
    actions.choose_county(viewer=VIEWER, code="20")
    found = codes()
    assert len(found) == 16
    assert {found[name] for name in ("leksand", "Falu kommun", "Dalaregionen")} == {
        "2029",
        "2080",
        "20",
    }
    assert Organisation.objects.get(name="Orsa kommun").kind == "municipality"
    assert queries.groups(VIEWER)[0].number == 15


@pytest.mark.django_db
def test_a_county_that_is_not_there_is_refused():
    with pytest.raises(ValidationError, match="finns inte"):
        actions.choose_county(viewer=VIEWER, code="99")
    assert not County.objects.exists()


@pytest.mark.django_db
def test_a_county_of_ones_own_making_brings_what_it_says():
    principals = [
        Named("Almstads kommun", "2601", "municipality", ("Almstad",)),
        Named("Region Tallmarken", "26", "region"),
    ]
    for _again in range(2):
        actions.make_county(viewer=VIEWER, code="26", name="Tallmarkens län", principals=principals)
    assert codes() == {"Almstads kommun": "2601", "Region Tallmarken": "26"}
    told = queries.county(VIEWER)
    assert told
    assert (told.name, told.comes_with_populations) == ("Tallmarkens län", False)


def test_two_who_choose_at_once_get_one_county(at_once):
    ids = at_once(*[lambda: actions.choose_county(viewer=VIEWER, code="20")] * 2)
    assert len(set(ids)) == 1
    assert (County.objects.count(), Organisation.objects.count()) == (1, 16)

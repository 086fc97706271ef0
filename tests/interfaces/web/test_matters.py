"""The pages of matters: the list, a matter's line of time, and the same in words."""

from __future__ import annotations

import re
from datetime import date

import pytest

from handslag.domain.matters.models import Matter, MatterStep, StepKind
from handslag.interfaces.web.desk import matter_stops
from tests.builders import a_body, a_matter, a_meeting, an_item
from tests.matter_stories import long_lived, parted, taken_back

pytestmark = pytest.mark.django_db


def shown(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_an_empty_list_says_how_matters_get_there(client):
    assert "med hela sin väg genom möten" in shown(client, "/arenden/")


def test_the_list_tells_how_each_stands_and_when_it_was_touched_last(client):
    matter = taken_back()
    page = words_of(shown(client, "/arenden/"))
    assert "1 ärende" in page
    assert "Utvärdering av hjälpmedelsavtalet" in page
    assert "Styrgruppen → Nordnätverket" in page
    assert "Tillbaka sedan 17 februari 2020. Tas upp i Nordnätverket fredag 3 april 2020." in page
    assert f'href="/arenden/{matter.id}/"' in shown(client, "/arenden/")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", "2 ärenden"),
        ("?lage=back", "1 ärende"),
        ("?lage=nonsens", "2 ärenden"),
        ("?ord=ombud", "1 ärende"),
        ("?ord=ombud%00", "1 ärende"),
        ("?ar=2019", "0 ärenden"),
        ("?ar=x&organ=9999999", "0 ärenden"),
    ],
)
def test_sifting(client, query, count):
    taken_back()
    parted()
    assert count in words_of(shown(client, f"/arenden/{query}"))


def test_htmx_gets_the_list_alone(client):
    parted()
    part = client.get("/arenden/?ar=2020", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "1 ärende" in part


def test_a_matter_says_first_how_it_stands(client):
    matter = taken_back()
    page = shown(client, f"/arenden/{matter.id}/")
    told = words_of(page)
    lead = "Tillbaka sedan 17 februari 2020. Tas upp i Nordnätverket fredag 3 april 2020."
    assert lead in told
    assert told.index(lead) < told.index("Vad som har hänt")


def test_a_mail_that_takes_it_back_is_told_between_the_meetings(client):
    page = words_of(shown(client, f"/arenden/{taken_back().id}/"))
    assert "Återtaget till Nordnätverket, fredag 3 april 2020, med e-post" in page
    assert "Kommunerna har inte hunnit förankra frågan hemma." in page
    assert page.index("Måndag 17 februari 2020") > page.index("Fredag 14 februari 2020")


def test_what_has_not_come_back_in_time_is_said(client):
    page = words_of(shown(client, f"/arenden/{taken_back(by_mail=False).id}/"))
    assert "Det väntades åter i Nordnätverket senast måndag 4 maj 2020 och har inte kommit." in page


def test_a_decision_that_differs_stands_in_a_column_for_each_side(client):
    page = shown(client, f"/arenden/{parted().id}/")
    sides = page[page.index('class="sides"') :]
    assert sides.index("För regionen") < sides.index("att utse regionens ombud")
    assert sides.index("För kommunerna") < sides.index("att avslå punkt 3")
    assert sides.index("att utse regionens ombud") < sides.index("För kommunerna")
    third = words_of(page[page.index("att ombuden utses i dag") :].split("</tr>")[0])
    assert third.endswith("godkänd avslagen")


def test_every_stop_of_the_pictures_is_told_in_words(client):
    page = shown(client, f"/arenden/{long_lived(20).id}/")
    wide, tall = re.findall(r'<svg class="line-of-time \w+".*?</svg>', page, re.DOTALL)
    stops = re.findall(r'<a class="stop" href="#([^"]+)"', wide)
    assert stops == re.findall(r'<a class="stop" href="#([^"]+)"', tall)
    assert len(stops) == len(set(stops)) >= 10
    for key in stops:
        assert f'<li class="stop" id="{key}"' in page


def test_what_is_to_come_is_dashed_and_told_last(client):
    day = date(2999, 4, 3)
    item = an_item(a_meeting(a_body("Rådet"), day), "Budget", order=None)
    item.meeting.prepared = True
    item.meeting.save()
    page = shown(client, f"/arenden/{a_matter(item).id}/")
    assert 'class="mark ring coming"' in page
    assert "Att vänta" in page
    assert "Tas upp i Rådet" in words_of(page)


def test_a_long_life_is_read_year_by_year(client):
    page = shown(client, f"/arenden/{long_lived().id}/")
    years = re.findall(r'<a href="#ar-(\d{4})">', page)
    assert years == ["2021", "2022", "2023", "2024", "2025"]
    assert len(re.findall('<div class="thing"', page)) >= 60


def test_no_word_runs_out_of_the_picture(client):
    page = shown(client, f"/arenden/{long_lived().id}/")
    wide = re.search(
        r'<svg class="line-of-time across" viewBox="0 0 (\d+) .*?</svg>', page, re.DOTALL
    )
    frames = re.findall(r'class="frame" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', wide[0])
    assert all(float(x) + float(width) <= int(wide[1]) + 6 for x, width in frames)


def test_a_name_with_signs_of_its_own_stays_words(client):
    body = a_body("<script>alert(1)</script> & co")
    page = shown(client, f"/arenden/{a_matter(an_item(a_meeting(body), '<b>Fet</b>')).id}/")
    assert "<script>alert" not in page
    assert "<b>Fet" not in page


def test_a_merged_matter_leads_to_the_one_it_became(client):
    kept = a_matter(an_item(a_meeting()))
    other = Matter.objects.create(merged_into=kept)
    assert client.get(f"/arenden/{other.id}/")["Location"] == f"/arenden/{kept.id}/"


def test_a_matter_to_which_nothing_has_happened_says_so(client):
    matter = Matter.objects.create(body=a_body(), title="Ny fråga")
    assert "Inget har hänt i ärendet än." in shown(client, f"/arenden/{matter.id}/")


def test_there_is_no_such_matter(client):
    shown(client, "/arenden/987654321/", 404)
    shown(client, f"/arenden/{10**30}/", 404)


WHOLE_PAGE = 20
WHOLE_LIST = 18


def test_pages_take_the_same_number_of_queries_at_ten_times(client, django_assert_max_num_queries):
    small, large = long_lived(4, date(2019, 1, 2)), long_lived(40)
    for address, most in (
        (f"/arenden/{small.id}/", WHOLE_PAGE),
        (f"/arenden/{large.id}/", WHOLE_PAGE),
    ):
        with django_assert_max_num_queries(most):
            client.get(address)
    with django_assert_max_num_queries(WHOLE_LIST):
        client.get("/arenden/")


def test_stops_join_what_happened_together():
    matter = taken_back()
    MatterStep.objects.create(
        matter=matter, kind=StepKind.NOTED, day=date(2020, 2, 17), text="x", entered_by="A"
    )
    from handslag.domain.matters.history.queries import matter_page
    from tests.builders import VIEWER

    stops = matter_stops.stops_of(matter_page(VIEWER, matter.id).past)
    assert [len(stop.told) for stop in stops] == [1, 2, 1, 1]
    assert stops[1].main.kind.value == "referred"

"""The pages of matters: the list, a matter's line of time, and the same in words."""

from __future__ import annotations

import re
from datetime import date

import pytest

from handslag.domain.access.roles import Role
from handslag.domain.access.viewer import Held
from handslag.domain.base.states import PublicationState
from handslag.domain.matters.models import Matter, MatterStep, StepKind
from handslag.domain.meetings.models import Meeting
from handslag.interfaces.web.desk import matter_stops
from tests.builders import a_body, a_clause, a_matter, a_meeting, a_user, an_item
from tests.matter_stories import long_lived, parted, taken_back
from tests.signed_in import signed_in

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
    across = re.compile(r'<svg class="line-of-time across" viewBox="0 0 (\d+) .*?</svg>', re.DOTALL)
    (picture,) = across.finditer(page)
    frames = re.findall(r'class="frame" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', picture[0])
    assert len(frames) > 30
    assert all(float(x) + float(width) <= int(picture[1]) + 6 for x, width in frames)


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


WHOLE_PAGE = 21
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


# Changing


def a_step(**told):
    said = {"kind": "taken-back", "day": "2020-02-17", "way": "mail", "text": "Inte förankrat"}
    return said | told


def test_what_happened_between_meetings_is_told_in_a_form(client):
    matter = taken_back(by_mail=False)
    network = matter.treatments.order_by("-id")[0].item.meeting.body
    address = f"/arenden/{matter.id}/hande/"
    assert '<option value="closed" selected>' in shown(client, f"{address}?slag=closed")
    done = client.post(address, a_step(to_body=network.id, to_date="2020-04-03"), follow=True)
    page = words_of(done.content.decode())
    assert "Det är antecknat." in page
    assert "Tas upp i Nordnätverket fredag 3 april 2020." in page
    assert MatterStep.objects.get().entered_by


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(client):
    matter = parted()
    answer = client.post(
        f"/arenden/{matter.id}/hande/", a_step(kind="tabled", day="2999-01-01", by="Bo & Co")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dagen har inte varit än." in page
    assert "Välj den dag som ärendet bordläggs till." in page
    assert 'value="Bo &amp; Co"' in page
    assert "Inte förankrat</textarea>" in page
    assert not MatterStep.objects.exists()


def test_a_step_is_corrected_and_taken_away(client):
    matter = taken_back()
    step = matter.steps.get()
    address = f"/arenden/{matter.id}/hande/{step.id}/"
    (seen,) = re.findall(r'name="sedd" value="([^"]+)"', shown(client, address))
    sent = a_step(text="Förankras först", sedd=seen, to_date="2020-04-04")
    assert client.post(address, sent).status_code == 302
    stale = client.post(address, sent | {"text": "Något annat"})
    assert stale.status_code == 409
    assert "Förankras först" in stale.content.decode()
    assert "Något annat</textarea>" in stale.content.decode()
    gone = client.post(address, {"gor": "ta-bort", "skal": "Fel ärende"}, follow=True)
    assert "Anteckningen är borttagen." in gone.content.decode()
    assert not MatterStep.objects.exists()
    shown(client, address, 404)


def test_a_step_of_another_matter_is_not_there(client):
    step = taken_back().steps.get()
    shown(client, f"/arenden/{parted().id}/hande/{step.id}/", 404)


def test_a_matter_is_closed_and_opened_again(client):
    matter = parted()
    address = f"/arenden/{matter.id}/hande/"
    closed = a_step(kind="closed", day="2020-05-01", way="elsewhere", text="Allt är gjort.")
    page = client.post(address, closed, follow=True).content.decode()
    assert "Avslutat 1 maj 2020." in words_of(page)
    assert f"{address}?slag=reopened" in page
    page = client.post(address, closed | {"day": "2020-05-02"}).content.decode()
    assert "Ärendet är redan avslutat. Inget har ändrats." in page


def test_a_matter_is_named_and_numbered(client):
    matter = parted()
    address = f"/arenden/{matter.id}/namn/"
    client.post(address, {"gor": "namn", "title": "Ombuden", "sedd": ""})
    client.post(address, {"gor": "nummer", "reference": "2020:77", "sedd": "2020:31"})
    page = words_of(shown(client, f"/arenden/{matter.id}/"))
    assert "Ombuden" in page
    assert "Diarienummer 2020:77" in page
    stale = client.post(address, {"gor": "namn", "title": "Annat", "sedd": ""})
    assert stale.status_code == 409
    assert "Nu står där: Ombuden." in stale.content.decode()
    assert 'value="Annat"' in stale.content.decode()
    assert client.post(address, {}).status_code == 422


def test_items_are_tied_parted_and_untied(client):
    matter, other = taken_back(), parted()
    item = other.treatments.get().item
    address = f"/arenden/{matter.id}/punkter/"
    page = shown(client, f"{address}?ord=OMBUD")
    assert f'value="{item.id}"' in page
    client.post(address, {"gor": "knyt", "punkt": item.id})
    assert matter.treatments.count() == 3
    assert client.post(address, {"gor": "skilj"}).status_code == 422
    client.post(address, {"gor": "skilj", "punkt": item.id})
    assert matter.treatments.count() == 2
    first = matter.treatments.order_by("id")[0].item_id
    parts = client.post(address, {"gor": "dela", "punkt": first, "title": "Beredningen"})
    assert "Beredningen" in shown(client, parts["Location"])
    last = matter.treatments.get().item_id
    refused = client.post(address, {"gor": "skilj", "punkt": last})
    assert refused.status_code == 422
    assert f'value="{last}" checked' in refused.content.decode()


def test_two_matters_become_one_and_two_again(client):
    matter, other = taken_back(), parted()
    address = f"/arenden/{matter.id}/sla-ihop/"
    assert f'value="{other.id}"' in shown(client, f"{address}?ord=ombud")
    assert client.post(address, {"skal": "Samma"}).status_code == 422
    client.post(address, {"arende": other.id, "skal": "Samma fråga"})
    assert client.get(f"/arenden/{other.id}/")["Location"] == f"/arenden/{matter.id}/"
    page = shown(client, address)
    (merger,) = re.findall(r'name="ihop" value="(\d+)"', page)
    client.post(address, {"gor": "skilj", "ihop": merger})
    shown(client, f"/arenden/{other.id}/")


def test_who_may_only_read_is_offered_nothing_and_refused(client):
    matter = parted()
    Meeting.objects.update(state=PublicationState.SHARED)
    user = a_user("Läsaren", Held(Role.READER))
    reader = signed_in(user)
    page = shown(reader, f"/arenden/{matter.id}/")
    assert "Anteckna vad som hänt" not in page
    for way in ("hande", "namn", "punkter", "sla-ihop"):
        shown(reader, f"/arenden/{matter.id}/{way}/", 403)
        assert reader.post(f"/arenden/{matter.id}/{way}/", a_step()).status_code == 403
    assert not MatterStep.objects.exists()


def test_wordings_stand_side_by_side_with_what_differs_marked(client):
    matter = taken_back()
    item = matter.treatments.order_by("-id")[0].item
    a_clause(item, "att avtalet förlängs till den 30 september")
    page = shown(client, f"/arenden/{matter.id}/")
    wordings = page[page.index('id="ordalydelser"') :]
    assert re.search(r"<del>.*juni.*</del><ins>.*september", wordings, re.DOTALL)
    assert "borttaget:" in wordings


def test_the_history_of_what_was_said_of_it_is_for_who_reads_the_log(client):
    matter = taken_back()
    client.post(f"/arenden/{matter.id}/namn/", {"gor": "namn", "title": "Avtalet", "sedd": ""})
    assert "gav" in words_of(shown(client, f"/arenden/{matter.id}/historik/"))
    assert f"/arenden/{matter.id}/historik/" in shown(client, f"/arenden/{matter.id}/")

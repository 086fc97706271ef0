"""Pages of lists on their way in, and the file on its way out."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from handslag.domain.registry.memberships.actions import add_membership
from handslag.domain.registry.models import Body, Membership, Person
from handslag.intake.rows.models import ListRow, RowList
from tests.builders import VIEWER, a_body, a_name, a_principal
from tests.signed_in import WHO_LOOKS, signed_in

pytestmark = pytest.mark.django_db
HEAD = "Namn;Organ;Roll;Kommun;Från"
LISTS = "/register/inlasning/"


@pytest.fixture
def browser():
    a_body("Nordnätverket", "NN")
    a_principal("Norrviks kommun")
    return signed_in()


def handed_in(browser, *rows: str, name: str = "lista.csv") -> str:
    """The address of a list with these rows under the usual headings."""
    file = SimpleUploadedFile(name, "\n".join((HEAD, *rows)).encode())
    answer = browser.post(LISTS, {"fil": file})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def seen(browser, address: str) -> str:
    found = re.search(r'name="sett" value="(\w+)"', text(browser.get(address)))
    assert found
    return found[1]


def test_a_list_is_handed_in_looked_at_and_carried_out_without_a_script(browser):
    address = handed_in(browser, "Anna Ek;NN;ordf.;Norrviks kommun;2031-01-01")
    shown = text(browser.get(address))
    assert "1 ny person" in shown
    assert "Genomför 1 ändring<" in shown
    assert "Nordnätverket: ordförande, Norrviks kommun, från 1 jan 2031" in shown
    assert not Person.objects.exists()
    done = browser.post(address, {"gor": "genomfor", "sett": seen(browser, address)}, follow=True)
    assert "1 ändring är genomförd." in text(done)
    assert Membership.objects.get().person.name == "Anna Ek"
    again = handed_in(browser, "Anna Ek;NN;ordf.;Norrviks kommun;2031-01-01")
    assert "Inget att ändra" in text(browser.get(again))


def test_what_is_unclear_is_shown_with_its_choices_and_decided(browser):
    known = a_name("Anna Ek").person
    address = handed_in(
        browser, "Anna Ek;NN;ledamot;;2031-01-01", "Bo Alm;Norr;ledamot;;2031-01-01"
    )
    shown = text(browser.get(f"{address}?visa=unclear"))
    assert "inget mer på raden säger" in shown
    assert "Registret känner inte ”Norr” (organ)" in shown
    row = ListRow.objects.get(number=2)
    answer = browser.post(
        f"{address}?visa=unclear", {"gor": "valj", f"rad-{row.id}": f"p{known.id}"}
    )
    assert answer["Location"] == f"{address}?visa=unclear"
    body_id = Body.objects.get().id
    browser.post(
        address, {"gor": "tolka", "ord-0": str(body_id), "ord-0-nyckel": "body:norr", "fran": ""}
    )
    assert "1 ny person, 1 nytt uppdrag." in text(browser.get(address))


def test_what_was_seen_is_what_is_done(browser):
    address = handed_in(browser, "Anna Ek;NN;ledamot;;2031-01-01")
    wrong = browser.post(address, {"gor": "genomfor", "sett": "gissning"}, follow=True)
    assert "Inget har genomförts" in text(wrong)
    assert not Person.objects.exists()


@pytest.mark.parametrize("data", [{}, {"gor": "gissa"}])
def test_what_no_form_sends_is_not_found(browser, data):
    address = handed_in(browser, "Anna Ek;NN;ledamot;;2031-01-01")
    assert browser.post(address, data).status_code == 404


def test_a_day_that_is_none_is_told(browser):
    address = handed_in(browser, "Anna Ek;NN;ledamot;;")
    answer = browser.post(address, {"gor": "tolka", "fran": "snart"}, follow=True)
    assert "Dagen går inte att läsa" in text(answer)
    browser.post(address, {"gor": "tolka", "fran": "2031-01-01"})
    assert "från 1 jan 2031" in text(browser.get(address))


@pytest.mark.parametrize(
    ("data", "words"), [(b"%PDF-1.4", "Filen är en PDF"), (b"PK\x03\x04skr\xe4p", "skada")]
)
def test_what_is_no_list_is_told_beside_the_field(browser, data, words):
    answer = browser.post(LISTS, {"fil": SimpleUploadedFile("lista.xlsx", data)})
    assert answer.status_code == 422
    assert words in text(answer)
    assert browser.post(LISTS).status_code == 422


def test_text_of_a_list_never_becomes_markup(browser):
    row = "<script>alert(1)</script>;<b>NN</b>;<i>x</i>;'=cmd;<u>2031</u>"
    address = handed_in(browser, row, name="<img src=x>.csv")
    for page in (address, LISTS):
        shown = text(browser.get(page))
        for markup in ("<script>alert", "<b>NN", "<i>x", "<u>2031", "<img src"):
            assert markup not in shown


def test_many_rows_are_shown_five_hundred_at_a_time(browser):
    address = handed_in(browser, *(f"Person {n}x;NN;ledamot;;2031-01-01" for n in range(501)))
    assert text(browser.get(address)).count('<select class="ds-input" id="rad-') == 500
    assert text(browser.get(f"{address}?sida=2")).count('<select class="ds-input" id="rad-') == 1


def test_a_page_takes_as_many_queries_for_ten_times_as_many(browser, django_assert_num_queries):
    few = handed_in(browser, *(f"Person {n}x;NN;ledamot;;2031-01-01" for n in range(4)))
    many = handed_in(browser, *(f"Person {n}y;NN;ledamot;;2031-01-01" for n in range(40)))
    for address in (few, many):
        browser.get(address)
        with django_assert_num_queries(WHO_LOOKS + 10):
            browser.get(address)


def test_a_list_is_removed(browser):
    address = handed_in(browser, "Anna Ek;NN;ledamot;;2031-01-01")
    assert "borttagen" in text(browser.post(address, {"gor": "tabort"}, follow=True))
    assert not RowList.objects.exists()
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_register_is_fetched_and_comes_back_unchanged(browser, form):
    for name in ("Anna Ek", "=Bo Alm"):
        body = Body.objects.get()
        add_membership(
            viewer=VIEWER, body_id=body.id, name=name, role="member", since=date(2020, 1, 1)
        )
    answer = browser.get(reverse("desk:roll-file"), {"form": form, "organ": str(body.id)})
    data = b"".join(answer.streaming_content)
    assert f".{form}" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    back = browser.post(LISTS, {"fil": SimpleUploadedFile(f"x.{form}", data)})
    shown = text(browser.get(back["Location"]))
    assert "2 är som förut." in shown
    assert "Inget att ändra" in shown


def test_a_file_of_no_form_or_body_is_not_found_and_a_day_that_is_none_is_told(browser):
    address = reverse("desk:roll-file")
    assert browser.get(address, {"form": "pdf"}).status_code == 404
    assert browser.get(address, {"organ": "999999"}).status_code == 404
    assert "Dagen går inte att läsa" in text(browser.get(address, {"dag": "snart"}, follow=True))


def test_the_pages_are_reached_from_people(browser):
    shown = text(browser.get(reverse("desk:people")))
    assert LISTS in shown
    assert reverse("desk:roll") in shown

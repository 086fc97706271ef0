"""Pages as pictures: the boxes of facts, the pictures' addresses, what is kept and what fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from handslag.intake import actions, pictures, queries
from handslag.intake.models import Suggestion
from handslag.source.apart import find_boxes
from handslag.source.reading import ReadingError
from tests.builders import NO_SUCH, VIEWER
from tests.signed_in import a_user, signed_in

pytestmark = pytest.mark.django_db

EXAMPLES = Path(__file__).parents[3] / "examples/documents"


@pytest.fixture(scope="module")
def data() -> bytes:
    return (EXAMPLES / "2025-03-26-samverkansnamnden-protokoll.pdf").read_bytes()


@pytest.fixture
def paged(data):
    taken = actions.take_in(viewer=VIEWER, name="protokoll.pdf", data=data)
    return queries.review_page(VIEWER, taken.document_id)


def address(review, rest: str = "") -> str:
    return f"/handlingar/{review.document.id}/{rest}"


def test_every_fact_with_words_has_a_box_that_leads_to_it(client, paged):
    page = client.get(address(paged)).content.decode()
    boxed = set(re.findall(r'<a class="box [^"]*" href="#f(\d+)" data-f="\1"', page))
    placed = Suggestion.objects.filter(start__isnull=False).values_list("id", flat=True)
    assert boxed == {str(key) for key in placed}
    assert page.count("<figure") == len(paged.pages) == 3
    assert page.count('loading="lazy"') == 3
    for key in boxed:
        assert f'href="#b{key}"' in page
        assert f'id="b{key}"' in page


def test_a_doubtful_one_is_told_in_words_and_by_its_line(client, paged):
    row = Suggestion.objects.filter(kind="item").first()
    assert row
    Suggestion.objects.filter(id=row.id).update(doubt="Kanske.")
    page = client.get(address(paged)).content.decode()
    [box] = re.findall(rf'<a class="([^"]*)" href="#f{row.id}"[^>]*aria-label="([^"]*)"', page)
    assert "doubtful" in box[0]
    assert "lit" in box[0]
    assert box[1].startswith("Tveksamt. Punkt på dagordningen:")


def test_the_text_is_shown_when_asked_for(client, paged):
    page = client.get(address(paged, "?papper=text")).content.decode()
    assert '<div class="text">' in page
    assert "<figure" not in page
    assert '<div class="text">' in client.get(address(paged, "?plats=3-9")).content.decode()


def test_a_format_without_pages_has_no_pictures(client, minutes):
    page = client.get(address(minutes, "?papper=bild")).content.decode()
    assert '<div class="text">' in page
    assert "Visa handlingen som" not in page
    assert client.get(address(minutes, "sidor/1")).status_code == 404


def test_a_picture_is_drawn_once_and_never_sent_twice(client, paged, monkeypatch):
    first = client.get(address(paged, "sidor/2?bredd=800"))
    assert first["Content-Type"] == "image/webp"
    assert first.content[8:12] == b"WEBP"
    assert first["ETag"].startswith('"')
    assert first["Cache-Control"] == "private, no-cache"
    monkeypatch.setattr(pictures, "draw_page", None)  # from here on it comes from the disk
    assert client.get(address(paged, "sidor/2?bredd=800")).content == first.content
    again = client.get(
        address(paged, "sidor/2?bredd=800"), headers={"If-None-Match": first["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


@pytest.mark.parametrize("rest", ["sidor/0", "sidor/4", "sidor/1?bredd=801", "sidor/999999999999"])
def test_no_such_picture(client, paged, rest):
    assert client.get(address(paged, rest)).status_code == 404
    assert client.get(f"/handlingar/{NO_SUCH}/{rest}").status_code == 404


def test_who_may_not_read_documents_sees_no_page(paged):
    assert signed_in(a_user()).get(address(paged, "sidor/1")).status_code == 404


def fail(*_asked):
    raise ReadingError("page-unreadable", "Sidan är skadad.")


def test_a_page_that_cannot_be_drawn_says_why(client, paged, monkeypatch):
    monkeypatch.setattr(pictures, "draw_page", fail)
    answer = client.get(address(paged, "sidor/1"))
    assert (answer.status_code, answer.content.decode()) == (422, "Sidan är skadad.")


def test_boxes_that_cannot_be_found_leave_the_pages(client, paged, monkeypatch):
    monkeypatch.setattr(pictures, "find_boxes", fail)
    page = client.get(address(paged)).content.decode()
    assert "Rutorna runt uppgifterna kan inte visas." in page
    assert "Sidan är skadad." in page
    assert page.count("<figure") == 3


def test_boxes_are_found_once_and_anew_when_a_fact_is_added(client, paged, monkeypatch):
    asked = []

    def counted(*told):
        asked.append(told)
        return find_boxes(*told)

    monkeypatch.setattr(pictures, "find_boxes", counted)
    client.get(address(paged))
    client.get(address(paged, "?papper=bild"))
    assert len(asked) == 1
    item = Suggestion.objects.filter(kind="item").first()
    assert item
    actions.add(
        viewer=VIEWER,
        document_id=paged.document.id,
        kind="stance",
        parent_id=item.id,
        fields={"by": "Regionen"},
        start=item.start,
        end=item.end,
        revision=1,
    )
    client.get(address(paged))
    assert len(asked) == 2


def test_what_was_kept_and_damaged_is_made_anew(client, paged, settings):
    page = client.get(address(paged)).content
    [kept] = Path(settings.FILES).parent.rglob("boxes-*.json")
    kept.write_text("{")
    assert client.get(address(paged, "?papper=bild")).content.count(b"<rect") == page.count(
        b"<rect"
    )


def test_a_file_gone_from_the_disk_leaves_the_text(client, paged, settings):
    for file in Path(settings.FILES).rglob("*"):
        if file.is_file():
            file.unlink()
    page = client.get(address(paged)).content.decode()
    assert "gick inte att läsa från disken" in page
    assert client.get(address(paged, "sidor/1")).status_code == 422


def test_the_page_takes_as_many_queries_with_pictures(client, paged, queries_of):
    client.get(address(paged))  # finds the boxes
    assert queries_of(address(paged, "?papper=bild")) == queries_of(address(paged, "?papper=text"))

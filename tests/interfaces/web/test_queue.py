"""The bar above the facts: one question at a time, how much is left, undoing."""

from __future__ import annotations

import re

import pytest

from handslag.intake import actions
from handslag.intake.models import Finding, Suggestion
from tests.builders import NO_SUCH, VIEWER
from tests.interfaces.web.papers import MINUTES
from tests.signed_in import WHO_LOOKS

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def doubtful(minutes, again):
    """The minutes with two doubtful facts and a finding."""
    places = Suggestion.objects.filter(document_id=minutes.document.id)
    places.filter(kind="clause").update(doubt="Kan vara ett förslag.")
    Finding.objects.create(
        document_id=minutes.document.id, code="prov", severity="warning", message="Fel dag."
    )
    return again(minutes)


def bar_of(page: str) -> str:
    return re.split(r"</section>", page.split('id="granskning-del"')[1])[0]


def current(page: str) -> str:
    found = re.search(r'data-current="([^"]*)"', page)
    assert found
    return found[1]


def clauses(review) -> list[str]:
    rows = Suggestion.objects.filter(document_id=review.document.id, kind="clause")
    return [f"f{row.id}" for row in rows.order_by("start")]


def say(client, review, key: str, what: str, revision: int, **headers: str):
    address = f"/handlingar/{review.document.id}/uppgifter/{key[1:]}/"
    form = {"revision": str(revision), "gor": what, "vidare": "1", "papper": "text"}
    return client.post(address, form, headers=headers)


def test_a_document_without_doubts_says_so(client, minutes):
    page = client.get(f"/handlingar/{minutes.document.id}/").content.decode()
    assert "Inget är tveksamt" in bar_of(page)
    assert current(page) == ""
    assert "<progress" not in page


def test_the_finding_is_asked_about_first_and_all_are_counted(client, doubtful):
    page = client.get(f"/handlingar/{doubtful.document.id}/").content.decode()
    assert "3 av 3 tveksamma kvar" in bar_of(page)
    assert "Fel dag." in bar_of(page)
    assert current(page) == f"a{doubtful.findings[0].id}"
    assert 'value="stryk" data-key="x" hidden' in page


def test_the_bar_stands_where_the_address_says_and_knows_the_ways_on(client, doubtful):
    first, second = clauses(doubtful)
    page = client.get(f"/handlingar/{doubtful.document.id}/?uppgift={first[1:]}").content.decode()
    bar = bar_of(page)
    assert current(page) == first
    assert "Kan vara ett förslag." in bar
    assert f'href="?uppgift={second[1:]}&amp;papper=text#{second}" data-key="j"' in bar
    finding = doubtful.findings[0].id
    assert f'href="?anmarkning={finding}&amp;papper=text#a{finding}" data-key="k"' in bar


@pytest.mark.parametrize(
    "asked", [f"uppgift={NO_SUCH}", "uppgift=x", f"anmarkning={NO_SUCH}", "uppgift=-1"]
)
def test_what_the_document_has_not_is_passed_over(client, doubtful, asked):
    page = client.get(f"/handlingar/{doubtful.document.id}/?{asked}").content.decode()
    assert current(page) == f"a{doubtful.findings[0].id}"


def test_the_whole_review_without_javascript(client, doubtful, again):
    first, second = clauses(doubtful)
    document = f"/handlingar/{doubtful.document.id}/"
    finding = doubtful.findings[0].id
    answer = client.post(f"{document}anmarkningar/{finding}/", {"papper": "text"})
    assert answer.url == f"{document}?uppgift={first[1:]}&papper=text#{first}"
    answer = say(client, doubtful, first, "stammer", 1)
    assert answer.url == f"{document}?uppgift={second[1:]}&papper=text#{second}"
    assert "1 av 3 tveksamma kvar" in client.get(answer.url).content.decode()
    answer = say(client, doubtful, second, "stryk", 2)
    assert answer.url == f"{document}?papper=text#godkann"
    page = client.get(answer.url).content.decode()
    assert "Alla 3 tveksamma är genomgångna" in page
    states = dict(Suggestion.objects.values_list("id", "state"))
    assert (states[int(first[1:])], states[int(second[1:])]) == ("confirmed", "dropped")
    assert "bekräftad" in page


def test_htmx_gets_the_fact_and_the_bar_at_the_next(client, doubtful):
    first, second = clauses(doubtful)
    answer = say(client, doubtful, first, "stammer", 1, **HTMX)
    part = answer.content.decode()
    assert "<html" not in part
    assert f'id="{first}"' in part
    assert current(part) == second
    assert "2 av 3 tveksamma kvar" in part


def test_dropping_shows_what_hangs_on_it_as_dropped(client, doubtful):
    item = Suggestion.objects.get(kind="item", value__number="2")
    part = say(client, doubtful, f"f{item.id}", "stryk", 1, **HTMX).content.decode()
    for key in clauses(doubtful):
        assert re.search(
            rf'<li class="fact [^"]*gone[^"]*" id="{key}"[^>]*hx-swap-oob="true"', part
        )
    assert "1 av 3 tveksamma kvar" in part, "what hangs on it is settled too"


def test_a_stale_word_is_refused_with_the_others_change(client, doubtful):
    first, second = clauses(doubtful)
    actions.drop(viewer=VIEWER, suggestion_id=int(second[1:]), revision=1)
    answer = say(client, doubtful, first, "stammer", 1, **HTMX)
    assert answer.status_code == 409
    assert f"{VIEWER.name} strök Att-sats:" in answer.content.decode()


def test_saving_a_doubtful_fact_unchanged_confirms_it(client, doubtful, fact_of, again):
    clause = fact_of(doubtful, "clause", "rapporten")
    fields = {f"f-{field.name}": field.value for field in clause.fields}
    client.post(
        f"/handlingar/{doubtful.document.id}/uppgifter/{clause.id}/", {"revision": "1"} | fields
    )
    assert fact_of(again(doubtful), "clause", "rapporten").state == "confirmed"


def undo(client, review, step: int):
    return client.post(f"/handlingar/{review.document.id}/angra/", {"steg": str(step)})


def test_the_last_step_is_undone_from_the_page(client, doubtful, again):
    first, _second = clauses(doubtful)
    page = client.get(f"/handlingar/{doubtful.document.id}/").content.decode()
    assert "Ångra" not in page
    say(client, doubtful, first, "stryk", 1)
    page = client.get(f"/handlingar/{doubtful.document.id}/").content.decode()
    assert "strök Att-sats: att godkänna rapporten" in page
    step = again(doubtful).last_step
    assert step
    answer = undo(client, doubtful, step.id)
    assert answer.url == f"/handlingar/{doubtful.document.id}/?uppgift={first[1:]}#{first}"
    page = client.get(answer.url).content.decode()
    assert "Ångrat: strök Att-sats" in page
    assert current(page) == first
    assert "3 av 3 tveksamma kvar" in page


def test_an_acceptance_is_undone_from_the_page(client, minutes, again):
    form = {"revision": "1", "organ": "", "mote": ""}
    client.post(f"/handlingar/{minutes.document.id}/godkann/", form)
    step = again(minutes).last_step
    assert step
    assert step.can_be_undone
    page = client.get(undo(client, minutes, step.id).url).content.decode()
    assert "Godkänn handlingen" in page
    assert "Inget kommande möte är känt." in client.get("/").content.decode()


def test_undoing_after_somebody_elses_change_tells_it(client, doubtful, again):
    first, second = clauses(doubtful)
    say(client, doubtful, first, "stryk", 1)
    seen = again(doubtful).last_step
    assert seen
    say(client, doubtful, second, "stammer", 2)
    answer = undo(client, doubtful, seen.id)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "bekräftade Att-sats: att ge Örjan Lind i uppdrag" in page
    assert 'role="alert"' in page


@pytest.mark.parametrize("step", ["", "x", str(NO_SUCH)])
def test_a_step_that_is_none_is_not_found(client, minutes, step):
    address = f"/handlingar/{minutes.document.id}/angra/"
    assert client.post(address, {"steg": step}).status_code == 404
    assert client.get(address).status_code == 405


def test_ten_times_the_doubts_take_no_more_queries(client, queries_of, take_in):
    def with_clauses(number: int):
        words = "\n".join(f"att godkänna rapport {n}." for n in range(number))
        review = take_in(MINUTES.replace("att godkänna rapporten om hjälpmedel.", words))
        Suggestion.objects.filter(document_id=review.document.id).update(doubt="Kanske.")
        return f"/handlingar/{review.document.id}/"

    few, many = with_clauses(3), with_clauses(40)
    once = queries_of(few)
    assert queries_of(many) == once <= 14 + WHO_LOOKS
    last = Suggestion.objects.last()
    assert last
    assert queries_of(f"{many}?uppgift={last.id}") == once

"""Lists of the public side: start, bodies, decisions, search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from handslag.domain.publications import actions
from handslag.domain.publications.content import Clause, Decision, Item
from handslag.output.search.published.actions import reindex_published
from tests.builders import VIEWER, a_body
from tests.domain.publications.making import published, said

pytestmark = pytest.mark.django_db


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_an_empty_county_says_what_will_stand_here(client):
    assert "Ingenting är publicerat än." in text(client, "/offentligt/")
    assert "Inget organ har publicerat något än." in text(client, "/offentligt/organ/")
    assert "Inget beslut är publicerat än." in text(client, "/offentligt/beslut/")


def test_the_start_page_has_the_latest_meetings_and_decisions(client, two_versions):
    page = text(client, "/offentligt/")
    assert "att godkänna avtalet från den 1 maj" in page
    assert "Version 2" in page
    assert 'href="/offentligt/nordnatverket/2031-02-03/protokoll/#beslut-1-1"' in page


def test_a_body_says_what_it_is_in_law_and_has_its_meetings_by_year(client, body):
    published(body)
    published(body, day=date(2029, 5, 4))
    page = text(client, "/offentligt/nordnatverket/")
    assert "ingen egen myndighet" in page
    assert "<h3>2031</h3>" in page
    assert "<h3>2029</h3>" in page
    only = text(client, "/offentligt/nordnatverket/?ar=2029")
    assert "<h3>2031</h3>" not in only
    assert "noindex" in client.get("/offentligt/nordnatverket/?ar=2029")["X-Robots-Tag"]


def decided(*clauses: Clause) -> Item:
    return Item(
        anchor="punkt-9", number="9", heading="Budget", decisions=(Decision(clauses=clauses),)
    )


def with_clauses(body, meeting_id: int, *clauses: Clause, **told) -> None:
    content = replace(said(**told), items=(decided(*clauses),))
    actions.publish_version(viewer=VIEWER, meeting_id=meeting_id, body_id=body.id, content=content)


def test_decisions_are_sifted_by_body_year_action_side_and_words(client, body):
    with_clauses(
        body,
        701,
        Clause(text="att utse Eva", anchor="beslut-9-1", action="appoint", scope="kommunerna"),
        Clause(text="att avslå planen", anchor="beslut-9-2", action="reject", scope="regionen"),
    )
    with_clauses(
        a_body("Sydrådet"),
        702,
        Clause(text="att bordlägga frågan", anchor="beslut-9-1", action="table"),
        day=date(2030, 1, 2),
    )

    def found(query: str) -> set[str]:
        page = text(client, f"/offentligt/beslut/{query}")
        return {one for one in ("utse", "avslå", "bordlägga") if f"att {one} " in page}

    assert found("") == {"utse", "avslå", "bordlägga"}
    assert found("?organ=sydradet") == {"bordlägga"}
    assert found("?ar=2031") == {"utse", "avslå"}
    assert found("?gor=reject") == {"avslå"}
    assert found("?part=region") == {"avslå"}
    assert found("?part=municipalities") == {"utse"}
    assert found("?ord=plan") == {"avslå"}
    assert found("?ar=1999") == set()
    assert found("?organ=finns-inte&gor=x&part=y&ar=z") == {"utse", "avslå", "bordlägga"}
    assert client.get("/offentligt/beslut/")["X-Robots-Tag"] == "all"
    assert "noindex" in client.get("/offentligt/beslut/?ar=2031")["X-Robots-Tag"]


def test_only_decisions_of_the_newest_version_are_listed(client, two_versions):
    page = text(client, "/offentligt/beslut/")
    assert page.count("att godkänna avtalet") == 1
    assert "1 beslut" in page


def hits(client, words: str, more: str = "") -> int:
    page = text(client, f"/offentligt/sok/?q={words}{more}")
    return page.count('<p class="title" lang="sv">')


def test_search_finds_inflected_words_and_marks_them(client, two_versions):
    assert hits(client, "avtalen+hjälpmedels") == 1
    assert "<mark>hjälpmedel</mark>" in text(client, "/offentligt/sok/?q=hjälpmedels")
    assert "#punkt-1" in text(client, "/offentligt/sok/?q=avtal")
    assert hits(client, "giraff") == 0


def test_words_in_quotes_are_found_as_they_stand(client, two_versions):
    assert hits(client, "%22godkänna+avtalet%22") == 1
    assert hits(client, "%22avtalet+godkänna%22") == 0
    assert hits(client, "”GODKÄNNA+AVTALET”") == 1


@pytest.mark.parametrize(
    "words", ["%22", "%27", "*", "AND+OR+NOT", "%25", "_", "a%22+OR+%22b", "%5C", "(", "NEAR(", ":"]
)
def test_signs_of_any_query_language_are_only_signs(client, two_versions, words):
    assert client.get(f"/offentligt/sok/?q={words}").status_code == 200


def test_search_is_of_one_body_where_one_is_chosen(client, body):
    published(body)
    published(a_body("Sydrådet"))
    assert hits(client, "avtal") == 2
    assert hits(client, "avtal", "&organ=sydradet") == 1


def test_what_was_replaced_suppressed_or_withdrawn_is_not_found(client, two_versions):
    assert hits(client, "maj") == 1
    actions.suppress_version(
        viewer=VIEWER, meeting_id=two_versions, kind="minutes", number=2, reason="För mycket."
    )
    assert hits(client, "maj") == 0
    assert hits(client, "avtal") == 1
    actions.withdraw(viewer=VIEWER, meeting_id=two_versions, kind="minutes", reason="Fel.")
    assert hits(client, "avtal") == 0


def test_an_index_that_lags_behind_tells_nothing(client, two_versions, monkeypatch):
    monkeypatch.setattr(
        "handslag.domain.publications.actions.publishing.announce_changed", lambda _id: None
    )
    actions.withdraw(viewer=VIEWER, meeting_id=two_versions, kind="minutes", reason="Fel.")
    assert hits(client, "avtal") == 0
    assert reindex_published(viewer=VIEWER) == 0


def test_search_results_are_not_to_be_listed(client, two_versions):
    assert "noindex" in client.get("/offentligt/sok/?q=avtal")["X-Robots-Tag"]

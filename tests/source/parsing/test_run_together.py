"""Documents whose pages have each become one line, with the signs of their paragraphs lost."""

from __future__ import annotations

import itertools

from handslag.source.parsing.run_together import part_pages
from handslag.source.parsing.run_together.clauses import clause_places
from handslag.source.parsing.run_together.heads import name_starts
from handslag.source.parsing.run_together.titles import title_end
from handslag.source.record import Action, Kind, Outcome
from tests.source.parsing.reading import read

HEAD = (
    "1 SAMMANTRÄDESPROTOKOLL 1 (3) Plats och tid Kommunhuset, Lövsalen, måndagen den 4 maj 2015 kl "
    "Beslutande Maria Granlund (S), ordförande Per-Olof Hedberg (C) Lars Ek (M) Eva Sundin Alm (V) "
    "tjg ersättare för Nils Berg Övriga deltagande Karin Vik, socialchef 21-23 Ola Rask, ekonom "
    "Utses att justera Lars Ek Justeringens plats och tid Underskrifter Sekreterare Karin Vik "
    "Paragrafer Ordförande Maria Granlund BEVIS Organ Socialnämnden i Björkviken "
    "Förvaringsplats för protokollet Kommunhuset"
)
SECOND = (
    "2 SAMMANTRÄDESPROTOKOLL 2 (3) 21 Fastställande av dagordning Dagordningen fastställs. "
    "22 Budgetuppföljning per april Ekonom Ola Rask redovisar utfallet: 1. Placeringar "
    "2. Hemtjänst 3. Personal. Beslut Socialnämnden beslutar att godkänna uppföljningen att ge "
    "socialchefen i "
    "uppdrag att till nämndens möte i juni ta fram åtgärder Justerandes sign Utdragsbestyrkande"
)
THIRD = (
    "3 SAMMANTRÄDESPROTOKOLL 3 (3) 23 Remiss om färdtjänst i Norra länet Förvaltningen har tagit "
    "fram ett yttrande. Beslut Socialnämnden antar yttrandet som sitt eget. 24 Nästa möte Nästa "
    "möte är den 1 juni. Justerandes sign Utdragsbestyrkande"
)
PAGES = f"{HEAD}\n\n{SECOND}\n\n{THIRD}\n"


def parted(text: str) -> list[str]:
    lines = text.split("\n")
    pages = part_pages(lines)
    assert pages is not None
    return [
        line[part.start : part.end].strip()
        for line, parts in zip(lines, pages, strict=True)
        for part in parts or ()
    ]


def test_the_lines_are_found_again():
    lines = parted(PAGES)
    assert "21 Fastställande av dagordning" in lines
    assert "Dagordningen fastställs." in lines
    assert "22 Budgetuppföljning per april" in lines
    assert "23 Remiss om färdtjänst i Norra länet" in lines
    assert "24 Nästa möte" in lines


def test_running_heads_and_feet_are_left_out():
    lines = parted(PAGES)
    assert not any("Justerandes sign" in line for line in lines)
    assert not any("2 (3)" in line for line in lines)
    assert "SAMMANTRÄDESPROTOKOLL" in lines[0]


def test_what_the_pages_say_is_read_as_from_any_minutes():
    record = read(PAGES)
    assert record.kind is Kind.MINUTES
    assert record.body is not None
    assert record.body.name == "Socialnämnden i Björkviken"
    assert [item.number for item in record.items] == ["21", "22", "23", "24"]
    assert [item.outcome for item in record.items] == [
        Outcome.DECIDED,
        Outcome.DECIDED,
        Outcome.DECIDED,
        Outcome.NONE,
    ]
    second = [clause for decision in record.items[1].decisions for clause in decision.clauses]
    assert [clause.action for clause in second] == [Action.APPROVE, Action.ASSIGN]
    assert second[0].text == "att godkänna uppföljningen"
    names = [person.name for person in record.attendees]
    assert names == [
        "Maria Granlund",
        "Per-Olof Hedberg",
        "Lars Ek",
        "Eva Sundin Alm",
        "Karin Vik",
        "Ola Rask",
    ]


def test_every_span_holds_the_words_it_stands_for():
    record = read(PAGES)
    for item in record.items:
        for decision in item.decisions:
            for clause in decision.clauses:
                assert PAGES[clause.span.start : clause.span.end].startswith(clause.text[:20])


def test_a_document_with_lines_of_its_own_is_left_alone():
    lines = ["§ 1 Mötets öppnande", "Ordföranden öppnar mötet.", "§ 2 Dagordning"]
    assert part_pages(lines) is None
    long = "Här står en lång löpande text som handlar om något helt annat. " * 8
    assert part_pages(["1. Inledning", long, "2. Bakgrund", long, "3. Förslag", long]) is None


def test_a_list_inside_an_item_is_no_agenda():
    pages = part_pages(PAGES.split("\n")) or []
    items = [part for parts in pages for part in parts or () if part.item]
    assert len(items) == 4
    assert "2. Hemtjänst" in parted(PAGES)


def title(words: str) -> str:
    return words[: title_end(words, 0, len(words))].strip()


def test_titles_end_where_a_sentence_begins():
    assert title("Rapport från kansliet Informationen lades till handlingarna.") == (
        "Rapport från kansliet"
    )
    assert title("Ansökan från Region Norr och Bergs kommun Ärendet har beretts. Mer text.") == (
        "Ansökan från Region Norr och Bergs kommun"
    )
    assert title("Översyn av LSS-boenden Karin Ek informerade om läget i länet.") == (
        "Översyn av LSS-boenden"
    )
    assert title("Val av justerare att utse Lars Ek till justerare.") == "Val av justerare"
    assert title("Uppdrag att ta fram en plan Nämnden fick frågan i maj.") == (
        "Uppdrag att ta fram en plan"
    )
    assert title("UPPROP Ordföranden förrättar upprop.") == "UPPROP"


def names(words: str) -> list[str]:
    starts = [*name_starts(words, 0, len(words)), len(words)]
    return [words[start:end].strip() for start, end in itertools.pairwise(starts)]


def test_names_in_a_row_are_parted():
    assert names("Anna Berg Karl-Erik Lind Maria Ek Sand Ove Alm") == [
        "Anna Berg",
        "Karl-Erik Lind",
        "Maria Ek Sand",
        "Ove Alm",
    ]
    assert names("Anna Berg (S), ordförande Ove Alm (M) för Eva Ek (M) Nils af Ugglas (C)") == [
        "Anna Berg (S), ordförande",
        "Ove Alm (M) för Eva Ek (M)",
        "Nils af Ugglas (C)",
    ]


def clauses(words: str) -> list[str]:
    places = [*sorted(clause_places(words, 0, len(words))), len(words)]
    return [words[start:end].strip() for start, end in itertools.pairwise(places)]


def test_clauses_one_after_another_are_parted_but_not_what_they_charge_with():
    assert clauses(" att anta planen att uppdra åt kansliet att sprida den att tacka gruppen") == [
        "att anta planen",
        "att uppdra åt kansliet att sprida den",
        "att tacka gruppen",
    ]
    assert clauses(" att anta avgiften att gälla från 1 maj samt att upphäva den gamla") == [
        "att anta avgiften att gälla från 1 maj samt",
        "att upphäva den gamla",
    ]
    assert clauses(" att utse Eva Ek att jämte ordföranden justera protokollet") == []


def test_a_decision_has_its_own_line_after_who_takes_it():
    text = PAGES.replace(
        "Beslut Socialnämnden antar yttrandet som sitt eget.",
        "UTSKOTTETS FÖRSLAG Nämnden antar yttrandet. "
        "SOCIALNÄMNDEN BESLUTAR Att återremittera ärendet.",
    ).replace("Dagordningen fastställs.", "Socialnämnden beslut att fastställa dagordningen")
    first, _, third, *_ = read(text).items
    assert [c.text for d in first.decisions for c in d.clauses] == ["att fastställa dagordningen"]
    assert [c.text for d in third.decisions for c in d.clauses] == ["Att återremittera ärendet"]
    assert third.outcome is Outcome.REFERRED


def test_a_title_ends_before_a_decision_whose_decider_is_lost():
    text = PAGES.replace(
        "21 Fastställande av dagordning Dagordningen fastställs.",
        "21 Information från förvaltningen har tagit del av informationen. Bron målas i höst.",
    )
    first, *_ = read(text).items
    assert first.heading == "Information från förvaltningen"
    assert first.outcome is Outcome.NOTED

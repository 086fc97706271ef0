"""Minutes for tests: one whole meeting in either form, and ways to change it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from handslag.output.generation.minutes_paper import (
    MinutesForm,
    MinutesPaper,
    MinutesState,
    PaperAction,
    PaperAssignment,
    PaperAttendee,
    PaperBack,
    PaperClause,
    PaperDealtItem,
    PaperDealtProposal,
    PaperDecision,
    PaperDue,
    PaperGroup,
    PaperItemAbsence,
    PaperMove,
    PaperMovement,
    PaperNoticeBoard,
    PaperPointOutcome,
    PaperPresence,
    PaperReservation,
    PaperSignature,
    PaperStance,
    PaperStanceKind,
    PaperTransfer,
    PaperTransferKind,
    PaperVerdict,
    PaperVote,
)
from handslag.output.generation.paper import Letterhead, PaperPerson, PaperPoint, PaperSitting
from handslag.output.generation.rich_text import blocks_of
from tests.output.generation.notices import attachment

HEDDA = PaperPerson("Hedda Lundvall", "utvecklingsledare", "Samverkanskansliet")
EVA = PaperPerson("Eva Ek", "socialchef", "Kvarnbro kommun")
LENA = PaperPerson("Lena Brøyen", "hälso- och sjukvårdsdirektör", "Region Tallmarken")
BO = PaperPerson("Bo Dal", "förvaltningschef", "Älvhamra kommun")

ITEMS = (
    PaperDealtItem(
        "Godkännande av dagordning",
        "1",
        discussion=blocks_of("En extra fråga om beredskap anmäls."),
        decisions=(
            PaperDecision(
                "Länsnätverket", (PaperClause("att godkänna dagordningen", PaperAction.APPROVE),)
            ),
        ),
    ),
    PaperDealtItem(
        "Föregående minnesanteckningar",
        "2",
        about="Gäller minnesanteckningarna från den 6 mars 2026",
        decisions=(
            PaperDecision(
                "Länsnätverket",
                (
                    PaperClause(
                        "att lägga minnesanteckningarna till handlingarna", PaperAction.NOTE
                    ),
                ),
            ),
        ),
    ),
    PaperDealtItem(
        "Uppdragsdirektiv och arbetsgrupp för barns och ungas hälsa",
        "3",
        presenters=(HEDDA,),
        absences=(PaperItemAbsence(BO, note="är nominerad till arbetsgruppen"),),
        discussion=blocks_of(
            "Styrgruppen har tagit emot nomineringar från *elva* verksamheter. Det saknas ännu "
            "företrädare för elevhälsan.\n\n**Frågor som lyftes:**\n\n"
            "- Hur fördelas kostnaden för vikarier?\n- Vilken funktion behövs från skolan?\n"
            "  - rektor\n  - skolsköterska\n\n"
            "Kommunerna vill själva utse sina företrädare i referensgruppen."
        ),
        proposals=(
            PaperDealtProposal(
                "Styrgruppen",
                (
                    PaperPoint(1, "att godkänna det justerade uppdragsdirektivet"),
                    PaperPoint(2, "att utse arbetsgruppen enligt bilaga 3"),
                    PaperPoint(3, "att Styrgruppen får mandat att komplettera referensgruppen"),
                ),
                (
                    PaperPointOutcome(1, PaperVerdict.APPROVED),
                    PaperPointOutcome(2, PaperVerdict.APPROVED),
                    PaperPointOutcome(3, PaperVerdict.REJECTED, "kommunerna"),
                ),
            ),
        ),
        stances=(PaperStance("regionen", PaperStanceKind.NOT_OPPOSED, (3,)),),
        decisions=(
            PaperDecision(
                "Länsnätverket",
                (
                    PaperClause(
                        "att godkänna Styrgruppens förslag p. 1–2", PaperAction.APPROVE, (1, 2)
                    ),
                    PaperClause(
                        "att avslå Styrgruppens förslag", PaperAction.REJECT, (3,), "kommunerna"
                    ),
                    PaperClause(
                        "att sammanställa de nomineringar som saknas",
                        PaperAction.ASSIGN,
                        assignees=("Styrgruppen",),
                        due=PaperDue(dt.date(2026, 5, 8)),
                    ),
                ),
                vote=PaperVote(9, 3, 1, "Ja för styrgruppens förslag, nej för återremiss"),
                reservations=(PaperReservation(EVA, "förslaget är inte förankrat"),),
            ),
        ),
        attachments=("3",),
    ),
    PaperDealtItem(
        "Kontaktperson till den nationella samordnaren",
        "4",
        decisions=(
            PaperDecision(
                "Länsnätverket",
                (
                    PaperClause(
                        "att utse Eva Ek till kontaktperson för kommunerna",
                        PaperAction.APPOINT,
                        scope="kommunerna",
                        appointees=(EVA,),
                    ),
                ),
                abstaining=("regionen",),
            ),
        ),
    ),
    PaperDealtItem(
        "Reviderat vårdprogram för hjärtsvikt",
        "5",
        transfers=(PaperTransfer(PaperTransferKind.TABLED, to_date=dt.date(2026, 5, 8)),),
    ),
    PaperDealtItem(
        "Utvärdering av avtalet om tillnyktring",
        "6",
        late=True,
        late_reason="utvärderingen kom efter utskicket",
        admitted_by="ordföranden Lena Brøyen",
        stances=(
            PaperStance("regionen", PaperStanceKind.SUPPORTS),
            PaperStance("kommunerna", PaperStanceKind.CANNOT_DECIDE_YET),
        ),
        assignments=(
            PaperAssignment(
                "bjuda in länsstyrelsen till en dialog",
                ("Hedda Lundvall",),
                PaperDue(text="till nästa möte"),
            ),
        ),
        transfers=(
            PaperTransfer(
                PaperTransferKind.REFERRED,
                "Välfärdsrådet",
                dt.date(2026, 4, 15),
                PaperBack(dt.date(2026, 5, 8), to="Länsnätverket"),
            ),
        ),
    ),
    PaperDealtItem(
        "Enskild verksamhets avtalsbrott",
        "7",
        closed=True,
        closed_ground="OSL 19 kap. 3 §",
        discussion=blocks_of("Det hemliga innehållet."),
        attachments=("7",),
    ),
    PaperDealtItem(
        "Statsbidrag för suicidprevention",
        "8",
        withdrawn=True,
        withdrawn_reason="beslutet från regeringen dröjer",
    ),
)
ATTENDANCE = (
    PaperGroup(
        "Region Tallmarken",
        (
            PaperAttendee(LENA),
            PaperAttendee(
                PaperPerson("Per Hedin", "områdeschef"),
                PaperPresence.PARTLY,
                (PaperMovement(PaperMove.LEFT, "4", dt.time(10, 40)),),
            ),
        ),
    ),
    PaperGroup(
        "Kvarnbro kommun",
        (
            PaperAttendee(EVA),
            PaperAttendee(PaperPerson("Mona Hjelm", "enhetschef"), alternate=True),
        ),
    ),
    PaperGroup(
        "Älvhamra kommun",
        (
            PaperAttendee(BO),
            PaperAttendee(
                PaperPerson("Ali Nordin", "verksamhetsutvecklare"),
                alternate=True,
                serves_for="Karin Vestin",
            ),
            PaperAttendee(PaperPerson("Karin Vestin", "socialchef"), PaperPresence.ABSENT),
        ),
    ),
    PaperGroup("Övriga", (PaperAttendee(HEDDA),), principal=False),
)
HASH = "5f2a9c01d3e84b77a6c05e1f9b3d2846c7e1f0a4b5d69832e0c14f7a8b9d3e52"
NOTES = MinutesPaper(
    MinutesForm.NOTES,
    "Länsnätverket för vård och omsorg",
    dt.date(2026, 4, 3),
    Letterhead(
        "Samverkanskansliet i Tallmarkens län",
        sender=("Slussgatan 4, Almstad", "kansliet@tallmarken.example"),
        footer="Samverkanskansliet i Tallmarkens län · Slussgatan 4, Almstad",
    ),
    "Länsnätverket",
    dt.time(9, 30),
    dt.time(12, 0),
    "Regionhuset, Slussgatan 4, Almstad",
    (PaperSitting("Förmöte för kommunerna", dt.time(8, 30), dt.time(9, 15), "sal Granen"),),
    "SK 2026/0012",
    2,
    MinutesState.FINALISED,
    dt.date(2026, 4, 8),
    dt.datetime(2026, 4, 17, 12, 32, tzinfo=dt.UTC),
    fingerprint=HASH,
    chair=LENA,
    secretary=HEDDA,
    attendance=ATTENDANCE,
    items=ITEMS,
    attachments=(
        attachment("3", "Sammanställning av nomineringar"),
        attachment("7", "Hemlig skrivelse"),
    ),
)


def as_signed(paper: MinutesPaper = NOTES) -> MinutesPaper:
    """The same meeting as signed minutes of a statutory body."""
    return replace(
        paper,
        form=MinutesForm.SIGNED,
        body="Samverkansnämnden i Tallmarkens län",
        body_short="Samverkansnämnden",
        items=tuple(replace(item, number=f"§ {item.number}") for item in paper.items),
        checkers=(BO,),
        signatures=(
            PaperSignature("Sekreterare", HEDDA, dt.date(2026, 4, 16)),
            PaperSignature("Ordförande", LENA, dt.date(2026, 4, 17)),
            PaperSignature("Justerare", BO),
        ),
        notice_board=PaperNoticeBoard(
            dt.date(2026, 4, 17), dt.date(2026, 5, 9), "Samverkanskansliet, Almstad"
        ),
        appeal="Den som är medlem i någon av kommunerna i länet kan överklaga besluten.\n\n"
        "Skriv till Förvaltningsrätten i Almstad inom tre veckor från den dag då justeringen "
        "tillkännagavs.",
    )


def notes(**changes: Any) -> MinutesPaper:
    """The notes with some values changed."""
    return replace(NOTES, **changes)

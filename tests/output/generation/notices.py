"""Notices for tests: one whole notice, and ways to change it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from functools import cache
from typing import Any

import pikepdf
from PIL import Image

from handslag.output.generation.paper import (
    Letterhead,
    NoticePaper,
    PaperAttachment,
    PaperItem,
    PaperNews,
    PaperPerson,
    PaperPoint,
    PaperProposal,
    PaperSitting,
)


@cache
def plain_pdf(pages: int = 1, width: float = 595, height: float = 842) -> bytes:
    """A PDF with empty pages."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(width, height))
        document.save(made)
    return made.getvalue()


def attachment(
    label: str,
    title: str = "",
    *,
    data: bytes | None = None,
    name: str = "",
    media_type: str = "application/pdf",
    **more: Any,
) -> PaperAttachment:
    """An attachment whose file is `data`, a PDF of one page where nothing is said."""
    content = plain_pdf() if data is None else data
    return PaperAttachment(
        label, title, name or f"handling-{label}.pdf", media_type, lambda: content, **more
    )


def png(width: int = 60, height: int = 30) -> bytes:
    """A PNG picture."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), "#1f5c4d").save(made, format="PNG")
    return made.getvalue()


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    b'<rect width="40" height="20" fill="#1f5c4d"/><circle cx="20" cy="10" r="6" fill="#fff"/>'
    b"</svg>"
)

LETTERHEAD = Letterhead(
    organisation="Samverkanskansliet i Tallmarkens län",
    logo=SVG,
    sender=("Slussgatan 4, Almstad", "samverkanskansliet@tallmarken.example"),
    footer="Samverkanskansliet i Tallmarkens län · Slussgatan 4, Almstad",
    opening="Handlingarna finns samlade i en fil.",
    closing="Anmäl i god tid om du behöver tolk.",
)

NOTICE = NoticePaper(
    body="Länsnätverket för vård och omsorg",
    body_short="Länsnätverket",
    date=dt.date(2025, 2, 14),
    start=dt.time(9),
    end=dt.time(12),
    place="Regionhuset, Slussgatan 4, Almstad",
    letterhead=LETTERHEAD,
    version=2,
    sent_on=dt.date(2025, 1, 31),
    diary="SK 2025/0012",
    sittings=(
        PaperSitting("Förmöte för kommunerna", dt.time(8, 15), dt.time(8, 50), "sal Granen"),
    ),
    recipients=("Ledamöter i Länsnätverket",),
    regrets_to="Meddelas till Samverkanskansliet senast den 10 februari",
    news=PaperNews(1, ("Ärende 4 har tillkommit.", "Bilaga 2 är ny."), dt.date(2025, 1, 24)),
    items=(
        PaperItem("Mötets öppnande", "1"),
        PaperItem(
            "Föregående minnesanteckningar",
            "2",
            decisions=("att lägga minnesanteckningarna till handlingarna",),
            attachments=("1",),
        ),
        PaperItem(
            "Länsgemensam riktlinje för egenvård",
            "3",
            kind="Beslut",
            minutes=20,
            presenters=(
                PaperPerson("Pernilla Hjelm", "primärvårdschef", "Region Tallmarken"),
                PaperPerson("Jonas Lindfelt", "utvecklingsledare", "Samverkanskansliet"),
            ),
            text="Gränsen mellan egenvård och vård bedöms olika i länets kommuner.\n\n"
            "Riktlinjen ersätter de lokala anvisningar som finns i dag.",
            proposals=(
                PaperProposal(
                    "Beredningsgruppen",
                    (
                        PaperPoint(1, "att riktlinjen godkänns"),
                        PaperPoint(2, "att den gäller från den 1 mars 2025"),
                    ),
                ),
            ),
            decisions=("att godkänna Beredningsgruppens förslag p. 1–2",),
            attachments=("2", "2a"),
            new=True,
        ),
        PaperItem(
            "Statsbidrag för psykisk hälsa",
            "4",
            kind="Information",
            minutes=15,
            presenters=(PaperPerson("Håkan Vestin", "controller"),),
            text="Staten och SKR träffade i december en överenskommelse.",
            attachments=("1", "3"),
            late=True,
            late_reason="underlaget kom efter utskicket",
            admitted_by="ordföranden Birgitta Norlander",
        ),
        PaperItem("Lokalfrågan", "5", withdrawn=True, withdrawn_reason="frågan bereds vidare"),
        PaperItem("Övriga frågor", "6"),
    ),
    attachments=(
        attachment("1", "Minnesanteckningar 13 december 2024", pages=4),
        attachment("2", "Riktlinje för egenvård", pages=12, new=True),
        attachment("2a", "Konsekvensbeskrivning"),
        attachment("3", "Överenskommelse för året", pages=30),
    ),
    signed_by=(
        PaperPerson("Birgitta Norlander", "ordförande"),
        PaperPerson("Karin Sjölund", "samverkanschef"),
    ),
)


def notice(**changes: Any) -> NoticePaper:
    """The whole notice with some of it changed."""
    return replace(NOTICE, **changes)


def headed(**changes: Any) -> NoticePaper:
    """The whole notice with some of its letterhead changed."""
    return notice(letterhead=replace(LETTERHEAD, **changes))


def of_items(count: int) -> NoticePaper:
    """A notice with as many items, the kinds of the whole notice's over and over."""
    kinds = NOTICE.items
    items = tuple(
        replace(
            kinds[n % len(kinds)],
            number=str(n + 1),
            heading=f"{kinds[n % len(kinds)].heading} i länet",
        )
        for n in range(count)
    )
    return notice(items=items)

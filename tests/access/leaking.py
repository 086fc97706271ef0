"""An installation in which every word that the public may not read is a mark of its own.

First what is published is published. Then every text in every table but those of what is
published is given a mark: so whatever is looked up there, instead of standing frozen, shows itself,
be it a draft, a closed item, a note, a comment, a letter, the log, or a correction that nobody has
published. In the published tables themselves the marks stand in what was suppressed, withdrawn,
cleared or reported.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import pypdfium2
import typst
from django.apps import apps
from django.db import models

from handslag.domain.documents import store
from handslag.domain.meetings.models import (
    Correction,
    Discussion,
    Minutes,
    MinutesComment,
    PrivateNote,
)
from handslag.domain.publications import actions
from handslag.domain.publications.checking import findings_in
from handslag.domain.publications.content import (
    Attachment,
    Clause,
    Content,
    Decision,
    Item,
    Person,
)
from handslag.domain.publications.models import Publication, PublishedVersion
from handslag.domain.publications.told import NewFile
from tests.builders import VIEWER
from tests.builders_formats import as_docx
from tests.domain.publications.making import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase
    from django.test import Client

    from tests.access.world import World

HIDDEN = re.compile(r"(?:mrk|dolt)\d+k")
SHOWN = re.compile(r"visat\d+k")
WITHIN = ("/offentligt/", "/robots.txt", "/sitemap.xml")
LINK = re.compile(rb'(?:href|src|action)="([^"#]+)|<loc>([^<]+)</loc>|href=\'([^\'#]+)')
OF_THE_PUBLIC = ("publications", "search")
NOT_FOR_READING = {
    # what opens a door must go on doing so, and the log lets nobody change it
    *("sessions", "auth", "contenttypes", "audit", "account", "mfa", "socialaccount"),
}
WITHOUT_WORDS = (
    models.EmailField,
    models.UUIDField,
    models.SlugField,
    models.GenericIPAddressField,
)
SHORTEST = 12
"""A column with less room holds a code, and no words."""


@dataclass
class Installation:
    """What was published, and where every mark stands."""

    hidden: dict[str, str] = field(default_factory=dict)
    """Where each mark stands that nobody may read."""
    shown: set[str] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def hide(self, where: str) -> str:
        """A new mark that nobody may read."""
        made = f"dolt{next(self._numbers)}k"
        self.hidden[made] = where
        return made

    def show(self) -> str:
        """A new mark that everybody may read."""
        made = f"visat{next(self._numbers)}k"
        self.shown.add(made)
        return made


def an_installation(world: World) -> Installation:
    """The world with things published from it, and a mark on every other word."""
    made = Installation(dict.fromkeys(world.marks, "the world"))
    _published(made, world)
    _withdrawn(made, world)
    _suppressed(made, world)
    _around(made, world)
    _mark_all_else(made)
    return made


def _content(word: Any, **told: Any) -> Content:
    """A version with a word of its own wherever one can stand."""
    people = (Person(name=word(), role=word(), organisation=word()),)
    clause = Clause(text=f"att godkänna {word()}", anchor="beslut-2-1", action="approve")
    item = Item(
        anchor="punkt-2",
        number="2",
        heading=f"Om {word()}",
        text_marked=f"Det sades **{word()}**.",
        presenters=people,
        decisions=(Decision(clauses=(clause,), by=word()),),
        attachments=(Attachment(label="1", title=word(), file="bilaga-1.docx"),),
    )
    closed = Item(anchor="punkt-3", number="3", closed=True, closed_ground="OSL 26 kap. 1 §")
    base = said(heading=word(), **told)
    return type(base)(
        **{name: getattr(base, name) for name in base.__dataclass_fields__ if name != "items"},
        items=(*base.items, item, closed),
    )


def _files(word: Any) -> tuple[NewFile, ...]:
    """A paper as PDF and an attachment as Word file, with a word in each."""
    pdf = typst.compile(f"= Protokoll\n\n{word()}".encode())
    docx = as_docx(f"Bilaga om {word()}")
    text = word().encode()
    kinds = (
        ("protokoll.pdf", "application/pdf", pdf),
        (
            "bilaga-1.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            docx,
        ),
        ("protokoll.txt", "text/plain", text),
    )
    return tuple(
        NewFile(name=name, title=name, media_type=kind, sha256=store.keep(data), size=len(data))
        for name, kind, data in kinds
    )


def _put(world: World, meeting: int, word: Any, why: str = "", **told: Any) -> None:
    content = _content(word, **told)
    files = _files(word)
    for finding in findings_in(content, files):
        actions.clear_finding(
            viewer=VIEWER,
            meeting_id=meeting,
            body_id=world.home.id,
            kind=content.kind,
            finding=finding,
            reason="dolt",
        )
    actions.publish_version(
        viewer=VIEWER,
        meeting_id=meeting,
        body_id=world.home.id,
        content=content,
        files=files,
        why=why,
    )


def _published(made: Installation, world: World) -> None:
    meeting = world.meetings[0].id
    _put(world, meeting, made.show)
    _put(world, meeting, made.show, why=f"Rättat {made.show()}")
    _put(world, meeting, made.show, kind="notice")


def _withdrawn(made: Installation, world: World) -> None:
    meeting = world.meetings[1].id
    _put(world, meeting, lambda: made.hide("withdrawn"))
    actions.withdraw(viewer=VIEWER, meeting_id=meeting, kind="minutes", reason=f"Fel {made.show()}")


def _suppressed(made: Installation, world: World) -> None:
    meeting = world.meetings[2].id
    _put(world, meeting, made.show)
    _put(world, meeting, lambda: made.hide("suppressed"), why=made.hide("suppressed"))
    actions.suppress_version(
        viewer=VIEWER, meeting_id=meeting, kind="minutes", number=2, reason=f"Sk {made.show()}"
    )


def _around(made: Installation, world: World) -> None:
    """Rows of every sort that stand beside the published: comments, notes, drafts, reports."""
    meeting, item = world.meetings[0], world.items[0]
    actions.report_fault(
        viewer=VIEWER,
        text=made.hide("fault report"),
        page=made.hide("fault report"),
        contact=made.hide("fault report"),
    )
    Discussion.objects.create(item=item, text="utkast", by="Prövaren")
    member = world.users["member"]
    assert member
    PrivateNote.objects.create(user=member, item=item, text="anteckning")
    draft = Minutes.objects.create(
        meeting=meeting,
        version=1,
        form="notes",
        state="shared",
        content={"items": []},
        text="utkast",
        pdf_sha256=store.keep(made.hide("draft of minutes").encode()),
        fingerprint="x" * 64,
        by="Prövaren",
    )
    MinutesComment.objects.create(
        meeting=meeting, version=draft, text="kommentar", answer="svar", by="Prövaren"
    )
    Correction.objects.create(meeting=meeting, before=draft, reason="rättelse", by="Prövaren")


def _mark_all_else(made: Installation) -> None:
    """Give each text in each other table a mark of its own."""
    for model in apps.get_models():
        if model._meta.app_label in NOT_FOR_READING:
            continue
        if model._meta.app_label in OF_THE_PUBLIC and not _is_private(model):
            continue
        columns = [one for one in model._meta.concrete_fields if _holds_words(one)]
        for row in model._default_manager.all():
            changed: dict[str, Any] = {}
            for column in columns:
                where = f"{model._meta.label}.{column.name}"
                mark = made.hide(where)
                if isinstance(column, models.JSONField):
                    told = getattr(row, column.attname)
                    changed[column.name] = {**told, "mark": mark} if told else told
                    continue
                before = str(getattr(row, column.attname) or "")
                room = (column.max_length or 10_000) - len(mark) - 1
                changed[column.name] = f"{mark} {before[:room]}".strip()
            if changed:
                model._default_manager.filter(pk=row.pk).update(**changed)
    _mark_makers(made)


def _mark_makers(made: Installation) -> None:
    """Who published is not told either; and a withdrawn one's words still stand in its row."""
    for version in PublishedVersion.objects.all():
        PublishedVersion.objects.filter(pk=version.pk).update(by=made.hide("who published"))
    assert Publication.objects.filter(withdrawn_at__isnull=False).exists()


def _is_private(model: type[models.Model]) -> bool:
    """Of the public's own tables those that hold what the public does not read."""
    return model._meta.label in {
        "publications.Clearance",
        "publications.FaultReport",
        "search.Entry",
    }


def _holds_words(column: models.Field[Any, Any]) -> bool:
    if isinstance(column, models.JSONField):
        return column.model._meta.label == "meetings.Minutes" and column.name == "content"
    return (
        isinstance(column, models.CharField | models.TextField)
        and not isinstance(column, WITHOUT_WORDS)
        and not column.choices
        and not column.unique
        and not column.primary_key
        and (column.max_length or 10_000) > SHORTEST
        and "sha256" not in column.name
        and column.name not in {"password", "key", "code"}
        and not _is_in_a_constraint(column)
    )


def _is_in_a_constraint(column: models.Field[Any, Any]) -> bool:
    told = " ".join(map(repr, column.model._meta.constraints))
    return f"'{column.name}'" in told


def words_of(answer: HttpResponseBase) -> str:
    """All that an answer says: headers, and its body unpacked to text, whatever format it has."""
    # the test client closes what it has been read to the end, and keeps the database open
    data = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    cookies = answer.cookies.output() if hasattr(answer, "cookies") else ""
    return f"{headers}\n{cookies}\n{unpacked(data)}"


def unpacked(data: bytes) -> str:
    """The text of a PDF's pages and of every part of a package; other bytes as they are."""
    if data.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(data)
        texts = [page.get_textpage().get_text_bounded() for page in pages]
        told = str(pages.get_metadata_dict())
        pages.close()
        return "\n".join([*texts, told])
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "\n".join(
                package.read(name).decode("utf-8", "replace") for name in package.namelist()
            )
    return data.decode("utf-8", "replace")


def crawl(browser: Client, start: str = "/offentligt/") -> dict[str, str]:
    """Every public address that can be come to from the start page, with what it says."""
    waiting = [start, "/robots.txt", "/sitemap.xml"]
    seen: dict[str, str] = {}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        answer = browser.get(address)
        body = b"" if answer.streaming else answer.content
        seen[address] = words_of(answer)
        for groups in LINK.findall(body):
            found = next(part for part in groups if part).decode().replace("&amp;", "&")
            whole = urlsplit(urljoin(f"http://testserver{address}", found))
            path = whole.path + (f"?{whole.query}" if whole.query else "")
            if whole.netloc == "testserver" and path.startswith(WITHIN):
                waiting.append(path)
    return seen


def marks(words: str, pattern: re.Pattern[str]) -> set[str]:
    """The marks in what was said: also with a capital, or as an address codes letters."""
    told = words.casefold()
    return set(pattern.findall(told)) | set(pattern.findall(unquote(told)))

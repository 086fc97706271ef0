"""What the public would see of an account of a meeting: its words, and the files beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from handslag.domain.base.facts import Phase
from handslag.domain.documents import store
from handslag.domain.matters.queries.to_publish import closed_since, missing, to_publish
from handslag.domain.meetings.notices.content import public_edition
from handslag.domain.publications.rules import word_of
from handslag.domain.publications.told import NewFile
from handslag.output.notices.composing import compose as compose_notice
from handslag.output.publishing.minutes import content_of_minutes
from handslag.output.publishing.notices import content_of_notice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.matters.queries.to_publish import ToPublish
    from handslag.domain.publications.content import Content

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMES = {"notice": "kallelse", "notes": "minnesanteckningar", "signed": "protokoll"}


@dataclass(frozen=True, slots=True)
class Composed:
    """An account as the public would see it."""

    content: Content
    files: tuple[NewFile, ...]
    account: ToPublish


def compose(viewer: Viewer, meeting_id: int, phase: str) -> Composed:
    """The account as it would be published now. As many queries however long the meeting.

    Notices say what was sent last, or what the plan and its documents say where none was sent.
    Minutes say what was finalised last, or what their documents say. Raises
    ObjectDoesNotExist where the viewer may not know of the meeting, PermissionDenied.
    """
    account = to_publish(viewer, meeting_id, phase)
    files: dict[str, NewFile] = {}
    planned = phase == Phase.PLAN
    content = _notice(viewer, account, files) if planned else _minutes(account, files)
    return Composed(content, (*_papers(account, content), *files.values()), account)


def _notice(viewer: Viewer, account: ToPublish, files: dict[str, NewFile]) -> Content:
    told, closed_labels = account.notice, account.closed_labels
    if told is None:
        whole = closed_since(
            compose_notice(viewer, account.meeting_id), account.closed, account.closed_attachments
        )
        told = public_edition(whole)
        closed_labels = missing(whole.papers, told.papers)
    for paper in told.papers:
        if not paper.withdrawn:
            _attach(files, paper.label, paper.title, paper.name, paper.media_type, paper.sha256)
    _tell_texts(account, files)
    return content_of_notice(account, told, _by_label(files), closed_labels)


def _minutes(account: ToPublish, files: dict[str, NewFile]) -> Content:
    if account.minutes is None:
        raise LookupError(account.phase)
    for paper in account.minutes.papers:
        if paper.sha256:
            _attach(files, paper.label, paper.title, paper.name, paper.media_type, paper.sha256)
    _tell_texts(account, files)
    return content_of_minutes(account, account.minutes, _by_label(files))


def _attach(
    files: dict[str, NewFile], label: str, title: str, name: str, media_type: str, sha256: str
) -> None:
    """One attachment's file, where its bytes are there."""
    try:
        size = store.path_of(sha256).stat().st_size
    except FileNotFoundError:
        return
    ending = _ending(name)
    base = f"bilaga-{word_of(label) or len(files) + 1}"
    names = {one.name for one in files.values()}
    made, again = f"{base}{ending}", 1
    while made in names:
        again += 1
        made = f"{base}-{again}{ending}"
    files[label] = NewFile(
        name=made,
        title=f"Bilaga {label} {title}".strip()[:300],
        media_type=media_type,
        sha256=sha256,
        size=size,
    )


def _tell_texts(account: ToPublish, files: dict[str, NewFile]) -> None:
    for label, file in files.items():
        if text := account.texts.get(file.sha256):
            files[label] = NewFile(
                name=file.name,
                title=file.title,
                media_type=file.media_type,
                sha256=file.sha256,
                size=file.size,
                text=text,
            )


def _by_label(files: dict[str, NewFile]) -> dict[str, str]:
    return {label: file.name for label, file in files.items()}


def _papers(account: ToPublish, content: Content) -> Iterator[NewFile]:
    """The paper itself: as it was made here, or the document it was read from."""
    name = NAMES[content.form or content.kind]
    title = name.capitalize()
    for digest, ending, media_type in (
        (account.pdf_sha256, "pdf", PDF),
        (account.docx_sha256, "docx", DOCX),
    ):
        if digest and store.path_of(digest).exists():
            yield NewFile(
                name=f"{name}.{ending}",
                title=title,
                media_type=media_type,
                sha256=digest,
                size=store.path_of(digest).stat().st_size,
            )
    for number, source in enumerate(account.sources, 1):
        if store.path_of(source.sha256).exists():
            again = f"-{number}" if number > 1 else ""
            yield NewFile(
                name=f"{name}{again}{_ending(source.name)}",
                title=title if number == 1 else f"{title} ({number})",
                media_type=source.media_type,
                sha256=source.sha256,
                size=source.size,
                text=source.text,
            )


def _ending(name: str) -> str:
    """The ending of a file's name, where it is a plain one."""
    ending = PurePosixPath(name).suffix.lower()
    return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 6 else ""

"""From an account of a meeting to what everybody reads: seen first, looked through, then frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.base.facts import Phase
from handslag.domain.base.frozen import digest_of
from handslag.domain.base.meanwhile import ChangedMeanwhile
from handslag.domain.documents import store
from handslag.domain.meetings import actions as meetings
from handslag.domain.publications import actions, queries
from handslag.domain.publications.access import of
from handslag.domain.publications.checking import findings_in, quiet_in
from handslag.domain.publications.content import fingerprint
from handslag.domain.publications.rules import text_of
from handslag.domain.publications.told import NewFile
from handslag.output.publishing.composing import NAMES, Composed, compose
from handslag.output.publishing.texts import text_file

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.publications.actions import Published
    from handslag.domain.publications.checking import Finding, Quiet
    from handslag.domain.publications.content import Content
    from handslag.domain.publications.queries import Known


KIND = {Phase.PLAN: "notice", Phase.HELD: "minutes"}
"""The kind of publication that each account of a meeting becomes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what would be published: "same", "new" or "gone" since the last version."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What must be cleared, and who has cleared it, if anybody."""

    finding: Finding
    cleared_by: str
    reason: str

    @property
    def stands(self) -> bool:
        """Nobody has cleared it."""
        return not self.cleared_by


@dataclass(frozen=True, slots=True)
class Preview:
    """An account as everybody would read it, and what stands against publishing it."""

    composed: Composed
    seen: str
    """What a form that publishes it carries, so that nobody publishes what they have not seen."""
    doubts: tuple[Doubt, ...]
    quiet: tuple[Quiet, ...]
    """Words about health that point at nobody, the most frequent first."""
    known: Known
    """What is published of it already."""

    @property
    def standing(self) -> int:
        """How much must be cleared or mended first."""
        return sum(one.stands for one in self.doubts)

    @property
    def unread(self) -> tuple[NewFile, ...]:
        """Files that hold words which Handslag has not read: somebody must look through them."""
        account = self.composed.account
        made = {account.pdf_sha256, account.docx_sha256}
        text = store.hash_of(text_file(self.composed.content))
        return tuple(
            one
            for one in self.composed.files
            if not one.text and one.sha256 not in made and one.sha256 != text
        )

    @property
    def same(self) -> bool:
        """It says what the last version says."""
        last = self.known.last
        return last is not None and (
            last.sha256 == fingerprint(self.composed.content)
            and set(last.files) == {(one.name, one.sha256) for one in self.composed.files}
        )


def preview(viewer: Viewer, meeting_id: int, phase: str) -> Preview:
    """The account as it would be published now. As many queries however long the meeting.

    Raises what `compose` raises.
    """
    composed = _with_text(compose(viewer, meeting_id, phase))
    known = queries.known(
        viewer,
        meeting_id=meeting_id,
        body_id=composed.account.body_id,
        kind=composed.content.kind,
    )
    doubts = tuple(
        Doubt(one, *known.cleared.get(one.sha256, ("", "")))
        for one in findings_in(composed.content, composed.files)
    )
    return Preview(
        composed=composed,
        seen=_seen(composed),
        doubts=doubts,
        quiet=quiet_in(composed.content, composed.files),
        known=known,
    )


def publish(*, viewer: Viewer, meeting_id: int, phase: str, seen: str, why: str = "") -> Published:
    """Publish what somebody has seen (`seen`, as `preview` gave it).

    Raises ChangedMeanwhile where it says something else by now, and what
    `meetings.actions.publish` raises.
    """
    composed = _with_text(compose(viewer, meeting_id, phase))
    require(viewer, Permission.MEETINGS_PUBLISH, of(composed.account.body_id))
    if _seen(composed) != seen:
        raise ChangedMeanwhile
    actions.keep_file(viewer=viewer, data=text_file(composed.content))
    return meetings.publish(
        viewer=viewer,
        meeting_id=meeting_id,
        phase=phase,
        content=composed.content,
        files=composed.files,
        why=why,
    )


def publish_as_it_is(*, viewer: Viewer, meeting_id: int, phase: str) -> bool:
    """Publish an account that has come so far, unless something in it must be looked at first.

    Whether it was published. For the example county, where nobody looks.
    """
    try:
        composed = _with_text(compose(viewer, meeting_id, phase))
        publish(viewer=viewer, meeting_id=meeting_id, phase=phase, seen=_seen(composed))
    except ValidationError:
        return False
    return True


def changed_lines(before: str, content: Content) -> tuple[Line, ...]:
    """What differs from what was published last (`before`, its text), with a line around it."""
    old, new = before.splitlines(), text_of(content).splitlines()
    found: list[Line] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(1):
        for what, i1, i2, j1, j2 in group:
            if what == "equal":
                found += (Line("same", text) for text in old[i1:i2])
                continue
            found += (Line("gone", text) for text in old[i1:i2])
            found += (Line("new", text) for text in new[j1:j2])
    return tuple(found)


def clear(*, viewer: Viewer, meeting_id: int, phase: str, finding: str, reason: str) -> None:
    """Let what was found (its digest) be shown, for a reason; without one, doubt it again.

    Raises ValidationError where nothing such stands in it any more, or without a reason.
    """
    found = _found(viewer, meeting_id, phase, finding)
    actions.clear_finding(
        viewer=viewer,
        meeting_id=meeting_id,
        body_id=found[0],
        kind=found[1].content.kind,
        finding=found[2],
        reason=reason,
    )


def doubt(*, viewer: Viewer, meeting_id: int, phase: str, finding: str) -> None:
    """Take back that what was found may be shown. Raises as `clear`."""
    found = _found(viewer, meeting_id, phase, finding)
    actions.doubt_finding(
        viewer=viewer,
        meeting_id=meeting_id,
        body_id=found[0],
        kind=found[1].content.kind,
        finding=found[2],
    )


def _found(
    viewer: Viewer, meeting_id: int, phase: str, digest: str
) -> tuple[int, Composed, Finding]:
    composed = _with_text(compose(viewer, meeting_id, phase))
    for one in findings_in(composed.content, composed.files):
        if one.sha256 == digest:
            return composed.account.body_id, composed, one
    raise ValidationError(_("Uppgiften står inte kvar i texten. Inget har ändrats."))


def _with_text(composed: Composed) -> Composed:
    """With the plain text of it among its files, where none of them is one."""
    name = f"{NAMES[composed.content.form or composed.content.kind]}.txt"
    if name in {one.name for one in composed.files}:
        return composed
    data = text_file(composed.content)
    made = NewFile(
        name=name,
        title=name.removesuffix(".txt").capitalize(),
        media_type="text/plain; charset=utf-8",
        sha256=store.hash_of(data),
        size=len(data),
    )
    papers = [one for one in composed.files if not one.name.startswith("bilaga-")]
    rest = composed.files[len(papers) :]
    return replace(composed, files=(*papers, made, *rest))


def _seen(composed: Composed) -> str:
    files = tuple((one.name, one.sha256) for one in composed.files)
    return digest_of((fingerprint(composed.content), files))

"""A version is frozen and shown; all of it is withdrawn; one version is suppressed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.audit.actions import log
from handslag.domain.documents import store
from handslag.domain.publications.access import of
from handslag.domain.publications.checking import findings_in
from handslag.domain.publications.content import as_json, fingerprint
from handslag.domain.publications.events import announce_changed
from handslag.domain.publications.models import (
    Clearance,
    Publication,
    PublishedBody,
    PublishedDecision,
    PublishedFile,
    PublishedVersion,
)
from handslag.domain.publications.rules import RESERVED, slug_of, text_of
from handslag.domain.registry.models import Body

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handslag.domain.access.viewer import Viewer
    from handslag.domain.publications.content import Content
    from handslag.domain.publications.told import NewFile

LONGEST_REASON = 500


class Published(NamedTuple):
    """What became of publishing: `number` is the version's, `new` whether it was made now."""

    publication_id: int
    number: int
    new: bool


@transaction.atomic
def publish_version(
    *,
    viewer: Viewer,
    meeting_id: int,
    body_id: int,
    content: Content,
    files: Sequence[NewFile] = (),
    why: str = "",
) -> Published:
    """Freeze what is to be shown of one account of a meeting, and show it to everybody.

    The first time it gets its address, which never changes: of the body's slug, the meeting's day
    and the kind. A later version takes a reason (`why`), for the public to read. Publishing what
    was withdrawn takes the tombstone away; where it says the same as before there is no new
    version. Part of `meetings.actions.publish`, which has asked how far the account has come.

    Raises ValidationError where something found in it is not cleared, where it says what the last
    version says, or where there is no reason; PermissionDenied, Body.DoesNotExist.
    """
    require(viewer, Permission.MEETINGS_PUBLISH, of(body_id))
    _refuse_findings(meeting_id, content, files)
    body = Body.objects.select_for_update(of=("self",)).select_related("owner").get(id=body_id)
    publication = _publication(body, meeting_id, content)
    last = publication.versions.order_by("-number").first()
    again = publication.withdrawn_at is not None
    same = last is not None and _says_the_same(last, content, files)
    why = " ".join(why.split())[:LONGEST_REASON]
    if same and not again:
        raise ValidationError(
            _("Det säger detsamma som version %(number)s, som redan är publicerad.")
            % {"number": last.number if last else 0}
        )
    if last is not None and not same and not why:
        raise ValidationError(_("Skriv varför det kommer en ny version. Inget har publicerats."))
    publication.withdrawn_at, publication.withdrawn_reason = None, ""
    publication.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    if last is None or not same:
        last = _freeze(viewer, publication, (last.number if last else 0) + 1, content, files, why)
    announce_changed(publication.pk)
    log(
        viewer=viewer,
        verb="publications.publish_version",
        thing_type="meetings.meeting",
        thing_id=meeting_id,
        detail={
            "kind": content.kind,
            "number": last.number,
            "sha256": last.sha256,
            "files": [one.sha256 for one in files],
            "again": again,
        },
        reason=why,
    )
    return Published(publication.pk, last.number, not same)


@transaction.atomic
def withdraw(*, viewer: Viewer, meeting_id: int, kind: str, reason: str) -> None:
    """Take back what was published; a tombstone with the reason stands at its address instead.

    Raises Publication.DoesNotExist where nothing is shown, ValidationError without a reason.
    """
    publication = _standing(viewer, meeting_id, kind)
    reason = _reason(reason)
    publication.withdrawn_at, publication.withdrawn_reason = timezone.now(), reason
    publication.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    announce_changed(publication.pk)
    log(
        viewer=viewer,
        verb="publications.withdraw",
        thing_type="meetings.meeting",
        thing_id=meeting_id,
        detail={"kind": kind},
        reason=reason,
    )


@transaction.atomic
def suppress_version(
    *, viewer: Viewer, meeting_id: int, kind: str, number: int, reason: str
) -> None:
    """Erase one version, for cause: its words and files leave these tables, its place stays.

    For what should never have been published. Files that nothing else names leave the disk too.
    Raises PublishedVersion.DoesNotExist, also where it was suppressed before; ValidationError
    without a reason.
    """
    publication = _of_meeting(viewer, meeting_id, kind)
    reason = _reason(reason)
    row = PublishedVersion.objects.select_for_update().get(
        publication=publication, number=number, suppressed_at__isnull=True
    )
    row.content, row.text, row.sha256 = {}, "", ""
    row.suppressed_at, row.suppressed_reason = timezone.now(), reason
    row.save()
    digests = set(row.files.values_list("sha256", flat=True))
    row.files.all().delete()
    row.decisions.all().delete()
    for digest in digests:
        if not store.is_named(digest):
            store.let_go(digest)
            transaction.on_commit(partial(store.take_away, digest, named=store.is_named))
    announce_changed(publication.pk)
    log(
        viewer=viewer,
        verb="publications.suppress_version",
        thing_type="meetings.meeting",
        thing_id=meeting_id,
        detail={"kind": kind, "number": number},
        reason=reason,
    )


def _refuse_findings(meeting_id: int, content: Content, files: Sequence[NewFile]) -> None:
    found = findings_in(content, files)
    cleared = Clearance.objects.filter(meeting_id=meeting_id, kind=content.kind)
    known = set(cleared.values_list("finding_sha256", flat=True))
    standing = [one for one in found if one.sha256 not in known]
    if standing:
        raise ValidationError(
            ngettext(
                "Det finns %(count)s uppgift att ta ställning till först. Inget har publicerats.",
                "Det finns %(count)s uppgifter att ta ställning till först. Inget har publicerats.",
                len(standing),
            )
            % {"count": len(standing)}
        )


def _publication(body: Body, meeting_id: int, content: Content) -> Publication:
    """The account's publication, with an address from now on where it had none."""
    of_meeting = Publication.objects.filter(meeting_id=meeting_id).select_related("body")
    known = {row.kind: row for row in of_meeting.select_for_update(of=("self",)).order_by("id")}
    first = next(iter(known.values()), None)
    whose = _published_body(body, first.body if first else None)
    if content.kind in known:
        return known[content.kind]
    if first is not None:  # notice and minutes of a meeting stand side by side
        day, nth = first.day, first.nth
    else:
        day = content.day
        taken = set(Publication.objects.filter(body=whose, day=day).values_list("nth", flat=True))
        nth = next(number for number in range(1, len(taken) + 2) if number not in taken)
    return Publication.objects.create(
        body=whose, kind=content.kind, meeting_id=meeting_id, day=day, nth=nth
    )


def _published_body(body: Body, known: PublishedBody | None) -> PublishedBody:
    """The body's address, with what the public is told of it brought up to date."""
    own = PublishedBody.objects.filter(body=body)
    row = known or own.filter(former=False).order_by("id").first()
    if row is None:
        taken = set(PublishedBody.objects.values_list("slug", flat=True))
        row = PublishedBody(body=body, slug=slug_of(body.name, taken | RESERVED))
    row.name, row.short_name, row.about = body.name, body.short_name, body.about
    row.kind, row.legal_form = body.kind, body.legal_form
    row.owner = body.owner.name if body.owner else ""
    row.save()
    return row


def _says_the_same(last: PublishedVersion, content: Content, files: Sequence[NewFile]) -> bool:
    shown = set(last.files.values_list("name", "sha256"))
    return last.sha256 == fingerprint(content) and shown == {
        (one.name, one.sha256) for one in files
    }


def _freeze(
    viewer: Viewer,
    publication: Publication,
    number: int,
    content: Content,
    files: Sequence[NewFile],
    why: str,
) -> PublishedVersion:
    version = PublishedVersion.objects.create(
        publication=publication,
        number=number,
        content=as_json(content),
        text=text_of(content),
        sha256=fingerprint(content),
        day=content.day,
        form=content.form,
        cancelled=content.cancelled,
        why=why,
        by=viewer.name[:200],
    )
    PublishedFile.objects.bulk_create(
        PublishedFile(
            version=version,
            name=one.name,
            title=one.title,
            media_type=one.media_type,
            sha256=one.sha256,
            size=one.size,
            order=order,
        )
        for order, one in enumerate(files)
    )
    PublishedDecision.objects.bulk_create(_decisions(version, content))
    return version


def _decisions(version: PublishedVersion, content: Content) -> Iterator[PublishedDecision]:
    order = 0
    for item in content.items:
        for decision in item.decisions:
            for clause in decision.clauses:
                yield PublishedDecision(
                    version=version,
                    anchor=clause.anchor,
                    item_number=item.number,
                    heading=item.heading,
                    text=clause.text,
                    action=clause.action,
                    due=clause.due,
                    scope=clause.scope,
                    order=order,
                )
                order += 1


def _of_meeting(viewer: Viewer, meeting_id: int, kind: str) -> Publication:
    """The account's publication, for somebody who may withdraw it."""
    require_somewhere(viewer, Permission.MEETINGS_WITHDRAW)
    rows = Publication.objects.select_related("body").select_for_update(of=("self",))
    publication = rows.get(meeting_id=meeting_id, kind=kind)
    require(viewer, Permission.MEETINGS_WITHDRAW, of(publication.body.body_id))
    return publication


def _standing(viewer: Viewer, meeting_id: int, kind: str) -> Publication:
    publication = _of_meeting(viewer, meeting_id, kind)
    if publication.withdrawn_at is not None:
        raise Publication.DoesNotExist
    return publication


def _reason(reason: str) -> str:
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise ValidationError(
            _("Skriv varför, så att allmänheten kan läsa det. Inget har ändrats.")
        )
    return reason

"""Making a version of a notice, handing it to the post, and telling of a meeting that changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.accounts.models import User
from handslag.domain.audit.actions import log
from handslag.domain.base.facts import Phase
from handslag.domain.base.states import PublicationState
from handslag.domain.documents import store
from handslag.domain.meetings.access import account, visible_meetings
from handslag.domain.meetings.models import (
    Attachment,
    ChangeKind,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Meeting,
    MeetingChange,
    Notice,
)
from handslag.domain.meetings.notices.calling import recipients
from handslag.domain.meetings.notices.content import (
    as_json,
    fingerprint,
    from_json,
    open_edition,
)
from handslag.domain.meetings.notices.letters import letter_of, new_delivery, sent_before
from handslag.domain.meetings.notices.rules import (
    Addresses,
    CalledAs,
    Chosen,
    Recipient,
    changes,
    is_chosen,
    when_and_where,
)
from handslag.domain.meetings.papers import papers_follow
from handslag.domain.registry.people import queries as registry

if TYPE_CHECKING:
    from handslag.domain.access.viewer import Viewer
    from handslag.domain.meetings.notices.content import Content

MEETING = "meetings.meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The papers of a version, in the file store by their hashes, and the text of it.

    Those named `open_` are without what is closed; empty where nothing is.
    """

    text: str
    pdf: str
    bundle: str = ""
    open_pdf: str = ""
    open_bundle: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A version of a notice. `new` is False where the last version says the same already."""

    notice_id: int
    version: int
    new: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of sending a version."""

    letters: int
    """To how many it goes."""
    without_address: tuple[str, ...]
    """The names of those for whom no address is known."""
    already: bool = False
    """It had been sent before, and nothing more happened."""


def keep_paper(*, viewer: Viewer, data: bytes) -> str:
    """Put a paper's bytes in the file store before any row tells of them; returns their hash."""
    require_somewhere(viewer, Permission.MEETINGS_NOTIFY)
    return store.keep(data)


@transaction.atomic
def make_notice(
    *, viewer: Viewer, meeting_id: int, content: Content, papers: Papers, why: str = ""
) -> Made:
    """Freeze a version of a meeting's notice, unless the last one says the same.

    Raises Meeting.DoesNotExist where the viewer may not know of the meeting.
    """
    require_somewhere(viewer, Permission.MEETINGS_NOTIFY)
    meeting = _meeting_to_notify(viewer, meeting_id)
    last = meeting.notices.order_by("-version").first()
    digest = fingerprint(content)
    if last is not None and last.fingerprint == digest:
        return Made(last.id, last.version, new=False)
    notice = Notice.objects.create(
        meeting=meeting,
        version=last.version + 1 if last else 1,
        content=as_json(content),
        fingerprint=digest,
        text=papers.text,
        pdf_sha256=papers.pdf,
        bundle_sha256=papers.bundle,
        open_pdf_sha256=papers.open_pdf,
        open_bundle_sha256=papers.open_bundle,
        why=" ".join(why.split())[:300],
        by=viewer.name[:200],
    )
    log(
        viewer=viewer,
        verb="meetings.make_notice",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"version": notice.version, "pdf": papers.pdf},
        reason=notice.why,
    )
    return Made(notice.id, notice.version, new=True)


@transaction.atomic
def send_notice(
    *,
    viewer: Viewer,
    notice_id: int,
    chosen: Chosen | None = None,
    addresses: Addresses | None = None,
) -> Sent:
    """Hand a version to the post: one letter a recipient, each written down before it is sent.

    From then on the plan is a public record, and the labels of what goes with it stand. A version
    that has been sent is not sent again. `addresses` stand in the letters. Raises
    Notice.DoesNotExist, and ValidationError where a later version has been made or the meeting is
    cancelled.
    """
    require_somewhere(viewer, Permission.MEETINGS_NOTIFY)
    meeting_id = Notice.objects.values_list("meeting_id", flat=True).get(id=notice_id)
    meeting = _meeting_to_notify(viewer, meeting_id)  # and nobody else sends meanwhile
    notice = Notice.objects.get(id=notice_id)
    if notice.sent_at is not None:
        return Sent(0, (), already=True)
    if meeting.notices.filter(version__gt=notice.version).exists():
        raise ValidationError(_("Det finns en senare version av kallelsen. Inget har skickats."))
    if meeting.cancelled_at is not None:
        raise ValidationError(_("Mötet är inställt, så ingen kallelse skickas."))
    content = from_json(notice.content)
    before = sent_before(notice)
    if before is not None:
        meeting.sequence += 1
        meeting.shown_at = timezone.now()
        meeting.save(update_fields=["sequence", "shown_at"])
    told = _told(viewer, notice, content, before, addresses or Addresses())
    found = [one for one in recipients(meeting, content) if is_chosen(one, chosen or Chosen())]
    nothing_new = before is not None and not told["news"]
    letters = [
        new_delivery(
            meeting,
            notice,
            DeliveryKind.NOTICE,
            one,
            told | {"closed": content.has_closed and one.of_the_body},
        )
        for one in found
        # what is new is closed, and none of theirs to know of
        if one.of_the_body or not nothing_new
    ]
    Delivery.objects.bulk_create(letters)
    notice.sent_at = timezone.now()
    notice.save(update_fields=["sent_at"])
    Attachment.objects.filter(id__in=[paper.id for paper in content.papers]).update(sent=True)
    _share(viewer, meeting)
    without = tuple(one.name for one in letters if not one.address)
    log(
        viewer=viewer,
        verb="meetings.send_notice",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"version": notice.version, "letters": len(letters) - len(without)},
        reason=notice.why,
    )
    return Sent(len(letters) - len(without), without)


def _meeting_to_notify(viewer: Viewer, meeting_id: int) -> Meeting:
    """The meeting, locked, where the viewer may send its notice."""
    seen = Meeting.objects.filter(visible_meetings(viewer)).select_related("body")
    meeting = seen.select_for_update(of=("self",)).get(id=meeting_id)
    state = PublicationState(meeting.planned_state)
    require(viewer, Permission.MEETINGS_NOTIFY, account(meeting.body_id, state))
    if state == PublicationState.WITHDRAWN:
        raise ValidationError(_("Kallelsen är återkallad, så den kan inte skickas."))
    return meeting


def _told(
    viewer: Viewer,
    notice: Notice,
    content: Content,
    before: Notice | None,
    addresses: Addresses,
) -> dict[str, Any]:
    news: tuple[str, ...] = ()
    if before is not None:
        was = open_edition(from_json(before.content))
        news = tuple(change.words for change in changes(was, open_edition(content)))
    address = User.objects.filter(id=viewer.user_id or 0).values_list("email", flat=True).first()
    return {
        "page": addresses.page,
        "reply": addresses.reply,
        "version": notice.version,
        "news": news,
        "reply_to": address or "",
        "sender": viewer.name,
    }


def _share(viewer: Viewer, meeting: Meeting) -> None:
    if meeting.planned_state != PublicationState.DRAFT:
        return
    meeting.planned_state = PublicationState.SHARED
    meeting.save(update_fields=["planned_state"])
    papers_follow([meeting.id])
    log(
        viewer=viewer,
        verb="meetings.share",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={
            "phase": Phase.PLAN.value,
            "before": PublicationState.DRAFT.value,
            "after": PublicationState.SHARED.value,
        },
    )


@transaction.atomic
def send_again(*, viewer: Viewer, delivery_id: int) -> None:
    """Let a letter that failed, or may not have come through, be sent once more.

    To the address that the register has now. Raises Delivery.DoesNotExist; ValidationError for
    one that waits or has been sent, and where there is still no address.
    """
    require_somewhere(viewer, Permission.MEETINGS_NOTIFY)
    meeting_id = Delivery.objects.values_list("meeting_id", flat=True).get(id=delivery_id)
    meeting = _meeting_to_notify(viewer, meeting_id)
    delivery = Delivery.objects.select_for_update().get(id=delivery_id)
    if delivery.state not in (DeliveryState.FAILED, DeliveryState.UNCERTAIN):
        raise ValidationError(_("Brevet väntar redan på att skickas, eller är skickat."))
    known = registry.addresses_of(SYSTEM, [delivery.person_id] if delivery.person_id else [])
    address = known.get(delivery.person_id or 0, delivery.address)
    if not address:
        raise ValidationError(
            _("Registret har ingen e-postadress till %(name)s. Lägg till den och försök igen.")
            % {"name": delivery.name}
        )
    before = delivery.state
    if before == DeliveryState.UNCERTAIN:
        delivery.link_id = None  # the first may have come through, and its link goes on working
    delivery.state, delivery.address, delivery.error = DeliveryState.WAITING, address, ""
    delivery.tries, delivery.next_try = 0, None
    delivery.claimed_at, delivery.handed_at, delivery.holder = None, None, ""
    delivery.save()
    log(
        viewer=viewer,
        verb="meetings.send_again",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"name": delivery.name, "before": before},
    )


@transaction.atomic
def tell_of_change(*, viewer: Viewer, change_id: int) -> int:
    """Write to those concerned that a meeting was moved, changed, cancelled or is on again.

    Only to those who have had a letter about it, so nobody is told of what they never heard of;
    returns how many. Part of the change: it asks for the same permission.
    """
    require_somewhere(viewer, Permission.MEETINGS_PLAN)
    change = MeetingChange.objects.select_related("meeting__body").get(id=change_id)
    meeting = change.meeting
    written = Delivery.objects.filter(meeting=meeting, person__isnull=False, minutes=None)
    latest = written.values("person_id").annotate(last=Max("id")).values("last")
    told = list(Delivery.objects.filter(id__in=latest).exclude(address=""))
    if not told:
        return 0
    notice = meeting.notices.filter(sent_at__isnull=False).order_by("-version").first()
    kind = DeliveryKind.CANCELLED if change.kind == ChangeKind.CANCELLED else DeliveryKind.MOVED
    addresses = registry.addresses_of(SYSTEM, [one.person_id for one in told if one.person_id])
    letters = []
    for one in told:
        had = letter_of(one)
        to = Recipient(
            person_id=one.person_id or 0,
            name=one.name,
            address=addresses.get(one.person_id or 0, one.address),
            called_as=CalledAs(had.called_as),
            role=had.role,
            principal_id=had.principal_id,
            principal=had.principal,
        )
        more = {
            "page": had.page,
            "reply": had.reply,
            "version": notice.version if notice else 0,
            "reply_to": had.reply_to,
            "sender": change.by,
            "reason": change.reason,
            "was": when_and_where(change.before),
        }
        letters.append(new_delivery(meeting, None, kind, to, more))
    Delivery.objects.bulk_create(letters)
    log(
        viewer=viewer,
        verb="meetings.tell_of_change",
        thing_type=MEETING,
        thing_id=meeting.id,
        detail={"letters": len(letters)},
    )
    return len(letters)

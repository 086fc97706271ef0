"""Writes of memberships and of the organisations that people sit for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.access.things import Thing, of_body
from handslag.domain.access.viewer import SYSTEM
from handslag.domain.accounts.rules import has_all_of, overlap
from handslag.domain.audit.actions import log
from handslag.domain.registry.actions import person_name
from handslag.domain.registry.memberships.rules import code_fits, sane
from handslag.domain.registry.models import (
    PRINCIPALS,
    Body,
    Membership,
    MembershipRole,
    Organisation,
    OrganisationKind,
    Person,
    PersonName,
)
from handslag.domain.registry.viewers import ROLE_OF

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer

BODY = "registry.body"
MOST_OF_A_FUNCTION = 200
"""Letters of what somebody is in a body to know of."""


@transaction.atomic
def add_membership(
    *,
    viewer: Viewer,
    body_id: int,
    name: str = "",
    person_id: int | None = None,
    role: str,
    principal_id: int | None = None,
    function: str = "",
    since: date | None = None,
    until: date | None = None,
) -> int:
    """Say that the person called `name` sits in a body; returns the membership's id.

    `person_id` says it of somebody in the register whatever they are called. Somebody the
    register does not know is added to it. `role` is a value of MembershipRole, `principal_id`
    whom they sit for, `function` what they are there to know of ("skola"); from `since`, today
    where it is None, to `until`, the last day; None for no end. An account that is the person's
    gets what follows, for those days.

    Raises PermissionDenied also for a role with more in it than `viewer` has over the body,
    Body.DoesNotExist, Person.DoesNotExist, and ValidationError where a word or a day will not do,
    or where the person sits there in that role then already.
    """
    require(viewer, Permission.MEMBERSHIPS_CHANGE, Thing(scopes=frozenset({of_body(body_id)})))
    body = Body.objects.select_for_update().get(id=body_id)  # two at once: one after the other
    wanted = _wanted_role(viewer, body_id, role)
    since = since or timezone.localdate()
    _refuse_days(since, until)
    _refuse_principal(principal_id)
    person = _who(name, person_id)
    _refuse_twice(body, person, wanted, (since, until))
    made = Membership.objects.create(
        body=body,
        person=person,
        role=wanted,
        principal_id=principal_id,
        function=_function(function),
        since=since,
        until=until,
    )
    _log(viewer, "registry.add_membership", made, **_told(made))
    return made.id


@transaction.atomic
def change_membership(
    *,
    viewer: Viewer,
    membership_id: int,
    role: str,
    principal_id: int | None,
    function: str | None = None,
    since: date,
    until: date | None,
) -> None:
    """Correct what is told of a membership. Raises what `add_membership` raises.

    A `function` of None is left as it is. Membership.DoesNotExist where there is none.
    """
    require(viewer, Permission.MEMBERSHIPS_CHANGE, _thing_of(membership_id))
    found = _locked(membership_id)
    before = _told(found)
    _wanted_role(viewer, found.body_id, found.role)
    wanted = _wanted_role(viewer, found.body_id, role)
    _refuse_days(since, until)
    _refuse_principal(principal_id)
    _refuse_twice(found.body, found.person, wanted, (since, until), besides=found.id)
    found.role, found.principal_id = wanted, principal_id
    found.function = found.function if function is None else _function(function)
    found.since, found.until = since, until
    if _told(found) == before:
        return
    found.save()
    _log(viewer, "registry.change_membership", found, before=before, after=_told(found))


@transaction.atomic
def end_membership(*, viewer: Viewer, membership_id: int, until: date | None = None) -> None:
    """Let a membership end with the day `until`; with yesterday where it is None, so that it ends
    now. Raises what `change_membership` raises; one that would begin later is to be changed.
    """
    require(viewer, Permission.MEMBERSHIPS_CHANGE, _thing_of(membership_id))
    found = _locked(membership_id)
    _wanted_role(viewer, found.body_id, found.role)
    before = _told(found)
    until = timezone.localdate() - timedelta(days=1) if until is None else until
    if found.until is not None and found.until <= until:
        raise ValidationError(_("Det slutar redan då eller tidigare. Inget har ändrats."))
    # what began today and ends now was held on no day: it stays told, and holds no more
    if until < found.since - timedelta(days=1):
        raise ValidationError(
            _("Sista dagen kommer före den första. Ändra någon av dem. Inget har ändrats.")
        )
    found.until = until
    found.save(update_fields=["until"])
    _log(viewer, "registry.end_membership", found, before=before, after=_told(found))


@transaction.atomic
def reopen_membership(*, viewer: Viewer, membership_id: int, until: date | None = None) -> None:
    """Let a membership that was ended go on to `until`, its last day; without end where it is None.

    For who undoes what ended it. Raises what `change_membership` raises.
    """
    require(viewer, Permission.MEMBERSHIPS_CHANGE, _thing_of(membership_id))
    found = _locked(membership_id)
    wanted = _wanted_role(viewer, found.body_id, found.role)
    before = _told(found)
    if until is not None and (found.until is None or until <= found.until):
        raise ValidationError(_("Det har ändrats sedan dess. Inget har ångrats."))
    _refuse_twice(found.body, found.person, wanted, (found.since, until), besides=found.id)
    found.until = until
    found.save(update_fields=["until"])
    _log(viewer, "registry.reopen_membership", found, before=before, after=_told(found))


@transaction.atomic
def remove_membership(*, viewer: Viewer, membership_id: int) -> None:
    """Take back that somebody sat there at all, for who undoes what let them sit.

    One who did sit there, and does no more, is ended instead. Raises Membership.DoesNotExist.
    """
    require(viewer, Permission.MEMBERSHIPS_CHANGE, _thing_of(membership_id))
    found = _locked(membership_id)
    _wanted_role(viewer, found.body_id, found.role)
    _log(viewer, "registry.remove_membership", found, **_told(found))
    found.delete()


@transaction.atomic
def add_organisation(*, viewer: Viewer, name: str, kind: str, code: str = "") -> int:
    """Add an organisation to the register; returns its id.

    `kind` is a value of OrganisationKind; `code` Statistics Sweden's, or empty. The same again
    changes nothing. Raises ValidationError for a name or a code that another has, and for words
    that will not do.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    name, code = " ".join(name.split())[:300], code.strip()
    if not name:
        raise ValidationError({"name": _("Skriv vad huvudmannen heter.")})
    if kind not in OrganisationKind.values:
        raise ValidationError({"kind": _("Det slaget finns inte. Välj ett i listan.")})
    if not code_fits(kind, code):
        raise ValidationError(
            {"code": _("En kommuns kod har fyra siffror och en regions två. Lämna annars tomt.")}
        )
    known = Organisation.objects.filter(name=name).first()
    if known is not None and (known.kind, known.code) == (kind, code):
        return known.id
    if known is not None:
        raise ValidationError({"name": _("%(name)s finns redan.") % {"name": name}})
    if code and (other := Organisation.objects.filter(code=code, kind=kind).first()):
        raise ValidationError({"code": _("Koden är redan %(name)s.") % {"name": other.name}})
    made = Organisation(name=name, kind=kind, code=code)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as somebody_was_first:
        words = _("%(name)s finns redan.") % {"name": name}
        raise ValidationError({"name": words}) from somebody_was_first
    log(
        viewer=viewer,
        verb="registry.add_organisation",
        thing_type="registry.organisation",
        thing_id=made.id,
        detail={"name": name, "kind": kind, "code": code},
    )
    return made.id


def _who(name: str, person_id: int | None) -> Person:
    if person_id is not None:
        return Person.objects.get(id=person_id)
    if not name.strip():
        raise ValidationError({"name": _("Skriv vem det är.")})
    # a name new to the register comes along with the membership that the viewer may make
    name_id = person_name(viewer=SYSTEM, text=name)
    return PersonName.objects.select_related("person").get(id=name_id).person


def _thing_of(membership_id: int) -> Thing:
    row = Membership.objects.filter(id=membership_id).values_list("body_id", flat=True).first()
    return Thing(scopes=frozenset({of_body(row)} if row else ()))


def _locked(membership_id: int) -> Membership:
    """The membership, with its body locked: changes to who sits there come one after another."""
    found = Membership.objects.values_list("body_id", flat=True).get(id=membership_id)
    Body.objects.select_for_update().get(id=found)
    return Membership.objects.select_related("body", "person").get(id=membership_id)


def _wanted_role(viewer: Viewer, body_id: int, role: str) -> MembershipRole:
    if role not in MembershipRole.values:
        raise ValidationError({"role": _("Det uppdraget finns inte. Välj ett i listan.")})
    wanted = MembershipRole(role)
    if not has_all_of(viewer, ROLE_OF[wanted], of_body(body_id)):
        raise PermissionDenied(
            _("Du får inte ändra vem som är %(role)s, för den får mer än du i organet.")
            % {"role": wanted.label}
        )
    return wanted


def _refuse_days(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise ValidationError(
            {"until": _("Sista dagen kommer före den första. Ändra någon av dem.")}
        )
    if not sane(since, until, timezone.localdate()):
        raise ValidationError(
            {"since": _("Dagarna ligger för långt bort. Kontrollera att årtalen är rätt skrivna.")}
        )


def _refuse_principal(principal_id: int | None) -> None:
    if principal_id is None:
        return
    if not Organisation.objects.filter(id=principal_id, kind__in=PRINCIPALS).exists():
        raise ValidationError({"principal": _("Huvudmannen finns inte. Välj en i listan.")})


def _function(words: str) -> str:
    words = " ".join(words.split())
    if len(words) > MOST_OF_A_FUNCTION:
        too_long = _("Funktionen är för lång: högst %d tecken får plats.") % MOST_OF_A_FUNCTION
        raise ValidationError({"function": too_long})
    return words


def _refuse_twice(
    body: Body,
    person: Person,
    role: MembershipRole,
    time: tuple[date, date | None],
    *,
    besides: int | None = None,
) -> None:
    same = Membership.objects.filter(body=body, person=person, role=role)
    same = same.exclude(id=besides) if besides else same
    if any(overlap(time, known) for known in same.values_list("since", "until")):
        raise ValidationError(
            {
                "name": _("%(name)s är redan %(role)s i %(body)s då.")
                % {"name": person.name, "role": role.label, "body": body.name}
            }
        )


def _told(found: Membership) -> dict[str, object]:
    return {
        "membership_id": found.pk,
        "person_id": found.person_id,
        "person": found.person.name,
        "role": str(found.role),
        "principal_id": found.principal_id,
        "function": found.function,
        "since": found.since.isoformat(),
        "until": found.until.isoformat() if found.until else None,
    }


def _log(viewer: Viewer, verb: str, found: Membership, **detail: object) -> None:
    log(viewer=viewer, verb=verb, thing_type=BODY, thing_id=found.body_id, detail=detail)

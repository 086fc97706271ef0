"""Writes of where people work and how they are reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require, require_somewhere
from handslag.domain.audit import actions as audit
from handslag.domain.audit.actions import log
from handslag.domain.base.words import key_of, order_of
from handslag.domain.registry.actions import person_name
from handslag.domain.registry.memberships.rules import EARLIEST, sane
from handslag.domain.registry.models import (
    Affiliation,
    Body,
    Organisation,
    Person,
    PersonName,
)
from handslag.domain.registry.people.reaching import may_reach

if TYPE_CHECKING:
    from datetime import date

    from handslag.domain.access.viewer import Viewer

PERSON = "registry.person"
MOST_OF_A_NAME = 200
"""Letters of a person's name, and of a title."""


@transaction.atomic
def add_person(*, viewer: Viewer, name: str) -> int:
    """Add a person, whoever else in the register is called so; returns the person's id.

    Where nobody is, documents that print the name mean this person from now on. Where somebody
    is, they go on meaning the one they meant. Raises ValidationError without a name, and for one
    too long.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": _("Skriv vem det är.")})
    _fits(name, "name")
    if not PersonName.objects.filter(key=key_of(name)).exists():
        name_id = person_name(viewer=viewer, text=name)
        return PersonName.objects.values_list("person_id", flat=True).get(id=name_id)
    made = Person.objects.create(name=name)
    _log(viewer, "registry.add_person", made.id, name=name)
    return made.id


@transaction.atomic
def hold_still(*, viewer: Viewer) -> None:
    """Let nobody change who sits in any body until this transaction ends.

    For who compares all of it with something and then changes what differs. One query.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    list(Body.objects.select_for_update().order_by("id").values_list("id"))


@transaction.atomic
def set_email(*, viewer: Viewer, person_id: int, email: str) -> None:
    """Say where a person's papers are sent; where `email` is empty, to that of their account.

    For who changes the register, for who changes a body in which the person sits, and for
    themselves: PermissionDenied for all others. The same again changes nothing. Raises
    Person.DoesNotExist, and ValidationError for what is no address and for one that is another
    person's.
    """
    require_somewhere(viewer, Permission.REGISTRY_READ)
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None or not may_reach(viewer, person):
        # the same answer for somebody who is not there: nobody learns who is
        require(viewer, Permission.REGISTRY_CHANGE)
        raise Person.DoesNotExist(person_id)
    email = email.strip()
    if email == person.email:
        return
    if email:
        _refuse_address(person, email)
    before, person.email = person.email, email
    person.save(update_fields=["email"])
    # the name stands beside, so that whoever erases the name erases the address too
    told = {"person": person.name, "before": before, "after": email}
    _log(viewer, "registry.set_email", person_id, **told)


@transaction.atomic
def erase_name(*, viewer: Viewer, name: str, reason: str) -> int:
    """Erase what the log tells that has this name in it, and how people called so are reached.

    As `audit.actions.erase_name`, whose errors it raises. The addresses of those who are met under
    the name go with it, in the register and in the log. Where they work and sit stays: the papers
    tell of it too. Returns from how many entries something was erased.
    """
    require(viewer, Permission.LOG_ERASE)
    erased = audit.erase_name(viewer=viewer, name=name, reason=reason)
    key = key_of(name)
    met = PersonName.objects.filter(person=OuterRef("pk"), key=key)
    called = Person.objects.filter(Exists(met) | Q(order_key=order_of(name))).exclude(email="")
    for person in called:
        erased += audit.erase_name(viewer=viewer, name=person.email, reason=reason)
        person.email = ""
        person.save(update_fields=["email"])
        log(
            viewer=viewer,
            verb="registry.erase_email",
            thing_type=PERSON,
            thing_id=person.id,
            reason=reason.strip(),
        )
    return erased


@transaction.atomic
def add_affiliation(
    *,
    viewer: Viewer,
    person_id: int,
    organisation_id: int,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> int:
    """Say that a person works for an organisation under a title; returns the affiliation's id.

    From `since`, None where nobody knows since when, to `until`, the last day. Raises
    Person.DoesNotExist, and ValidationError where the organisation is not there, a word or a day
    will not do, or the same is told already for a day in that time.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    person = Person.objects.select_for_update().get(id=person_id)
    organisation = Organisation.objects.filter(id=organisation_id).first()
    if organisation is None:
        raise ValidationError({"organisation": _("Organisationen finns inte. Välj en i listan.")})
    title = " ".join(title.split())
    _fits(title, "title")
    _refuse_days(since, until)
    same = Affiliation.objects.filter(person=person, organisation=organisation, title=title)
    if any(_share_a_day((since, until), (one.since, one.until)) for one in same):
        raise ValidationError(
            {"organisation": _("Det står redan så om personen för de dagarna. Inget har ändrats.")}
        )
    made = Affiliation.objects.create(
        person=person, organisation=organisation, title=title, since=since, until=until
    )
    _log(viewer, "registry.add_affiliation", person.id, **_told(made))
    return made.id


@transaction.atomic
def change_affiliation(
    *,
    viewer: Viewer,
    affiliation_id: int,
    title: str,
    since: date | None = None,
    until: date | None = None,
) -> None:
    """Correct what is told of where somebody works, or let it end with the day `until`.

    The same again changes nothing. Raises Affiliation.DoesNotExist, and ValidationError where a
    word or a day will not do.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    found = Affiliation.objects.select_related("organisation", "person").get(id=affiliation_id)
    Person.objects.select_for_update().get(id=found.person_id)
    before = _told(found)
    title = " ".join(title.split())
    _fits(title, "title")
    _refuse_days(since, until)
    found.title, found.since, found.until = title, since, until
    if _told(found) == before:
        return
    found.save()
    _log(viewer, "registry.change_affiliation", found.person_id, before=before, after=_told(found))


@transaction.atomic
def remove_affiliation(*, viewer: Viewer, affiliation_id: int) -> None:
    """Take back that a person works there: it was told by mistake. Affiliation.DoesNotExist.

    One who leaves gets a last day instead: see `change_affiliation`.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    found = Affiliation.objects.select_related("person", "organisation").get(id=affiliation_id)
    told, person_id = _told(found), found.person_id
    found.delete()
    _log(viewer, "registry.remove_affiliation", person_id, **told)


def _refuse_address(person: Person, email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise ValidationError(
            {"email": _("%(email)s är ingen e-postadress.") % {"email": email}}
        ) from wrong
    other = Person.objects.filter(email__iexact=email).exclude(id=person.id).first()
    if other is not None:
        raise ValidationError(
            {
                "email": _("%(email)s står redan för %(person)s. Inget har ändrats.")
                % {"email": email, "person": other.name}
            }
        )


def _fits(words: str, field: str) -> None:
    if len(words) > MOST_OF_A_NAME:
        raise ValidationError(
            {field: _("Det är för långt: högst %d tecken får plats.") % MOST_OF_A_NAME}
        )


def _refuse_days(since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise ValidationError(
            {"until": _("Sista dagen kommer före den första. Ändra någon av dem.")}
        )
    if not sane(since or EARLIEST, until, timezone.localdate()):
        raise ValidationError(
            {"since": _("Dagarna ligger för långt bort. Kontrollera att årtalen är rätt skrivna.")}
        )


def _share_a_day(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None]
) -> bool:
    (since, until), (other_since, other_until) = one, other
    return (until is None or other_since is None or other_since <= until) and (
        other_until is None or since is None or since <= other_until
    )


def _told(found: Affiliation) -> dict[str, object]:
    return {
        "affiliation_id": found.pk,
        "person": found.person.name,
        "organisation_id": found.organisation_id,
        "organisation": found.organisation.name,
        "title": found.title,
        "since": found.since.isoformat() if found.since else None,
        "until": found.until.isoformat() if found.until else None,
    }


def _log(viewer: Viewer, verb: str, person_id: int, **detail: object) -> None:
    log(viewer=viewer, verb=verb, thing_type=PERSON, thing_id=person_id, detail=detail)

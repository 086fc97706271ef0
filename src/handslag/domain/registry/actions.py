"""Writes to the register of bodies and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from handslag.domain.accounts.access import require
from handslag.domain.accounts.permissions import Permission
from handslag.domain.audit.actions import log
from handslag.domain.base.words import key_of
from handslag.domain.registry.models import Body, BodyKind, BodyName, Person, PersonName
from handslag.domain.registry.rules import kind_from_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.domain.accounts.viewer import Viewer


@transaction.atomic
def body_named(*, viewer: Viewer, name: str, short_name: str = "") -> int:
    """The id of the body that is called `name` or `short_name`; a new body where none is.

    A name is never moved from one body to another: where `name` is one body's and `short_name`
    another's, `name` decides. A new name for a found body is kept with it.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    keys = {key_of(text): " ".join(text.split()) for text in (name, short_name) if text.strip()}
    if not keys:
        raise ValidationError(_("Organet saknar namn. Skriv ett namn."))
    known = dict(BodyName.objects.filter(key__in=keys).values_list("key", "body_id"))
    body_id = known.get(key_of(name)) or known.get(key_of(short_name))
    if body_id is None:
        first = next(iter(keys.values()))
        body = Body.objects.create(
            name=first, short_name=" ".join(short_name.split()), kind=kind_from_name(first)
        )
        body_id = body.id
        log(
            viewer=viewer,
            verb="registry.add_body",
            thing_type="registry.body",
            thing_id=body_id,
            detail={"name": body.name, "short_name": body.short_name},
        )
    BodyName.objects.bulk_create(
        BodyName(body_id=body_id, text=text, key=key)
        for key, text in keys.items()
        if key not in known
    )
    return body_id


@transaction.atomic
def add_body_name(*, viewer: Viewer, body_id: int, text: str) -> None:
    """Let documents call the body `text` too. Nothing happens where they already do.

    Raises ValidationError where the name is another body's, and Body.DoesNotExist.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    body = Body.objects.get(id=body_id)
    text = _written(text)
    taken = BodyName.objects.select_related("body").filter(key=key_of(text)).first()
    if taken and taken.body_id == body.id:
        return
    if taken:
        raise ValidationError(
            _("Namnet ”%(name)s” används redan för %(body)s. Inget har ändrats.")
            % {"name": text, "body": taken.body.name}
        )
    BodyName.objects.create(body=body, text=text)
    _log_body(viewer, "registry.add_body_name", body, name=text)


@transaction.atomic
def rename_body(*, viewer: Viewer, body_id: int, name: str, short_name: str = "") -> None:
    """Show the body under `name` and `short_name`; documents may go on using the former ones.

    Raises ValidationError where a name is another body's, and Body.DoesNotExist.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    body = Body.objects.get(id=body_id)
    before = {"name": body.name, "short_name": body.short_name}
    body.name, body.short_name = _written(name), " ".join(short_name.split())
    after = {"name": body.name, "short_name": body.short_name}
    if after == before:
        return
    for text in filter(None, after.values()):
        add_body_name(viewer=viewer, body_id=body.id, text=text)
    body.save()
    _log_body(viewer, "registry.rename_body", body, before=before, after=after)


@transaction.atomic
def set_body_kind(*, viewer: Viewer, body_id: int, kind: str) -> None:
    """Say what sort of body it is: a value of BodyKind, else ValidationError."""
    require(viewer, Permission.REGISTRY_CHANGE)
    if kind not in BodyKind.values:
        raise ValidationError(_("Det slaget av organ finns inte. Välj ett i listan."))
    body = Body.objects.get(id=body_id)
    if body.kind == kind:
        return
    before, body.kind = body.kind, kind
    body.save()
    _log_body(viewer, "registry.set_body_kind", body, before=before, after=kind)


@transaction.atomic
def change_body(
    *,
    viewer: Viewer,
    body_id: int,
    name: str,
    short_name: str = "",
    kind: str,
    other_name: str = "",
) -> None:
    """Rename the body, say its kind and add another name where given: all of it or nothing.

    Raises what `rename_body`, `set_body_kind` and `add_body_name` raise.
    """
    rename_body(viewer=viewer, body_id=body_id, name=name, short_name=short_name)
    set_body_kind(viewer=viewer, body_id=body_id, kind=kind)
    if other_name.strip():
        add_body_name(viewer=viewer, body_id=body_id, text=other_name)


def person_name(*, viewer: Viewer, text: str) -> int:
    """The id of the name as printed; a new one with a person of its own where it is new."""
    return person_names(viewer=viewer, texts=[text])[text]


@transaction.atomic
def person_names(*, viewer: Viewer, texts: Iterable[str]) -> dict[str, int]:
    """The id of each name as printed, by its text. New names get a person each of their own.

    At most four queries, whatever the number. Spellings that differ in case or white space alone
    are one name; anything else is for a reviewer to say.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    wanted = {text: key_of(text) for text in texts}
    if not all(wanted.values()):
        raise ValidationError(_("En person saknar namn. Skriv ett namn eller stryk personen."))
    keys = set(wanted.values())
    known = dict(PersonName.objects.filter(key__in=keys).values_list("key", "id"))
    new = {key: " ".join(text.split()) for text, key in wanted.items() if key not in known}
    if new:
        people = Person.objects.bulk_create(Person(name=text) for text in new.values())
        names = PersonName.objects.bulk_create(
            PersonName(person=person, text=text, key=key)
            for person, (key, text) in zip(people, new.items(), strict=True)
        )
        known.update((name.key, name.id) for name in names)
    return {text: known[key] for text, key in wanted.items()}


@transaction.atomic
def merge_people(*, viewer: Viewer, keep_id: int, other_id: int) -> None:
    """Say that two are one: every name of `other_id` becomes a name of `keep_id`.

    Nothing is lost: each name stays as printed and can be separated again.
    Raises Person.DoesNotExist, and ValidationError for a person and itself.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    if keep_id == other_id:
        raise ValidationError(_("Det är redan samma person. Inget har ändrats."))
    keep, other = Person.objects.get(id=keep_id), Person.objects.get(id=other_id)
    moved = list(other.names.order_by("id").values_list("text", flat=True))
    other.names.update(person=keep)
    other.delete()
    log(
        viewer=viewer,
        verb="registry.merge_people",
        thing_type="registry.person",
        thing_id=keep.id,
        detail={"other_id": other_id, "other": other.name, "names": moved},
    )


@transaction.atomic
def separate_name(*, viewer: Viewer, name_id: int) -> int:
    """Say that a name is not this person's: it gets a person of its own, whose id is returned.

    A name that is its person's only one is left as it is. Raises PersonName.DoesNotExist.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    name = PersonName.objects.select_related("person").get(id=name_id)
    person = name.person
    rest = list(person.names.exclude(id=name.id).order_by("id").values_list("text", flat=True))
    if not rest:
        return person.id
    name.person = Person.objects.create(name=name.text)
    name.save()
    if key_of(person.name) == name.key:
        person.name = rest[0]
        person.save()
    log(
        viewer=viewer,
        verb="registry.separate_name",
        thing_type="registry.person",
        thing_id=person.id,
        detail={"name": name.text, "new_id": name.person.id},
    )
    return name.person.id


@transaction.atomic
def show_person_as(*, viewer: Viewer, person_id: int, name_id: int) -> None:
    """Show the person under another of their names. Raises PersonName.DoesNotExist for others'."""
    require(viewer, Permission.REGISTRY_CHANGE)
    name = PersonName.objects.select_related("person").get(id=name_id, person_id=person_id)
    if name.person.name == name.text:
        return
    before, name.person.name = name.person.name, name.text
    name.person.save()
    log(
        viewer=viewer,
        verb="registry.show_person_as",
        thing_type="registry.person",
        thing_id=person_id,
        detail={"before": before, "after": name.text},
    )


def _written(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise ValidationError(_("Organet saknar namn. Skriv ett namn."))
    return text


def _log_body(viewer: Viewer, verb: str, body: Body, **detail: object) -> None:
    log(viewer=viewer, verb=verb, thing_type="registry.body", thing_id=body.id, detail=detail)

"""Writes to the register of bodies and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from handslag.domain.access.permissions import Permission
from handslag.domain.access.rules import require
from handslag.domain.accounts.models import Invitation
from handslag.domain.audit.actions import log, log_each
from handslag.domain.base.words import key_of
from handslag.domain.registry.alike import keep_keys, settle_apart, settle_merged
from handslag.domain.registry.bodies import keep_name, keep_names_like
from handslag.domain.registry.bodynames import TOGETHER
from handslag.domain.registry.events import announce_renamed
from handslag.domain.registry.models import (
    Answer,
    Body,
    BodyKind,
    BodyName,
    NameOfBody,
    NamePair,
    Person,
    PersonName,
)
from handslag.domain.registry.rules import kind_from_name

MOST_LETTERS = 300
"""Letters of a body's name."""
MOST_SHORT = 100
"""Letters of its short name."""
MOST_OF_A_PERSON = 200
"""Letters of a person's name."""

if TYPE_CHECKING:
    from collections.abc import Iterable

    from handslag.domain.access.viewer import Viewer


@transaction.atomic
def body_named(*, viewer: Viewer, name: str, short_name: str = "") -> int:
    """The id of the body that is called `name` or `short_name`; a new body where none is.

    A name is never moved from one body to another: where `name` is one body's and `short_name`
    another's, `name` decides. A new name for a found body is kept with it.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    name, short_name = _fits(name), _fits(short_name, MOST_SHORT)
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
        keep_names_like(name, besides=body_id)
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
def look_for_body(*, viewer: Viewer, name: str, also_called: Iterable[str] = ()) -> None:
    """Keep what a document's names of its body may mean, for somebody to answer.

    `name` is the name in its head, `also_called` other names that it uses for the body that
    decides. Nothing is changed: a name becomes a body's only when somebody says so, and what was
    answered is not asked again.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    if not name.strip():
        return
    body_id = BodyName.objects.filter(key=key_of(name)).values_list("body_id", flat=True).first()
    if body_id is None:
        keep_names_like(name)
        return
    for other in also_called:
        if not BodyName.objects.filter(key=key_of(other), body_id=body_id).exists():
            keep_name(body_id, other, TOGETHER, 0.85)


@transaction.atomic
def answer_body_name(*, viewer: Viewer, suggestion_id: int, same: bool) -> str:
    """Say whether a name is a body's; returns the name as a key.

    A name that nobody else has becomes one of the body's, so that the next document finds it by
    itself. One that another body has cannot be given away here: see `absorb_body`.
    Raises NameOfBody.DoesNotExist, and ValidationError, with nothing changed, where somebody has
    answered already.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    asked = NameOfBody.objects.select_for_update().select_related("body").get(id=suggestion_id)
    if asked.answer != Answer.OPEN:
        raise ValidationError(
            _("%(who)s har redan svarat om ”%(name)s”. Inget har ändrats.")
            % {"who": asked.answered_by, "name": asked.text}
        )
    if same:
        add_body_name(viewer=viewer, body_id=asked.body_id, text=asked.text)
    asked.answer = Answer.SAME if same else Answer.DIFFERENT
    asked.answered_by, asked.answered_at = viewer.name[:200], timezone.now()
    asked.save()
    if not same:
        _log_body(viewer, "registry.refuse_body_name", asked.body, name=asked.text)
    return asked.key


@transaction.atomic
def rename_body(*, viewer: Viewer, body_id: int, name: str, short_name: str = "") -> None:
    """Show the body under `name` and `short_name`; documents may go on using the former ones.

    Raises ValidationError where a name is another body's, and Body.DoesNotExist.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    body = Body.objects.get(id=body_id)
    before = {"name": body.name, "short_name": body.short_name}
    body.name, body.short_name = _written(name), _fits(" ".join(short_name.split()), MOST_SHORT)
    after = {"name": body.name, "short_name": body.short_name}
    if after == before:
        return
    for text in filter(None, after.values()):
        add_body_name(viewer=viewer, body_id=body.id, text=text)
    body.save()
    announce_renamed(body.id)
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

    Spellings that differ in case or white space alone are one name; anything else is for a
    reviewer to say: names that may be one person's are kept to be asked about. One query where no
    name is new, otherwise as many as it takes to keep the new ones, however many there are.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    wanted = {text: key_of(text) for text in texts}
    if not all(wanted.values()):
        raise ValidationError(_("En person saknar namn. Skriv ett namn eller stryk personen."))
    for text in wanted:
        _fits(" ".join(text.split()), MOST_OF_A_PERSON)
    keys = set(wanted.values())
    known = dict(PersonName.objects.filter(key__in=keys).values_list("key", "id"))
    new = {key: " ".join(text.split()) for text, key in wanted.items() if key not in known}
    if new:
        people = Person.objects.bulk_create(Person(name=text) for text in new.values())
        log_each(
            viewer=viewer,
            verb="registry.add_person",
            thing_type="registry.person",
            details={person.id: {"name": person.name} for person in people},
        )
        names = PersonName.objects.bulk_create(
            PersonName(person=person, text=text, key=key)
            for person, (key, text) in zip(people, new.items(), strict=True)
        )
        known.update((name.key, name.id) for name in names)
        keep_keys(names)
    return {text: known[key] for text, key in wanted.items()}


@transaction.atomic
def merge_people(*, viewer: Viewer, keep_id: int, other_id: int) -> None:
    """Say that two are one: every name of `other_id` becomes a name of `keep_id`.

    Nothing is lost: each name stays as printed and can be separated again. Whatever is told of the
    other, and the account, become `keep_id`'s; the address too, where `keep_id` has none.
    Raises Person.DoesNotExist, and ValidationError for a person and itself, and for two who have
    an account each.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    if keep_id == other_id:
        raise ValidationError(_("Det är redan samma person. Inget har ändrats."))
    keep, other = Person.objects.get(id=keep_id), Person.objects.get(id=other_id)
    if keep.user_id and other.user_id:
        raise ValidationError(
            _(
                "%(one)s och %(other)s har varsitt konto. Skilj det ena kontot från personen "
                "först. Inget har ändrats."
            )
            % {"one": keep.name, "other": other.name}
        )
    names = list(other.names.order_by("id"))
    moved = [name.text for name in names]
    kept = list(keep.names.values_list("key", flat=True))
    settle_merged(viewer, kept, [name.key for name in names])
    _all_to(keep, other)
    Invitation.objects.open().filter(person_id=other_id).update(person_id=keep_id)
    other.delete()
    keep.user_id, keep.email = keep.user_id or other.user_id, keep.email or other.email
    keep.save(update_fields=["user", "email"])
    log(
        viewer=viewer,
        verb="registry.merge_people",
        thing_type="registry.person",
        thing_id=keep.id,
        detail={
            "other_id": other_id,
            "other": other.name,
            "names": moved,
            "user_id": other.user_id,
        },
    )


def _all_to(keep: Person, other: Person) -> None:
    """Let every row of any subject that is the other's be the kept person's.

    The relations are asked for, not named: what subjects above the register keep of people follows
    too. Of what a person has but one of, as an answer to a notice, the kept person's stands.
    """
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        model, field = relation.related_model, relation.field.name
        rows = model._default_manager.filter(**{field: other})
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and field in constraint.fields:
                rest = [name for name in constraint.fields if name != field]
                kept = model._default_manager.filter(
                    **{field: keep}, **{name: models.OuterRef(name) for name in rest}
                )
                rows.filter(models.Exists(kept)).delete()
        rows.update(**{field: keep})


@transaction.atomic
def separate_name(*, viewer: Viewer, name_id: int) -> int:
    """Say that a name is not this person's: it gets a person of its own, whose id is returned.

    Nobody is asked again whether the two are one. A name that is its person's only one is left as
    it is. Raises PersonName.DoesNotExist.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    name = PersonName.objects.select_related("person").get(id=name_id)
    person = name.person
    others = list(person.names.exclude(id=name.id).order_by("id"))
    if not others:
        return person.id
    rest = [other.text for other in others]
    settle_apart(viewer, [name.key], [other.key for other in others])
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
def answer_pair(*, viewer: Viewer, pair_id: int, same: bool) -> int:
    """Say whether two alike names are one person's; returns the id of the first one's person.

    Either way it is remembered, and nobody is asked again. One person can be parted again by
    `separate_name`. Raises NamePair.DoesNotExist, and ValidationError, with nothing changed,
    where somebody has answered already or a name is gone.
    """
    require(viewer, Permission.REGISTRY_CHANGE)
    pair = NamePair.objects.select_for_update().get(id=pair_id)
    if pair.answer != Answer.OPEN:
        raise ValidationError(
            _("%(who)s har redan svarat: %(answer)s. Inget har ändrats.")
            % {"who": pair.answered_by, "answer": Answer(pair.answer).label}
        )
    people = dict(
        PersonName.objects.filter(key__in=[pair.one, pair.other]).values_list("key", "person_id")
    )
    if len(people) != len({pair.one, pair.other}):
        raise ValidationError(
            _("Ett av namnen finns inte längre i någon handling. Inget har ändrats.")
        )
    keep_id, other_id = sorted((people[pair.one], people[pair.other]))
    if same and keep_id != other_id:
        merge_people(viewer=viewer, keep_id=keep_id, other_id=other_id)
    elif not same:
        _keep_apart(viewer, keep_id, other_id)
    return keep_id


def _keep_apart(viewer: Viewer, one_id: int, other_id: int) -> None:
    if one_id == other_id:
        raise ValidationError(
            _("Namnen hör redan till samma person. Skilj dem åt på personens sida.")
        )
    keys: dict[int, list[str]] = {one_id: [], other_id: []}
    names = PersonName.objects.filter(person_id__in=keys).order_by("id")
    for person_id, key in names.values_list("person_id", "key"):
        keys[person_id].append(key)
    settle_apart(viewer, keys[one_id], keys[other_id])
    log(
        viewer=viewer,
        verb="registry.keep_apart",
        thing_type="registry.person",
        thing_id=one_id,
        detail={"other_id": other_id, "names": keys[one_id], "others": keys[other_id]},
    )


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
    return _fits(text)


def _fits(text: str, most: int = MOST_LETTERS) -> str:
    """The name, where there is room for it; otherwise ValidationError."""
    if len(text) > most:
        raise ValidationError(_("Namnet är för långt: högst %d tecken får plats.") % most)
    return text


def _log_body(viewer: Viewer, verb: str, body: Body, **detail: object) -> None:
    log(viewer=viewer, verb=verb, thing_type="registry.body", thing_id=body.id, detail=detail)

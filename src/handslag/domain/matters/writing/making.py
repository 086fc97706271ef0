"""From what somebody typed or picked to what is to stand. Part of actions, which lock and log.

Names of what was picked, days of meetings and posts of people are asked of the register here;
what the register does not have, is refused in words beside its field.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.base.sides import side_named
from handslag.domain.base.words import key_of
from handslag.domain.matters.models import ClauseAction
from handslag.domain.matters.writing.phrases import (
    UNFILLED,
    day_words,
    filled,
    genitive,
    points_words,
)
from handslag.domain.matters.writing.rows import (
    AssignmentStands,
    ClauseStands,
    Named,
    Who,
)
from handslag.domain.matters.writing.rules import OF_SIDE, whole_name
from handslag.domain.matters.writing.standing import phrase_told
from handslag.domain.matters.writing.verbs import action_of
from handslag.domain.meetings.models import Meeting
from handslag.domain.registry.actions import person_names
from handslag.domain.registry.models import (
    Body,
    BodyName,
    DecisionEffect,
    Organisation,
    Person,
    PersonName,
)
from handslag.domain.registry.people.queries import affiliation_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from handslag.domain.matters.writing.told import (
        AssignmentWritten,
        ClauseWritten,
        DueTold,
        PersonWritten,
        WhitherTold,
        WhoTold,
    )

LONGEST_TEXT = 5000
LONGEST_NAME = 200
LONGEST_WORDS = 300
MOST_PEOPLE = 50
MOST_POINTS = 50


def clause_to_stand(meeting: Meeting, told: ClauseWritten, proposer: str = "") -> ClauseStands:
    """The clause as it is to stand; `proposer` is who proposes what it decides, for its words.

    Raises ValidationError with what is wrong in which field.
    """
    text = tidy(told.text, "text", LONGEST_TEXT)
    action, phrase = phrase_told(told.phrase, meeting.body_id)
    if not text and not phrase:
        raise ValidationError({"text": _("Skriv vad som beslutas.")})
    action = told.action or action or action_of(text).value
    if action not in ClauseAction.values:
        raise ValidationError({"action": _("Välj vad satsen gör i listan.")})
    if told.effect and told.effect not in DecisionEffect.values:
        raise ValidationError({"effect": _("Välj beslutets verkan i listan.")})
    due_date, due_text = due_to_stand(meeting, told.due)
    goes = action in {ClauseAction.REFER, ClauseAction.TABLE}
    to_body, to_date = whither_to_stand(meeting, told.whither) if goes else ("", None)
    back_date, back_words = back_to_stand(meeting, told.whither) if goes else (None, "")
    appoints = action == ClauseAction.APPOINT
    stands = ClauseStands(
        text=text,
        action=str(action),
        points=points_to_stand(told.points),
        scope=tidy(told.scope, "scope", LONGEST_NAME),
        inline=told.inline,
        effect=told.effect,
        due_date=due_date,
        due_text=due_text,
        assignees=assignees_to_stand(told.assignees),
        appointees=people_to_stand(meeting, told.appointees) if appoints else (),
        to_body=to_body,
        to_date=to_date,
        back_date=back_date,
        back_words=back_words,
    )
    if text:
        return stands
    return replace(stands, text=_from_phrase(phrase, stands, told.what, proposer))


def _from_phrase(phrase: str, stands: ClauseStands, what: str, proposer: str) -> str:
    """The words that come of a phrase when its places are filled in.

    Raises ValidationError where something is left to fill in.
    """
    what = tidy(what, "what", LONGEST_TEXT)
    day = stands.to_date or stands.due_date
    side = side_named(stands.scope)
    text = filled(
        phrase,
        {
            "vad": what or "förslaget",
            "uppgift": what,
            "till": what,
            "vems": genitive(proposer),
            "punkter": points_words(stands.points),
            "sida": OF_SIDE[side] if side else "",
            "mottagare": whole_name([one.text for one in stands.assignees]),
            "person": whole_name([one.name for one in stands.appointees]),
            "organ": stands.to_body,
            "dag": day_words(day) if day else stands.due_text,
        },
    )
    if UNFILLED in text:
        words = _("Frasen behöver fyllas i: %(text)s") % {"text": text}
        raise ValidationError({"what": words})
    return tidy(text, "text", LONGEST_TEXT)


def assignment_to_stand(meeting: Meeting, told: AssignmentWritten) -> AssignmentStands:
    """The assignment as it is to stand. Raises ValidationError."""
    text = tidy(told.text, "text", LONGEST_TEXT)
    if not text:
        raise ValidationError({"text": _("Skriv vad som ska göras.")})
    due_date, due_text = due_to_stand(meeting, told.due)
    return AssignmentStands(text, due_date, due_text, assignees_to_stand(told.assignees))


def points_to_stand(points: Iterable[int]) -> tuple[int, ...]:
    """Numbers of points in order, each once. Raises ValidationError for what is no number."""
    found = tuple(sorted(set(points)))
    if len(found) > MOST_POINTS or any(not 0 < point < 1000 for point in found):
        raise ValidationError({"points": _("Skriv punkternas nummer, till exempel 1-3.")})
    return found


def tidy(words: str, field: str, most: int) -> str:
    """Words with white space folded, without what a database refuses.

    Raises ValidationError where they are too long.
    """
    words = " ".join(words.replace("\0", "").split())
    if len(words) > most:
        raise ValidationError(
            {field: _("Texten är för lång: högst %(count)d tecken.") % {"count": most}}
        )
    return words


def due_to_stand(meeting: Meeting, told: DueTold) -> tuple[dt.date | None, str]:
    """The day that something is due, and the words that say so where there is no day."""
    day, words = told.date, tidy(told.words, "due", LONGEST_WORDS)
    if told.meeting_id is not None:
        day = _meeting_day(meeting, told.meeting_id, "due")
    return day, words


def whither_to_stand(meeting: Meeting, told: WhitherTold) -> tuple[str, dt.date | None]:
    """The body and the day that an item goes to."""
    body, day = tidy(told.body, "body", LONGEST_NAME), told.date
    if told.body_id is not None:
        body = body or _name_of(Body, told.body_id, "body")
    if told.meeting_id is not None:
        day = _meeting_day(meeting, told.meeting_id, "date")
    return body, day


def back_to_stand(meeting: Meeting, told: WhitherTold) -> tuple[dt.date | None, str]:
    """When an item that goes elsewhere is expected back: a day, or words.

    Raises ValidationError for a day that is not after the meeting's.
    """
    words = tidy(told.back_words, "back", LONGEST_NAME)
    if told.back_date is not None and told.back_date <= meeting.date:
        raise ValidationError({"back": _("Dagen måste vara efter mötet.")})
    return told.back_date, words


def body_named(words: str) -> int | None:
    """The body (id) that has these words among its names; None where none has. One query."""
    if not words:
        return None
    names = BodyName.objects.filter(key=key_of(words))
    return names.values_list("body_id", flat=True).first()


def _meeting_day(meeting: Meeting, meeting_id: int, field: str) -> dt.date:
    """The day of a meeting that comes after this one and is not cancelled."""
    coming = Meeting.objects.filter(date__gt=meeting.date, cancelled_at__isnull=True)
    day = coming.filter(id=meeting_id).values_list("date", flat=True).first()
    if day is None:
        raise ValidationError({field: _("Mötet finns inte längre, eller är inte ett kommande.")})
    return day


def assignees_to_stand(told: Sequence[WhoTold]) -> tuple[Who, ...]:
    """Those who are assigned, each once. Raises ValidationError for what the register lacks."""
    found = tuple(dict.fromkeys(_who(one) for one in told if _says(one)))
    if len(found) > MOST_PEOPLE:
        raise ValidationError({"assignees": _("Det är för många mottagare.")})
    return found


def _says(told: WhoTold) -> bool:
    ids = (told.body_id, told.organisation_id, told.person_id)
    return bool(told.text.strip()) or any(one is not None for one in ids)


def _who(told: WhoTold) -> Who:
    text = tidy(told.text, "assignees", LONGEST_NAME)
    picked = [
        (model, id_)
        for model, id_ in (
            (Body, told.body_id),
            (Organisation, told.organisation_id),
            (Person, told.person_id),
        )
        if id_ is not None
    ]
    if len(picked) > 1:
        raise ValidationError({"assignees": _("Välj en mottagare i taget.")})
    for model, id_ in picked:
        name = _name_of(model, id_, "assignees")
        text = text or name[:LONGEST_NAME]
    return Who(text, told.body_id, told.organisation_id, told.person_id)


def _name_of(model: type[Body | Organisation | Person], id_: int, field: str) -> str:
    name = model._default_manager.filter(id=id_).values_list("name", flat=True).first()
    if name is None:
        raise ValidationError({field: _("Det som valdes finns inte längre i registret.")})
    return str(name)


def people_to_stand(meeting: Meeting, told: Sequence[PersonWritten]) -> tuple[Named, ...]:
    """People with the title and organisation that they have on the meeting's day.

    Raises ValidationError where one has neither name nor id, or the register lacks them.
    """
    named = [one for one in told if one.person_id is not None or one.name.strip()]
    if len(named) > MOST_PEOPLE:
        raise ValidationError({"appointees": _("Det är för många personer.")})
    found = [(_name_used(one), one) for one in named]
    keys = {key_of(name) for name, _told in found}
    known = dict(PersonName.objects.filter(key__in=keys).values_list("key", "person_id"))
    posts = affiliation_on(SYSTEM, set(known.values()), meeting.date)
    people = []
    for name, one in found:
        post = posts.get(known.get(key_of(name), 0))
        title, organisation = one.title.strip(), one.organisation.strip()
        people.append(
            Named(
                name,
                (title or (post.title if post and not organisation else ""))[:LONGEST_NAME],
                (organisation or (post.organisation if post and not title else ""))[:LONGEST_NAME],
            )
        )
    return tuple(dict.fromkeys(people))


def _name_used(told: PersonWritten) -> str:
    """The name that a person stands under: as typed where it is theirs, else as they are shown."""
    typed = tidy(told.name, "appointees", LONGEST_NAME)
    if told.person_id is None:
        return typed
    names = dict(PersonName.objects.filter(person_id=told.person_id).values_list("key", "text"))
    shown = _name_of(Person, told.person_id, "appointees")
    if typed and key_of(typed) not in names:
        return typed  # somebody wrote another name over the one that was picked
    return names.get(key_of(typed or shown)) or next(iter(names.values()), shown)


def name_ids(people: Iterable[Named]) -> dict[str, int]:
    """The id of each name, by its words; whom the register does not know is added to it."""
    texts = {one.name for one in people}
    return person_names(viewer=SYSTEM, texts=texts) if texts else {}

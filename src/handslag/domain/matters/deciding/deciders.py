"""Bodies as the rule over mandates sees them."""

from __future__ import annotations

from handslag.domain.matters.deciding.effects import Decider
from handslag.domain.registry.mandates.rules import Held
from handslag.domain.registry.models import Body


def decider_of_meeting(meeting_id: int) -> Decider:
    """The body that meets, with all mandates it has or has had. One query.

    Part of reads and writes that have asked whether the viewer may. Raises Body.DoesNotExist.
    """
    columns = ("id", "what", "effect", "actions", "since", "until")
    rows = list(
        Body.objects.filter(meetings=meeting_id)
        .order_by("mandates__id")
        .values_list(
            *("name", "legal_form", "effect", "since", "until"),
            *(f"mandates__{column}" for column in columns),
        )
    )
    if not rows:
        raise Body.DoesNotExist(meeting_id)
    held = tuple(
        Held(id_, what, effect, tuple(actions), since, until)
        for id_, what, effect, actions, since, until in (row[5:] for row in rows)
        if id_ is not None
    )
    name, legal_form, effect, since, until = rows[0][:5]
    return Decider(name, legal_form, effect, since, until, held)

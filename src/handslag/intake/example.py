"""The example county: its documents are taken in and accepted at the first start, and only then.

`county.toml` in the example's folder tells what there is:

    [[bodies]]            # bodies with every name that documents use for them
    name = "..."
    short_name = "..."    # may be left out
    kind = "..."          # a value of BodyKind; may be left out
    names = ["..."]       # may be left out
    legal_form = "..."    # all from here on may be left out: values of LegalForm,
    decision_rule = "..." # DecisionRule,
    effect = "..."        # DecisionEffect
    side = "..."          # and Side
    about = "..."
    parent = "..."        # a name that documents use for it
    owner = "..."         # an organisation
    since = 2025-01-31
    until = 2025-12-31
    prepares_for = ["..."]
    reports_to = ["..."]
    seats = [{role = "member", principal = "...", side = "...", function = "...", count = 1}]

    [county]              # where it has a code, it is chosen as the county
    code = "..."
    name = "..."
    populations = "..."   # may be left out: a file of them, as
    source = "..."        # `domain.registry.organisations.populations` reads it

    [[municipalities]]    # the principals, with [region] below
    name = "..."
    code = "..."          # may be left out

    [region]
    name = "..."
    code = "..."          # may be left out

    [[organisations]]     # those that are no principals
    name = "..."
    kind = "..."          # a value of OrganisationKind

    [[groups]]            # of organisations
    name = "..."
    about = "..."         # may be left out
    members = ["..."]

    [[documents]]         # in the order they are accepted
    file = "documents/..."
    accept = false        # may be left out: left waiting for a person where false
    body = "..."          # may be left out: whose meeting it is, where the document does not say
    date = 2025-01-31     # may be left out: which of the body's meetings it is, where it errs

    [[members]]           # who sits in which body
    body = "..."          # a name that documents use for it
    person = "..."
    role = "..."          # a value of MembershipRole; "member" where left out
    principal = "..."     # may be left out
    function = "..."      # may be left out
    since = 2025-01-31
    until = 2025-12-31    # may be left out

    [[work]]              # where people work, and how they are reached
    person = "..."
    organisation = "..."
    title = "..."         # all from here on may be left out
    email = "..."
    since = 2025-01-31
    until = 2025-12-31

    [[users]]             # accounts without passwords, to look around as
    name = "..."          # the person's in the register, if they are there
    email = "..."
    role = "..."          # may be left out: one that is given for the whole county
    looks = "member"      # may be left out: as what this one looks around

    [[plans]]             # a body's year, planned here
    body = "..."
    days = [2027-01-28]
    start = 09:00:00      # may be left out, as what follows
    end = 12:00:00
    place = "..."
    material_days = 14
    notice_days = 7
    pre_body = "..."      # the body that holds pre-meetings
    pre_minutes = 60
    state = "shared"      # who knows of it: "draft", "shared" or "published"
    moved = [{ from = 2027-01-28, to = 2027-02-04, reason = "..." }]
    cancelled = [{ day = 2027-03-11, reason = "..." }]

    [[agendas]]           # what is prepared for a planned meeting
    body = "..."
    date = 2027-01-28
    template = "..."      # may be left out: a template made of it, by this name
    items = [{ heading = "..." }]  # with kind, minutes, text, standing, presenters, by and points,
                                   # files = [{ file = "agenda/...", title = "..." }]
    raised = [{ heading = "..." }] # matters that await preparation, with text, kind and minutes

    [[meetings]]          # how far their papers have come; what is not told stays a draft
    body = "..."
    date = 2025-01-31
    notice = "shared"     # "draft", "shared", "finalised" or "published", which it is if left out
    minutes = "draft"     # as above
    closed = ["..."]      # may be left out: how headings of items begin that are closed on
    ground = "..."        # this statute
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from handslag.domain.access.viewer import SYSTEM
from handslag.domain.audit.actions import log
from handslag.domain.audit.queries import history
from handslag.domain.registry import actions as registry
from handslag.domain.registry import queries as registry_queries
from handslag.intake.acceptance import accept
from handslag.intake.errors import Invalid, NotTakenIn
from handslag.intake.models import Review, ReviewState
from handslag.intake.planning import plan
from handslag.intake.populating import load_people, meeting_on, publish
from handslag.intake.preparing import prepare
from handslag.intake.structuring import load_structure, load_work
from handslag.intake.taking_in import take_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from handslag.domain.access.viewer import Viewer
    from handslag.intake.populating import Publish

EXAMPLE = "intake.example"
FIRST_REVISION = 1


def load_example(
    folder: Path,
    *,
    viewer: Viewer = SYSTEM,
    report: Callable[[str], None] | None = None,
    freeze: Publish | None = None,
) -> bool:
    """Load the example in `folder`; returns False, with nothing touched, where it has been loaded.

    Killed in the middle it goes on the next time, and leaves alone what somebody has changed in
    the meantime. `report` is told each file's name as its turn comes; `freeze` publishes what is to
    be published, and without it nothing is. A document that cannot be
    taken in or accepted is passed over: the rest goes on.
    Raises FileNotFoundError and tomllib.TOMLDecodeError for a folder without a good county.toml.
    """
    if history(viewer, EXAMPLE, 0):
        return False
    county = tomllib.loads((folder / "county.toml").read_text(encoding="utf-8"))
    for body in county.get("bodies", ()):
        _load_body(viewer, body)
    load_structure(viewer, folder, county)
    for document in county.get("documents", ()):
        if report:
            report(document["file"])
        _load_document(viewer, folder, document)
    looks = load_people(viewer, county)
    load_work(viewer, county.get("work", ()))
    publish(viewer, county.get("meetings", ()), freeze)
    plan(viewer, county.get("plans", ()))
    prepare(viewer, folder, county.get("agendas", ()))
    with transaction.atomic():
        log(
            viewer=viewer,
            verb="intake.load_example",
            thing_type=EXAMPLE,
            thing_id=0,
            detail=looks,
        )
    return True


def look_around_as() -> Mapping[str, str]:
    """As whose account (address) to look around the example as what ("coordinator", "member").

    Empty where no example has been loaded. One query.
    """
    rows = history(SYSTEM, EXAMPLE, 0)
    return {str(what): str(email) for what, email in rows[-1].detail.items()} if rows else {}


@transaction.atomic
def _load_body(viewer: Viewer, body: dict[str, Any]) -> None:
    body_id = registry.body_named(
        viewer=viewer, name=body["name"], short_name=body.get("short_name", "")
    )
    if kind := body.get("kind"):
        registry.set_body_kind(viewer=viewer, body_id=body_id, kind=kind)
    for name in body.get("names", ()):
        registry.add_body_name(viewer=viewer, body_id=body_id, text=name)


def _load_document(viewer: Viewer, folder: Path, document: dict[str, Any]) -> None:
    path = folder / document["file"]
    try:
        taken = take_in(viewer=viewer, name=path.name, data=path.read_bytes())
    except (NotTakenIn, OSError):
        return
    review = Review.objects.get(document_id=taken.document_id)
    untouched = review.state == ReviewState.WAITING and review.revision == FIRST_REVISION
    if not (document.get("accept", True) and untouched):
        return
    name = document.get("body", "")
    body_id = registry_queries.find_body(viewer, name) if name else None
    meeting_id = meeting_on(viewer, name, document.get("date")) if name else None
    try:
        accept(
            viewer=viewer,
            document_id=taken.document_id,
            revision=review.revision,
            body_id=body_id,
            meeting_id=meeting_id,
        )
    except (Invalid, ValidationError):
        return  # it waits for a person, as any document that lacks something does

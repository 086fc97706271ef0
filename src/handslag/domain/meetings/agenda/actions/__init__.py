"""Writes of an agenda while it is prepared."""

from handslag.domain.meetings.agenda.actions.attachments import (
    add_attachment,
    add_version,
    change_attachment,
    order_attachments,
    remove_attachment,
    require_attaching,
    require_new_version,
    withdraw_attachment,
)
from handslag.domain.meetings.agenda.actions.items import (
    add_item,
    change_item,
    order_items,
    pull_item,
    put_back_item,
    remove_item,
)
from handslag.domain.meetings.agenda.actions.raised import (
    accept_matter,
    answer_question,
    decline_matter,
    raise_matter,
    return_matter,
    withdraw_matter,
)
from handslag.domain.meetings.agenda.actions.templates import (
    begin_agenda,
    change_template,
    make_template,
    remove_template,
)

__all__ = [
    "accept_matter",
    "add_attachment",
    "add_item",
    "add_version",
    "answer_question",
    "begin_agenda",
    "change_attachment",
    "change_item",
    "change_template",
    "decline_matter",
    "make_template",
    "order_attachments",
    "order_items",
    "pull_item",
    "put_back_item",
    "raise_matter",
    "remove_attachment",
    "remove_item",
    "remove_template",
    "require_attaching",
    "require_new_version",
    "return_matter",
    "withdraw_attachment",
    "withdraw_matter",
]

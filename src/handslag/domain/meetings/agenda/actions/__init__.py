"""Writes of an agenda while it is prepared."""

from handslag.domain.meetings.agenda.actions.items import (
    add_item,
    change_item,
    order_items,
    pull_item,
    put_back_item,
    remove_item,
)

__all__ = [
    "add_item",
    "change_item",
    "order_items",
    "pull_item",
    "put_back_item",
    "remove_item",
]

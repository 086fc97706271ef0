"""Columns that are worked out from others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from handslag.domain.base.words import order_of

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class OrderKey(_Text):
    """The key to sort a text column by, in Swedish order; kept in step with it at every save.

    `of` names the text column. Rows made in bulk get it too; `update()` on the text does not.
    """

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{**kwargs, "editable": False})

    def deconstruct(self) -> Any:
        """What a migration must know to make the column again."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, {**kwargs, "of": self.of}

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """The column sorts by its letters' numbers in every database: the key is made for that."""
        found = super().db_parameters(connection)
        return found | {"collation": "C"} if connection.vendor == "postgresql" else found

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001, ARG002  Django's own
        """The key of the text as it is now."""
        key = order_of(getattr(model_instance, self.of))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key

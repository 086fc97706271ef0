"""What forms share: choices that depend on who looks, days, and what an action refused with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.exceptions import ValidationError
    from django.http import QueryDict


class Form(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **({"label_suffix": ""} | kwargs))

    def offer(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        """Say what there is to choose among in the field called `name`."""
        cast("forms.ChoiceField", self.fields[name]).choices = list(choices)

    def seen_now(self, seen: str) -> None:
        """Let the form say that it has seen what its page shows now (the hidden field `seen`)."""
        data = cast("QueryDict", self.data).copy()
        data["seen"] = seen
        self.data = data

    def told(self, refusal: ValidationError) -> None:
        """Tell what an action refused with, beside the field where it is about one."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal.messages)
            return
        for field, words in refusal.message_dict.items():
            self.add_error(field if field in self.fields else None, words)


def first_day() -> forms.DateField:
    """A first day; today where it is left out."""
    return _day(_("Från och med"), _("Tomt betyder i dag."))


def always_or_day() -> forms.DateField:
    """A first day; always, or since nobody knows when, where it is left out."""
    return _day(_("Från och med"), _("Tomt betyder alltid, eller att ingen vet."))


def last_day() -> forms.DateField:
    """A last day; no end where it is left out."""
    return _day(_("Till och med"), _("Tomt betyder tills vidare."))


def _day(label: Any, help_text: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

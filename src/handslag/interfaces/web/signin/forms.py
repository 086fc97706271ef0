"""What people fill in to sign in and to look after their account."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(account.LoginForm):  # type: ignore[misc]  # allauth has no types
    """An e-mail address and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["login"] = forms.EmailField(
            label=_("E-postadress"),
            widget=forms.EmailInput(attrs={"autocomplete": "username webauthn"}),
        )
        self.fields["password"].label = _("Lösenord")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = forms.PasswordInput(
            attrs={"autocomplete": "current-password"}
        )

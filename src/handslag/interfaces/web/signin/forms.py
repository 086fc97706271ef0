"""What people fill in to sign in and to look after their account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handslag.domain.accounts.attempts import device_door, factor_door, let_in, only_once, try_doors
from handslag.domain.accounts.entrances import refuse_address
from handslag.domain.accounts.strength import LONGEST
from handslag.interfaces.web.signin import devices

if TYPE_CHECKING:
    from handslag.domain.accounts.attempts import Door

HINT = gettext_lazy(
    "Minst 12 tecken. Några ord efter varandra som inte hör ihop är lätt att minnas och svårt att "
    "gissa."
)


def password_field(label: Any, *, new: bool = False, hint: Any = "") -> forms.CharField:
    """A field for a password; `new` for one that is being chosen."""
    attributes = {"autocomplete": "new-password" if new else "current-password"}
    if new and hint:
        attributes["data-strength"] = ""  # told while it is typed, where there is JavaScript
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs=attributes),
    )


class SignInForm(account.LoginForm):  # type: ignore[misc]  # allauth has no types
    """An e-mail address and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label=_("E-postadress"),
            widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        )
        self.fields["password"] = password_field(_("Lösenord"))


class NewPassword(forms.Form):
    """A new password, typed twice, that nobody soon guesses."""

    user: Any = None
    password1 = password_field(gettext_lazy("Nytt lösenord"), new=True, hint=HINT)
    password2 = password_field(gettext_lazy("Samma lösenord en gång till"), new=True)

    def clean_password1(self) -> str:
        """The password, if it is strong enough for its owner."""
        password = str(self.cleaned_data["password1"])
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        found = super().clean() or {}
        first, second = found.get("password1"), found.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("De båda lösenorden är olika. Skriv samma två gånger."))
        return found


class ChangePasswordForm(NewPassword):
    """The password that is and the one that is to be."""

    field_order = ("oldpassword", "password1", "password2")
    oldpassword = password_field(gettext_lazy("Ditt lösenord nu"))

    def __init__(self, user: Any = None, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_oldpassword(self) -> str:
        """The password that is: guessed no faster here than at the door."""
        password = str(self.cleaned_data["oldpassword"])
        if not account.get_adapter(context.request).reauthenticate(self.user, password):
            raise account.get_adapter().validation_error("enter_current_password")
        return password

    def save(self) -> None:
        """Keep it."""
        account.flows.password_change.change_password(self.user, self.cleaned_data["password1"])


class SetPasswordForm(NewPassword):
    """A first password, for somebody who has signed in without."""

    def __init__(self, user: Any = None, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def save(self) -> None:
        """Keep it."""
        account.flows.password_change.change_password(self.user, self.cleaned_data["password1"])


class ResetForm(NewPassword):
    """A new password for somebody who has forgotten theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user", None)
        kwargs.pop("temp_key", None)
        super().__init__(*args, **kwargs)

    def save(self) -> None:
        """Keep it."""
        account.flows.password_reset.reset_password(self.user, self.cleaned_data["password1"])


class TokenForm(account.UserTokenForm):  # type: ignore[misc]  # allauth has no types
    """The link in a letter: whose it is, and whether it still holds."""

    def clean(self) -> dict[str, Any]:
        """Of an account that is open."""
        found: dict[str, Any] = super().clean()
        if not self.reset_user.is_active:
            raise account.get_adapter().validation_error("invalid_password_reset")
        return found


class ForgottenForm(forms.Form):
    """Where to send a letter."""

    email = forms.EmailField(
        label=gettext_lazy("E-postadress"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )


class AddressForm(forms.Form):
    """A new address for one's account."""

    email = forms.EmailField(
        label=gettext_lazy("Ny e-postadress"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        """Another than now. Whether somebody else has it is told to nobody."""
        email = str(self.cleaned_data["email"]).strip().lower()
        if email == self.user.email:
            raise ValidationError(_("Det är adressen du redan har."))
        return email

    def is_free(self) -> bool:
        """Whether no other account has it."""
        try:
            refuse_address(self.user, self.cleaned_data["email"])
        except ValidationError:
            return False
        return True


class AgainForm(forms.Form):
    """One's password once more, before something that matters."""

    password = password_field(gettext_lazy("Lösenord"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """The right one."""
        password = str(self.cleaned_data["password"])
        if not account.get_adapter(context.request).reauthenticate(self.user, password):
            raise account.get_adapter().validation_error("incorrect_password")
        return password


def _code_field(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class _Counted:
    """Codes are guessed no faster than passwords: each is counted before it is looked at."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """The code, if it is right. ValidationError with the time to wait after too many."""
        from handslag.interfaces.web.signin.adapters import too_many

        doors = self._doors()
        if wait := try_doors(doors):
            raise ValidationError(too_many(wait, known=True))
        self.cleaned_data["code"] = self.cleaned_data["code"].replace(" ", "")
        code: str = super().clean_code()  # type: ignore[misc]  # the form it stands before
        if not only_once(f"code {self.user.pk} {code}"):
            raise account.get_adapter().validation_error("incorrect_code")
        let_in(doors, clear=True)
        return code

    def _doors(self) -> list[Door]:
        """A browser that has been let in before has a door of its own for codes too."""
        door = factor_door(self.user.pk)
        if devices.is_known(context.request, self.user.email):
            own = devices.doors(context.request, self.user.email)
            return [device_door(f"factor {one.name}") for one in own]
        return [door]


class CodeForm(_Counted, factors.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code from an app, or a recovery code, when signing in."""

    code = _code_field(
        gettext_lazy("Kod"), gettext_lazy("Sex siffror ur appen, eller en reservkod.")
    )


class CodeAgainForm(_Counted, factors.ReauthenticateForm):  # type: ignore[misc]  # as above
    """A code once more, before something that matters."""

    code = _code_field(
        gettext_lazy("Kod"), gettext_lazy("Sex siffror ur appen, eller en reservkod.")
    )


class AppForm(_Counted, totp.ActivateTOTPForm):  # type: ignore[misc]  # as above
    """The first code from a new app, which shows that it was set up right."""

    code = _code_field(
        gettext_lazy("Kod ur appen"), gettext_lazy("De sex siffror som appen visar nu.")
    )


class KeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]  # as above
    """A new key and what its owner calls it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Namn på nyckeln"), max_length=100, required=False
        )
        self.fields["passwordless"] = forms.BooleanField(
            label=_("Logga in med bara nyckeln, utan lösenord"),
            help_text=_(
                "Då frågar nyckeln efter en kod eller ditt fingeravtryck. Annars används den efter "
                "lösenordet."
            ),
            required=False,
            initial=True,
        )
        self.order_fields(["name", "passwordless", "credential"])


class KeyNameForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]  # as above
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Namn på nyckeln")
        self.fields["name"].max_length = 100

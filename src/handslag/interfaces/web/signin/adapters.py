"""How allauth does things here: whom it lets in, how fast, in which words, by whose word."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from qrcode.image.svg import SvgPathImage

from handslag.domain.accounts.attempts import let_in, try_doors
from handslag.domain.accounts.entrances import Told, tell, user_with
from handslag.domain.accounts.sessions import DEVICE, STARTED, forget_old_sessions
from handslag.interfaces.web.kit.addresses import client_address
from handslag.interfaces.web.kit.links import address_of
from handslag.interfaces.web.signin import devices
from handslag.interfaces.web.signin.second_factor import has_factor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from allauth.socialaccount.models import SocialLogin
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import Promise


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Signing in with a password, and the letters about one's account."""

    error_messages: Mapping[str, Promise] = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("Kontot är stängt."),
        "email_password_mismatch": gettext_lazy(
            "E-postadressen och lösenordet hör inte ihop. Kontrollera båda och försök igen."
        ),
        "enter_current_password": gettext_lazy("Lösenordet stämmer inte. Inget har ändrats."),
        "incorrect_password": gettext_lazy("Lösenordet stämmer inte. Försök igen."),
        "incorrect_code": gettext_lazy("Koden stämmer inte. Vänta på nästa kod och försök igen."),
        "invalid_password_reset": gettext_lazy("Länken går inte att använda."),
        "rate_limited": gettext_lazy("Det kom många försök på kort tid. Vänta en stund."),
        "too_many_login_attempts": gettext_lazy(
            "Det kom många försök på kort tid. Vänta en stund och försök igen."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account without having been invited."""
        del request
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's address, as far as the proxies in front of us can be trusted."""
        return client_address(request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The user with this address and password; None where they do not belong together.

        Raises ValidationError, with the time to wait, where too many have tried. Everything is
        the same, and takes as long, whether anybody has the address or not.
        """
        email = str(credentials.get("email", ""))
        doors = devices.doors(request, email)
        if wait := try_doors(doors):
            raise ValidationError(too_many(wait, known=devices.is_known(request, email)))
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is None:
            tell(Told.REFUSED, user_with(email), how="password")
        else:
            let_in(doors, clear=devices.is_known(request, email))
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Attempts are counted by their doors, in `authenticate`."""

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing was counted here: see `authenticate`."""

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether the one who is signed in still knows the password."""
        email = getattr(user, "email", "")
        found = self.authenticate(self.request, email=email, password=password)
        return found is not None and found.pk == user.pk

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the session, under a new key, and write it into the log."""
        forget_old_sessions()
        with transaction.atomic():
            super().login(request, user)
            request.session[DEVICE] = devices.described(self.get_http_user_agent(request))
            request.session[STARTED] = time.time()
            request.session.save()

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        """Lead on, and let this browser have a door of its own from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user)
        return response

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the account's owner of a change, when the change is done."""
        told = {
            "user": user,
            "device": devices.described(self.get_http_user_agent(self.request)),
            **(context or {}),
        }
        address = str(email or getattr(user, "email", ""))
        request = self.request
        transaction.on_commit(lambda: send(template_prefix, address, told, request))

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """A letter in plain text."""
        del headers
        return letter(template_prefix, [email] if isinstance(email, str) else email, context)


def letter(template_prefix: str, to: list[str], context: dict[str, Any]) -> EmailMessage:
    """A letter in plain text, of `..._subject.txt` and `..._message.txt`."""
    subject = render_to_string(f"{template_prefix}_subject.txt", context)
    body = render_to_string(f"{template_prefix}_message.txt", context)
    return EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=to)


def send(
    template_prefix: str, to: str, context: dict[str, Any], request: HttpRequest | None = None
) -> None:
    """Send a letter; where it will not go, the server's log says so and the change stands."""
    from handslag.interfaces.web.signin.later import log

    told = context | {"address": address_of(request, "/") if request else ""}
    try:
        letter(template_prefix, [to], told).send()
    except OSError:  # the mail server's fault, and told to whoever runs this one
        log.exception("A letter could not be sent")


def too_many(wait: timedelta, *, known: bool) -> str:
    """That one has to wait, for how long, and what else can be done."""
    told = _("Det kom många försök på kort tid. Försök igen om %(wait)s.") % {"wait": spoken(wait)}
    if known:
        return told
    return " ".join(
        (
            told,
            _(
                "Har du bråttom kan du logga in i en webbläsare där du har loggat in förut, med "
                "en nyckel, eller välja ett nytt lösenord genom ett brev till din e-postadress."
            ),
        )
    )


def spoken(wait: timedelta) -> str:
    """A time to wait, in words: never too short."""
    seconds = int(wait.total_seconds()) + 1
    if seconds < 60:
        return ngettext("%(count)d sekund", "%(count)d sekunder", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)d minut", "%(count)d minuter", minutes) % {"count": minutes}


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # as above
    """Second factors: apps that show codes, keys, recovery codes."""

    error_messages: Mapping[str, Promise] = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy(
            "Länet kräver inloggning i två steg, så det sista av dem går inte att ta bort. "
            "Lägg till en annan först."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Reservkoder går att få när du har en app eller en nyckel."
        ),
        "incorrect_code": gettext_lazy("Koden stämmer inte. Vänta på nästa kod och försök igen."),
    }

    def encrypt(self, text: str) -> str:
        """What codes are made of, as it is kept: of no use without the installation's secret."""
        return (
            _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
            .encrypt(text.encode())
            .decode()
        )

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` was given."""
        box = _box(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return box.decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The picture for an app to read, to stand in the page itself: nothing else may load."""
        drawn = qrcode.make(url, image_factory=SvgPathImage)
        return str(drawn.to_string(encoding="unicode"))

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one where the county demands one."""
        if not settings.SECOND_FACTOR_REQUIRED:
            return True
        return has_factor(authenticator.user_id, but=authenticator.pk)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002  allauth's
        """A name for a new key, which its owner may change."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Min nyckel") if count == 0 else _("Nyckel %(number)d") % {"number": count + 1}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Under what name keys know us."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Handslag"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Under what name keys know the user."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": getattr(user, "name", "")}


@cache
def _box(*secrets: str) -> MultiFernet:
    """Locks with the first of the secrets, opens with any."""
    keys = [sha256(f"handslag second factor {secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """Signing in by the word of a region's own identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: see `handslag.interfaces.web.signin.organisation`."""
        del request, sociallogin
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the provider's person to an account of ours, or turn them away."""
        from handslag.interfaces.web.signin.organisation import join

        join(request, sociallogin)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Back to the page for signing in, with what happened in words."""
        from handslag.interfaces.web.signin.organisation import failed

        del provider
        if kwargs.get("error") == AuthError.CANCELLED:
            return  # which is no error, and has a page of its own
        raise ImmediateHttpResponse(failed(request))

"""The part of the settings that says how people sign in, and how letters are sent.

Environment:
    HANDSLAG_SESSION_IDLE   hours without a click after which somebody must sign in again; 8.
    HANDSLAG_SESSION_LIFE   hours after which they must in any case; 168, a week.
    HANDSLAG_SECOND_FACTOR  "required": nobody gets further than to setting one up without it.
    HANDSLAG_OIDC_ISSUER    a region's own identity provider (OpenID Connect), as it names itself.
    HANDSLAG_OIDC_CLIENT_ID, HANDSLAG_OIDC_CLIENT_SECRET  what it knows Handslag by.
    HANDSLAG_OIDC_NAME      what it is called on the page for signing in.
    HANDSLAG_MAIL_URL       smtp://, smtp+starttls:// or smtps://, user:password@server:port;
                            without it letters are written to the data folder's "mail".
    HANDSLAG_MAIL_FROM      whom letters come from: "Handslag <handslag@example.se>".
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from environs import Env

from handslag.config.factor import is_demanded
from handslag.config.letters import mail_settings
from handslag.config.provider import origin, provider_id, provider_settings

env = Env()

_LOCAL = not env.bool("HANDSLAG_PRODUCTION", False)

APPS = [
    "handslag.interfaces.web.signin",  # its pages before allauth's own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
"""In this order, before everything that must know who asks."""

AUTHENTICATION_BACKENDS = ["handslag.interfaces.web.signin.backends.ByAddress"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "account_login"

SESSION_ENGINE = "handslag.domain.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = int(env.float("HANDSLAG_SESSION_LIFE", 168.0) * 3600)
SESSION_IDLE = int(env.float("HANDSLAG_SESSION_IDLE", 8.0) * 3600)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_RESET_TIMEOUT = 2 * 3600
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "handslag.domain.accounts.strength.NotGuessable"},
]

_FORMS = "handslag.interfaces.web.signin.forms"
ACCOUNT_ADAPTER = "handslag.interfaces.web.signin.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever has an account was invited under its address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the others are ended, this one goes on
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  no password
# Attempts to get in are counted in the database, by `domain.accounts.attempts`.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reauthenticate": None}
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.SignInForm",
    "reauthenticate": f"{_FORMS}.AgainForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetForm",
    "user_token": f"{_FORMS}.TokenForm",
}

MFA_ADAPTER = "handslag.interfaces.web.signin.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Handslag"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # as above: the address was verified by the invitation
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _LOCAL
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.CodeAgainForm",
    "activate_totp": f"{_FORMS}.AppForm",
    "add_webauthn": f"{_FORMS}.KeyForm",
    "edit_webauthn": f"{_FORMS}.KeyNameForm",
}
SECOND_FACTOR_REQUIRED = is_demanded(env.str("HANDSLAG_SECOND_FACTOR", ""))

OIDC_ISSUER = env.str("HANDSLAG_OIDC_ISSUER", "").rstrip("/")
OIDC_NAME = env.str("HANDSLAG_OIDC_NAME", "") or "OpenID Connect"
OIDC_PROVIDER_ID = provider_id(OIDC_ISSUER)
SOCIALACCOUNT_ADAPTER = "handslag.interfaces.web.signin.adapters.ProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = provider_settings(
    OIDC_ISSUER,
    client_id=env.str("HANDSLAG_OIDC_CLIENT_ID", ""),
    secret=env.str("HANDSLAG_OIDC_CLIENT_SECRET", ""),
    name=OIDC_NAME,
    local=_LOCAL,
)
FORM_ORIGINS = [origin(OIDC_ISSUER)] if OIDC_ISSUER else []
"""Where a form may lead beside our own pages: see kit.headers.policy."""

_data = Path(os.environ.get("HANDSLAG_DATA", "var")).resolve()
_mail = mail_settings(env.str("HANDSLAG_MAIL_URL", ""), _data / "mail")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = _mail["EMAIL_USE_TLS"]
EMAIL_USE_SSL = _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 20
EMAIL_USE_LOCALTIME = True
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("HANDSLAG_MAIL_FROM", "Handslag <handslag@localhost>")

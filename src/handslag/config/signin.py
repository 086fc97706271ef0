"""The part of the settings that says how people sign in.

Environment:
    HANDSLAG_SESSION_IDLE  hours without a click after which somebody must sign in again; 8.
    HANDSLAG_SESSION_LIFE  hours after which they must in any case; 168, a week.
"""

from __future__ import annotations

from environs import Env

env = Env()

APPS = [
    "allauth",
    "allauth.account",
    "handslag.interfaces.web.signin",
]

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
"""In this order, before everything that must know who asks."""

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "account_login"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(env.float("HANDSLAG_SESSION_LIFE", 168.0) * 3600)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = False
"""A closed browser forgets; how long a session lasts at most is told above."""
ACCOUNT_FORMS = {"login": "handslag.interfaces.web.signin.forms.SignInForm"}

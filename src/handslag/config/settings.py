"""Settings of one installation: one county, one database, one folder for everything it keeps.

Environment:
    HANDSLAG_DATA        the folder for files, secret and SQLite; "var" in the working folder.
    HANDSLAG_DATABASE    where everything else is kept, postgresql://user:password@host:5432/name;
                         SQLite in the folder where not given.
    HANDSLAG_SECRET_KEY  signs cookies and forms; made and kept in the folder where not given.
    HANDSLAG_HEAD_FILE   a file to which the log's head is appended; none by default.
    HANDSLAG_HOSTS       names the server answers to, by commas; this machine alone by default.
    HANDSLAG_PRODUCTION  1 where others than this machine are answered: see config.production.
    HANDSLAG_URL         the address everybody reaches it at, https:// and a name.
    HANDSLAG_TRUSTED_PROXIES  addresses or networks, by commas, of web servers in front of this
                         one, whose word on the client's address is taken; none by default.
    HANDSLAG_MAIL_LARGEST  megabytes of papers that a letter takes with it; 10 by default.
    HANDSLAG_LOG         "json" or "text" for a line a request too; warnings alone by default.
"""

from __future__ import annotations

import os
from pathlib import Path

from environs import Env

from handslag.config import signin
from handslag.config.database import database
from handslag.config.logs import logging_as
from handslag.config.production import is_production, refuse_unsafe, warnings
from handslag.config.secret import secret_kept_in
from handslag.config.signin import *  # noqa: F403  settings are names in one module, to Django

env = Env()

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(env.str("HANDSLAG_DATA", "var")).resolve()
FILES = DATA / "files"
PRODUCTION = is_production(os.environ)
if PRODUCTION:
    refuse_unsafe(os.environ, DATA)
WARNINGS = warnings(os.environ) if PRODUCTION else []
HEAD_FILE = env.str("HANDSLAG_HEAD_FILE", "")
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = env.str("HANDSLAG_SECRET_KEY", "") or secret_kept_in(DATA)
DEBUG = False
ALLOWED_HOSTS = env.list("HANDSLAG_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
URL = env.str("HANDSLAG_URL", "").rstrip("/")
MAIL_LARGEST = env.int("HANDSLAG_MAIL_LARGEST", 10) * 1_000_000
TRUSTED_PROXIES: tuple[str, ...] = tuple(env.list("HANDSLAG_TRUSTED_PROXIES", []))
# Looking around the example without signing in; `handslag serve --example` asks for it. Never in
# production (see config.production), nor where anything tells of others than this machine.
DEMO = env.str("HANDSLAG_DEMO", "") == "1" and not PRODUCTION and not URL and not TRUSTED_PROXIES

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "handslag.domain.audit",
    "handslag.domain.accounts",
    "handslag.domain.registry",
    "handslag.domain.documents",
    "handslag.domain.publications",
    "handslag.domain.meetings",
    "handslag.domain.matters",
    "handslag.intake",
    "handslag.output.post",
    "handslag.output.search",
    "handslag.output.news",
    "handslag.interfaces.web.kit",
    "handslag.interfaces.web.desk",
    "handslag.interfaces.web.public",
    *signin.APPS,
]

MIDDLEWARE = [
    "handslag.interfaces.web.kit.health.answer_health",
    "handslag.interfaces.web.kit.requestlog.request_log",
    # before whatever asks whether the client came over HTTPS
    "handslag.interfaces.web.kit.addresses.doubt_strangers",
    "django.middleware.security.SecurityMiddleware",
    "handslag.interfaces.web.kit.headers.protect",
    # its checks come before those of CSRF, which reads what is sent
    "handslag.interfaces.web.kit.limits.Limits",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "handslag.interfaces.web.kit.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "handslag.interfaces.web.kit.signs.WithoutZeros",
    *signin.MIDDLEWARE,
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "handslag.interfaces.web.kit.middleware.viewer",
    "handslag.interfaces.web.signin.second_factor.demand",
    "handslag.interfaces.web.desk.door.Door",
]

ROOT_URLCONF = "handslag.config.urls"
WSGI_APPLICATION = "handslag.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database(env.str("HANDSLAG_DATABASE", ""), DATA)}
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# A county's papers of many years at once.
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
LIMITS_FILE = DATA / "limits"

# In production everything goes over HTTPS, and cookies nowhere else. Their names make browsers
# refuse one that another name under the same domain has set.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-form" if PRODUCTION else "form"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_SSL_HOST = URL.partition("://")[2] or None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "handslag.interfaces.web.kit.errors.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
LANGUAGE_COOKIE_SAMESITE = "Lax"

LOG = env.str("HANDSLAG_LOG", "")
LOGGING = logging_as(LOG)

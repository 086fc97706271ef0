"""How much is written on standard error, and in which form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

FORMS = ("", "text", "json")


def logging_as(form: str) -> dict[str, Any]:
    """Django's LOGGING for HANDSLAG_LOG: "text" or "json"; empty for warnings and faults alone.

    With a form given, each request is a line too. Raises ImproperlyConfigured for others.
    """
    if form not in FORMS:
        words = (
            f"Inställningen HANDSLAG_LOG är {form}, men kan bara vara text eller json. Utan den "
            "skrivs varningar och fel som text. Inget har ändrats."
        )
        raise ImproperlyConfigured(words)
    everything = "INFO" if form else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discretion": {"()": "handslag.interfaces.web.kit.lines.Discretion"}},
        "formatters": {
            "json": {"()": "handslag.interfaces.web.kit.lines.OneLine"},
            "text": {"format": "%(asctime)s %(levelname)s %(message)s"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["discretion"],
                "formatter": form,  # none of them: the message alone
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "handslag": {"level": everything},
            "_granian": {"level": everything},
            # An address that leads nowhere is the visitor's, not the server's.
            "django.request": {"level": "ERROR"},
            # Django would also send it by mail, and write it in a form of its own.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
        },
    }

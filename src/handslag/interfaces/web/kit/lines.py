"""The lines that the server writes: each as JSON, and none with what must not be read.

No line tells what somebody searched for, nor any address that opens a door by itself: a path is
written without its query, and without whatever stands in it for a secret.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

ACCESS = "handslag.access"
"""Who writes a line for each request."""
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that is answered: on its own line, on all others written meanwhile, and in the
answer, so that somebody who tells of a fault can name it."""
SECRET_ROUTES = ("lank/", "inbjudan/", "valkommen/", "losenord/nytt/", "kalender/", "svar/")
"""What addresses begin with that open a door by themselves."""
FIELDS = ("method", "path", "status", "milliseconds", "user", "address")
"""What the line of a request tells of."""

HIDDEN = "…"
LONGEST_PATH = 300


def path_of(request: HttpRequest) -> str:
    """The path as it may be written: words that were caught in it are left out.

    Numbers are the ids of things and stay. A path that leads nowhere may still be one with a
    secret, mistyped.
    """
    path = request.path_info
    bare = path.lstrip("/")
    for start in SECRET_ROUTES:
        if bare.startswith(start):
            return f"/{start}{HIDDEN}"
    match = request.resolver_match
    for word in match.kwargs.values() if match else ():
        if isinstance(word, str) and word:
            path = path.replace(word, HIDDEN)
    return "".join(sign if sign.isprintable() else "?" for sign in path[:LONGEST_PATH])


class Discretion(logging.Filter):
    """Puts the request's name on every line, and takes paths out of Django's own."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; it is always written."""
        record.request_id = request_id.get()
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            said, written = getattr(request, "path", None), path_of(request)
            record.args = tuple(written if word == said else word for word in record.args)
        return True


class OneLine(logging.Formatter):
    """A record as one JSON object on one line, whatever it holds."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        told: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if name := getattr(record, "request_id", ""):
            told["request"] = name
        if record.name == ACCESS:
            told |= {field: getattr(record, field, None) for field in FIELDS}
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)

"""Whether the server can do its work: asked by whatever watches over it, at one address.

It is answered before anything else is asked: no host, no session, no log and no page. Strangers
learn nothing from it but whether the service works.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import Error, connection
from django.http import HttpResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    Handler = Callable[[HttpRequest], HttpResponse]

PATH = "/halsa/"
WELL = "Handslag svarar.\n"
NO_DATABASE = "Databasen går inte att nå.\n"
NO_FILES = "Mappen för filer går inte att skriva i.\n"


def answer_health(get_response: Handler) -> Handler:
    """Answer at PATH: 200 where all is well, 503 with words where it is not."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH or request.method not in {"GET", "HEAD"}:
            return get_response(request)
        problems = troubles()
        return HttpResponse(
            "".join(problems) or WELL,
            status=503 if problems else 200,
            content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
        )

    return handle


def troubles() -> list[str]:
    """What does not work, in words."""
    return [
        *([] if _database_answers() else [NO_DATABASE]),
        *([] if _files_can_be_kept() else [NO_FILES]),
    ]


def _database_answers() -> bool:
    """Whether a table can be read: SQLite asks its file nothing for less."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            cursor.fetchone()
    except (Error, OSError):
        connection.close()  # the next one tries anew
        return False
    return True


def _files_can_be_kept() -> bool:
    """Whether the folder of the file store, or the one it will be made in, can be written."""
    files = Path(settings.FILES)
    folder = files if files.exists() else files.parent
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)

"""Django on the database that is looked at: the installation's own, or one that lies elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEFT_OUT = ("accounts_session", "django_session")
"""Tables that are kept empty: who holds a copy of them could go on in somebody's session."""


USED = "used.lock"
"""In the data folder: whoever works on the installation holds it, together with others."""


class Place(NamedTuple):
    """Where an installation is: its folder, and which sort of database it has."""

    folder: Path
    database: str
    """"sqlite" or "postgresql"."""
    file: Path
    """The SQLite file, also where there is none."""


def place() -> Place:
    """The installation that the settings tell of. Starts nothing, asks no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handslag.config.settings")
    from django.conf import settings

    own = settings.DATABASES["default"]
    kind = "sqlite" if str(own["ENGINE"]).endswith("sqlite3") else "postgresql"
    folder = Path(settings.DATA)
    return Place(folder, kind, folder / "handslag.sqlite3")


def elsewhere(folder: Path) -> None:
    """Work on a SQLite database in a scratch folder, and touch no installation at all.

    Before the settings are read.
    """
    os.environ.update(HANDSLAG_DATA=str(folder), HANDSLAG_DATABASE="")
    place()


def start(*, files: Path | None = None, database: Path | None = None) -> None:
    """Start Django, with this file store and this SQLite file in the place of its own.

    Once in a process, before anything is asked of the database.
    """
    import django
    from django.conf import settings

    if files is not None:
        settings.FILES = files
    if database is not None:
        settings.DATABASES["default"]["NAME"] = database
    django.setup()


def migrations() -> dict[str, list[str]]:
    """Those that the database has had, by subject, sorted."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    found: dict[str, list[str]] = {}
    for subject, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(subject, []).append(name)
    return found


def unknown(told: Mapping[str, list[str]]) -> list[str]:
    """Those of the migrations that this version of Handslag does not know."""
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(None).disk_migrations or {}
    return [
        f"{subject}.{name}"
        for subject, names in told.items()
        for name in names
        if (subject, name) not in known
    ]


def rows(*, without: Sequence[str] = ()) -> dict[str, int]:
    """How many rows each table has, but for those named in `without`."""
    from django.db import connection

    counts: dict[str, int] = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in without:
                name = connection.ops.quote_name(table)
                cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608  a name it gave
                counts[table] = cursor.fetchone()[0]
    return counts


def head() -> str:
    """Where the log's chain ends, as `handslag head` writes it; empty where it has no entry.

    Empty too where the log is older than the chain.
    """
    from django.db import connection

    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.audit import queries as audit

    if "audit_head" not in connection.introspection.table_names():
        return ""
    return audit.head(SYSTEM).strip()


def log_trouble(head: str) -> str:
    """The first that is wrong with the log, which is to hold `head`; empty where nothing is."""
    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.audit import queries as audit
    from handslag.interfaces.cli.verify import words_of

    found = audit.verification(SYSTEM, [head] if head else []).troubles()
    first = next(iter(found), None)
    return words_of(first) if first else ""


def close() -> None:
    """Let go of the database."""
    from django.db import connections

    connections.close_all()

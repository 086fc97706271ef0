"""The installation that a command works on: its folder and its database, made where missing."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from handslag.interfaces.cli.keeping.opening import USED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handslag.interfaces.cli.keeping.opening import Place

MIGRATING = 0x48616E64736C6167
"""The number of the lock that whoever migrates holds in PostgreSQL: "Handslag" in letters."""


def ready() -> Path:
    """Start Django on the installation's folder, with the database as this version wants it.

    Two that start at once wait for each other, also on two machines with one database. Returns
    the folder. Ends the program with exit status 1 and the reason where the settings, the folder
    or the database cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handslag.config.settings")
    from django.core.exceptions import ImproperlyConfigured

    try:
        import django
        from django.conf import settings

        folder = Path(settings.DATA)
        django.setup()
        _use(folder)
        with (folder / "migrating.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _migrate(folder)
    except ImproperlyConfigured as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(_unusable_folder(error), err=True)
        raise typer.Exit(1) from error
    return folder


def _unusable_folder(error: OSError) -> str:
    where = error.filename or os.environ.get("HANDSLAG_DATA", "var")
    return (
        f"Mappen för Handslags data går inte att använda: {where} ({error.strerror}). "
        "Inget har ändrats. Se till att mappen finns och att du får skriva i den."
    )


def place_to_work_on() -> Place:
    """The installation that the settings tell of; nothing is started, made or migrated.

    Ends the program with exit status 1 and the reason where the settings cannot be used.
    """
    from django.core.exceptions import ImproperlyConfigured

    from handslag.interfaces.cli.keeping.opening import place

    try:
        return place()
    except ImproperlyConfigured as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(_unusable_folder(error), err=True)
        raise typer.Exit(1) from error


@contextmanager
def using() -> Iterator[Place]:
    """The installation as it is, while nobody replaces it."""
    place = place_to_work_on()
    try:
        _use(place.folder)
    except OSError as error:
        typer.echo(_unusable_folder(error), err=True)
        raise typer.Exit(1) from error
    yield place


def _use(folder: Path) -> None:
    """Hold the installation, beside others, until this process and all that it starts have ended.

    Ends the program where it is just being restored.
    """
    handle = os.open(folder / USED, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        typer.echo(
            f"Installationen i {folder} håller på att återställas från en säkerhetskopia. Vänta "
            "tills det är klart, och försök igen.",
            err=True,
        )
        raise typer.Exit(1) from None


def _finish_restoring(folder: Path) -> None:
    """Bring a restoring that was cut off to an end: what was verified is put in its place, what
    was not goes, and what was there before is there again."""
    from handslag.interfaces.cli.keeping import placing, postgresql

    if not placing.finish(folder) and postgresql.begun(folder):
        postgresql.undo(folder)


def _migrate(folder: Path) -> None:
    """Bring the database to this version. Ends the program where it cannot be used."""
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        _finish_restoring(folder)
        with _nobody_else_migrates():
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        typer.echo(_unusable(folder, error), err=True)
        raise typer.Exit(1) from error


@contextmanager
def _nobody_else_migrates() -> Iterator[None]:
    """Hold PostgreSQL's lock for migrating; in SQLite the lock in the folder is enough.

    What this connection was told meanwhile, and the lock, end with it.
    """
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    try:
        with connection.cursor() as cursor:
            # another machine's migration, and our own, take as long as they take
            cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        yield
    finally:
        connection.close()


def _unusable(folder: Path, error: Exception) -> str:
    """What to say where the database cannot be used."""
    from django.db import connection

    reason = " ".join(str(error).split())
    if connection.vendor == "postgresql":
        return (
            f"Databasen som HANDSLAG_DATABASE anger går inte att använda ({reason}). Inget som är "
            "sparat har gått förlorat. Se till att databasservern är igång och att värd, namn och "
            "lösenord stämmer, och försök igen."
        )
    return (
        f"Databasen i {folder} går inte att använda ({reason}). Dina filer ligger kvar som de "
        "var. Lägg tillbaka databasen från en säkerhetskopia eller välj en annan mapp med "
        "HANDSLAG_DATA."
    )

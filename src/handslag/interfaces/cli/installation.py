"""The installation that a command works on: its folder and its database, made where missing."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import typer


def ready() -> Path:
    """Start Django on the installation's folder, with the database as this version wants it.

    Two that start at once wait for each other. Returns the folder. Ends the program with exit
    status 1 and the reason where the settings, the folder or the database cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handslag.config.settings")
    from django.core.exceptions import ImproperlyConfigured

    try:
        import django
        from django.conf import settings

        folder = Path(settings.DATA)
        django.setup()
        with (folder / "migrating.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _migrate(folder)
    except ImproperlyConfigured as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        where = error.filename or os.environ.get("HANDSLAG_DATA", "var")
        typer.echo(
            f"Mappen för Handslags data går inte att använda: {where} ({error.strerror}). "
            "Inget har ändrats. Se till att mappen finns och att du får skriva i den.",
            err=True,
        )
        raise typer.Exit(1) from error
    return folder


def _migrate(folder: Path) -> None:
    """Bring the database to this version. Ends the program where it cannot be used."""
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        typer.echo(
            f"Databasen i {folder} går inte att använda ({error}). Dina filer ligger kvar som de "
            "var. Lägg tillbaka databasen från en säkerhetskopia eller välj en annan mapp med "
            "HANDSLAG_DATA.",
            err=True,
        )
        raise typer.Exit(1) from error

"""The database in PostgreSQL: dumped and restored by PostgreSQL's own programs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from handslag.interfaces.cli.keeping.errors import BadBackup, NotKept, NotRestored
from handslag.interfaces.cli.keeping.placing import FOLDER, REPLACED, sync

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.db.backends.utils import CursorWrapper

    T = TypeVar("T")

NOTE = "schema.json"
"""Beside what is unpacked: where the tables that are to be replaced lie meanwhile."""
_LOOK = 0.3
"""Seconds between one look at how far the dump has come and the next."""
_SERVICE = "handslag"
_WHERE = (
    "host", "hostaddr", "port", "dbname", "user", "password", "passfile", "connect_timeout",
    "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "channel_binding", "gssencmode",
    "krbsrvname", "target_session_attrs",
)  # fmt: skip
"""What leads to a database and lets one in; older programs do not know all that newer ones do.

The limits that the settings give are left out: they are meant for pages, not for all at once.
"""


def server_version() -> str:
    """Of the server that the settings lead to, such as "15.8"."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def dump(
    to: Path, facts: Callable[[], T], tell: Callable[[int, int], object], *, without: Sequence[str]
) -> T:
    """Dump the database as it stands at one moment, and return what `facts` finds at the same.

    Others read and write it meanwhile. The tables named in `without` are there but empty. Raises
    NotKept.
    """
    from django.db import Error, connection

    from handslag.domain.base.moments import one_moment

    try:
        if not occupied():
            msg = (
                "I databasen som HANDSLAG_DATABASE anger finns inget att säkerhetskopiera. "
                "Kontrollera att adressen är den rätta."
            )
            raise NotKept(msg)
        program = _program("pg_dump")
        with one_moment(), connection.cursor() as cursor:
            for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
                cursor.execute(f"SET LOCAL {limit} = 0")
            cursor.execute("SELECT pg_export_snapshot(), pg_database_size(current_database())")
            snapshot, size = cursor.fetchone()
            told = facts()
            command = [program, "--format=custom", "--compress=0", f"--snapshot={snapshot}"]
            command += ["--no-owner", "--no-privileges", f"--file={to}"]
            command += [f"--exclude-schema={REPLACED}*", "--exclude-schema=pg_*"]
            command += [f"--exclude-table-data={table}" for table in without]
            _run(command, meanwhile=lambda: tell(to.stat().st_size if to.exists() else 0, size))
    except (_Failed, Error) as error:
        msg = (
            f"Databasen gick inte att kopiera ({_brief(error)}). Inget har ändrats, och den förra "
            "säkerhetskopian är kvar."
        )
        raise NotKept(msg) from error
    to.chmod(0o600)
    return told


def look_over(dumped: Path) -> None:
    """Let pg_restore read a dump to its end. Raises BadBackup, also where it is missing."""
    try:
        program = _program("pg_restore", server=False)
        _run([program, "--file=/dev/null", str(dumped)], on_server=False)
    except _Failed as error:
        msg = f"Databasen i säkerhetskopian gick inte att läsa ({_brief(error)})."
        raise BadBackup(msg) from error


def occupied() -> bool:
    """Whether the database has any table already."""
    from django.db import connection

    return bool(connection.introspection.table_names())


def others() -> int:
    """How many other connections there are to the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


@contextmanager
def restored(dumped: Path, folder: Path, aside: str) -> Iterator[None]:
    """Restore a dump, and take it away again where what is done inside fails.

    With a name `aside`, what was there before is kept in a schema of that name. Raises
    NotRestored.
    """
    from django.db import Error

    note = folder / FOLDER / NOTE
    note.write_text(json.dumps({"aside": aside}))
    sync(note)
    sync(note.parent)
    try:
        try:
            program = _program("pg_restore")
            _put_aside(aside)
            command = [program, "--single-transaction", "--exit-on-error", "--no-owner"]
            command += ["--no-privileges", f"--dbname=service={_SERVICE}", str(dumped)]
            _run(command)
        except (_Failed, Error) as error:
            msg = f"Databasen gick inte att återställa ({_brief(error)}). Det som fanns är kvar."
            raise NotRestored(msg) from error
        yield
    except BaseException:
        undo(folder)
        raise


def begun(folder: Path) -> bool:
    """Whether a restoring was begun and not finished."""
    return (folder / FOLDER / NOTE).exists()


def undo(folder: Path) -> bool:
    """Put back what was there before a restoring that was cut off; whether one had begun."""
    from django.db import connection, transaction

    note = folder / FOLDER / NOTE
    try:
        aside = json.loads(note.read_text())["aside"]
    except (FileNotFoundError, ValueError):
        return False
    connection.close()  # whatever state it is in
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [aside])
        if cursor.fetchone():
            cursor.execute("DROP SCHEMA IF EXISTS public CASCADE")
            cursor.execute(f"ALTER SCHEMA {quote(aside)} RENAME TO public")
        elif not aside:
            _empty(cursor, quote)
    note.unlink()
    return True


def _empty(cursor: CursorWrapper, quote: Callable[[str], str]) -> None:
    """Take away what was restored to a database in which there was nothing."""
    from django.db import connection

    for table in connection.introspection.table_names(cursor):
        cursor.execute(f"DROP TABLE IF EXISTS {quote(table)} CASCADE")
    cursor.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        " AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')"
    )
    for (function,) in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION {function}")


def _put_aside(aside: str) -> None:
    from django.db import connection, transaction

    if not aside:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {connection.ops.quote_name(aside)}")
        cursor.execute("CREATE SCHEMA public")


class _Failed(Exception):  # noqa: N818  told on in words
    """A program is missing, or it failed; `str(error)` is why."""


def _brief(error: Exception) -> str:
    """The line of a complaint that says most."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return next((line for line in lines if "error:" in line.lower()), lines[-1])


def _program(name: str, *, server: bool = True) -> str:
    """The path of a program of the server's version, or of the nearest newer one.

    Without a `server` to ask, the newest. Raises _Failed.
    """
    from django.db import connection

    found: dict[int, str] = {}
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    for path in [*places, *filter(None, [shutil.which(name)])]:
        found.setdefault(_version(str(path)), str(path))
    wanted = int(connection.pg_version) // 10_000 if server else 0  # type: ignore[attr-defined]
    fit = sorted(version for version in found if version >= wanted)
    if fit:
        return found[fit[0] if server else fit[-1]]
    install = f"Installera paketet postgresql-client-{wanted or 15}, och försök igen"
    if found:
        msg = f"{name} är version {max(found)}, men servern är version {wanted}. {install}"
        raise _Failed(msg)
    msg = f"programmet {name} saknas. {install}"
    raise _Failed(msg)


def _version(program: str) -> int:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603  PostgreSQL's own
    number = re.search(r"\) (\d+)", done.stdout)
    return int(number[1]) if number else 0


def _run(
    command: list[str], *, on_server: bool = True, meanwhile: Callable[[], object] = lambda: None
) -> None:
    """Run one of PostgreSQL's programs to its end. Raises _Failed with what it complained of."""
    with (
        tempfile.TemporaryDirectory(prefix="handslag-") as scratch,
        tempfile.TemporaryFile() as complaints,
    ):
        own = _told_where(Path(scratch)) if on_server else {}
        process = subprocess.Popen(  # noqa: S603  as above
            command, env=os.environ | own, stdin=subprocess.DEVNULL, stderr=complaints
        )
        try:
            while process.poll() is None:
                meanwhile()
                time.sleep(_LOOK)
        finally:
            process.kill()
            process.wait()
        if process.returncode:
            complaints.seek(0)
            words = complaints.read().decode("utf-8", "replace")
            raise _Failed(words or f"status {process.returncode}")


def _told_where(scratch: Path) -> dict[str, str]:
    """Tell a program which database to use, in a file: what it is started with, all can see."""
    from django.db import connection

    connection.ensure_connection()
    info = connection.connection.info
    told = info.get_parameters() | ({"password": info.password} if info.password else {})
    lines = [f"{name}={told[name]}" for name in _WHERE if told.get(name)]
    file = scratch / "services"
    file.touch(0o600)
    file.write_text("\n".join([f"[{_SERVICE}]", *lines, ""]))
    return {"PGSERVICEFILE": str(file), "PGSERVICE": _SERVICE}

"""Lets a test into a server of its own: `python -m tests.door` with HANDSLAG_DATA set.

In a process of its own, since the server and a browser's driver have Django's database to
themselves.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.installations import copied, environment, installed, made_once, untouched

EMAIL = "samordnaren@exempel.se"


def a_coordinator_in(folder: Path) -> str:
    """The cookie of a browser signed in as the installation's coordinator, made where missing.

    Where nothing has been started yet, the installation is made with the coordinator in it.
    """
    if not untouched(folder):
        return _let_in(folder)
    made = made_once("coordinator", lambda new: _cookie_of(new).write_text(_let_in(installed(new))))
    copied(made, folder)
    return _cookie_of(made).read_text()


def _cookie_of(made: Path) -> Path:
    return Path(f"{made}.cookie")


def _let_in(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.door"],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def main() -> None:
    """Bring the database up to date, have a coordinator there, and print the cookie."""
    from handslag.interfaces.cli.installation import ready

    ready()
    from django.conf import settings

    from handslag.domain.accounts.entrances import user_with
    from tests.signed_in import PASSWORD, a_coordinator, signed_in

    known = user_with(EMAIL)
    client = signed_in(known or a_coordinator(email=EMAIL, password=PASSWORD))
    name = settings.SESSION_COOKIE_NAME
    print(f"{name}={client.cookies[name].value}")  # noqa: T201  it is a program


if __name__ == "__main__":
    main()

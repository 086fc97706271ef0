"""The program `handslag`: its commands in one place.

A new command is a function in a module of its own, registered below. Importing its module must
not import Django, since that would slow down `handslag read`, which needs none: a command that
works on the database imports what it needs inside its function.
"""

from typing import Annotated

import typer

from handslag import __version__
from handslag.interfaces.cli.backup import backup
from handslag.interfaces.cli.county import county, populations
from handslag.interfaces.cli.digest import digest
from handslag.interfaces.cli.health import health
from handslag.interfaces.cli.invite import invite
from handslag.interfaces.cli.link import link
from handslag.interfaces.cli.read import read
from handslag.interfaces.cli.reread import reread
from handslag.interfaces.cli.restore import restore
from handslag.interfaces.cli.serve import serve
from handslag.interfaces.cli.take_in import take_in
from handslag.interfaces.cli.verify import head, verify
from handslag.interfaces.cli.work import work

app = typer.Typer(
    name="handslag",
    help="Handslag: det gemensamma minnet för samverkan mellan ett läns kommuner och dess region.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

app.command("read")(read)
app.command("import")(take_in)
app.command("invite")(invite)
app.command("county")(county)
app.command("populations")(populations)
app.command("reread")(reread)
app.command("link")(link)
app.command("serve")(serve)
app.command("verify")(verify)
app.command("head")(head)
app.command("health")(health)
app.command("work")(work)
app.command("digest")(digest)
app.command("backup")(backup)
app.command("restore")(restore)


def _print_version(value: bool) -> None:  # noqa: FBT001  typer calls it with the flag's value
    if value:
        typer.echo(f"handslag {__version__}")
        raise typer.Exit


@app.callback()
def handslag(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Visa versionen.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Handslag: det gemensamma minnet för samverkan mellan ett läns kommuner och dess region."""


def main() -> None:
    """Run the program with the arguments it was started with."""
    app(prog_name="handslag")

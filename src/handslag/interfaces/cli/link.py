"""`handslag link`: every item of every meeting is seen to belong to a matter."""

import typer

from handslag.interfaces.cli.installation import ready


def link() -> None:
    """För varje mötes punkter till sina ärenden. Det som någon har sagt ändras inte.

    Det görs av sig självt när ett möte ändras, så det behövs bara för möten som fanns innan.
    """
    ready()
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    from handslag.domain.access.viewer import SYSTEM
    from handslag.domain.matters.linking.actions import link_meeting
    from handslag.domain.matters.linking.queries import link_question_count, meetings_to_link

    wanted = meetings_to_link(SYSTEM)
    done = changed = 0
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    try:
        with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
            task = bar.add_task("", total=len(wanted))
            for meeting_id in wanted:
                changed += bool(link_meeting(viewer=SYSTEM, meeting_id=meeting_id))
                done += 1
                bar.advance(task)
    except KeyboardInterrupt:
        typer.echo(f"Stoppat efter {done} av {len(wanted)} möten. Det som är gjort är kvar.")
        raise typer.Exit(130) from None
    typer.echo(f"Möten: {done}\nÄndrade: {changed}")
    typer.echo(f"Frågor om vad som hör ihop: {link_question_count(SYSTEM)}")

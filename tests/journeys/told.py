"""A matter that was referred elsewhere: `python -m tests.journeys.told` with HANDSLAG_DATA.

In a process of its own, as tests.door. Prints the matter's id.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.installations import environment

if TYPE_CHECKING:
    from pathlib import Path


def a_matter_referred(folder: Path) -> int:
    """Have a matter that is referred to a council, and expected back."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.told"],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.split()[-1])


def main() -> None:
    """Make the matter with its meetings."""
    from handslag.interfaces.cli.installation import ready

    ready()
    from datetime import timedelta

    from django.utils import timezone

    from tests.matter_stories import taken_back

    matter = taken_back(timezone.localdate() - timedelta(days=10), by_mail=False)
    print(matter.pk)  # noqa: T201  it is a program


if __name__ == "__main__":
    main()

"""Kill Handslag at random moments and see that nothing was lost: `python -m tests.endurance`.

Starts processes that take papers in, accept them, correct them and edit bodies and people, and
secretaries who write in a meeting's room, through the actions and through the pages of a real
server with its worker; kills them with SIGKILL; on
PostgreSQL now and then stops the database server at once. After each kill everything that was
acknowledged must be there, nothing half-written may be seen, and the log's chain must hold.

    --kills N       how many times (200)
    --database D    sqlite or postgresql (sqlite)
    --seed N        the same number makes the same choices, though not the same moments (1)
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.endurance.journal import Journal
from tests.endurance.servers import Postgres, Site, beneath, die_with_parent, kill

if TYPE_CHECKING:
    from collections.abc import Callable

HANDS = 3
"""Who work at once."""
RECOGNISER = -1
"""The worker that recognises scans, among them."""
SECRETARIES = 2
"""Who write in one meeting's room at once, each with items of their own."""


def main() -> int:
    """Run, and say what came of it; 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    postgres = Postgres() if wanted.database == "postgresql" else None
    folder = Path(tempfile.mkdtemp(prefix="handslag-endurance-"))
    try:
        os.environ["HANDSLAG_DATA"] = str(folder / "data")
        os.environ["HANDSLAG_DATABASE"] = postgres.address if postgres else ""
        lost = Endurance(folder, wanted.seed, postgres).run(wanted.kills)
    finally:
        if postgres:
            postgres.remove()
    if not lost:
        shutil.rmtree(folder)
    else:
        print(f"Left to be looked at: {folder}")
    return 1 if lost else 0


class Endurance:
    """One run: an installation, those who work on it, and what was acknowledged."""

    def __init__(self, folder: Path, seed: int, postgres: Postgres | None) -> None:
        self._folder = folder
        self._seed = seed
        self._chance = random.Random(seed)
        self._postgres = postgres
        self._journal = Journal(folder / "journal")
        self._scan = self._a_scan()
        self._counts: Counter[str] = Counter()
        self._deeds = 0
        self._working: dict[int, int] = {}
        """The process of each who works."""
        _load()
        from tests.endurance.hands import Pile

        self._pile = Pile(seed)

    def run(self, kills: int) -> bool:
        """Kill so many times; whether anything was lost."""
        began = time.monotonic()
        self._done_in_child(self._prepare)
        for number in range(1, kills + 1):
            how = self._kill_once()
            self._counts[how] += 1
            if troubles := self._looked_over():
                print(f"Kill {number} (seed {self._seed}): {how}")
                print("\n".join(f"  {trouble}" for trouble in troubles))
                return True
            if sys.stderr.isatty() or number % 20 == 0:
                print(f"{number} kills, {self._journal.acknowledged()} writes", file=sys.stderr)
        self._end(list(self._working))
        self._report(kills, time.monotonic() - began)
        return False

    def _prepare(self) -> None:
        from handslag.interfaces.cli.installation import ready

        ready()
        from django.conf import settings

        from tests.signed_in import a_coordinator, signed_in

        client = signed_in(a_coordinator(email="samordnaren@exempel.se"))
        name = settings.SESSION_COOKIE_NAME
        (self._folder / "cookie").write_text(f"{name}={client.cookies[name].value}")
        from tests.endurance import secretary

        secretary.prepare()

    def _kill_once(self) -> str:
        """Let some work for a while, then kill one or all; how, in words."""
        if self._chance.random() < 0.08:
            self._end(list(self._working))
            return self._kill_a_server()
        for own in range(HANDS):
            if own not in self._working:
                self._working[own] = self._child(self._work(own))
        for own in range(SECRETARIES):
            if HANDS + own not in self._working:
                self._working[HANDS + own] = self._child(self._writing(own))
        if RECOGNISER not in self._working and self._chance.random() < 0.1:
            self._working[RECOGNISER] = self._child(self._recognise)
        time.sleep(self._chance.uniform(0.2, 3))
        if self._postgres and self._chance.random() < 0.2:
            self._postgres.stop_at_once()
            time.sleep(self._chance.uniform(0, 0.5))
            self._end(list(self._working))
            self._postgres.start()
            return "PostgreSQL stopped at once, then all who worked"
        if self._chance.random() < 0.6:
            one = self._chance.choice(list(self._working))
            self._end([one])
            if one == RECOGNISER:
                return "the worker that recognises"
            return "one who worked" if one < HANDS else "one who wrote in the room"
        self._end(list(self._working))
        return "all who worked"

    def _kill_a_server(self) -> str:
        site = Site((self._folder / "cookie").read_text())
        site.wait()
        seed = self._next_seed()

        def click() -> None:
            from tests.endurance.hands import Clicks

            with suppress(OSError):  # the server is gone
                Clicks(self._journal, seed, self._scan, site).work()

        def write() -> None:
            from tests.endurance.secretary import Secretary

            with suppress(OSError):
                own = seed % SECRETARIES
                Secretary(self._journal, seed, own, SECRETARIES, self._folder, site).work()

        sending = [self._child(click), self._child(write)]
        time.sleep(self._chance.uniform(0.3, 4))
        how = "a server and its worker"
        if self._chance.random() < 0.4:
            site.kill_the_worker()
            time.sleep(self._chance.uniform(0, 3))
            how = "a worker, then its server"
        site.kill()
        for number in sending:
            os.waitpid(number, 0)
        return how

    def _work(self, own: int) -> Callable[[], None]:
        seed = self._next_seed()

        def work() -> None:
            from tests.endurance.hands import Hands

            self._pile.be_read()
            Hands(self._journal, seed, own, HANDS, self._scan, self._pile.papers).work()

        return work

    def _writing(self, own: int) -> Callable[[], None]:
        seed = self._next_seed()

        def write() -> None:
            from tests.endurance.secretary import Secretary

            Secretary(self._journal, seed, own, SECRETARIES, self._folder).work()

        return write

    def _recognise(self) -> None:
        from handslag.intake.recognising.work import Worker

        Worker().run()

    def _looked_over(self) -> list[str]:
        """What is not as it must be."""
        told = self._folder / "troubles.json"

        def look() -> None:
            from tests.endurance.invariants import troubles

            alone = not self._working
            told.write_text(json.dumps(troubles(self._journal, settle=alone)))

        self._all(signal.SIGSTOP)  # nobody is to be in the middle of telling the journal
        self._done_in_child(look)
        self._all(signal.SIGCONT)
        return list(json.loads(told.read_text()))

    def _report(self, kills: int, seconds: float) -> None:
        figures: dict[str, object] = {}

        def look() -> None:
            from django.db import connection

            from handslag.domain.audit.models import Entry
            from handslag.domain.documents.models import Document
            from handslag.domain.meetings.models import RoomWrite
            from handslag.intake.models import Review

            (self._folder / "figures.json").write_text(
                json.dumps(
                    {
                        "database": connection.vendor,
                        "documents": Document.objects.count(),
                        "accepted": Review.objects.filter(state="accepted").count(),
                        "entries": Entry.objects.count(),
                        "room": RoomWrite.objects.count(),
                    }
                )
            )

        self._done_in_child(look)
        figures |= json.loads((self._folder / "figures.json").read_text())
        print(f"{kills} kills survived on {figures.pop('database')}, seed {self._seed}:")
        for how, count in self._counts.most_common():
            print(f"  {count} times: {how}")
        print(f"  {self._journal.acknowledged()} acknowledged writes, none of them missing")
        print(f"  {figures['documents']} documents, {figures['accepted']} accepted")
        print(f"  {figures['room']} writes in a meeting's room, each of them once")
        print(f"  {figures['entries']} entries in the log, one chain")
        print(f"  {seconds:.0f} seconds")

    def _next_seed(self) -> int:
        self._deeds += 1
        return self._seed * 100_000 + self._deeds

    def _a_scan(self) -> Path | None:
        """A scanned page, where the programs that recognise are there."""
        if shutil.which("ocrmypdf") is None:
            return None
        from tests.source.reading.scans import saved, scanned, typeset

        path = self._folder / "skannad.pdf"
        path.write_bytes(saved(scanned(typeset("= Minnesanteckningar\n\nMötet öppnades.")), "PDF"))
        return path

    def _child(self, work: Callable[[], None]) -> int:
        """Do something in a process of its own; its number."""
        sys.stdout.flush()
        number = os.fork()
        if number:
            return number
        status = 1
        try:
            die_with_parent()
            work()
            status = 0
        except BaseException:  # noqa: BLE001  a child must never go on as its parent
            traceback.print_exc()
        finally:
            os._exit(status)

    def _done_in_child(self, work: Callable[[], None]) -> None:
        number = self._child(work)
        _number, status = os.waitpid(number, 0)
        if status:
            raise SystemExit("A child failed.")

    def _end(self, those: list[int]) -> None:
        """Kill some who work, and what they started, in some order."""
        self._chance.shuffle(those)
        numbers = [self._working.pop(own) for own in those]
        for number in numbers:
            for one in (number, *beneath(number)):
                kill(one)
        for number in numbers:
            os.waitpid(number, 0)

    def _all(self, how: signal.Signals) -> None:
        for number in self._working.values():
            os.kill(number, how)


def _load() -> None:
    """Load everything here, so that a child begins to work at once. No database is asked."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "handslag.config.settings"
    import django

    django.setup()
    from django.urls import reverse

    from handslag.config import wsgi  # noqa: F401

    reverse("desk:room", args=[1])  # every page's module, and where it answers
    from tests.endurance import hands, invariants, secretary  # noqa: F401


if __name__ == "__main__":
    sys.exit(main())

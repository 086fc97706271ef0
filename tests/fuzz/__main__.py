"""Search for inputs that reading does not stand, and keep each as a test case.

`python -m tests.fuzz [--seconds N | --count N] [--seed N] [--kind bytes|text|growth] [--to FOLDER]`
Every finding is made as small as it gets and written where the tests of hostile input find it.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random, SystemRandom

from tests.fuzz.mutations import changed, changed_text, unit
from tests.fuzz.samples import samples, texts
from tests.fuzz.shrinking import shrunk
from tests.fuzz.worker import Trial

CASES = Path(__file__).parents[1] / "source" / "hostile" / "cases"
KINDS = ("bytes", "text", "growth")
MOST_A_KIND = 25
"""Findings of one kind after which others of it are only counted."""


def main() -> None:
    """Search until the budget is used up; exit status 1 where something was found."""
    options = _options()
    logging.disable()  # what goes wrong is printed here, in more words
    print(f"seed {options.seed}")
    search = Search(options.seed, options.to)
    until = time.monotonic() + options.seconds
    number = 0
    try:
        while number < options.count and time.monotonic() < until:
            search.step(options.kind or KINDS[number % len(KINDS)])
            number += 1
    except KeyboardInterrupt:
        print("stopped")
    finally:
        search.close()
    print(f"{number} inputs tried, {sum(search.found.values())} failed")
    for reason, times in search.found.most_common():
        print(f"  {times} times: {reason}")
    raise SystemExit(1 if search.found else 0)


class Search:
    """A search from one seed: the same seed gives the same inputs in the same order."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.found: Counter[str] = Counter()
        self._random = Random(seed)
        self._folder = folder
        self._samples, self._texts = samples(), texts()
        self._trial = Trial()

    def close(self) -> None:
        """End the process that tries the inputs."""
        self._trial.close()

    def step(self, kind: str) -> None:
        """Try one more input; keep it where it fails in a way that is new."""
        name, data = self._input(kind)
        wrong = self._trial.wrong(kind, data, name)
        if wrong is None:
            return
        reason = _short(wrong)
        self.found[reason] += 1
        if self.found[reason] > 1 or len(self.found) > MOST_A_KIND:
            return
        print(f"{kind}: {wrong}\n", flush=True)
        small = shrunk(
            data, lambda less: _short(self._trial.wrong(kind, less, name) or "") == reason
        )
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{kind}-{sha256(small).hexdigest()[:12]}{Path(name).suffix}"
        path.write_bytes(small)
        print(f"  kept as {path} ({len(small)} bytes)\n", flush=True)

    def _input(self, kind: str) -> tuple[str, bytes]:
        if kind == "bytes":
            sample = changed(self._random, self._random.choice(self._samples), self._samples)
            return sample.name, sample.data
        text = self._random.choice(self._texts)
        words = (
            unit(self._random, text)
            if kind == "growth"
            else changed_text(self._random, text, self._texts)
        )
        return "prov.txt", words.encode("utf-8", "surrogatepass")


def _short(wrong: str) -> str:
    """What tells one sort of failure from another: where it happened, without the figures."""
    lines = [line.strip() for line in wrong.splitlines()]
    places = [line for line in lines if line.startswith("File ")]
    if places:
        return f"{places[-1]}: {lines[-1].partition(':')[0]}"
    return lines[0].partition(":")[0] if lines else ""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--count", type=int, default=10**12)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**9))
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--to", type=Path, default=CASES)
    return parser.parse_args()


if __name__ == "__main__":
    main()

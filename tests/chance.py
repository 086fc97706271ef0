"""How the tests that make up their examples by chance do so: which, and how many.

A change is held against the same examples each time it is tested for good, so that it alone can
make the tests fail. What they do not hold is searched for at other times, with fresh ones.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_USUAL = 100
"""Examples of a test that says nothing of how many it wants."""
SEARCHING = 10
"""So many times the usual examples are tried in a search."""


def choose() -> None:
    """Make the ways known, and choose the one with the same examples where `CI` is set.

    `pytest --hypothesis-profile search` chooses the other. Without either, hypothesis does as it
    is used to: fresh examples each time, and those first that have failed before.
    """
    settings.register_profile(
        "ci",
        max_examples=_USUAL,
        derandomize=True,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.register_profile(
        "search",
        max_examples=_USUAL * SEARCHING,
        derandomize=False,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    if "CI" in os.environ:
        settings.load_profile("ci")


def examples(usual: int) -> int:
    """How many examples a test makes that usually makes `usual`: more in a search."""
    return max(1, usual * settings().max_examples // _USUAL)

"""Two people change the same thing: whoever comes second is told, and loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChangedMeanwhile(Exception):  # noqa: N818  named as it is met, it is no fault
    """Somebody else changed the thing after its form was fetched. Nothing was done.

    Whoever catches it shows both: what was typed, and what stands. Where the action knows that,
    it says so here; otherwise the thing is fetched again.
    """

    def __init__(
        self,
        theirs: Mapping[str, str] | None = None,
        *,
        by: str = "",
        seen: Mapping[str, str] | None = None,
    ) -> None:
        """`theirs` has what stands, by the names of the form's fields; `by` who wrote it, where
        that is known; `seen` what a form is to carry that has seen it."""
        self.theirs = dict(theirs or {})
        self.by = by
        self.seen = dict(seen or {})
        super().__init__(
            _(
                "Någon annan har ändrat det här medan du skrev. Inget av ditt är sparat än, och "
                "inget är borta. Jämför och spara igen."
            )
        )


def require_unchanged(seen: str, now: str) -> None:
    """Let pass where what the form carries is what stands; ChangedMeanwhile where it is not."""
    if seen != now:
        raise ChangedMeanwhile

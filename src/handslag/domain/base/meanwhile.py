"""Two people change the same thing: whoever comes second is told, and loses nothing."""

from django.utils.translation import gettext as _


class ChangedMeanwhile(Exception):  # noqa: N818  named as it is met, it is no fault
    """Somebody else changed the thing after its form was fetched. Nothing was done.

    Whoever catches it fetches the thing again and shows both: what was typed, and what stands.
    """

    def __init__(self) -> None:
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

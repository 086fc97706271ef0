"""What stands in the letters that are sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.mail import EmailMessage


def link_in(letter: EmailMessage) -> str:
    """The path that the letter's link leads to."""
    found = re.search(r"https?://testserver(\S+)", str(letter.body))
    assert found, letter.body
    return found[1]

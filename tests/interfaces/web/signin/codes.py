"""What an app for codes shows."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PERIOD = 30


def code_of(secret: str, steps: int = 0) -> str:
    """The code that an app set up with `secret` shows, `steps` half minutes from now."""
    counter = int(time.time()) // PERIOD + steps
    return str(format_hotp_value(hotp_value(secret, counter)))

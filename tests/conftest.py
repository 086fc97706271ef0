"""What holds for all tests."""

from __future__ import annotations

import signal

# a shell that starts its tests in the background lets them ignore Ctrl+C, and all that they start
signal.signal(signal.SIGINT, signal.default_int_handler)

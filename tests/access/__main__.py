"""`python -m tests.access` writes the page of the reference that tells who may what."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handslag.config.settings")
django.setup()

from tests.access.matrix import PAGE, page  # noqa: E402  Django must be ready first

PAGE.write_text(page())

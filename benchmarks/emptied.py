"""Handslag's own application with one address more: an empty page that passes all middleware."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handslag.config.settings")

from django.conf import settings

from handslag.config.wsgi import application

settings.ROOT_URLCONF = "benchmarks.pages_urls"

__all__ = ["application"]

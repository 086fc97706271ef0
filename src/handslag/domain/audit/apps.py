"""The app's place in Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the subject under its own short label."""

    name = "handslag.domain.audit"
    label = "audit"

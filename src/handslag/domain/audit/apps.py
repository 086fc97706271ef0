"""The app's place in Django."""

from django.apps import AppConfig

from handslag.domain.audit.turns import take_turns


class AuditConfig(AppConfig):
    """Registers the subject under its own short label, and lets writers take turns."""

    name = "handslag.domain.audit"
    label = "audit"

    def ready(self) -> None:
        """Begin before the first connection is made."""
        take_turns()

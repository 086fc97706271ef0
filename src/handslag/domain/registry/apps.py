"""The app's place in Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registers the subject under its own short label."""

    name = "handslag.domain.registry"
    label = "registry"

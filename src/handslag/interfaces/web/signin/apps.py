"""The app's place in Django."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Registers the app under its own short label."""

    name = "handslag.interfaces.web.signin"
    label = "signin"

    def ready(self) -> None:
        """Begin to listen."""
        from handslag.interfaces.web.signin import listening  # noqa: F401  it listens once it is there

"""Where the installation is reached, as links in the terminal say it."""


def base_address(port: int) -> str:
    """The address that everybody reaches it at; this machine's own where none has been set."""
    from django.conf import settings

    return settings.URL or f"http://127.0.0.1:{port}"

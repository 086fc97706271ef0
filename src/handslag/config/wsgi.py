"""The WSGI application that a web server runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from collections.abc import Iterable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handslag.config.settings")

_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer a request, which gets to know nothing of how the server is set up.

    Servers put their whole environment into each request, and whatever shows a request when
    something goes wrong would show our secrets too.
    """
    known = [name for name in environ if name.startswith("HANDSLAG_")]
    for name in known:
        del environ[name]
    return _django(environ, start_response)

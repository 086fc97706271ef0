"""A line for each request, once it is answered."""

from __future__ import annotations

import logging
import secrets
import time
from typing import TYPE_CHECKING, Any

from handslag.domain.access.viewer import ANONYMOUS
from handslag.interfaces.web.kit.addresses import client_address
from handslag.interfaces.web.kit.lines import ACCESS, path_of, request_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Handler = Callable[[HttpRequest], HttpResponse]

access = logging.getLogger(ACCESS)


def request_log(get_response: Handler) -> Handler:
    """Give each request its name, and write its line once it is answered."""

    def handle(request: HttpRequest) -> HttpResponse:
        mark = request_id.set(secrets.token_hex(8))
        began = time.perf_counter()
        try:
            response = get_response(request)
            response.headers.setdefault("X-Request-ID", request_id.get())
            if access.isEnabledFor(logging.INFO):
                _write(request, response.status_code, time.perf_counter() - began)
            return response
        finally:
            request_id.reset(mark)

    return handle


def _write(request: HttpRequest, status: int, seconds: float) -> None:
    told: dict[str, Any] = {
        "method": request.method,
        "path": path_of(request),
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "user": getattr(request, "viewer", ANONYMOUS).user_id,
        "address": client_address(request),
    }
    access.info("%(method)s %(path)s %(status)s %(milliseconds)s ms", told, extra=told)

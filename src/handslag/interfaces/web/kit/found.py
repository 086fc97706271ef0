"""What does not exist is a page that says so, not a fault."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def or_404() -> Iterator[None]:
    """Turn a query's "there is none" into Http404."""
    try:
        yield
    except ObjectDoesNotExist as none:
        raise Http404 from none

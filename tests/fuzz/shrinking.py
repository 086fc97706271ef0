"""Making an input that fails as small as it gets while it still fails in the same way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input", str, bytes)


def shrunk(data: Input, fails: Callable[[Input], bool], *, tries: int = 300) -> Input:
    """Leave parts out, halves first, then ever smaller ones, as long as it fails without them."""
    size = max(len(data) // 2, 1)
    while tries > 0:
        at = 0
        smaller = False
        while at < len(data) and tries > 0:
            tried = data[:at] + data[at + size :]
            tries -= 1
            if tried and fails(tried):
                data, smaller = tried, True
            else:
                at += size
        if size == 1 and not smaller:
            break
        size = max(size // 2, 1)
    return data

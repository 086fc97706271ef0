"""Users to sign in with, in tests that come through the door as everybody does."""

from __future__ import annotations

from datetime import date
from itertools import count

from django.test import Client

from handslag.domain.access.roles import Role
from handslag.domain.accounts.models import Grant, User

WHO_LOOKS = 2
"""Queries that it costs to know who looks: the session with its user, the roles."""
PASSWORD = "blå hästar simmar över älven"
_numbers = count(1)


def a_user(name: str = "", email: str = "", password: str | None = None) -> User:
    """Somebody with an account and no role; who can sign in by password where one is given."""
    number = next(_numbers)
    name = name or f"Användare {number}"
    return User.objects.create_user(email or f"anvandare-{number}@exempel.se", name, password)


def a_coordinator(name: str = "Samordnaren", email: str = "", password: str | None = None) -> User:
    """Somebody who has the role of coordinator for the whole county."""
    user = a_user(name, email, password)
    Grant.objects.create(user=user, role=Role.COORDINATOR, since=date(2020, 1, 1))
    return user


def signed_in(user: User | None = None, *, enforce_csrf_checks: bool = False) -> Client:
    """A browser in which `user`, or a new coordinator, has signed in."""
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.force_login(user or a_coordinator())
    return client

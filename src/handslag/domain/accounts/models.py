"""Users, and the roles that somebody gave them.

A role that follows from sitting in a body is no row here: memberships tell it (registry).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from handslag.domain.access.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes users; found by their e-mail address, letter case apart."""

    def create_user(self, email: str, name: str, password: str | None = None) -> User:
        """A user who can sign in with `password`; with none, only in other ways."""
        user = self.model(email=email.strip().lower(), name=name.strip())
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this address. Raises User.DoesNotExist."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who signs in."""

    email = models.EmailField(_("e-postadress"), unique=True)
    name = models.CharField(_("namn"), max_length=200)
    is_active = models.BooleanField(default=True)
    """False: the account is closed. It stays, since the log tells of it."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in small letters: one address, one account."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)


class ScopeChoice(models.TextChoices):
    """What a role is given for; the values are those of `access.things.ScopeKind`."""

    COUNTY = "county", _("hela länet")
    BODY = "body", _("ett organ")
    PRINCIPAL = "principal", _("en huvudman")


class GrantQuerySet(models.QuerySet["Grant"]):
    """Ways to sift grants; they can be joined one after another."""

    def on(self, day: Any) -> GrantQuerySet:
        """Those that hold on a day."""
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=day), since__lte=day)


class Grant(models.Model):
    """A role given to a user, for something, from one day to another.

    What it is given for is told by kind and id: a relation would point up to the registry.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)
    scope_kind = models.CharField(max_length=10, choices=ScopeChoice, default=ScopeChoice.COUNTY)
    scope_id = models.BigIntegerField(default=0)
    """Of the body or principal; 0 for the county."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    """The last day; empty for no end."""

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["scope_kind", "scope_id"], name="grants_by_scope")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.scope_kind} {self.scope_id}"

"""Users, the roles that somebody gave them, how they were let in, and links for those without.

A role that follows from sitting in a body is no row here: memberships tell it (registry). Bodies,
principals, people and meetings are told by kind and id: a relation would point up.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
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


class Session(AbstractBaseSession):
    """A browser that has come by, and in which somebody may have signed in.

    What the browser carries is not kept, only its digest: whoever reads the database or a backup
    of it gets into nobody's session.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    """None while nobody has signed in."""
    device = models.CharField(max_length=100, blank=True)
    """Browser and system, in words for its owner."""
    started_at = models.DateTimeField()
    used_at = models.DateTimeField(db_index=True)
    """The last time, give or take some minutes."""

    class Meta:
        ordering = ["-used_at"]

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Where Django reads and writes these."""
        from handslag.domain.accounts.sessions import SessionStore

        return SessionStore


class Attempts(models.Model):
    """Attempts to get in that failed one after another, through one door.

    A door is told by a digest, so that nothing anybody has typed is kept.
    """

    door = models.CharField(max_length=64, primary_key=True)
    failed = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.door[:8]} {self.failed}"


class ScopeChoice(models.TextChoices):
    """What a role is given for; the values are those of `access.things.ScopeKind`."""

    COUNTY = "county", _("hela länet")
    BODY = "body", _("ett organ")
    PRINCIPAL = "principal", _("en huvudman")


class GrantQuerySet(models.QuerySet["Grant"]):
    """Ways to sift grants; they can be joined one after another."""

    def of_coordinators(self) -> GrantQuerySet:
        """Those that make somebody a coordinator of the county."""
        return self.filter(role=Role.COORDINATOR, scope_kind=ScopeChoice.COUNTY)

    def on(self, day: Any) -> GrantQuerySet:
        """Those that hold on a day."""
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=day), since__lte=day)


class Grant(models.Model):
    """A role given to a user, for something, from one day to another."""

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


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Ways to sift invitations; they can be joined one after another."""

    def open(self) -> InvitationQuerySet:
        """Those that nobody has taken up or taken back; their days may be over."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """Somebody is asked in, under an address, with what they will be given."""

    email = models.EmailField()
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role, blank=True)
    """Empty where the role follows from a membership."""
    scope_kind = models.CharField(max_length=10, choices=ScopeChoice, default=ScopeChoice.COUNTY)
    scope_id = models.BigIntegerField(default=0)
    person_id = models.BigIntegerField(null=True, blank=True)
    """The person in the register that the account is to be tied to."""
    renews = models.BooleanField(default=False)
    """Made at the machine for an account that exists: a new password is chosen with it."""
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    """When the link that holds now was made; sending again makes another."""
    valid_until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    """The account that came of it."""
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.role}"


class Welcome(models.Model):
    """The one-time way in for an installation's first coordinator."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.id}"


class LinkKind(models.TextChoices):
    """What a limited link leads to. A later thing to do by link is a value here."""

    MEETING = "meeting", _("ett mötes handlingar")
    DOCUMENT = "document", _("en handling")
    REPLY = "reply", _("svar på en kallelse")


class Link(models.Model):
    """Somebody without an account may see one thing, for one principal, until a day."""

    kind = models.CharField(max_length=20, choices=LinkKind)
    thing_id = models.BigIntegerField()
    principal_id = models.BigIntegerField()
    """0 for whoever sits for no principal, and answers for themselves alone."""
    person_id = models.BigIntegerField(null=True, blank=True)
    """The person in the register who may answer by it; empty for links that only show."""
    recipient = models.CharField(max_length=200)
    """Who was given it, in the giver's words."""
    until = models.DateField()
    """The last day on which it leads anywhere."""
    token_sha256 = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    uses = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    """The last time; the log tells of each."""

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "thing_id"], name="links_by_thing")]

    def __str__(self) -> str:
        return f"{self.id} {self.kind} {self.thing_id}"

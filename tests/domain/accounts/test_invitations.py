"""Who is asked in: made, sent again, taken back, taken up once, and never by guessing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from handslag.domain.access.roles import Role
from handslag.domain.access.things import COUNTY, of_body, of_principal
from handslag.domain.access.viewer import ANONYMOUS, SYSTEM, Held, Viewer, coordinator
from handslag.domain.accounts import queries
from handslag.domain.accounts.actions import Sent, revoke_invitation, send_again
from handslag.domain.accounts.models import Grant, Invitation, User
from handslag.domain.accounts.tokens import UnknownToken
from handslag.domain.audit.models import Entry
from handslag.domain.audit.queries import history
from handslag.domain.registry.entering import actions
from handslag.domain.registry.models import Person
from handslag.domain.registry.viewers import viewer_of
from tests.builders import NO_SUCH, VIEWER, a_body, a_membership, a_name, a_principal, a_user

pytestmark = pytest.mark.django_db

STRONG = "sju lila cyklar vid Sjövik"


def invited(**wishes: Any):
    wishes = {"email": "Anna@Exempel.se", "name": "Anna Lund", "role": "reader"} | wishes
    return actions.invite(viewer=wishes.pop("viewer", VIEWER), **wishes)


def accepted(token: str, password: str | None = STRONG, viewer: Viewer = ANONYMOUS):
    return actions.accept_invitation(viewer=viewer, token=token, password=password)


def test_an_invitation_becomes_an_account_with_the_role_that_was_promised():
    body = a_body()
    sent = invited(role="secretary", scope=of_body(body.id))
    done = accepted(sent.token)
    user = User.objects.get(id=done.user_id)
    assert (user.email, user.name, user.check_password(STRONG)) == (
        "anna@exempel.se",
        "Anna Lund",
        True,
    )
    assert viewer_of(user, timezone.localdate()).held == {Held(Role.SECRETARY, of_body(body.id))}


def test_only_the_digest_of_the_token_is_kept():
    sent = invited()
    assert len(sent.token) == 32
    everything = [str(row) for model in (Invitation, Entry) for row in model.objects.values()]
    assert everything
    assert not [row for row in everything if sent.token in row]


def test_an_invitation_is_taken_up_once():
    sent = invited()
    accepted(sent.token)
    with pytest.raises(ValidationError, match="redan använts"):
        accepted(sent.token, "en helt annan ramsa här")
    assert User.objects.get().check_password(STRONG)
    assert "redan använts" in queries.invitation(ANONYMOUS, sent.token).why_not


def test_an_invitation_that_was_taken_back_leads_nowhere():
    sent = invited()
    revoke_invitation(viewer=VIEWER, invitation_id=sent.invitation_id)
    assert "dragits in" in queries.invitation(ANONYMOUS, sent.token).why_not
    with pytest.raises(ValidationError, match="dragits in"):
        accepted(sent.token)
    with pytest.raises(ValidationError, match="redan"):
        revoke_invitation(viewer=VIEWER, invitation_id=sent.invitation_id)
    assert not User.objects.exists()


def test_an_old_invitation_leads_nowhere_until_it_is_sent_again():
    sent = invited()
    Invitation.objects.update(valid_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(ValidationError, match="för gammal"):
        accepted(sent.token)
    anew = send_again(viewer=VIEWER, invitation_id=sent.invitation_id)
    with pytest.raises(UnknownToken):
        queries.invitation(ANONYMOUS, sent.token)
    assert accepted(anew.token).invitation_id == sent.invitation_id


@pytest.mark.parametrize("token", [None, "", "x" * 32, "kort", "å" * 32, "x" * 5000])
def test_what_is_nobodys_token_opens_nothing(token):
    invited()
    with pytest.raises(UnknownToken):
        queries.invitation(ANONYMOUS, token)
    with pytest.raises(PermissionDenied):
        accepted(token)


@pytest.mark.parametrize("password", ["", "kort", "12345678901", "anna.lund@exempel"])
def test_a_weak_password_makes_no_account_and_uses_nothing_up(settings, password):
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": f"django.contrib.auth.password_validation.{name}"}
        for name in (
            "MinimumLengthValidator",
            "NumericPasswordValidator",
            "UserAttributeSimilarityValidator",
        )
    ]
    sent = invited(email="anna.lund@exempel.se")
    with pytest.raises(ValidationError) as refused:
        accepted(sent.token, password)
    assert "password" in refused.value.message_dict
    assert not User.objects.exists()
    assert accepted(sent.token).user_id


def test_without_a_password_the_account_can_only_be_entered_in_other_ways():
    user_id = accepted(invited().token, None).user_id
    assert not User.objects.get(id=user_id).has_usable_password()


def test_an_invitation_ties_the_account_to_the_person_and_what_they_sit_in():
    body, person = a_body(), a_name("Anna Lund").person
    a_membership(body, person)
    sent = invited(role="", person_id=person.id)
    user = User.objects.get(id=accepted(sent.token).user_id)
    assert Person.objects.get(user=user) == person
    assert viewer_of(user, timezone.localdate()).held == {Held(Role.MEMBER, of_body(body.id))}


def test_where_the_person_is_gone_the_account_is_made_without():
    person = a_name("Anna Lund").person
    sent = invited(person_id=person.id)
    Person.objects.filter(id=person.id).update(user=a_user("Bo Ek"))
    user_id = accepted(sent.token).user_id
    assert not Person.objects.filter(user_id=user_id).exists()


def test_a_role_or_a_person_is_needed():
    with pytest.raises(ValidationError, match="Välj en roll"):
        invited(role="")


def test_an_address_that_has_an_account_is_not_asked_in():
    a_user("Anna Lund")
    with pytest.raises(ValidationError, match="har redan ett konto"):
        invited(email=" ANNA.lund@exempel.se ")


def test_an_address_is_asked_in_once_at_a_time():
    first = invited()
    with pytest.raises(ValidationError, match="redan inbjuden"):
        invited(email="ANNA@exempel.se")
    revoke_invitation(viewer=VIEWER, invitation_id=first.invitation_id)
    assert invited().invitation_id != first.invitation_id


def test_somebody_who_got_an_account_in_the_meantime_signs_in_and_keeps_the_password():
    sent = invited()
    user = User.objects.create_user("anna@exempel.se", "Anna Lund", "det gamla lösenordet")
    assert queries.invitation(ANONYMOUS, sent.token).has_account
    with pytest.raises(ValidationError, match="Logga in"):
        accepted(sent.token)
    with pytest.raises(ValidationError, match="Logga in"):
        accepted(sent.token, viewer=viewer_of(a_user("Bo Ek"), timezone.localdate()))
    accepted(sent.token, viewer=viewer_of(user, timezone.localdate()))
    user.refresh_from_db()
    assert user.check_password("det gamla lösenordet")
    assert user.grants.get().role == Role.READER


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("coordinator", of_body(1)),
        ("contact", COUNTY),
        ("chair", of_body(1)),
        ("system", COUNTY),
        ("link", COUNTY),
        ("kung", COUNTY),
        ("auditor", of_principal(1)),
    ],
)
def test_a_role_that_is_none_to_give_is_refused(role, scope):
    a_body()
    a_principal()
    with pytest.raises(ValidationError):
        invited(role=role, scope=scope)
    assert not Invitation.objects.exists()


def test_a_role_for_what_is_not_there_is_refused():
    with pytest.raises(ValidationError, match="finns inte"):
        invited(role="reader", scope=of_body(NO_SUCH))
    with pytest.raises(ValidationError, match="finns inte"):
        invited(role="contact", scope=of_principal(NO_SUCH))


@pytest.mark.parametrize(("email", "name"), [("anna", "Anna"), ("", "Anna"), ("a@b.se", "  ")])
def test_an_address_and_a_name_are_needed(email, name):
    with pytest.raises(ValidationError):
        invited(email=email, name=name)


@pytest.mark.parametrize("role", [role for role in Role if role not in ("coordinator", "system")])
def test_nobody_but_coordinators_asks_anybody_in(role):
    viewer = Viewer("Prövaren", frozenset({Held(role)}), 1)
    with pytest.raises(PermissionDenied):
        invited(viewer=viewer)
    sent = invited()
    with pytest.raises(PermissionDenied):
        send_again(viewer=viewer, invitation_id=sent.invitation_id)
    with pytest.raises(PermissionDenied):
        revoke_invitation(viewer=viewer, invitation_id=sent.invitation_id)


def test_a_new_password_for_an_account_is_asked_for_at_the_machine_alone():
    user = a_user("Anna Lund", password="det gamla lösenordet")
    user.is_active = False
    user.save()
    with pytest.raises(ValidationError):
        invited(email=user.email, renews=True, viewer=coordinator("Bo"))
    sent = invited(email=user.email, renews=True, viewer=SYSTEM, role="coordinator")
    done = accepted(sent.token)
    user.refresh_from_db()
    assert (done.user_id, done.renewed, user.is_active) == (user.id, True, True)
    assert user.check_password(STRONG)
    assert user.grants.get().role == Role.COORDINATOR


def test_everything_is_logged():
    sent = invited()
    send_again(viewer=VIEWER, invitation_id=sent.invitation_id)
    anew = send_again(viewer=VIEWER, invitation_id=sent.invitation_id)
    user_id = accepted(anew.token).user_id
    told = [row.verb for row in history(VIEWER, "accounts.invitation", sent.invitation_id)]
    assert told == [
        "accounts.accept_invitation",
        "accounts.send_again",
        "accounts.send_again",
        "accounts.invite",
    ]
    of_account = [row.verb for row in history(VIEWER, "accounts.user", user_id)]
    assert of_account == ["accounts.give_role", "accounts.make_account"]


def test_what_is_open_is_listed():
    first = invited()
    second = invited(email="bo@exempel.se", name="Bo Ek")
    accepted(first.token)
    (row,) = queries.open_invitations(VIEWER)
    assert (row.id, row.name, row.expired) == (second.invitation_id, "Bo Ek", False)


@pytest.mark.django_db(transaction=True)
def test_two_who_take_up_the_same_invitation_at_once_make_one_account(at_once):
    sent = invited()
    done = at_once(lambda: accepted(sent.token), lambda: accepted(sent.token))
    assert sorted(type(one).__name__ for one in done) == ["Accepted", "ValidationError"]
    assert User.objects.count() == Grant.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_the_same_address_in_at_once_make_one_invitation(at_once):
    done = at_once(invited, invited)
    assert sum(isinstance(one, Sent) for one in done) == 1
    assert Invitation.objects.count() == 1

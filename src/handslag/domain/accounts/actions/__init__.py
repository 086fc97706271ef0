"""Writes of accounts: the ways in, the roles that are given, and what is done with an account."""

from handslag.domain.accounts.actions.invitations import (
    Accepted,
    Sent,
    accept_invitation,
    invite,
    revoke_invitation,
    send_again,
)
from handslag.domain.accounts.actions.roles import end_role, give_role
from handslag.domain.accounts.actions.users import close_account, reopen_account
from handslag.domain.accounts.actions.welcome import become_first_coordinator, first_way_in

__all__ = [
    "Accepted",
    "Sent",
    "accept_invitation",
    "become_first_coordinator",
    "close_account",
    "end_role",
    "first_way_in",
    "give_role",
    "invite",
    "reopen_account",
    "revoke_invitation",
    "send_again",
]

"""People who sign in: users, the roles they are given, invitations and limited links."""

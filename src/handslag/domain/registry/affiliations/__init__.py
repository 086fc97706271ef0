"""Where people work and how they are reached, written; and the whole roll of who sits where."""

"""A matter through every meeting and body: its steps in order, and how it stands."""

"""Decisions as they are written while the meeting is held: clause by clause, side by side."""

"""Matters: what was proposed, decided, assigned, and where things went."""

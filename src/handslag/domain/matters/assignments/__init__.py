"""Assignments and what became of them: reports, new days, new hands, an end."""

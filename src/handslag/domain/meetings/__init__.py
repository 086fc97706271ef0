"""Meetings: what was planned, what happened, who took part."""

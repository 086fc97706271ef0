"""What matters do for an agenda while it is prepared: proposals, tabled items, readiness."""

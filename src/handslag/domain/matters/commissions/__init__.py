"""Commissions: assignments with terms of reference, a working group and recurring reports."""

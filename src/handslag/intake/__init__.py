"""Proposed, reviewed, accepted: a record becomes suggestions, and a person decides what is true."""

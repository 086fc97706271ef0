"""Decisions as data: clauses by their addresses, the mandates they rest on, what they did."""

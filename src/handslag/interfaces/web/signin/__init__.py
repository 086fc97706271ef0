"""Signing in and out, and everything somebody does with their own account."""

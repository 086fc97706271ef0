"""Searching what is published, apart from all else: nothing but published words stands there."""

"""Limited links: somebody without an account sees one thing, for one principal, until a day."""

"""From what was written to minutes as papers."""

"""An agenda while it is prepared: its items, attachments, templates, and matters raised for it."""

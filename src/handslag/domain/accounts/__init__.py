"""Who looks and who acts: the viewer and what a viewer may do."""

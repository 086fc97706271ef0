"""The year's meetings of a body: planned in one step, moved, cancelled, and seen at a glance."""

"""Which items belong to which matters: found when facts are written, or said by a person."""

"""Finding words in what is true: an index in the database, always in step with it."""

"""The public side: what is published, for everybody, from the tables of publications alone."""

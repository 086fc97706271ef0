"""The public side: what was published, for everybody, and nothing else."""

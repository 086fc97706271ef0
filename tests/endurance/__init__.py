"""Killing Handslag at random moments, and seeing that nothing was lost: `make endure`."""

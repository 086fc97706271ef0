"""Keeping an installation: all of it in one file, and from that file back again."""

"""Notices: composed of what is planned, made into papers, frozen and handed to the post."""

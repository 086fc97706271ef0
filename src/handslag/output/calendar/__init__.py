"""Meetings as calendars know them (RFC 5545): feeds to subscribe to, and invitations by mail."""

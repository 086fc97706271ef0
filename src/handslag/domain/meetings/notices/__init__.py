"""Notices as they are sent: versions, letters, answers, and what each reader keeps."""

"""Every permission there is, named by subject and verb."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing a viewer may do. Roles are made of these."""

    MEETINGS_READ = "meetings.read"
    DOCUMENTS_READ = "documents.read"
    DOCUMENTS_TAKE_IN = "documents.take-in"
    DOCUMENTS_REVIEW = "documents.review"
    REGISTRY_READ = "registry.read"
    REGISTRY_CHANGE = "registry.change"
    LOG_READ = "log.read"

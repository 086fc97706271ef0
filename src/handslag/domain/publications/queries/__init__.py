"""Reads of what is published. Those of `shown` are anybody's, and take no viewer.

What was withdrawn gives its tombstone and nothing else; a version that was suppressed likewise.
"""

from handslag.domain.publications.queries.shapes import (
    Address,
    BodyRow,
    Choices,
    DecisionRow,
    FileRef,
    PublicationPage,
    PublicationRow,
    TextRow,
    Tombstone,
    VersionPage,
    VersionRow,
)
from handslag.domain.publications.queries.shown import (
    address_of_meeting,
    bodies,
    body,
    choices,
    decisions,
    file,
    latest,
    publication,
    publications,
    search,
    tombstones,
    version,
)

__all__ = [
    "Address",
    "BodyRow",
    "Choices",
    "DecisionRow",
    "FileRef",
    "PublicationPage",
    "PublicationRow",
    "TextRow",
    "Tombstone",
    "VersionPage",
    "VersionRow",
    "address_of_meeting",
    "bodies",
    "body",
    "choices",
    "decisions",
    "file",
    "latest",
    "publication",
    "publications",
    "search",
    "tombstones",
    "version",
]

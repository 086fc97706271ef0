"""Reads of what is published. Those of `shown` are anybody's, and take no viewer.

What was withdrawn gives its tombstone and nothing else; a version that was suppressed likewise.
"""

from handslag.domain.publications.queries.shapes import (
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

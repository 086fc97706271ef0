"""Reads of minutes: as they would be, the versions that were made, and what was said of them."""

from handslag.domain.matters.minutes.queries.versions import (
    Checked,
    CommentRow,
    CorrectionRow,
    Head,
    SignerRow,
    VersionRow,
    VersionShown,
    Written,
    final,
    head,
    version,
    version_file,
    written,
)

__all__ = [
    "Checked",
    "CommentRow",
    "CorrectionRow",
    "Head",
    "SignerRow",
    "VersionRow",
    "VersionShown",
    "Written",
    "final",
    "head",
    "version",
    "version_file",
    "written",
]

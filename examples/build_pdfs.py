"""Build the example county's PDF documents from their sources.

Run from anywhere: `python examples/build_pdfs.py`. Each `sources/YYYY-*.typ` gives one
`documents/*.pdf` of the same name. Only the fonts that come with typst are used and the
creation date is fixed, so that the same sources give the same bytes with the same version
of typst.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
DOCUMENTS = HERE / "documents"
CREATED = datetime(2025, 12, 1, tzinfo=UTC)


def build(source: Path) -> Path:
    """Make the PDF of one source and return its path."""
    target = DOCUMENTS / f"{source.stem}.pdf"
    typst.compile(
        str(source),
        output=str(target),
        root=str(SOURCES),
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=CREATED,
    )
    return target


def main() -> None:
    """Build every document and say which."""
    for source in sorted(SOURCES.glob("20*.typ")):
        target = build(source)
        sys.stdout.write(f"{target.relative_to(HERE)} ({target.stat().st_size} bytes)\n")


if __name__ == "__main__":
    main()

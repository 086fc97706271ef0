"""Build the example county's Word and OpenDocument files from their sources.

Run from anywhere: `python examples/build_office.py`. The sources are plain text or markdown; they
are set with heading styles, numbers that the word processor counts, lists, and a running head and
foot. The same sources give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
DOCUMENTS = HERE / "documents"
sys.path.insert(0, str(HERE.parent))

from tests.builders_formats import as_docx, as_odt  # noqa: E402  found through the line above

OFFICE = ["Samverkanskansliet, Slussgatan 4, Almstad"]


def build() -> list[Path]:
    """Make every file and return their paths."""
    notice = "2025-04-11-lansnatverket-kallelse"
    notes = "2025-09-08-beredningsgruppen-minnesanteckningar"
    files = {
        f"{notice}.docx": as_docx(_source(f"{notice}.txt"), head=["Kallelse"], foot=OFFICE),
        f"{notes}.odt": as_odt(_source(f"{notes}.md"), foot=OFFICE),
    }
    for name, data in files.items():
        (DOCUMENTS / name).write_bytes(data)
    return [DOCUMENTS / name for name in files]


def _source(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


def main() -> None:
    """Build every document and say which."""
    for target in build():
        sys.stdout.write(f"{target.relative_to(HERE)} ({target.stat().st_size} bytes)\n")


if __name__ == "__main__":
    main()

"""Read documents and print each as a line of JSON: `python tests/corpus/records.py FILE...`

Run as a file of its own, so that another version of the reader can be put first on the path.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from handslag.source.read import read
from handslag.source.record import to_json


def main(paths: list[str]) -> None:
    """Print [name, canonical text, record] for each path."""
    for path in map(Path, paths):
        text, record = read(path.read_bytes(), path.name)
        sys.stdout.write(json.dumps([path.name, text.text, to_json(record)]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])

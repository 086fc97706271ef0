"""Getting the text out of a PDF, beside what one would otherwise use; each in a process of its own.

Handslag gives more than text (places, findings and a record), the others only text; markitdown
tries to keep tables. Those that are not installed are left out and named: `make bench` installs
them from `requirements/bench.txt`, and nothing else needs them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAMS = {
    "pypdfium2, text alone": """
import pypdfium2
document = pypdfium2.PdfDocument(data)
for page in document:
    textpage = page.get_textpage()
    characters += len(textpage.get_text_range())
    textpage.close()
    page.close()
""",
    "Handslag, text alone": """
from handslag.source.reading.whole import read_text
characters = len(read_text(data).text.text)
""",
    "Handslag, bytes to record": """
from handslag.source.read import read
characters = len(read(data, "a.pdf")[0].text)
""",
    "markitdown": """
import io
from markitdown import MarkItDown
characters = len(MarkItDown().convert_stream(io.BytesIO(data), file_extension=".pdf").text_content)
""",
    "pdfplumber": """
import io
import pdfplumber
with pdfplumber.open(io.BytesIO(data)) as document:
    for page in document.pages:
        characters += len(page.extract_text())
        page.close()
""",
}

_FRAME = """
import json, re, sys
from time import perf_counter
data = open(sys.argv[1], "rb").read()
characters = 0
begin = perf_counter()
{work}
spent = perf_counter() - begin
# not getrusage, which counts what the process that forked this one held
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
print(json.dumps([spent, characters, peak]))
"""

_PATIENCE = 900
_SOURCES = Path(__file__).parents[1] / "src"


def compare(data: bytes, pages: int, *, only: tuple[str, ...] = tuple(PROGRAMS)) -> None:
    """Print seconds, pages a second and peak memory of each, and what is not to be had."""
    print(f"{f'{pages} pages of PDF':<28}{'seconds':>10}{'pages/s':>10}{'peak MB':>10}")
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.pdf")
        path.write_bytes(data)
        for name in only:
            found = measured(name, path)
            if found is None:
                print(f"  {name:<26}{'not installed':>30}")
                continue
            seconds, megabytes = found
            print(f"  {name:<26}{seconds:>10.2f}{pages / seconds:>10.0f}{megabytes:>10.0f}")


def measured(name: str, path: Path) -> tuple[float, float] | None:
    """Seconds without the program's own start, and peak memory in MB; None if not installed."""
    done = subprocess.run(  # noqa: S603  our own words
        [sys.executable, "-c", _FRAME.format(work=PROGRAMS[name]), str(path)],
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
        check=False,
        env=os.environ | {"PYTHONPATH": str(_SOURCES)},
    )
    if done.returncode and "ModuleNotFoundError" in done.stderr:
        return None
    assert done.returncode == 0, done.stderr
    seconds, characters, kilobytes = json.loads(done.stdout.splitlines()[-1])
    assert characters > 0, name
    return seconds, kilobytes / 1024

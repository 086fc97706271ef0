"""Making PDFs with typst: a template of this package, data as JSON, files by name.

Templates and files are put in a folder of their own that typst cannot see out of. Only the
typeface kept with the package is used, and those that typst carries, so that a paper looks the
same on every machine.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from handslag.output.generation.streams import unambiguous

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import typst

    from handslag.output.generation.logo import Logo

HERE = Path(__file__).resolve().parent
TEMPLATES = ("shared.typ", "notice.typ", "bundle.typ", "stamps.typ", "minutes.typ", "owing.typ")


class PaperError(RuntimeError):
    """The paper could not be made; the message says so in Swedish."""


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "vendor")])


def typeset(
    template: str,
    data: Mapping[str, Any],
    files: Mapping[str, bytes],
    created: dt.datetime,
    *,
    archival: bool = True,
    tagged: bool = True,
) -> bytes:
    """The PDF that `template` makes of `data`; `files` lie beside it under their names.

    It is PDF/UA-1 and PDF/A-3a; where `archival` is False a plain PDF, for what becomes part of
    another, still `tagged` unless that is False too. The same arguments give the same bytes.
    Raises PaperError where typst refuses.
    """
    import typst

    with TemporaryDirectory(prefix="handslag-paper-") as folder:
        root = Path(folder)
        for name in TEMPLATES:
            (root / name).write_bytes((HERE / name).read_bytes())
        for name, content in files.items():
            (root / name).write_bytes(content)
        try:
            made = typst.compile(
                str(root / template),
                root=str(root),
                font_paths=_fonts(),
                format="pdf",
                pdf_standards=["ua-1", "a-3a"] if archival else [],
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                timestamp=created,
                pdf_tags=tagged,
            )
        except typst.TypstError as error:
            raise PaperError("Handlingen kunde inte göras.") from error
    return unambiguous(bytes(made))


def typeset_with_logo(
    template: str,
    logo: Logo | None,
    data: Mapping[str, Any],
    files: Mapping[str, bytes],
    created: dt.datetime,
    *,
    archival: bool = True,
) -> bytes:
    """As `typeset`, with the logo that `data` names; without it where typst cannot draw it."""
    if logo is None:
        return typeset(template, data, files, created, archival=archival)
    try:
        with_logo = {**files, logo.path: logo.data}
        return typeset(template, data, with_logo, created, archival=archival)
    except PaperError:
        plain = {**data, "logo": None}
    return typeset(template, plain, files, created, archival=archival)


def drawn(logo: Logo) -> bytes:
    """A logo as a PNG, for papers that cannot hold drawings. Raises PaperError."""
    import typst

    page = (
        '#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("%s", height: 40mm)'
    )
    with TemporaryDirectory(prefix="handslag-paper-") as folder:
        root = Path(folder)
        (root / logo.path).write_bytes(logo.data)
        (root / "logo.typ").write_text(page % logo.path)
        try:
            made = typst.compile(str(root / "logo.typ"), root=str(root), format="png", ppi=300.0)
        except typst.TypstError as error:
            raise PaperError("Logotypen kunde inte ritas.") from error
    return bytes(made)

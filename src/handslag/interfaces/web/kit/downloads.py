"""Files that somebody has handed in, given back: to be saved, never shown as a page of ours."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.http import FileResponse

from handslag.interfaces.web.kit.headers import FOR_FILES

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN = "application/octet-stream"
TOLD_AS: Mapping[str, str] = {
    kind: kind
    for kind in (
        "application/pdf",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/webp",
    )
} | {
    "text/csv; charset=utf-8": "text/csv; charset=utf-8",
    "text/plain": "text/plain; charset=utf-8",
    "text/markdown": "text/plain; charset=utf-8",
}
"""What a file may be told to be. A web page is not among them: it is bytes and nothing else."""


def download(data: IO[bytes], *, name: str, media_type: str) -> FileResponse:
    """The bytes of `data`, to be saved as `name`.

    Whatever they are, a browser that shows them after all lets them run nothing and load
    nothing. Nobody on the way keeps them.
    """
    answer = FileResponse(
        data,
        as_attachment=True,
        filename=name,
        content_type=TOLD_AS.get(media_type, UNKNOWN),
    )
    answer["Content-Security-Policy"] = FOR_FILES
    answer["Cache-Control"] = "private, no-store"
    return answer

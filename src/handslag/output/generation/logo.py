"""A logo that somebody has chosen, as a picture that papers can be made with.

A PNG is decoded and written anew, so that nothing but its pixels reaches the paper. An SVG is
let through only where it is plain drawing: no program, nothing fetched from elsewhere, nothing
that a small file can use to draw without end.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from lxml import etree
from PIL import Image, UnidentifiedImageError

LARGEST_FILE = 1_000_000
"""Bytes."""
LARGEST_SIDE = 4000
"""Pixels."""
PRINTED_SIDE = 1600
"""Pixels that a logo is printed with at most: 60 mm at over 600 to the inch."""
MOST_ELEMENTS = 5000
MOST_USES = 100
_SVG = "{http://www.w3.org/2000/svg}"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_DRAWING = re.compile(
    "svg|g|path|rect|circle|ellipse|line|polyline|polygon|defs|title|desc|metadata|style"
    "|linearGradient|radialGradient|stop|clipPath|use|symbol"
)
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class LogoError(ValueError):
    """The logo cannot be printed; the message says why in Swedish."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that papers can be made with."""

    data: bytes
    format: str
    """"png" or "svg"."""
    text: str
    """What it shows, for those who hear the paper."""

    @property
    def path(self) -> str:
        """The file name under which the template finds it."""
        return f"logo.{self.format}"


def read_logo(data: bytes, text: str) -> Logo:
    """The logo of a file's bytes. Raises LogoError where it cannot be printed."""
    if not data:
        raise LogoError("Filen med logotypen är tom.")
    if len(data) > LARGEST_FILE:
        raise LogoError("Filen med logotypen är för stor. Den får vara högst 1 MB.")
    if data.startswith(_SIGNATURE):
        return Logo(_png(data), "png", text)
    if b"<svg" in data[:100_000]:
        return Logo(_svg(data), "svg", text)
    raise LogoError("Logotypen ska vara en bild i formatet PNG eller SVG.")


def _png(data: bytes) -> bytes:
    many = LogoError("Bilden med logotypen får ha högst 4000 bildpunkter på varje sida.")
    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG"])
        small = max(picture.size) <= LARGEST_SIDE
        plain = picture.convert("RGBA") if small else None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise many from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise LogoError(
            "Bilden med logotypen är skadad. Spara den på nytt och ladda upp den igen."
        ) from error
    if plain is None:
        raise many
    plain.thumbnail((PRINTED_SIDE, PRINTED_SIDE))
    written = io.BytesIO()
    plain.save(written, format="PNG")
    return written.getvalue()


def _svg(data: bytes) -> bytes:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LogoError(
            "Bilden med logotypen är skadad. Spara den på nytt och ladda upp den igen."
        ) from error
    doctype = root.getroottree().docinfo
    if doctype.internalDTD is not None and b"<!ENTITY" in data:
        raise LogoError("Logotypen har egna förkortningar i filen. Spara den som enkel SVG.")
    if root.tag != f"{_SVG}svg":
        raise LogoError("Logotypen ska vara en bild i formatet PNG eller SVG.")
    _only_drawing(root)
    return etree.tostring(root, encoding="utf-8")


def _only_drawing(root: etree._Element) -> None:
    """Raises LogoError where the drawing holds more than shapes."""
    elements = list(root.iter("*"))
    if len(elements) > MOST_ELEMENTS:
        raise LogoError("Logotypen har för många delar. Spara den som en enklare bild, eller PNG.")
    uses = 0
    for element in elements:
        name = etree.QName(element)
        if name.namespace != _SVG[1:-1]:
            continue  # an editor's notes, which are not drawn
        if not _DRAWING.fullmatch(name.localname):
            msg = (
                f"Logotypen innehåller ”{name.localname}”, som inte kan skrivas ut. "
                "Spara den med text som former och utan effekter, eller som PNG."
            )
            raise LogoError(msg)
        uses += name.localname == "use"
        _nothing_fetched(element)
    nested = root.iterfind(f".//{_SVG}symbol//{_SVG}use")
    if uses > MOST_USES or next(nested, None) is not None or _use_of_uses(root):
        raise LogoError("Logotypen upprepar sina delar för många gånger. Spara den som PNG.")


def _nothing_fetched(element: etree._Element) -> None:
    values = [element.get(name, "") for name in _HREFS]
    fetched = any(value and not value.startswith("#") for value in values)
    style = f"{element.text or ''} {element.get('style', '')}"
    foreign = "@import" in style or ("url(" in style.replace("url(#", "").replace("url('#", ""))
    if fetched or (foreign and etree.QName(element).localname in {"style", "g", "path", "svg"}):
        raise LogoError(
            "Logotypen hämtar delar från en annan plats. Spara den som en fristående bild."
        )


def _use_of_uses(root: etree._Element) -> bool:
    """Whether something that is repeated repeats something else in its turn."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    for use in root.iter(f"{_SVG}use"):
        target = next((use.get(name, "")[1:] for name in _HREFS if use.get(name)), "")
        repeated = named.get(target)
        if repeated is not None and next(repeated.iter(f"{_SVG}use"), None) is not None:
            return True
    return False

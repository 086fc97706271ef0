"""Small PDF files made by hand, so that a test says exactly what lies in them."""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_FILE_ID = b"0123456789abcdef"
_PERMISSIONS = 0xFFFFFFFC

_IMAGE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
    b"/BitsPerComponent 8/Length 1>>stream\n\x80\nendstream"
)
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def text_page(*lines: str) -> bytes:
    """Drawing instructions for a page with these lines below one another."""
    shown = [b"(" + _escape(line.encode("cp1252")) + b") Tj T*" for line in lines]
    return b"BT /F1 12 Tf 14 TL 50 700 Td " + b" ".join(shown) + b" ET"


def placed_page(*pieces: tuple[float, float, str]) -> bytes:
    """Drawing instructions for words at places (from the left, from the bottom), in this order."""
    shown = [
        b"1 0 0 1 %.1f %.1f Tm (%s) Tj" % (left, bottom, _escape(words.encode("cp1252")))
        for left, bottom, words in pieces
    ]
    return b"BT /F1 12 Tf " + b" ".join(shown) + b" ET"


def glyph_page(words: str) -> bytes:
    """Drawing instructions for a page with one glyph that stands for these words, in any script."""
    meaning = b"FEFF" + words.encode("utf-16-be").hex().encode()
    return b"BT /F1 12 Tf 50 700 Td /Span <</ActualText <%s>>> BDC (x) Tj EMC ET" % meaning


def image_page() -> bytes:
    """Drawing instructions for a page that is one picture, as a scanner makes it."""
    return b"q 500 0 0 700 50 50 cm /Im1 Do Q"


def pdf(*pages: bytes, password: str | None = None, attributes: bytes = b"") -> bytes:
    """A whole PDF file with a page for each set of drawing instructions.

    `attributes` are more of what each page says of itself, "/Rotate 90". With a `password`
    (the empty one too) its streams are encrypted (RC4, 40 bits).
    """
    key = None if password is None else _key(password)
    numbers = [5 + 2 * index for index in range(len(pages))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        _FONT,
        _stream(_IMAGE, key, 4),
    ]
    for number, content in zip(numbers, pages, strict=True):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>/XObject<</Im1 4 0 R>>>>%s>>" % (number + 1, attributes)
        )
        stream = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
        objects.append(_stream(stream, key, number + 1))
    return _file(objects, None if key is None else _encryption(password or "", key))


def _file(objects: Sequence[bytes], encryption: bytes | None) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"/Size %d/Root 1 0 R" % (len(objects) + 1)
    if encryption is not None:
        file_id = _FILE_ID.hex().encode()
        trailer += b"/Encrypt %s/ID[<%s><%s>]" % (encryption, file_id, file_id)
    out += b"trailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)
    return bytes(out)


def _escape(words: bytes) -> bytes:
    return words.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def _stream(content: bytes, key: bytes | None, number: int) -> bytes:
    if key is None:
        return content
    head, rest = content.split(b"stream\n", 1)
    body = rest.removesuffix(b"\nendstream")
    own_key = _md5(key + number.to_bytes(3, "little") + b"\x00\x00")[:10]
    return head + b"stream\n" + _rc4(own_key, body) + b"\nendstream"


def _encryption(password: str, key: bytes) -> bytes:
    owner = _owner(password).hex().encode()
    user = _rc4(key, _PADDING).hex().encode()
    return b"<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P %d>>" % (
        owner,
        user,
        _PERMISSIONS - (1 << 32),
    )


def _owner(password: str) -> bytes:
    return _rc4(_md5(_padded("owner"))[:5], _padded(password))


def _key(password: str) -> bytes:
    permissions = _PERMISSIONS.to_bytes(4, "little")
    return _md5(_padded(password) + _owner(password) + permissions + _FILE_ID)[:5]


def _padded(password: str) -> bytes:
    return (password.encode() + _PADDING)[:32]


def _md5(words: bytes) -> bytes:
    return md5(words, usedforsecurity=False).digest()


def _rc4(key: bytes, words: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in words:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)

"""XML inside packages, read as a stream: no document type, no entities, nothing fetched.

Word and OpenDocument never use document types in their parts, so a part that has one is refused
rather than read. lxml's own bounds hold besides: 256 levels, 10 MB in one stretch of text.
"""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from handslag.source.reading.limits import MAX_PARAGRAPHS, grouped
from handslag.source.reading.result import ReadingError

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from lxml.etree import _Element as Element

    from handslag.source.reading.package import Package

_DOCTYPE = b"<!DOCTYPE"


def tree(package: Package, name: str) -> Element | None:
    """The root of a part, or None where there is no such part. ReadingError where it is broken."""
    data = package.read(name)
    if data is None:
        return None
    _refuse_doctype(package, data)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    with _mended(package):
        return etree.parse(BytesIO(data), parser).getroot()


def children(
    package: Package, name: str, parents: Container[str], tags: Sequence[str]
) -> Iterator[Element]:
    """The children with one of `tags` of elements in `parents`, each forgotten after its use.

    Tags are in Clark's notation; "{*}p" is p in any namespace. ReadingError where the part is
    broken, also after some children have been given.
    """
    with _mended(package):
        events = etree.iterparse(
            package.open(name),
            events=("end",),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for number, (_, element) in enumerate(events):
            if number == 0:
                _refuse_declared(package, element)
            if number == MAX_PARAGRAPHS:
                raise _too_many(package)
            above = element.getparent()
            if above is None or local(above.tag) not in parents:
                continue
            yield element
            element.clear()
            while element.getprevious() is not None:
                del above[0]


def local(tag: object) -> str:
    """An element's name without its namespace; "" for what is no element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its name without its namespace; the first, where several share it."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


@contextmanager
def _mended(package: Package) -> Iterator[None]:
    try:
        yield
    except etree.LxmlError as error:
        if "depth" in str(error):
            raise too_deep(package.what) from error
        raise package.damaged() from error
    except (
        ValueError,
        LookupError,
        AssertionError,
    ) as error:  # names and encodings lxml cannot hold
        raise package.damaged() from error


def too_deep(what: str) -> ReadingError:
    """The reason to give where elements lie too many levels inside one another."""
    message = (
        f"{what} har delar i så många lager att det inte går att läsa tryggt. "
        "Spara det som PDF och försök igen."
    )
    return ReadingError("nested-too-deep", message)


def _too_many(package: Package) -> ReadingError:
    message = (
        f"{package.what} har fler än {grouped(MAX_PARAGRAPHS)} stycken och läses inte. "
        "Dela upp det i mindre delar och försök igen."
    )
    return ReadingError("too-many-paragraphs", message)


def _refuse_doctype(package: Package, data: bytes) -> None:
    head = data[:4096].replace(b"\x00", b"")
    if _DOCTYPE in head:
        raise _foreign(package)


def _refuse_declared(package: Package, element: Element) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise _foreign(package)


def _foreign(package: Package) -> ReadingError:
    message = (
        f"{package.what} innehåller en dokumenttyp, som inte hör hemma där, och läses därför inte. "
        "Öppna det i ordbehandlaren, spara en ny kopia och försök igen."
    )
    return ReadingError("foreign-declaration", message)

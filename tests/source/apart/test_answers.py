"""What a reading process answers is believed only where its form is that of a true answer."""

from __future__ import annotations

import copy
import json
import socket
from typing import TYPE_CHECKING, Any

import pytest

from handslag.source.apart import read_apart
from handslag.source.apart.answers import Unsound, document
from handslag.source.apart.frames import Channel, Ended, Garbled, Message, Oversized
from handslag.source.apart.refusals import refused
from handslag.source.apart.tasks import TASKS
from handslag.source.read import read_document as read
from handslag.source.reading import ReadingError
from tests.source.reading.pdfs import pdf, text_page

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = pdf(
    text_page("Protokoll", "Anna Ek, ordf\xf6rande", "\xa7 1 \xd6ppnande", "Beslut"),
    text_page("N\xe4mnden beslutar att ansl\xe5 1 000 kronor.", "\xa7 2 Val"),
)
NAME = "protokoll.pdf"


class Unheard:
    """Nobody is told of progress."""

    def __call__(self, done: int, of: int, /) -> None:
        pass

    def keep(self, pages: Mapping[str, bytes], /) -> None:
        pass


def answer() -> tuple[dict[str, Any], bytes]:
    value, (text, *_) = TASKS["read"]({"name": NAME, "media_type": None}, [DATA], Unheard())
    return json.loads(json.dumps(value)), text


def checked(value: dict[str, Any], text: bytes) -> object:
    return document(Message({"kind": "answer", "value": value}, (text,)), DATA, NAME)


def test_a_true_answer_is_what_reading_gives():
    assert checked(*answer()) == read(DATA, NAME)


def test_read_apart_gives_what_read_gives():
    assert read_apart(DATA, NAME) == read(DATA, NAME)
    assert read_apart(b"# Kallelse\n", "a", media_type="text/markdown") == read(
        b"# Kallelse\n", "a", media_type="text/markdown"
    )
    with pytest.raises(ReadingError) as here:
        read(b"", "a.txt")
    with pytest.raises(ReadingError) as apart:
        read_apart(b"", "a.txt")
    assert (apart.value.code, apart.value.message) == (here.value.code, here.value.message)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every value inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return [
        place
        for key, part in inner
        for place in (
            (*path, key),
            *(places(part, (*path, key)) if isinstance(part, dict | list) else ()),
        )
    ]


def put(value: Any, place: tuple[str | int, ...], new: object) -> None:
    for key in place[:-1]:
        value = value[key]
    value[place[-1]] = new


def test_no_value_of_a_wrong_kind_gets_through():
    """Each value in turn is replaced by what it is not: refused, or read as the default."""
    value, text = answer()
    believed = checked(value, text)
    let_through = set()
    for place in places(value):
        for wrong in ({"a": 1}, [[-1, 3]], [-5, 2], -7, 10**30, float("inf"), "x", True):
            changed = copy.deepcopy(value)
            put(changed, place, wrong)
            try:
                found = checked(changed, text)
            except Unsound:
                continue
            if found != believed:
                name = next(key for key in reversed(place) if isinstance(key, str))
                let_through.add((name, type(wrong).__name__))
    # what may be any words, any number, or either yes or no, and lists of any words
    free = {
        "int": {"order", "value"},
        "bool": {"inline", "late"},
        "list": {"points"},
        "dict": {"decisions", "abstaining"},
    }
    for name, kind in let_through:
        assert kind == "str" or name in free[kind], (name, kind)


def test_a_refusal_keeps_its_words():
    plain = ReadingError("too-many-pages", "PDF-filen har 10\N{NO-BREAK SPACE}000 sidor.")
    told = refused(plain.code, plain.message)
    assert (told.code, told.message) == (plain.code, plain.message)
    for code, message in (("x y", "A."), ("x", "A\nB."), ("x", "A\x1b."), (1, "A."), ("x", None)):
        assert refused(code, message).code == "reading-crashed"


def test_what_no_database_takes_is_refused():
    for place, wrong in ((("title",), "a\x00"), (("items", 0, "order"), 10**12)):
        value, text = answer()
        put(value["record"], place, wrong)
        with pytest.raises(Unsound):
            checked(value, text)


@pytest.mark.parametrize(
    "text", [b"", b"other words", b"\xff", b"x" * 10_000_001], ids=["none", "other", "bad", "long"]
)
def test_a_text_that_does_not_fit_its_record_is_refused(text):
    value, _ = answer()
    with pytest.raises(Unsound):
        checked(value, text)


def test_a_record_of_another_file_is_refused():
    value, text = answer()
    with pytest.raises(Unsound):
        document(Message({"value": value}, (text,)), DATA + b" ", NAME)
    with pytest.raises(Unsound):
        document(Message({"value": value}, (text,)), DATA, "annan.pdf")


@pytest.fixture
def channels():
    ends = [Channel(end) for end in socket.socketpair()]
    yield ends
    for end in ends:
        end.close()


def test_a_message_arrives_as_it_was_sent(channels):
    here, there = channels
    here.send({"a": ["\udcff", 1, None]}, b"", b"\x00bytes")
    assert there.receive(most=100) == Message({"a": ["\udcff", 1, None]}, (b"", b"\x00bytes"))


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (b"\x00\x00\x00\x02\x00[]", Garbled),
        (b"\x00\x00\x00\x08\x00" + b'{"a":NaN', Garbled),
        (b"\x00\x00\x00\x09\x00" + b'{"a":NaN}', Garbled),
        (b"\x00\x00\x00\x02\x00\xff\xff", Garbled),
        (b"\x00\x00\x00\x03\x00{", Ended),
        (b"", Ended),
        (b"\xff\x00\x00\x02\x00{}", Oversized),
        (b"\x00\x00\x00\x02\x01{}" + b"\x00" * 6 + b"\xff\xff", Oversized),
    ],
)
def test_what_is_no_message_is_told_apart(words, error):
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.sendall(words)
    channel = Channel(ours)
    with pytest.raises(error) as told:
        channel.receive(most=1000)
    channel.close()
    assert told.type is error


def test_json_that_would_swell_in_memory_is_refused(channels):
    import threading

    here, there = channels
    head: dict[str, object] = {"a": [[]] * 1_600_000}
    sending = threading.Thread(target=here.send, args=(head,))
    sending.start()
    with pytest.raises(Oversized):
        there.receive(most=10**9)
    sending.join(10)


def test_waiting_has_an_end(channels):
    import time

    with pytest.raises(TimeoutError):
        channels[0].receive(most=10, until=time.monotonic() + 0.05)
    with pytest.raises(TimeoutError):
        channels[0].send({}, b"x" * 10_000_000, until=time.monotonic() + 0.1)

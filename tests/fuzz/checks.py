"""What must hold for every input, whatever it is. Each check returns what is wrong, or None."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from handslag.source.apart.answers import Unsound, document
from handslag.source.apart.frames import Message
from handslag.source.apart.tasks import answer_of
from handslag.source.parsing import parse
from handslag.source.read import read_document
from handslag.source.reading import ReadingError
from handslag.source.record import MeetingRecord, Source, from_json, to_json
from handslag.source.record.document import READER
from handslag.source.text import CanonicalText

SCHEMA = Path(__file__).parents[3] / "shared" / "contracts" / "meeting-record.schema.json"
VALIDATOR = (
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    if SCHEMA.exists()
    else None
)
"""Made at once, since the processes that check may open no files of ours."""
LONGEST_STEP = 1.0
"""Seconds of processor time from which growth in time is looked at."""
BASE = 4_000
"""Characters of the shortest text when growth is measured."""
CALLS, SECONDS = 1.35, 2.2
"""How much faster than the text the calls, and the time of the patterns, may grow."""


def wrong_with_bytes(data: bytes, name: str) -> str | None:
    """A file is read soundly, or refused with a reason."""
    try:
        found = read_document(data, name)
    except ReadingError as error:
        words = error.message.replace("\N{NO-BREAK SPACE}", " ")
        sound = error.code and words.endswith(".") and words.isprintable()
        return None if sound else f"refused without a proper reason: {error.message!r}"
    except Exception:  # noqa: BLE001  the point is to find them
        return _last_lines(traceback.format_exc())
    wrong = _wrong_with_record(found.text, found.record)
    if wrong:
        return wrong
    value, blobs = answer_of(found)
    try:
        carried = document(
            Message({"value": json.loads(json.dumps(value))}, tuple(blobs)), data, name
        )
    except Unsound:
        return "the record cannot be carried out of the reading process"
    return None if carried == found else "the record is another when carried"


def wrong_with_text(words: str) -> str | None:
    """A text gives a sound record, without an exception."""
    text = CanonicalText(words)
    try:
        record = parse(text, described(words))
    except Exception:  # noqa: BLE001
        return _last_lines(traceback.format_exc())
    return _wrong_with_record(text, record)


def wrong_with_growth(unit: str) -> str | None:
    """Twice the text takes about twice the calls, and four times the text four times the time."""
    once = unit * (BASE // len(unit) + 1)
    calls = [_calls(once * times) for times in (1, 2, 4)]
    if calls[2] > 2 * CALLS * calls[1] and calls[1] > 2 * CALLS * calls[0]:
        return f"calls grow too fast: {calls}"
    short = _seconds(once * 4)
    long = _seconds(once * 16)
    if long > LONGEST_STEP and long > 4 * SECONDS * short:
        return f"time grows too fast: {short:.3f} s for {len(once) * 4}, {long:.3f} s for 4 times"
    return None


def described(words: str) -> Source:
    """What the parser is told of a text that lies in no file."""
    digest = sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    return Source("prov.txt", digest, "text/plain", len(words), digest, READER)


def _wrong_with_record(text: CanonicalText, record: MeetingRecord) -> str | None:
    data = to_json(record)
    length = len(text.text)
    if any(not 0 <= start <= end <= length for start, end in _spans(data)):
        return "a place lies outside the text"
    items = [item.span for item in record.items]
    if any(before.end > after.start for before, after in pairwise(items)):
        return "items overlap"
    if [item.order for item in record.items] != list(range(1, len(items) + 1)):
        return "items are not in order"
    if from_json(json.loads(json.dumps(data))) != record:
        return "the record is not what its JSON says"
    for error in VALIDATOR.iter_errors(data) if VALIDATOR else ():
        return f"against the contract: {error.message[:200]}"
    return next(_misquoted(text, record), None)


def _misquoted(text: CanonicalText, record: MeetingRecord) -> Iterator[str]:
    for item in record.items:
        for decision in (*item.decisions, *item.proposed_decisions):
            for clause in decision.clauses:
                places = clause.pieces or (clause.span,)
                said = "".join(text.quote(place) for place in places)
                if _letters(said) != _letters(clause.text):
                    yield f"a clause is not what stands at its place: {clause.text!r}, {said!r}"
        for amount in item.amounts:
            if amount.span and _letters(text.quote(amount.span)) != _letters(amount.text):
                yield f"a sum is not what stands at its place: {amount.text!r}"


_ALIKE = str.maketrans("l1!|0", "iiiio")
"""Letters that recognition mixes up, and that the parser mends in names."""


def _letters(words: str) -> str:
    letters = "".join(mark for mark in words if mark.isalnum() or mark in "!|")
    return letters.casefold().translate(_ALIKE)


def _spans(value: Any) -> Iterator[tuple[int, int]]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "span" or name.endswith("_span"):
                yield part[0], part[1]
            elif name == "pieces":
                yield from ((piece[0], piece[1]) for piece in part)
            else:
                yield from _spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from _spans(part)


def _calls(words: str) -> int:
    count = 0

    def tally(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(tally)
    try:
        parse(CanonicalText(words), described(words))
    finally:
        sys.setprofile(None)
    return count


def _seconds(words: str) -> float:
    source = described(words)
    begin = time.process_time()
    parse(CanonicalText(words), source)
    return time.process_time() - begin


def _last_lines(words: str) -> str:
    return "\n".join(words.strip().splitlines()[-7:])


CHECKS: dict[str, Callable[[str], str | None]] = {
    "text": wrong_with_text,
    "growth": wrong_with_growth,
}
"""The checks of texts, by the kind that a case of them begins its file name with."""

"""What the reader's doubts are worth: how often a doubted fact is wrong, how often another.

Every fact that a record tells and an expectation can judge is right or wrong. What is missing
altogether cannot be doubted and is left out, and so is what belongs to an item that is wrong
itself: it falls with the item.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.corpus.scoring import (
    CLAUSE,
    HEADING,
    LABEL,
    alike,
    alike_name,
    clause_words,
    clauses_of,
    day_of,
    folded,
    name_of,
    paired_items,
    side_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Json = dict[str, Any]


class Fact(NamedTuple):
    """One fact that a record tells."""

    kind: str
    words: str
    doubt: str
    wrong: bool


def facts(expected: Json, record: Json) -> Iterator[Fact]:
    """Every fact of the record that the expectation can judge."""
    yield from _head(expected, record)
    pairs, extra = paired_items(expected["items"], record["items"])
    for left in extra:
        yield Fact("item", left["heading"], left.get("doubt") or "", wrong=True)
    for wanted, item in pairs:
        if item is not None:
            yield from _of_item(wanted, item)


def _head(expected: Json, record: Json) -> Iterator[Fact]:
    body = record.get("body")
    if body:
        wrong = not alike_name(expected["body"], body["name"])
        yield Fact("body", body["name"], body.get("doubt") or "", wrong)
    for name, keys in (("date", ("date",)), ("time", ("start", "end"))):
        values = [record.get(key) for key in keys]
        if any(values):
            wrong = not all(_among(v, expected[k]) for v, k in zip(values, keys, strict=True))
            yield Fact(name, str(values), record.get(f"{name}_doubt") or "", wrong)
    if record.get("place") and expected["place"]:
        wrong = folded(record["place"]) != folded(expected["place"])
        yield Fact("place", record["place"], record.get("place_doubt") or "", wrong)
    present = [a for a in record["attendees"] if a.get("present") != "absent"]
    yield from _bag("attendee", present, map(folded, expected["attendees"]), _folded_name)


def _of_item(wanted: Json, item: Json) -> Iterator[Fact]:
    number = str(item.get("number") or "").rstrip(".") or None
    wrong = (
        not alike(wanted["heading"], item["heading"], HEADING)
        or not _among(number, wanted["number"])
        or not _among(item["outcome"], wanted["outcome"])
    )
    yield Fact("item", f"{number} {item['heading']}", item.get("doubt") or "", wrong)
    presenters = [folded(name) for name in wanted["presenters"]]
    yield from _bag("presenter", item.get("presenters", []), presenters, _folded_name)
    labels = [folded(label) for label in wanted["attachments"]]
    yield from _bag("attachment", item.get("attachments", []), labels, _label)
    dated = [when for when in item.get("references", []) if when.get("date")]
    yield from _bag("reference", dated, wanted["references"], lambda when: str(when["date"]))
    sums = [str(int(amount)) for amount in wanted["amounts"]]
    yield from _bag("amount", item.get("amounts", []), sums, lambda sum_: str(int(sum_["value"])))
    for name, key in (("adjourned", "adjourned_to"), ("referred", "referred_to")):
        if when := item.get(key):
            right = _among(day_of(when), day_of(wanted[key])) and wanted[key] is not None
            yield Fact("transfer", f"{name} {when['text']}", when.get("doubt") or "", not right)
    proposed = [clause_words(text) for text in wanted["proposed_clauses"]]
    found = clauses_of(item.get("proposed_decisions", []))
    yield from _bag("proposed clause", found, proposed, lambda clause: clause_words(clause["text"]))
    yield from _of_clauses(wanted, item)


def _of_clauses(wanted: Json, item: Json) -> Iterator[Fact]:
    left = list(wanted["clauses"])
    for clause in clauses_of(item.get("decisions", [])):
        want = next((w for w in left if alike(w["text"], clause["text"], CLAUSE)), None)
        doubt = clause.get("doubt") or ""
        if want is None:
            yield Fact("clause", clause["text"], doubt, wrong=True)
            continue
        left.remove(want)
        yield Fact("clause", clause["text"], doubt, not _said_right(want, clause))
        if want.get("appointed"):
            names = [folded(name_of(person)) for person in want["appointed"]]
            yield from _bag("appointee", clause.get("appointees", []), names, _folded_name)
        for named in clause.get("assignees", []) if want.get("assignee") else ():
            right = alike_name(want["assignee"], named["name"])
            yield Fact("assignee", named["name"], named.get("doubt") or "", not right)
    for told in item.get("assignments", []):
        known = any(
            folded(want["text"]) in folded(told["text"])
            and (not want.get("due") or day_of(told.get("due")) == want["due"])
            for want in wanted.get("assignments", [])
        )
        yield Fact("assignment", told["text"], told.get("doubt") or "", not known)


def _said_right(want: Json, clause: Json) -> bool:
    """Whether a clause does what it should, for whom it should and when."""
    falls_due = want.get("due") or clause["action"] in ("assign", "postpone")
    return (
        _among(clause["action"], want["action"])
        and [int(point) for point in clause.get("points") or []] == (want.get("points") or [])
        and _among(side_of(clause.get("scope")), want.get("scope"))
        and (not falls_due or _among(day_of(clause.get("due")), want.get("due")))
    )


def _bag(
    kind: str, found: Iterable[Json], wanted: Iterable[str], word: Callable[[Json], str]
) -> Iterator[Fact]:
    left = Counter(wanted)
    for fact in found:
        words = word(fact)
        right = left[words] > 0
        left[words] -= right
        yield Fact(kind, words, fact.get("doubt") or "", not right)


def _among(value: Any, accepted: Any) -> bool:
    return value in accepted if isinstance(accepted, list) else value == accepted


def _folded_name(person: Json) -> str:
    return folded(person["name"])


def _label(attachment: Json) -> str:
    return folded(LABEL.sub("", attachment["label"], count=1))


def table(found: Iterable[Fact]) -> Iterator[str]:
    """One row a kind and reason: how many facts, and the share of them that is wrong."""
    kinds: dict[str, dict[str, Counter[bool]]] = defaultdict(lambda: defaultdict(Counter))
    for fact in found:
        kinds[fact.kind][fact.doubt][fact.wrong] += 1
    yield f"{'kind':16}{'facts':>7}{'wrong':>7}{'share':>7}  reason"
    whole: Counter[tuple[bool, bool]] = Counter()
    for kind, reasons in sorted(kinds.items()):
        for reason, counts in sorted(reasons.items()):
            share = counts[True] / counts.total()
            told = reason or "(sure)"
            yield f"{kind:16}{counts.total():7}{counts[True]:7}{share:7.2f}  {told}"
            for wrong, count in counts.items():
                whole[bool(reason), wrong] += count
    both = whole[True, True]
    yield (
        f"{both + whole[True, False]} facts doubted, {both} of them wrong; "
        f"{both + whole[False, True]} wrong of {whole.total()}, {both} of them doubted"
    )

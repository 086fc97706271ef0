"""What anybody may read: from the tables of what was published, and from no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractYear

from handslag.domain.base.shapes import PAGE_SIZE, Listing, labelled, listing_of
from handslag.domain.base.sides import Side
from handslag.domain.base.words import order_of
from handslag.domain.publications.content import from_json
from handslag.domain.publications.models import (
    Publication,
    PublicationKind,
    PublishedBody,
    PublishedDecision,
    PublishedFile,
    PublishedVersion,
)
from handslag.domain.publications.queries.shapes import (
    Address,
    BodyRow,
    Choices,
    DecisionRow,
    FileRef,
    PublicationPage,
    PublicationRow,
    TextRow,
    Tombstone,
    VersionPage,
    VersionRow,
)
from handslag.domain.publications.rules import day_and_nth, form_of
from handslag.domain.registry.models import BodyKind, LegalForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from handslag.domain.publications.content import Content

LARGEST = 2**63 - 1
"""The largest id that a table has room for."""
SIDES = {Side.MUNICIPALITIES.value: "kommun", Side.REGION.value: "region"}
OTHER = {Side.MUNICIPALITIES.value: "region", Side.REGION.value: "kommun"}
"""How a side is named within a scope, and how the other one is (see `base.sides.side_named`)."""
LINES = 3
"""Lines shown of a publication in which words were found."""


def bodies() -> tuple[BodyRow, ...]:
    """Every body that has published anything, by name. One query."""
    found = map(_body, _bodies())
    return tuple(sorted(found, key=lambda one: (order_of(one.name), one.slug)))


def body(slug: str) -> BodyRow:
    """One body. One query. Raises PublishedBody.DoesNotExist."""
    return _body(_bodies().get(slug=slug))


def publications(
    *, slug: str = "", year: int | None = None, kind: str = "", page: int = 1
) -> Listing[PublicationRow]:
    """What is shown, newest meeting first, of one body, year or kind where given. Two queries."""
    found = _shown().order_by("-day", "-nth", "kind", "-id")
    found = found.filter(body__slug=slug) if slug else found
    found = found.filter(day__year=year) if year is not None else found
    found = found.filter(kind=kind) if kind else found
    return listing_of(_rows(found), _row, page=page)


def latest(count: int = 5, *, slug: str = "") -> tuple[PublicationRow, ...]:
    """What was published most recently, a new version counting as new. One query."""
    found = _shown().filter(body__slug=slug) if slug else _shown()
    return tuple(map(_row, _rows(found).order_by("-newest_at", "-id")[:count]))


def tombstones(*, slug: str = "", page: int = 1) -> Listing[Tombstone]:
    """What was withdrawn, the newest first. Two queries."""
    found = Publication.objects.filter(withdrawn_at__isnull=False).select_related("body")
    found = found.filter(body__slug=slug) if slug else found
    return listing_of(found.order_by("-withdrawn_at", "-id"), _tombstone, page=page)


def publication(slug: str, meeting: str, kind: str) -> PublicationPage:
    """What stands at an address: `meeting` is "2031-03-04" or "2031-03-04-2". Six queries.

    Raises Publication.DoesNotExist where nothing was ever published.
    """
    return _page(slug, meeting, kind, None)


def version(slug: str, meeting: str, kind: str, number: int) -> PublicationPage:
    """The same, showing version `number`: content None where it was suppressed. Six queries.

    Raises Publication.DoesNotExist, PublishedVersion.DoesNotExist also where all was withdrawn.
    """
    return _page(slug, meeting, kind, number)


def address_of_meeting(meeting_id: int) -> Address | None:
    """Where the public reads of a meeting; None where nothing of it is shown. One query."""
    if not 0 < meeting_id <= LARGEST:
        return None
    row = _shown().filter(meeting_id=meeting_id).select_related("body").order_by("kind").first()
    return Address(row.body.slug, row.day, row.nth, row.kind) if row else None


def of_meeting(meeting_id: int) -> tuple[PublicationRow, ...]:
    """What is shown of a meeting, minutes before the notice. One query."""
    rows = _rows(_shown().filter(meeting_id=meeting_id)).order_by("kind")
    return tuple(map(_row, rows))


def is_shown(meeting_id: int, kind: str) -> bool:
    """Whether there is a publication of this account that was not withdrawn. One query."""
    rows = Publication.objects.filter(meeting_id=meeting_id, kind=kind)
    return rows.filter(withdrawn_at__isnull=True).exists()


def file(slug: str, meeting: str, kind: str, number: int, name: str) -> FileRef:
    """A file of a version. One query.

    Raises PublishedFile.DoesNotExist, also where it was withdrawn or suppressed.
    """
    day, nth = _meeting(meeting)
    rows = PublishedFile.objects.filter(
        name=name,
        version__number=number,
        version__suppressed_at__isnull=True,
        version__publication__withdrawn_at__isnull=True,
    )
    prefix = "version__publication__"
    where = {"body__slug": slug, "day": day, "nth": nth, "kind": kind}
    return _file(rows.get(**{prefix + column: value for column, value in where.items()}))


def decisions(
    *,
    slug: str = "",
    year: int | None = None,
    action: str = "",
    side: str = "",
    words: str = "",
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Listing[DecisionRow]:
    """Decided clauses, the newest meeting first. Two queries.

    Only those of each publication's newest shown version. `side` is a value of `Side`: those that
    are limited to it, as their scope names it. `words` must all stand in the clause or its heading.
    """
    found = _decided().filter(version__publication__body__slug=slug) if slug else _decided()
    found = found.filter(version__publication__day__year=year) if year is not None else found
    found = found.filter(action=action) if action else found
    if side in SIDES:
        found = found.filter(scope__icontains=SIDES[side]).exclude(scope__icontains=OTHER[side])
    for word in words.split():
        found = found.filter(_saying(word, "text") | _saying(word, "heading"))
    above = "version__publication__"
    ordered = found.order_by(f"-{above}day", f"-{above}id", "order", "id")
    return listing_of(
        ordered.select_related("version__publication__body").defer(
            "version__content", "version__text"
        ),
        _decision,
        page=page,
        size=size,
    )


def decision_of_meeting(meeting_id: int, text: str) -> DecisionRow | None:
    """A meeting's decided clause with these very words, as its newest shown version has it.

    None where nothing like it is shown, and where several are. One query.
    """
    of_meeting = _decided().filter(version__publication__meeting_id=meeting_id, text=text)
    rows = of_meeting.select_related("version__publication__body").defer(
        "version__content", "version__text"
    )
    found = [_decision(row) for row in rows[:2]]
    return found[0] if len(found) == 1 else None


def choices() -> Choices:
    """What lists can be sifted by. Three queries."""
    years = _shown().annotate(year=ExtractYear("day")).order_by("-year").values_list("year")
    actions = _decided().order_by("action").values_list("action", flat=True).distinct()
    return Choices(
        bodies=tuple(one for one in bodies() if one.count),
        years=tuple(year for (year,) in years.distinct()),
        actions=tuple(actions),
    )


def search(words: str, *, slug: str = "", page: int = 1) -> Listing[TextRow]:
    """Publications whose newest shown version has every one of `words`. Two queries.

    The newest meeting first; nothing for no words.
    """
    sought = words.split()
    found = _shown().filter(body__slug=slug) if slug else _shown()
    for word in sought:
        having = PublishedVersion.objects.filter(_saying(word, "text"))
        found = found.filter(newest_id__in=having.values("id"))
    if not sought:
        found = found.none()
    ordered = _rows(found).annotate(newest_text=_newest("text")).order_by("-day", "-nth", "-id")
    folded = [word.casefold() for word in sought]
    return listing_of(
        ordered, lambda row: TextRow(_row(row), tuple(_lines(row.newest_text, folded))), page=page
    )


def _newest(column: str) -> Subquery:
    """A column of a publication's newest version that is not suppressed."""
    versions = PublishedVersion.objects.filter(
        publication=OuterRef("pk"), suppressed_at__isnull=True
    )
    return Subquery(versions.order_by("-number").values(column)[:1])


def _shown() -> QuerySet[Any, Any]:
    """Publications of which the public sees more than a tombstone."""
    standing: QuerySet[Any, Any] = Publication.objects.filter(withdrawn_at__isnull=True)
    having: QuerySet[Any, Any] = standing.annotate(newest_id=_newest("id"))
    return having.filter(newest_id__isnull=False)


def _rows(found: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = found.select_related("body").annotate(
        newest_number=_newest("number"),
        newest_at=_newest("at"),
        newest_why=_newest("why"),
        newest_day=_newest("day"),
        newest_form=_newest("form"),
        newest_cancelled=_newest("cancelled"),
    )
    return rows


def _bodies() -> QuerySet[PublishedBody, Any]:
    standing = Q(
        publications__withdrawn_at__isnull=True,
        publications__versions__suppressed_at__isnull=True,
        publications__versions__isnull=False,
    )
    return PublishedBody.objects.annotate(
        shown=Count("publications", filter=standing, distinct=True),
        latest=Max("publications__day", filter=standing),
    ).order_by("name", "id")


def _decided() -> QuerySet[PublishedDecision, Any]:
    newest = _shown().values("newest_id")
    return PublishedDecision.objects.filter(version_id__in=newest)


def _saying(word: str, column: str) -> Q:
    # SQLite folds the case of a to z alone
    either = Q()
    for form in {word, word.lower(), word.upper(), word.capitalize()}:
        either |= Q(**{f"{column}__icontains": form})
    return either


def _lines(text: str, words: Sequence[str]) -> Iterator[str]:
    having = (line for line in text.splitlines() if any(one in line.casefold() for one in words))
    for _place, line in zip(range(LINES), having, strict=False):
        yield line


def _page(slug: str, meeting: str, kind: str, number: int | None) -> PublicationPage:
    day, nth = _meeting(meeting)
    found = Publication.objects.get(body__slug=slug, day=day, nth=nth, kind=kind)
    whose = _body(_bodies().get(id=found.body_id))
    gone = found.withdrawn_at is not None
    if gone and number is not None:
        raise PublishedVersion.DoesNotExist
    versions = [] if gone else list(found.versions.defer("content", "text").order_by("number"))
    readable = [one.number for one in versions if one.suppressed_at is None]
    if number is not None and number not in [one.number for one in versions]:
        raise PublishedVersion.DoesNotExist
    wanted = number or max(readable, default=0)
    earlier = max((one for one in readable if one < wanted), default=0)
    pages = _versions(found, (wanted, earlier)) if wanted else {}
    others = () if gone else _others(found)
    return PublicationPage(
        address=Address(slug, found.day, found.nth, found.kind),
        body=whose,
        kind=labelled(PublicationKind, found.kind),
        first_at=found.first_at,
        withdrawn_at=found.withdrawn_at,
        withdrawn_reason=found.withdrawn_reason,
        versions=tuple(map(_version_row, versions)),
        shown=pages.get(wanted),
        before=pages.get(earlier),
        others=tuple(others),
    )


def _others(found: Publication) -> Iterator[Address]:
    rows = _shown().filter(meeting_id=found.meeting_id).exclude(id=found.pk)
    for row in rows.select_related("body").order_by("kind"):
        yield Address(row.body.slug, row.day, row.nth, row.kind)


def _versions(found: Publication, numbers: Iterable[int]) -> dict[int, VersionPage]:
    rows = found.versions.filter(number__in=numbers).prefetch_related("files")
    return {row.number: _version(row) for row in rows}


def _version(row: PublishedVersion) -> VersionPage:
    gone = row.suppressed_at is not None
    return VersionPage(
        row=_version_row(row),
        content=None if gone else _content(row),
        text="" if gone else row.text,
        files=() if gone else tuple(map(_file, row.files.all())),
    )


def _content(row: PublishedVersion) -> Content:
    return from_json(row.content)


def _version_row(row: PublishedVersion) -> VersionRow:
    return VersionRow(row.number, row.at, row.why, row.suppressed_at, row.suppressed_reason)


def _meeting(address: str) -> tuple[Any, int]:
    found = day_and_nth(address)
    if found is None:
        raise Publication.DoesNotExist
    return found


def _body(row: Any) -> BodyRow:
    return BodyRow(
        slug=row.slug,
        name=row.name,
        short_name=row.short_name,
        kind=labelled(BodyKind, row.kind),
        legal_form=labelled(LegalForm, row.legal_form),
        about=row.about,
        owner=row.owner,
        count=row.shown,
        latest=row.latest,
    )


def _row(row: Any) -> PublicationRow:
    return PublicationRow(
        id=row.id,
        address=Address(row.body.slug, row.day, row.nth, row.kind),
        body=row.body.name,
        body_short=row.body.short_name,
        kind=labelled(PublicationKind, row.kind),
        form=row.newest_form or _form(row),
        date=row.newest_day,
        number=row.newest_number,
        first_at=row.first_at,
        at=row.newest_at,
        why=row.newest_why,
        cancelled=row.newest_cancelled,
    )


def _form(row: Publication) -> str:
    return form_of(row.body.legal_form) if row.kind == PublicationKind.MINUTES else ""


def _tombstone(row: Publication) -> Tombstone:
    assert row.withdrawn_at is not None  # noqa: S101  only withdrawn ones are asked for
    return Tombstone(
        address=Address(row.body.slug, row.day, row.nth, row.kind),
        body=row.body.name,
        kind=labelled(PublicationKind, row.kind),
        form=_form(row),
        at=row.withdrawn_at,
        reason=row.withdrawn_reason,
    )


def _decision(row: PublishedDecision) -> DecisionRow:
    above = row.version.publication
    return DecisionRow(
        address=Address(above.body.slug, above.day, above.nth, above.kind),
        anchor=row.anchor,
        body=above.body.name,
        date=above.day,
        published_at=row.version.at,
        number=row.version.number,
        item_number=row.item_number,
        heading=row.heading,
        text=row.text,
        action=row.action,
        scope=row.scope,
        due=row.due,
    )


def _file(row: PublishedFile) -> FileRef:
    return FileRef(row.name, row.title, row.media_type, row.sha256, row.size)

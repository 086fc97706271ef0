"""Meetings as they are held, by the thousand: who came, what was said, and what was decided.

The words are our own, put together by chance. What a clause holds as data is what its words say,
or what the paper prints beneath it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import strategies as st

from handslag.output.generation.minutes_paper import (
    MinutesForm,
    MinutesPaper,
    MinutesState,
    PaperAction,
    PaperAssignment,
    PaperAttendee,
    PaperBack,
    PaperClause,
    PaperCorrection,
    PaperDealtItem,
    PaperDealtProposal,
    PaperDecision,
    PaperDue,
    PaperGroup,
    PaperItemAbsence,
    PaperMove,
    PaperMovement,
    PaperNoticeBoard,
    PaperPointOutcome,
    PaperPresence,
    PaperReservation,
    PaperSignature,
    PaperStance,
    PaperStanceKind,
    PaperTransfer,
    PaperTransferKind,
    PaperVerdict,
    PaperVote,
)
from handslag.output.generation.paper import PaperAttachment, PaperPerson, PaperPoint
from handslag.output.generation.rich_text import blocks_of
from handslag.output.generation.wording import day_in_words
from tests.output.generation import agendas

PRINCIPALS = (
    "Region Tallmarken",
    "Kvarnbro kommun",
    "Älvhamra kommun",
    "Norrsjö kommun",
    "Västra Tallmarkens kommunalförbund",
)
SIDES = ("kommunerna", "regionen")
DOERS = ("Styrgruppen", "Beredningsgruppen", "Kansliet", "Arbetsutskottet", "Presidiet")
RECEIVERS = (
    "Välfärdsrådet",
    "Socialchefsnätverket",
    "Politiska samverkansberedningen",
    "Styrgruppen",
    "Samverkansnämnden",
)
TASKS = (
    "ta fram en tidplan",
    "se över möjligheterna till en gemensam samordnare",
    "återkomma med förslag på hantering av medlen",
    "bjuda in länsstyrelsen till en dialog",
    "sammanställa kommunernas synpunkter",
    "ordna en inspirationsdag för kommuner och region",
    "bereda nomineringarna",
)
SAID = (
    *agendas.SENTENCES,
    "Flera kommuner undrar hur kostnaderna ska fördelas mellan huvudmännen.",
    "Det framhålls att underlaget kom sent och att tiden för förankring har varit kort.",
    "Regionens representanter påminner om att arbetet redan pågår.",
    "I diskussionen lyfts frågor om ansvar, mandat och finansiering.",
    "Man konstaterar att behovet är stort i hela länet.",
    "Vid förra mötet önskade kommunerna ett omtag i frågan.",
)
MARKS = ("{}", "{}", "**{}**", "*{}*", "**Fråga.** {}", "{} *Se underlaget.*")
PLAIN = (
    (PaperAction.NOTE, "att lägga informationen till handlingarna"),
    (PaperAction.NOTE, "att godkänna informationen och lägga den till handlingarna"),
    (PaperAction.NOTE, "att lägga minnesanteckningarna till handlingarna"),
    (PaperAction.APPROVE, "att godkänna förslaget"),
    (PaperAction.APPROVE, "att godkänna dagordningen"),
    (PaperAction.APPROVE, "att anta handlingsplanen för åren 2025–2027"),
    (PaperAction.APPROVE, "att fastställa riktlinjen för egenvård"),
    (PaperAction.REJECT, "att avslå förslaget"),
    (PaperAction.REJECT, "att inte godkänna förslaget"),
    (PaperAction.ENDORSE, "att ställa sig bakom uppdragsdirektivet"),
    (PaperAction.ENDORSE, "att rekommendera huvudmännen att anta överenskommelsen"),
    (PaperAction.OTHER, "att riktlinjen gäller från och med den 1 mars 2026"),
    (PaperAction.OTHER, "att nästa möte börjar en kvart tidigare"),
)


def people(most: int, least: int = 0) -> st.SearchStrategy[tuple[PaperPerson, ...]]:
    """People with titles and organisations, or names alone."""
    person = st.builds(
        PaperPerson,
        st.tuples(st.sampled_from(agendas.GIVEN), st.sampled_from(agendas.FAMILY)).map(" ".join),
        st.sampled_from(("", *agendas.TITLES)),
        st.sampled_from(("", *agendas.ORGANISATIONS)),
    ).map(lambda p: p if p.title else PaperPerson(p.name))
    return st.lists(person, min_size=least, max_size=most, unique_by=lambda p: p.name).map(tuple)


def names() -> st.SearchStrategy[str]:
    """The name of a person."""
    return st.tuples(st.sampled_from(agendas.GIVEN), st.sampled_from(agendas.FAMILY)).map(" ".join)


def days_after(day: dt.date) -> st.SearchStrategy[dt.date]:
    """A day after the meeting, within the year that a bare day and month would mean."""
    return st.integers(3, 300).map(lambda n: day + dt.timedelta(days=n))


def _dues(day: dt.date) -> st.SearchStrategy[PaperDue | None]:
    return st.one_of(
        st.none(),
        days_after(day).map(PaperDue),
        st.just(PaperDue(text="till nästa möte")),
        days_after(day).map(lambda d: PaperDue(d, "till mötet")),
    )


def _until(due: PaperDue | None) -> str:
    if due is None:
        return ""
    on = f" den {day_in_words(due.date, weekday=False)}" if due.date else ""
    return f" {due.text or 'senast'}{on}"


@st.composite
def _assigning(draw: st.DrawFn, day: dt.date) -> PaperClause:
    who = draw(
        st.one_of(
            st.sampled_from(DOERS).map(lambda name: (name,)),
            names().map(lambda name: (name,)),
            st.tuples(names(), names()).filter(lambda two: two[0] != two[1]),
            st.tuples(st.sampled_from(DOERS), names()),
            st.lists(st.sampled_from(DOERS), min_size=2, max_size=2, unique=True).map(tuple),
        )
    )
    due = draw(_dues(day))
    task = draw(st.sampled_from(TASKS))
    row = " och ".join(who)
    form = draw(
        st.sampled_from(
            (
                "att ge {} i uppdrag att {}{}",
                "att uppdra åt {} att {}{}",
                "att {} får i uppdrag att {}{}",
                "beneath",
            )
        )
    )
    if form == "beneath":
        return PaperClause(f"att {task}", PaperAction.ASSIGN, assignees=who, due=due)
    return PaperClause(
        form.format(row, task, _until(due)), PaperAction.ASSIGN, assignees=who, due=due
    )


@st.composite
def _settling(draw: st.DrawFn, points: int) -> PaperClause:
    """A clause that settles points of a proposal, perhaps for one side."""
    first = draw(st.integers(1, points))
    last = draw(st.integers(first, points))
    settled = tuple(range(first, last + 1))
    shown = f"{first}" if first == last else f"{first}–{last}"
    scope = draw(st.sampled_from(("", "", *SIDES)))
    of = f" avseende {scope}s representanter" if scope else ""
    verb, action = draw(
        st.sampled_from(
            (
                ("godkänna", PaperAction.APPROVE),
                ("inte godkänna", PaperAction.REJECT),
                ("avslå", PaperAction.REJECT),
            )
        )
    )
    if draw(st.booleans()):
        said = f"att {verb} Styrgruppens förslag p. {shown}{of}"
        return PaperClause(said, action, settled, scope)
    return PaperClause(f"att {verb} förslaget", action, settled, scope)


@st.composite
def _appointing(draw: st.DrawFn) -> PaperClause:
    who = draw(st.lists(names(), min_size=1, max_size=2, unique=True))
    of = draw(st.sampled_from(("", *SIDES)))
    side = f" för {of}" if of else ""
    said = f"att utse {' och '.join(who)} till kontaktperson{side}"
    chosen = tuple(PaperPerson(name) for name in who)
    return PaperClause(said, PaperAction.APPOINT, scope=of, appointees=chosen)


def _clauses(day: dt.date, points: int) -> st.SearchStrategy[PaperClause]:
    plain = st.sampled_from(PLAIN).map(lambda pair: PaperClause(pair[1], pair[0]))
    waits = days_after(day).map(
        lambda d: PaperClause(
            f"att avvakta med beslut till den {day_in_words(d, weekday=False)}",
            PaperAction.POSTPONE,
            due=PaperDue(d),
        )
    )
    kinds = [plain, plain, _assigning(day), _appointing(), waits]
    return st.one_of(*kinds, _settling(points)) if points else st.one_of(*kinds)


def _moving(item: PaperDealtItem, transfer: PaperTransfer) -> PaperDecision:
    """A decision whose clause tables or refers the item as the transfer says."""
    on = f" den {day_in_words(transfer.to_date, weekday=False)}" if transfer.to_date else ""
    if transfer.kind is PaperTransferKind.TABLED:
        text, action = f"att bordlägga ärendet till{on}", PaperAction.TABLE
    else:
        text = f"att hänskjuta ärendet till {transfer.to_body}{on}"
        action = PaperAction.REFER
    by = item.decisions[0].by
    scope = by.lower() if by.lower() in SIDES else ""
    return PaperDecision(by, (PaperClause(text, action, scope=scope),))


BACK_WORDS = ("till hösten", "efter sommaren", "vid nätverkets möte i maj", "nästa möte")


def _backs(day: dt.date) -> st.SearchStrategy[PaperBack | None]:
    to = st.sampled_from(("", "Länsnätverket", *RECEIVERS))
    return st.one_of(
        st.none(),
        st.builds(PaperBack, days_after(day), st.just(""), to),
        st.builds(PaperBack, st.none(), st.sampled_from(BACK_WORDS), to),
        st.builds(PaperBack, days_after(day), st.sampled_from(BACK_WORDS), to),
    )


def _transfers(day: dt.date) -> st.SearchStrategy[PaperTransfer]:
    tabled = st.builds(
        PaperTransfer,
        st.just(PaperTransferKind.TABLED),
        to_date=days_after(day),
        back=_backs(day),
    )
    referred = st.builds(
        PaperTransfer,
        st.just(PaperTransferKind.REFERRED),
        st.sampled_from(RECEIVERS),
        st.none() | days_after(day),
        _backs(day),
    )
    return tabled | referred


def _said() -> st.SearchStrategy[str]:
    """What was said, as Markdown of a few marks."""
    paragraph = st.builds(str.format, st.sampled_from(MARKS), st.sampled_from(SAID))
    entries = st.lists(st.sampled_from(SAID), min_size=2, max_size=4, unique=True)
    bullets = entries.map(lambda told: "\n".join(f"- {one}" for one in told))
    numbered = entries.map(
        lambda told: "\n".join(f"{n}. {one}" for n, one in enumerate(told, start=1))
    )
    block = st.one_of(paragraph, paragraph, paragraph, bullets, numbered)
    return st.lists(block, max_size=4, unique=True).map("\n\n".join)


def _proposals() -> st.SearchStrategy[tuple[PaperDealtProposal, ...]]:
    points = st.lists(st.sampled_from(agendas.ATTS), min_size=1, max_size=5, unique=True).map(
        lambda atts: tuple(PaperPoint(n, att) for n, att in enumerate(atts, start=1))
    )
    proposal = st.builds(PaperDealtProposal, st.sampled_from(agendas.PROPOSERS), points)
    return st.lists(proposal, max_size=1).map(tuple)


@st.composite
def _outcomes(draw: st.DrawFn, proposal: PaperDealtProposal) -> PaperDealtProposal:
    told = draw(
        st.lists(
            st.builds(
                PaperPointOutcome,
                st.sampled_from([point.number for point in proposal.points]),
                st.sampled_from(PaperVerdict),
                st.sampled_from(("", *SIDES)),
            ),
            max_size=4,
            unique_by=lambda one: (one.point, one.side),
        )
    )
    return replace(proposal, outcomes=tuple(told))


def _stances(points: int) -> st.SearchStrategy[tuple[PaperStance, ...]]:
    one = st.builds(
        PaperStance,
        st.sampled_from((*SIDES, "Kvarnbro kommun", "Region Tallmarken")),
        st.sampled_from(PaperStanceKind),
        st.just(()) if not points else st.sampled_from(((), (1,), tuple(range(1, points + 1)))),
    )
    return st.lists(one, max_size=2, unique_by=lambda s: s.by).map(tuple)


@st.composite
def _decisions(
    draw: st.DrawFn, day: dt.date, body: str, points: int, there: tuple[PaperPerson, ...]
) -> tuple[PaperDecision, ...]:
    made = []
    for _ in range(draw(st.sampled_from((0, 1, 1, 1, 1, 2)))):
        by = draw(st.sampled_from((body, body, body, "Kommunerna", "Regionen")))
        clauses = draw(
            st.lists(
                _clauses(day, points), min_size=1, max_size=4, unique_by=lambda clause: clause.text
            )
        )
        if by != body:
            clauses = [replace(clause, scope=by.lower()) for clause in clauses]
        against = draw(st.lists(st.sampled_from(there), max_size=2, unique_by=lambda p: p.name))
        party = draw(st.sampled_from((None, None, "Kvarnbro kommun", "kommunerna")))
        why = draw(st.sampled_from(("", "kostnaden är inte utredd")))
        reservations = [PaperReservation(person, why) for person in against]
        reservations += [PaperReservation(party)] if party else []
        votes = st.builds(PaperVote, st.integers(1, 20), st.integers(1, 20), st.integers(0, 3))
        vote = draw(st.sampled_from((None, None, "", "Ja för bifall, nej för avslag")))
        made.append(
            PaperDecision(
                by,
                tuple(clauses),
                tuple(draw(st.lists(st.sampled_from(SIDES), max_size=1))),
                None if vote is None else replace(draw(votes), text=vote),
                tuple(reservations) if draw(st.integers(0, 3)) == 0 else (),
            )
        )
    return tuple(made)


@st.composite
def _assignments(draw: st.DrawFn, day: dt.date) -> tuple[PaperAssignment, ...]:
    one = st.builds(
        PaperAssignment,
        st.sampled_from(TASKS),
        st.one_of(
            st.sampled_from(DOERS).map(lambda n: (n,)),
            names().map(lambda n: (n,)),
            st.tuples(st.sampled_from(DOERS), names()),
        ),
        _dues(day),
    )
    return tuple(draw(st.lists(one, max_size=2, unique_by=lambda a: a.text)))


@st.composite
def items(
    draw: st.DrawFn, day: dt.date, body: str, labels: list[str], there: tuple[PaperPerson, ...]
) -> PaperDealtItem:
    """One item, as it went."""
    late = draw(st.integers(0, 5)) == 0
    item = PaperDealtItem(
        heading=draw(agendas.headings()),
        presenters=draw(agendas.people(3)),
        late=late,
        late_reason=draw(st.sampled_from(agendas.REASONS)) if late else "",
        admitted_by=draw(st.sampled_from(("", "ordföranden", "ordföranden Lena Brøyen"))),
        attachments=tuple(draw(st.lists(st.sampled_from(labels), max_size=3, unique=True)))
        if labels
        else (),
    )
    how = draw(st.sampled_from(("dealt", "dealt", "dealt", "dealt", "moved", "withdrawn")))
    if how == "withdrawn":
        onto = draw(st.none() | days_after(day))
        back = (PaperTransfer(PaperTransferKind.TABLED, to_date=onto),) if onto else ()
        reason = draw(st.sampled_from(agendas.REASONS))
        return replace(item, withdrawn=True, withdrawn_reason=reason, transfers=back)
    if how == "moved":
        transfer = draw(_transfers(day))
        said = blocks_of(draw(_said()))
        return replace(item, discussion=said, transfers=(transfer,))
    proposals = tuple(draw(_outcomes(proposal)) for proposal in draw(_proposals()))
    points = len(proposals[0].points) if proposals else 0
    item = replace(
        item,
        proposals=proposals,
        discussion=blocks_of(draw(_said())),
        absences=tuple(
            PaperItemAbsence(person, draw(st.booleans()), draw(st.sampled_from(("", "släkting"))))
            for person in draw(st.lists(st.sampled_from(there), max_size=1))
        ),
        stances=draw(_stances(points)),
        decisions=draw(_decisions(day, body, points, there)),
        assignments=draw(_assignments(day)),
    )
    if item.decisions and draw(st.integers(0, 5)) == 0:
        transfer = draw(_transfers(day))
        item = replace(item, decisions=(_moving(item, transfer),), transfers=(transfer,))
    return item


@st.composite
def attendance(draw: st.DrawFn, count: int, *, signed: bool) -> tuple[PaperGroup, ...]:
    """Those who were there, by principal; some were there partly, some not at all."""
    groups = []
    everybody = list(draw(people(12, least=3)))
    for name in draw(st.lists(st.sampled_from(PRINCIPALS), min_size=1, max_size=4, unique=True)):
        here = draw(st.integers(1, 4))
        taken, everybody = everybody[:here], everybody[here:]
        told = tuple(draw(_attendee(person, count, signed=signed)) for person in taken)
        if told:
            groups.append(PaperGroup(name, told))
    if everybody:
        others = tuple(PaperAttendee(person) for person in everybody)
        groups.append(PaperGroup("Övriga", others, principal=False))
    return tuple(groups)


@st.composite
def _attendee(draw: st.DrawFn, person: PaperPerson, count: int, *, signed: bool) -> PaperAttendee:
    own = PaperPerson(person.name, person.title)
    presence = draw(
        st.sampled_from((PaperPresence.PRESENT,) * 4 + (PaperPresence.PARTLY, PaperPresence.ABSENT))
    )
    alternate = draw(st.integers(0, 4)) == 0
    serves = draw(st.sampled_from(("", "Sven-Åke Torstensson"))) if alternate else ""
    movements: list[PaperMovement] = []
    if presence is PaperPresence.PARTLY:
        for move in draw(st.lists(st.sampled_from(PaperMove), max_size=2, unique=True)):
            number = draw(st.integers(1, count))
            clock = draw(st.none() | st.just(dt.time(10, 15)))
            shown = f"§ {number}" if signed else str(number)
            movements.append(PaperMovement(move, shown, clock))
    return PaperAttendee(own, presence, tuple(movements), alternate, serves)


@st.composite
def minutes(draw: st.DrawFn) -> MinutesPaper:
    """Minutes of a meeting with two to ten items, in either form and any state."""
    body, short = draw(st.sampled_from(agendas.BODIES))
    day = draw(st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31)))
    start = dt.time(draw(st.integers(8, 15)), draw(st.sampled_from((0, 15, 30, 45))))
    ends = draw(st.integers(30, 240))
    end = (dt.datetime.combine(day, start) + dt.timedelta(minutes=ends - ends % 5)).time()
    form = draw(st.sampled_from(MinutesForm))
    signed = form is MinutesForm.SIGNED
    labels = draw(st.lists(st.sampled_from(agendas.LABELS), max_size=6, unique=True).map(sorted))
    count = draw(st.integers(2, 10))
    groups = draw(attendance(count, signed=signed))
    there = tuple(
        PaperPerson(a.person.name, a.person.title, g.name if g.principal else "")
        for g in groups
        for a in g.people
        if a.presence is not PaperPresence.ABSENT
    ) or (PaperPerson("Eva Ek"),)
    short = draw(st.sampled_from(("", short)))
    made = draw(
        st.lists(
            items(day, short or body, labels, there),
            min_size=count,
            max_size=count,
            unique_by=lambda item: item.heading,
        )
    )
    first = 1 if not signed else draw(st.integers(1, 120))
    numbered = tuple(
        replace(item, number=f"§ {n}" if signed else str(n))
        for n, item in enumerate(made, start=first)
    )
    state = draw(st.sampled_from(MinutesState))
    final = state in {MinutesState.FINALISED, MinutesState.PUBLISHED}
    chair = draw(st.sampled_from(there))
    secretary = draw(st.sampled_from(there))
    done = day + dt.timedelta(days=draw(st.integers(1, 40)))
    version = draw(st.integers(1, 3))
    return MinutesPaper(
        form=form,
        body=body,
        body_short=short,
        date=day,
        start=start,
        end=end,
        place=draw(st.sampled_from(agendas.PLACES)),
        sittings=draw(agendas.sittings(start)),
        letterhead=draw(agendas.letterheads()),
        diary=draw(st.sampled_from(("", "SK 2025/0012"))),
        version=version,
        state=state,
        shared_on=done if state is not MinutesState.DRAFT else None,
        finalised_at=dt.datetime.combine(done, dt.time(14, 32), dt.UTC) if final else None,
        published_on=done if state is MinutesState.PUBLISHED else None,
        fingerprint="0123456789abcdef" * 4 if final else "",
        correction=PaperCorrection(1, "ett namn var fel", done, "Eva Ek")
        if version > 1 and draw(st.booleans())
        else None,
        chair=draw(st.sampled_from((None, chair))),
        secretary=draw(st.sampled_from((None, secretary))),
        checkers=(chair,) if signed else (),
        attendance=groups,
        items=numbered,
        attachments=tuple(
            PaperAttachment(
                label,
                draw(st.sampled_from(agendas.ATTACHED)),
                f"{label}.pdf",
                "application/pdf",
                bytes,
            )
            for label in labels
        ),
        signatures=(
            PaperSignature("Sekreterare", secretary, done if final else None),
            PaperSignature("Ordförande", chair, done if final else None),
        )
        if signed
        else (PaperSignature("Sekreterare", secretary),) * draw(st.integers(0, 1)),
        notice_board=PaperNoticeBoard(done, done + dt.timedelta(days=22), "Kansliet, Almstad")
        if signed
        else None,
        appeal="Beslutet kan överklagas hos förvaltningsrätten inom tre veckor.\n\n"
        "Skicka överklagandet till Samverkanskansliet."
        if signed and draw(st.booleans())
        else "",
    )

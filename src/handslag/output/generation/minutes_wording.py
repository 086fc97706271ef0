"""The words of minutes: the sentences that say what became of an item, and the lines of the head.

As in `wording`, what is printed is also read back, so every sentence keeps to what readers of
Swedish minutes, people and programs, take for what it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handslag.output.generation.minutes_paper import (
    MinutesForm,
    MinutesState,
    PaperMove,
    PaperPresence,
    PaperStanceKind,
    PaperTransferKind,
    PaperVerdict,
)
from handslag.output.generation.wording import (
    because,
    capital,
    clock_in_words,
    day_in_words,
    hours_in_words,
    one_line,
    person_in_words,
    sentence,
    sitting_in_words,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from handslag.output.generation.minutes_paper import (
        MinutesPaper,
        PaperAssignment,
        PaperAttendee,
        PaperBack,
        PaperClause,
        PaperDealtItem,
        PaperDealtProposal,
        PaperDue,
        PaperGroup,
        PaperItemAbsence,
        PaperMovement,
        PaperReservation,
        PaperStance,
        PaperTransfer,
        PaperVote,
    )
    from handslag.output.generation.paper import PaperPerson

_LOCAL = ZoneInfo("Europe/Stockholm")
CLOSED = "Stängt ärende"
"""The heading that stands in the place of a closed item's own in an open edition."""
DIGITS = 16
"""How many digits of a fingerprint stand together."""


def day(date: dt.date) -> str:
    """A day in running text: "3 april 2026"."""
    return day_in_words(date, weekday=False)


def kind_of(paper: MinutesPaper) -> str:
    """What the paper is: "Minnesanteckningar", "Protokoll", "Protokollsutdrag"."""
    if not paper.excerpt:
        return paper.form.value
    signed = paper.form is MinutesForm.SIGNED
    return "Protokollsutdrag" if signed else "Utdrag ur minnesanteckningar"


def title_of(paper: MinutesPaper) -> str:
    """What the paper is called as a document: "Protokoll från Samverkansnämnden 3 april 2026"."""
    return f"{kind_of(paper)} från {one_line(paper.body)} {day(paper.date)}"


def running(paper: MinutesPaper) -> str:
    """What stands at the head of every page but the first."""
    draft = " · Utkast" if paper.state is MinutesState.DRAFT else ""
    body = one_line(paper.body_short or paper.body)
    return f"{kind_of(paper)} · {body} · {day(paper.date)}{draft}"


def state_lines(paper: MinutesPaper) -> list[str]:
    """Which version it is and how far it has come, a line each, without full stops.

    The first begins with a capital and so does each of the others.
    """
    version = f"Version {paper.version}"
    neuter = paper.form is MinutesForm.SIGNED
    told = [version]
    if paper.state is MinutesState.DRAFT:
        told = ["Utkast", version]
    elif paper.state is MinutesState.SHARED:
        since = f" {day(paper.shared_on)}" if paper.shared_on else ""
        told.append(f"{'Delat' if neuter else 'Delade'} för synpunkter{since}")
    else:
        since = f" {day(_local(paper.finalised_at).date())}" if paper.finalised_at else ""
        told.append(f"{'Färdigställt' if neuter else 'Färdigställda'}{since}")
    if paper.state is MinutesState.PUBLISHED:
        since = f" {day(paper.published_on)}" if paper.published_on else ""
        told.append(f"{'Publicerat' if neuter else 'Publicerade'}{since}")
    if paper.correction:
        told.append(f"Rättar version {paper.correction.corrects}")
    return told


def _local(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(_LOCAL)


def facts(paper: MinutesPaper) -> Iterator[tuple[str, str]]:
    """The head of the paper: label and value, in the order they are printed."""
    hours = hours_in_words(paper.start, paper.end)
    yield "Tid", f"{capital(day_in_words(paper.date))} {hours}".rstrip()
    if paper.place:
        yield "Plats", one_line(paper.place)
    for sitting in paper.sittings:
        yield capital(one_line(sitting.label)), sitting_in_words(sitting)
    if paper.diary:
        yield "Diarienummer", one_line(paper.diary)


def officers(paper: MinutesPaper) -> Iterator[tuple[str, str]]:
    """Who led the meeting, wrote and checks: label and names, below those who were there."""
    if paper.chair:
        yield "Ordförande", person_in_words(paper.chair)
    if paper.secretary:
        yield "Sekreterare", person_in_words(paper.secretary)
    if paper.checkers:
        yield "Justerare", "\n".join(person_in_words(person) for person in paper.checkers)


def correction_lines(paper: MinutesPaper) -> list[str]:
    """Why this version corrects another, in sentences; none where it does not."""
    made = paper.correction
    if made is None:
        return []
    when = f" {day(made.made_on)}" if made.made_on else ""
    by = f" av {one_line(made.by)}" if made.by else ""
    told = f"Den här versionen rättar version {made.corrects}{when}{by}, som finns kvar."
    return [f"{told} Skäl: {sentence(one_line(made.reason))}"]


# --- those who were there -----------------------------------------------------------------------


def there(group: PaperGroup) -> list[str]:
    """Those of a group who were there, a line each."""
    return [_attendee(a, group) for a in group.people if a.presence is not PaperPresence.ABSENT]


def away(group: PaperGroup) -> list[str]:
    """Those of a group who were not there, a line each."""
    return [_attendee(a, group) for a in group.people if a.presence is PaperPresence.ABSENT]


def _attendee(attendee: PaperAttendee, group: PaperGroup) -> str:
    person = attendee.person
    own = group.principal and person.organisation in {"", group.name}
    parts = (person.name, person.title, "" if own else person.organisation)
    words = ", ".join(one_line(part) for part in parts if part)
    remarks = ", ".join(_remarks(attendee))
    return f"{words} ({remarks})" if remarks else words


def _remarks(attendee: PaperAttendee) -> Iterator[str]:
    if attendee.serves_for:
        yield f"ersättare för {one_line(attendee.serves_for)}"
    elif attendee.alternate:
        yield "ersättare"
    for movement in attendee.movements:
        yield movement_in_words(movement)
    if attendee.presence is PaperPresence.PARTLY and not attendee.movements:
        yield "del av mötet"


def movement_in_words(movement: PaperMovement) -> str:
    """From or to when somebody was there: "från och med punkt 4, kl. 10.15"."""
    since = "från och med" if movement.move is PaperMove.ARRIVED else "till och med"
    number = one_line(movement.item)
    item = number if number.startswith("§") or not number else f"punkt {number}"
    if movement.time is None:
        return f"{since} {item}"
    clock = f"kl. {clock_in_words(movement.time)}"
    return f"{since} {item}, {clock}" if item else f"{since.removesuffix(' och med')} {clock}"


# --- an item ------------------------------------------------------------------------------------


def remarks(item: PaperDealtItem) -> list[str]:
    """Sentences about an item that was late, withdrawn or closed, and about who took no part."""
    told = []
    if item.late:
        by = f", godtaget av {one_line(item.admitted_by)}" if item.admitted_by else ""
        told.append(f"Tillkommande ärende{by}.{because(item.late_reason)}")
    if item.closed:
        ground = f" enligt {one_line(item.closed_ground)}" if item.closed_ground else ""
        told.append(f"Ärendet är stängt{ground}.")
    told += [absence(one) for one in item.absences]
    return told


def absence(one: PaperItemAbsence) -> str:
    """Who took no part in an item: "Jäv: Eva Ek, Kvarnbro kommun, deltar inte i ärendet."."""
    who = person_in_words(one.person)
    comma = "," if "," in who else ""
    label = "Jäv: " if one.conflict else ""
    return f"{label}{who}{comma} deltar inte i ärendet.{because(one.note)}"


def proposes(proposal: PaperDealtProposal) -> str:
    """Who proposes, above the points: "Styrgruppen föreslår"."""
    return f"{one_line(proposal.by)} föreslår"


_BECAME = {
    PaperVerdict.APPROVED: ("godkänd", "godkända"),
    PaperVerdict.REJECTED: ("avslagen", "avslagna"),
    PaperVerdict.TABLED: ("bordlagd", "bordlagda"),
    PaperVerdict.REFERRED: ("hänskjuten", "hänskjutna"),
    PaperVerdict.NONE: ("inget beslut", "inget beslut"),
}


def became(proposal: PaperDealtProposal) -> list[tuple[str, str]]:
    """What became of the points, those alike together: ("Punkt 3, kommunerna", "avslagen")."""
    alike: dict[tuple[str, PaperVerdict], list[int]] = {}
    for one in proposal.outcomes:
        alike.setdefault((one_line(one.side), one.verdict), []).append(one.point)
    told = []
    for (side, verdict), points in sorted(alike.items(), key=lambda entry: min(entry[1])):
        words = _BECAME[verdict][len(points) > 1]
        of = f", {side}" if side else ""
        told.append((f"{capital(points_in_words(points))}{of}", words))
    return told


def points_in_words(points: Sequence[int]) -> str:
    """Numbers of points: "punkt 1–3", "punkt 1 och 3", "punkt 1–2 och 4"."""
    runs: list[list[int]] = []
    for number in sorted(set(points)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return f"punkt {', '.join(told[:-1])} och {told[-1]}" if told[1:] else f"punkt {told[0]}"


_STANDS = {
    PaperStanceKind.SUPPORTS: "ställer sig bakom {}",
    PaperStanceKind.NOT_OPPOSED: "motsätter sig inte {}",
    PaperStanceKind.OPPOSES: "motsätter sig {}",
    PaperStanceKind.CANNOT_DECIDE_YET: "kan ännu inte ta ställning till {}",
}


def stance(one: PaperStance) -> str:
    """What a side thinks, in a sentence: "Regionen motsätter sig inte punkt 3."."""
    if one.text:
        return sentence(one_line(one.text))
    points = points_in_words(one.points) if one.points else ""
    if one.kind is PaperStanceKind.TAKES_NO_PART:
        return abstains(one.by, points)
    return f"{capital(one_line(one.by))} {_STANDS[one.kind].format(points or 'förslaget')}."


def abstains(by: str, points: str = "") -> str:
    """Who takes no part: "Regionen deltar inte i beslutet."."""
    of = f" om {points}" if points else ""
    return f"{capital(one_line(by))} deltar inte i beslutet{of}."


def vote(one: PaperVote) -> str:
    """A vote: "5 ja-röster mot 2 nej-röster, 1 avstår. Ja för bifall, nej för avslag."."""
    yes = f"{one.in_favour} {'ja-röst' if one.in_favour == 1 else 'ja-röster'}"
    no = f"{one.against} {'nej-röst' if one.against == 1 else 'nej-röster'}"
    rest = f", {one.abstained} avstår" if one.abstained else ""
    told = sentence(one_line(one.text))
    return f"{yes} mot {no}{rest}.{f' {told}' if told else ''}"


def reservation(one: PaperReservation) -> str:
    """A dissent: "Eva Ek, Kvarnbro kommun, reserverar sig mot beslutet. Skäl: ..."."""
    by = capital(one_line(one.by)) if isinstance(one.by, str) else person_in_words(one.by)
    comma = "," if "," in by else ""
    return f"{by}{comma} reserverar sig mot beslutet.{because(one.text)}"


def clause(one: PaperClause) -> str:
    """A clause as it is printed, with a full stop."""
    return sentence(one_line(one.text))


def beneath(one: PaperClause, by: str = "") -> str:
    """What a clause holds that neither its own words nor who decides it (`by`) say.

    "Gäller punkt 3 för kommunerna. Ansvarig: Styrgruppen. Klart senast den 3 april 2026."
    """
    words = one_line(one.text).casefold()
    told = []
    missing = one.points and not _says_points(words)
    scope = one_line(one.scope)
    said = not scope or _stem(scope) in words or _stem(scope) in by.casefold()
    of_side = "" if said else f" för {scope}"
    if missing:
        told.append(f"Gäller {points_in_words(one.points)}{of_side}.")
    elif of_side:
        told.append(f"Gäller{of_side}.")
    unsaid = [a for a in map(one_line, one.assignees) if _stem(a) not in words]
    if unsaid:
        told.append(f"{'Ansvariga' if len(unsaid) > 1 else 'Ansvarig'}: {_row(unsaid)}.")
    chosen = [person_in_words(p) for p in one.appointees if p.name.casefold() not in words]
    if chosen:
        told.append(f"{'Utsedda' if len(chosen) > 1 else 'Utsedd'}: {'; '.join(chosen)}.")
    if one.due and not _says_due(words, one.due):
        told.append(f"Klart {due(one.due)}.")
    if one.effect:
        told.append(sentence(capital(one_line(one.effect))))
    return " ".join(told)


def _stem(name: str) -> str:
    return name.casefold().removesuffix("n").removesuffix("t")


def _says_points(words: str) -> bool:
    """Whether words name points by number: "p. 1–2", "punkt 3"."""
    after = words.replace("punkterna", "punkt").replace("p. ", "p.").replace("p.", "punkt ")
    return any(part.strip()[:1].isdigit() for part in after.split("punkt")[1:])


def _says_due(words: str, when: PaperDue) -> bool:
    if when.date is not None:
        return f"{when.date.day} {day(when.date).split()[1]}" in words
    return one_line(when.text).casefold() in words


def _row(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} och {names[-1]}" if names[1:] else names[0]


def due(when: PaperDue) -> str:
    """When something is to be done: "senast den 3 april 2026", "till nästa möte"."""
    text = one_line(when.text)
    if when.date is None:
        return text
    words = f"{when.date.day} {day(when.date).split()[1]}"
    if text and words in text.casefold():
        return text
    return f"{text} den {day(when.date)}" if text else f"senast den {day(when.date)}"


def assignment(one: PaperAssignment) -> str:
    """An assignment outside the clauses: "Styrgruppen får i uppdrag att ... senast den ..."."""
    told = one_line(one.text).removeprefix("att ").rstrip(" .")
    who = capital(_row([one_line(name) for name in one.assignees])) if one.assignees else ""
    lead = f"{who} får i uppdrag att {told}" if who else f"Att göra: {told}"
    unsaid = one.due is not None and not _says_due(told.casefold(), one.due)
    return f"{lead} {due(one.due)}." if one.due and unsaid else f"{lead}."


def moves(item: PaperDealtItem) -> list[str]:
    """Sentences that say where an item went, unless one of its clauses says so already."""
    told = []
    away = item.withdrawn
    for transfer in item.transfers:
        if away and transfer.kind is PaperTransferKind.TABLED and transfer.to_date:
            on = f"tas upp den {day(transfer.to_date)}"
            told.append(f"Ärendet utgår ur dagordningen och {on}.{because(item.withdrawn_reason)}")
            away = False
        elif not _is_said(item, transfer):
            told.append(_move(transfer))
        if transfer.back and not _says_back(item, transfer.back):
            told.append(expected(transfer.back))
    told = list(dict.fromkeys(told))  # sent to two, expected back from both: said once
    if away:
        told.insert(0, f"Ärendet utgår ur dagordningen.{because(item.withdrawn_reason)}")
    return told


def expected(back: PaperBack) -> str:
    """When and where it comes back: "Ärendet väntas åter i Länsnätverket den 3 april 2026."."""
    where = f" i {one_line(back.to)}" if back.to else ""
    on = f" den {day(back.date)}" if back.date else ""
    words = one_line(back.text)
    if back.date and _says_day(words, back.date):
        on = ""
    return sentence(f"Ärendet väntas åter{where}{on}{f': {words}' if words else ''}")


def _says_back(item: PaperDealtItem, back: PaperBack) -> bool:
    """Whether a clause of the item says that it comes back, and when."""
    texts = [one_line(c.text).casefold() for d in item.decisions for c in d.clauses]
    words = one_line(back.text).casefold()
    return any(
        any(word in text.split() for word in _BACK)
        and (back.date is None or _says_day(text, back.date))
        and words in text
        for text in texts
    )


_BACK = ("åter", "återkomma", "återkommer", "tillbaka")


def _says_day(words: str, date: dt.date) -> bool:
    return f" {date.day} {day(date).split()[1]}" in f" {words.casefold()}"


def _move(transfer: PaperTransfer) -> str:
    verb = _GOES[transfer.kind]
    to = one_line(transfer.to_body)
    on = f"den {day(transfer.to_date)}" if transfer.to_date else ""
    if transfer.kind is PaperTransferKind.TAKEN_BACK:
        by, when = f" av {to}" if to else "", f" {on}" if on else ""
        return f"Ärendet {verb}{by}{when}."
    where = " ".join(part for part in (to, on) if part)
    return f"Ärendet {verb} till {where}." if where else f"Ärendet {verb}."


_GOES = {
    PaperTransferKind.TABLED: "bordläggs",
    PaperTransferKind.REFERRED: "hänskjuts",
    PaperTransferKind.RETURNED: "återlämnas",
    PaperTransferKind.TAKEN_BACK: "återtas",
}
_SAYS = {
    PaperTransferKind.TABLED: ("bordlägg", "skjuta upp"),
    PaperTransferKind.REFERRED: ("hänskjut", "överlämna", "återremitter", "remitter"),
    PaperTransferKind.RETURNED: ("återlämna", "lämna tillbaka"),
    PaperTransferKind.TAKEN_BACK: ("återta", "dra tillbaka", "dras tillbaka"),
}


def _is_said(item: PaperDealtItem, transfer: PaperTransfer) -> bool:
    """Whether a clause of the item says where it goes, body and day."""
    texts = [one_line(c.text).casefold() for d in item.decisions for c in d.clauses]
    named = [one_line(transfer.to_body).casefold()] if transfer.to_body else []
    if transfer.to_date:
        named.append(" ".join(day(transfer.to_date).split()[:2]))
    return any(
        any(verb in text for verb in _SAYS[transfer.kind]) and all(name in text for name in named)
        for text in texts
    )


# --- after the items ----------------------------------------------------------------------------


def signature_head(paper: MinutesPaper) -> str:
    """What stands above those who sign."""
    return "Underskrifter" if paper.form is MinutesForm.SIGNED else "Vid pennan"


def signs_as(paper: MinutesPaper, role: str) -> str:
    """What stands above one who signs: the secretary writes, the others check."""
    told = role.casefold()
    if paper.form is MinutesForm.NOTES:
        return capital(one_line(role))
    if told == "sekreterare":
        return "Vid protokollet"
    return f"Justeras, {told}" if told not in {"", "justerare"} else "Justeras"


ATTESTS = "Utdragets riktighet bestyrks"
"""Above the line that whoever hands out an excerpt of signed minutes signs on."""


def attests(paper: MinutesPaper) -> str:
    """What stands above that line; empty on any other paper."""
    return ATTESTS if paper.excerpt and paper.form is MinutesForm.SIGNED else ""


def notice_board(paper: MinutesPaper) -> list[tuple[str, str]]:
    """The lines of the proof of announcement: label and value, empty where a line is left."""
    board = paper.notice_board
    if board is None:
        return []
    by: PaperPerson | None = board.by
    return [
        ("Organ", one_line(paper.body)),
        ("Sammanträdesdag", day(paper.date)),
        ("Anslaget sätts upp", day(board.posted_on) if board.posted_on else ""),
        ("Anslaget tas ned", day(board.taken_down_on) if board.taken_down_on else ""),
        *([("Protokollet förvaras", one_line(board.kept_at))] if board.kept_at else []),
        ("Intygas av", person_in_words(by) if by else ""),
    ]


NOTICE_BOARD = "Anslag och bevis"
NOTICE_BOARD_LEAD = "Justeringen har tillkännagetts på anslagstavlan."
APPEAL = "Hur man överklagar"
ABOUT = "Om handlingen"


def about(paper: MinutesPaper) -> list[str]:
    """The paper's own history, in sentences: its version, when it was made final, its hash."""
    told = []
    if paper.excerpt:
        told.append(f"{_excerpt_of(paper)}.")
    told += correction_lines(paper)
    done = "Protokollet har" if paper.form is MinutesForm.SIGNED else "Minnesanteckningarna har"
    if paper.state is MinutesState.DRAFT:
        told.append("Det här är ett utkast som kan ändras.")
    elif paper.state is MinutesState.SHARED:
        told.append(f"{done} delats för synpunkter och är en allmän handling.")
    elif paper.finalised_at:
        moment = _local(paper.finalised_at)
        when = f"den {day(moment.date())} kl. {clock_in_words(moment.time())}"
        told.append(f"{done} färdigställts {when}.")
    if paper.fingerprint:
        told.append(f"Kontrollsumma (SHA-256): {in_groups(paper.fingerprint)}")
    if paper.open_edition and any(item.closed for item in paper.items):
        told.append("Stängda ärenden är utelämnade i den här utgåvan.")
    return told


def _excerpt_of(paper: MinutesPaper) -> str:
    of = "protokoll" if paper.form is MinutesForm.SIGNED else "minnesanteckningar"
    body = one_line(paper.body)
    return f"Utdrag ur {of} från {body} den {day(paper.date)}, version {paper.version}"


def in_groups(digits: str) -> str:
    """A long row of digits with blanks between groups of them."""
    return " ".join(digits[at : at + DIGITS] for at in range(0, len(digits), DIGITS))

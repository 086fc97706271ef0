"""Letting matters, treatments and suggestions follow what ties profiles and what people have said.

Only the matters that something touched are looked at, with those that they are surely tied to.
Part of actions, in their transaction.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from handslag.domain.matters.linking.clusters import Bond, Cluster, Said, clusters
from handslag.domain.matters.linking.rules import SURE
from handslag.domain.matters.models import (
    Clause,
    ClauseMatter,
    Follow,
    LinkGround,
    LinkProfile,
    LinkState,
    LinkSuggestion,
    LinkTie,
    Matter,
    MatterStep,
    Raising,
    Treatment,
)
from handslag.domain.meetings.events import announce_sight
from handslag.domain.meetings.models import AgendaItem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Json = dict[str, Any]


@dataclass(slots=True)
class Settled:
    """What was written, for the log."""

    made: list[int] = field(default_factory=list)
    """Matters (ids) that are new."""
    merged: list[tuple[int, int]] = field(default_factory=list)
    """Matters (ids) that turned out to be another (id)."""
    gone: list[int] = field(default_factory=list)
    """Matters (ids) with no item left that nobody had touched."""
    linked: list[Json] = field(default_factory=list)
    unlinked: list[Json] = field(default_factory=list)
    asked: list[Json] = field(default_factory=list)

    def __bool__(self) -> bool:
        lists = (self.made, self.merged, self.gone, self.linked, self.unlinked, self.asked)
        return any(lists)


@dataclass(slots=True)
class _Scene:
    """Everything that settling looks at."""

    profiles: dict[int, LinkProfile]
    ties: dict[int, LinkTie]
    matters: dict[int, Matter]
    treatments: list[Treatment]
    suggestions: list[LinkSuggestion]
    touched: set[int]
    """Matters (ids) that people have named or done something with."""
    raised: dict[int, int]
    """Items (ids) that a matter (id) became, which somebody raised."""
    outside: dict[int, LinkProfile]
    """Profiles that something here may be of one matter with, but is not surely."""

    def matter_of(self, matter_id: int) -> int:
        """The matter that one is, where a person has said that it turned out to be another."""
        seen = {matter_id}
        while (row := self.matters.get(matter_id)) is not None:
            following = row.merged_into_id
            if following is None or row.merged_by_linking or following in seen:
                break
            matter_id = following
            seen.add(following)
        return matter_id


def settle(
    profile_ids: Collection[int],
    item_ids: Collection[int],
    matter_ids: Collection[int],
    gone: Collection[int] = (),
    *,
    announced: int | None = None,
) -> Settled:
    """Let the matters of these profiles and items, and these matters, be as they should.

    `gone` are items (ids) that linking knows no more: they have no matter but what people say.
    Those that it has never known keep what they have. Whoever listens is told of the meetings
    whose items came to belong to other matters, but for one that is `announced` as it is.

    A dozen queries, and a few for each round in which matters are found to hang together.
    """
    scene = _scene(set(profile_ids), {*item_ids, *gone}, set(matter_ids))
    said = _said(scene)
    bonds = [_bond(tie) for tie in scene.ties.values() if _inside(tie, scene)]
    nodes = {id_: (row.item_id, _order(row)) for id_, row in scene.profiles.items()}
    found, refused = clusters(nodes, bonds, said)
    settled = Settled()
    chosen = _choose(scene, found, said, settled)
    _write_treatments(scene, found, chosen, settled, gone)
    _write_suggestions(scene, found, chosen, refused, said, settled)
    _tidy(scene, found, chosen, settled)
    _tell(settled, announced)
    return settled


def _tell(settled: Settled, announced: int | None) -> None:
    """Announce the meetings whose items belong to other matters now. A query, or none."""
    items = {one["item"] for one in (*settled.linked, *settled.unlinked)}
    matters = {matter_id for pair in settled.merged for matter_id in pair}
    if not items and not matters:
        return
    held = AgendaItem.objects.filter(Q(id__in=items) | Q(treatments__matter_id__in=matters))
    announce_sight(set(held.order_by().values_list("meeting_id", flat=True)) - {announced})


def _scene(profile_ids: set[int], item_ids: set[int], matter_ids: set[int]) -> _Scene:
    """What hangs together with these: their matters whole, and whatever they are surely tied to."""
    profiles: dict[int, LinkProfile] = {}
    ties: dict[int, LinkTie] = {}
    matters: dict[int, Matter] = {}
    wanted, items, asked = set(profile_ids), set(item_ids), set(matter_ids)
    raised: dict[int, int] = {}
    seen_matters: set[int] = set()
    while True:
        held = Treatment.objects.filter(
            Q(matter_id__in=asked - seen_matters) | Q(item_id__in=items)
        )
        for item_id, matter_id in held.order_by().values_list("item_id", "matter_id"):
            items.add(item_id)
            asked.add(matter_id)
        new = LinkProfile.objects.filter(
            Q(id__in=wanted) | Q(item_id__in=items) | Q(matter_id__in=asked) | Q(home_id__in=asked)
        ).exclude(id__in=profiles)
        rows = {row.id: row for row in new}
        seen_matters |= asked
        if not rows and not (asked - set(matters)):
            break
        profiles |= rows
        found = LinkTie.objects.filter(Q(earlier_id__in=rows) | Q(later_id__in=rows))
        ties |= {tie.id: tie for tie in found}
        wanted = {end for tie in ties.values() if tie.degree >= SURE for end in _ends(tie)} - set(
            profiles
        )
        items = {row.item_id for row in rows.values()}
        asked |= {one for row in rows.values() for one in (row.matter_id, row.home_id) if one}
        began = Raising.objects.filter(raised__item_id__in=items).order_by()
        new_ones = {
            item: one for item, one in began.values_list("raised__item_id", "matter_id") if item
        }
        raised |= new_ones
        asked |= set(new_ones.values())
        family = Matter.objects.filter(Q(id__in=asked) | Q(merged_into_id__in=asked))
        matters |= {row.id: row for row in family.select_for_update().order_by("id")}
        asked |= {row.merged_into_id for row in matters.values() if row.merged_into_id}
        asked |= set(matters)
    all_items = {row.item_id for row in profiles.values()} | set(item_ids)
    treatments = Treatment.objects.filter(Q(item_id__in=all_items) | Q(matter_id__in=matters))
    suggestions = LinkSuggestion.objects.filter(Q(item_id__in=all_items) | Q(matter_id__in=matters))
    return _Scene(
        profiles,
        ties,
        matters,
        list(treatments.order_by("id")),
        list(suggestions.order_by("id")),
        _touched(matters),
        raised,
        _outside(profiles, ties.values()),
    )


def _outside(profiles: Collection[int], ties: Iterable[LinkTie]) -> dict[int, LinkProfile]:
    missing = {end for tie in ties for end in _ends(tie)} - set(profiles)
    return {row.id: row for row in LinkProfile.objects.filter(id__in=missing).defer("traits")}


def _touched(matters: Collection[int]) -> set[int]:
    """Those of some matters (ids) that people have named or done something with."""
    steps = MatterStep.objects.filter(matter_id=OuterRef("pk"))
    standing = Clause.objects.filter(code=OuterRef("code"))
    clauses = ClauseMatter.objects.filter(Exists(standing), matter_id=OuterRef("pk"))
    joined = Matter.objects.filter(merged_into_id=OuterRef("pk"), merged_by_linking=False)
    rows = Matter.objects.filter(id__in=matters).filter(
        ~Q(title="") | ~Q(reference="") | Exists(steps) | Exists(clauses) | Exists(joined)
    )
    return set(rows.order_by().values_list("id", flat=True))


def _order(row: LinkProfile) -> tuple[object, ...]:
    return (row.day, row.body_id, row.meeting_id, row.place, row.item_id, row.part)


def _inside(tie: LinkTie, scene: _Scene) -> bool:
    return tie.earlier_id in scene.profiles and tie.later_id in scene.profiles


def _bond(tie: LinkTie) -> Bond:
    words = frozenset(tie.reason.get("words", ()))
    return Bond(tie.id, tie.earlier_id, tie.later_id, tie.degree, words, tie.ground)


def _said(scene: _Scene) -> Said:
    """What people have said, as clusters ask it."""
    by_item: dict[int, list[LinkProfile]] = defaultdict(list)
    for row in sorted(scene.profiles.values(), key=lambda one: (one.item_id, one.part)):
        by_item[row.item_id].append(row)
    pinned: dict[int, int] = {}
    for treatment in scene.treatments:
        if not treatment.typed or treatment.reason.get("also"):
            continue
        part = treatment.reason.get("part", 0)
        mine = [row for row in by_item[treatment.item_id] if row.part == part]
        if mine and mine[0].id not in pinned:
            pinned[mine[0].id] = scene.matter_of(treatment.matter_id)
    apart = {
        (one.item_id, scene.matter_of(one.matter_id))
        for one in scene.suggestions
        if one.state == LinkState.DECLINED
    }
    return Said(pinned, _homes(scene), apart, scene.touched)


def _homes(scene: _Scene) -> dict[int, int]:
    """Where each profile is at home; a matter that has lost the one it began with gets another."""
    homes = {
        id_: scene.matter_of(row.home_id)
        for id_, row in scene.profiles.items()
        if row.home_id is not None
    }
    for id_, row in scene.profiles.items():
        if row.item_id in scene.raised and row.part == 0:
            homes[id_] = scene.matter_of(scene.raised[row.item_id])
    begun = set(homes.values())
    for id_, row in sorted(scene.profiles.items(), key=lambda one: _order(one[1])):
        if row.matter_id is None or id_ in homes:
            continue
        matter = scene.matter_of(row.matter_id)
        if matter not in begun:
            homes[id_] = matter
            begun.add(matter)
    return homes


def _choose(scene: _Scene, found: list[Cluster], said: Said, settled: Settled) -> dict[int, int]:
    """The matter of each cluster, by its place in `found`; made where it has none.

    Of several that turned out to be one, that which people have touched stays, else the first.
    """
    chosen: dict[int, int] = {}
    new: list[tuple[int, Matter]] = []
    pins = set(said.pinned.values())
    for number, cluster in enumerate(found):
        first = scene.profiles[cluster.members[0][0]]
        if cluster.matters:
            chosen[number] = min(
                cluster.matters, key=lambda one: (one not in scene.touched, one not in pins, one)
            )
        else:
            new.append((number, Matter(body_id=first.body_id)))
    Matter.objects.bulk_create([matter for _number, matter in new], batch_size=400)
    for number, matter in new:
        scene.matters[matter.id] = matter
        chosen[number] = matter.id
        settled.made.append(matter.id)
    _write_matters(scene, found, chosen, settled)
    _write_profiles(scene, found, chosen, said)
    return chosen


def _write_matters(
    scene: _Scene, found: list[Cluster], chosen: Mapping[int, int], settled: Settled
) -> None:
    changed: dict[int, Matter] = {}
    for number, cluster in enumerate(found):
        keeps = scene.matters[chosen[number]]
        if keeps.merged_into_id is not None:
            keeps.merged_into_id, keeps.merged_by_linking = None, False
            changed[keeps.id] = keeps
        began = scene.profiles[cluster.members[0][0]].body_id
        if keeps.id not in scene.touched and keeps.body_id != began:
            keeps.body_id = began
            changed[keeps.id] = keeps
        for other in sorted(cluster.matters - {keeps.id}):
            row = scene.matters[other]
            if row.merged_into_id != keeps.id:
                row.merged_into_id, row.merged_by_linking = keeps.id, True
                changed[other] = row
                settled.merged.append((other, keeps.id))
    Matter.objects.bulk_update(
        changed.values(), ["merged_into_id", "merged_by_linking", "body_id"], batch_size=400
    )


def _write_profiles(
    scene: _Scene, found: list[Cluster], chosen: Mapping[int, int], said: Said
) -> None:
    changed = []
    homes = dict(said.homes)
    begun = set(homes.values()) | {row.home_id for row in scene.profiles.values()}
    for number, cluster in enumerate(found):
        matter = chosen[number]
        for profile, side in cluster.members:
            row = scene.profiles[profile]
            home = row.home_id
            if row.item_id in scene.raised or home is None:
                home = homes.get(profile, home)
                if home is None and matter not in begun:
                    home = matter
            elif (row.item_id, scene.matter_of(home)) in said.apart and matter not in begun:
                home = matter
            begun.add(home)
            now = matter if side == 0 else row.matter_id
            if (row.matter_id, row.home_id) != (now, home):
                row.matter_id, row.home_id = now, home
                changed.append(row)
    LinkProfile.objects.bulk_update(changed, ["matter_id", "home_id"], batch_size=400)


def _write_treatments(
    scene: _Scene,
    found: list[Cluster],
    chosen: Mapping[int, int],
    settled: Settled,
    forgotten: Collection[int],
) -> None:
    """Treatments that no person has typed are those that clusters tell."""
    items = {row.item_id for row in scene.profiles.values()}
    there = set(AgendaItem.objects.filter(id__in=items).order_by().values_list("id", flat=True))
    wanted: dict[tuple[int, int], tuple[str, Json]] = {}
    for number, cluster in enumerate(found):
        for place, member in enumerate(cluster.members):
            item_id = scene.profiles[member[0]].item_id
            key = (chosen[number], item_id)
            if item_id in there and (key not in wanted):
                wanted[key] = _ground(scene, cluster, member, first=place == 0)
    _move_typed(scene, found, chosen)
    known = {(scene.matter_of(one.matter_id), one.item_id): one for one in scene.treatments}
    gone = [
        one
        for one in scene.treatments
        if not one.typed
        and (one.matter_id, one.item_id) not in wanted
        and (one.item_id in items or one.item_id in forgotten)
    ]
    changed, new = [], []
    for key, (ground, reason) in wanted.items():
        row = known.get(key)
        if row is None or row in gone:
            new.append(Treatment(matter_id=key[0], item_id=key[1], ground=ground, reason=reason))
        elif not row.typed and (row.ground, row.reason) != (ground, reason):
            row.ground, row.reason = ground, reason
            changed.append(row)
    Treatment.objects.filter(id__in=[one.id for one in gone]).delete()
    Treatment.objects.bulk_update(changed, ["ground", "reason"], batch_size=400)
    Treatment.objects.bulk_create(new, batch_size=400)
    settled.linked = [
        {"item": one.item_id, "matter": one.matter_id, "ground": str(one.ground)} for one in new
    ]
    settled.unlinked = [{"item": one.item_id, "matter": one.matter_id} for one in gone]


def _move_typed(scene: _Scene, found: list[Cluster], chosen: Mapping[int, int]) -> None:
    """What people gave to a matter that turned out to be another goes along."""
    became = {
        other: chosen[number]
        for number, cluster in enumerate(found)
        for other in cluster.matters
        if other != chosen[number]
    }
    there = {(one.matter_id, one.item_id) for one in scene.treatments if one.typed}
    moved = []
    for one in [row for row in scene.treatments if row.typed and row.matter_id in became]:
        key = (became[one.matter_id], one.item_id)
        if key in there:
            continue
        rest = [row for row in scene.treatments if (row.matter_id, row.item_id) == key]
        Treatment.objects.filter(id__in=[row.id for row in rest]).delete()
        scene.treatments = [row for row in scene.treatments if row not in rest]
        one.matter_id = key[0]
        moved.append(one)
    Treatment.objects.bulk_update(moved, ["matter_id"], batch_size=400)


def _ground(
    scene: _Scene,
    cluster: Cluster,
    member: tuple[int, int],
    *,
    first: bool,
) -> tuple[str, Json]:
    """Why a member belongs to its matter: by what it hangs on, or that it began there."""
    bond = cluster.by.get(member)
    if bond is None:
        begins = scene.profiles[member[0]].item_id in scene.raised
        if not first and not begins:
            return _hangs_on_a_later(scene, cluster, member)
        return (LinkGround.RAISED if begins else LinkGround.FIRST), {}
    tie = scene.ties[bond.id]
    return tie.ground, {**tie.reason, "item": scene.profiles[bond.earlier].item_id}


def _hangs_on_a_later(scene: _Scene, cluster: Cluster, member: tuple[int, int]) -> tuple[str, Json]:
    """Of one that hangs on later ones alone: the best of those that hang on it."""
    onward = [bond for bond in cluster.by.values() if bond.earlier == member[0]]
    if not onward:
        return LinkGround.PERSON, {}
    bond = max(onward, key=lambda one: (one.degree, -one.id))
    tie = scene.ties[bond.id]
    return tie.ground, {**tie.reason, "item": scene.profiles[bond.later].item_id}


def _write_suggestions(
    scene: _Scene,
    found: list[Cluster],
    chosen: Mapping[int, int],
    refused: list[Bond],
    said: Said,
    settled: Settled,
) -> None:
    """Ask about pairs of matters that are perhaps one, once a pair, by what is likeliest."""
    wanted = _wanted(scene, found, chosen, refused, said)
    answered = {
        (one.item_id, scene.matter_of(one.matter_id))
        for one in scene.suggestions
        if one.state != LinkState.OPEN
    }
    open_ = {
        (one.item_id, one.matter_id): one
        for one in scene.suggestions
        if one.state == LinkState.OPEN
    }
    gone = [one.id for key, one in open_.items() if key not in wanted]
    changed, new = [], []
    for key, tie in wanted.items():
        other = _other_item(scene, tie, key[0])
        told = (tie.degree, tie.ground, {**tie.reason, "item": other}, other)
        row = open_.get(key)
        if row is not None:
            if (row.degree, row.ground, row.reason, row.other_id) != told:
                row.degree, row.ground, row.reason, row.other_id = told
                changed.append(row)
        elif key not in answered:
            new.append(
                LinkSuggestion(
                    item_id=key[0],
                    matter_id=key[1],
                    degree=told[0],
                    ground=told[1],
                    reason=told[2],
                    other_id=told[3],
                )
            )
    LinkSuggestion.objects.filter(id__in=gone).delete()
    LinkSuggestion.objects.bulk_update(
        changed, ["degree", "ground", "reason", "other_id"], batch_size=400
    )
    LinkSuggestion.objects.bulk_create(new, batch_size=400)
    settled.asked = [{"item": one.item_id, "matter": one.matter_id} for one in new]


def _wanted(
    scene: _Scene,
    found: list[Cluster],
    chosen: Mapping[int, int],
    refused: list[Bond],
    said: Said,
) -> dict[tuple[int, int], LinkTie]:
    """The likeliest tie between each two matters that are not surely one, by item and matter."""
    matters_of: dict[int, set[int]] = defaultdict(set)
    items_of: dict[int, set[int]] = defaultdict(set)
    for number, cluster in enumerate(found):
        for profile, _side in cluster.members:
            matters_of[profile].add(chosen[number])
            items_of[chosen[number]].add(scene.profiles[profile].item_id)
    for treatment in scene.treatments:
        if treatment.typed:
            items_of[scene.matter_of(treatment.matter_id)].add(treatment.item_id)
    against = {bond.id for bond in refused}
    best: dict[frozenset[int], tuple[tuple[object, ...], tuple[int, int], LinkTie]] = {}
    for tie in scene.ties.values():
        if tie.degree >= SURE and tie.id not in against:
            continue
        ends = [scene.profiles.get(end) or scene.outside.get(end) for end in _ends(tie)]
        earlier, later = ends
        if earlier is None or later is None or earlier.item_id == later.item_id:
            continue
        old = matters_of.get(earlier.id) or ({earlier.matter_id} if earlier.matter_id else set())
        new = matters_of.get(later.id) or ({later.matter_id} if later.matter_id else set())
        if not old or not new or old & new:
            continue
        matter, other = min(old), min(new)
        if _declined(items_of, said, matter, other, earlier.item_id, later.item_id):
            continue
        rank = (-tie.degree, _order(earlier), _order(later))
        pair = frozenset({matter, other})
        if pair not in best or rank < best[pair][0]:
            best[pair] = (rank, (later.item_id, matter), tie)
    return {key: tie for _rank, key, tie in best.values()}


def _declined(
    items_of: Mapping[int, set[int]],
    said: Said,
    matter: int,
    other: int,
    earlier: int,
    later: int,
) -> bool:
    """Whether somebody has said of anything in one of two matters that it is not of the other."""
    here = items_of.get(matter, set()) | {earlier}
    there = items_of.get(other, set()) | {later}
    return any(
        (item in there and one == matter) or (item in here and one == other)
        for item, one in said.apart
    )


def _ends(tie: LinkTie) -> tuple[int, int]:
    return tie.earlier_id, tie.later_id


def _other_item(scene: _Scene, tie: LinkTie, item_id: int) -> int:
    """The item at the other end of a tie."""
    rows = [scene.profiles.get(end) or scene.outside.get(end) for end in _ends(tie)]
    return next((row.item_id for row in rows if row and row.item_id != item_id), item_id)


def _tidy(scene: _Scene, found: list[Cluster], chosen: Mapping[int, int], settled: Settled) -> None:
    """Take away matters that have no item left, that nobody touched and that lead nowhere."""
    standing = set(chosen.values())
    begun = {row.home_id for row in scene.profiles.values()}
    del found
    left = [
        row.id
        for row in scene.matters.values()
        if row.id not in standing and row.id not in begun and row.id not in scene.touched
    ]
    if not left:
        return
    rows = Matter.objects.filter(id__in=left, raisings=None)
    empty = rows.exclude(Exists(Treatment.objects.filter(matter_id=OuterRef("pk"))))
    alone = empty.exclude(Exists(Follow.objects.filter(matter_id=OuterRef("pk"))))
    alone = alone.filter(Q(merged_into=None) | Q(merged_by_linking=True))
    gone = sorted(alone.values_list("id", flat=True))
    Matter.objects.filter(id__in=gone).delete()
    settled.gone = gone


def matters_of(item_ids: Iterable[int]) -> set[int]:
    """The matters (ids) that these items stand in now."""
    held = Treatment.objects.filter(item_id__in=list(item_ids))
    return set(held.order_by().values_list("matter_id", flat=True))


def follow(matter_ids: Iterable[int], item_ids: Iterable[int] = ()) -> Settled:
    """Let links follow what a person has said of these matters and items.

    Part of actions, which have asked whether the viewer may, and log.
    """
    return settle((), set(item_ids), set(matter_ids))

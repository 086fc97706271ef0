"""The house has the rooms it should, and each subject the modules it should."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "handslag"
DOMAIN = SOURCE / "domain"

AGREED = {"__init__", "apps", "models", "queries", "actions", "rules", "access", "events", "told"}
"""`told` has the shapes in which writes take what a document tells."""
OF_THEIR_OWN = {
    # the bytes whose digests make the log a chain; the triggers that keep it from being changed;
    # whether it is as it was written; its head, written down away from the machine; one writer at
    # a time on every database
    "audit": {"chain", "guards", "verifying", "heads"},
    # who looks, as what, all that can be allowed, and why something is not
    "access": {"viewer", "roles", "permissions", "things", "refusals"},
    # what stands in the address of a one-time or limited link
    # how sessions are kept, how often anybody may try to get in, what is told at the door, and
    # which passwords will do
    "accounts": {"tokens", "sessions", "attempts", "entrances", "strength"},
    # the bytes lie in files, not in a table; finding a place in a newer text is a rule of its own
    "documents": {"store", "anchoring"},
    # how each sort of fact under an item is recorded
    "matters": {"recording", "preparing"}
    # decisions as they are written in the room; minutes made of them, checked and kept in versions
    | {"writing", "minutes"}
    # what of it follows when two bodies turn out to be one
    | {"following"}
    # a matter through every meeting; which items belong to which; assignments and commissions
    # with what became of them; what clauses did to the register; what a principal, a body and a
    # person owe and wait for
    | {
        "history",
        "linking",
        "assignments",
        "commissions",
        "deciding",
        "dividing",
        "owing",
        "placing",
    }
    # the meeting with all of that, for who follows it while it is held
    | {"followed"}
    # who wants to be told of which matters and bodies
    | {"follows"},
    # which item of the notice is which of the minutes; which papers' word must be respected;
    # under which names facts know people; which meetings, and what they are planned and prepared
    # with, moves when two bodies turn out to be one
    # what becomes of a meeting's papers when the meeting goes somewhere
    "meetings": {"matching", "accounts", "naming", "joining", "following", "papers", "links"}
    # the agenda while it is prepared, with reads and writes of its own
    | {"notices", "agenda"}
    # the plan: the year in one step, moved and cancelled meetings, collisions
    | {"planning"}
    # the meeting while it is held, and whether its minutes may be written
    | {"room", "writable"},
    # what a published version shows, as plain data; what must be cleared before it is shown
    "publications": {"content", "checking"},
    # how alike names of people and of bodies are, and which of them somebody is asked about; two
    # bodies made one, and two again; who a user is today
    "registry": {"names", "alike", "bodynames", "bodies", "merging", "viewers"}
    # who sits where, and who has an account: each with reads and writes of its own
    | {"memberships", "entering"}
    # where people work and how they are reached, and who sits in a body on a day
    | {"people"}
    # the same written, and everything of it at once for lists that come and go
    | {"affiliations"}
    # the county with its organisations; what each body is and how it stands among the others
    | {"organisations", "structure"}
    # who may decide what
    | {"mandates"},
}
SUBJECTS = sorted(
    path.name
    for path in DOMAIN.iterdir()
    if (path / "__init__.py").exists() and path.name != "base"  # base is shared words, no subject
)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_has_only_the_agreed_modules(subject):
    modules = {path.stem for path in (DOMAIN / subject).glob("*.py")}
    packages = {path.parent.name for path in (DOMAIN / subject).glob("*/__init__.py")}
    assert modules | (packages - {"migrations"}) <= AGREED | OF_THEIR_OWN.get(subject, set())


def test_no_module_is_named_for_nothing_in_particular():
    vague = {"utils", "helpers", "services", "managers", "misc", "common"}
    found = [path for path in SOURCE.rglob("*.py") if {path.stem, path.parent.name} & vague]
    assert found == []


def test_imports_keep_to_the_rules():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_model_is_fetched_by_name_outside_the_domain():
    """The linter sees imports alone; a model asked for by its label would slip past it."""
    outside = [
        path
        for path in SOURCE.rglob("*.py")
        if not path.is_relative_to(DOMAIN) and "migrations" not in path.parts
    ]
    assert [path for path in outside if "get_model(" in path.read_text()] == []

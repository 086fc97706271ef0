"""Every write leaves a trace, and every trace has words."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import handslag
from handslag.domain.access.permissions import Permission
from handslag.interfaces.web.desk.history_words import _TELLING, SENTENCES, THINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCE = Path(handslag.__path__[0])
DOMAIN = SOURCE / "domain"
TRACE = "handslag.domain.audit.actions"
ROOMS = ("domain", "intake", "output", "interfaces")
SUBJECTS = {path.name for path in DOMAIN.iterdir() if path.is_dir()} | {"intake", "search"}
DOTTED = re.compile(rf"(?:{'|'.join(sorted(SUBJECTS))})(?:\.[a-z_]+)+")

LOGS_FOR_OTHERS = {
    "handslag.domain.matters.writing.actions.doing.done",
    "handslag.domain.matters.assignments.actions.doing.told",
    "handslag.domain.matters.history.locking.log_changed",
    "handslag.domain.matters.history.locking.log_matter",
}
"""What writes of decisions, assignments and matters leave the logging to, with their verb."""


def modules_that_log() -> Iterator[tuple[Path, ast.Module]]:
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            imported = {
                f"{node.module}.{name.name}"
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom)
                for name in node.names
            }
            ways = {TRACE, f"{TRACE}.log", f"{TRACE}.log_each"} | LOGS_FOR_OTHERS
            if imported & ways or path == DOMAIN / "audit" / "actions.py":
                yield path, tree


def dotted(tree: ast.AST) -> set[str]:
    """Every text in a module that could be a verb or a type of thing."""
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in found if DOTTED.fullmatch(text)}


LOGGING = list(modules_that_log())
NAMED = {text for _path, tree in LOGGING for text in dotted(tree)} | {
    text
    for path in [DOMAIN / "audit" / "chain.py"]
    for text in dotted(ast.parse(path.read_text(encoding="utf-8")))
}


def test_every_verb_and_type_that_is_logged_has_words():
    """What stands in a module that logs and looks like a verb is one, or is a type of thing."""
    permissions = {str(one) for one in Permission}
    assert NAMED - set(SENTENCES) - set(THINGS) - permissions == set()


def test_words_are_for_verbs_that_are_logged():
    assert set(SENTENCES) - NAMED == set()
    assert set(_TELLING) - set(SENTENCES) == set()


@pytest.mark.parametrize("verb", SENTENCES)
def test_sentences_say_when_and_who(verb):
    assert set(re.findall(r"%\((\w+)\)s", str(SENTENCES[verb]))) == {"when", "who"}


@pytest.mark.parametrize(("path", "tree"), LOGGING, ids=lambda one: str(getattr(one, "name", "")))
def test_verbs_are_said_whole(path, tree):
    """A verb put together from parts could not be found by who looks for it, nor by these tests."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg == "verb":
                    assert not isinstance(keyword.value, ast.JoinedStr | ast.BinOp), (
                        f"{path}:{node.lineno}"
                    )


LEAVES_NO_TRACE = {
    "handslag.domain.meetings.room.actions.once.write_once": (
        "keeps the answer of a write in the room, which logs in the same transaction"
    ),
    "handslag.domain.documents.actions.keep_bytes": (
        "bytes that nothing tells of yet; store_document, which tells of them, logs"
    ),
    "handslag.domain.documents.actions.sweep": (
        "takes away bytes that nothing was ever made of, after a kill"
    ),
    "handslag.domain.documents.actions.copying": "changes nothing: holds the store still",
    "handslag.domain.documents.actions.give_evidence": (
        "part of accepting a document, which logs what was recorded of it"
    ),
    "handslag.domain.matters.actions.forget": (
        "part of accepting a document again, or of taking that back, which log"
    ),
    "handslag.domain.registry.affiliations.actions.hold_still": (
        "changes nothing: holds bodies still for a list, which logs what becomes of it"
    ),
    "handslag.domain.matters.actions.names_in": "changes nothing: what recording needs to know",
    "handslag.domain.matters.actions.followed_up_in": "changes nothing, as names_in",
    "handslag.domain.meetings.actions.recording.find_meeting": "changes nothing, as names_in",
    "handslag.domain.meetings.actions.recording.unsay": (
        "part of accepting a document, which logs what was recorded of it"
    ),
    "handslag.domain.meetings.planning.actions.feeds.follow_feed": (
        "calendars ask every few hours; the day they last did is kept with the address"
    ),
    "handslag.domain.meetings.agenda.actions.attachments.require_attaching": (
        "changes nothing: asks before a file is looked at; add_attachment logs"
    ),
    "handslag.domain.meetings.agenda.actions.attachments.require_new_version": (
        "changes nothing, as require_attaching; add_version logs"
    ),
    "handslag.domain.meetings.notices.actions.sending.keep_paper": (
        "bytes that nothing tells of yet; make_notice, which tells of them, logs"
    ),
    "handslag.domain.matters.minutes.actions.versions.keep_paper": (
        "bytes that nothing tells of yet; the version that tells of them is logged"
    ),
    "handslag.domain.publications.actions.keeping.keep_file": (
        "bytes that nothing tells of yet; publish_version, which tells of them, logs"
    ),
    "handslag.domain.meetings.notices.actions.own.keep_note": (
        "a private note is nobody else's to know of, not even that it was written"
    ),
    "handslag.domain.meetings.notices.actions.own.mark_read": (
        "what somebody has read is their own, and tells them alone what is new"
    ),
    **{
        f"handslag.{where}.actions.{name}": (
            "what somebody follows is nobody else's to know, and changes nothing for them"
        )
        for where in ("domain.matters.follows", "output.news")
        for name in ("follow_matter", "follow_body", "unfollow_matter", "unfollow_body")
    },
    **{
        f"handslag.output.news.actions.{name}": (
            "what somebody wants to be told, and how often, is nobody else's to know"
        )
        for name in ("save_search", "forget_search", "open_search", "tune")
    },
    "handslag.domain.registry.actions.look_for_body": (
        "changes nothing that is true: keeps a question for somebody to answer, who then logs"
    ),
    "handslag.intake.recognising.actions.forget_old_pages": (
        "takes away pictures kept to go on with a reading that nobody has gone on with"
    ),
    "handslag.output.search.actions.reindex": (
        "the index is made of what is true and can be made again; it tells nothing of its own"
    ),
    "handslag.output.search.actions.reindex_all": "as reindex",
    "handslag.output.search.actions.reindex_documents": "as reindex",
    "handslag.output.search.actions.reindex_matters": "as reindex",
    "handslag.output.search.actions.rekey_documents": "as reindex",
    "handslag.output.search.published.actions.reindex_published": "as reindex",
}
"""Actions that log nothing, each with the reason."""


def actions() -> dict[str, Callable[..., Any]]:
    """What a module or package of actions offers, each once and by where it is written."""
    found: dict[str, Callable[..., Any]] = {}
    for module_info in pkgutil.walk_packages(handslag.__path__, "handslag."):
        parts = module_info.name.split(".")
        if parts[1] not in ROOMS or "actions" not in parts:
            continue
        module = importlib.import_module(module_info.name)
        exported = getattr(module, "__all__", ())
        for name, thing in vars(module).items():
            if name.startswith("_") or not inspect.isfunction(thing) or thing in TRACES:
                continue
            here = thing.__module__ == module_info.name or name in exported
            parameters = inspect.signature(thing).parameters
            keyword_only = {one.kind for one in parameters.values()} == {
                inspect.Parameter.KEYWORD_ONLY
            }
            if here and keyword_only and "viewer" in parameters:
                found[f"{thing.__module__}.{name}"] = thing
    return found


TRACES = {getattr(importlib.import_module(TRACE), name) for name in ("log", "log_each")}
ACTIONS = actions()


class Calls:
    """Which functions of ours a function calls, by reading the source; and those, in turn."""

    def __init__(self) -> None:
        self._known: dict[Callable[..., Any], bool] = {}

    def logs(self, function: Callable[..., Any]) -> bool:
        function = inspect.unwrap(function)
        if function in self._known:
            return self._known[function]
        self._known[function] = False  # one that calls itself says nothing by it
        found = any(called in TRACES or self.logs(called) for called in self._called(function))
        self._known[function] = found
        return found

    def _called(self, function: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
        names = function.__globals__
        tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(function)))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Name | ast.Attribute):
                continue
            thing = _resolved(node, names)
            if inspect.isfunction(thing) and thing.__module__.startswith("handslag."):
                yield inspect.unwrap(thing)
            elif isinstance(thing, dict):  # a table of functions to choose from
                for one in thing.values():
                    if inspect.isfunction(one):
                        yield inspect.unwrap(one)


def _resolved(node: ast.expr, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(_resolved(node.value, names), node.attr, None)
    return None


CALLS = Calls()


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_logs_or_stands_in_the_list(name):
    if name in LEAVES_NO_TRACE:
        return
    assert CALLS.logs(ACTIONS[name]), (
        f"{name} changes something and logs nothing; log it, or give a reason in LEAVES_NO_TRACE"
    )


def test_the_list_names_actions_that_are_there_and_do_not_log():
    assert set(LEAVES_NO_TRACE) <= set(ACTIONS)
    assert {name for name in LEAVES_NO_TRACE if CALLS.logs(ACTIONS[name])} == set()


def test_actions_are_found():
    assert len(ACTIONS) > 40

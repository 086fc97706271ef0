"""A server of one small room, that can be made to fall silent, fail, refuse or sign everybody out.

It speaks the wire of the room (`handslag.interfaces.web.kit.writes`) and serves the page's own
script and words, so that what the script promises is tried against every way a server can behave.
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from django.template.loader import render_to_string
from django.utils.html import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

STATIC = Path(__file__).parents[2] / "src/handslag/interfaces/web/kit/static/kit"
SCRIPTS = (
    "vendor/idiomorph/idiomorph.min.js",
    "leaving.js",
    "room-outbox.js",
    "room-differ.js",
    "room-forms.js",
    "room-clock.js",
    "room.js",
)
ACCOUNT = "7"
GONE = 12
"""The item that somebody else has taken away."""


@dataclass
class FakeRoom:
    """What the room holds, how its server behaves, and what it was asked to do."""

    texts: dict[str, str] = field(default_factory=lambda: {"10": "", "11": "", str(GONE): ""})
    revisions: dict[str, int] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    suggested: list[str] = field(default_factory=lambda: ["ett", "två", "tre"])
    """What may be decided under item 10 with a button each."""
    decided: list[str] = field(default_factory=list)
    """Of them, those that have been, in order."""
    order: list[str] = field(default_factory=lambda: ["röd", "grön", "blå"])
    """What may be moved down, a step with each press."""
    paused: bool = False
    revision: int = 1
    account: str = ACCOUNT
    silent: bool = False
    deaf: bool = False
    """Writes arrive and are done, but no answer comes back."""
    failing: bool = False
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Path, key and text of every write that was done."""
    answers: dict[str, dict[str, object]] = field(default_factory=dict)
    address: str = ""

    def other_writes(self, item: str, text: str) -> None:
        """The second secretary writes."""
        self.texts[item] = text
        self.revisions[item] = self.revisions.get(item, 0) + 1
        self.revision += 1

    def decide(self, text: str, *, undone: bool = False) -> None:
        """Decide what is suggested, once however often it is said; or take it back."""
        if (text in self.decided) is not undone:
            return
        (self.decided.remove if undone else self.decided.append)(text)
        self.revision += 1

    def move_down(self, text: str) -> None:
        """Let it change places with the one after it."""
        at = self.order.index(text)
        self.order[at : at + 2] = reversed(self.order[at : at + 2])
        self.revision += 1

    def write(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """Do a write as the wire says."""
        known = self.answers.get(form["nyckel"])
        if known is not None:
            return 200, known
        if path == "/rad/":
            if not form["text"].strip():
                return 422, {"errors": {"text": ["Skriv något."]}}
            self.rows.append(form["text"])
            self.revision += 1
            answer: dict[str, object] = {"seen": {}, "made": len(self.rows)}
        elif path in {"/besluta/", "/angra/"}:
            self.decide(form["text"], undone=path == "/angra/")
            answer = {"seen": {}}
        elif path == "/ordning/":
            self.move_down(form["ned"])
            answer = {"seen": {}}
        elif path == "/paus/":
            self.paused = bool(form["text"])
            self.revision += 1
            answer = {"seen": {}}
        else:
            item = path.strip("/")
            if item == str(GONE):
                return 404, {"refused": "Punkten finns inte längre."}
            now = str(self.revisions.get(item, 0))
            if self.texts[item] != form["text"]:
                if form["sett"] != now:
                    theirs = {"text": self.texts[item]}
                    seen = {f"discussion-{item}": now}
                    return 409, {
                        "conflict": True,
                        "theirs": theirs,
                        "by": "Lena Berg",
                        "seen": seen,
                    }
                self.other_writes(item, form["text"])
            answer = {"seen": {f"discussion-{item}": str(self.revisions.get(item, 0))}}
        answer |= {"ok": True, "revision": self.revision, "at": "14.32"}
        self.answers[form["nyckel"]] = answer
        self.asked.append((path, form["nyckel"], form.get("text", "")))
        return 200, answer

    def parts(self, shown: list[str]) -> str:
        """The part of the page that changes."""
        links = "".join(
            f'<li><a data-item-link="{i}" href="?punkt={i}">Punkt {i}</a></li>' for i in self.texts
        )
        articles = "".join(self._article(item) for item in shown)
        rows = "".join(f"<li>{escape(row)}</li>" for row in self.rows)
        return (
            f'<div class="room" data-parts data-revision="{self.revision}">'
            f'<nav id="rum-dagordning" aria-label="Dagordning"><ol>{links}</ol></nav>'
            f'<div id="rum-punkt">{articles}</div>'
            f'<section id="rum-narvaro"><ul id="rader">{rows}</ul></section></div>'
        )

    def _article(self, item: str) -> str:
        left = [text for text in self.suggested if text not in self.decided]
        suggested = "".join(_button("besluta", "Besluta", text) for text in left)
        decided = "".join(_button("angra", "Ångra", text) for text in self.decided)
        return (
            f'<article data-item="{item}" id="punkt-{item}"><h2 tabindex="-1">Punkt {item}</h2>'
            f"<section><h3>Beslut</h3>{suggested}{decided}</section>"
            f"<section><h3>Ordning</h3>{self._moves()}{self._pause()}</section>"
            f'<form method="post" action="/{item}/" data-write data-typed'
            f' data-thing="discussion-{item}" data-label="Diskussion, punkt {item}">'
            f'<input type="hidden" name="sett" value="{self.revisions.get(item, 0)}">'
            f'<label for="t{item}">Diskussion</label>'
            f'<textarea id="t{item}" name="text" data-go="discussion">'
            f"{escape(self.texts[item])}</textarea></form>"
            f'<form method="post" action="/rad/" data-write data-once data-thing="vanlig-{item}"'
            ' data-label="Ny rad">'
            '<button name="text" value="En vanlig rad">Ny vanlig rad</button></form>'
            f'<form method="post" action="/rad/" data-write data-once data-thing="rad-{item}"'
            ' data-label="Ny rad">'
            f'<label for="r{item}">Ny rad</label><input id="r{item}" name="text">'
            "<button>Lägg till</button></form></article>"
        )

    def _moves(self) -> str:
        rows = "".join(
            f'<li id="ordning-{text}">{text} <button id="ned-{text}" name="ned" value="{text}">'
            f"Senare: {text}</button></li>"
            for text in self.order
        )
        return (
            '<form method="post" action="/ordning/" data-write data-yields data-thing="order"'
            f' data-label="Ordning"><ol>{rows}</ol></form>'
        )

    def _pause(self) -> str:
        value, words = ("", "Mötet fortsätter") if self.paused else ("1", "Paus")
        return (
            '<form method="post" action="/paus/" data-write data-yields data-thing="paus"'
            f' data-label="Paus"><button name="text" value="{value}">{words}</button></form>'
        )

    def page(self, item: str) -> str:
        """The whole page."""
        scripts = "".join(f'<script defer src="/static/{name}"></script>' for name in SCRIPTS)
        return (
            '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Rummet</title>'
            f"{scripts}</head>"
            f'<body data-account="{ACCOUNT}"><main><h1>Rummet</h1>'
            '<form method="post" action="/ut/" data-leaving>'
            '<input type="hidden" name="csrfmiddlewaretoken" value="a">'
            "<button>Logga ut</button></form>"
            '<div role="alert" data-leaving-loses hidden><button data-stay>Stanna kvar</button>'
            "<button data-leave>Logga ut och ta bort det</button></div>"
            '<div data-room data-meeting="1" data-page="/" data-pulse="/puls/"'
            f' data-revision="{self.revision}" data-now="0">'
            '<div class="room-bar" tabindex="-1"><p data-status></p></div>'
            '<p role="status" data-told></p>'
            "<div data-out hidden>Du är utloggad.</div>"
            "<details data-unsaved hidden>"
            "<summary>Inte sparat <span data-unsaved-count></span></summary>"
            "<ul data-unsaved-rows></ul></details>"
            f"{self.parts([item])}{render_to_string('desk/room/aloft.html')}"
            "</div></main></body></html>"
        )


def _button(path: str, words: str, text: str) -> str:
    """A form that is a button and nothing else."""
    return (
        f'<form method="post" action="/{path}/" data-write data-yields'
        f' data-thing="{path}-{text}" data-label="{text}">'
        f'<input type="hidden" name="text" value="{text}">'
        f"<button>{words} {text}</button></form>"
    )


class _Handler(BaseHTTPRequestHandler):
    room: FakeRoom

    def log_message(self, *_words: object) -> None:
        """Say nothing: standard error is the test's."""

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path.startswith("/static/"):
            name = asked.path.removeprefix("/static/")
            self._send(200, (STATIC / name).read_bytes(), "text/javascript")
            return
        if self.room.silent:
            self._break()
        elif asked.path == "/puls/":
            answer = {
                "account": self.room.account,
                "token": "t",
                "revision": self.room.revision,
                "now": 0,
            }
            self._json(200, answer)
        else:
            query = parse_qs(asked.query)
            if "alla" in query:
                words = self.room.parts(list(self.room.texts))
            elif self.headers.get("HX-Request"):
                words = self.room.parts([query["punkt"][0]])
            else:
                words = self.room.page(query.get("punkt", ["10"])[0])
            self._send(200, words.encode(), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        said = parse_qs(self.rfile.read(length).decode(), keep_blank_values=True)
        form = {name: values[-1] for name, values in said.items()}
        room = self.room
        if room.silent:
            self._break()
        elif self.path == "/ut/":
            self._send(200, b"<!doctype html><title>Ut</title><h1>Utloggad</h1>", "text/html")
        elif room.failing:
            self._send(500, b"<h1>Fel</h1>", "text/html")
        elif room.account != ACCOUNT:
            self._send(403, b"<h1>Nej</h1>", "text/html")
        else:
            status, answer = room.write(self.path, form)
            if room.deaf:
                self._break()
            else:
                self._json(status, answer)

    def _break(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _json(self, status: int, told: dict[str, object]) -> None:
        self._send(status, json.dumps(told).encode(), "application/json")

    def _send(self, status: int, body: bytes, media_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_of: object) -> None:
        """A connection that was cut on purpose is no fault."""


@contextmanager
def fake_room() -> Iterator[FakeRoom]:
    """A room on a port of its own."""
    room = FakeRoom()
    handler = type("Handler", (_Handler,), {"room": room})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    room.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield room
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

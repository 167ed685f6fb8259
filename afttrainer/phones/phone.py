"""One simulated phone: a browser's cookies, a socket, and somebody who answers what is asked."""

from __future__ import annotations

import random
import ssl
import threading
import time
import uuid
from collections.abc import Mapping
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

import click
import socketio

from afttrainer.phones.guests import Guest
from afttrainer.phones.habits import HABITS, Habit, filled
from afttrainer.phones.page import Form, Seen, read
from afttrainer.phones.watching import Watcher
from afttrainer.terminal import _

LOOKS_EVERY_S = 0.5
ANSWER_WITHIN_S = 10
BEATS_EVERY_S = 5


class Phone:
    """`live` runs until its event is set; what it does is printed, a line an act."""

    def __init__(
        self, guest: Guest, base: str, authority: str | None, chance: random.Random
    ) -> None:
        self.came_in = False
        self.acts = 0
        self._guest, self._base, self._chance = guest, base, chance
        trust = ssl.create_default_context(cafile=authority)
        self._cookies = CookieJar()
        self._http = build_opener(HTTPCookieProcessor(self._cookies), HTTPSHandler(context=trust))
        options = {"sslopt": {"ca_certs": authority}} if authority else {}
        self._socket: Any = socketio.Client(websocket_extra_options=options, handle_sigint=False)
        self._socket.on("changed", self._changed)
        self._socket.on("playback", self._film_changed)
        self._socket.on("connect", self._refetch)
        self._beat_at = 0.0
        self._parts: dict[str, Seen] = {}
        self._watcher = Watcher(chance)
        self._due: dict[tuple[object, ...], float] = {}
        self._done: set[tuple[object, ...]] = set()
        self._lock = threading.Lock()

    def live(self, over: threading.Event) -> None:
        try:
            self._come_in()
        except (OSError, socketio.exceptions.ConnectionError) as trouble:
            self._say(_("does not come in: %(reason)s", reason=trouble))
            return
        self.came_in = True
        self._say(_("comes in"))
        try:
            while not over.wait(LOOKS_EVERY_S):
                self._look()
        except socketio.exceptions.SocketIOError as trouble:
            reason = trouble or type(trouble).__name__
            self._say(_("is out of contact: %(reason)s", reason=reason))
        self._socket.disconnect()
        self._socket.wait()

    # --- The browser ---------------------------------------------------------------------------

    def _come_in(self) -> None:
        link = f"/link/{self._guest.token}"
        csrf = read(self._page(link)).csrf
        self._page(link, {"csrf_token": csrf})
        self._page(f"/join/{self._guest.join_code}")
        self._socket.connect(
            self._base,
            headers={"Cookie": "; ".join(f"{c.name}={c.value}" for c in self._cookies)},
            auth={"supervision": self._guest.supervision_id, "screen": "companion"},
            transports=["websocket"],
        )

    def _page(self, path: str, body: Mapping[str, str] | None = None) -> str:
        data = urlencode(body).encode() if body else None
        asked = Request(self._base + path, data=data, headers={"Referer": self._base + path})  # noqa: S310 - the server's own address
        with self._http.open(asked, timeout=ANSWER_WITHIN_S) as answer:
            return str(answer.read(), "utf-8")

    def _refetch(self) -> None:
        """The page is the truth: at every connection it is read anew."""
        try:
            seen = read(self._page(f"/supervision/{self._guest.supervision_id}/companion"))
        except OSError as trouble:
            self._say(_("cannot see the room: %(reason)s", reason=trouble))
            return
        with self._lock:
            self._parts = {"page": seen}
            self._watcher.hear(seen.film)

    def _changed(self, part: Mapping[str, Any]) -> None:
        if "after" in part:
            return self._refetch()  # One piece of it; the page has it in its place.
        with self._lock:
            if part["audience"] != "everyone":
                self._parts.pop("page", None)
            self._parts[part["audience"]] = read(part["html"])

    def _film_changed(self, film: Mapping[str, Any]) -> None:
        with self._lock:
            self._watcher.hear(film)

    # --- The person ----------------------------------------------------------------------------

    def _look(self) -> None:
        if time.monotonic() >= self._beat_at and self._socket.connected:
            self._beat_at = time.monotonic() + BEATS_EVERY_S
            self._socket.emit("here", {"visible": True, "waiting": 0})
        with self._lock:
            seen = list(self._parts.values())
        if any(part.has_pad for part in seen):
            words = self._watcher.act(self._send)
            if words:
                self._did(words)
        for form in [form for part in seen for form in part.forms]:
            habit = HABITS.get(form.command)
            if habit is not None and self._is_time(form, habit):
                self._answer(form, habit)
                return

    def _is_time(self, form: Form, habit: Habit) -> bool:
        """Everybody takes their time, and does a thing once."""
        if form.key in self._done:
            return False
        due = self._due.get(form.key)
        if due is None:
            if self._chance.random() > habit.share:
                self._done.add(form.key)
            self._due[form.key] = time.monotonic() + self._chance.uniform(*habit.after_s)
            return False
        return time.monotonic() >= due

    def _answer(self, form: Form, habit: Habit) -> None:
        del self._due[form.key]
        if not habit.again:
            self._done.add(form.key)
        answer = self._send(form.command, filled(form, habit, self._chance))
        if answer.get("ok"):
            self._did(habit.says)
        else:
            heard = answer.get("words", "")
            self._did(_("%(does)s, and hears: %(words)s", does=habit.says, words=heard))

    def _send(self, command: str, body: Mapping[str, str]) -> Mapping[str, Any]:
        sent = {"id": str(uuid.uuid4()), "name": command, "body": dict(body)}
        answer: Mapping[str, Any] = self._socket.call("command", sent, timeout=ANSWER_WITHIN_S)
        return answer

    def _did(self, words: str) -> None:
        self.acts += 1
        self._say(words)

    def _say(self, words: str) -> None:
        click.echo(f"{time.strftime('%H:%M:%S')}  {self._guest.name}: {words}")

"""What no screen of ours sends, drawn by lot: each is a function that says something on a wire."""

from __future__ import annotations

import json
import random
import string
import struct
from collections.abc import Callable
from typing import Any

from websocket import ABNF

from tests.faults.wire import CONNECT, DISCONNECT, EVENT, Wire

MEGABYTE = 1_000_000
#: Names of real commands, so that their forms are tried and not the door alone.
NAMES = (
    "tag.place", "tag.mark", "tag.say", "tag.undo", "check_in.save", "phase.move", "playback.play",
    "playback.seek", "hold.set", "hold.lift", "queue.offer", "reveal.show", "rotation.finish",
    "exercise.plan", "supervision.close", "narration.add", "rating.save", "nothing.known", "", "\0",
)  # fmt: skip
FIELDS = (
    "family", "clip", "client_uuid", "tag", "note", "intensity", "word", "calm", "phase", "shown",
    "revision", "to", "exercise", "slot", "words", "note_visibility", "marker", "reaction",
)  # fmt: skip
ODD_WORDS = (
    "", " ", "\0", "\ud800", "\u202e\u200b", "x" * 5000, "1e999", "NaN", "-1", "9" * 400,
    "<script>", "'; DROP TABLE rupture_tag; --", "../../etc/passwd", "{{ 7 * 7 }}", "🜁" * 300,
)  # fmt: skip

Say = Callable[[Wire], None]


class Nonsense:
    """Always the same for the same `chance`. `numbers` are those of rooms and rows of others."""

    def __init__(self, chance: random.Random, numbers: range) -> None:
        self.chance, self.numbers = chance, numbers
        self._said = 0

    def one(self) -> tuple[str, Say]:
        kinds = (
            (30, self.odd_command), (12, self.others_numbers), (8, self.odd_envelope),
            (6, self.unknown_event), (6, self.half_packet), (5, self.binary), (4, self.deep),
            (4, self.reserved_name), (3, self.large), (3, self.odd_frame), (2, self.other_room),
            (1, self.leaves), (1, self.far_too_large),
        )  # fmt: skip
        kind = self.chance.choices([k for _w, k in kinds], [w for w, _k in kinds])[0]
        return kind.__name__, kind()

    # --- Values ----------------------------------------------------------------------------

    def word(self) -> str:
        if self.chance.random() < 0.5:
            return self.chance.choice(ODD_WORDS)
        return "".join(self.chance.choices(string.printable, k=self.chance.randint(0, 40)))

    def number(self) -> Any:
        return self.chance.choice(
            [self.chance.choice(self.numbers), -1, 0, 2**63, -(2**70), 1.5, 1e308, True]
        )

    def value(self, depth: int = 3) -> Any:
        kind = self.chance.randrange(6 if depth else 4)
        if kind == 4:
            return [self.value(depth - 1) for _ in range(self.chance.randint(0, 4))]
        if kind == 5:
            return {
                self.word()[:50]: self.value(depth - 1) for _ in range(self.chance.randint(0, 4))
            }
        return (None, self.word(), self.number(), self.chance.random() < 0.5)[kind]

    def id(self) -> str:
        self._said += 1
        return f"nonsense-{self._said:06}"

    # --- Kinds -----------------------------------------------------------------------------

    def odd_command(self) -> Say:
        """A real name, and a body that no form has."""
        fields = self.chance.sample(FIELDS, self.chance.randint(0, 6))
        body = {field: self.value() for field in fields}
        return self._command(self.chance.choice(NAMES), body, at=self.value(1))

    def others_numbers(self) -> Say:
        """Well-formed, and of what is not one's own or does not exist."""
        other = str(self.chance.choice(self.numbers))
        fields = ("clip", "tag", "phase", "exercise", "slot", "attempt", "rupture")
        body = dict.fromkeys(fields, other) | {"shown": "", "family": "withdrawal"}
        body |= {"participant": other, "author": other, "supervision": other}
        return self._command(self.chance.choice(NAMES), body)

    def odd_envelope(self) -> Say:
        """No command at all, where one should be."""
        what = [self.value() for _ in range(self.chance.randint(0, 3))]
        return lambda wire: wire.say(f"{EVENT}7{_json(['command', *what])}")

    def unknown_event(self) -> Say:
        name, what = self.word(), self.value()
        with_number = self.chance.choice(["", "3"])
        return lambda wire: wire.say(f"{EVENT}{with_number}{_json([name, what])}")

    def reserved_name(self) -> Say:
        """Events that the library itself makes."""
        name = self.chance.choice(["connect", "disconnect", "connect_error", "error", "message"])
        what = self.value()
        return lambda wire: wire.say(f"{EVENT}1{_json([name, what])}")

    def half_packet(self) -> Say:
        whole = f'{EVENT}5["command",{{"id":"{self.id()}","name":"tag.place","body":{{}}}}]'
        packet = whole[: self.chance.randint(0, len(whole) - 1)] + self.word()[:20]
        return lambda wire: wire.say(_sendable(packet))

    def binary(self) -> Say:
        data = self.chance.randbytes(self.chance.choice([0, 1, 10, 5000]))
        return lambda wire: wire.socket.send_binary(data)

    def deep(self) -> Say:
        levels = self.chance.choice([50, 500, 20_000])
        left, right = self.chance.choice([("[", "]"), ('{"a":', "}")])
        nested = left * levels + "1" + right * levels
        packet = f'{EVENT}2["command",{{"id":"{self.id()}","name":"tag.say","body":{nested}}}]'
        return lambda wire: wire.say(packet)

    def large(self) -> Say:
        return self._command("tag.say", {"tag": "1", "note": "x" * 300_000})

    def far_too_large(self) -> Say:
        return self._command("tag.say", {"tag": "1", "note": "x" * 3 * MEGABYTE})

    def odd_frame(self) -> Say:
        """Against the rules of WebSocket itself."""
        code = self.chance.choice([3, 7, 0, ABNF.OPCODE_PING, ABNF.OPCODE_CLOSE])
        data = self.chance.choice([b"", b"\xff\xfe\x00", struct.pack("!H", 4999), b"x" * 125])
        frame = ABNF(1, self.chance.choice([0, 0, 1]), 0, 0, code, 1, data)
        return lambda wire: wire.socket.sock.sendall(frame.format())

    def other_room(self) -> Say:
        """Another room's door, and leaving one's own."""
        auth = {"supervision": self.value(1), "screen": self.word(), "participant": self.number()}
        packet = self.chance.choice([CONNECT + _json(auth), CONNECT + "/admin,{}"])
        return lambda wire: wire.say(packet)

    def leaves(self) -> Say:
        """Out of the room, and speaks on: nobody listens, so nobody is waited for."""

        def say(wire: Wire) -> None:
            wire.say(DISCONNECT)
            wire.emit("command", {"id": self.id(), "name": "tag.place", "body": {}})
            raise ConnectionResetError

        return say

    def _command(self, name: str, body: dict[str, Any], **more: Any) -> Say:
        packet = {"id": self.chance.choice([self.id(), self.id(), self.word()]), "name": name}
        said = _json(["command", packet | {"body": body} | more])
        return lambda wire: wire.say(f"{EVENT}9{said}")


def _json(what: Any) -> str:
    """With lone surrogates escaped, as a browser would send them; NaN and Infinity as they are."""
    return json.dumps(what)


def _sendable(packet: str) -> str:
    return packet.encode("utf-8", "replace").decode()

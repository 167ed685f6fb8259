"""What one worker tells the screens of another, by way of Valkey or Redis.

A doorbell and no more: what is published while that server is away is lost, and so is what comes
before this worker hears again. Nothing waits for it and nothing depends on it. Every screen asks
now and then which revisions there are and fetches what it has missed (rule 7), and a screen whose
row is gone from the database is shown out by its own worker (`live.workers`).
"""

from __future__ import annotations

import hashlib
import logging
import queue
import time
from collections.abc import Iterator
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.exceptions import RedisError
from redis.retry import Retry
from socketio.pubsub_manager import PubSubManager

log = logging.getLogger(__name__)

ANSWERS_WITHIN_S = 2.0
TRIED_AGAIN_AFTER_S = 0.5
#: A line that has been silent so long is asked, and given up when it does not answer.
ASKED_AFTER_S = 5.0
#: As many as one turn takes along; more only where the server has been slow.
TOGETHER_AT_MOST = 100
WAITING_AT_MOST = 5_000


def channel_of(secret_key: str) -> str:
    """Two sites may share a server: what has the same secret belongs together."""
    return f"afttrainer-{hashlib.sha256(secret_key.encode()).hexdigest()[:20]}"


class Messages(PubSubManager):  # type: ignore[misc]  # python-socketio is untyped
    """Socket.IO's own protocol between workers, over a line that may break at any time.

    Telling never waits and never raises: `_publish` only puts into a queue. Screens of this worker
    are served directly, before and without any of it.
    """

    name = "messages"

    def __init__(self, url: str, secret_key: str) -> None:
        super().__init__(channel=channel_of(secret_key), logger=log)
        self._waiting: queue.Queue[str] = queue.Queue(WAITING_AT_MOST)
        self._is_away = False
        self._redis = Redis.from_url(
            url,
            socket_connect_timeout=ANSWERS_WITHIN_S,
            socket_timeout=ANSWERS_WITHIN_S,
            # We try again by ourselves, and know what was missed meanwhile.
            retry=Retry(NoBackoff(), 0),
        )

    def initialize(self) -> None:
        super().initialize()
        self.server.start_background_task(self._tell_for_ever)

    def _publish(self, data: dict[str, Any]) -> None:
        try:
            self._waiting.put_nowait(self.json.dumps(data))
        except queue.Full:
            self._forget_what_waits()

    def _tell_for_ever(self) -> None:
        while True:
            texts = [self._waiting.get()]
            while len(texts) < TOGETHER_AT_MOST and not self._waiting.empty():
                texts.append(self._waiting.get())
            try:
                with self._redis.pipeline(transaction=False) as line:
                    for text in texts:
                        line.publish(self.channel, text)
                    line.execute()
            except (RedisError, OSError) as why:
                self._went_away(why)
                self._forget_what_waits()
                time.sleep(TRIED_AGAIN_AFTER_S)

    def _listen(self) -> Iterator[bytes]:
        """All that is published, for ever. What is lost on the way is lost."""
        while True:
            try:
                with self._line() as line:
                    line.subscribe(self.channel)
                    yield from self._heard(line)
            except (RedisError, OSError) as why:
                self._went_away(why)
                time.sleep(TRIED_AGAIN_AFTER_S)

    def _line(self) -> PubSub:
        line: PubSub = self._redis.pubsub(  # type: ignore[no-untyped-call]  # redis-py
            ignore_subscribe_messages=True
        )
        return line

    def _heard(self, line: PubSub) -> Iterator[bytes]:
        asked = False
        while True:
            message = line.get_message(timeout=ASKED_AFTER_S)
            if message is None and line.subscribed and asked:
                raise TimeoutError("it does not answer")
            asked = message is None
            if asked:
                line.ping()
            self._came_back()
            if message is not None and message["type"] == "message":
                yield message["data"]

    def _handle_disconnect(self, message: dict[str, Any]) -> None:
        """Not in the listener's own time: showing out writes to the database, which may wait."""
        self.server.start_background_task(super()._handle_disconnect, message)

    def _forget_what_waits(self) -> None:
        """Old doorbells only hold up new ones."""
        while not self._waiting.empty():
            self._waiting.get()

    def _went_away(self, why: Exception) -> None:
        if not self._is_away:
            self._is_away = True
            log.warning("Workers cannot tell one another just now what has changed: %s", why)

    def _came_back(self) -> None:
        if self._is_away:
            self._is_away = False
            log.warning("Workers hear one another again.")

"""Stops not on disk yet, where every worker can look: one small hash in Valkey or Redis."""

from __future__ import annotations

import json
import logging
import time
from datetime import timedelta
from typing import Any, cast

from redis import Redis
from redis.exceptions import RedisError

from afttrainer.live.messages import channel_of

log = logging.getLogger(__name__)

#: What nobody has changed for so long is forgotten.
FORGOTTEN_AFTER = timedelta(hours=3)
#: It is looked at before every command and every drawing, so not each time anew.
LOOKED_AT_EVERY_S = 0.1
#: Rather a stop that another worker does not know of yet than a room that waits.
ANSWERS_WITHIN_S = 0.5
#: After a silence it is left alone for a while.
ASKED_AGAIN_AFTER_S = 5.0


class SharedStops:
    """Never raises: while that server is away each worker goes by what it knows itself."""

    def __init__(self, url: str, secret_key: str) -> None:
        self._name = f"{channel_of(secret_key)}-stops"
        self._look_next = float("-inf")
        self._redis = Redis.from_url(
            url, socket_connect_timeout=ANSWERS_WITHIN_S, socket_timeout=ANSWERS_WITHIN_S
        )

    def put(self, key: str, value: dict[str, Any]) -> None:
        try:
            with self._redis.pipeline() as line:
                line.hset(self._name, key, json.dumps(value))
                line.expire(self._name, FORGOTTEN_AFTER)
                line.execute()
        except (RedisError, OSError) as why:
            log.warning("other workers may not know of a stop yet: %s", why)

    def drop(self, key: str) -> None:
        try:
            self._redis.hdel(self._name, key)
        except (RedisError, OSError) as why:
            log.warning("other workers may keep a stop for longer: %s", why)

    def all(self) -> dict[str, dict[str, Any]] | None:
        """None where it was looked at a moment ago, or does not answer."""
        now = time.monotonic()
        if now < self._look_next:
            return None
        self._look_next = now + LOOKED_AT_EVERY_S
        try:
            found = cast(dict[bytes, bytes], self._redis.hgetall(self._name))
        except (RedisError, OSError):
            self._look_next = now + ASKED_AGAIN_AFTER_S
            return None
        return {key.decode(): json.loads(value) for key, value in found.items()}

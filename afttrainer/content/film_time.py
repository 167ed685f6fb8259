"""A place in a film, as people say it."""

from __future__ import annotations


def film_time(milliseconds: int) -> str:
    """5:28, or 1:02:03 past the hour; nothing lies before 0:00."""
    seconds = max(0, milliseconds) // 1000
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"

"""A room without a site: the Thursday group at Ben's film, in a database of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from afttrainer.content import codes
from afttrainer.models import (
    Participant,
    QueuedClip,
    RuptureEvent,
    RuptureTag,
    SupervisionSession,
)
from afttrainer.models.rupture_description import Description
from tests import databases
from tests.people import T0, TRAINEES, at, open_room, person, queued_clip, thursday_group
from tests.scenario import TAGS, direction_of

R1 = Description(
    start_ms=322_000,
    anchor_ms=328_000,
    end_ms=340_000,
    family=codes.Family.WITHDRAWAL,
    direction=codes.Direction.AWAY_FROM_OTHER,
    components=(codes.AllianceComponent.TASK, codes.AllianceComponent.BOND),
    patient_side="He gives up saying what he wants.",
    therapist_side="I wanted to look capable.",
)


class Room:
    """The meeting and its people, by first name."""

    def __init__(
        self,
        database_url: str = "",
        trainees: Sequence[str] = TRAINEES,
        phase: codes.Phase | None = None,
    ) -> None:
        """`database_url` is the address of one that has all tables; else it is in memory."""
        engine = create_engine(database_url) if database_url else databases.in_memory()
        self.session = Session(engine)
        self.supervision = open_room(thursday_group(self.session, trainees))
        self.session.add(self.supervision)
        self.clip: QueuedClip = queued_clip(self.supervision)
        self.clip.status = codes.ClipStatus.PLAYED
        self.clip.accepted_at = at(15)
        self.session.flush()
        self.go_to(phase or codes.Phase.RUPTURE_DEFINITION)

    def __getattr__(self, name: str) -> Participant:
        if name.capitalize() not in ("Mirela", *TRAINEES):
            raise AttributeError(name)
        return person(self.supervision, name.capitalize())

    def go_to(self, kind: codes.Phase, now: datetime = T0) -> None:
        phase = next(p for p in self.supervision.phases if p.kind is kind)
        if phase is self.supervision.phase:
            return
        self.supervision.move_to(phase.id, now, shown=self.supervision.phase_id)
        self.session.flush()

    def touched(self) -> set[str]:
        """Whose screens have changed since the last look."""
        changed = set(self.supervision.touched)
        self.supervision.touched.clear()
        return changed

    def tag_all(self) -> list[RuptureTag]:
        """The sixteen tags of the scenario, blind."""
        for who, ms, family, marker, intensity in TAGS:
            self.clip.tags.append(tag(person(self.supervision, who), ms, family, marker, intensity))
        self.session.flush()
        return self.clip.tags

    def rupture(self) -> RuptureEvent:
        """R1, as the group came to see it."""
        made = RuptureEvent.define(self.mirela, R1, at(40))
        self.session.flush()
        return made

    def close(self) -> None:
        engine = self.session.get_bind()
        self.session.close()
        engine.dispose()  # type: ignore[union-attr]

    def keep(self) -> SupervisionSession:
        """Write it all down and read it anew, as after a restart."""
        self.session.commit()
        self.session.expire_all()
        return self.supervision


def tag(
    author: Participant,
    ms: int,
    family: codes.Family = codes.Family.WITHDRAWAL,
    marker: codes.Marker = codes.Marker.SILENCE,
    intensity: int | None = None,
) -> RuptureTag:
    return RuptureTag(
        author=author,
        clip_ms=ms,
        family=family,
        direction=direction_of(marker),
        marker=marker,
        intensity=intensity,
        made_at=at(20),
        note="",
        visibility=codes.Visibility.PRIVATE,
        note_visibility=codes.Visibility.PRIVATE,
        came_after_reveal=False,
    )

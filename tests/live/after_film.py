"""The Thursday group once Ben's film has been watched and marked."""

from __future__ import annotations

from sqlalchemy.orm import Session, object_session

from afttrainer import clock
from afttrainer.content import codes
from afttrainer.live import fragments
from afttrainer.models import (
    Exercise,
    Group,
    GroupWord,
    Membership,
    PathwayTap,
    Poll,
    PollOption,
    RuptureEvent,
    SupervisionSession,
)
from afttrainer.models.reveal import reveal
from tests.models.room import R1, tag
from tests.people import T0, Site, open_room, person, queued_clip
from tests.scenario import TAGS

NOTE = "I go blank when someone is that polite"
QUOTE = "I said that it is fine."


def marked(room: SupervisionSession) -> None:
    """Sixteen blind marks on a film that has been seen, with Dao's private note on his."""
    clip = queued_clip(room)
    clip.status = codes.ClipStatus.PLAYED
    clip.accepted_at = clip.first_played_at = clock.now()
    for who, ms, family, marker, intensity in TAGS:
        made = tag(person(room, who), ms, family, marker, intensity)
        if who == "Dao":
            made.note = NOTE
        clip.tags.append(made)


def shown(room: SupervisionSession) -> None:
    marked(room)
    phase = next(p for p in room.phases if p.kind is codes.Phase.RUPTURE_DEFINITION)
    room.move_to(phase.id, clock.now(), shown=room.phase_id)
    session = object_session(room)
    assert room.clip is not None
    assert session is not None
    session.flush()
    reveal(person(room, "Mirela"), room.clip.id, clock.now())


def described(room: SupervisionSession) -> None:
    shown(room)
    RuptureEvent.define(person(room, "Mirela"), R1, clock.now())


def rotates(site: Site) -> None:
    """Ben plays the patient of what was described; Aditi's turn has begun."""
    site.in_room(described)
    site.begin(codes.Phase.EXERCISE)
    console = site.console()
    script = "rotating_first_words"
    assert console.do("exercise.plan", rupture=rupture_id(site), script=script)["ok"]
    assert site.phone("Ben").do("exercise.agree", exercise=exercise_id(site))["ok"]
    assert console.do("exercise.begin", exercise=exercise_id(site))["ok"]


def remembered(room: SupervisionSession) -> None:
    room.ruptures[0].quote = QUOTE


def withdrawn(room: SupervisionSession) -> None:
    """By the patient of the film that was described."""
    recording = room.ruptures[0].queued_clip.clip.recording
    recording.withdraw_consent(person(room, "Ben").membership, clock.now())


def clip_id(site: Site) -> int:
    return site.look(lambda room: room.clip.id if room.clip else 0)


def rupture_id(site: Site) -> int:
    return site.look(lambda room: room.ruptures[-1].id)


def exercise_id(site: Site) -> int:
    return site.look(lambda room: room.exercises[-1].id)


def drawn(site: Site, audience: str) -> str:
    """What stands on that audience's screens now; a first name stands for one person's own."""
    with site.app.test_request_context():

        def html(room: SupervisionSession) -> str:
            own = next((p for p in room.participants if p.name == audience), None)
            return fragments.render(room, f"participant:{own.id}" if own else audience).html

        return site.look(html)


def elsewhere(site: Site) -> dict[str, int]:
    """Another group's room with all that ours has; its numbers, none of which is ours."""

    def begin(session: Session) -> dict[str, int]:
        group = Group(name="Tuesday group", made_at=T0)
        for name, role in (
            ("Olu", codes.Role.SUPERVISOR),
            ("Ben", codes.Role.TRAINEE),
            ("Ida", codes.Role.TRAINEE),
        ):
            group.memberships.append(
                Membership(name=name, role=role, added_at=T0, claimed_at=T0, confirmed_at=T0)
            )
        session.add(group)
        session.flush()
        room = open_room(group)
        session.add(room)
        session.flush()
        clip = queued_clip(room)
        clip.status = codes.ClipStatus.PLAYED
        session.flush()
        olu = person(room, "Olu")
        rupture = RuptureEvent.define(olu, R1, T0)
        session.flush()
        rotating = codes.ExerciseType.ROTATING_ROLE_PLAY
        exercise = Exercise.plan(olu, rupture.id, rotating, "rotating_first_words")
        exercise.agree(person(room, "Ben"), T0)
        exercise.begin(olu, T0)
        tap = PathwayTap.tap(olu, exercise, codes.PathwayState.AVOIDANCE, T0, shown=None)
        poll = Poll(question="Ready?", asked_at=T0)
        poll.options.append(PollOption(position=0, words="yes"))
        room.polls.append(poll)
        session.flush()
        word = GroupWord.add(olu.membership, codes.WordPlace.AGAINST_OTHER, "Tuesdays own", T0)
        session.flush()
        return {
            "group_word": word.id,
            "clip": clip.id,
            "rupture": rupture.id,
            "exercise": exercise.id,
            "slot": exercise.slots[0].id,
            "attempt": exercise.attempts[0].id,
            "tap": tap.id,
            "participant": person(room, "Ida").id,
            "poll": poll.id,
        }

    return site.write(begin)

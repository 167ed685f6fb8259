"""By what time each command is judged: said for every one of them, and kept to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from afttrainer import clock
from afttrainer.content.codes import ClipStatus, Family, Phase, SessionStatus
from afttrainer.live.doors import register
from afttrainer.live.protocol import COMMANDS, Judged
from afttrainer.models import SupervisionSession
from tests.live.after_film import described, exercise_id, rotates, rupture_id
from tests.live.film_room import film_is_at, play, watch
from tests.people import Phone, Site, person, queued_clip

register()

#: It moves the room or what all see of it, or is a yes that counts from now on.
NOW = {
    "hold.skip",
    "hold.open_again",
    "queue.more",
    "phase.move",
    "phase.introduce",
    "phase.replan",
    "phase.extend",
    "phase.choose_script",
    "phase.begin_practice",
    "lesson.begin",
    "lesson.end",
    "poll.ask",
    "poll.ask_thoughts",
    "poll.show",
    "poll.put_away",
    "queue.offer",
    "queue.take_up",
    "queue.put_aside",
    "queue.accept",
    "playback.play",
    "playback.pause",
    "playback.seek",
    "playback.rate",
    "playback.loop",
    "playback.step",
    "playback.companions",
    "playback.captions",
    "reveal.show",
    "reveal.gap",
    "reveal.replay",
    "second_look.open",
    "second_look.again",
    "second_look.close",
    "rupture.show",
    "rupture.hide",
    "rupture.replay",
    "exercise.plan",
    "exercise.agree",
    "exercise.begin",
    "exercise.end",
    "exercise.switch",
    "exercise.prompt",
    "exercise.rest",
    "exercise.go_on",
    "two_chair.again",
    "dyad.pair_anew",
    "two_chair.switch",
    "rotation.add",
    "rotation.move",
    "rotation.remove",
    "supervision.close",
    "lead.hand",
    "lead.take",
}
#: It belongs to the moment in which it was said, written or seen.
OWN_TIME = {
    "state_shift.mark",
    "state_shift.say",
    "contact.lost",
    "contact.back",
    "two_lanes.write",
    "felt_sense.say",
    "relatedness.sample",
    "narration.change",
    "affect.answer",
    "advice.park",
    "advice.change",
    "comment.say",
    "comment.change",
    "group_note.add",
    "group_note.change",
    "check_in.save",
    "follow_up.save",
    "home_practice.keep",
    "home_practice.change",
    "preparation.save",
    "strain.signal",
    "affect.save",
    "narration.add",
    "narration.write_down",
    "tag.place",
    "tag.mark",
    "tag.say",
    "rupture.define",
    "rupture.open",
    "rupture.describe_child",
    "rupture.sides",
    "rupture.cycle",
    "rupture.repair",
    "rupture.weigh",
    "rupture.pin",
    "rupture.pull",
    "second_look.say",
    "second_look.see",
    "rupture.describe",
    "rupture.see",
    "rupture.differ",
    "two_chair.say",
    "two_chair.keep_phrase",
    "inner_word.say",
    "attempt.save",
    "attempt.feel",
    "attempt.observe",
    "try_pin.place",
    "try_pin.say",
    "distress.say",
    "parsed_moment.save",
    "pathway.tap",
    "pathway.kind",
    "debrief.save",
    "presenter_checkout.group",
    "presenter_checkout.case",
    "rating.save",
    "hold.lift",
    "safety.say",
}
#: A stop, a no, a pass, something taken back, a wish about oneself; or it names what it is about so
#: exactly that it cannot mean anything else by now.
WHENEVER = {
    "hold.leave_exercise",
    "rotation.ask_for",
    "dyad.sit_out",
    "dyad.come_in",
    "queue.enough",
    "tag.show",
    "contact.not_back",
    "moment.show",
    "moment.take_away",
    "affect.take_back",
    "advice.ask",
    "advice.take_back",
    "comment.take_back",
    "group_note.take_back",
    "group_word.add",
    "group_word.change",
    "group_word.put_away",
    "group_word.offer_again",
    "hold.stop",
    "pulse.say",
    "strain.take_back",
    "strain.attend",
    "check_in.take_back",
    "debrief.take_back",
    "follow_up.take_back",
    "home_practice.forget",
    "queue.decline",
    "queue.choose",
    "queue.withdraw",
    "queue.give_again",
    "narration.remove",
    "narration.switch",
    "narration.aloud",
    "narration.let_scribe",
    "tag.undo",
    "tag.put_back",
    "pathway.undo",
    "try_pin.undo",
    "rupture.take_back",
    "exercise.leave",
    "exercise.step_out",
    "rotation.finish",
    "rotation.pass",
    "rotation.come_back",
    "presenter_checkout.decline",
    "membership.confirm",
    "membership.give_back",
    "phase.stretch",
    "scribe.appoint",
    "scribe.lay_down",
    "safety.forget",
    "agreement.agree",
    "poll.answer",
    "poll.take_back",
}
A_WHILE_AGO = "pressed a while ago"


def now_ms(minutes_ago: float = 0) -> float:
    return clock.to_ms_exact(clock.now() - timedelta(minutes=minutes_ago))


def late(
    phone: Phone, name: str, at: float, *, offline: bool = True, command: str = "", **body: Any
) -> Any:
    """What was pressed at `at` without contact, and arrives now."""
    sent = {"id": command or f"late-{name}-{at}", "name": name, "at": at, "offline": offline}
    said = {key: str(value) for key, value in body.items()}
    return phone.live.emit("command", sent | {"body": said}, callback=True)


def test_every_command_has_said_how_it_is_judged() -> None:
    assert {n for n, known in COMMANDS.items() if known.judged is Judged.NOW} == NOW
    assert {n for n, known in COMMANDS.items() if known.judged is Judged.OWN_TIME} == OWN_TIME
    assert {n for n, known in COMMANDS.items() if known.judged is Judged.WHENEVER} == WHENEVER


@pytest.mark.parametrize(("minutes_ago", "offline"), [(0, True), (3, False)])
def test_what_moves_the_room_is_refused_when_it_comes_late(
    site: Site, minutes_ago: float, offline: bool
) -> None:
    watch(site)
    console, ben = site.console(), site.phone("Ben")
    before = site.look(lambda room: {r.audience: r.number for r in room.revisions})
    at = now_ms(minutes_ago)
    for name in sorted(NOW):
        who = (
            ben
            if name in ("queue.accept", "queue.more", "exercise.agree", "two_chair.switch")
            else console
        )
        ack = late(who, name, at, offline=offline)
        assert A_WHILE_AGO in ack["words"], name
    after = site.look(lambda room: {r.audience: r.number for r in room.revisions})
    assert after == before


@pytest.mark.parametrize(("name", "body"), [("play", {}), ("seek", {"to_ms": 40_000})])
def test_no_film_begins_or_jumps_by_itself_when_a_line_is_back(
    site: Site, name: str, body: dict[str, Any]
) -> None:
    """The line was dead and called itself connected, so nobody was told that it is not sent."""
    watch(site)
    console = site.console()

    def press(seconds_ago: int, **more: Any) -> Any:
        at = now_ms(seconds_ago / 60)
        told = {"revision": site.look(_revision), **body, **more}
        return late(console, f"playback.{name}", at, offline=False, **told)

    assert A_WHILE_AGO in press(20, round_trip_ms=30)["words"]
    assert not site.look(lambda room: room.playback is not None and room.playback.playing)
    # A device that has not compared its clock yet does not know how long ago it was.
    assert press(25)["ok"]
    assert press(2, round_trip_ms=30)["ok"]


def _revision(room: SupervisionSession) -> int:
    return int(room.playback.revision) if room.playback is not None else 0


def test_nothing_else_is_refused_for_being_late(site: Site) -> None:
    watch(site)
    phones = [site.console(), site.phone("Ben"), site.phone("Aditi")]
    for name in sorted(OWN_TIME | WHENEVER):
        for phone in phones:
            assert A_WHILE_AGO not in str(late(phone, name, now_ms(5))), name


# Words


def test_words_of_a_part_that_is_over_are_kept(site: Site) -> None:
    """Typed in their own part, sent when the room had moved on."""
    watch(site)
    ben, aditi = site.phone("Ben"), site.phone("Aditi")
    clip = site.look(lambda room: room.queue[0].id)
    play(site, site.console())
    typed = now_ms()
    site.begin(Phase.DEBRIEF)
    site.begin(Phase.RATINGS)
    assert late(aditi, "check_in.save", typed, calm=6, word="restless")["ok"]
    assert late(aditi, "affect.save", typed, clip=clip, feeling="tight")["ok"]
    assert late(aditi, "debrief.save", typed, words="I took my time.")["ok"]
    assert late(ben, "presenter_checkout.group", typed, closeness=7, group_words="less alone")["ok"]
    assert late(ben, "presenter_checkout.case", typed, case_words="I can say that I hurry.")["ok"]

    def kept(room: SupervisionSession) -> list[str]:
        checkout = room.checkouts[0]
        said = [room.check_ins[0].word, room.queue[0].affects[0].feeling, room.debriefs[0].words]
        return [*said, checkout.group_words, checkout.case_words]

    assert site.look(kept) == [
        "restless",
        "tight",
        "I took my time.",
        "less alone",
        "I can say that I hurry.",
    ]


def test_a_feeling_stays_with_the_film_it_was_felt_with(site: Site) -> None:
    watch(site)
    console, aditi = site.console(), site.phone("Aditi")
    play(site, console)
    first = site.look(lambda room: room.queue[0].id)

    def another(room: SupervisionSession) -> int:
        clip = queued_clip(room, "Chiara", "P-022")
        clip.status, clip.accepted_at = ClipStatus.ACCEPTED, clock.now()
        return 0

    site.in_room(another)
    assert late(aditi, "affect.save", now_ms(1), clip=first, feeling="left out")["ok"]
    felt = site.look(lambda room: [[a.feeling for a in q.affects] for q in room.queue])
    assert felt == [["left out"], []]
    site.in_room(lambda room: queued_clip(room, "Dao", "P-031") and None)
    newest = site.look(lambda room: room.queue[-1].id)
    site.in_room(lambda room: setattr(room, "clip", room.queue[0]))
    assert not late(aditi, "affect.save", now_ms(), clip=newest, feeling="x")["ok"]


def test_narration_stays_with_the_film_it_speaks_of(site: Site) -> None:
    watch(site)
    console, ben, chiara = site.console(), site.phone("Ben"), site.phone("Chiara")
    first = site.look(lambda room: room.queue[0].id)
    assert ben.do("narration.switch", on="y")["ok"]
    play(site, console)
    film_is_at(site, 60_000)
    begun = now_ms()

    def another(room: SupervisionSession) -> None:
        clip = queued_clip(room, "Chiara", "P-022")
        clip.status, clip.accepted_at = ClipStatus.ACCEPTED, clock.now()

    site.in_room(another)
    body = {"clip": first, "words": "I speed up here", "begun": int(begun)}
    assert late(ben, "narration.add", begun, **body)["ok"]
    assert not late(chiara, "narration.add", begun, **body)["ok"]
    [line] = site.look(lambda room: [(n.author.name, n.clip_ms) for n in room.queue[0].narration])
    assert line[0] == "Ben"
    assert line[1] == pytest.approx(60_000, abs=1_000)


def test_a_description_that_comes_late_is_kept_and_changes_no_wall(site: Site) -> None:
    site.in_room(described)
    console = site.console()
    words = {"start": "0:10", "anchor": "0:11", "end": "0:12", "family": "confrontation"}
    assert late(console, "rupture.define", now_ms(4), **words)["ok"]

    def cards(room: SupervisionSession) -> list[tuple[str, bool]]:
        return [(r.name, r.on_wall) for r in room.ruptures]

    assert site.look(cards) == [("R1", True), ("R2", False)]
    said = words | {"rupture": rupture_id(site), "therapist_side": "I hurried."}
    assert late(console, "rupture.describe", now_ms(3), **said)["ok"]
    assert site.look(cards) == [("R1", True), ("R2", False)]
    assert site.look(lambda room: room.ruptures[1].therapist_side) == "I hurried."


# Marks


def test_a_mark_from_while_the_film_ran_is_set_where_it_belongs(site: Site) -> None:
    clip = watch(site)
    console, aditi = site.console(), site.phone("Aditi")
    play(site, console)
    touched = film_is_at(site, 120_000)
    assert console.do("playback.pause")["ok"]
    site.begin(Phase.AFFECT_ROUND)
    ack = late(aditi, "tag.place", touched, clip=clip, family="withdrawal")
    assert ack["clip_ms"] == pytest.approx(120_000, abs=1_000)
    assert not late(aditi, "tag.place", now_ms(), clip=clip, family="withdrawal")["ok"]


def revealed(site: Site) -> tuple[Phone, Phone, int, float]:
    """Aditi has set a mark blind; it was shown. Returns an instant between the two."""
    clip = watch(site)
    console, aditi = site.console(), site.phone("Aditi")
    play(site, console)
    tag = aditi.do("tag.place", family="withdrawal")["tag"]
    blind = now_ms()
    site.begin(Phase.RUPTURE_DEFINITION)
    assert console.do("reveal.show", clip=clip)["ok"]
    return console, aditi, tag, blind


def test_a_mark_that_comes_after_the_reveal_is_kept_apart_however_early_it_was_touched(
    site: Site,
) -> None:
    _console, aditi, _tag, blind = revealed(site)
    assert late(aditi, "tag.place", blind, family="confrontation")["ok"]

    def marks(room: SupervisionSession) -> list[tuple[Family, bool]]:
        return sorted((t.family, t.came_after_reveal) for t in room.queue[0].tags)

    assert site.look(marks) == [(Family.CONFRONTATION, True), (Family.WITHDRAWAL, False)]


def test_a_second_tap_made_blind_says_more_of_its_mark_after_the_reveal_too(site: Site) -> None:
    _console, aditi, tag, blind = revealed(site)
    assert late(aditi, "tag.mark", blind, tag=tag, marker="silence")["ok"]
    assert site.look(lambda room: room.queue[0].tags[0].marker) == "silence"
    assert not late(aditi, "tag.mark", blind, tag=tag, marker="topic_shift", command="another-one")[
        "ok"
    ], "what has been seen does not change"
    assert not late(aditi, "tag.undo", blind, tag=tag)["ok"]


def test_a_second_tap_made_after_the_reveal_says_nothing_more(site: Site) -> None:
    _console, aditi, tag, _blind = revealed(site)
    assert not aditi.do("tag.mark", tag=tag, marker="silence")["ok"]


# In an exercise


@pytest.fixture
def rotation(site: Site) -> Site:
    rotates(site)
    return site


def test_what_was_felt_in_the_role_may_arrive_when_it_has_been_left(rotation: Site) -> None:
    site = rotation
    console, ben, aditi = site.console(), site.phone("Ben"), site.phone("Aditi")
    one = exercise_id(site)
    attempt = site.look(lambda room: room.exercises[-1].attempts[-1].id)
    assert aditi.do("attempt.save", exercise=one, attempt=attempt, words="Your voice")["ok"]
    in_role = now_ms()
    assert console.do("exercise.end", exercise=one)["ok"]
    assert ben.do("exercise.step_out", exercise=one)["ok"]
    body = {"exercise": one, "attempt": attempt, "felt_effect": 2}
    assert late(ben, "attempt.feel", in_role, **body)["ok"]
    assert not late(ben, "attempt.feel", now_ms(), **body)["ok"]
    assert late(aditi, "attempt.save", in_role, exercise=one, attempt=attempt, words="more")["ok"]
    assert site.look(lambda room: room.exercises[-1].attempts[-1].felt_effect) == 2


def test_a_turn_that_was_ended_without_contact_is_ended_and_no_other(rotation: Site) -> None:
    site = rotation
    aditi = site.phone("Aditi")
    one = exercise_id(site)
    slot = site.look(lambda room: next(s.id for s in room.exercises[-1].slots if s.is_current))
    assert late(aditi, "rotation.finish", now_ms(4), exercise=one, slot=slot)["ok"]
    trying = site.look(
        lambda room: next(s.participant.name for s in room.exercises[-1].slots if s.is_current)
    )
    assert trying == "Chiara"
    assert late(aditi, "rotation.finish", now_ms(3), exercise=one, slot=slot)["ok"]
    assert site.look(
        lambda room: [s.participant.name for s in room.exercises[-1].slots if s.is_current]
    ) == ["Chiara"]


def test_a_moment_marked_without_contact_is_of_the_try_in_which_it_was(rotation: Site) -> None:
    site = rotation
    aditi, dao = site.phone("Aditi"), site.phone("Dao")
    one = exercise_id(site)
    touched = now_ms()
    slot = site.look(lambda room: next(s.id for s in room.exercises[-1].slots if s.is_current))
    assert aditi.do("rotation.finish", exercise=one, slot=slot)["ok"]
    assert late(dao, "try_pin.say", touched, pin="a-name", what="withdrawal")["ok"] is False
    assert late(dao, "try_pin.place", touched, exercise=one, client_uuid="a-name")["ok"]
    assert late(dao, "try_pin.say", now_ms(), pin="a-name", what="withdrawal")["ok"]
    found = site.look(
        lambda room: [(a.author.name, p.what) for a in room.exercises[-1].attempts for p in a.pins]
    )
    assert found == [("Aditi", "withdrawal")]
    # A clock out of all reason tells nothing of when it was.
    assert not late(dao, "try_pin.place", 0, exercise=one, client_uuid="another")["ok"]


# Stops


def test_a_go_on_from_before_does_not_lift_a_later_stop(site: Site) -> None:
    watch(site)
    ben, laptop = site.phone("Ben"), site.phone("Ben")
    assert ben.do("hold.stop")["ok"]
    before = now_ms(1)
    ack = late(laptop, "hold.lift", before)
    assert "still on" in ack["words"]
    assert site.look(lambda room: room.hold is not None)
    assert ben.do("hold.lift")["ok"]


# Clocks gone wrong


def test_a_touch_of_the_future_or_from_before_the_room_is_taken_for_now(site: Site) -> None:
    clip = watch(site)
    console, aditi = site.console(), site.phone("Aditi")
    site.in_room(lambda room: setattr(room, "opened_at", clock.now() - timedelta(minutes=30)))
    play(site, console)
    film_is_at(site, 200_000)
    for at in (now_ms(-90), now_ms(60 * 24 * 365), 0, -1e12):
        ack = late(aditi, "tag.place", at, clip=clip, family="withdrawal", offline=False)
        assert ack["clip_ms"] == pytest.approx(200_000, abs=10_000), at
    moved = late(console, "playback.pause", now_ms(60 * 24), offline=False)
    assert moved["ok"], "an hour that cannot be is no reason to refuse"


# After the end


def test_what_comes_after_closing_is_answered_in_words_that_leave_it_with_its_owner(
    site: Site,
) -> None:
    aditi = site.phone("Aditi")
    site.begin(Phase.CHECK_IN)
    sent = {"calm": 6, "word": "restless"}
    first = late(aditi, "check_in.save", now_ms(), command="the-same-words", **sent)
    assert first["ok"]

    def close(room: SupervisionSession) -> None:
        room.close(clock.now(), without_checkout=True)

    site.in_room(close)
    # Its answer may have been lost: it is told once more that it was saved.
    assert late(aditi, "check_in.save", now_ms(1), command="the-same-words", **sent)["ok"]
    again = late(aditi, "check_in.save", now_ms(1), command="other-words", calm=2, word="flat")
    assert not again["ok"]
    assert not again.get("again"), "no outbox shall try for ever"
    assert "still here on your device" in again["words"]
    assert "stands in the record as well" in again["words"], "after a day nobody can tell"
    assert site.look(lambda room: room.status) is SessionStatus.CLOSED
    assert site.look(lambda room: [c.word for c in room.check_ins]) == ["restless"]


def test_answers_are_repeated_after_a_restart(site: Site) -> None:
    site.begin(Phase.CHECK_IN)
    at = now_ms()
    sent = {"calm": 6, "command": "the-same-words"}
    first = late(site.phone("Aditi"), "check_in.save", at, **sent)
    from afttrainer import create_app

    again = create_app(site.app.extensions["settings"])
    again.config["WTF_CSRF_ENABLED"] = False
    site.app.extensions["writer"].close()
    site.app = again
    assert late(site.phone("Aditi"), "check_in.save", at, **sent) == first
    other = late(site.phone("Aditi"), "check_in.save", at, calm=3, command="the-same-words")
    assert not other["ok"]
    assert site.look(lambda room: [c.calm for c in room.check_ins]) == [6]
    assert site.look(lambda room: person(room, "Aditi").name)
    again.extensions["writer"].close()

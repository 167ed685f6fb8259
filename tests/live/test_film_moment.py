"""What viewers notice besides ruptures: theirs alone, correctable, and shown when they wish."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import object_session

from afttrainer import clock
from afttrainer.content.codes import Phase, Visibility
from afttrainer.models import (
    FilmMoment,
    LostContact,
    RelatednessTrace,
    StateShift,
    SupervisionSession,
    TwoLaneNote,
)
from afttrainer.models.film_moment import own_moments
from afttrainer.models.film_words import forget_words
from tests.databases import rows_of
from tests.live.film_room import Wall, film_is_at, play, watch
from tests.people import Phone, Site, person

WORDS = "as if a curtain fell"


@pytest.fixture
def clip(site: Site) -> int:
    number = watch(site)
    play(site, site.console())
    return number


def moments(site: Site) -> list[Any]:
    return site.look(lambda room: list(room.queue[0].moments))


def look(site: Site, read: Callable[[Any], Any]) -> list[Any]:
    return site.look(lambda room: [read(moment) for moment in room.queue[0].moments])


def revealed(site: Site, clip: int) -> None:
    site.begin(Phase.RUPTURE_DEFINITION)
    assert site.console().do("reveal.show", clip=clip)["ok"]


def everybody_else(site: Site) -> str:
    """All that anyone but Dao can get at."""
    room = f"/supervision/{site.supervision_id}"
    mirela = site.browser("Mirela")
    pages = [site.phone(name).page() for name in ("Aditi", "Ben", "Mirela")]
    pages += [mirela.get(f"{room}/{what}").text for what in ("console", "record.json", "record")]
    pages += [site.browser("Aditi").get(f"{room}/record.json").text, Wall(site).page()]
    return "".join(pages)


# States and contact


def test_a_shift_is_marked_without_any_rupture_and_said_later(site: Site, clip: int) -> None:
    """C-39."""
    dao = site.phone("Dao")
    at = film_is_at(site, 60_000)
    ack = dao.do("state_shift.mark", clip=clip, client_uuid="shift-1", at=at)
    assert ack["clip_ms"] == pytest.approx(60_000, abs=5)
    said = {"from_state": "brisk", "to_state": "far away"}
    assert dao.do("state_shift.say", moment="shift-1", **said)["ok"]
    assert look(site, lambda m: (m.kind, m.from_state, m.to_state)) == [
        ("state_shift", "brisk", "far away")
    ]
    assert site.look(lambda room: room.queue[0].tags) == []
    assert "brisk" in dao.page()


def test_what_was_sent_twice_is_there_once(site: Site, clip: int) -> None:
    dao = site.phone("Dao")
    for _time in range(2):
        assert dao.do("contact.lost", clip=clip, client_uuid="gap-1")["ok"]
    assert len(moments(site)) == 1


def test_the_stretch_without_contact_is_reckoned_in_film_time(site: Site, clip: int) -> None:
    """C-41."""
    dao = site.phone("Dao")
    lost = film_is_at(site, 60_000)
    assert dao.do("contact.lost", clip=clip, client_uuid="gap-1", at=lost)["ok"]
    assert look(site, lambda m: m.lasted_ms) == [None]
    back = film_is_at(site, 75_500)
    assert dao.do("contact.back", moment="gap-1", at=back)["ok"]
    assert look(site, lambda m: m.lasted_ms) == [pytest.approx(15_500, abs=10)]
    assert dao.do("contact.not_back", moment="gap-1")["ok"]
    assert look(site, lambda m: m.end_ms) == [None]


def test_contact_does_not_come_back_before_it_was_lost(site: Site, clip: int) -> None:
    dao = site.phone("Dao")
    dao.do("contact.lost", clip=clip, client_uuid="gap-1", film_ms=60_000)
    ack = dao.do("contact.back", moment="gap-1", film_ms=50_000)
    assert not ack["ok"]
    assert "before that moment" in ack["words"]


def test_a_picture_on_the_phone_itself_says_when(site: Site, clip: int) -> None:
    dao = site.phone("Dao")
    ack = dao.do("state_shift.mark", clip=clip, client_uuid="shift-1", film_ms=123_456)
    assert ack["clip_ms"] == 123_456


# Two lanes


def test_both_lanes_have_the_time_at_which_each_was_begun(site: Site, clip: int) -> None:
    """C-37."""
    dao = site.phone("Dao")
    form = dao.page().split('data-command="two_lanes.write"')[1].split("</form>")[0]
    assert 'name="said"' in form
    assert 'name="asked"' in form
    now = film_is_at(site, 120_000)
    lanes = {"said": "talked about the forms", "asked": "a hush: I leaned back"}
    begun = {"said_begun": int(now - 20_000), "asked_begun": int(now - 5_000)}
    assert dao.do("two_lanes.write", clip=clip, at=now, **lanes, **begun)["ok"]
    [(said_ms, asked_ms, clip_ms)] = look(site, lambda m: (m.said_ms, m.asked_ms, m.clip_ms))
    assert (said_ms, asked_ms) == (pytest.approx(100_000, abs=9), pytest.approx(115_000, abs=9))
    assert clip_ms == said_ms


def test_a_note_is_corrected_and_keeps_its_times(site: Site, clip: int) -> None:
    dao = site.phone("Dao")
    now = film_is_at(site, 120_000)
    dao.do("two_lanes.write", clip=clip, said="the forms", at=now, said_begun=int(now))
    [(note, before)] = look(site, lambda m: (m.id, m.said_ms))
    film_is_at(site, 300_000)
    assert dao.do("two_lanes.write", clip=clip, moment=note, said="the weekly forms")["ok"]
    assert look(site, lambda m: (m.said, m.said_ms)) == [("the weekly forms", before)]
    assert not dao.do("two_lanes.write", clip=clip, moment=note)["ok"]
    assert look(site, lambda m: m.said) == ["the weekly forms"]


# From the body to a word


def test_the_chain_is_kept_as_far_as_it_went(site: Site, clip: int) -> None:
    """C-40."""
    dao = site.phone("Dao")
    asked = dao.page().split('data-command="felt_sense.say"')[1].split("</form>")[0]
    chain = [
        asked.index(f'name="{one}"') for one in ("body_place", "quality", "word", "finer_word")
    ]
    assert chain == sorted(chain), "from the body to the word"
    assert dao.do("felt_sense.say", clip=clip, body_place="throat")["ok"]
    [felt] = look(site, lambda m: m.id)
    steps = {"body_place": "throat", "quality": "a knot", "word": "afraid"}
    assert dao.do("felt_sense.say", clip=clip, moment=felt, **steps)["ok"]
    finer = steps | {"finer_word": "about to be sent out"}
    assert dao.do("felt_sense.say", clip=clip, moment=felt, **finer)["ok"]
    assert look(site, lambda m: (m.body_place, m.quality, m.word, m.finer_word)) == [
        ("throat", "a knot", "afraid", "about to be sent out")
    ]
    assert "body" in dao.do("felt_sense.say", clip=clip)["fields"]["body_place"][0]


# The dial


def samples(from_ms: float, values: list[int]) -> list[str]:
    return [f"{from_ms + 1000 * i:.0f}:{value}" for i, value in enumerate(values)]


def test_a_minute_at_the_dial_is_sixty_samples(site: Site, clip: int) -> None:
    """C-38: in batches, each of some seconds."""
    dao = site.phone("Dao")
    now = film_is_at(site, 120_000)
    begun = now - 60_000
    for batch in range(12):
        sent = samples(begun + batch * 5_000, [-3, -1, 0, 1, 3])
        assert dao.do("relatedness.sample", clip=clip, samples=sent)["kept"] == 5
    [kept] = look(site, lambda m: [(s.clip_ms, s.value) for s in m.samples])
    assert len(kept) == 60
    assert kept[0] == (pytest.approx(60_000, abs=10), -3)
    assert look(site, lambda m: len(m.stretches)) == [1]


def test_where_nobody_touched_it_there_is_no_data_and_no_zero(site: Site, clip: int) -> None:
    dao = site.phone("Dao")
    now = film_is_at(site, 120_000)
    assert site.look(lambda room: own_moments(room.queue[0], person(room, "Dao"))) == []
    dao.do("relatedness.sample", clip=clip, samples=samples(now - 50_000, [2, 2]))
    dao.do("relatedness.sample", clip=clip, samples=samples(now - 20_000, [1, 1]))
    [lines] = look(site, lambda m: m.lines)
    assert len(lines) == 2, "a gap, and no line across it"


def test_a_stretch_watched_again_is_a_line_of_its_own(site: Site, clip: int) -> None:
    """Going round, or wound back: nobody's line zigzags between two passes."""
    dao = site.phone("Dao")
    now = film_is_at(site, 70_000)
    dao.do("relatedness.sample", clip=clip, samples=samples(now - 10_000, [3, 3, 3]))
    now = film_is_at(site, 71_500)
    dao.do("relatedness.sample", clip=clip, samples=samples(now - 11_000, [-2, -2, -2]))
    [passes] = look(site, lambda m: [[s.value for s in one] for one in m.passes])
    assert passes == [[3, 3, 3], [-2, -2, -2]]
    [lines] = look(site, lambda m: m.lines)
    assert [{point.split(",")[1] for point in line.split()} for line in lines] == [{"3"}, {"48"}]
    told = json.loads(dao.http.get(f"/supervision/{site.supervision_id}/record.json").text)
    [trace] = told["clips"][0]["moments"]
    assert [(s["pass"], s["relatedness"]) for s in trace["samples"]] == [(1, 3)] * 3 + [(2, -2)] * 3


def test_a_film_that_stands_gives_the_dial_nothing(site: Site, clip: int) -> None:
    dao, console = site.phone("Dao"), site.console()
    now = film_is_at(site, 120_000)
    console.do("playback.pause")
    sent = samples(now + 60_000, [1, 1])
    assert dao.do("relatedness.sample", clip=clip, samples=sent)["kept"] == 0
    assert moments(site) == []


@pytest.mark.parametrize("sent", [["1:9"], ["soon:1"], ["1:"], ["1e999:1"], ["5:1"] * 61])
def test_a_dial_that_cannot_be_read_is_answered(site: Site, clip: int, sent: list[str]) -> None:
    ack = site.phone("Dao").do("relatedness.sample", clip=clip, samples=sent)
    assert not ack["ok"]
    assert moments(site) == []


def test_sampling_moves_nobodys_screen(site: Site, clip: int) -> None:
    dao, aditi, console = site.phone("Dao"), site.phone("Aditi"), site.console()
    now = film_is_at(site, 120_000)
    dao.do("relatedness.sample", clip=clip, samples=samples(now - 9_000, [1]))
    for phone in (dao, aditi, console):
        phone.heard()
    dao.do("relatedness.sample", clip=clip, samples=samples(now - 8_000, [1, 2, 3]))
    assert dao.heard() == aditi.heard() == console.heard() == []


# Whose it is


def all_kinds(dao: Phone, clip: int, at: float) -> None:
    dao.do("state_shift.mark", clip=clip, client_uuid="shift-1", at=at)
    dao.do("state_shift.say", moment="shift-1", from_state=WORDS, to_state=WORDS)
    dao.do("contact.lost", clip=clip, client_uuid="gap-1", at=at)
    dao.do("two_lanes.write", clip=clip, said=WORDS, asked=WORDS)
    dao.do("felt_sense.say", clip=clip, body_place=WORDS)
    dao.do("relatedness.sample", clip=clip, samples=samples(at - 3_000, [1, 2]))


def test_nobody_else_can_get_at_any_of_it_before_or_after_the_reveal(site: Site, clip: int) -> None:
    dao, aditi, console, wall = site.phone("Dao"), site.phone("Aditi"), site.console(), Wall(site)
    at = film_is_at(site, 60_000)
    for screen in (aditi.live, console.live, wall.live):
        screen.get_received()
    all_kinds(dao, clip, at)
    assert len(moments(site)) == 5
    for screen in (aditi.live, console.live, wall.live):
        assert screen.get_received() == []
    assert WORDS in dao.page()
    assert WORDS not in everybody_else(site)
    revealed(site, clip)
    assert WORDS not in everybody_else(site)


def test_only_its_author_shows_it_and_only_after_the_reveal(site: Site, clip: int) -> None:
    dao, aditi = site.phone("Dao"), site.phone("Aditi")
    all_kinds(dao, clip, film_is_at(site, 60_000))
    note = site.look(lambda r: next(m.id for m in r.queue[0].moments if m.kind == "two_lanes"))
    assert "once everyone" in dao.do("moment.show", moment=note, visibility="group")["words"]
    revealed(site, clip)
    assert not aditi.do("moment.show", moment=note, visibility="group")["ok"]
    assert dao.do("moment.show", moment=note, visibility="group")["ok"]
    assert WORDS in aditi.page()
    assert WORDS in site.console().page("console")
    assert WORDS not in Wall(site).page()
    assert dao.do("moment.show", moment=note, visibility="private")["ok"]
    assert WORDS not in everybody_else(site)


def test_only_its_author_changes_it_or_takes_it_away(site: Site, clip: int) -> None:
    dao, aditi = site.phone("Dao"), site.phone("Aditi")
    all_kinds(dao, clip, film_is_at(site, 60_000))
    numbers = look(site, lambda m: m.id)
    for number in numbers:
        for name, body in (
            ("moment.take_away", {}),
            ("state_shift.say", {"from_state": "x"}),
            ("contact.back", {}),
            ("two_lanes.write", {"clip": clip, "said": "x"}),
            ("felt_sense.say", {"clip": clip, "word": "x"}),
        ):
            assert not aditi.do(name, moment=number, **body)["ok"], name
    for number in numbers:
        assert dao.do("moment.take_away", moment=number)["ok"]
    assert moments(site) == []
    assert site.look(lambda room: room.queue[0].tags) == []


def test_one_kind_is_not_another(site: Site, clip: int) -> None:
    dao = site.phone("Dao")
    dao.do("state_shift.mark", clip=clip, client_uuid="shift-1")
    assert not dao.do("contact.back", moment="shift-1")["ok"]


def test_before_a_film_has_begun_there_is_nothing_to_notice(site: Site) -> None:
    clip = watch(site)
    ack = site.phone("Dao").do("state_shift.mark", clip=clip, client_uuid="shift-1")
    assert not ack["ok"]


def test_the_kinds_are_private_to_begin_with() -> None:
    for kind in (FilmMoment, StateShift, LostContact, TwoLaneNote, RelatednessTrace):
        assert kind.starts_visible_to is Visibility.PRIVATE


def test_the_record_holds_each_persons_own_and_what_was_shown(site: Site, clip: int) -> None:
    dao, aditi, ben = site.phone("Dao"), site.phone("Aditi"), site.phone("Ben")
    all_kinds(dao, clip, film_is_at(site, 60_000))
    assert aditi.do("advice.park", clip=clip, words="You could wait.")["ok"]
    assert dao.do("group_note.add", words="A line for all")["ok"]
    revealed(site, clip)
    assert dao.do("comment.say", clip=clip, clip_ms=60_000, words="Here it turned.")["ok"]
    shift = site.look(lambda r: next(m.id for m in r.queue[0].moments if m.kind == "state_shift"))
    assert dao.do("moment.show", moment=shift, visibility="group")["ok"]

    def record(phone: Phone) -> Any:
        address = f"/supervision/{site.supervision_id}/record"
        assert phone.http.get(address).status_code == 200
        return phone.http.get(f"{address}.json").get_json()

    of_all = {phone.name: record(phone)["clips"][0] for phone in (dao, aditi, ben)}
    kinds = {name: [m["kind"] for m in one["moments"]] for name, one in of_all.items()}
    assert kinds["Aditi"] == kinds["Ben"] == ["state_shift"]
    assert len(kinds["Dao"]) == 5
    assert [a["words"] for a in of_all["Aditi"]["advice"]] == ["You could wait."]
    assert of_all["Dao"]["advice"] == of_all["Ben"]["advice"] == []
    for name in ("Dao", "Aditi", "Ben"):
        assert [c["words"] for c in of_all[name]["comments"]] == ["Here it turned."]
    assert record(ben)["group_notes"] == [{"author": "Dao", "words": "A line for all"}]


def test_a_patients_withdrawal_covers_at_once_what_was_said_on_film(site: Site, clip: int) -> None:
    """How it was said, and what it asked of the one who watched, is theirs and stays."""
    dao, aditi = site.phone("Dao"), site.phone("Aditi")
    film_is_at(site, 60_000)
    dao.do("two_lanes.write", clip=clip, said="The weekly forms.", asked="To be spared.")
    revealed(site, clip)
    [note] = look(site, lambda m: m.id)
    assert dao.do("moment.show", moment=note, visibility="group")["ok"]
    record = f"/supervision/{site.supervision_id}/record"

    def read(phone: Phone) -> list[str]:
        return [phone.http.get(f"{record}{end}").text for end in ("", ".json")]

    assert all("The weekly forms." in text for text in [aditi.page(), *read(aditi), *read(dao)])

    def withdrawn(room: SupervisionSession) -> None:
        recording = room.queue[0].clip.recording
        recording.withdraw_consent(person(room, "Ben").membership, clock.now())

    site.in_room(withdrawn)
    for text in [aditi.page(), *read(aditi), *read(dao)]:
        assert "The weekly forms." not in text
        assert "To be spared." in text


def test_a_patients_withdrawal_empties_all_words_of_it(site: Site, clip: int) -> None:
    dao, chiara = site.phone("Dao"), site.phone("Chiara")
    all_kinds(dao, clip, film_is_at(site, 60_000))
    assert chiara.do("advice.park", clip=clip, words=WORDS)["ok"]
    revealed(site, clip)
    assert dao.do("comment.say", clip=clip, clip_ms=60_000, words=WORDS)["ok"]
    assert json.dumps(rows_of(site.app), default=str).count(WORDS) > 5

    def withdrawn(room: SupervisionSession) -> None:
        session = object_session(room)
        assert session is not None
        forget_words(session, room.queue[0].clip.recording)

    site.in_room(withdrawn)
    kept = {n: r for n, r in rows_of(site.app).items() if n != "command_record"}
    assert WORDS not in json.dumps(kept, default=str)
    assert len(moments(site)) == 5, "times stay"
    assert dao.http.get(f"/supervision/{site.supervision_id}/record").status_code == 200
    dao.page()

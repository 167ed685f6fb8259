"""Which moments were seen most differently, and that nobody's name is in it."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from afttrainer.content.codes import DIRECTIONS_OF, Direction, Family
from afttrainer.stats.clusters import Cluster, clusters
from afttrainer.stats.division import OFFERED, Side, division, most_divided
from tests.scenario import TAGS, direction_of

AWAY, TOWARD, AGAINST = Direction
W, C = Family.WITHDRAWAL, Family.CONFRONTATION


@dataclass(frozen=True)
class Tap:
    author_id: int
    clip_ms: int
    family: Family = W
    direction: Direction | None = AWAY


def moment(*seen: tuple[Family, Direction | None], start_ms: int = 0) -> Cluster[Tap]:
    """Each by another person, a second apart."""
    return Cluster(tuple(Tap(i, start_ms + 1000 * i, f, d) for i, (f, d) in enumerate(seen)))


def test_of_the_scenario_only_the_moment_that_ben_saw_otherwise_is_divided() -> None:
    names = {name: number for number, name in enumerate(dict.fromkeys(t[0] for t in TAGS))}
    taps = [Tap(names[who], ms, f, direction_of(m)) for who, ms, f, m, _i in TAGS]
    (one,) = most_divided(clusters(taps))
    assert one.moment.start_ms == 322_000
    assert one.sides == [(Side(W, AWAY), 6), (Side(W, TOWARD), 1)]
    # 7 people, 21 pairs, of which Ben's six are unlike.
    assert round(one.unlike, 6) == round(6 / 21, 6)


def test_where_kinds_differ_directions_do_not_matter() -> None:
    found = division(moment((W, AWAY), (W, TOWARD), (W, None), (C, AGAINST), (C, AGAINST)))
    assert found is not None
    assert found.sides == [(Side(W, None), 3), (Side(C, None), 2)]
    assert found.unlike == 0.6


def test_unsure_and_unsaid_are_no_sides() -> None:
    assert division(moment((W, AWAY), (Family.UNSURE, None))) is None
    assert division(moment((W, AWAY), (W, None), (W, AWAY))) is None
    assert division(moment((W, AWAY))) is None


def test_who_gave_two_kinds_stands_on_neither_side() -> None:
    both = Cluster((Tap(1, 0, W), Tap(1, 10, C, AGAINST), Tap(2, 20, W), Tap(3, 30, C, AGAINST)))
    found = division(both)
    assert found is not None
    assert found.sides == [(Side(W, None), 1), (Side(C, None), 1)]


def test_three_against_two_comes_before_six_against_one_and_one_against_one() -> None:
    three_two = moment(*[(W, AWAY)] * 3, *[(C, AGAINST)] * 2, start_ms=900_000)
    six_one = moment(*[(W, AWAY)] * 6, (W, TOWARD), start_ms=100_000)
    one_one = moment((W, AWAY), (C, AGAINST), start_ms=500_000)
    offered = most_divided([six_one, one_one, three_two])
    assert [one.moment for one in offered] == [three_two, one_one]
    assert len(offered) == OFFERED


@given(
    st.lists(
        st.tuples(
            st.integers(1, 7),
            st.integers(0, 600),
            st.sampled_from([(f, d) for f in Family for d in (None, *DIRECTIONS_OF[f])]),
        )
    )
)
def test_whatever_is_marked_the_offer_is_small_in_order_and_names_nobody(
    taps: list[tuple[int, int, tuple[Family, Direction | None]]],
) -> None:
    found = clusters([Tap(who, 1000 * s, f, d) for who, s, (f, d) in taps])
    offered = most_divided(found)
    assert len(offered) <= OFFERED
    seconds = [one.sides[1][1] for one in offered]
    assert seconds == sorted(seconds, reverse=True)
    for one in offered:
        assert 0 < one.unlike <= 1
        assert sum(n for _side, n in one.sides) <= len(one.moment.raters)
        assert all(type(side) is Side for side, _n in one.sides)
    # Whoever the people are: other numbers for them give the same offer.
    others = clusters([Tap(8 - who, 1000 * s, f, d) for who, s, (f, d) in taps])
    assert [(o.moment.start_ms, sorted(o.sides, key=str)) for o in most_divided(others)] == [
        (o.moment.start_ms, sorted(o.sides, key=str)) for o in offered
    ]

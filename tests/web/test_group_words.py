"""A group's own words on its page: added, corrected, put away, by whoever leads."""

from __future__ import annotations

import pytest

from tests.live.film_room import watch
from tests.people import Site
from tests.web.library import stocked, stranger, value_of, words

SAID = "looks at the floor"


def page(site: Site) -> str:
    return f"/groups/{stocked(site).group}"


def own(site: Site) -> list[tuple[str, str, bool]]:
    return site.look(lambda r: [(w.place.value, w.words, w.is_offered) for w in r.group.words])


def add(site: Site, said: str = SAID, place: str = "away_from_other") -> int:
    answer = site.browser("Mirela").post(
        f"{page(site)}/words", data={"place": place, "words": said}
    )
    assert answer.status_code == 303
    return site.look(lambda r: r.group.words[-1].id)


def test_it_is_added_corrected_put_away_and_offered_again(site: Site) -> None:
    group, mirela = page(site), site.browser("Mirela")
    number = add(site)
    assert SAID in words(mirela.get(group))
    at = f"{group}/words/{number}"
    assert value_of(mirela.get(at), "words") == SAID
    assert mirela.post(at, data={"words": "looks away"}).status_code == 303
    assert mirela.post(f"{at}/put-away").status_code == 303
    assert own(site) == [("away_from_other", "looks away", False)]
    assert "Offer it again looks away" in words(mirela.get(group))
    assert mirela.post(f"{at}/offer-again").status_code == 303
    assert own(site) == [("away_from_other", "looks away", True)]


def test_it_is_at_once_on_the_pads_of_an_open_meeting(site: Site) -> None:
    watch(site)
    dao = site.phone("Dao")
    dao.heard()
    group = site.look(lambda r: r.group_id)
    said = {"place": "against_other", "words": SAID}
    assert site.browser("Mirela").post(f"/groups/{group}/words", data=said).status_code == 303
    assert any(SAID in change["html"] for change in dao.heard())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (SAID.title(), "on the pad already"),
        ("Goes silent", "on the pad already"),
        ("x" * 41, "At most 40 characters"),
        ("", "Please write something"),
    ],
)
def test_what_cannot_be_added_says_why_and_keeps_what_was_typed(
    site: Site, said: str, why: str
) -> None:
    add(site)
    typed = {"place": "against_other", "words": said}
    answer = site.browser("Mirela").post(f"{page(site)}/words", data=typed)
    assert answer.status_code == 422
    assert why in words(answer)
    html = answer.get_data(as_text=True)
    assert f'value="{said}"' in html
    assert 'checked id="place-2"' in html
    assert '<details id="add-word" open>' in html
    assert len(own(site)) == 1


def test_a_correction_that_stands_there_already_keeps_what_was_typed(site: Site) -> None:
    add(site)
    number = add(site, "sighs")
    answer = site.browser("Mirela").post(f"{page(site)}/words/{number}", data={"words": SAID})
    assert answer.status_code == 422
    assert value_of(answer, "words") == SAID
    assert [said for _place, said, _on in own(site)] == [SAID, "sighs"]


def test_ready_words_are_added_with_one_tap(site: Site) -> None:
    mirela, ready = site.browser("Mirela"), "turns down what was offered"
    assert f"Add {ready}" in words(mirela.get(page(site)))
    add(site, ready, "against_other")
    assert f"Add {ready}" not in words(mirela.get(page(site)))


def test_nobody_else_sees_or_changes_them(site: Site) -> None:
    group, number = page(site), add(site)
    assert SAID not in words(site.browser("Ben").get(group)), "a trainee has them on the pad"
    mo = stranger(site)
    mondays = site.look(lambda r: r.group_id) + 1
    for door in ("", "/put-away", "/offer-again"):
        data = {"words": "x"}
        assert (
            site.browser("Ben").post(f"{group}/words/{number}{door}", data=data).status_code == 403
        )
        assert mo.post(f"{group}/words/{number}{door}", data=data).status_code == 404
        foreign = mo.post(f"/groups/{mondays}/words/{number}{door}", data=data)
        assert foreign.status_code == 404, "another group's number at one's own group"
        assert SAID not in words(foreign)
    assert own(site) == [("away_from_other", SAID, True)]

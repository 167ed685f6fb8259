"""More than any database holds, sent to every command and every address, by those who may: the
answer is in words, and never a mistake of the program's."""

from __future__ import annotations

from typing import Any

import pytest
from wtforms.fields.core import UnboundField

from afttrainer.content.codes import Phase
from afttrainer.live.protocol import COMMANDS
from tests.live.after_film import described
from tests.live.film_room import play, watch
from tests.live.test_foreign_numbers import REST
from tests.people import Site
from tests.web.test_doors import addresses

NUMBERS = [2**31, 2**53, 2**63, 10**30, -1, -(2**70), 0]
WORDS = ["\0", "a\0b", "\ud800", "x" * 100_000, "😀" * 600, "1e400", "NaN", " ", "٣", "²"]
#: Refused by one database and taken by the other.
DIFFERENT = [2**31, 10**30, "\0", "x" * 100_000]
OURS = "in the program itself"


@pytest.fixture
def busy(site: Site) -> Site:
    """A room with something of everything in it."""
    site.in_room(described)
    watch(site)
    play(site, site.console())
    site.begin(Phase.EXERCISE)
    return site


def bodies(name: str) -> list[dict[str, Any]]:
    """For each field by itself what databases differ in, and for all at once whatever there is."""
    form = COMMANDS[name].form
    fields = [field for field in dir(form) if isinstance(getattr(form, field), UnboundField)]
    usual = REST.get(name, {}) | {field: 1 for field in fields if field not in REST.get(name, {})}
    one_by_one = [usual | {field: one} for field in fields for one in DIFFERENT]
    return one_by_one + [dict.fromkeys(fields, one) for one in (*NUMBERS, *WORDS)]


@pytest.mark.parametrize("who", ["Mirela", "Ben"])
def test_no_command_meets_a_mistake_of_the_program(busy: Site, who: str) -> None:
    phone = busy.phone(who, "console" if who == "Mirela" else "companion")
    tried = 0
    for name in COMMANDS:
        if name in ("supervision.close", "membership.remove"):
            continue
        for body in bodies(name):
            ack = phone.do(name, **body)
            tried += 1
            assert ack is not None, (name, body)
            assert ack["ok"] or OURS not in ack["words"], (name, body)
            assert not ack.get("again"), (name, body)
    assert tried > 700


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30], ids=str)
def test_no_address_does_either(site: Site, number: int) -> None:
    mirela = site.browser("Mirela")
    names = {
        name for rule in site.app.url_map.iter_rules() for name in rule.arguments if "id" in name
    }
    for wrong in names:
        given: dict[str, object] = dict.fromkeys(names, 1) | {wrong: number}
        for _endpoint, method, address in addresses(site.app, **given):
            if str(number) in address:
                answer = mirela.open(address, method=method)
                assert answer.status_code < 500, (address, method)

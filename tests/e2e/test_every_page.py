"""Every page of the product, once, as somebody who may open it, in a real browser.

The pages are listed from the URLconf: axe finds nothing serious or critical, nothing must be pushed sideways at the
three widths, nothing was written to the console, and the page says what it is.
"""

from collections.abc import Callable
from itertools import groupby
from typing import Any

import pytest
from django.utils import timezone

from tests.access.county import PEOPLE, County, client_of, may_do, read_out, sees
from tests.access.objects import Address, addresses, make
from tests.cast import Cast
from tests.e2e.desk import AXE, RUN_AXE, WIDE, WIDTHS, Desk
from yixing.access.actions import Section
from yixing.access.loaders import may, may_open
from yixing.accounts.actors import actor_of

Sit = Callable[[str], Desk]


@pytest.fixture
def filled_county(committed: Cast) -> County:
    """One object of each kind in a database with real commits."""
    things = make(committed)
    today = timezone.localdate()
    actors = {name: actor_of(user, today) for name, user in committed.users.items()}
    return County(committed, things, actors, addresses(things))


def _reader(county: County, address: Address) -> str | None:
    """The first of the cast to whom the page opens as a page: not a download, not a mere step on the way."""
    thing = county.things.get(address.kind)
    for name in PEOPLE:
        actor = county.actors[name]
        if isinstance(address.guard, Section):
            entitled = may_open(actor, address.guard) and (thing is None or sees(actor, thing))
        else:
            entitled = any(may(actor, one) for one in address.guard) and (
                thing is None or may_do(actor, address, thing)
            )
        if entitled:
            return name if _is_page(county, name, address) else None
    return None


def _is_page(county: County, name: str, address: Address) -> bool:
    answer: Any = client_of(county, name).get(address.path)
    read_out(answer)
    return answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html")


def _look(desk: Desk, path: str) -> None:
    page = desk.page
    page.goto(desk.home + path)
    if not page.locator("h1").count() or not page.locator("h1").first.inner_text().strip():
        desk.faults.append(f"{path}: no heading")
    for width, height in reversed(WIDTHS.items()):  # the desk last: there axe sees the rail as well
        page.set_viewport_size({"width": width, "height": height})
        if wide := page.evaluate(WIDE):
            desk.faults.append(f"{path} at {width} px must be pushed sideways: {wide}")
    page.evaluate(AXE)
    desk.faults += [f"{path}: axe: {words}" for words in page.evaluate(RUN_AXE)]


@pytest.mark.browser
def test_every_page(filled_county: County, sit: Sit) -> None:
    pages = [(name, one.path) for one in filled_county.everywhere if (name := _reader(filled_county, one))]
    assert len(pages) > 90, "the walk has lost its way"
    for name, group in groupby(sorted(pages), key=lambda pair: pair[0]):
        desk = sit(name)
        for _, path in group:
            _look(desk, path)
        desk.page.context.close()

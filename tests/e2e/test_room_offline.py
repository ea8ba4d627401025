"""The network goes while the committee sits: the clerk goes on item by item; all of it is there when it comes back."""

import re
from collections.abc import Callable

import pytest

from tests.apps.meetings import desk as room
from tests.cast import Cast
from tests.e2e.desk import Desk
from yixing.meetings.models import AgendaItem

pytestmark = pytest.mark.browser
Sit = Callable[[str], Desk]
KEPT = re.compile("已记在本机")


def test_a_whole_agenda_is_concluded_without_a_network(sit: Sit, committed: Cast, faults: list[str]) -> None:
    rows = [room.matter(committed, title=f"关于第{word}件事项的请示") for word in "一二三"]
    meeting = room.opened(committed, *rows)
    first, second, third = AgendaItem.objects.filter(meeting=meeting).order_by("order")
    desk = sit("秘书")
    desk.go(f"/meetings/{meeting.pk}/room/")
    page = desk.page
    for item in (second, third):  # fetched ahead
        page.wait_for_function(
            "(pk) => performance.getEntriesByType('resource').some((each) => each.name.includes(`item=${pk}`))",
            arg=item.pk,
        )
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    for word, item in (("一", first), ("二", second)):
        page.get_by_text(f"{item.order}．关于第{word}件事项的请示").wait_for()
        page.locator("#room [name=text]").fill(f"会议同意第{word}件事项。")
        _ticked(page)
        page.get_by_role("button", name="定下结论，下一项").click()
        page.locator(".agenda-outcome", has_text=KEPT).nth(item.order - 1).wait_for()
    page.get_by_text("3．关于第三件事项的请示").wait_for()
    assert not AgendaItem.objects.filter(meeting=meeting).exclude(outcome="").exists()
    # Back to the first one, and what was typed into it is still there; then the network comes back by itself.
    page.get_by_role("link", name=re.compile("关于第二件事项的请示")).click()
    page.get_by_text("2．关于第二件事项的请示").wait_for()
    assert page.locator("#room [name=text]").input_value() == "会议同意第二件事项。"
    page.context.set_offline(False)
    page.wait_for_url(re.compile(r"/room/$"))
    page.get_by_text("3．关于第三件事项的请示").wait_for()
    for item, word in ((first, "一"), (second, "二")):
        item.refresh_from_db()
        assert (item.outcome, item.text) == ("agreed", f"会议同意第{word}件事项。")
    third.refresh_from_db()
    assert third.outcome == ""
    faults[:] = [fault for fault in faults if "ERR_INTERNET_DISCONNECTED" not in fault]


def _ticked(page: object) -> None:
    """The chair spoke last, as the page asks."""
    page.locator("#room [name=outcome][value=agreed]").check()  # type: ignore[attr-defined]
    order = page.locator("#room [name=in_order]")  # type: ignore[attr-defined]
    if order.count():
        order.check()

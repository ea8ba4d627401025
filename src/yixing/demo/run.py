"""``yixing demo``: a fresh 示例县, its year played through the actions, then one matter walked with a line per step."""

import datetime as dt
import gc
import sys
import time
from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from yixing.demo import numbers
from yixing.demo.build import build
from yixing.demo.county import CAST, PASSWORD, County, make_county
from yixing.demo.plan import MOVING, Plan, make_plan
from yixing.demo.walk import walk
from yixing.demo.world import World
from yixing.demo.year import play
from yixing.ledger.book import make_checkpoint
from yixing.ledger.models import Entry, Installation
from yixing.search import index

STEPS = 4100
"""How many steps a year takes, for the progress shown."""


def run_demo(*, year: int, faults: bool) -> None:
    """Build the county, play the year, walk one matter, print the cast."""
    began = time.monotonic()
    gc.freeze()
    gc.set_threshold(
        200_000, 50, 50
    )  # millions of short-lived rows: looking for cycles often costs a tenth of the time
    tell = _teller(began)
    world = make_world(year, tell, faults=faults)
    if faults:
        from yixing.demo.faults import plant  # noqa: PLC0415  (only when asked for)

        tell("植入缺陷")
        for line in plant(world):
            print(f"  缺陷  {line}")
    print(f"{numbers.COUNTY}已建成：{Entry.objects.count()} 条存证，用时 {time.monotonic() - began:.0f} 秒。")
    print("一件事项从议题走到销号：")
    for line in walk(world):
        print(f"  {line}")
    set_clock(world.plan.year)
    make_checkpoint(timezone.now())
    print(f"登录口令均为 {PASSWORD}，登录名：")
    for login, words in CAST:
        print(f"  {login:<14}{words}")


def make_world(year: int, tell: Callable[[str], None], *, faults: bool = False) -> World:
    """A fresh county with its year; the database must be empty."""
    from yixing.operations.setup import found  # noqa: PLC0415  (operations stand above the demonstration)

    if connection.vendor == "sqlite":
        # A build that is interrupted is simply made anew: no need to wait for the disk at each of its commits.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    plan: Plan = make_plan(year)
    world = World(plan, faults=faults)
    tell("建立数据表")
    found(numbers.COUNTY, Installation.Mode.DEMO, dt.datetime(year, 1, 1, 8, tzinfo=timezone.get_default_timezone()))
    county = make_county()
    world.unit_member = county.unit_member
    with index.paused():
        build(world, county, tell)
        assign_units(world)
        _play(world, county, tell)
    tell("编制查询索引")
    index.rebuild()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
    tell("")
    return world


def _play(world: World, county: County, tell: Callable[[str], None]) -> None:
    play(world, county, lambda steps, day: tell(f"{day:%m月%d日}  {min(99, steps * 100 // STEPS)}%"))


def set_clock(year: int) -> None:
    """Let the demonstration live on the day after the walk, so that its lights are those of its year's end."""
    behind = (timezone.localdate() - dt.date(year + 1, 1, 26)).days
    Installation.objects.update(days_behind=behind)


def assign_units(world: World) -> None:
    """Each matter comes from a unit that belongs to the member in charge of its area."""
    for matter in world.plan.matters:
        member = world.owner["V2"][matter.area]
        own = [code for code, owner in world.unit_member.items() if owner == member and code != "D01"] or ["D01"]
        moving = world.areas[matter.area].units.order_by("order").first() if matter.area in MOVING else None
        matter.unit = moving.code if moving is not None else own[matter.index % len(own)]


def _teller(began: float) -> Callable[[str], None]:
    """Progress on a terminal's standard error, on one line."""
    if not sys.stderr.isatty():
        return lambda _: None
    last = [0.0]

    def tell(words: str) -> None:
        now = time.monotonic()
        if words and now - last[0] < 0.2:
            return
        last[0] = now
        print(
            f"\r\033[K正在建立示例县  {words}  {now - began:.0f} 秒" if words else "\r\033[K",
            end="",
            file=sys.stderr,
            flush=True,
        )

    return tell

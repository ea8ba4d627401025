"""Working together in the year: matters that reach into another member's field are read by him before the meeting.

One of them divides two members: it goes to the chair, who rules, and who differed reads the matter again.
"""

import datetime as dt

from yixing.coordination.actions import circulation_read, difference_raise, difference_rule
from yixing.coordination.models import Difference
from yixing.demo.plan import Planned
from yixing.demo.world import World
from yixing.matters.charge import touched_members
from yixing.matters.models import Matter
from yixing.people.models import Person

_READ = "已阅，同意上会。"
_DIFFERS = "管护责任和资金渠道没有写明，建议明确后再上会。"


def read(world: World, planned: Planned, matter: Matter, day: dt.date) -> None:
    """Every member into whose field the matter reaches has read it, on paper entered for him (会前传阅)."""
    if not planned.reaches:
        return
    for person in touched_members(matter, day):
        call = world.call("lianluo", day, for_=_login(world, person))
        words = _DIFFERS if planned.differs else _READ
        circulation_read(call, matter_id=matter.pk, agreed=not planned.differs, opinion=words)
        if planned.differs:
            _raise(world, planned, matter, person, day)


def _raise(world: World, planned: Planned, matter: Matter, person: Person, day: dt.date) -> None:
    """Who differs puts it before the chair."""
    leading = world.people[f"{world.member_of(planned.area, day):02d}号常委"]
    difference_raise(
        world.call("lianluo", day, for_=_login(world, person)),
        first_id=person.pk,
        second_id=leading.pk,
        point="建成后由谁管护、经费从哪里出",
        first_position="由项目牵头单位一并管护，经费列入项目。",
        second_position="建成后移交行业主管部门管护，经费列入部门预算。",
        matter_id=matter.pk,
    )


def rule(world: World, planned: Planned, matter: Matter, day: dt.date) -> None:
    """The chair rules on what is open about the matter; who had differed reads it again and agrees."""
    if not planned.differs:
        return
    for row in Difference.objects.filter(matter=matter, state=Difference.State.OPEN).select_related("first"):
        difference_rule(
            world.call("lianluo", day, for_="shuji"),
            difference_id=row.pk,
            outcome=Difference.Outcome.OTHER,
            ruling="项目建设期由牵头单位管护，验收后移交行业主管部门，首年经费列入项目。",
        )
        call = world.call("lianluo", day, for_=_login(world, row.first))
        circulation_read(call, matter_id=matter.pk, opinion="按书记裁定办理，同意上会。")


def _login(world: World, person: Person) -> str:
    """Members are in the order of their numbers."""
    return world.login_of(person.order)

"""The fixed cast of the tests: the same people in every test, instead of anonymous fixtures.

A small 示例县: eleven members of the standing committee, four further committee members, one alternate, six units,
ten areas with a division in force. Built with the ORM, because tests of actions must not depend on other actions.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from yixing.access.actor import Actor
from yixing.access.roles import Role
from yixing.accounts.actors import actor_of
from yixing.accounts.models import Delegation, RoleGrant, User
from yixing.compliance.models import Adoption, Parameter
from yixing.door.call import Call
from yixing.ledger.models import Installation
from yixing.matters.models import MatterType
from yixing.people.models import Body, Membership, Organization, OrganizationKind, Person, Post
from yixing.portfolios.models import Area, Assignment, Division
from yixing_core.rules.vocabulary import MATTER_TYPE_NUMBERS, MATTER_TYPES

START = dt.date(2023, 1, 1)
TODAY = dt.date(2023, 6, 12)
PASSWORD = "yixing-2023-demo"  # of the tests only

MEMBERS = (
    "县委书记",
    "县委副书记、县长",
    "县委专职副书记",
    "县纪委书记",
    "县委组织部部长",
    "县委宣传部部长",
    "县委统战部部长",
    "县委政法委书记",
    "常务副县长",
    "县人武部政委",
    "县委办公室主任",
)
UNITS = (
    ("D01", "县委办公室", "party"),
    ("D02", "县财政局", "government"),
    ("D03", "县教育局", "government"),
    ("D04", "县农业农村局", "government"),
    ("D05", "县委组织部", "party"),
    ("X01", "乡镇01", "township"),
)
AREAS = (
    ("a01", "财政税务", "economy", 9, "D02"),
    ("a02", "教育", "culture", 6, "D03"),
    ("a03", "农业农村", "economy", 3, "D04"),
    ("a04", "干部选任", "party", 5, "D05"),
    ("a05", "办会", "party", 11, "D01"),
    ("a06", "督查", "party", 11, "D01"),
    ("a07", "发展改革", "economy", 9, "D02"),
    ("a08", "乡村振兴", "society", 3, "X01"),
    ("a09", "党风廉政建设", "party", 4, "D01"),
    ("a10", "全面深化改革", "politics", 1, "D01"),
)
DISCIPLINE = 4
"""县纪委书记, who leads nothing but discipline."""
PARAMETERS: dict[str, Any] = {
    "large_funds": "5000000",
    "plenary_funds": "100000000",
    "direct_funds": "5000000",
    "major_project": "10000000",
    "quorum_standing": "1/2",
    "quorum_cadre": "2/3",
    "quorum_plenary": "2/3",
    "quorum_inclusive": True,
    "majority": "1/2",
    "notice_days": 1,
    "papers_days": 1,
    "accept_workdays": 2,
    "objection_workdays": 2,
    "extensions_max": 3,
    "silence_is_consent": True,
    "ratify_days": 15,
    "filing_days": 30,
}


@dataclass
class Cast:
    """Everybody by name; ``call`` makes the circumstances of an action."""

    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    units: dict[str, Organization] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    types: dict[str, MatterType] = field(default_factory=dict)

    def actor(self, name: str, day: dt.date = TODAY) -> Actor:
        """The actor of one of the cast."""
        return actor_of(self.users[name], day)

    def call(self, name: str, day: dt.date = TODAY, **kwargs: Any) -> Call:
        """A fresh call of one of the cast, entered at noon of the day it happened unless ``at`` is given."""
        at = kwargs.pop("at", None) or timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
        given = {"actor": self.actor(name, day), "at": at, "on": day, "request": uuid.uuid4()} | kwargs
        return Call(**given)


ROLES: tuple[tuple[str, str | None, tuple[Role, ...]], ...] = (
    # login name, person, roles
    ("书记", "01号常委", (Role.CHAIR,)),
    ("县长", "02号常委", (Role.MEMBER,)),
    ("常委", "09号常委", (Role.MEMBER,)),
    ("别的常委", "06号常委", (Role.MEMBER,)),
    ("农业常委", "03号常委", (Role.MEMBER,)),
    ("县委办主任", "11号常委", (Role.DIRECTOR, Role.MEMBER)),
    ("委员", "委员12", (Role.COMMITTEE,)),
    ("候补委员", "候补1", (Role.ALTERNATE,)),
    ("秘书", "秘书甲", (Role.CLERK,)),
    ("秘书乙", "秘书乙", (Role.CLERK,)),
    ("督查员", "督查员甲", (Role.INSPECTOR,)),
    ("单位负责人", "财政局长", (Role.UNIT_HEAD,)),
    ("联络员", "财政联络员", (Role.LIAISON,)),
    ("外单位负责人", "教育局长", (Role.UNIT_HEAD,)),
    ("外单位联络员", "教育联络员", (Role.LIAISON,)),
    ("乡镇负责人", "乡镇书记", (Role.UNIT_HEAD,)),
    ("领导联络员", "秘书丙", (Role.DELEGATE,)),
    ("监票人", "监票人甲", (Role.SCRUTINEER,)),
    ("组织部", "组织干部", (Role.ORGANIZATION,)),
    ("纪委", "纪检干部", (Role.DISCIPLINE,)),
    ("审计员", "审计干部", (Role.AUDITOR,)),
    ("系统管理员", None, (Role.SYSTEM_ADMIN,)),
    ("安全管理员", None, (Role.SECURITY_ADMIN,)),
    ("审计管理员", None, (Role.AUDIT_ADMIN,)),
)
POSTS: tuple[tuple[str, str, str, bool], ...] = (
    # person, unit, post, head
    ("秘书甲", "D01", "会务科科长", False),
    ("秘书乙", "D01", "综合科科长", False),
    ("秘书丙", "D01", "秘书科科长", False),
    ("督查员甲", "D01", "督查室主任", False),
    ("财政局长", "D02", "局长", True),
    ("财政联络员", "D02", "办公室主任", False),
    ("教育局长", "D03", "局长", True),
    ("教育联络员", "D03", "办公室主任", False),
    ("乡镇书记", "X01", "党委书记", True),
    ("监票人甲", "D05", "干部科科长", False),
    ("组织干部", "D05", "副部长", False),
    ("纪检干部", "D01", "纪检监察组组长", False),
    ("审计干部", "D01", "审计员", False),
)


def build() -> Cast:
    """Make the small county; needs an empty database inside a test."""
    cast = Cast()
    now = dt.datetime(2023, 1, 1, 8, tzinfo=timezone.get_default_timezone())
    Installation.objects.create(mode="demo", name="示例县", origin="yixing.example/test", created=now)
    _units(cast)
    _leaders(cast)
    _staff(cast)
    _division(cast)
    _accounts(cast)
    for order, (slug, name) in enumerate(MATTER_TYPES.items(), 1):
        code = MATTER_TYPE_NUMBERS[slug]
        cast.types[code] = MatterType.objects.create(code=code, slug=slug, name=name, order=order)
    for key, value in PARAMETERS.items():
        Parameter.objects.create(key=key, value=value, since=START, decision="县委常委会议事规则")
    for rule in ("LC-04", "LC-06", "LC-11", "LC-12", "LC-13", "LC-15"):
        Adoption.objects.create(rule=rule, since=START, decision="2023年第1次常委会议定")
    return cast


def _units(cast: Cast) -> None:
    for order, (code, name) in enumerate((("party", "党委部门"), ("government", "政府部门"), ("township", "乡镇"))):
        OrganizationKind.objects.create(code=code, name=name, order=order)
    kind = OrganizationKind.objects.create(code="committee", name="党委", order=9)
    cast.units["县委"] = Organization.objects.create(code="C", name="中共示例县委", kind=kind, order=0)
    for order, (code, name, kind_code) in enumerate(UNITS, 1):
        cast.units[code] = Organization.objects.create(
            code=code, name=name, kind_id=kind_code, parent=cast.units["县委"], order=order
        )
    for order, (code, name, kind_code) in enumerate(
        (("plenary", "县委全委会", "plenary"), ("standing", "县委常委会", "standing_committee"))
    ):
        cast.bodies[code] = Body.objects.create(
            code=code, name=name, kind=kind_code, organization=cast.units["县委"], term="十五届", order=order
        )


def _leaders(cast: Cast) -> None:
    for number, title in enumerate(MEMBERS, 1):
        person = cast.people[f"{number:02d}号常委"] = Person.objects.create(name=f"{number:02d}号常委", order=number)
        post = Post.objects.create(organization=cast.units["县委"], name=title, order=number, is_head=number == 1)
        Membership.objects.create(person=person, post=post, since=START)
        for body in cast.bodies.values():
            Membership.objects.create(
                person=person, body=body, capacity=Membership.Capacity.MEMBER, is_chair=number == 1, since=START
            )
    for number in range(12, 16):
        person = cast.people[f"委员{number}"] = Person.objects.create(name=f"委员{number}", order=number)
        Membership.objects.create(
            person=person, body=cast.bodies["plenary"], capacity=Membership.Capacity.MEMBER, since=START
        )
    person = cast.people["候补1"] = Person.objects.create(name="候补1", order=40)
    Membership.objects.create(
        person=person, body=cast.bodies["plenary"], capacity=Membership.Capacity.ALTERNATE, since=START
    )


def _staff(cast: Cast) -> None:
    for order, (name, unit, title, head) in enumerate(POSTS, 100):
        person = cast.people[name] = Person.objects.create(name=name, order=order)
        post = Post.objects.create(organization=cast.units[unit], name=title, order=order, is_head=head)
        Membership.objects.create(person=person, post=post, since=START)


def _division(cast: Cast) -> None:
    division = Division.objects.create(name="2023年常委分工", state="in_force", since=START, decision="2023-01-01")
    for order, (code, name, domain, member, unit) in enumerate(AREAS):
        tags = ["纪检"] if member == DISCIPLINE else []
        area = cast.areas[code] = Area.objects.create(code=code, name=name, domain=domain, order=order, tags=tags)
        area.units.add(cast.units[unit])
        Assignment.objects.create(
            division=division, area=area, person=cast.people[f"{member:02d}号常委"], relation="lead", since=START
        )


def _accounts(cast: Cast) -> None:
    password = make_password(PASSWORD)
    for name, person, roles in ROLES:
        user = cast.users[name] = User.objects.create(
            username=name,
            person=cast.people[person] if person else None,
            label="" if person else name,
            password=password,
            must_change_password=False,
        )
        for role in roles:
            RoleGrant.objects.create(user=user, role=role, since=START)
    for principal in ("01号常委", "09号常委", "11号常委", "财政局长"):
        Delegation.objects.create(principal=cast.people[principal], delegate=cast.users["领导联络员"], since=START)
        Delegation.objects.create(principal=cast.people[principal], delegate=cast.users["秘书"], since=START)

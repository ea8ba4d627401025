"""Brings the county in through the actions: units, posts, persons, bodies, areas, divisions, rules, accounts."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

from django.contrib.auth.hashers import make_password

from yixing.access.roles import Role
from yixing.accounts.models import Delegation, RoleGrant, User
from yixing.demo import numbers
from yixing.demo.argument import register_experts
from yixing.demo.county import PASSWORD, County, PersonRow, start_of
from yixing.demo.matters import REASONS
from yixing.demo.plan import workday
from yixing.demo.world import Script, World
from yixing.handover.actions import handover_sign
from yixing.handover.models import Handover
from yixing.matters.models import MatterType
from yixing.people.actions import (
    body_add,
    membership_begin,
    organization_add,
    organization_kind_set,
    person_add,
    post_add,
)
from yixing.people.models import Person
from yixing.portfolios.actions import division_adopt, division_draft
from yixing.portfolios.cataloguing import area_set, contact_set
from yixing.portfolios.opinions import division_ask, division_opine
from yixing.rulebook.actions import parameter_set, rule_adopt
from yixing_core.rules.vocabulary import MATTER_TYPE_NUMBERS, MATTER_TYPES

V3_MOVES = {"招商引资": 2, "应急管理总责": 9, "帮扶协作": 7}
V1_GAPS = ("网络舆情", "体育（联系）")
V1_OVERLAPS = {"招商引资": (2, 9), "信访统筹": (3, 8), "帮扶协作": (3, 7)}
TAGS = {
    "干部选任": ["人事"],
    "公务员管理": ["人事"],
    "党委机构编制": ["人事"],
    "政府机构编制": ["人事"],
    "财政预算统筹": ["财务"],
    "财政税务": ["财务"],
    "重点项目统筹": ["工程"],
    "住房城建": ["工程"],
    "行政审批服务": ["审批"],
    "审计": ["审计"],
    "国资金融": ["国有资产"],
    "自然资源": ["国土资源"],
    "党风廉政建设": ["纪检"],
    "纪律检查": ["纪检"],
    "监察": ["纪检"],
    "巡察": ["纪检"],
    "作风督查": ["纪检"],
    "案件查办": ["纪检"],
    "廉政教育": ["纪检"],
    "专项资金监督": ["纪检"],
    "营商环境监督": ["纪检"],
}
ADOPTED = (
    *("LC-04", "LC-06", "LC-11", "LC-12", "LC-13", "LC-14", "LC-15", "LC-17", "LC-20", "CR-10", "CR-11", "SZ-02"),
    *("XC-04", "XC-30", "XC-31", "XC-34", "XC-69", "XC-40", "XC-40.2", "XC-41", "XC-42", "XC-50"),
    *("XC-90", "XC-91", "XC-91.2", "XC-92", "XC-94"),
    *("XC-84", "XC-95", "XC-96", "XC-98"),
)
"""What the county's three rules of procedure fix; adopted at the first meeting of the year."""
PARAMETERS: dict[str, object] = {
    "large_funds": 5_000_000,
    "plenary_funds": 200_000_000,
    "direct_funds": 5_000_000,
    "direct_types": [
        "party_building",
        "ideology",
        "integrity",
        "law_and_stability",
        "livelihood",
        "urban_rural_planning",
        "environment",
        "agriculture",
        "regulation",
        "routine",
    ],
    "major_project": 10_000_000,
    "hearing_types": ["livelihood"],
    "quorum_standing": "1/2",
    "quorum_cadre": "2/3",
    "quorum_plenary": "2/3",
    "quorum_inclusive": True,
    "majority": "1/2",
    "notice_days": 1,
    "papers_days": 1,
    "cadre_papers_days": 1,
    "accept_workdays": 2,
    "objection_workdays": 2,
    "silence_is_consent": True,
    "ratify_days": 15,
    "filing_days": 30,
    "evaluation_days": 180,
    "member_report_days": 0,
    "committee_report_days": 0,
}
BASIS = "2023年第1次常委会议定：采用县委常委会议事规则、全委会议事规则、常委分工负责制运行规则"


def build(world: World, county: County, tell: Callable[[str], None]) -> None:
    """Everything that is there before the year begins."""
    start = start_of(world.plan.year)
    accounts(county, start)
    world.users = {user.username: user for user in User.objects.select_related("person")}
    tell("机构人员")
    people(world, county, start)
    bind_accounts(county)
    world.load()
    tell("分管事项与分工")
    areas(world, county, start)
    divisions(world, county, start)
    world.forget_actors()
    tell("规定与参数")
    rules(world, start)
    register_experts(world, start)
    for order, (slug, name) in enumerate(MATTER_TYPES.items(), 1):
        MatterType.objects.get_or_create(
            code=MATTER_TYPE_NUMBERS[slug], defaults={"slug": slug, "name": name, "order": order}
        )


def accounts(county: County, start: dt.date) -> None:
    """Logins with one common password. They are made row by row, before anybody is there who could act."""
    password = make_password(PASSWORD)
    administrators = (("xitong", Role.SYSTEM_ADMIN), ("anquan", Role.SECURITY_ADMIN), ("rizhi", Role.AUDIT_ADMIN))
    rows = [(row.login, "", row.roles) for row in county.people if row.login]
    rows += [(login, role.label, (role,)) for login, role in administrators]
    User.objects.bulk_create(
        User(username=login, label=label, password=password, must_change_password=False) for login, label, _ in rows
    )
    users = {user.username: user for user in User.objects.all()}
    RoleGrant.objects.bulk_create(
        RoleGrant(user=users[login], role=role, since=start) for login, _, roles in rows for role in roles
    )


def bind_accounts(county: County) -> None:
    """Tie each login to its person, and the delegate to the leaders for whom he enters."""
    people = {person.name: person for person in Person.objects.all()}
    for row in county.people:
        if row.login:
            User.objects.filter(username=row.login).update(person=people[row.name])
    leaders = [people[row.name] for row in county.people if Role.CHAIR in row.roles or Role.MEMBER in row.roles]
    delegates = User.objects.filter(username__in=("lianluo", "mishu"))
    start = RoleGrant.objects.earliest("since").since
    Delegation.objects.bulk_create(
        Delegation(principal=leader, delegate=delegate, since=start) for delegate in delegates for leader in leaders
    )


def people(world: World, county: County, start: dt.date) -> None:
    """Units, posts, persons, bodies and who is what, by the system administrator."""
    for order, (code, name) in enumerate(county.kinds):
        organization_kind_set(world.call("xitong", start), code=code, name=name, order=order)
    units: dict[str, int] = {}
    for unit in county.units:
        units[unit.code] = organization_add(
            world.call("xitong", start),
            code=unit.code,
            name=unit.name,
            kind=unit.kind,
            parent_id=units.get("C00"),
            order=unit.order,
        ).pk
    bodies = {
        code: body_add(
            world.call("xitong", start),
            code=code,
            name=name,
            kind=kind,
            organization_id=units["C00"],
            term=numbers.TERM,
        ).pk
        for code, name, kind in (("plenary", "县委全委会", "plenary"), ("standing", "县委常委会", "standing_committee"))
    }
    for row in county.people:
        _person(world, row, units[row.unit], bodies, start)


def _person(world: World, row: PersonRow, unit: int, bodies: dict[str, int], start: dt.date) -> None:
    person = person_add(world.call("xitong", start), name=row.name, order=row.order, profile=row.profile).pk
    post = post_add(
        world.call("xitong", start),
        organization_id=unit,
        name=row.post,
        short_name=row.short,
        order=row.order,
        is_head=row.head,
    ).pk
    membership_begin(world.call("xitong", start), person_id=person, post_id=post, since=start)
    for body in row.bodies:
        membership_begin(
            world.call("xitong", start),
            person_id=person,
            body_id=bodies[body],
            capacity="alternate" if row.alternate else "member",
            is_chair=Role.CHAIR in row.roles,
            since=start,
        )


def areas(world: World, county: County, start: dt.date) -> None:
    """The catalogue of 120 work areas; each member's departments belong to his areas by turns.

    Each township has one member who keeps contact with it (联系乡镇).
    """
    own: dict[int, list[str]] = {}
    for code, member in county.unit_member.items():
        if code.startswith("D"):
            own.setdefault(member, []).append(code)
    units_of = {
        name: units
        for member in {row[3] for row in county.areas}
        for name, units in _by_turns([row[1] for row in county.areas if row[3] == member], own.get(member, []))
    }
    for order, (code, name, domain, _) in enumerate(county.areas):
        units = units_of[name]
        area_set(
            world.call("mishu", start),
            code=code,
            name=name,
            domain=domain,
            order=order,
            tags=TAGS.get(name, []),
            unit_ids=[world.units[unit].pk for unit in units],
        )
    for code, member in county.unit_member.items():
        if code.startswith("X"):
            contact_set(
                world.call("mishu", start),
                person_id=world.people[f"{member:02d}号常委"].pk,
                organization_id=world.units[code].pk,
                since=start,
            )
    world.load()


def _by_turns(areas: list[str], units: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each unit to one area; what V3 moves comes first, so that there is work in it to hand over."""
    areas = sorted(areas, key=lambda name: name not in V3_MOVES)
    for place, name in enumerate(areas):
        yield name, units[place :: len(areas)]


def divisions(world: World, county: County, start: dt.date) -> None:
    """V1 with its two gaps and three overlaps stays a draft; V2 is in force from January, V3 follows in summer.

    Each member said what he thinks of V2; the committee decided it on paper the year before.
    """
    lead = {name: member for _, name, _, member in county.areas}
    first: dict[str, tuple[int, ...]] = {name: (member,) for name, member in lead.items()}
    faulty = {name: V1_OVERLAPS.get(name, members) for name, members in first.items() if name not in V1_GAPS}
    world.owner["V2"] = dict(lead)
    world.owner["V3"] = lead | V3_MOVES
    world.switch = dt.date(world.plan.year, 7, 1)
    _assists(world, county)
    division_draft(world.call("mishu", start), name="常委分工方案（V1草案）", lines=_lines(world, faulty))
    v2 = division_draft(world.call("mishu", start), name="常委分工方案（V2）", lines=_lines(world, first))
    ask_members(world, v2.pk, start)
    division_adopt(
        world.call("zhuren", start, backfill="年初建账：上年末由县委常委会审定，纪要附后。"),
        division_id=v2.pk,
        since=start,
        decision=f"县委常委会纪要〔{start.year - 1}〕36号",
    )


def _assists(world: World, county: County) -> None:
    """24 lines of 协管: twelve areas of economy and twelve of society, each by the next member in rank who may.

    书记 and 纪委书记 assist nobody.
    """
    helpers = [member for member in range(1, 12) if member not in {1, 4}]
    for domain in ("economy", "society"):
        areas = [area for area in county.areas if area[2] == domain][: numbers.ASSISTS // 2]
        world.assists += [
            (name, next((each for each in helpers if each > member), helpers[0])) for _, name, _, member in areas
        ]


def _lines(world: World, leads: Mapping[str, tuple[int, ...]]) -> list[tuple[int, int, str]]:
    """A plan: who leads what, and who assists unless he leads it himself."""
    person = {n: world.people[f"{n:02d}号常委"].pk for n in range(1, 12)}
    rows = [(world.areas[name].pk, person[member], "lead") for name, members in leads.items() for member in members]
    return rows + [
        (world.areas[name].pk, person[member], "assist")
        for name, member in world.assists
        if member not in leads.get(name, ())
    ]


def ask_members(world: World, plan: int, day: dt.date) -> None:
    """征求本人意见: each of the eleven agrees, on paper that the office enters (代录)."""
    division_ask(world.call("mishu", day), division_id=plan)
    for member in range(1, 12):
        division_opine(world.call("mishu", day, for_=world.login_of(member)), division_id=plan, agrees=True)


def change_division(world: World) -> Script:
    """V3: drafted in June, shown to the members, decided by the committee, in force from July."""
    yield world.switch - dt.timedelta(days=25)
    leads = {name: (member,) for name, member in world.owner["V3"].items()}
    call = world.call("mishu", world.switch - dt.timedelta(days=25))
    v3 = division_draft(call, name="常委分工方案（V3）", lines=_lines(world, leads)).pk
    yield world.switch - dt.timedelta(days=22)
    ask_members(world, v3, world.switch - dt.timedelta(days=22))
    yield world.switch
    division_adopt(
        world.call("zhuren", world.switch, acknowledged=REASONS),
        division_id=v3,
        since=world.switch,
        decision_id=world.divided_by,
    )
    world.forget_actors()
    for place in range(3):
        day = workday(world.switch + dt.timedelta(days=2 + 2 * place))
        yield day
        sign_handovers(world, v3, place, day)


def sign_handovers(world: World, division: int, place: int, day: dt.date) -> None:
    """移交人, 接收人 and 监交人 of each of the three sheets sign in turn (``place`` 0 to 2), on paper, entered for them."""
    logins = {person.person_id: login for login, person in world.users.items()}
    for sheet in Handover.objects.filter(division_id=division).order_by("id"):
        person = (sheet.giver_id, sheet.receiver_id, sheet.witness_id)[place]
        papers = "分管领域台账、待办文件" if place == 0 else ""
        handover_sign(world.call("lianluo", day, for_=logins[person]), handover_id=sheet.pk, papers=papers)


def rules(world: World, start: dt.date) -> None:
    """The three rules of procedure are adopted, and the numbers they fix are set."""
    for rule in ADOPTED:
        rule_adopt(world.call("mishu", start), rule=rule, since=start, decision=BASIS)
    for key, value in PARAMETERS.items():
        parameter_set(world.call("mishu", start), key=key, value=value, since=start, decision=BASIS)

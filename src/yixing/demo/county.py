"""Who and what there is in 示例县: units, posts, persons, bodies, areas, accounts; all names are placeholders."""

import datetime as dt
from dataclasses import dataclass, field

from yixing.access.roles import Role
from yixing.demo import numbers

PASSWORD = "shili-2023-yixing"  # noqa: S105  (printed by ``yixing demo``; a production start refuses a demo installation's key)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the establishment."""

    code: str
    name: str
    kind: str
    order: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person, the post held and the accounts' roles."""

    name: str
    order: int
    unit: str
    post: str
    short: str = ""
    head: bool = False
    login: str = ""
    roles: tuple[Role, ...] = ()
    bodies: tuple[str, ...] = ()
    alternate: bool = False
    profile: str = ""


@dataclass(slots=True)
class County:
    """Everything, as rows; ``build.py`` brings it in through the actions."""

    kinds: list[tuple[str, str]] = field(default_factory=list)
    units: list[UnitRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    unit_member: dict[str, int] = field(default_factory=dict)
    """Unit code → number of the member whose areas it belongs to."""
    areas: list[tuple[str, str, str, int]] = field(default_factory=list)
    """Code, name, domain, member."""


def make_county() -> County:
    """The county of the demonstration: 60 departments, 15 townships, 35 committee members, 7 alternates, 120 areas."""
    county = County()
    county.kinds = [
        ("committee", "党委"),
        *((code, name) for code, name, _ in numbers.DEPARTMENTS),
        ("township", "乡镇街道"),
    ]
    county.units.append(UnitRow("C00", "中共示例县委员会", "committee", 0))
    number = 0
    for kind, _, count in numbers.DEPARTMENTS:
        for _ in range(count):
            number += 1
            county.units.append(UnitRow(f"D{number:02d}", _unit_name(number), kind, number))
    for place in range(1, numbers.TOWNSHIPS + 1):
        county.units.append(UnitRow(f"X{place:02d}", f"乡镇{place:02d}", "township", 100 + place))
    _belonging(county)
    _areas(county)
    _leaders(county)
    _staff(county)
    _unit_people(county)
    return county


def _unit_name(number: int) -> str:
    known = {1: "县委办公室", 2: "县委组织部", 3: "县纪委监委机关", 15: "县政府办公室", 16: "县财政局", 17: "县司法局"}
    return known.get(number, f"部门{number:02d}")


def _belonging(county: County) -> None:
    departments = [unit.code for unit in county.units if unit.code.startswith("D")]
    # The office, the organization department, 纪委 and finance belong where their member's post says.
    fixed = {"D01": 11, "D02": 5, "D03": 4, "D15": 2, "D16": 9, "D17": 8}
    county.unit_member.update(fixed)
    left = {m: count - list(fixed.values()).count(m) for m, count in enumerate(numbers.UNITS_OF_MEMBER, 1)}
    free = iter(member for member, count in left.items() for _ in range(count))
    for code in departments:
        if code not in fixed:
            county.unit_member[code] = next(free)
    townships = iter(member for member, count in enumerate(numbers.TOWNSHIPS_OF_MEMBER, 1) for _ in range(count))
    for place in range(1, numbers.TOWNSHIPS + 1):
        county.unit_member[f"X{place:02d}"] = next(townships)


def _areas(county: County) -> None:
    number = 0
    for member, domain, names in numbers.AREAS:
        for name in names.split():
            number += 1
            county.areas.append((f"A{number:03d}", name, domain, member))


def _leaders(county: County) -> None:
    for member, (post, short) in enumerate(numbers.MEMBER_POSTS, 1):
        roles = (Role.CHAIR,) if member == 1 else (Role.MEMBER, Role.DIRECTOR) if member == 11 else (Role.MEMBER,)
        login = "shuji" if member == 1 else "zhuren" if member == 11 else f"changwei{member:02d}"
        county.people.append(
            PersonRow(
                f"{member:02d}号常委",
                member,
                "C00",
                post,
                short,
                member == 1,
                login,
                roles,
                ("plenary", "standing"),
                profile=numbers.MEMBER_PROFILES[member - 1],
            )
        )


def _staff(county: County) -> None:
    staff: tuple[tuple[str, str, str, str, tuple[Role, ...]], ...] = (
        ("干部201", "D01", "县委办公室副主任（会务）", "mishu", (Role.CLERK,)),
        ("干部202", "D01", "县委办公室秘书科科长", "mishu2", (Role.CLERK,)),
        ("干部203", "D01", "县委督查室主任", "ducha", (Role.INSPECTOR,)),
        ("干部204", "D01", "县委督查室副主任", "ducha2", (Role.INSPECTOR,)),
        ("干部205", "D01", "县委督查室督查员", "ducha3", (Role.INSPECTOR,)),
        ("干部206", "D01", "县委办公室政务秘书", "lianluo", (Role.DELEGATE,)),
        ("干部207", "D02", "县委组织部副部长", "zuzhi", (Role.ORGANIZATION,)),
        ("干部208", "D03", "县纪委监委党风政风监督室主任", "jiwei", (Role.DISCIPLINE,)),
        ("干部209", "D03", "县委巡察办主任", "shenji", (Role.AUDITOR,)),
        ("干部210", "D02", "县委组织部干部科科长", "jianpiao", (Role.SCRUTINEER,)),
        ("干部211", "D02", "县委组织部公务员科科长", "jianpiao2", (Role.SCRUTINEER,)),
    )
    for order, (name, unit, post, login, roles) in enumerate(staff, 300):
        county.people.append(PersonRow(name, order, unit, post, login=login, roles=roles))


def _unit_people(county: County) -> None:
    units = [unit for unit in county.units if unit.code != "C00"]
    committee = numbers.COMMITTEE - len(numbers.MEMBER_POSTS)
    for place, unit in enumerate(units, 1):
        township = unit.code.startswith("X")
        bodies: tuple[str, ...] = ()
        alternate = False
        if place <= committee + numbers.ALTERNATES:
            bodies, alternate = ("plenary",), place > committee
        # Committee members are called 委员12 to 委员35, alternates 候补1 to 候补7: they head units as anybody else.
        name = (
            f"委员{place + 11}"
            if place <= committee
            else f"候补{place - committee}"
            if alternate
            else f"干部{place:03d}"
        )
        roles = (Role.UNIT_HEAD, *((Role.ALTERNATE,) if alternate else (Role.COMMITTEE,) if bodies else ()))
        post = "党委书记" if township else "主要负责人"
        county.people.append(
            PersonRow(
                name,
                11 + place if bodies else 100 + place,
                unit.code,
                f"{unit.name}{post}",
                head=True,
                login=f"fuzeren-{unit.code.lower()}",
                roles=roles,
                bodies=bodies,
                alternate=alternate,
            )
        )
        county.people.append(
            PersonRow(
                f"干部{400 + place}",
                400 + place,
                unit.code,
                f"{unit.name}联络员",
                login=f"lianluo-{unit.code.lower()}",
                roles=(Role.LIAISON,),
            )
        )


CAST: tuple[tuple[str, str], ...] = (
    ("shuji", "县委书记"),
    ("zhuren", "县委办主任"),
    ("changwei09", "常务副县长（常委）"),
    ("mishu", "县委办秘书"),
    ("ducha", "督查室"),
    ("fuzeren-d16", "县财政局负责人"),
    ("lianluo-d16", "县财政局联络员"),
    ("lianluo", "领导联络员（代录）"),
    ("fuzeren-d20", "部门负责人、县委委员"),
    ("jianpiao", "监票人"),
    ("zuzhi", "组织部"),
    ("jiwei", "纪委"),
    ("shenji", "审计、巡察"),
    ("xitong", "系统管理员"),
    ("anquan", "安全管理员"),
    ("rizhi", "审计管理员"),
)
"""The logins that ``yixing demo`` prints."""


def start_of(year: int) -> dt.date:
    """Posts, bodies and accounts of the demonstration begin with the year."""
    return dt.date(year, 1, 1)

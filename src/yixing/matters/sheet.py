"""The 议题单: its fields as plain values, checked and written to the row. Shared by drafting and revising."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, TypedDict, cast

from yixing.compliance.gates import codes
from yixing.matters.models import Importance, Matter, MatterType, Nature, Submitter
from yixing.people.models import Organization
from yixing.portfolios.models import Area
from yixing_core.errors import Refusal


class OptionRow(TypedDict):
    """One line of 方案比选."""

    plan: str
    pros: str
    cons: str
    conclusion: str


class SheetFields(TypedDict, total=False):
    """Keyword arguments of ``matter_draft`` and ``matter_revise``; money in 元, rows by id, the type by its code."""

    title: str
    type_code: str
    nature: str
    importance: str
    submitter: str
    area_id: int | None
    other_area_ids: Iterable[int]
    amount: Decimal | int | str | None
    fund_source: str
    is_public_interest: bool
    is_stability_risk: bool
    is_professional: bool
    is_normative: bool
    is_policy_question: bool
    is_administrative: bool
    is_punishment: bool
    is_cross_unit: bool
    is_market: bool
    competition_reviewed: bool | None
    needs_superior: bool
    superior_asked_on: dt.date | None
    superior_approved: bool | None
    reason: str
    requests: str
    options: Iterable[OptionRow]
    disagreement: str
    report_words: int | None
    presenter: str
    attending_unit_ids: Iterable[int]
    minutes: int


IMPACTS: Final[tuple[tuple[str, str], ...]] = (
    ("is_public_interest", "关系群众切身利益"),
    ("is_stability_risk", "可能影响社会稳定、公共安全"),
    ("is_professional", "专业性、技术性较强"),
    ("is_administrative", "列入县政府重大行政决策目录"),
    ("is_normative", "拟印发规范性文件"),
    ("is_policy_question", "重要政策性问题"),
    ("is_cross_unit", "涉及其他单位职责"),
    ("is_market", "涉及市场主体经济活动"),
    ("is_punishment", "处分党员"),
    ("needs_superior", "须事前请示上级"),
)
"""What the sheet asks of the impact; each tick may make the rules demand a step."""

ARRANGEMENT: Final = frozenset({"presenter", "attending_unit_ids", "minutes", "report_words"})
"""What the office may still arrange after the unit head has signed."""

OPTION_KEYS: Final = ("plan", "pros", "cons", "conclusion")
REASON_LIMIT: Final = 300
_CHOICES: Final[dict[str, Any]] = {"nature": Nature, "importance": Importance, "submitter": Submitter}
_MANY: Final = {"other_area_ids": "other_areas", "attending_unit_ids": "attending_units"}
_CONTENT: Final = (
    "reason",
    "requests",
    "disagreement",
    "presenter",
    "fund_source",
    "options",
    "amount",
    "report_words",
)
"""What an 另册占位 must not hold (classified content stays on paper)."""

_SUBMITTER_OF_KIND: Final[dict[str, Submitter]] = {
    "party": Submitter.PARTY_DEPARTMENT,
    "government": Submitter.GOVERNMENT_DEPARTMENT,
    "township": Submitter.TOWNSHIP,
    "mass": Submitter.MASS_ORGANIZATION,
    "law": Submitter.LAW_DEPARTMENT,
}


def label_of(name: str) -> str:
    """The office's word for a field of the sheet."""
    column = _MANY.get(name, {"type_code": "type", "area_id": "area"}.get(name, name))
    return str(Matter._meta.get_field(column).verbose_name)  # type: ignore[union-attr]


def offline_title(matter_type: MatterType) -> str:
    """What an 另册占位 is called: its type, never what it is about."""
    return f"{matter_type.name}（另册）"


def default_submitter(unit: Organization, type_code: str, on: dt.date) -> str:
    """In whose name a unit's matter comes forward where the sheet does not say.

    What goes through the government first (the county's ``government_types`` of the day) comes from 县政府党组.
    """
    found = _SUBMITTER_OF_KIND.get(unit.kind_id)
    through = MatterType.objects.filter(code=type_code, slug__in=codes("government_types", on))
    if found is Submitter.GOVERNMENT_DEPARTMENT and through.exists():
        return Submitter.GOVERNMENT_PARTY_GROUP.value
    return found.value if found else ""


def apply_sheet(matter: Matter, given: SheetFields) -> None:
    """Check the given fields and write them to the row (not yet saved; see ``apply_many`` for the lists).

    Raises:
        Refusal: ``field_required``, ``field_invalid``, ``matter_offline_content``.
    """
    values = cast("dict[str, Any]", given)
    for name, value in values.items():
        if name in _MANY:
            continue
        setattr(matter, *_checked(name, value))
    if not matter.title.strip() and not matter.is_offline:
        raise Refusal("field_required", field="title", label="名称")
    if matter.type_id is None:
        raise Refusal("field_required", field="type_code", label="类型")
    if matter.is_offline:
        _empty(matter)


def apply_many(matter: Matter, given: SheetFields) -> None:
    """Write the lists of the sheet; the row must have been saved."""
    values = cast("dict[str, Any]", given)
    if "other_area_ids" in values:
        others = set(values["other_area_ids"]) - {matter.area_id}
        matter.other_areas.set(Area.objects.filter(pk__in=others))
    if "attending_unit_ids" in values:
        matter.attending_units.set(Organization.objects.filter(pk__in=list(values["attending_unit_ids"])))


def changed_fields(matter: Matter, given: Mapping[str, Any]) -> list[str]:
    """Which of the given fields differ from what the row holds."""
    changed = []
    for name, value in given.items():
        if name in _MANY:
            now = set(getattr(matter, _MANY[name]).values_list("pk", flat=True))
            if now != set(value):
                changed.append(name)
            continue
        column, checked = _checked(name, value)
        if getattr(matter, column) != checked:
            changed.append(name)
    return changed


def incomplete(matter: Matter) -> list[str]:
    """Fields that must be filled before the sheet goes to the unit head, in the order of the sheet.

    What else a matter of its type needs is asked by the rulebook when the unit head signs.
    """
    if matter.is_offline:
        return [] if matter.area_id else ["area_id"]
    wanted = ["area_id", "reason"]
    if matter.nature in {Nature.DELIBERATE, Nature.CADRE}:
        wanted.append("requests")
    return [name for name in wanted if not getattr(matter, name)]


def request_lines(matter: Matter) -> list[str]:
    """请会议决定的具体事项, one by one."""
    return [line.strip() for line in matter.requests.splitlines() if line.strip()]


def _checked(name: str, value: Any) -> tuple[str, Any]:
    """Column and value of one field."""
    if name == "type_code":
        return "type_id", _type(value).pk
    if name in _CHOICES:
        return name, _choice(name, value)
    if name in _CHECKS:
        return name, _CHECKS[name](value)
    return name, _text(name, value) if isinstance(value, str) else value


def _type(code: str) -> MatterType:
    found = MatterType.objects.filter(code=code).first()
    if found is None:
        raise Refusal(
            "field_invalid", field="type_code", label="类型", why=f"没有“{code}”这一类", mend="请从列表中选择。"
        )
    return found


def _choice(name: str, value: str) -> str:
    choices = _CHOICES[name]
    if value == "" and name == "submitter":
        return ""
    if value not in choices.values:
        known = "、".join(choices.labels)
        raise Refusal("field_invalid", field=name, label=label_of(name), why=f"没有“{value}”", mend=f"可选：{known}。")
    return str(value)


def _area(value: int | None) -> int | None:
    if value is not None and not Area.objects.filter(pk=value).exists():
        raise Refusal("field_invalid", field="area_id", label="分管事项", why="不在目录里", mend="请从列表中选择。")
    return value


def _amount(value: Decimal | int | str | None) -> Decimal | None:
    if value is None or value == "":
        return None
    amount = Decimal(value).quantize(Decimal("0.01"))
    if amount < 0:
        raise Refusal("field_invalid", field="amount", label="金额", why="不能是负数", mend="没有金额的请留空。")
    return amount


def _options(rows: Iterable[OptionRow]) -> list[dict[str, str]]:
    stored = []
    for row in rows:
        line = {key: str(row.get(key, "")).strip() for key in OPTION_KEYS}
        if not line["plan"]:
            raise Refusal(
                "field_invalid", field="options", label="方案比选", why="有一行没有写方案", mend="请写明方案名称。"
            )
        stored.append(line)
    return stored


_CHECKS: Final[dict[str, Callable[[Any], Any]]] = {"area_id": _area, "amount": _amount, "options": _options}


def _text(name: str, value: str) -> str:
    text = value.strip()
    limit = Matter._meta.get_field(name).max_length  # type: ignore[union-attr]
    if limit and len(text) > limit:
        why = f"有 {len(text)} 字，超过 {limit} 字"
        raise Refusal("field_invalid", field=name, label=label_of(name), why=why, mend="请精简后再提交。")
    return text


def _empty(matter: Matter) -> None:
    for name in _CONTENT:
        if getattr(matter, name) not in ("", None, []):
            raise Refusal("matter_offline_content", field=name, label=label_of(name))
    matter.title = offline_title(matter.type)

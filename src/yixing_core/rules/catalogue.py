"""The closed, typed list of gates and facts. A pack, a case or a caller that uses another name is refused.

Facts are dotted names in nested dicts: ``{"body": {"kind": "standing_committee", "entitled": 11}, "present": 7}`` holds
``body.kind``, ``body.entitled`` and ``present``. A fact that is absent or ``None`` is "not recorded".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from yixing_core.rules import facts as rows
from yixing_core.rules.kinds import Fact, brief


@dataclass(frozen=True, slots=True)
class Gate:
    """A point in the loop at which the rulebook is asked.

    Args:
        name: as actions, packs and cases write it.
        label: the act, as it stands in “暂不能{label}：缺…”.
        asked: when and by whom the gate is asked, in words.
        groups: the facts a rule at this gate may use: whole groups (``body``) or single names (``present``).
    """

    name: str
    label: str
    asked: str
    groups: tuple[str, ...]

    def offers(self, name: str) -> bool:
        """Whether a rule at this gate may use the fact ``name``."""
        return any(name == group or name.startswith(f"{group}.") for group in (*self.groups, "on", "params"))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts available at this gate, in the order of the catalogue."""
        return tuple(fact for name, fact in FACTS.items() if self.offers(name))


FACTS: Final[dict[str, Fact]] = {fact.name: fact for fact in rows.ALL}

_MATTER: Final = ("matter", "steps")
_ROOM: Final = ("body", "present", "meeting", "matter", "cadre", "steps")

GATES: Final[dict[str, Gate]] = {
    gate.name: gate
    for gate in (
        Gate("matter.submit", "提请", "单位负责人审签后送分管常委", _MATTER),
        Gate("matter.list", "上会", "县委办核对、主任审核、书记确定、列入会议时", (*_MATTER, "stage", "late", "cadre")),
        Gate("matter.add_late", "临时增加议题", "会议通知发出后增加议题", (*_MATTER, "late")),
        Gate("matter.route", "确定决定主体", "事项受理后判定由谁决定", (*_MATTER, "cadre")),
        Gate("matter.decide_direct", "直接决定", "分管常委决定事项", (*_MATTER, "direct")),
        Gate("matter.emergency", "登记临机处置", "来不及开会的紧急处置登记", (*_MATTER, "emergency")),
        Gate("matter.ratify", "追认", "常委会追认临机处置，或检查是否到期未追认", (*_MATTER, "emergency")),
        Gate("meeting.notify", "发会议通知", "发出会议通知", ("body", "meeting")),
        Gate("meeting.open", "开会", "主持人宣布开会", ("body", "present", "meeting")),
        Gate("poll.open", "表决", "开始表决", (*_ROOM, "poll")),
        Gate("poll.declare", "宣布结果", "计票后宣布结果", (*_ROOM, "poll")),
        Gate("item.conclude", "形成结论", "一项议题结束", (*_ROOM, "poll", "item")),
        Gate("minutes.sign", "签发纪要", "书记签发会议纪要", ("body", "meeting", "minutes")),
        Gate("document.sign", "签发公文", "签发公文", ("document", "matter", "decision")),
        Gate(
            "decision.effect", "生效", "决定付诸执行（会议同意、审定定稿、任前发文、直接决定）", ("decision", *_MATTER)
        ),
        Gate("task.issue", "交办", "督办事项交办", ("task", "decision")),
        Gate("task.accept", "签收", "单位签收或提出职责异议", ("task",)),
        Gate("task.report", "报进展", "单位报送进展或申请办结", ("task",)),
        Gate("task.review", "通过督查核对", "销号时核对督办是否及时，只记录", ("task",)),
        Gate("task.extend", "延期", "批复延期申请", ("task",)),
        Gate("task.close", "销号", "核实后销号", ("task", "instruction")),
        Gate("instruction.close", "办结批示件", "批示件呈阅后办结", ("instruction",)),
        Gate("portfolio.adopt", "审定分工", "常委会审定分工方案", ("portfolio",)),
        Gate("filing", "备案", "备案登记，或检查是否到期未备案", ("filing", "direct", "emergency", "regulation")),
        Gate("supervision.open", "督查立项", "督查立项", ("supervision",)),
        Gate("supervision.conclude", "作出督查结论", "督查结束", ("supervision",)),
        Gate("publication.publish", "公开", "党务公开", ("publication",)),
        Gate("publication.answer", "答复公开申请", "党员申请公开的答复", ("publication",)),
        Gate("life.open", "开民主生活会", "民主生活会开始", ("life", "present")),
        Gate("life.close", "结束民主生活会", "民主生活会后的报告和整改", ("life",)),
        Gate("petition.accept", "受理来信", "来信登记、转送、告知", ("petition",)),
        Gate("petition.answer", "答复来信", "作出处理意见，或检查是否超期", ("petition",)),
        Gate("petition.review", "复查复核", "复查、复核", ("petition",)),
        Gate("regulation.issue", "印发制度文件", "制度文件印发", ("regulation",)),
        Gate("regulation.cleanup", "认定清理结论", "制度清理、复审", ("regulation",)),
        Gate("village.resolve", "形成村级决议", "村级重要事项决议", ("village",)),
        Gate("village.publish", "村级公开", "村级决议和实施结果公开", ("village",)),
        Gate("gathering.hold", "召开大型会议", "大型会议审批", ("gathering",)),
        Gate("year.review", "通过年度核对", "一年结束时核对", ("year",)),
    )
}


def gate(name: str) -> Gate:
    """Return the gate called ``name``.

    Raises:
        KeyError: there is none; the message proposes the nearest.
    """
    try:
        return GATES[name]
    except KeyError:
        raise KeyError(unknown("关口", name, GATES)) from None


def fact(name: str) -> Fact:
    """Return the fact called ``name``.

    Raises:
        KeyError: there is none; the message proposes the nearest.
    """
    try:
        return FACTS[name]
    except KeyError:
        raise KeyError(unknown("事实", name, FACTS)) from None


def unknown(what: str, name: str, known: Mapping[str, object]) -> str:
    """Return the sentence for a name that is not on the closed list, with the nearest one that is."""
    near = get_close_matches(brief(name), known, n=1, cutoff=0.6)
    return f"没有叫“{brief(name)}”的{what}" + (f"，您是否想写“{near[0]}”" if near else "")


def flatten(nested: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (dotted name, value) for every leaf; a mapping is never a value.

    Example:
        >>> dict(flatten({"body": {"entitled": 11}, "present": 7}))
        {'body.entitled': 11, 'present': 7}
    """
    for key, value in nested.items():
        name = f"{prefix}{key}"
        if value.__class__ is dict or isinstance(value, Mapping):
            yield from flatten(value, f"{name}.")
        else:
            yield name, value


def nest(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Return dotted names as nested dicts: the reverse of ``flatten``.

    Example:
        >>> nest({"body.entitled": 11, "present": 7})
        {'body': {'entitled': 11}, 'present': 7}
    """
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        *path, last = name.split(".")
        place = nested
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return nested

"""What the pages of 论证咨询 show: view models from rows, nothing else."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.argument.derived import span_days, span_workdays
from yixing.argument.models import Advice, Consultation, Expert, Hearing, PublicNotice, Research
from yixing.matters.models import Matter
from yixing.matters.state import OPEN
from yixing.ui.components import Badge, Column, Fact, NextStep, RelatedItem, SavedView, StripStep, Tone
from yixing.ui.sheets import Sheet

TABS = (
    ("咨询", "/argument/consultations/"),
    ("专家库", "/argument/experts/"),
    ("调研", "/argument/research/"),
    ("公示", "/argument/notices/"),
    ("听证", "/argument/hearings/"),
)
_TONES: dict[str, Tone] = {
    "asked": "warn",
    "answered": "info",
    "concluded": "good",
    "posted": "warn",
    "closed": "good",
    "announced": "warn",
    "held": "good",
}


def tabs(current: str) -> list[SavedView]:
    """The five lists of 论证咨询 beside each other."""
    return [SavedView(label, url, current=label == current) for label, url in TABS]


def badge(row: Consultation | PublicNotice | Hearing) -> Badge:
    """Where a record stands, in a stamped word."""
    return Badge(row.get_state_display(), _TONES[row.state])


def day_words(day: dt.date | None, empty: str = "—") -> str:
    """A day as tables write it."""
    return day.isoformat() if day else empty


# --- lists ---

EXPERT_COLUMNS = (
    Column("field", "领域"),
    Column("name", "姓名"),
    Column("workplace", "工作单位", "wide"),
    Column("title", "职称职务"),
    Column("speciality", "专长"),
    Column("since", "入库", "day"),
    Column("until", "出库", "day"),
    Column("asked", "咨询次数", "number"),
)
CONSULTATION_COLUMNS = (
    Column("number", "编号"),
    Column("matter", "事项", "wide"),
    Column("unit", "提请单位"),
    Column("mode", "方式"),
    Column("asked_on", "发出", "day"),
    Column("due_on", "期限", "day"),
    Column("given", "已提意见／专家", "number"),
    Column("state", "状态"),
)
RESEARCH_COLUMNS = (
    Column("topic", "课题", "wide"),
    Column("leader", "牵头人"),
    Column("unit", "承办单位"),
    Column("modes", "方式"),
    Column("until", "日期", "day"),
    Column("report", "调研报告"),
    Column("findings", "发现问题", "number"),
    Column("proposals", "提出建议", "number"),
    Column("cited", "被引用", "number"),
)
NOTICE_COLUMNS = (
    Column("matter", "事项", "wide"),
    Column("unit", "提请单位"),
    Column("since", "起", "day"),
    Column("until", "止", "day"),
    Column("days", "天数", "number"),
    Column("places", "公示地点"),
    Column("objections", "反映", "number"),
    Column("answered", "已答复", "number"),
    Column("state", "状态"),
)
HEARING_COLUMNS = (
    Column("subject", "听证事项", "wide"),
    Column("unit", "提请单位"),
    Column("announced_on", "公告", "day"),
    Column("papers_on", "材料送达", "day"),
    Column("planned_on", "听证日期", "day"),
    Column("place", "地点"),
    Column("participants", "参加人数", "number"),
    Column("state", "状态"),
)


def expert_cells(row: Any) -> list[Any]:
    """An expert as the spreadsheet has him; ``asked`` comes with the list."""
    return [
        row.get_field_display(),
        row.name,
        row.workplace,
        row.title,
        row.speciality,
        row.since,
        row.until,
        row.asked,
    ]


def consultation_cells(row: Any) -> list[Any]:
    """A consultation as the spreadsheet has it."""
    given = f"{row.given}／{row.asked}"
    matter = row.matter
    mode = row.get_mode_display()
    return [row.number, matter.title, str(matter.unit), mode, row.asked_on, row.due_on, given, row.get_state_display()]


def research_cells(row: Any) -> list[Any]:
    """A research as the spreadsheet has it."""
    return [
        row.topic,
        row.leader.name,
        str(row.unit),
        row.mode_words,
        row.until,
        row.report_title,
        row.findings,
        row.proposals,
        row.cited,
    ]


def notice_cells(row: Any) -> list[Any]:
    """A public notice as the spreadsheet has it."""
    return [
        row.matter.title,
        str(row.matter.unit),
        row.since,
        row.until,
        span_days(row.since, row.until),
        row.places,
        row.objections,
        row.answered,
        row.get_state_display(),
    ]


def hearing_cells(row: Any) -> list[Any]:
    """A hearing as the spreadsheet has it."""
    return [
        row.subject,
        str(row.matter.unit),
        row.announced_on,
        row.papers_on,
        row.held_on or row.planned_on,
        row.place,
        row.participants,
        row.get_state_display(),
    ]


def sheet(title: str, columns: Sequence[Column], lines: Iterable[Sequence[Any]]) -> Sheet:
    """Exactly what a list shows, as the sheet of a workbook."""
    return Sheet(title, [column.label for column in columns], lines)


# --- pages ---


def expert_facts(row: Expert) -> list[Fact]:
    """An expert, label and value."""
    return [
        Fact("领域", row.get_field_display()),
        Fact("工作单位", row.workplace, note=f"{row.organization}人员" if row.organization else ""),
        Fact("职称职务", row.title or "—"),
        Fact("专长", row.speciality or "—"),
        Fact("入库日期", day_words(row.since)),
        Fact("出库日期", day_words(row.until, "在库")),
    ]


def consultation_facts(row: Consultation) -> list[Fact]:
    """The 咨询书, label and value."""
    held = [Fact("论证会", f"{day_words(row.held_on)} {row.place}".strip())] if row.held_on else []
    return [
        Fact("提请单位", str(row.matter.unit)),
        Fact("方式", row.get_mode_display(), note="补充咨询，与上一次合并计算" if row.is_supplement else ""),
        *held,
        Fact("发出日期", day_words(row.asked_on)),
        Fact("回复期限", day_words(row.due_on)),
        Fact("采纳情况", day_words(row.concluded_on, "未形成")),
        *([Fact("论证结论", row.summary)] if row.summary else []),
    ]


def advice_words(advice: Advice) -> str:
    """Where one opinion stands, in a word."""
    if advice.replied_on is None:
        return "未回复"
    if not advice.text:
        return "回避"
    signed = "已署名" if advice.is_signed else "未署名"
    return f"{signed}，有利害关系" if advice.is_conflicted else signed


def consultation_steps(row: Consultation, actor: Actor) -> list[NextStep]:
    """What next with a consultation, for those who may."""
    if row.matter.state not in OPEN or not loaders.may(actor, Action.CONSULTATION_CONCLUDE, row):
        return []
    if row.state == Consultation.State.CONCLUDED:
        return [NextStep("更正采纳情况", f"/argument/consultations/{row.pk}/conclude/", primary=False)]
    if not row.advices.exclude(text="").exists():
        return [NextStep("登记专家意见", who="专家", consequence="")]
    ready = row.state == Consultation.State.ANSWERED
    words = "填写采纳情况" if ready else "填写采纳情况（未回复的不计）"
    return [NextStep(words, f"/argument/consultations/{row.pk}/conclude/", primary=ready)]


def consultation_strip(row: Consultation) -> list[StripStep]:
    """发出 → 论证会 → 意见 → 采纳情况 as a line with days."""
    done = row.state == Consultation.State.CONCLUDED
    answered = row.state != Consultation.State.ASKED
    meeting = [StripStep("论证会", row.held_on, "done" if answered else "todo")] if row.held_on else []
    return [
        StripStep("发出咨询书", row.asked_on, "done"),
        *meeting,
        StripStep("专家意见", None if answered else row.due_on, "done" if answered else "current"),
        StripStep("采纳情况", row.concluded_on, "done" if done else "current" if answered else "todo"),
    ]


def research_facts(row: Research) -> list[Fact]:
    """A research, label and value."""
    report = f"{row.report_title}" if row.report_title else "没有登记"
    return [
        Fact("牵头人", row.leader.name, note="常委牵头" if row.is_led_by_member else ""),
        Fact("承办单位", str(row.unit)),
        Fact("所属分管事项", str(row.area or "—")),
        Fact("方式", row.mode_words),
        Fact("日期", f"{day_words(row.since)} 至 {day_words(row.until)}"),
        Fact("地点和单位", row.places or "—"),
        Fact("调研报告", report, note=day_words(row.reported_on, "")),
        Fact("发现问题", f"{row.findings} 个"),
        Fact("提出建议", f"{row.proposals} 条"),
    ]


def citing(row: Research, actor: Actor) -> list[RelatedItem]:
    """Matters that cite a research, as far as the actor may see them."""
    seen = loaders.visible(Matter, actor).filter(citations__research=row).order_by("-drafted_on", "-pk")
    return [
        RelatedItem("引用", each.title, f"/matters/{each.pk}/", each.number or "", each.drafted_on)
        for each in seen[:100]
    ]


def notice_facts(row: PublicNotice) -> list[Fact]:
    """A public notice, label and value; the days are computed."""
    days = f"{span_days(row.since, row.until)} 日（工作日 {span_workdays(row.since, row.until)} 日）"
    known = row.objections is not None
    return [
        Fact("提请单位", str(row.matter.unit)),
        Fact("公示时间", f"{day_words(row.since)} 至 {day_words(row.until)}", note=days),
        Fact("公示地点", row.places),
        Fact("公示文号", row.document or "—"),
        Fact("收到的反映", f"{row.objections} 件" if known else "公示结束后登记"),
        Fact("已核实答复", f"{row.answered} 件" if known else "—"),
        *([Fact("反映和答复情况", row.result)] if row.result else []),
    ]


def notice_steps(row: PublicNotice, actor: Actor) -> list[NextStep]:
    """What next with a public notice, for those who may."""
    if row.matter.state not in OPEN or not loaders.may(actor, Action.PUBLICITY_CLOSE, row):
        return []
    url = f"/argument/notices/{row.pk}/close/"
    if row.state == PublicNotice.State.CLOSED:
        return [NextStep("补登答复", url, primary=False)]
    if actor.day < row.until:
        return [NextStep("登记结果", who=f"公示到 {day_words(row.until)} 结束")]
    return [NextStep("登记结果", url)]


def hearing_facts(row: Hearing) -> list[Fact]:
    """A hearing, label and value; the days the papers lay are computed."""
    held = row.held_on or row.planned_on
    before = f"提前 {(held - row.papers_on).days} 日" if row.papers_on else ""
    return [
        Fact("提请单位", str(row.matter.unit)),
        Fact("公告日期", day_words(row.announced_on)),
        Fact("听证日期", day_words(held), note="" if row.held_on else "计划"),
        Fact("地点", row.place, note="公开举行" if row.is_public else "不公开"),
        Fact("参加人遴选办法", row.selection or "—"),
        Fact("参加人名单公布", day_words(row.participants_on, "没有登记")),
        Fact("材料送达", day_words(row.papers_on, "没有登记"), note=before),
        *([Fact("参加人数", f"{row.participants} 人")] if row.participants else []),
        *([Fact("听证情况", row.result)] if row.result else []),
    ]


def hearing_strip(row: Hearing) -> list[StripStep]:
    """公告 and the three steps of the hearing."""
    held = row.held_on is not None
    steps = (
        ("承办单位介绍", row.is_presented),
        ("陈述、质证、辩论", row.is_debated),
        ("签字确认记录", row.is_record_signed),
    )
    return [
        StripStep("公告", row.announced_on, "done"),
        StripStep("举行", row.held_on or row.planned_on, "done" if held else "current"),
        *(
            StripStep(label, state="done" if done else "todo", note="" if done or not held else "没有登记")
            for label, done in steps
        ),
    ]


def hearing_steps(row: Hearing, actor: Actor) -> list[NextStep]:
    """What next with a hearing, for those who may."""
    if row.matter.state not in OPEN or not loaders.may(actor, Action.HEARING_HOLD, row):
        return []
    url = f"/argument/hearings/{row.pk}/hold/"
    if row.state == Hearing.State.HELD:
        return [NextStep("更正听证登记", url, primary=False)]
    return [NextStep("登记听证", url)]

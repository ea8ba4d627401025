"""``yixing export``: a table as the pages export it, of what the account named may see."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from yixing.access.actions import Section
from yixing.access.actor import Actor
from yixing.briefings import panels as briefing_panels
from yixing.briefings.queries import BriefingFilter, briefing_list
from yixing.decisions import pages as decision_pages
from yixing.decisions.queries import DecisionFilter, decision_list
from yixing.ledger import clock
from yixing.matters.listing import matter_rows
from yixing.matters.listing import sheet as matter_sheet
from yixing.matters.queries import MatterFilter, matter_list
from yixing.meetings import pages as meeting_pages
from yixing.meetings.queries import MeetingFilter, meeting_list
from yixing.operations.capacity import reading
from yixing.people.sheets import organization_sheets, people_sheets
from yixing.portfolios import matrix
from yixing.portfolios.queries import lines_on
from yixing.portfolios.sheets import area_sheets
from yixing.rulebook import pages as rulebook_pages
from yixing.rulebook import queries as rulebook_queries
from yixing.supervision import register
from yixing.supervision.limits import soon_days
from yixing.supervision.queries import TaskFilter, task_list
from yixing.ui.sheets import Sheet, workbook_bytes
from yixing_core.errors import Message, Refusal, catalogue

catalogue(
    {
        "export_kind": Message("不认识的种类“{kind}”。", "可以导出：{known}。"),
        "file_exists": Message("文件 {place} 已存在，不会覆盖。", "请换一个文件名，或先移走原文件。"),
    }
)
Sheets = Callable[[Actor, dt.date], list[Sheet]]


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of export: its word, the section and tables whose rows it shows, its sheets for an actor on a day."""

    word: str
    section: Section
    labels: tuple[str, ...]
    sheets: Sheets


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows by sheet, and in whose name they were read."""

    place: Path
    kind: str
    reader: str
    rows: dict[str, int]


def _matters(actor: Actor, _: dt.date) -> list[Sheet]:
    tabs = (("事项", MatterFilter(tab="matters")), ("议题", MatterFilter(tab="items")))
    return [matter_sheet(word, matter_rows(matter_list(actor, wanted))) for word, wanted in tabs]


def _meetings(actor: Actor, _: dt.date) -> list[Sheet]:
    tabs = (("常委会、全委会", "formal"), ("专题会、调度会", "light"))
    return [meeting_pages.sheet(word, meeting_list(actor, MeetingFilter(tab))) for word, tab in tabs]


def _decisions(actor: Actor, _: dt.date) -> list[Sheet]:
    return [decision_pages.sheet(decision_list(actor, DecisionFilter()).prefetch_related("assist_units"))]


def _briefings(actor: Actor, _: dt.date) -> list[Sheet]:
    heads = [column.label for column in briefing_panels.COLUMNS]
    return [Sheet("呈批件", heads, briefing_panels.sheet_rows(briefing_list(actor, BriefingFilter())))]


def _tasks(actor: Actor, day: dt.date) -> list[Sheet]:
    lines = register.lines(task_list(actor, TaskFilter(), today=day), day, soon_days(day))
    return [Sheet("任务台账", register.SHEET_HEADS, register.sheet_rows(lines))]


def _division(_: Actor, day: dt.date) -> list[Sheet]:
    return [matrix.sheet(matrix.build(lines_on(day), day))]


def _rules(_: Actor, day: dt.date) -> list[Sheet]:
    return [rulebook_pages.rule_sheet(rulebook_queries.rule_lines(day))]


def _parameters(actor: Actor, day: dt.date) -> list[Sheet]:
    return [rulebook_pages.number_sheet(rulebook_queries.numbers(day, actor))]


TABLES: dict[str, Table] = {
    "organizations": Table(
        "机构", Section.PEOPLE, ("people.Organization",), lambda actor, _: organization_sheets(actor)
    ),
    "people": Table(
        "人员",
        Section.PEOPLE,
        ("people.Person", "people.Post", "people.Membership"),
        lambda actor, _: people_sheets(actor),
    ),
    "areas": Table("分管事项", Section.PORTFOLIOS, ("portfolios.Area",), lambda actor, _: area_sheets(actor)),
    "division": Table("分工表", Section.PORTFOLIOS, ("portfolios.Division",), _division),
    "matters": Table("事项议题", Section.MATTERS, ("matters.Matter",), _matters),
    "meetings": Table("会议", Section.MEETINGS, ("meetings.Meeting",), _meetings),
    "decisions": Table("议定事项", Section.DECISIONS, ("decisions.Decision",), _decisions),
    "briefings": Table("呈批件", Section.BRIEFINGS, ("briefings.Briefing",), _briefings),
    "tasks": Table("任务台账", Section.TASKS, ("supervision.Task",), _tasks),
    "rules": Table("规定库", Section.RULES, ("compliance.Adoption",), _rules),
    "parameters": Table("参数", Section.RULES, ("compliance.Parameter",), _parameters),
}


def export(kind: str, target: Path, *, user: str = "", replace: bool = False) -> Exported:
    """Write a workbook beside ``target`` and move it into place whole.

    Args:
        kind: one of ``TABLES``.
        target: the .xlsx file.
        user: login name of the account in whose eyes; by default the first that sees the whole table.
        replace: whether a file that is there already may be replaced.

    Raises:
        Refusal: ``export_kind``, ``file_exists``, and what ``capacity.reading`` refuses.
    """
    table = TABLES.get(kind)
    if table is None:
        raise Refusal("export_kind", kind=kind, known="、".join(f"{key}（{one.word}）" for key, one in TABLES.items()))
    if target.exists() and not replace:
        raise Refusal("file_exists", place=target)
    actor = reading(table.section, table.labels, user)
    sheets = [
        Sheet(sheet.title, sheet.heads, list(sheet.rows))
        for sheet in table.sheets(actor, timezone.localdate(clock.now()))
    ]
    partial = target.with_name(f".{target.name}.part")
    partial.write_bytes(workbook_bytes(sheets))
    partial.replace(target)
    return Exported(
        target, kind, f"{actor.name}（{actor.post_name}）", {one.title: len(list(one.rows)) for one in sheets}
    )

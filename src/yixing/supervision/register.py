"""The lines of the 任务台账, read as plain values and written at once.

This is the page everybody has open all day, with seventeen columns. Rows of seven joined models, each cell a node of a
template, cost three quarters of its time; a list of values and one formatted string a line cost next to nothing.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from yixing.supervision.models import Task
from yixing.supervision.state import TaskState, light
from yixing.supervision.words import explain, source_label, view_kind
from yixing.ui.components import Light

S = TaskState
FIELDS = (
    "pk",
    "number",
    "text",
    "source",
    "is_backfilled",
    "is_long_term",
    "due_words",
    "due_on",
    "accepted_on",
    "last_report_on",
    "last_report",
    "last_problems",
    "state",
    "claimed_on",
    "closed_on",
    "merged_on",
    "stopped_on",
    "reminders",
    "extensions",
    "lead_unit__short_name",
    "lead_unit__name",
    "leader__name",
    "verifier__name",
    "breakdown__decision__source",
    "breakdown__decision__meeting__title",
    "breakdown__instruction__leader__name",
)
_PLACE = "\N{SECTION SIGN}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the 任务台账 in words and days; ``late_days`` counts to the claim where there is one."""

    place: int
    pk: int
    number: str
    text: str
    source: str
    leader: str
    unit: str
    assists: str
    due_words: str
    due_on: dt.date | None
    accepted_on: dt.date | None
    last_report_on: dt.date | None
    last_report: str
    last_problems: str
    state: str
    light: Light
    late_days: int | None
    reminders: int
    extensions: int
    verifier: str
    closed_on: dt.date | None
    is_backfilled: bool

    @property
    def state_words(self) -> str:
        """Where it stands in the procedure."""
        return TaskState(self.state).label


@dataclass(frozen=True, slots=True)
class _Lit:
    state: str
    due_on: dt.date | None
    claimed_on: dt.date | None


def lines(tasks: QuerySet[Task], today: dt.date, soon: int, *, first: int = 1) -> list[Line]:
    """The lines of a (sliced) list of tasks in two queries; ``first`` is the 序 of the first one."""
    rows = list(tasks.values(*FIELDS))
    assists = _assists([row["pk"] for row in rows])
    return [_line(row, assists.get(row["pk"], ""), today, soon, place) for place, row in enumerate(rows, first)]


def _assists(pks: Sequence[int]) -> dict[int, str]:
    """The assisting units of each task in the order of the establishment."""
    if not pks:
        return {}
    through = Task.assist_units.through.objects.filter(task_id__in=pks)
    ordered = through.order_by("organization__order", "organization__code")
    found: dict[int, list[str]] = {}
    for pk, short, name in ordered.values_list("task_id", "organization__short_name", "organization__name"):
        found.setdefault(pk, []).append(short or name)
    return {pk: "、".join(names) for pk, names in found.items()}


def _line(row: dict[str, Any], assists: str, today: dt.date, soon: int, place: int) -> Line:
    kind = light(_Lit(row["state"], row["due_on"], row["claimed_on"]), today, soon)
    late = ((row["claimed_on"] or today) - row["due_on"]).days if kind == "late" else None
    return Line(
        place=place,
        pk=row["pk"],
        number=row["number"] or "",
        text=row["text"],
        source=source_label(
            row["source"],
            meeting=row["breakdown__decision__meeting__title"],
            decided_by=row["breakdown__decision__source"],
            leader=row["breakdown__instruction__leader__name"],
        ),
        leader=row["leader__name"] or "",
        unit=row["lead_unit__short_name"] or row["lead_unit__name"],
        assists=assists,
        due_words=row["due_words"],
        due_on=row["due_on"],
        accepted_on=row["accepted_on"],
        last_report_on=row["last_report_on"],
        last_report=row["last_report"],
        last_problems=row["last_problems"],
        state=row["state"],
        light=Light(view_kind(kind), explain(row, kind, today)),
        late_days=late,
        reminders=row["reminders"],
        extensions=row["extensions"],
        verifier=row["verifier__name"] or "",
        closed_on=row["closed_on"],
        is_backfilled=row["is_backfilled"],
    )


# --- as HTML ---

_ACTS: dict[str, tuple[tuple[str, str], ...]] = {
    S.ISSUED: (("电话催办", "remind"),),
    S.OBJECTED: (("答复异议", "reassign"),),
    S.IN_HAND: (("电话催办", "remind"), ("核实", "verify")),
    S.CLAIMED: (("核实", "verify"), ("并入", "merge")),
    S.VERIFIED: (("销号", "close"), ("转长期坚持", "keep")),
}
_ROW = (
    '<tr>{tick}<td data-label="编号" class="code">{number}</td>'
    '<td class="lead"><a href="/tasks/{pk}/">{text}</a>{backfilled}</td>'
    '<td data-label="来源">{source}</td><td data-label="责任领导">{leader}</td><td data-label="牵头单位">{unit}</td>'
    '<td data-label="配合单位">{assists}</td><td data-label="时限" class="day">{due}</td>'
    '<td data-label="签收" class="day">{accepted}</td><td data-label="最新进展" class="full">{report}</td>'
    '<td data-label="存在问题" class="full">{problems}</td>'
    '<td data-label="状态">{light}<span class="second note">{state}</span></td>'
    '<td data-label="超期（天）" class="number">{late}</td><td data-label="催办" class="number">{reminders}</td>'
    '<td data-label="延期" class="number">{extensions}</td><td data-label="核实人">{verifier}</td>'
    '<td data-label="销号日期" class="day">{closed}</td>{acts}</tr>'
)


def table_rows(found: Iterable[Line], *, inspector: bool) -> SafeString:
    """The body of the table on the page; for the inspector with a tick and what may be done with each line."""
    return mark_safe("".join(_html(line, inspector=inspector) for line in found))  # noqa: S308  (each part was escaped)


def _html(line: Line, *, inspector: bool) -> SafeString:
    return format_html(
        _ROW,
        pk=line.pk,
        tick=_tick(line) if inspector else "",
        number=line.number,
        text=_cut(line.text, 60),
        backfilled=_BACKFILLED if line.is_backfilled else "",
        source=line.source,
        leader=line.leader,
        unit=line.unit,
        assists=line.assists,
        due=_due(line),
        accepted=_day(line.accepted_on) or "—",
        report=_report(line),
        problems=_cut(line.last_problems, 30),
        light=_light_html(line.light),
        state=line.state_words,
        late="" if line.late_days is None else line.late_days,
        reminders=line.reminders or "",
        extensions=line.extensions or "",
        verifier=line.verifier,
        closed=_day(line.closed_on),
        acts=_acts(line) if inspector else "",
    )


_BACKFILLED: SafeString = mark_safe(' <span class="badge badge-plain">补录</span>')


def _tick(line: Line) -> SafeString:
    return format_html(
        '<td class="tick-cell"><input type="checkbox" name="ids" value="{}" form="bulk" aria-label="选中 {}"></td>',
        line.pk,
        line.number,
    )


def _due(line: Line) -> SafeString | str:
    if line.due_on is None:
        return line.due_words
    return format_html('{}<span class="second figure">{}</span>', line.due_words, _day(line.due_on))


def _report(line: Line) -> SafeString | str:
    if line.last_report_on is None:
        return ""
    return format_html('<span class="figure">{}</span> {}', _day(line.last_report_on), _cut(line.last_report, 50))


def _acts(line: Line) -> SafeString:
    links = format_html_join(
        "",
        '<a href="/tasks/{}/{}/">{}<span class="unseen">：{}</span></a>',
        ((line.pk, page, words, line.number) for words, page in _ACTS.get(line.state, ())),
    )
    return format_html('<td class="act-cell"><span class="acts">{}</span></td>', links)


def _day(value: dt.date | None) -> str:
    return value.isoformat() if value is not None else ""


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _light_html(shown: Light) -> SafeString:
    """The component ``light`` of the interface kit, with this explanation."""
    return mark_safe(_light_pattern(shown.kind).replace(_PLACE, escape(shown.explanation)))  # noqa: S308  (escaped)


@functools.cache
def _light_pattern(kind: Any) -> str:
    return render_to_string("ui/parts/light.html", {"light": Light(kind, _PLACE)}).strip()


# --- as a spreadsheet ---

SHEET_HEADS = (
    "序",
    "编号",
    "事项（原文）",
    "来源",
    "责任领导",
    "牵头单位",
    "配合单位",
    "时限（原文）",
    "时限",
    "签收",
    "进展日期",
    "最新进展",
    "存在问题",
    "状态",
    "状态灯",
    "超期（天）",
    "催办次数",
    "延期次数",
    "核实人",
    "销号日期",
)


def sheet_rows(found: Iterable[Line]) -> list[list[Any]]:
    """The lines as a spreadsheet holds them; the heads are ``SHEET_HEADS``."""
    return [
        [
            line.place,
            line.number,
            line.text,
            line.source,
            line.leader,
            line.unit,
            line.assists,
            line.due_words,
            line.due_on,
            line.accepted_on,
            line.last_report_on,
            line.last_report,
            line.last_problems,
            line.state_words,
            line.light.word,
            line.late_days,
            line.reminders,
            line.extensions,
            line.verifier,
            line.closed_on,
        ]
        for line in found
    ]

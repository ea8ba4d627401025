"""The lines of the 任务台账, read as plain values and written at once.

This is the page everybody has open all day, with seventeen columns. Rows of seven joined models, each cell a node of a
template, cost three quarters of its time; a list of values and one formatted string a line cost next to nothing.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from yixing.supervision.models import Task
from yixing.supervision.prepared import Prepared, prepared_for
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
_DAYS = tuple(name for name in FIELDS if name.endswith("_on"))
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


def page_lines(pks: Sequence[int], today: dt.date, soon: int, *, first: int = 1) -> list[Line]:
    """The lines of the tasks with these keys, in this order; a page of a list that the reader may see."""
    found = {row[0]: _plain(row) for row in _page_question(len(pks)).rows(pks)} if pks else {}
    assists = _assists(pks)
    rows = [found[pk] for pk in pks if pk in found]
    return [_line(row, assists.get(row["pk"], ""), today, soon, place) for place, row in enumerate(rows, first)]


@functools.lru_cache(maxsize=64)
def _page_question(size: int) -> Prepared:
    """The columns of as many tasks; its values are their keys."""
    return prepared_for(size, lambda pks: Task.objects.filter(pk__in=pks).order_by().values_list(*FIELDS))


def _plain(row: tuple[Any, ...]) -> dict[str, Any]:
    """The columns by name, days as days: SQLite hands them over as text."""
    found = dict(zip(FIELDS, row, strict=True))
    for name in _DAYS:
        if isinstance(found[name], str):
            found[name] = dt.date.fromisoformat(found[name])
    return found


def _assists(pks: Sequence[int]) -> dict[int, str]:
    """The assisting units of each task in the order of the establishment."""
    found: dict[int, list[str]] = {}
    for pk, short, name in _assists_question(len(pks)).rows(pks) if pks else ():
        found.setdefault(pk, []).append(short or name)
    return {pk: "、".join(names) for pk, names in found.items()}


@functools.lru_cache(maxsize=64)
def _assists_question(size: int) -> Prepared:
    through, names = Task.assist_units.through.objects, ("organization__short_name", "organization__name")
    order = ("organization__order", "organization__code")
    return prepared_for(
        size, lambda pks: through.filter(task_id__in=pks).order_by(*order).values_list("task_id", *names)
    )


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
# Every text of a row passes through ``escape`` here, once; what is put together from escaped parts is not escaped again.

_ACTS: dict[str, tuple[tuple[str, str], ...]] = {
    S.ISSUED: (("电话催办", "remind"),),
    S.OBJECTED: (("答复异议", "reassign"),),
    S.IN_HAND: (("电话催办", "remind"), ("核实", "verify")),
    S.CLAIMED: (("核实", "verify"), ("并入", "merge")),
    S.VERIFIED: (("销号", "close"), ("转长期坚持", "keep")),
}
_BACKFILLED = ' <span class="badge badge-plain">补录</span>'


def table_rows(found: Iterable[Line], *, inspector: bool) -> SafeString:
    """The body of the table on the page; for the inspector with a tick and what may be done with each line."""
    return mark_safe("".join(_html(line, inspector=inspector) for line in found))  # noqa: S308  (each part was escaped)


def _html(line: Line, *, inspector: bool) -> str:
    number = escape(line.number)
    return (
        f'<tr>{_tick(line.pk, number) if inspector else ""}<td data-label="编号" class="code">{number}</td>'
        f'<td class="lead"><a href="/tasks/{line.pk}/">{escape(_cut(line.text, 60))}</a>'
        f"{_BACKFILLED if line.is_backfilled else ''}</td>"
        f'<td data-label="来源">{escape(line.source)}</td><td data-label="责任领导">{escape(line.leader)}</td>'
        f'<td data-label="牵头单位">{escape(line.unit)}</td><td data-label="配合单位">{escape(line.assists)}</td>'
        f'<td data-label="时限" class="day">{_due(line)}</td>'
        f'<td data-label="签收" class="day">{_day(line.accepted_on) or "—"}</td>'
        f'<td data-label="最新进展" class="full">{_report(line)}</td>'
        f'<td data-label="存在问题" class="full">{escape(_cut(line.last_problems, 30))}</td>'
        f'<td data-label="状态">{_light_html(line.light)}<span class="second note">{line.state_words}</span></td>'
        f'<td data-label="超期（天）" class="number">{"" if line.late_days is None else line.late_days}</td>'
        f'<td data-label="催办" class="number">{line.reminders or ""}</td>'
        f'<td data-label="延期" class="number">{line.extensions or ""}</td>'
        f'<td data-label="核实人">{escape(line.verifier)}</td>'
        f'<td data-label="销号日期" class="day">{_day(line.closed_on)}</td>{_acts(line, number) if inspector else ""}</tr>'
    )


def _tick(pk: int, number: str) -> str:
    return f'<td class="tick-cell"><input type="checkbox" name="ids" value="{pk}" form="bulk" aria-label="选中 {number}"></td>'


def _due(line: Line) -> str:
    words = escape(line.due_words)
    return words if line.due_on is None else f'{words}<span class="second figure">{_day(line.due_on)}</span>'


def _report(line: Line) -> str:
    if line.last_report_on is None:
        return ""
    return f'<span class="figure">{_day(line.last_report_on)}</span> {escape(_cut(line.last_report, 50))}'


def _acts(line: Line, number: str) -> str:
    links = "".join(
        f'<a href="/tasks/{line.pk}/{page}/">{words}<span class="unseen">：{number}</span></a>'
        for words, page in _ACTS.get(line.state, ())
    )
    return f'<td class="act-cell"><span class="acts">{links}</span></td>'


def _day(value: dt.date | None) -> str:
    return value.isoformat() if value is not None else ""


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _light_html(shown: Light) -> str:
    """The component ``light`` of the interface kit, with this explanation."""
    return _light_pattern(shown.kind).replace(_PLACE, escape(shown.explanation))


@functools.cache
def _light_pattern(kind: Any) -> str:
    return str(render_to_string("ui/parts/light.html", {"light": Light(kind, _PLACE)})).strip()


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

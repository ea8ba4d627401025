"""Pages of the due-lists: 季度交心, talks with heads of units, 部门民主生活会. Days, and nothing else."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.numbers import row_number
from yixing.argument.listing import said
from yixing.briefings.acting import today_of
from yixing.door.views import ActorRequest, acts, form_for, reads, submit
from yixing.duties import pages
from yixing.duties.actions import talk_record
from yixing.duties.actions.talks import TalkLine
from yixing.duties.charge import QUARTERS, quarter_span, units_in_charge, usual_year, year_span
from yixing.duties.forms import SheetForm, YearFilter
from yixing.duties.models import Talk, TalkSheet
from yixing.duties.talks import ended_quarters, heads_due, missing_pairs, names_of, pairs_of
from yixing.people.models import Organization, Person
from yixing.portfolios.queries import members_on
from yixing.ui.forms import speak
from yixing.ui.sheets import Sheet, workbook_response
from yixing.ui.widgets import DayInput, UnitPicker

Kind = TalkSheet.Kind
YEARS = 20


@dataclass(frozen=True, slots=True)
class ListLine:
    """One sheet of the year on the overview: how many of how many, who lacks, where it is entered."""

    label: str
    done: int
    needed: int
    missing: tuple[str, ...]
    url: str
    over: bool
    """Whether its time is up, so that what is missing is missing."""


@reads(Section.DUTIES)
def talks(request: ActorRequest) -> HttpResponse:
    """The three due-lists of a year: how far each is, and who is missing."""
    today = today_of(request)
    form = YearFilter({"year": usual_year(today)} | request.GET.dict(), today=today)
    year = said(form).get("year") or usual_year(today)
    lines = _overview(request, year, today)
    if request.GET.get("export") == "xlsx":
        heads = ["清单", "已登记", "应有", "还没有的"]
        rows = [[line.label, line.done, line.needed, "、".join(line.missing)] for line in lines]
        return workbook_response("交心谈话", [Sheet("交心谈话", heads, rows), _days(request, year)])
    context = {
        "heading": f"交心谈话（{year}年）",
        "views": pages.tabs("交心谈话", request.actor),
        "filter_form": form,
        "lines": lines,
        "may": loaders.may(request.actor, Action.TALK_RECORD),
    }
    return render(request, "duties/talks.html", context)


def _overview(request: ActorRequest, year: int, today: dt.date) -> list[ListLine]:
    """Of a member only what he himself stands in."""
    me = _only(request)
    ended = ended_quarters(year, today)
    found = []
    for quarter in QUARTERS:
        owed = [pair for pair in pairs_of(year, quarter) if me in {0, pair.first.pk, pair.second.pk}]
        gaps = [pair for pair in missing_pairs(year, quarter) if me in {0, pair.first.pk, pair.second.pk}]
        url = f"/duties/talks/pairs/?year={year}&quarter={quarter}"
        words = tuple(map(str, gaps))
        found.append(ListLine(f"第{quarter}季度交心", len(owed) - len(gaps), len(owed), words, url, quarter in ended))
    last = min(today, year_span(year)[1])
    over = year_span(year)[1] <= today
    heads = [each for each in heads_due(year, last) if me in {0, each.member.pk}]
    short = tuple(f"{each.member.name}—{each.unit}" for each in heads if each.missing)
    done = sum(min(len(each.days), each.needed) for each in heads)
    needed = sum(each.needed for each in heads)
    spoken = sum(len(each.days) for each in heads)
    found.append(
        ListLine(
            f"与分管部门负责人谈话（共 {spoken} 次）", done, needed, short, f"/duties/talks/heads/?year={year}", over
        )
    )
    people = [person for person in members_on(last) if me in {0, person.pk}]
    been = set(Talk.objects.filter(sheet__kind=Kind.LIFE, sheet__year=year).values_list("person_id", flat=True))
    gone = tuple(person.name for person in people if person.pk not in been)
    url = f"/duties/talks/life/?year={year}"
    found.append(ListLine("参加分管部门民主生活会", len(people) - len(gone), len(people), gone, url, over))
    return found


def _only(request: ActorRequest) -> int:
    """The member whose own lines alone are shown; 0 for those who see all."""
    everything = loaders.sight(Talk, request.actor)
    return 0 if everything is not None and not everything else (request.actor.person_id or -1)


def _days(request: ActorRequest, year: int) -> Sheet:
    rows = (
        loaders.visible(Talk, request.actor).filter(sheet__year=year).select_related("sheet", "person", "other", "unit")
    )
    heads = ["清单", "季度", "常委", "对象", "日期"]
    cells = [
        [row.sheet.get_kind_display(), row.sheet.quarter or None, *names_of(row), row.on]
        for row in rows.order_by("sheet__kind", "sheet__quarter", "person__order", "on", "id")
    ]
    return Sheet("日期", heads, cells)


@reads(Section.DUTIES)
def talk_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    """The page of a sheet, by its number."""
    row = loaders.find(TalkSheet, pk, request.actor)
    if not loaders.may(request.actor, Action.TALK_RECORD):
        return redirect(f"/duties/talks/?year={row.year}")
    page = {Kind.PAIR: "pairs", Kind.HEAD: "heads", Kind.LIFE: "life"}[Kind(row.kind)]
    quarter = f"&quarter={row.quarter}" if row.quarter else ""
    return redirect(f"/duties/talks/{page}/?year={row.year}{quarter}")


@dataclass(frozen=True, slots=True)
class Line:
    """A cell of a grid: its field's name, who it is about, and where an earlier day would stand."""

    name: str
    person: Person
    label: str
    talk: tuple[int | None, int | None, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet being entered: its kind and span, its cells, the days known."""

    kind: str
    year: int
    quarter: int
    heading: str
    lines: Sequence[Line]
    days: dict[str, dt.date]

    @property
    def sheet(self) -> TalkSheet | None:
        """The sheet, once something was entered on it."""
        return TalkSheet.objects.filter(kind=self.kind, year=self.year, quarter=self.quarter).first()


@acts(Action.TALK_RECORD)
def pairs(request: ActorRequest) -> HttpResponse:
    """季度交心: a day for each pair of a quarter, as a triangle; one day for all that are empty."""
    today = today_of(request)
    year, quarter = _asked(request, today)
    lines = [
        Line(f"p{pair.first.pk}-{pair.second.pk}", pair.first, str(pair), (pair.second.pk, None, 1))
        for pair in pairs_of(year, quarter)
    ]
    grid = Grid(Kind.PAIR, year, quarter, f"{year}年第{quarter}季度交心", lines, {})
    return _entered(request, _known(grid), "duties/pairs.html")


@acts(Action.TALK_RECORD)
def heads(request: ActorRequest) -> HttpResponse:
    """与分管部门负责人谈话: days for each unit of each member's field."""
    today = today_of(request)
    year, _ = _asked(request, today)
    due = heads_due(year, min(today, year_span(year)[1]))
    most = max([2, *(max(each.needed, len(each.days)) for each in due)])
    lines = [
        Line(f"h{each.member.pk}-{each.unit.pk}-{place}", each.member, str(each.unit), (None, each.unit.pk, place))
        for each in due
        for place in range(1, most + 1)
    ]
    grid = Grid(Kind.HEAD, year, 0, f"{year}年与分管部门负责人谈话", lines, {})
    return _entered(request, _known(grid), "duties/heads.html", most=most)


@acts(Action.TALK_RECORD)
def life(request: ActorRequest) -> HttpResponse:
    """参加分管部门民主生活会: for each member the unit and the day."""
    today = today_of(request)
    year, _ = _asked(request, today)
    last = min(today, year_span(year)[1])
    known = {row.person_id: row for row in Talk.objects.filter(sheet__kind=Kind.LIFE, sheet__year=year)}
    lines = [
        Line(f"l{person.pk}", person, person.name, (None, known[person.pk].unit_id if person.pk in known else None, 1))
        for person in members_on(last)
    ]
    days = {f"l{pk}": row.on for pk, row in known.items()}
    grid = Grid(Kind.LIFE, year, 0, f"{year}年参加分管部门民主生活会", lines, days)
    return _entered(request, grid, "duties/life.html")


def _asked(request: ActorRequest, today: dt.date) -> tuple[int, int]:
    """Year and quarter of the address; without them the last quarter that is over."""
    year = row_number(request.GET.get("year", "")) or usual_year(today)
    year = year if abs(year - today.year) <= YEARS else usual_year(today)
    over = [quarter for quarter in QUARTERS if quarter_span(year, quarter)[1] <= today]
    quarter = row_number(request.GET.get("quarter", "")) or (over[-1] if over else 1)
    return year, quarter if quarter in QUARTERS else 1


def _known(grid: Grid) -> Grid:
    """The grid with the days that are entered."""
    rows = Talk.objects.filter(sheet__kind=grid.kind, sheet__year=grid.year, sheet__quarter=grid.quarter)
    days = {(row.person_id, row.other_id, row.unit_id, row.ordinal): row.on for row in rows}
    turned = {(row.other_id, row.person_id, None, 1): row.on for row in rows if row.other_id}
    for line in grid.lines:
        on = (turned | days).get((line.person.pk, *line.talk))
        if on is not None:
            grid.days[line.name] = on
    return grid


def _entered(request: ActorRequest, grid: Grid, template: str, **more: Any) -> HttpResponse:
    sheet = grid.sheet
    form = form_for(request, SheetForm, sheet)
    form.versioned = sheet is not None
    _put(form, grid)
    if request.method == "POST":
        given: dict[str, Any] = {"kind": str(grid.kind), "year": grid.year, "quarter": grid.quarter}
        if sheet is not None:
            given["sheet_id"] = sheet.pk
        form.grid = grid
        if submit(request, form, _record(form), **given) is not None:
            messages.success(request, "已保存。")
            return redirect(f"/duties/talks/?year={grid.year}")
    context = {
        "heading": grid.heading,
        "form": form,
        "refusal": form.refusal,
        "submit": "保存",
        "cancel_url": f"/duties/talks/?year={grid.year}",
        "consequence": "只登记日期，不登记内容；清空一格即删去这一格的日期。",
        "members": _members(form, grid),
    } | more
    return render(request, template, context, status=form.status)


def _put(form: Any, grid: Grid) -> None:
    """A day field for each cell; of 民主生活会 the unit beside it."""
    for line in grid.lines:
        field = forms.DateField(
            label=f"{line.label}", required=False, widget=DayInput(attrs={"aria-label": line.label})
        )
        field.initial = grid.days.get(line.name)
        speak(field, line.label)
        form.fields[line.name] = field
        if grid.kind == Kind.LIFE:
            form.fields[f"u{line.person.pk}"] = _unit_field(line, grid)


def _unit_field(line: Line, grid: Grid) -> forms.TypedChoiceField:
    day = grid.days.get(line.name) or year_span(grid.year)[1]
    units = list(units_in_charge(line.person.pk, day))
    if line.talk[1] is not None and line.talk[1] not in {unit.pk for unit in units}:
        units.append(Organization.objects.get(pk=line.talk[1]))
    field = forms.TypedChoiceField(
        label=f"{line.person.name}参加的部门",
        coerce=int,
        empty_value=None,
        required=False,
        widget=UnitPicker(attrs={"aria-label": f"{line.person.name}参加的部门"}),
        choices=[("", "—"), *((unit.pk, str(unit)) for unit in units)],
    )
    field.initial = line.talk[1]
    speak(field, str(field.label))
    return field


def _members(form: Any, grid: Grid) -> list[tuple[Person, list[tuple[Line, Any, Any]]]]:
    """By rank: each member with his cells as bound fields, and the unit's field of 民主生活会."""
    found: dict[int, tuple[Person, list[tuple[Line, Any, Any]]]] = {}
    for line in grid.lines:
        unit = form[f"u{line.person.pk}"] if grid.kind == Kind.LIFE else None
        found.setdefault(line.person.pk, (line.person, []))[1].append((line, form[line.name], unit))
    return list(found.values())


def _record(form: Any) -> Any:
    """The action, given the cells of a bound form that differ from what is known."""

    def do(call: Any, **given: Any) -> TalkSheet:
        grid: Grid = form.grid
        kept = {
            name: value for name, value in given.items() if name in {"kind", "year", "quarter", "sheet_id", "version"}
        }
        return talk_record(call, lines=_changes(grid, given), **kept)

    return do


def _changes(grid: Grid, given: dict[str, Any]) -> list[TalkLine]:
    fill = given.get("fill_on")
    found = []
    for line in grid.lines:
        before, now = grid.days.get(line.name), given.get(line.name)
        other, unit, place = line.talk
        if grid.kind == Kind.LIFE:
            found += _life(line, before, now or (fill if given.get(f"u{line.person.pk}") else None), given)
            continue
        if now is None and before is None and place == 1:
            now = fill
        if now != before:
            found.append(TalkLine(line.person.pk, now, other_id=other, unit_id=unit, ordinal=place))
    return found


def _life(line: Line, before: dt.date | None, now: dt.date | None, given: dict[str, Any]) -> list[TalkLine]:
    """Another unit means that the earlier line goes."""
    unit, was = given.get(f"u{line.person.pk}"), line.talk[1]
    if (unit, now) == (was, before):
        return []
    found = []
    if was is not None and was != unit:
        found.append(TalkLine(line.person.pk, None, unit_id=was))
    if unit is not None:
        found.append(TalkLine(line.person.pk, now, unit_id=unit))
    return found

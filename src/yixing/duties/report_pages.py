"""What the pages of 分工报告 show: who owes one, the figures of a text beside those of the records."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.roles import OFFICE, Role
from yixing.duties.drafting import LABELS, LED, TASKS, UNITS, figures_of
from yixing.duties.models import DutyReport, Mode
from yixing.duties.queries import names
from yixing.duties.year import committee_report_due, member_report_due
from yixing.people.models import Person
from yixing.portfolios.queries import members_on
from yixing.ui.components import Badge, Column, DocumentLink, Fact, Figure, Light, NextStep, due_words

COLUMNS = (
    Column("who", "报告人"),
    Column("to", "向谁报告"),
    Column("due", "期限", "day"),
    Column("state", "状态"),
    Column("heard_on", "报告日期", "day"),
    Column("meeting", "听取的会议", "wide"),
)
_SEES_ALL = OFFICE | {Role.CHAIR, Role.DISCIPLINE}
_NAMES_MISSING = OFFICE | {Role.CHAIR, Role.DISCIPLINE, Role.AUDITOR}


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that is owed for a year: by whom, to whom, until when, and where it stands."""

    who: str
    person: Person | None
    due: dt.date
    row: DutyReport | None
    today: dt.date
    begin_url: str = ""

    @property
    def heard(self) -> bool:
        """Whether it was given."""
        return self.row is not None and self.row.state == DutyReport.State.HEARD

    @property
    def to(self) -> str:
        """To which body."""
        return "常委会" if self.person is not None else "全委会"

    @property
    def word(self) -> str:
        """没有起草, 起草中 or 已报告."""
        return self.row.get_state_display() if self.row is not None else "没有起草"

    @property
    def badge(self) -> Badge:
        """The same as a stamp."""
        return Badge(self.word, "good" if self.heard else "warn" if self.row is not None else "plain")

    @property
    def light(self) -> Light | None:
        """逾期 once the day is past and it was not given; nothing afterwards."""
        if self.heard:
            return None
        if self.due < self.today:
            return Light("late", f"应于 {self.due} 前报告")
        return Light("normal", f"应于 {self.due} 前报告")

    @property
    def meeting(self) -> str:
        """At which meeting it was heard."""
        return str(self.row.meeting) if self.row is not None and self.row.meeting else ""

    @property
    def cells(self) -> list[Any]:
        """As the spreadsheet has it."""
        heard_on = self.row.heard_on if self.row is not None else None
        return [self.who, self.to, self.due, self.word, heard_on, self.meeting]


def owed(actor: Actor, year: int, today: dt.date, rows: Sequence[DutyReport]) -> list[Owed]:
    """The reports of a year: that of 常委会, then every member's by rank; of others' drafts a member sees nothing."""
    seen = {row.person_id or 0: row for row in rows}
    office = actor.has(*_NAMES_MISSING)
    last = min(today, dt.date(year, 12, 31))
    people = [person for person in members_on(last) if office or person.pk in seen or person.pk == actor.person_id]
    known = {person.pk for person in people}
    people += [row.person for row in rows if row.person is not None and row.person_id not in known]
    found = [
        Owed(
            person.name,
            person,
            member_report_due(year),
            seen.get(person.pk),
            today,
            _begin(actor, year, person) if person.pk not in seen else "",
        )
        for person in people
    ]
    if office or 0 in seen:
        begin = _begin(actor, year, None) if 0 not in seen else ""
        found.insert(0, Owed("县委常委会", None, committee_report_due(year), seen.get(0), today, begin))
    return found


def _begin(actor: Actor, year: int, person: Person | None) -> str:
    """Where the actor may begin that report; empty where it is not his."""
    writes = actor.has(Role.CLERK, Role.DIRECTOR)
    if not writes and (
        person is None or person.pk != actor.person_id or not loaders.may(actor, Action.DUTY_REPORT_DRAFT)
    ):
        return ""
    query = {"year": year, "person": person.pk} if person else {"year": year, "kind": "committee"}
    return f"/duties/reports/new/?{urlencode(query)}"


def missing_words(lines: Iterable[Owed], year: int, today: dt.date) -> str:
    """没有报告的常委，by name: 缺谁, until when."""
    people = [line.person for line in lines if line.person is not None and not line.heard]
    if not people:
        return ""
    due = member_report_due(year)
    return f"{year}年还没有向常委会报告分管工作的：{names(people)}（期限 {due}，{due_words(due, today)}）。"


def steps(row: DutyReport, actor: Actor) -> list[NextStep] | None:
    """What next with a report: go on writing, record the meeting."""
    if row.state == DutyReport.State.HEARD:
        return None
    found = []
    if loaders.may(actor, Action.DUTY_REPORT_HEAR, row):
        found.append(NextStep("登记听取的会议", f"/duties/reports/{row.pk}/hear/"))
    if loaders.may(actor, Action.DUTY_REPORT_DRAFT, row):
        found.append(NextStep("修改", f"/duties/reports/{row.pk}/edit/", primary=not found))
    return found or [NextStep("登记听取的会议", who="县委办")]


def facts(row: DutyReport) -> list[Fact]:
    """A report, label and value."""
    return [
        Fact("报告人", row.person.name if row.person else "县委常委会"),
        Fact("年度", f"{row.year}年"),
        Fact("起草日期", row.drafted_on.isoformat()),
        Fact("听取的会议", str(row.meeting), note=str(row.heard_on)) if row.meeting else Fact("听取的会议", "还没有"),
    ]


_STATES = {"tasks_closed": {"state": "closed"}, "tasks_open": {"state": "open"}, "tasks_kept": {"state": "long_term"}}


def _opens_to(name: str, person_id: int | None, year: int) -> str:
    """The records a figure counts, and no others: what is told of 专题报告 leaves the annual report out."""
    if name in TASKS:
        whose = {"leader": person_id} if person_id else {}
        return f"/tasks/?{urlencode({'year': year} | whose | _STATES.get(name, {}))}"
    lines = {"tasks": "yes"} if name == LED else {"mode": name}
    without = {"annual": "no"} if name == Mode.REPORT else {}
    query: dict[str, Any] = {"year": year} | lines | ({"person": person_id} if person_id else {}) | without
    return f"/duties/?{urlencode(query)}"


def figures(values: Mapping[str, int], person: Person | None, year: int) -> list[Figure]:
    """The figures a text may state, each with the way to its records."""
    pk = person.pk if person else None
    modes = [Figure(m.label, values[str(m)], UNITS[m], _opens_to(str(m), pk, year)) for m in Mode]
    return modes + [Figure(label, values[name], "项", _opens_to(name, pk, year)) for name, label in LABELS.items()]


@dataclass(frozen=True, slots=True)
class Checked:
    """A figure as the text was saved with it, and as the records have it now."""

    label: str
    said: int
    now: int | None
    """``None`` for a reader who does not see all the records: his count would say nothing about the report."""
    url: str

    @property
    def same(self) -> bool:
        """Whether nothing was recorded since."""
        return self.said == self.now


def checked(row: DutyReport, actor: Actor) -> list[Checked]:
    """Every figure of a report, beside what its records come to today for those who see all of these records."""
    labels = {str(mode): str(mode.label) for mode in Mode} | LABELS
    whole = actor.has(*_SEES_ALL) or (row.person_id is not None and row.person_id == actor.person_id)
    now: Mapping[str, int] = figures_of(actor, row.person_id, row.year) if whole else {}
    return [
        Checked(label, int(row.figures.get(name, 0)), now.get(name), _opens_to(name, row.person_id, row.year))
        for name, label in labels.items()
        if name in row.figures  # a report saved before a figure was there says nothing of it
    ]


def files(row: DutyReport) -> list[DocumentLink]:
    """The report as .docx and PDF."""
    base = f"/duties/reports/{row.pk}/report"
    return [DocumentLink(str(row), f"{base}.docx", "docx"), DocumentLink(str(row), f"{base}.pdf", "pdf")]

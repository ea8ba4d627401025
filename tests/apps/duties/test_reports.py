"""分工报告: drawn from the register, every figure opens to its records; given at a meeting; who is missing is named."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.apps.duties import doing
from tests.apps.handover.moving import task
from tests.apps.meetings import desk
from tests.cast import TODAY, Cast
from yixing.access.loaders import visible
from yixing.compliance.models import Parameter
from yixing.duties import actions
from yixing.duties.drafting import LABELS, LED, draft_text, figures_of
from yixing.duties.models import DutyReport, Mode
from yixing.duties.prints import report_print
from yixing.duties.report_pages import figures
from yixing.duties.waiting import waiting_for
from yixing.duties.year import member_report_due, missing_reports, year_check
from yixing.people.models import Membership
from yixing.supervision.models import Task
from yixing_core.errors import Refusal
from yixing_core.papers.docx import to_docx


def refused(code: str, do: object, *args: object, **kwargs: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        do(*args, **kwargs)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


def test_a_draft_says_what_the_register_has(cast: Cast) -> None:
    doing.duty(cast)
    doing.duty(cast, title="协调第二件")
    doing.ask(cast)
    person = cast.people["09号常委"]
    text = draft_text(cast.actor("常委"), person, 2023, TODAY)
    assert "分管财政税务、发展改革等 2 项工作，归口县财政局等 1 个单位" in text
    assert "专题协调 2 次，专题质询 1 件" in text
    assert "6月12日协调第二件" in text
    row = doing.report(cast, text=text)
    assert row.figures == figures_of(cast.actor("常委"), person.pk, 2023)
    assert (row.figures["coordination"], row.figures["inquiry"], row.figures["award"]) == (2, 1, 0)


def test_one_report_a_member_and_year_changed_until_it_is_heard(cast: Cast) -> None:
    row = doing.report(cast)
    refused("report_twice", doing.report, cast)
    row = actions.duty_report_draft(cast.call("常委"), report_id=row.pk, version=row.version, text="改过。")
    assert row.text == "改过。"
    row = doing.heard(cast, row)
    assert (row.state, row.heard_on, str(row.meeting)) == ("heard", desk.DAY, str(row.meeting))
    refused("report_heard", actions.duty_report_draft, cast.call("常委"), report_id=row.pk, text="再改。")
    refused("report_heard", actions.duty_report_hear, cast.call("秘书"), report_id=row.pk, meeting_id=row.meeting_id)


def test_a_member_writes_his_own_and_the_office_anybodys(cast: Cast) -> None:
    refused("duty_other", doing.report, cast, who="别的常委")
    refused("duty_other", doing.report, cast, kind="committee", person_id=None)
    refused("duty_member", doing.report, cast, person_id=cast.people["财政局长"].pk, who="秘书")
    refused("report_year", doing.report, cast, year=2024)
    assert doing.report(cast, who="秘书", kind="committee", person_id=None).person is None


def test_each_report_is_heard_by_its_own_body(cast: Cast) -> None:
    own, whole = doing.report(cast), doing.report(cast, who="秘书", kind="committee", person_id=None)
    meeting = doing.met(cast)
    call = cast.call("秘书")
    found = refused("report_meeting", actions.duty_report_hear, call, report_id=whole.pk, meeting_id=meeting.pk)
    assert "全委会" in found.text
    light = doing.light(cast)
    refused("report_meeting", actions.duty_report_hear, cast.call("秘书"), report_id=own.pk, meeting_id=light.pk)
    early = cast.call("秘书", TODAY - dt.timedelta(days=1))
    refused("report_not_met", actions.duty_report_hear, early, report_id=own.pk, meeting_id=meeting.pk)
    assert actions.duty_report_hear(cast.call("秘书"), report_id=own.pk, meeting_id=meeting.pk).state == "heard"


def test_a_draft_is_its_authors_and_the_offices_a_given_report_every_members(cast: Cast) -> None:
    def sees(who: str, row: DutyReport) -> bool:
        return visible(DutyReport, cast.actor(who)).filter(pk=row.pk).exists()

    row = doing.report(cast)
    assert sees("常委", row)
    assert sees("秘书", row)
    assert not sees("别的常委", row)
    doing.heard(cast, row)
    assert sees("别的常委", row)
    assert not sees("联络员", row)


def test_who_did_not_report_is_named(cast: Cast) -> None:
    doing.heard(cast)
    missing = missing_reports(2023, dt.date(2023, 12, 31))
    assert len(missing) == 10
    assert cast.people["09号常委"] not in missing
    check = year_check(2023, dt.date(2023, 12, 31))
    finding = next(each for each in check.findings if each.rule == "XC-95")
    assert finding.text == "有10人没有报告分管工作"
    assert check.names["XC-95"].names == tuple(person.name for person in missing)


def test_reminders_stand_on_the_workbench_when_the_day_draws_near(cast: Cast) -> None:
    def rows(who: str, day: dt.date) -> list[str]:
        return [row.what for row in waiting_for(cast.actor(who, day)) if row.kind == "分工报告"]

    assert member_report_due(2023) == dt.date(2024, 1, 31)
    assert rows("常委", dt.date(2023, 12, 31)) == []
    assert rows("常委", dt.date(2024, 1, 1)) == ["2023年分管工作报告"]
    assert rows("秘书", dt.date(2024, 1, 1))[0].startswith("11 名常委还没有报告2023年分管工作：01号常委、02号常委")
    assert rows("联络员", dt.date(2024, 1, 1)) == []
    Parameter.objects.create(key="member_report_days", value=0, since=dt.date(2023, 1, 1))
    assert rows("常委", dt.date(2023, 12, 1)) == ["2023年分管工作报告"]
    assert rows("常委", dt.date(2024, 6, 1)) == ["2023年分管工作报告"]


def test_the_pages_draft_hear_and_print(cast: Cast, login: object) -> None:
    doing.duty(cast)
    client: Client = login("常委")  # type: ignore[operator]
    page = client.get("/duties/reports/new/?year=2023").content.decode()
    assert "专题协调 1 次" in page
    assert "/duties/?year=2023&amp;mode=coordination&amp;person=" in page
    assert client.post("/duties/reports/new/?year=2023", {"text": "一、履行职责情况\n完成。"}).status_code == 302
    row = DutyReport.objects.get()
    office: Client = login("秘书")  # type: ignore[operator]
    shown = office.get(f"/duties/reports/{row.pk}/").content.decode()
    assert "一致" in shown
    meeting = doing.met(cast)
    assert office.post(f"/duties/reports/{row.pk}/hear/", {"meeting_id": meeting.pk}).status_code == 302
    listed = office.get("/duties/reports/?year=2023").content.decode()
    assert "还没有向常委会报告分管工作的：01号常委" in listed
    docx = office.get(f"/duties/reports/{row.pk}/report.docx")
    assert docx.content[:2] == b"PK"
    assert client.get("/duties/reports/?year=2023").status_code == 200


def _worked(cast: Cast) -> None:
    """A year with something behind every kind of figure, and as much of other years, members and states beside it."""
    earlier = dt.date(2022, 11, 20)
    task(cast)
    for state in ({"closed_on": TODAY}, {"kept_on": TODAY}, {"stopped_on": TODAY}):
        ended(task(cast), **state)
    ended(task(cast, on=earlier), closed_on=TODAY)
    task(cast, leader="03号常委")
    ended(task(cast, leader="03号常委"), closed_on=TODAY)
    for mode in ("coordination", "report", "inspection"):
        doing.duty(cast, mode=mode, title=f"{mode}一件", task_ids=[task(cast, leader="03号常委").pk])
    doing.duty(cast, mode="report", title="另一次专题报告", person_id=cast.people["03号常委"].pk)
    doing.ask(cast)
    doing.recommend(cast)
    doing.light(cast)
    doing.assign(cast)


def ended(row: Task, **days: dt.date) -> None:
    for name, day in days.items():
        setattr(row, name, day)
    row.settle()


def _rows(client: Client, url: str, name: str) -> int:
    """How many records an opened figure shows: its lines, or the tasks behind them."""
    page = client.get(url)
    assert page.status_code == 200
    if name == LED:
        assert f"的任务共 {page.context['led']} 项" in page.content.decode()
        return len(frozenset().union(*(line.task_ids for line, _ in page.context["lines"])))
    return int(page.context["page"].paginator.count)


@pytest.mark.parametrize("whose", ["09号常委", None])
def test_every_figure_of_a_report_opens_to_exactly_its_records(
    cast: Cast, login: Callable[[str], Client], whose: str | None
) -> None:
    _worked(cast)
    person = cast.people[whose] if whose else None
    doing.heard(cast)
    client, names = login("秘书"), [*map(str, Mode), *LABELS]
    values = figures_of(cast.actor("秘书"), person.pk if person else None, 2023)
    shown = dict(zip(names, figures(values, person, 2023), strict=True))
    assert {name: _rows(client, shown[name].url, name) for name in names} == values
    assert values["report"] == (1 if person else 2)
    assert (values["tasks_closed"], values["tasks_open"], values["tasks_kept"]) == (1, 1, 1) if person else (2, 5, 1)


def test_the_figures_of_a_member_who_left_still_open_to_his_tasks(cast: Cast, login: Callable[[str], Client]) -> None:
    _worked(cast)
    person = cast.people["09号常委"]
    Membership.objects.filter(person=person).update(until=dt.date(2023, 12, 31))
    client = login("秘书")
    for figure in figures(figures_of(cast.actor("秘书"), person.pk, 2023), person, 2023)[len(Mode) + 1 :]:
        assert _rows(client, figure.url, "tasks") == figure.value, figure.label


def test_a_report_prints_its_headings_and_figures(cast: Cast) -> None:
    row = doing.report(cast, text="开头。\n一、履行职责情况\n（一）专题协调。6月协调。\n二、存在问题")
    paper = report_print(row)
    kinds = [type(block).__name__ for block in paper.blocks]
    assert kinds == ["Paragraph", "Heading", "Heading", "Heading", "Paragraph", "Table", "Paragraph"]
    assert to_docx(paper)[:2] == b"PK"


def test_a_report_read_by_all_members_names_no_proposal_about_anybody(cast: Cast, login: object) -> None:
    doing.recommend(cast, title="拨付迟缓", kind="sanction")
    text = draft_text(cast.actor("常委"), cast.people["09号常委"], 2023, TODAY)
    assert "提出奖惩意见 1 件" in text
    assert "拨付迟缓" not in text
    row = doing.heard(cast, doing.report(cast, text=text))
    colleague: Client = login("别的常委")  # type: ignore[operator]
    page = colleague.get(f"/duties/reports/{row.pk}/").content.decode()
    assert "由县委办核对" in page
    assert "保存后有变化" not in page

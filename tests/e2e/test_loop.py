"""One matter from its draft to 销号, in a real browser, by the people whose steps they are."""

from collections.abc import Callable

import pytest

from tests.cast import Cast
from tests.e2e.desk import SCAN, Desk
from yixing.briefings.models import Instruction
from yixing.decisions.models import Decision
from yixing.matters.models import Matter, OpinionReply
from yixing.meetings.models import Meeting
from yixing.papers.models import Document
from yixing.supervision.models import Report, Task

Sit = Callable[[str], Desk]
TITLE = "关于县级预备费使用的请示"
PAPER = {"name": "汇报.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 paper\n%%EOF\n"}
PHOTO = {"name": "现场.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 photo\n%%EOF\n"}


def _person(cast: Cast, name: str) -> str:
    return str(cast.people[name].pk)


def _drafted(sit: Sit, cast: Cast) -> int:
    """联络员: the sheet, its papers, the round of opinions, and off to the head of the unit."""
    desk = sit("联络员")
    desk.look("bench-liaison")
    desk.go("/matters/new/", look="matter-new")
    desk.fill(
        title=TITLE,
        type_code="T17",
        nature="deliberate",
        area_id=cast.areas["a01"].pk,
        reason="按照年度预算安排，需要研究预备费使用。",
        requests="同意安排预备费。\n由县财政局组织实施。",
        presenter="财政局长",
        report_words="1200",
    )
    desk.press()
    pk = desk.number()
    for label in ("tabled", "basis"):
        desk.go(f"/files/add/?subject=matter/{pk}&label={label}", look="file-add")
        desk.fill(upload=PAPER | {"name": f"{label}.pdf", "buffer": f"%PDF-1.4 {label}\n%%EOF\n".encode()})
        desk.submit("上传")
    desk.go(f"/matters/{pk}/")
    desk.link("征求意见", look="opinion-new")
    for box in desk.page.locator('main [name="unit_ids"]:checked').all():
        box.uncheck()
    desk.fill(unit_ids=[cast.units["D03"].pk])
    desk.press()
    desk.go(f"/matters/{pk}/", look="matter-draft")
    desk.submit("送单位负责人", look="matter-unit-head")
    desk.leave()
    return pk


def _answered(sit: Sit, matter: int) -> None:
    """外单位负责人: one tap."""
    desk = sit("外单位负责人")
    desk.look("bench-other-unit")
    reply = OpinionReply.objects.get(round__matter=matter)
    desk.go(f"/matters/replies/{reply.pk}/", look="opinion-reply")
    desk.submit("无意见")
    desk.leave()


def _signed(sit: Sit, cast: Cast, matter: int) -> None:
    """单位负责人 signs; the member by 代录 with the scan; the office checks; the director; the chair by 代录."""
    desk = sit("单位负责人")
    desk.look("bench-unit-head")
    desk.go(f"/matters/{matter}/sign/", look="matter-sign")
    desk.submit("签署意见", warned="matter-sign-warned")
    desk.leave()

    delegate = sit("领导联络员")
    delegate.look("bench-delegate")
    delegate.go(f"/matters/{matter}/member/")
    delegate.fill(acting_for=_person(cast, "09号常委"), scan=SCAN)
    delegate.look("matter-member-delegated")
    delegate.submit("签署意见")

    clerk = sit("秘书")
    clerk.look("bench-clerk")
    clerk.go(f"/matters/{matter}/procedure/", look="procedure")
    clerk.go(f"/matters/{matter}/steps/legal/", look="step-legal")
    clerk.fill(document="法审〔2023〕6号")
    clerk.press()
    clerk.go(f"/matters/{matter}/check/", look="matter-check")
    clerk.submit("送县委办主任审核")
    clerk.leave()

    director = sit("县委办主任")
    director.look("bench-director")
    director.go(f"/matters/{matter}/review/", look="matter-review")
    director.submit("报书记确定", warned="matter-review-warned")
    director.leave()

    delegate.go("/matters/arrangement/", look="arrangement")
    row = Matter.objects.get(pk=matter)
    delegate.fill(**{f"m{row.pk}-verdict": "list", f"m{row.pk}-order": 1})
    delegate.fill(acting_for=_person(cast, "01号常委"), scan=SCAN)
    delegate.submit("确定")
    delegate.leave()
    row.refresh_from_db()
    assert row.state == Matter.State.LISTED


def _met(sit: Sit, cast: Cast, matter: int) -> Meeting:
    """秘书 alone runs the whole meeting: plan, agenda, notice, attendance, conclusion, end."""
    desk = sit("秘书")
    desk.go("/meetings/", look="meetings-empty")
    desk.go("/meetings/new/", look="meeting-new")
    desk.fill(held_on=_tomorrow(), starts="09:00", place="县委常委会议室")
    desk.submit("拟定", look="meeting-planned")
    pk = desk.number()
    desk.go(f"/meetings/{pk}/agenda/", look="agenda")
    desk.fill(**{f"m{matter}_take": True})
    desk.submit("保存议程", warned="agenda-warned")
    desk.go(f"/meetings/{pk}/notify/", look="notify")
    desk.fill(contact="秘书甲 0000000")
    desk.submit("印发通知", look="meeting-notified")
    desk.go(f"/meetings/{pk}/room/", look="room-attendance")
    absent = _person(cast, "10号常委")
    desk.fill(**{f"p_{absent}": "leave", f"why_{absent}": "外出参加上级会议"})
    desk.submit("保存到会", look="room-seated")
    desk.submit("宣布开会", look="room-open")
    desk.link("已发言")
    against = _person(cast, "06号常委")
    desk.fill(**{f"vote_{against}": "no", f"gist_{against}": "建议压减一成。"})
    desk.fill(
        outcome="agreed", text_1="同意安排预备费，由县财政局组织实施。", lead_1=cast.units["D02"].pk, due_1="年底前"
    )
    desk.look("room-filled")
    desk.submit("定下结论，下一项", look="room-concluded")
    desk.submit("散会", look="meeting-closed")
    desk.leave()
    return Meeting.objects.get(pk=pk)


def _tomorrow() -> str:
    import datetime as dt  # noqa: PLC0415  (one use)

    from django.utils import timezone  # noqa: PLC0415  (the settings are read by now)

    return (timezone.localdate() + dt.timedelta(days=1)).isoformat()


def _minuted(sit: Sit, cast: Cast, meeting: Meeting) -> None:
    """The record is checked, the minutes drafted, reviewed, signed by 代录; each lead unit gets its notice."""
    director = sit("县委办主任")
    director.go(f"/meetings/{meeting.pk}/", look="meeting-director")
    director.submit("会议记录已审核")
    clerk = sit("秘书")
    clerk.go(f"/meetings/{meeting.pk}/minutes/", look="minutes-none")
    clerk.submit("拟会议纪要", look="minutes-draft")
    director.go(f"/meetings/{meeting.pk}/minutes/", look="minutes-review")
    director.fill(parts_reviewed=True)
    director.submit("提交审核意见")
    director.leave()
    document = Document.objects.get(kind="minutes")
    clerk.go(f"/meetings/{meeting.pk}/minutes/")
    clerk.fill(acting_for=_person(cast, "01号常委"), scan=SCAN)
    clerk.look("minutes-sign")
    clerk.submit("签发", warned="minutes-sign-warned")
    clerk.go(f"/meetings/{meeting.pk}/minutes/", look="minutes-signed")
    clerk.submit("印发", look="notices-issued")
    document.refresh_from_db()
    clerk.go(f"/papers/{document.pk}/", look="paper")
    clerk.leave()
    assert document.state == Document.State.SIGNED
    assert Document.objects.filter(kind="decision_notice", unit=cast.units["D02"]).count() == 1


def _issued(sit: Sit, meeting: Meeting) -> Task:
    """督查员 breaks it down, the director approves."""
    inspector = sit("督查员")
    inspector.look("bench-inspector")
    decision = Decision.objects.get(meeting=meeting)
    inspector.go(f"/decisions/{decision.pk}/", look="decision")
    inspector.go("/tasks/breakdowns/pending/", look="breakdown-pending")
    inspector.go(f"/tasks/breakdowns/new/?decision={decision.pk}", look="breakdown-new")
    inspector.press()
    inspector.look("breakdown")
    inspector.leave()
    director = sit("县委办主任")
    director.go("/tasks/approve/", look="breakdown-approve")
    director.submit("批准所选并下达")
    director.leave()
    return Task.objects.get(breakdown__decision=decision)


def _done(sit: Sit, cast: Cast, task: Task, *, consent: bool) -> None:
    """The unit signs for it, reports, its head signs; the inspector verifies; the member consents; 销号."""
    liaison = sit("联络员")
    liaison.go("/tasks/unit/", look="cards")
    liaison.submit("签收")
    liaison.go(f"/tasks/{task.pk}/", look="task-unit")
    liaison.go(f"/tasks/{task.pk}/report/", look="report-new")
    liaison.fill(progress="预备费已下达到项目，拨付完毕。", next_steps="跟踪使用。", evidence=PHOTO, ask="close")
    liaison.submit("提交")
    liaison.leave()
    report = Report.objects.get(task=task)
    head = sit("单位负责人")
    head.go(f"/tasks/reports/{report.pk}/", look="report-sign")
    head.submit("提交")
    head.leave()
    inspector = sit("督查员")
    inspector.go("/tasks/", look="tasks")
    inspector.go(f"/tasks/{task.pk}/verify/", look="verify")
    inspector.fill(method="site", finding="现场查看，资金已到位。", result="holds")
    inspector.press()
    if consent:
        delegate = sit("领导联络员")
        delegate.go(f"/tasks/{task.pk}/consent/")
        delegate.fill(acting_for=_person(cast, "09号常委"), scan=SCAN)
        delegate.look("consent")
        delegate.press()
        delegate.leave()
        _close(inspector, task)
    inspector.leave()


def _close(inspector: Desk, task: Task) -> None:
    inspector.go(f"/tasks/{task.pk}/close/", look="task-close")
    inspector.submit("销号", look="task-closed")
    inspector.go(f"/tasks/{task.pk}/sheet/", look="task-sheet")
    task.refresh_from_db()
    assert task.state == Task.State.CLOSED


@pytest.mark.browser
@pytest.mark.slow
def test_one_matter_from_its_draft_to_the_end(sit: Sit, committed: Cast) -> None:
    matter = _drafted(sit, committed)
    _answered(sit, matter)
    _signed(sit, committed, matter)
    meeting = _met(sit, committed, matter)
    assert Matter.objects.get(pk=matter).state == Matter.State.CONCLUDED
    _minuted(sit, committed, meeting)
    task = _issued(sit, meeting)
    _done(sit, committed, task, consent=True)
    auditor = sit("审计员")
    auditor.look("bench-auditor")
    auditor.go(f"/matters/{matter}/", look="matter-end")
    auditor.leave()


@pytest.mark.browser
@pytest.mark.slow
def test_a_paper_before_the_chair_and_back_to_him(sit: Sit, committed: Cast) -> None:
    clerk = sit("秘书")
    clerk.go("/briefings/new/", look="briefing-new")
    clerk.fill(kind="incoming", title="关于供热问题的来文", source="市委办公室", summary="群众反映供热不足。")
    clerk.fill(leader_ids=[committed.people["01号常委"].pk])
    clerk.submit("登记", look="briefing")
    pk = clerk.number()
    clerk.leave()
    delegate = sit("领导联络员")
    delegate.go(f"/briefings/{pk}/instruct/")
    delegate.fill(text="请财政局抓紧办理，年底前报结果。", unit_id=committed.units["D02"].pk, due_words="年底前")
    delegate.fill(acting_for=_person(committed, "01号常委"), scan=SCAN)
    delegate.look("instruct")
    delegate.submit("登记批示")
    instruction = Instruction.objects.get(briefing=pk)
    inspector = sit("督查员")
    inspector.go(f"/tasks/breakdowns/new/?instruction={instruction.pk}")
    inspector.press()
    director = sit("县委办主任")
    director.go("/tasks/approve/")
    director.submit("批准所选并下达")
    director.leave()
    task = Task.objects.get(breakdown__instruction=instruction)
    _done(sit, committed, task, consent=False)
    inspector.go(f"/briefings/instructions/{instruction.pk}/show/", look="show")
    inspector.submit("呈阅", look="briefing-shown")
    delegate.go(f"/briefings/instructions/{instruction.pk}/answer/", look="answer")
    delegate.fill(acting_for=_person(committed, "01号常委"), scan=SCAN, text="同意。")
    delegate.submit("提交")
    delegate.leave()
    _close(inspector, task)
    inspector.go(f"/briefings/{pk}/close/")
    inspector.submit("办结", look="briefing-closed")
    inspector.go("/briefings/", look="briefings")
    inspector.leave()


@pytest.mark.browser
@pytest.mark.slow
def test_a_light_meeting_is_one_short_form(sit: Sit, committed: Cast) -> None:
    desk = sit("秘书")
    desk.go("/meetings/light/", look="light")
    desk.fill(
        kind="topic",
        title="集中供热专题会",
        chair_id=committed.people["09号常委"].pk,
        participants="财政局长、教育局长",
        text_1="抓紧落实供热资金。",
        lead_1=committed.units["D02"].pk,
        due_1="年底前",
        text_2="摸清学校供热情况。",
        lead_2=committed.units["D03"].pk,
        due_2="本月底前",
    )
    desk.submit("登记", look="light-meeting")
    pk = desk.number()
    desk.says("抓紧落实供热资金")
    desk.go(f"/meetings/{pk}/minutes/", look="light-minutes")
    assert Decision.objects.filter(meeting=pk).count() == 2
    desk.leave()

"""交办履责结果: what came of a duty becomes work by the member's own 批示, and goes the ordinary way to 销号."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.apps.duties import doing
from tests.apps.supervision import loop
from tests.cast import TODAY, Cast
from yixing.argument.queries import Span
from yixing.attachments.models import Attachment
from yixing.briefings.actions import briefing_close, briefing_register
from yixing.briefings.models import Briefing, Instruction
from yixing.briefings.queries import own_instructions
from yixing.duties.actions import duty_set
from yixing.duties.drafting import draft_text, figures_of
from yixing.duties.models import Duty
from yixing.duties.pages import duty_documents, duty_tasks, overview
from yixing.duties.queries import register
from yixing.ledger.append import record_of
from yixing.ledger.models import Entry
from yixing.supervision.actions import task_accept, task_approve, task_close, task_draft
from yixing.supervision.models import Task
from yixing.supervision.queries import undivided_instructions
from yixing_core.errors import Refusal

YEAR = Span(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
DAY = dt.timedelta(days=1)


def refused(code: str, do: object, *args: object, **kwargs: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        do(*args, **kwargs)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


def led(cast: Cast, duty: Duty, *units: str, due: str = "6月底前") -> list[Task]:
    """The last 批示 on a duty broken down into tasks, a line a unit, and issued."""
    duty.refresh_from_db()
    instruction = Instruction.objects.filter(briefing=duty.briefing).latest("pk")
    lines = [loop.line(cast, unit, due=due) for unit in units or ("D02",)]
    breakdown = task_draft(cast.call("督查员"), instruction_id=instruction.pk, lines=lines)
    task_approve(cast.call("县委办主任"), breakdown_id=breakdown.pk)
    return list(Task.objects.filter(breakdown=breakdown).order_by("pk"))


def line_of(cast: Cast, duty: Duty, who: str = "秘书") -> int:
    return next(each.tasks for each in register(cast.actor(who), YEAR) if each.ref == f"duty/{duty.pk}")


def test_it_registers_the_briefing_and_the_instruction_in_one_entry(cast: Cast) -> None:
    duty = doing.duty(cast)
    before = Entry.objects.count()
    duty = doing.assign(cast, duty, urgent=True)
    assert Entry.objects.count() == before + 1
    briefing = duty.briefing
    assert briefing is not None
    assert (briefing.kind, briefing.title, briefing.summary) == ("duty", duty.title, duty.result)
    assert (briefing.number, briefing.source, briefing.state) == ("呈2023-0001", "09号常委专题协调", "instructed")
    assert list(briefing.leaders.all()) == [cast.people["09号常委"]]
    instruction = briefing.instructions.get()
    assert (instruction.leader, instruction.unit) == (cast.people["09号常委"], cast.units["D02"])
    assert (instruction.due_words, instruction.due_on, instruction.urgent) == ("6月底前", dt.date(2023, 6, 30), True)
    assert list(undivided_instructions(cast.actor("督查员"))) == [instruction]
    assert list(own_instructions(cast.actor("常委"))) == [instruction]
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.subject) == ("duty.assign", f"instruction/{instruction.pk}")
    named = {ref.ref for ref in entry.references.all()}
    assert {f"briefing/{briefing.pk}", f"duty/{duty.pk}"} <= named
    assert '"kind":"duty"' in entry.line
    assert "垫付" not in entry.line
    assert "垫付" in record_of(entry)["text"]


def test_several_units_take_several_instructions_on_one_briefing(cast: Cast) -> None:
    duty = doing.assign(cast)
    again = doing.assign(cast, duty, unit_id=cast.units["D03"].pk, text="请教育局配合。", version=duty.version)
    assert again.briefing == duty.briefing
    assert Briefing.objects.count() == 1
    units = [row.unit for row in Instruction.objects.order_by("pk")]
    assert units == [cast.units["D02"], cast.units["D03"]]
    assert '"made":false' in Entry.objects.latest("seq").line


def test_a_member_assigns_his_own_and_nobody_elses(cast: Cast) -> None:
    duty = doing.duty(cast)
    for who in ("别的常委", "秘书", "县委办主任", "督查员", "纪委"):
        refused("forbidden", doing.assign, cast, duty, who=who)
    for who in ("单位负责人", "委员", "领导联络员"):
        refused("not_found", doing.assign, cast, duty, who=who)
    own = doing.duty(cast, person_id=cast.people["01号常委"].pk)
    assert doing.assign(cast, own, who="书记").briefing is not None
    refused("forbidden", doing.assign, cast, duty, who="书记")
    assert Briefing.objects.count() == 1


def test_a_delegate_enters_it_with_the_signed_paper(cast: Cast) -> None:
    duty = doing.duty(cast)
    actor = cast.actor("常委").entered_by(cast.actor("领导联络员"))
    refused("scan_required", doing.assign, cast, duty, call=cast.call("常委", actor=actor))
    paper = ContentFile(b"%PDF-1.4 %%EOF", name="paper.pdf")
    duty = doing.assign(cast, duty, call=cast.call("常委", actor=actor, scan=paper))
    assert Instruction.objects.get().leader == cast.people["09号常委"]
    instruction = Instruction.objects.get()
    assert Attachment.objects.get(subject=f"instruction/{instruction.pk}").label == "scan"
    assert [each.name for each in duty_documents(duty, cast.actor("秘书"))] == ["paper.pdf"]
    assert duty_documents(duty, cast.actor("别的常委")) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": " "}, "instruction_text"),
        ({"unit_id": None}, "instruction_unit"),
        ({"due": "找个时候"}, "workdays.deadline"),
        ({"version": 99}, "stale"),
        ({"day": TODAY - DAY}, "assign_before"),
    ],
)
def test_a_bad_one_leaves_nothing_behind(cast: Cast, given: dict[str, object], code: str) -> None:
    duty = doing.duty(cast)
    refused(code, doing.assign, cast, duty, **given)
    duty.refresh_from_db()
    assert duty.briefing is None
    assert not Briefing.objects.exists()
    assert doing.assign(cast, duty).briefing == Briefing.objects.get(number="呈2023-0001")


def test_the_same_submit_twice_is_one_instruction(cast: Cast) -> None:
    duty = doing.duty(cast)
    call = cast.call("常委", request=uuid.uuid4())
    assert doing.assign(cast, duty, call=call) == doing.assign(cast, duty, call=call)
    assert Instruction.objects.count() == 1


def test_what_is_done_takes_no_further_instruction(cast: Cast) -> None:
    duty = doing.assign(cast)
    instruction = Instruction.objects.get()
    loop.agreed(cast, loop.shown(cast, instruction), who="常委")
    briefing_close(cast.call("秘书"), briefing_id=instruction.briefing_id)
    found = refused("wrong_state", doing.assign, cast, duty)
    assert "请另行登记呈批件" in found.mend


def test_whose_it_is_stays_once_assigned(cast: Cast) -> None:
    duty = doing.assign(cast, doing.duty(cast, day=TODAY - 3 * DAY), day=TODAY - DAY)
    found = refused("duty_assigned", doing.duty, cast, duty_id=duty.pk, person_id=cast.people["06号常委"].pk)
    assert found.field == "person_id"
    assert refused("duty_assigned", doing.duty, cast, duty_id=duty.pk).field == "on"
    changed = doing.duty(cast, duty_id=duty.pk, day=TODAY - DAY, result="已到位。")
    assert (changed.result, changed.briefing) == ("已到位。", duty.briefing)


def test_a_backfill_touches_only_what_was_backfilled(cast: Cast) -> None:
    inside = doing.duty(cast)
    late = cast.call("常委", backfill="年初纸面办理，补录。")
    refused("backfill_inside", doing.assign, cast, inside, call=late)
    given: dict[str, Any] = {
        "person_id": cast.people["09号常委"].pk,
        "mode": "inspection",
        "title": "督查年初欠账",
    }
    entered = duty_set(cast.call("秘书", backfill="年初纸面办理，补录。"), **given)
    duty = doing.assign(cast, entered, call=cast.call("常委", backfill="年初纸面办理，补录。"))
    assert duty.briefing is not None
    assert duty.briefing.is_backfilled
    assert json.loads(Entry.objects.latest("seq").line)["data"]["backfill"] is True
    doing.assign(cast, inside)
    again = cast.call("常委", backfill="年初纸面办理，补录。")
    refused("backfill_inside", doing.assign, cast, inside, call=again)


def test_both_kinds_of_tasks_count_once(cast: Cast) -> None:
    pushed = loop.in_hand(cast)
    duty = doing.duty(cast, task_ids=[pushed.pk])
    assert line_of(cast, duty) == 1
    doing.assign(cast, duty)
    first, second = led(cast, duty, "D02", "D03")
    assert line_of(cast, duty) == 3
    # One that it led to and that is ticked as well is still one task; another duty that names it adds none to the whole.
    doing.duty(cast, duty_id=duty.pk, task_ids=[pushed.pk, first.pk])
    other = doing.duty(cast, title="再协调", task_ids=[first.pk])
    assert (line_of(cast, duty), line_of(cast, other)) == (3, 1)
    member = cast.people["09号常委"]
    assert figures_of(cast.actor("秘书"), member.pk, 2023)["led_tasks"] == 3
    text = draft_text(cast.actor("常委"), member, 2023, TODAY)
    assert "全年专题协调 2 次，由此交办和推动任务 3 项。" in text
    rows = overview(register(cast.actor("秘书"), YEAR), [member], 2023)
    assert rows[0][1][-1] == ("落实任务", 3, f"/duties/?year=2023&person={member.pk}&tasks=yes")
    shown = duty_tasks(Duty.objects.get(pk=duty.pk), cast.actor("秘书"), TODAY)
    assert [(item.kind, item.number) for item in shown] == [
        ("交办", first.number),
        ("交办", second.number),
        ("推动", pushed.number),
    ]


def test_a_breakdown_that_is_not_approved_counts_for_nothing(cast: Cast) -> None:
    duty = doing.assign(cast)
    loop.draft(cast, instruction_id=Instruction.objects.get().pk, on=TODAY)
    assert line_of(cast, duty) == 0


def test_queries_of_the_register_do_not_grow_with_assigned_duties(cast: Cast) -> None:
    def counted() -> int:
        register(cast.actor("秘书"), YEAR)
        actor = cast.actor("秘书")
        with CaptureQueriesContext(connection) as asked:
            register(actor, YEAR)
        return len(asked)

    led(cast, doing.assign(cast))
    few = counted()
    for place in range(3):
        led(cast, doing.assign(cast, doing.duty(cast, title=f"协调第{place}件")))
    assert counted() <= few


def test_only_a_duty_makes_a_briefing_of_its_kind(cast: Cast, login: object) -> None:
    client: Client = login("秘书")  # type: ignore[operator]
    page = client.get("/briefings/new/").content.decode()
    assert "督查专报" in page
    assert "履责事项" not in page
    leaders = [cast.people["01号常委"].pk]
    refused("field_invalid", briefing_register, cast.call("秘书"), kind="duty", title="x", leader_ids=leaders)


def test_from_the_duty_to_its_end_on_the_pages(cast: Cast, login: object) -> None:
    duty = doing.duty(cast)
    page = f"/duties/{duty.pk}/"
    member: Client = login("常委")  # type: ignore[operator]
    assert f"{page}assign/" in member.get(page).content.decode()
    colleague: Client = login("别的常委")  # type: ignore[operator]
    assert f"{page}assign/" not in colleague.get(page).content.decode()
    given = {"text": "请财政局垫付到位。", "unit_id": cast.units["D02"].pk, "due_words": "年底前"}
    assert colleague.post(f"{page}assign/", given).status_code == 403
    answer = member.post(f"{page}assign/", given)
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    shown = member.get(page).content.decode()
    assert "再交办" in shown
    assert "请财政局垫付到位。" in shown
    assert "等 督查室 责任分解" in shown
    inspector: Client = login("督查员")  # type: ignore[operator]
    assert f"/tasks/breakdowns/new/?instruction={Instruction.objects.get().pk}" in inspector.get(page).content.decode()
    instruction = Instruction.objects.get()
    back = member.get(f"/briefings/{instruction.briefing_id}/").content.decode()
    assert f'href="{page}"' in back
    assert "请财政局垫付到位。" not in colleague.get(page).content.decode()
    [task] = led(cast, duty, due="年底前")
    assert "责任分解</span>" not in member.get(page).content.decode()
    assert task.number is not None
    assert task.number in member.get(page).content.decode()
    listed = colleague.get("/duties/?year=2023&tasks=yes").content.decode()
    assert duty.title in listed


def test_from_the_duty_to_xiaohao(cast: Cast) -> None:
    duty = doing.assign(cast)
    [task] = led(cast, duty)
    assert (task.source, task.get_state_display()) == ("instruction", "待签收")
    task = loop.verified(cast, task_accept(cast.call("联络员"), task_id=task.pk))
    instruction = Instruction.objects.get()
    refused("demands_unmet", task_close, cast.call("督查员"), task_id=task.pk)
    loop.agreed(cast, loop.shown(cast, instruction), who="常委")
    task_close(cast.call("督查员"), task_id=task.pk)
    duty.refresh_from_db()
    [item] = duty_tasks(duty, cast.actor("常委"), TODAY)
    assert item.badge is not None
    assert item.light is not None
    assert (item.badge.word, item.light.kind) == ("已销号", "done")
    briefing_close(cast.call("秘书"), briefing_id=instruction.briefing_id)
    assert line_of(cast, duty) == 1

"""Pages of a paper ballot: giving out, counting, confirming, announcing, voiding, and its two prints."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.roles import Role
from yixing.ballots import actions
from yixing.ballots.counting import label, results, stored
from yixing.ballots.forms import MARK_LABELS, PAPERS, CountForm, PollForm, VoidForm
from yixing.ballots.models import Poll
from yixing.ballots.prints import ballot_data, result_data
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.meetings.models import AgendaItem
from yixing.papers.files import FileRow
from yixing.papers.rendering import file_response
from yixing.people.record import record_lines
from yixing.ui.components import Badge, Fact, NextStep, RelatedItem, StripStep, Tone
from yixing_core.errors import Refusal
from yixing_core.papers.ballots import ballot_paper, result_report_paper

State = Poll.State
_TONES: dict[str, Tone] = {State.OPEN: "warn", State.COUNTED: "info", State.ANNOUNCED: "good", State.VOID: "quiet"}
KEEPS = frozenset({Role.CLERK, Role.DIRECTOR, Role.SCRUTINEER, Role.CHAIR, Role.DISCIPLINE, Role.AUDITOR})
"""Who prints the papers of a ballot."""


@reads(Section.MEETINGS)
def poll(request: ActorRequest, pk: int) -> HttpResponse:
    """One ballot: its papers, and after the announcement its counts."""
    row = loaders.find(Poll, pk, request.actor)
    announced = row.state == State.ANNOUNCED
    context = {
        "heading": f"表决票：{row.item.title}",
        "poll": row,
        "status": Badge(row.get_state_display(), _TONES[row.state]),
        "next": _next(row, request),
        "strip": _strip(row),
        "facts": _facts(row),
        "options": list(row.options.order_by("order")),
        "announced": announced,
        "sentences": _sentences(row) if announced else [],
        "related": [RelatedItem("会议", row.item.meeting.title, f"/meetings/{row.item.meeting_id}/")],
        "prints": _prints(row, request),
        "documents": None,
        "findings": None,
        "record": record_lines(f"poll/{row.pk}", request.actor),
    }
    return render(request, "ballots/poll.html", context)


def _next(row: Poll, request: ActorRequest) -> list[NextStep]:
    actor, base = request.actor, f"/polls/{row.pk}"
    steps: list[NextStep] = []
    if row.state == State.OPEN:
        may = loaders.may(actor, Action.POLL_COUNT, row)
        steps.append(NextStep("录入计票（甲）", f"{base}/count/") if may else NextStep("计票", who="计票人"))
    elif row.state == State.COUNTED:
        mine = row.counted_by == f"user/{actor.user_id}"
        if loaders.may(actor, Action.POLL_CONFIRM, row) and not mine:
            steps.append(NextStep("复核计票（乙）", f"{base}/confirm/"))
        else:
            steps.append(NextStep("复核计票", who="另一位计票人"))
        if loaders.may(actor, Action.POLL_COUNT, row):
            steps.append(NextStep("重新录入（甲）", f"{base}/count/", primary=False))
    elif row.state == State.ANNOUNCED and loaders.may(actor, Action.MEETING_CONCLUDE) and not row.item.outcome:
        steps.append(NextStep("作结论", f"/meetings/{row.item.meeting_id}/room/?item={row.item_id}"))
    if row.state != State.VOID and not row.item.outcome and loaders.may(actor, Action.POLL_VOID, row):
        words = "这次的票全部作废，须重新发票投票。"
        steps.append(NextStep("作废重投", f"{base}/void/", primary=False, consequence=words))
    return steps


def _strip(row: Poll) -> list[StripStep]:
    order = (State.OPEN, State.COUNTED, State.ANNOUNCED)
    if row.state == State.VOID:
        return []
    reached = order.index(State(row.state)) + 1
    labels = ("发票", "计票（甲）", "复核（乙）公布")
    return [
        StripStep(word, None, "done" if index < reached else "current" if index == reached else "todo")
        for index, word in enumerate(labels)
    ]


def _facts(row: Poll) -> list[Fact]:
    facts = [
        Fact("会议", row.item.meeting.title, f"/meetings/{row.item.meeting_id}/"),
        Fact("应到", f"{row.base} 人"),
        Fact("实到", f"{row.present} 人"),
        Fact("可投票", f"{row.entitled} 人"),
        Fact("总监票人", row.chief_scrutineer),
        Fact("监票人", row.scrutineers),
        Fact("计票人", row.tellers),
    ]
    if row.state == State.ANNOUNCED:
        facts += [Fact(word, f"{getattr(row, name)} 张") for name, word in PAPERS]
    if row.void_reason:
        facts.append(Fact("作废事由", row.void_reason))
    return facts


def _sentences(row: Poll) -> list[tuple[str, str]]:
    """For each line the sentence of the result."""
    options = list(row.options.order_by("order"))
    computed = results(row, stored(row, options))
    return [(label(option), computed[option.order].sentences[-1]) for option in options]


def _prints(row: Poll, request: ActorRequest) -> list[FileRow]:
    if not request.actor.has(*KEEPS):
        return []
    prints = [("ballot", "表决票")] if row.state != State.VOID else []
    prints += [("result", "表决结果报告单")] if row.state == State.ANNOUNCED else []
    return [FileRow(name, f"/polls/{row.pk}/print/{what}") for what, name in prints]


@acts(Action.POLL_OPEN)
def new(request: ActorRequest, pk: int) -> HttpResponse:
    """发出表决票 on an item."""
    item = loaders.find(AgendaItem, pk, request.actor)
    form = form_for(request, PollForm, item)
    if request.method == "POST" and (made := submit(request, form, actions.poll_open, item_id=pk)) is not None:
        return redirect("ballots:poll", made.pk)
    return form_page(
        request,
        form,
        heading=f"发表决票：{item.title}",
        back=f"/meetings/{item.meeting_id}/room/?item={item.pk}",
        submit="发票",
        template="ballots/new.html",
        note="应到、实到和可投票人数由此定下；票按可投票人数打印。",
        offline=item.is_offline,
    )


@acts(Action.POLL_COUNT)
def count(request: ActorRequest, pk: int) -> HttpResponse:
    """录入计票（甲）."""
    return _counting(request, pk, actions.poll_count, "录入计票（甲）")


@acts(Action.POLL_CONFIRM)
def confirm(request: ActorRequest, pk: int) -> HttpResponse:
    """复核计票（乙）: the same empty sheet."""
    return _counting(request, pk, actions.poll_confirm, "复核计票（乙）")


def _counting(request: ActorRequest, pk: int, do: Any, words: str) -> HttpResponse:
    row = loaders.find(Poll, pk, request.actor)
    form = form_for(request, CountForm, row)
    if request.method == "POST" and submit(request, form, do, poll_id=pk) is not None:
        return redirect("ballots:poll", pk)
    return form_page(
        request,
        form,
        heading=f"{words}：{row.item.title}",
        back=f"/polls/{pk}/",
        submit=words,
        template="ballots/count.html",
        mark_labels=MARK_LABELS.values(),
        entitled=row.entitled,
    )


@acts(Action.POLL_VOID)
def void(request: ActorRequest, pk: int) -> HttpResponse:
    """作废重投."""
    row = loaders.find(Poll, pk, request.actor)
    form = form_for(request, VoidForm, row)
    if request.method == "POST" and submit(request, form, actions.poll_void, poll_id=pk) is not None:
        return redirect("ballots:poll", pk)
    return form_page(
        request,
        form,
        heading=f"作废重投：{row.item.title}",
        back=f"/polls/{pk}/",
        submit="作废",
        consequence="这次的票全部作废，须重新发票投票；作废事由留在记录里。",
    )


@reads(Section.MEETINGS)
def print_(request: ActorRequest, pk: int, what: str, suffix: str) -> HttpResponse:
    """表决票 or 表决结果报告单 as ``.docx`` or ``.pdf``."""
    row = loaders.find(Poll, pk, request.actor)
    if not request.actor.has(*KEEPS):
        raise Refusal("not_found")
    if what == "ballot":
        return file_response(ballot_paper(ballot_data(row)), f"{row.item.meeting.title}表决票", suffix)
    if what == "result":
        return file_response(result_report_paper(result_data(row)), f"{row.item.meeting.title}表决结果报告单", suffix)
    raise Refusal("not_found")

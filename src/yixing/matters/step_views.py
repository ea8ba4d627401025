"""Pages of 程序核对: the sheet on one A4, the forms that record a step, the rounds of opinions."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.numbers import row_number
from yixing.attachments.queries import documents
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.matters import panels
from yixing.matters.actions import opinion_adopt, opinion_open, opinion_reply, step_record
from yixing.matters.charge import units_concerned
from yixing.matters.check_sheet import check_sheet
from yixing.matters.delegates import find_to_sign, principals_for
from yixing.matters.findings import Reach, body_reason, lacking_lines, sees_deliberation, tried
from yixing.matters.forms import AdoptionForm, OpinionOpenForm, ReplyForm
from yixing.matters.models import Matter, OpinionReply, OpinionRound, Step
from yixing.matters.opinions import round_standing, standing_of
from yixing.matters.prints import links
from yixing.matters.routing import route
from yixing.matters.state import OPEN
from yixing.matters.step_forms import StepForm
from yixing.matters.steps import FIELDS, StepKind
from yixing.matters.views import today_of
from yixing.people.record import record_lines
from yixing.ui.components import Fact, NextStep
from yixing_core.errors import Refusal

WAN = 10000


@reads(Section.MATTERS)
def procedure(request: ActorRequest, pk: int) -> HttpResponse:
    """程序核对单 on one A4, for signature; ``?amount=`` tries another amount in 万元 without storing it."""
    row = loaders.find(Matter, pk, request.actor)
    today = today_of(request)
    amount = _amount(request.GET.get("amount", ""))
    found = route(row, today, amount=amount)
    confidential = sees_deliberation(request.actor, row)
    sheet = check_sheet(row, found, confidential=confidential)
    context = {
        "heading": "程序核对单",
        "matter": row,
        "number": row.number or "",
        "back_url": f"/matters/{pk}/",
        "route": found,
        "reason": body_reason(found),
        "sheet": sheet,
        "lacking": lacking_lines(sheet.lacking),
        "choice": tuple("√" if place == sheet.verdict else "○" for place in range(3)),
        "tried": tried(amount),
        "mends": _mends(request, row),
        "prints": [] if amount is not None else links(f"/matters/{pk}/procedure", "程序核对单"),
    }
    return render(request, "matters/procedure.html", context)


def _mends(request: ActorRequest, row: Matter) -> list[tuple[str, str]]:
    """Buttons beside the sheet for whoever may bring what is lacking."""
    reach = Reach.of(request.actor, row)
    found = []
    if reach.attaches and reach.records:
        found.append(("补材料", f"/files/add/?subject=matter/{row.pk}&label=tabled"))
    if reach.records:
        found.append(("去征求意见", f"/matters/{row.pk}/opinions/"))
    return found


def _amount(text: str) -> Decimal | None:
    """An amount typed in 万元; nothing where it is no number, for it is only a trial."""
    try:
        amount = Decimal(text) * WAN
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None


@acts(Action.STEP_RECORD)
def step(request: ActorRequest, pk: int, kind: str) -> HttpResponse:
    """登记 one kind of step; ``?corrects=`` replaces an earlier record."""
    row = loaders.find(Matter, pk, request.actor)
    if kind not in FIELDS:
        raise Refusal("not_found")
    form = form_for(request, StepForm, row, kind=kind, corrects=_earlier(row, kind, request.GET.get("corrects", "")))
    if request.method == "POST" and submit(request, form, step_record, matter_id=pk) is not None:
        return redirect("matters:matter", pk)
    return form_page(
        request,
        form,
        heading=f"登记{StepKind(kind).label}",
        back=f"/matters/{pk}/",
        submit="登记",
        template="matters/step.html",
        matter=row,
        confidential=kind == StepKind.DELIBERATION,
    )


def _earlier(row: Matter, kind: str, number: str) -> Step | None:
    return row.steps.filter(pk=row_number(number) or 0, kind=kind, is_revoked=False).first()


# --- 征求意见 ---


@acts(Action.OPINION_OPEN)
def open_round(request: ActorRequest, pk: int) -> HttpResponse:
    """发出征求意见; the units concerned are ticked beforehand."""
    row = loaders.find(Matter, pk, request.actor)
    concerned = [unit.pk for unit in units_concerned(row, today_of(request))]
    form = form_for(request, OpinionOpenForm, row, initial={"unit_ids": concerned})
    if request.method == "POST" and (made := submit(request, form, opinion_open, matter_id=pk)) is not None:
        return redirect("matters:round", made.pk)
    return form_page(
        request,
        form,
        heading="征求意见",
        back=f"/matters/{pk}/",
        submit="发出",
        consequence="发出后各单位在自己的工作台上看到；逾期视为无意见的，须在函中写明。",
        template="matters/act.html",
        matter=row,
    )


@reads(Section.MATTERS)
def round_(request: ActorRequest, pk: int) -> HttpResponse:
    """A round: who was asked, who answered what; an asked unit sees the request and its own answer."""
    row = loaders.find(OpinionRound, pk, request.actor)
    today = today_of(request)
    replies = list(loaders.visible(OpinionReply, request.actor).filter(round=row).select_related("unit", "signer"))
    asking = len(replies) == row.replies.count()
    context = {
        "heading": f"征求意见：{row.matter.title}",
        "number": row.matter.number or "",
        "round": row,
        "matter": row.matter,
        "next": _round_steps(request, row, replies),
        "standing": round_standing(row, today) if asking else None,
        "facts": _round_facts(row),
        "replies": [(reply, standing_of(reply, row, today).value) for reply in replies],
        "documents": documents(f"matter/{row.matter_id}", request.actor),
        "prints": links(f"/matters/rounds/{pk}/adoption", "意见采纳情况表") if asking else [],
        "record": record_lines(f"round/{pk}", request.actor) if asking else None,
    }
    return render(request, "matters/round.html", context)


def _round_facts(row: OpinionRound) -> list[Fact]:
    silence = "逾期视为无意见" if row.silence_is_consent else "逾期未回复的不视为无意见"
    return [
        Fact("提请单位", str(row.matter.unit)),
        Fact("发出日期", row.opened_on.isoformat()),
        Fact("回复期限", row.due_on.isoformat(), note=silence),
    ]


def _round_steps(request: ActorRequest, row: OpinionRound, replies: list[OpinionReply]) -> list[NextStep]:
    actor = request.actor
    steps = []
    mine = [reply for reply in replies if reply.replied_on is None and _may_reply(request, reply)]
    if mine and row.matter.state in OPEN:
        steps.append(NextStep("回复", f"/matters/replies/{mine[0].pk}/"))
    with_opinion = any(reply.has_opinion for reply in replies)
    if with_opinion and row.matter.state in OPEN and loaders.may(actor, Action.OPINION_ADOPT, row):
        steps.append(NextStep("填写采纳情况", f"/matters/rounds/{row.pk}/adopt/", primary=not steps))
    return steps


def _may_reply(request: ActorRequest, reply: OpinionReply) -> bool:
    own = loaders.may(request.actor, Action.OPINION_REPLY, reply)
    return own or bool(principals_for(request.actor, Action.OPINION_REPLY, reply))


@acts(Action.OPINION_REPLY)
def reply(request: ActorRequest, pk: int) -> HttpResponse:
    """回复征求意见, for the phone: 无意见 is one tap, an opinion is written below."""
    row = find_to_sign(
        OpinionReply, pk, request.actor, Action.OPINION_REPLY, waits=lambda waiting: waiting.replied_on is None
    )
    form = form_for(request, ReplyForm, row)
    if request.method == "POST" and submit(request, form, opinion_reply, reply_id=pk) is not None:
        seen = loaders.visible(OpinionRound, request.actor).filter(pk=row.round_id).exists()
        return redirect("matters:round", row.round_id) if seen else redirect("/")
    return form_page(
        request,
        form,
        heading="回复征求意见",
        back=f"/matters/rounds/{row.round_id}/",
        submit="提交意见",
        template="matters/reply.html",
        reply=row,
        round=row.round,
        matter=row.round.matter,
        facts=panels.sheet_facts(row.round.matter, today_of(request)),
        texts=panels.sheet_texts(row.round.matter),
        one_tap=row.replied_on is None and "acting_for" not in form.fields and form.refusal is None,
    )


@acts(Action.OPINION_ADOPT)
def adopt(request: ActorRequest, pk: int) -> HttpResponse:
    """采纳情况表: 采纳 / 部分采纳 / 未采纳 for each opinion, with the reason."""
    row = loaders.find(OpinionRound, pk, request.actor)
    form = form_for(request, AdoptionForm, row)
    if request.method == "POST" and submit(request, form, opinion_adopt, round_id=pk) is not None:
        return redirect("matters:round", pk)
    return form_page(
        request,
        form,
        heading="意见采纳情况表",
        back=f"/matters/rounds/{pk}/",
        template="matters/adopt.html",
        round=row,
        matter=row.matter,
        lines=_adoption_lines(form),
    )


def _adoption_lines(form: Any) -> list[tuple[OpinionReply, Any, Any]]:
    return [(reply, form[f"adoption-{reply.pk}"], form[f"reason-{reply.pk}"]) for reply in form.replies]

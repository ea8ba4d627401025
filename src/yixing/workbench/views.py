"""工作台: the same component for everybody, with what waits for him."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.access.loaders import may_open
from yixing.door.views import ActorRequest, allowed, public, reads
from yixing.ui.components import NextStep
from yixing.workbench import sections
from yixing.workbench.context import ADDRESSES, rail_of
from yixing_core.errors import Refusal


@reads(Section.WORKBENCH)
def workbench(request: ActorRequest) -> HttpResponse:
    """The first page of everybody."""
    actor, today = request.actor, timezone.localdate(request.received_at)
    shown = [
        sections.sudden(actor, today),
        sections.waiting(actor, today, whole=bool(request.GET.get("all"))),
        sections.late(actor, today),
        sections.members(actor, today),
        sections.told(actor, today),
        sections.changed(actor),
    ]
    buttons = (
        (Action.EMERGENCY_REPORT, "报告临机处置", "/matters/emergencies/new/"),
        (Action.LIAISON_HANDOVER, "交接联络员", "/users/handover/"),
    )
    context = {
        "actions": [
            *_beside_the_rail(actor),
            *(NextStep(words, url, primary=False) for action, words, url in buttons if allowed(actor, action)),
        ],
        "heading": f"{actor.name}的工作台",
        "today": today,
        "day_line": sections.next_meeting(actor, today),
        "board": sections.board(actor, today),
        "sections": [section for section in shown if section is not None],
    }
    return render(request, "ui/workbench.html", context)


def _beside_the_rail(actor: Actor) -> list[NextStep]:
    """常委履责 for those who may open it and whose rail is full."""
    if not may_open(actor, Section.DUTIES) or Section.DUTIES in rail_of(actor):
        return []
    return [NextStep(Section.DUTIES.label, ADDRESSES[Section.DUTIES], primary=False)]


HANDBOOK = (
    ("clerk", "县委办秘书"),
    ("liaison", "单位联络员"),
    ("unit-head", "单位主要负责人"),
    ("member", "常委"),
    ("director", "县委办主任"),
    ("inspector", "督查室"),
)


@reads(Section.HANDBOOK)
def handbook(request: ActorRequest, role: str = "") -> HttpResponse:
    """使用手册: a page for each of the office's roles."""
    if role and role not in dict(HANDBOOK):
        raise Refusal("not_found")
    context = {"pages": HANDBOOK, "current": role}
    return render(request, f"handbook/{role or 'index'}.html", context)


@public
def health(_: HttpRequest) -> HttpResponse:
    """For the supervisor of the process: answers when pages can be served."""
    return HttpResponse("ok", content_type="text/plain")

"""工作台: the same component for everybody, with what waits for him."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.access.loaders import may_open
from yixing.access.policy import SECTIONS
from yixing.access.roles import Role
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


BESIDE_THE_RAIL: dict[Section, frozenset[Role]] = {
    Section.PORTFOLIOS: SECTIONS[Section.DUTIES] | {Role.DELEGATE},
    Section.DUTIES: SECTIONS[Section.DUTIES],
}
"""Sections that hold work for a role whose rail is full: 分工 (with 工作交接 and 交叉事项 behind it) and 常委履责.

The liaison, who may look 分工 up as well, keeps his phone page short.
"""


def _beside_the_rail(actor: Actor) -> list[NextStep]:
    """The sections that hold work for the actor and stand in no rail of his."""
    rail = rail_of(actor)
    return [
        NextStep(section.label, ADDRESSES[section], primary=False)
        for section, roles in BESIDE_THE_RAIL.items()
        if actor.has(*roles) and may_open(actor, section) and section not in rail
    ]


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

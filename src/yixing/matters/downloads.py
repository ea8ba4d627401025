"""The prints of 事项议题 as files: .docx for the office to edit, PDF to print."""

from django.http import HttpResponse

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.roles import Role
from yixing.door.views import ActorRequest, reads
from yixing.matters import prints
from yixing.matters.check_sheet import check_sheet
from yixing.matters.findings import sees_deliberation
from yixing.matters.models import Matter, OpinionReply, OpinionRound
from yixing.matters.queries import arrangement
from yixing.matters.routing import route
from yixing.matters.views import today_of
from yixing.papers.rendering import file_response
from yixing_core.errors import Refusal


@reads(Section.MATTERS)
def sheet(request: ActorRequest, pk: int, suffix: str) -> HttpResponse:
    """议题单."""
    row = loaders.find(Matter, pk, request.actor)
    return file_response(prints.sheet_print(row, request.actor, today_of(request)), f"议题单-{row.title}", suffix)


@reads(Section.MATTERS)
def procedure(request: ActorRequest, pk: int, suffix: str) -> HttpResponse:
    """程序核对单."""
    row = loaders.find(Matter, pk, request.actor)
    today = today_of(request)
    found = route(row, today)
    rows = check_sheet(row, found, confidential=sees_deliberation(request.actor, row))
    return file_response(prints.procedure_print(row, found, rows, today), f"程序核对单-{row.title}", suffix)


@reads(Section.MATTERS)
def arrangement_sheet(request: ActorRequest, suffix: str) -> HttpResponse:
    """《议题安排（送审）》, for the office and the chair."""
    if not (request.actor.has(Role.CHAIR) or loaders.may(request.actor, Action.MATTER_CHECK) or _reviews(request)):
        raise Refusal("not_found")
    today = today_of(request)
    rows = list(arrangement(request.actor))
    paper = prints.arrangement_print(rows, lambda row: len(route(row, today, stage="chair").lacking), today)
    return file_response(paper, "常委会议题安排（送审）", suffix)


def _reviews(request: ActorRequest) -> bool:
    return loaders.may(request.actor, Action.MATTER_REVIEW)


@reads(Section.MATTERS)
def adoption(request: ActorRequest, pk: int, suffix: str) -> HttpResponse:
    """意见采纳情况表, for those who see the whole round."""
    row = loaders.find(OpinionRound, pk, request.actor)
    loaders.find(Matter, row.matter_id, request.actor)
    if not sees_whole_round(request, row):
        raise Refusal("not_found")
    name = f"意见采纳情况表-{row.matter.title}"
    return file_response(prints.adoption_print(row, today_of(request)), name, suffix)


def sees_whole_round(request: ActorRequest, row: OpinionRound) -> bool:
    """Whether the actor sees every reply, as the asking unit, the office and the chair do; an asked unit sees its own."""
    seen = loaders.visible(OpinionReply, request.actor).filter(round=row).count()
    return seen == row.replies.count()

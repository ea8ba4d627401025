"""Pages of 呈批件 and 批示."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.attachments.queries import documents
from yixing.briefings import panels
from yixing.briefings.acting import act_page, today_of
from yixing.briefings.actions import (
    briefing_approve,
    briefing_close,
    briefing_instruct,
    briefing_register,
    briefing_show,
    instruction_file_direct,
)
from yixing.briefings.forms import (
    AnswerForm,
    CloseForm,
    FileInstructionForm,
    InstructForm,
    ListFilterForm,
    RegisterForm,
    ShowForm,
)
from yixing.briefings.models import Briefing, Instruction
from yixing.briefings.queries import BriefingFilter, briefing_list
from yixing.decisions.filing_views import scope_words
from yixing.decisions.leaders import area_of_unit, own_area_of
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.matters.delegates import find_to_sign
from yixing.people.record import record_lines
from yixing.ui.components import Fact, SavedView
from yixing.ui.sheets import Sheet, workbook_response

PER_PAGE = 25
EXPORT_MAX = 20_000


@require_GET
@reads(Section.BRIEFINGS)
def briefings(request: ActorRequest) -> HttpResponse:
    """The list of 呈批件: filter as a sentence, 25 a page; ``export=xlsx`` gives what is shown."""
    form = ListFilterForm(request.GET or None, today=today_of(request))
    given = form.cleaned_data if form.is_valid() else {}
    wanted = BriefingFilter(
        kind=given.get("kind", ""),
        leader_id=given.get("leader"),
        unit_id=given.get("unit"),
        state=given.get("state", ""),
    )
    rows = briefing_list(request.actor, wanted, sort=request.GET.get("sort", ""))
    if request.GET.get("export") == "xlsx":
        heads = [column.label for column in panels.COLUMNS]
        return workbook_response("呈批件", [Sheet("呈批件", heads, panels.sheet_rows(rows[:EXPORT_MAX]))])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    states = [("", "全部"), *Briefing.State.choices]
    context = {
        "heading": "呈批批示",
        "filter_form": form,
        "columns": panels.COLUMNS,
        "page": page,
        "rows": [(row, panels.badge(row)) for row in page.object_list],
        "views": [
            SavedView(label, f"?state={code}" if code else "?", current=wanted.state == code) for code, label in states
        ],
        "may_register": loaders.may(request.actor, Action.BRIEFING_REGISTER),
        "empty_words": "没有符合条件的呈批件。",
    }
    return render(request, "briefings/briefings.html", context)


@require_GET
@reads(Section.BRIEFINGS)
def briefing(request: ActorRequest, pk: int) -> HttpResponse:
    """One 呈批件 with its 批示, their tasks and what the leaders answered."""
    row = loaders.find(Briefing, pk, request.actor)
    reference = f"briefing/{row.pk}"
    context = {
        "heading": row.title,
        "number": row.number,
        "status": panels.badge(row),
        "next": panels.briefing_steps(row, request.actor),
        "facts": panels.briefing_facts(row),
        "findings": None,
        "related": panels.briefing_related(row, request.actor),
        "instructions": panels.instruction_views(row, request.actor, today_of(request)),
        "documents": documents(reference, request.actor),
        "record": record_lines(reference, request.actor),
    }
    return render(request, "briefings/briefing.html", context)


@require_GET
@reads(Section.WORKBENCH)
def instruction(request: ActorRequest, pk: int) -> HttpResponse:
    """The address of a 批示: its place on the page of its briefing."""
    row = loaders.find(Instruction, pk, request.actor)
    loaders.find(Briefing, row.briefing_id, request.actor)
    return redirect(f"/briefings/{row.briefing_id}/#instruction-{row.pk}")


@acts(Action.BRIEFING_REGISTER)
def register(request: ActorRequest) -> HttpResponse:
    """呈批件登记; afterwards to its page."""
    form = form_for(request, RegisterForm, initial={"kind": request.GET.get("kind", Briefing.Kind.INCOMING)})
    if request.method == "POST":
        made = submit(request, form, briefing_register)
        if made is not None:
            messages.success(request, f"已登记，编号 {made.number}。")
            return redirect("briefings:briefing", made.pk)
    return form_page(request, form, heading="登记呈批件", back="/briefings/", submit="登记")


@acts(Action.BRIEFING_INSTRUCT)
def instruct(request: ActorRequest, pk: int) -> HttpResponse:
    """登记批示, by the leader himself or by 代录 with the scan."""
    row = find_to_sign(
        Briefing, pk, request.actor, Action.BRIEFING_INSTRUCT, waits=lambda row: row.state != Briefing.State.CLOSED
    )
    return act_page(
        request,
        InstructForm,
        briefing_instruct,
        row=row,
        given={"briefing_id": row.pk},
        heading="登记批示",
        number=row.number,
        facts=[Fact("呈批件", row.title), Fact("来文单位", row.source or None)],
        back=_back(request, row),
        done="批示已登记。",
    )


@acts(Action.BRIEFING_SHOW)
def show(request: ActorRequest, pk: int) -> HttpResponse:
    """呈阅: the result is put before the leader."""
    row = loaders.find(Instruction, pk, request.actor)
    return act_page(
        request,
        ShowForm,
        briefing_show,
        row=row,
        given={"instruction_id": row.pk},
        heading="呈批示领导阅示",
        submit_words="呈阅",
        number=row.briefing.number,
        facts=_instruction_facts(row),
        back=f"/briefings/{row.briefing_id}/",
        done=f"已呈{row.leader}阅示。",
        initial=_result(row),
    )


@acts(Action.BRIEFING_APPROVE)
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """阅示: the leader agrees, or gives a new 批示."""
    row = find_to_sign(
        Instruction, pk, request.actor, Action.BRIEFING_APPROVE, waits=lambda row: row.state == Instruction.State.SHOWN
    )
    showing = row.showings.last()
    facts = _instruction_facts(row)
    if showing is not None:
        facts.append(Fact("办理情况", showing.result))
    return act_page(
        request,
        AnswerForm,
        briefing_approve,
        row=row,
        given={"instruction_id": row.pk},
        heading="登记阅示意见",
        submit_words="提交",
        number=row.briefing.number,
        facts=facts,
        back=_back(request, row.briefing),
        done="阅示意见已登记。",
    )


@acts(Action.INSTRUCTION_FILE)
def file_direct(request: ActorRequest, pk: int) -> HttpResponse:
    """列入直接决定备案: a 批示 is the record of what its leader decided; type and area are proposed."""
    row = loaders.find(Instruction, pk, request.actor)
    area = own_area_of(row.unit, row.leader_id, row.on) or area_of_unit(row.unit)
    return act_page(
        request,
        FileInstructionForm,
        instruction_file_direct,
        row=row,
        given={"instruction_id": row.pk},
        heading="列入直接决定备案",
        submit_words="列入备案",
        number=row.briefing.number,
        facts=_instruction_facts(row),
        back=f"/briefings/{row.briefing_id}/",
        done="批示已列入直接决定备案。",
        initial={"area_id": area.pk if area is not None else ""},
        consequence=scope_words(row.on),
    )


@acts(Action.BRIEFING_CLOSE)
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """办结呈批件."""
    row = loaders.find(Briefing, pk, request.actor)
    return act_page(
        request,
        CloseForm,
        briefing_close,
        row=row,
        given={"briefing_id": row.pk},
        heading="办结呈批件",
        submit_words="办结",
        number=row.number,
        facts=[Fact("呈批件", row.title)],
        back=f"/briefings/{row.pk}/",
        done="呈批件已办结。",
    )


def _instruction_facts(row: Instruction) -> list[Fact]:
    return [
        Fact("呈批件", row.briefing.title),
        Fact("批示领导", row.leader, note=row.on.isoformat()),
        Fact("批示原文", row.text),
        Fact("承办单位", row.unit),
    ]


def _result(row: Instruction) -> dict[str, object]:
    """The latest progress of the tasks as a first draft of the result, and whether the unit's head signed it."""
    told = row.breakdowns.values_list("tasks__lead_unit__name", "tasks__last_report", "tasks__last_report_on")
    lines = [f"{unit}：{text}" for unit, text, _ in told if text]
    dated = [on for _, _, on in told if on is not None]
    return {"result": "\n".join(lines), "signed": bool(dated)}


def _back(request: ActorRequest, row: Briefing) -> str:
    """The briefing's page where the actor may open it; a mere delegate returns to the 工作台."""
    seen = loaders.visible(Briefing, request.actor).filter(pk=row.pk).exists()
    return f"/briefings/{row.pk}/" if seen and loaders.may_open(request.actor, Section.BRIEFINGS) else "/"

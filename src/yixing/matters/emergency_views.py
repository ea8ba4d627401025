"""Pages of 临机处置: the list by standing, the form of five fields for a phone, 阅."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.door.views import ActorRequest, acts, allowed, form_for, form_page, reads, submit
from yixing.matters.actions import emergency_read, emergency_report
from yixing.matters.delegates import find_to_sign
from yixing.matters.emergencies import COLUMNS, WORDS, Emergency, emergencies, loaded, standing
from yixing.matters.emergency_forms import EmergencyAgainForm, EmergencyForm
from yixing.matters.forms import OneClickForm
from yixing.matters.models import Matter, Step
from yixing.matters.panels import last_return
from yixing.matters.state import State
from yixing.matters.views import today_of
from yixing.ui.components import Fact, NextStep, SavedView
from yixing.ui.sheets import Sheet, workbook_response
from yixing_core.errors import Refusal

PER_PAGE = 25
_VIEWS = (
    ("", "全部", frozenset(WORDS)),
    ("waiting", "待追认", frozenset({"waiting"})),
    ("late", "逾期", frozenset({"late", "ratified_late"})),
    ("done", "已追认", frozenset({"ratified", "ratified_late"})),
)


@require_GET
@reads(Section.MATTERS)
def listing(request: ActorRequest) -> HttpResponse:
    """临机处置: all of them, however many, by standing, as the rulebook of its day has it; ``export=xlsx`` as shown."""
    found = standing(emergencies(request.actor), today_of(request))
    chosen = request.GET.get("show", "")
    wanted = next((stands for key, _, stands in _VIEWS if key == chosen), frozenset(WORDS))
    rows = [each for each in found if each.stands in wanted]
    if request.GET.get("export") == "xlsx":
        heads = [column.label for column in COLUMNS]
        return workbook_response("临机处置", [Sheet("临机处置", heads, [_cells(each) for each in rows])])
    views = [
        SavedView(
            label,
            f"?show={key}" if key else "?",
            current=key == chosen,
            count=sum(each.stands in stands for each in found),
        )
        for key, label, stands in _VIEWS
    ]
    may = allowed(request.actor, Action.EMERGENCY_REPORT)
    context = {
        "heading": "临机处置",
        "views": views,
        "columns": COLUMNS,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "actions": [NextStep("报告临机处置", "/matters/emergencies/new/")] if may else [],
        "empty_words": "没有临机处置。",
        "empty_hint": "来不及开会、先行处置的，由书记、副书记、常委事后及时报告，提请常委会追认。",
    }
    return render(request, "matters/emergencies.html", context)


def _cells(each: Emergency) -> list[object]:
    return [
        each.matter.number or "",
        each.matter.title,
        each.member,
        each.decided_on,
        f"{each.reported.word} {each.reported_on or ''}".strip(),
        each.limit,
        f"{each.badge.word} {each.left_words}".strip(),
    ]


@acts(Action.EMERGENCY_REPORT)
def report(request: ActorRequest) -> HttpResponse:
    """报告临机处置: five fields on a phone; what else there is to say comes later."""
    form = form_for(request, EmergencyForm)
    if request.method == "POST":
        made = submit(request, form, emergency_report)
        if made is not None:
            messages.success(request, f"已报告，编号 {made.number}。书记和县委办的工作台上已能看到。")
            seen = loaders.visible(Matter, request.actor).filter(pk=made.pk).exists()
            return redirect("matters:matter", made.pk) if seen else redirect("/")
    return form_page(
        request,
        form,
        heading="报告临机处置",
        back="/",
        submit="报告",
        consequence="提交后立即报书记和县委办，并列为提请常委会追认的事项。"
        "由作出处置的书记、副书记、常委报告；替领导录入的，先打开“不是今天办的，或代领导录入、补录”，选明代谁录入并附签批件。",
        template="matters/emergency_report.html",
    )


@acts(Action.EMERGENCY_REPORT)
def again(request: ActorRequest, pk: int) -> HttpResponse:
    """修改后重报: a report that was sent back, with what it said, before the member who made it."""
    row = find_to_sign(
        Matter, pk, request.actor, Action.EMERGENCY_REPORT, waits=lambda one: one.state == State.RETURNED
    )
    said = Step.objects.filter(matter=row, kind=Step.Kind.EMERGENCY, is_revoked=False).order_by("id").last()
    values = said.values if said is not None else {}
    names = ("cause", "measures", "why", "reported_to", "happened_on", "reported_on", "superior_duty")
    initial = {name: values[name] for name in names if name in values} | {"unit_id": row.unit_id}
    form = form_for(request, EmergencyAgainForm, row, initial=initial | {"on": values.get("decided_on")})
    if request.method == "POST" and submit(request, form, emergency_report, returned_id=pk) is not None:
        messages.success(request, f"已重报，编号 {row.number}。")
        seen = loaders.visible(Matter, request.actor).filter(pk=pk).exists()
        return redirect("matters:matter", pk) if seen else redirect("/")
    back = last_return(row)
    return form_page(
        request,
        form,
        heading=f"修改后重报：{row.title}",
        back=f"/matters/{pk}/",
        submit="重报",
        consequence="编号不变，直接到县委办核对；原来写的保留在办理记录里。",
        template="matters/emergency_report.html",
        returned=back.opinion if back is not None else "",
    )


@acts(Action.EMERGENCY_READ)
def read(request: ActorRequest, pk: int) -> HttpResponse:
    """阅: the report as a leader reads it, with one button."""
    row = find_to_sign(Matter, pk, request.actor, Action.EMERGENCY_READ, waits=lambda _: True)
    today = today_of(request)
    # A delegate does not see the matter, but may enter for a leader who does: it was found for him above.
    found = next(iter(standing(loaded(Matter.objects.filter(pk=row.pk)), today)), None)
    if found is None and request.method == "GET":
        return redirect("matters:matter", pk)
    if found is None:
        raise Refusal("emergency_none", title=row.title)
    form = form_for(request, OneClickForm, row)
    if request.method == "POST" and submit(request, form, emergency_read, matter_id=pk) is not None:
        messages.success(request, "已阅。")
        return redirect("/")
    return form_page(
        request,
        form,
        heading=row.title,
        back=f"/matters/{pk}/" if loaders.visible(Matter, request.actor).filter(pk=pk).exists() else "/",
        submit="阅",
        template="matters/emergency_read.html",
        matter=row,
        emergency=found,
        facts=report_facts(found),
    )


def report_facts(each: Emergency) -> list[Fact]:
    """Who acted, when, what is still to come."""
    return [
        Fact("处置常委", each.member or "—"),
        Fact("处置日期", each.decided_on.isoformat()),
        Fact("责任单位", str(each.matter.unit)),
        Fact("报告", each.reported.word, note=str(each.reported_on or "")),
        Fact(
            "追认", each.badge.word, note=f"期限 {each.limit}，{each.left_words}" if each.is_open else each.left_words
        ),
    ]

"""Pages of 重大、逾期任务情况通报: those sent, one of them, and what the next would tell."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import kinds, loaders
from yixing.access.actions import Action, Section
from yixing.coordination.actions import task_circulate
from yixing.coordination.forms import TellForm
from yixing.coordination.models import TaskCircular
from yixing.coordination.telling import line, untold
from yixing.coordination.views import BASE, PER_PAGE, tabs
from yixing.door.views import ActorRequest, acts, allowed, form_for, form_page, reads, submit
from yixing.people.record import record_lines
from yixing.supervision.models import Task
from yixing.ui.components import Column, Fact, NextStep

COLUMNS = (
    Column("ordinal", "期号", "wide"),
    Column("on", "通报日期", "day"),
    Column("count", "件数", "number"),
)


@reads(Section.PORTFOLIOS)
def circulars(request: ActorRequest) -> HttpResponse:
    """The circulars sent so far, the latest first."""
    rows = loaders.visible(TaskCircular, request.actor).annotate(count=Count("told")).order_by("-on", "-id")
    may = allowed(request.actor, Action.TASK_CIRCULATE)
    context = {
        "heading": "重大、逾期任务情况通报",
        "views": tabs("任务情况通报"),
        "columns": COLUMNS,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "actions": [NextStep("通报", f"{BASE}circulars/new/")] if may else [],
        "unit_word": "期",
        "empty_words": "还没有通报过。",
        "empty_hint": "重大事项的任务、逾期的任务，由县委办通报各常委，一件只通报一次。",
    }
    return render(request, "coordination/circulars.html", context)


@reads(Section.PORTFOLIOS)
def circular(request: ActorRequest, pk: int) -> HttpResponse:
    """One circular, as the tasks stood that day; a task opens for those who may see it."""
    row = loaders.find(TaskCircular, pk, request.actor)
    told = list(row.told.select_related("unit", "leader"))
    seen = loaders.visible(Task, request.actor).filter(pk__in=[each.task_id for each in told])
    context = {
        "heading": str(row),
        "number": f"{row.year}年第{row.ordinal}期",
        "facts": [
            Fact("通报日期", row.on.isoformat()),
            Fact("送达", "、".join(person.name for person in row.members.order_by("order", "id"))),
        ],
        "told": told,
        "seen": set(seen.values_list("pk", flat=True)),
        "findings": None,
        "record": record_lines(kinds.ref(row), request.actor),
    }
    return render(request, "coordination/circular.html", context)


@acts(Action.TASK_CIRCULATE)
def tell(request: ActorRequest) -> HttpResponse:
    """What the next circular tells, and sending it."""
    form = form_for(request, TellForm)
    if request.method == "POST" and (made := submit(request, form, task_circulate)) is not None:
        return redirect("coordination:task_circular", made.pk)
    draft = TaskCircular()
    return form_page(
        request,
        form,
        heading="通报重大、逾期任务",
        back=f"{BASE}circulars/",
        submit="通报各常委",
        consequence="各常委在工作台看到；一件任务按同一事由只通报一次，内容以通报当日为准。",
        template="coordination/tell.html",
        told=[line(draft, reason, task) for reason, task in untold(timezone.localdate(request.received_at))],
    )

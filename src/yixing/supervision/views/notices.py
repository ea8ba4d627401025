"""督办通知: the register, one of them with its 回执, drafting, 签发, 签收, 回复."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.attachments.queries import documents
from yixing.briefings.acting import act_page, today_of
from yixing.door.views import ActorRequest, acts, reads
from yixing.matters.delegates import find_to_sign, principals_for
from yixing.papers.files import file_row
from yixing.papers.models import Document
from yixing.people.record import record_lines
from yixing.supervision import notice_forms, notices
from yixing.supervision.actions import supervision_answer, supervision_draft, supervision_receive, supervision_sign
from yixing.supervision.forms import OneClickForm
from yixing.supervision.models import Notice, Task
from yixing.ui.components import Fact, NextStep, RelatedItem, SavedView
from yixing.ui.sheets import Sheet, workbook_response

PER_PAGE = 25
SIGNED = Document.State.SIGNED


@require_GET
@reads(Section.TASKS)
def register(request: ActorRequest) -> HttpResponse:
    """督办通知: by number, with 签收 and 回复; ``export=xlsx`` gives what is shown."""
    today = today_of(request)
    show = request.GET.get("show", "")
    rows = notices.notice_list(request.actor, show, today)
    if request.GET.get("export") == "xlsx":
        heads = [column.label for column in notices.COLUMNS]
        return workbook_response("督办通知", [Sheet("督办通知", heads, [_cells(row, today) for row in rows])])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "督办通知",
        "columns": notices.COLUMNS,
        "page": page,
        "rows": [(row, notices.badge(row, today)) for row in page.object_list],
        "views": [
            SavedView(word, f"?show={code}" if code else "?", current=show == code) for code, word in notices.SHOWS
        ],
        "lacks": notices.lacks(request.actor, today),
        "unnoticed": notices.unnoticed(request.actor, today)[:PER_PAGE] if show == "" else [],
        "unit_word": "件",
        "empty_words": "没有督办通知。",
    }
    return render(request, "supervision/notices.html", context)


def _cells(row: Notice, today: object) -> list[object]:
    paper = row.document
    state = notices.badge(row, today).word  # type: ignore[arg-type]  # a day
    return [
        paper.number_words,
        paper.title,
        row.unit.name,
        paper.signed_on,
        row.answer_by,
        row.received_on,
        row.answered_on,
        state,
    ]


@require_GET
@reads(Section.TASKS)
def notice(request: ActorRequest, pk: int) -> HttpResponse:
    """One 督办通知: its paper, its 回执, what waits for whom."""
    row = loaders.find(Notice, pk, request.actor)
    today = today_of(request)
    task = loaders.visible(Task, request.actor).filter(pk=row.task_id).first()
    context = {
        "heading": row.document.title,
        "number": row.document.number_words or "未编号",
        "status": notices.badge(row, today),
        "next": _next(row, request),
        "facts": notices.facts(row, today),
        "answers": notices.answers(row),
        "related": [RelatedItem("督办事项", task.text, f"/tasks/{task.pk}/", task.number or "")] if task else [],
        "files": [file_row(row.document)],
        "documents": documents(f"notice/{pk}", request.actor),
        "findings": None,
        "record": record_lines(f"notice/{pk}", request.actor),
    }
    return render(request, "supervision/notice.html", context)


def _next(row: Notice, request: ActorRequest) -> list[NextStep] | None:
    base = f"/tasks/notices/{row.pk}"

    def may(action: Action) -> bool:
        return loaders.may(request.actor, action, row) or bool(principals_for(request.actor, action, row))

    if row.document.state == Document.State.DRAFT:
        return [
            NextStep("签发", f"{base}/sign/") if may(Action.SUPERVISION_SIGN) else NextStep("签发", who="县委办主任")
        ]
    if row.document.state != SIGNED or row.answered_on is not None:
        return None
    steps = []
    if row.received_on is None and may(Action.SUPERVISION_RECEIVE):
        steps.append(NextStep("签收", f"{base}/receive/", method="post", version=row.version))
    if may(Action.SUPERVISION_ANSWER):
        steps.append(NextStep("回复", f"{base}/answer/", primary=not steps))
    word = "签收" if row.received_on is None else "回复"
    return steps or [NextStep(word, who=f"{row.unit}{'联络员' if word == '签收' else '主要负责人'}")]


@acts(Action.SUPERVISION_DRAFT)
def draft(request: ActorRequest, pk: int) -> HttpResponse:
    """拟督办通知 on one task."""
    row = loaders.find(Task, pk, request.actor)
    facts = [Fact("事项", row.text), Fact("牵头单位", row.lead_unit), Fact("时限", row.due_words)]
    earlier = [one.document.number_words or "待签发" for one in row.notices.select_related("document")]
    if earlier:
        facts.append(Fact("已发督办通知", "、".join(earlier)))
    return act_page(
        request,
        notice_forms.NoticeForm,
        supervision_draft,
        row=row,
        given={"task_id": pk},
        heading="拟督办通知",
        number=row.number or "",
        facts=facts,
        back="/tasks/notices/",
        done="已拟稿，等县委办主任签发。",
        submit_words="送签发",
        consequence="编号在签发时给出；主送牵头单位，抄送责任领导。",
    )


@acts(Action.SUPERVISION_SIGN)
def sign(request: ActorRequest, pk: int) -> HttpResponse:
    """签发."""
    row = find_to_sign(
        Notice, pk, request.actor, Action.SUPERVISION_SIGN, waits=lambda row: row.document.state == "draft"
    )
    return act_page(
        request,
        notice_forms.NoticeSignForm,
        supervision_sign,
        row=row,
        given={"notice_id": pk},
        heading="签发督办通知",
        facts=[*notices.facts(row, today_of(request)), *_demands(row)],
        back=_back(request, row),
        done="已签发并编号。",
        submit_words="签发",
        consequence="签发即编号，单位随即看到；编号不再收回。",
    )


@acts(Action.SUPERVISION_RECEIVE)
def receive(request: ActorRequest, pk: int) -> HttpResponse:
    """签收, in one click."""
    row = loaders.find(Notice, pk, request.actor)
    return act_page(
        request,
        OneClickForm,
        supervision_receive,
        row=row,
        given={"notice_id": pk},
        heading="签收督办通知",
        number=row.document.number_words,
        facts=notices.facts(row, today_of(request)),
        back=f"/tasks/notices/{pk}/",
        done="已签收。",
        submit_words="签收",
    )


@acts(Action.SUPERVISION_ANSWER)
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """回复, each demand by itself, by the head of the unit or by 代录 with the sealed paper."""
    row = find_to_sign(Notice, pk, request.actor, Action.SUPERVISION_ANSWER, waits=lambda row: row.answered_on is None)
    return act_page(
        request,
        notice_forms.NoticeAnswerForm,
        supervision_answer,
        row=row,
        given={"notice_id": pk},
        heading="回复督办通知",
        number=row.document.number_words,
        facts=notices.facts(row, today_of(request)),
        back=_back(request, row),
        done="已回复。",
        submit_words="回复",
    )


def _demands(row: Notice) -> list[Fact]:
    return [Fact(f"办理要求 {place}", demand) for place, (demand, _) in enumerate(notices.answers(row), 1)]


def _back(request: ActorRequest, row: Notice) -> str:
    """The notice's page where the actor may open it; a mere delegate returns to the 工作台."""
    seen = loaders.visible(Notice, request.actor).filter(pk=row.pk).exists()
    return f"/tasks/notices/{row.pk}/" if seen and loaders.may_open(request.actor, Section.TASKS) else "/"

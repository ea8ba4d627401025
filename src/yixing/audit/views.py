"""存证 for the auditor, 日志 for the audit administrator."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from yixing.access import kinds, loaders
from yixing.access.actions import Action, Section
from yixing.access.roles import BUSINESS
from yixing.accounts.models import SignIn
from yixing.audit.actions import EXPORT, ledger_checkpoint, ledger_export
from yixing.audit.forms import EntryFilter, SignInFilter
from yixing.audit.jobs import EXPORTS
from yixing.audit.queries import entries, sign_ins
from yixing.door.views import ActorRequest, acts, call_of, reads
from yixing.jobs.models import Job
from yixing.ledger.append import record_holds, record_of
from yixing.ledger.models import Checkpoint, Entry
from yixing.ledger.proofs import consistency, inclusion
from yixing.people.record import Names
from yixing.ui.components import Column, Fact, SavedView
from yixing.ui.forms import Form
from yixing.ui.sheets import Sheet, workbook_response
from yixing_core.errors import Refusal

PAGE = 25
_EXPORTED = 20_000
COLUMNS = (
    Column("seq", "序号", "number"),
    Column("at", "录入时间", "day"),
    Column("on", "发生日期", "day"),
    Column("who", "办理人", "wide"),
    Column("action", "事项"),
    Column("subject", "对象"),
    Column("leaf", "摘要"),
)
SIGN_IN_COLUMNS = (
    Column("at", "时间", "day"),
    Column("user", "账户"),
    Column("outcome", "结果"),
    Column("address", "来自"),
)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of the list of entries."""

    entry: Entry
    who: str
    by: str
    action: str
    subject: str
    subject_url: str
    leaf: str


def _rows(found: Iterable[Entry]) -> list[EntryRow]:
    listed = list(found)
    names = Names.of(listed)
    return [
        EntryRow(
            entry=entry,
            who=names.on(entry.actor, entry.on),
            by=names.on(entry.by, entry.on) if entry.by else "",
            action=Action(entry.action).label,
            subject=f"{kinds.WORDS[entry.subject.partition('/')[0]]} {entry.subject.partition('/')[2]}",
            subject_url=kinds.address(entry.subject),
            leaf=bytes(entry.leaf).hex(),
        )
        for entry in listed
    ]


def _said(request: ActorRequest, form_class: type[Form]) -> tuple[Form, dict[str, Any]]:
    form = form_class(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    return form, {name: value for name, value in said.items() if value}


def _entry_list(request: ActorRequest, heading: str, views: list[SavedView]) -> HttpResponse:
    form, said = _said(request, EntryFilter)
    found = entries(request.actor, **said)
    if request.GET.get("export") == "xlsx":
        return workbook_response(heading, [_sheet(_rows(found[:_EXPORTED]))])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": heading,
        "views": views,
        "filter_form": form,
        "columns": COLUMNS,
        "page": page,
        "rows": _rows(page),
        "unit_word": "条",
    }
    return render(request, "audit/entries.html", context)


def _sheet(rows: list[EntryRow]) -> Sheet:
    body = (
        (row.entry.seq, row.entry.at, row.entry.on, row.who, row.by, row.action, row.entry.subject, row.leaf)
        for row in rows
    )
    return Sheet("存证", ["序号", "录入时间", "发生日期", "办理人", "代录人", "事项", "对象", "摘要"], body)


def _ledger_views(current: str) -> list[SavedView]:
    return [
        SavedView("存证记录", "/ledger/", current=current == "entries"),
        SavedView("存证点", "/ledger/checkpoints/", current=current == "checkpoints"),
        SavedView("导出", "/ledger/exports/", current=current == "exports"),
    ]


def _log_views(current: str) -> list[SavedView]:
    return [
        SavedView("登录日志", "/log/", current=current == "sign_ins"),
        SavedView("操作日志", "/log/actions/", current=current == "actions"),
    ]


@reads(Section.LEDGER)
def ledger(request: ActorRequest) -> HttpResponse:
    """存证: every entry, the latest first."""
    return _entry_list(request, "存证", _ledger_views("entries"))


@reads(Section.AUDIT)
def actions_log(request: ActorRequest) -> HttpResponse:
    """操作日志: the same entries, for the audit administrator."""
    return _entry_list(request, "日志存证", _log_views("actions"))


@reads(Section.AUDIT)
def log(request: ActorRequest) -> HttpResponse:
    """登录日志: who tried to log in, when, from where, with which outcome."""
    form, said = _said(request, SignInFilter)
    words = {"words": said.pop("q")} if "q" in said else {}
    found = sign_ins(request.actor, **words, **said)
    if request.GET.get("export") == "xlsx":
        body = ((row.at, str(row.user or "—"), row.get_outcome_display(), row.address) for row in found[:_EXPORTED])
        return workbook_response("登录日志", [Sheet("登录日志", [c.label for c in SIGN_IN_COLUMNS], body)])
    context = {
        "heading": "日志存证",
        "views": _log_views("sign_ins"),
        "filter_form": form,
        "columns": SIGN_IN_COLUMNS,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "unit_word": "条",
        "failures": sign_ins(request.actor, outcome=SignIn.Outcome.LOCKED, since=_month_ago(request)).count(),
    }
    return render(request, "audit/sign_ins.html", context)


def _month_ago(request: ActorRequest) -> dt.date:
    return timezone.localdate(request.received_at) - dt.timedelta(days=30)


@reads(Section.LEDGER)
def entry(request: ActorRequest, seq: int) -> HttpResponse:
    """One entry: its line as it is hashed, its leaf, and for those in business the record behind it."""
    found = loaders.find(Entry, seq, request.actor)
    row = _rows([found])[0]
    may_read = not request.actor.roles.isdisjoint(BUSINESS)
    kept = record_of(found)
    checkpoint = Checkpoint.objects.filter(size__gte=seq).order_by("size", "id").first()
    context = {
        "heading": f"第 {seq} 条",
        "facts": [
            Fact("事项", row.action),
            Fact("对象", row.subject, row.subject_url),
            Fact("办理人", row.who),
            *([Fact("代录人", row.by)] if row.by else []),
            Fact("发生日期", found.on.isoformat()),
            Fact("录入时间", f"{timezone.localtime(found.at):%Y-%m-%d %H:%M:%S}"),
            Fact("叶摘要", row.leaf),
            Fact("背后的记录", _content_words(found, erased=kept is None)),
            Fact("所在存证点", f"前 {checkpoint.size} 条" if checkpoint else "尚未签发"),
        ],
        "line": json.dumps(json.loads(found.line), ensure_ascii=False, indent=2, sort_keys=True),
        "record_text": json.dumps(kept, ensure_ascii=False, indent=2) if kept is not None and may_read else "",
        "erased": kept is None,
        "proof": checkpoint is not None,
        "seq": seq,
    }
    return render(request, "audit/entry.html", context)


def _content_words(found: Entry, *, erased: bool) -> str:
    if erased:
        return "已依法删除"
    return "在，与条目中的摘要相符" if record_holds(found) else "在，但与条目中的摘要不符"


@reads(Section.LEDGER)
def proof(request: ActorRequest, seq: int) -> HttpResponse:
    """The proof that an entry is in the book, as a file to be checked without us."""
    found = loaders.find(Entry, seq, request.actor)
    response = JsonResponse(inclusion(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="inclusion-{seq}.json"'
    return response


@reads(Section.LEDGER)
def checkpoints(request: ActorRequest) -> HttpResponse:
    """存证点: the signed statements of size and root, to be printed and taken home."""
    rows = loaders.visible(Checkpoint, request.actor).order_by("-id")
    context = {
        "heading": "存证",
        "views": _ledger_views("checkpoints"),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_sign": loaders.may(request.actor, Action.LEDGER_CHECKPOINT),
    }
    return render(request, "audit/checkpoints.html", context)


@reads(Section.LEDGER)
def extension(request: ActorRequest, pk: int) -> HttpResponse:
    """The proof that the latest checkpoint extends this one."""
    old = loaders.find(Checkpoint, pk, request.actor)
    new = loaders.visible(Checkpoint, request.actor).order_by("-size", "-id").first() or old
    response = JsonResponse(consistency(old, new), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="consistency-{old.size}-{new.size}.json"'
    return response


@require_POST
@acts(Action.LEDGER_CHECKPOINT)
def sign(request: ActorRequest) -> HttpResponse:
    """Sign the book now."""
    ledger_checkpoint(call_of(request))
    return redirect("ledger:checkpoints")


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A line of the list of exports."""

    job: Job
    ready: bool


@reads(Section.LEDGER)
def exports(request: ActorRequest) -> HttpResponse:
    """What was taken out, how far it is, and the files that are ready."""
    found = loaders.visible(Job, request.actor).filter(kind=EXPORT).order_by("-id")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [ExportRow(job, EXPORTS.has(job)) for job in page]
    context = {
        "heading": "存证",
        "views": _ledger_views("exports"),
        "page": page,
        "rows": rows,
        "busy": any(row.job.state in {Job.State.WAITING, Job.State.RUNNING} for row in rows),
        "may_export": loaders.may(request.actor, Action.LEDGER_EXPORT),
    }
    return render(request, "audit/exports.html", context)


@require_POST
@acts(Action.LEDGER_EXPORT)
def export(request: ActorRequest) -> HttpResponse:
    """Have the whole book written; the list of exports tells when it is ready."""
    ledger_export(call_of(request))
    return redirect("ledger:exports")


@require_GET
@reads(Section.LEDGER)
def export_download(request: ActorRequest, pk: int) -> HttpResponse:
    """The file of an export, to be saved; ``yixing verify`` reads it."""
    done = loaders.find(Job, pk, request.actor)
    if done.kind != EXPORT or not EXPORTS.has(done):
        raise Refusal("export_gone")
    response = FileResponse(EXPORTS.place(pk).open("rb"), as_attachment=True, filename=f"存证-{done.total}.jsonl")
    response.headers["Content-Type"] = "application/x-ndjson"
    response.headers["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", response)  # a streamed response is all but a HttpResponse to Django's types

"""存证 for the auditor, 日志 for the audit administrator, the erasure for the security administrator."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from yixing.access import kinds, loaders
from yixing.access.actions import Action, Section
from yixing.access.roles import BUSINESS
from yixing.accounts.models import SignIn
from yixing.audit.actions import ledger_checkpoint, ledger_erase, ledger_export
from yixing.audit.forms import EntryFilter, EraseForm, SignInFilter
from yixing.audit.queries import entries, sign_ins
from yixing.door.views import ActorRequest, acts, call_of, form_for, reads, submit
from yixing.ledger.append import record_of
from yixing.ledger.book import leaves, lines
from yixing.ledger.keys import signer
from yixing.ledger.models import Checkpoint, Entry
from yixing.ledger.proofs import consistency, inclusion
from yixing.people.record import Names
from yixing.ui.components import Column, Fact, SavedView
from yixing.ui.forms import Form
from yixing.ui.sheets import Sheet, workbook_response
from yixing_core.ledger.export import export_lines
from yixing_core.ledger.header import make_header

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
        "may_export": loaders.may(request.actor, Action.LEDGER_EXPORT),
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
            Fact("所在存证点", f"前 {checkpoint.size} 条" if checkpoint else "尚未签发"),
        ],
        "line": json.dumps(json.loads(found.line), ensure_ascii=False, indent=2, sort_keys=True),
        "record_text": json.dumps(kept, ensure_ascii=False, indent=2) if kept is not None and may_read else "",
        "erased": kept is None,
        "proof": checkpoint is not None,
        "seq": seq,
    }
    return render(request, "audit/entry.html", context)


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
        "may_export": loaders.may(request.actor, Action.LEDGER_EXPORT),
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


@require_POST
@acts(Action.LEDGER_EXPORT)
def export(request: ActorRequest) -> HttpResponse:
    """The whole book as of a checkpoint, streamed; ``yixing verify`` reads it."""
    checkpoint = ledger_export(call_of(request))
    header = make_header(signer(), leaves(checkpoint.size))
    response = StreamingHttpResponse(export_lines(header, lines(checkpoint.size)), content_type="application/x-ndjson")
    name = f"存证-{checkpoint.size}.jsonl"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return cast("HttpResponse", response)


@acts(Action.LEDGER_ERASE)
def erase(request: ActorRequest) -> HttpResponse:
    """Erase what lies behind entries, with the reason."""
    form = form_for(request, EraseForm)
    if request.method == "POST" and submit(request, form, ledger_erase) is not None:
        return render(request, "audit/erased.html", {"heading": "法定删除", "seqs": form.cleaned_data["seqs"]})
    context = {
        "heading": "法定删除",
        "form": form,
        "refusal": form.refusal,
        "submit": "删除",
        "cancel_url": "/roles/",
        "consequence": "存证条目背后的姓名和文字不可恢复；条目、摘要和办理人保留，验证仍然通过。",
    }
    return render(request, "ui/form.html", context, status=form.status)

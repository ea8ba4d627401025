"""Pages of 程序回查: ask for a period, see how far it is, read what was found by rule, unit and member."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.door.views import ActorRequest, acts, form_for, reads, submit
from yixing.jobs.models import Job
from yixing.recheck.actions import KIND, recheck_run
from yixing.recheck.forms import PeriodForm
from yixing.recheck.result import HEADS, RESULTS, kept, row
from yixing.rulebook import pages as rule_pages
from yixing.ui.components import SavedView
from yixing.ui.sheets import Sheet, workbook_response
from yixing_core.errors import Refusal

_SHOWN = 10
_PAGE = 50
_KINDS = {"rule": "rule", "unit": "unit_id", "member": "member_id"}


@acts(Action.RECHECK_RUN)
def rechecks(request: ActorRequest) -> HttpResponse:
    """Ask for a period; the last ones asked for, with their results."""
    today = timezone.localdate(request.received_at)
    last = today.year - 1 if today.month == 1 else today.year  # in January one looks at the year that ended
    initial = {"since": dt.date(last, 1, 1), "until": min(today, dt.date(last, 12, 31))}
    form = form_for(request, PeriodForm, initial=initial)
    if request.method == "POST" and submit(request, form, recheck_run) is not None:
        return redirect("recheck:rechecks")
    jobs = loaders.visible(Job, request.actor).filter(kind=KIND).order_by("-id")[:_SHOWN]
    rows = [(job, RESULTS.has(job)) for job in jobs]
    context = {
        "heading": "程序回查",
        "sections": rule_pages.sections("recheck", request.actor),
        "form": form,
        "refusal": form.refusal,
        "rows": rows,
        "busy": any(job.state in {Job.State.WAITING, Job.State.RUNNING} for job, _ in rows),
        "here": request.path,
    }
    return render(request, "recheck/rechecks.html", context, status=form.status)


@reads(Section.RECHECK)
def result(request: ActorRequest, pk: int) -> HttpResponse:
    """What one recheck found."""
    job = loaders.find(Job, pk, request.actor)
    found = kept(pk) if job.kind == KIND else None
    if found is None:
        raise Refusal("recheck_gone")
    if request.GET.get("export") == "xlsx":
        sheets = [("须整改", found["open"]), ("提示（已说明理由）", found["explained"])]
        return workbook_response(
            "程序回查", [Sheet(name, HEADS, [row(each) for each in rows]) for name, rows in sheets]
        )
    said = {name: request.GET.get(name, "") for name in _KINDS}
    explained = request.GET.get("tab") == "explained"
    lapses = _chosen(found["explained" if explained else "open"], said)
    context = {
        "heading": f"程序回查：{found['since']} 至 {found['until']}",
        "found": found,
        "binding": sum(each["binding"] for each in found["open"]),
        "silent": sum(not each["binding"] for each in found["open"]),
        "views": _tabs(pk, found, explained=explained),
        "summaries": [] if explained else _summaries(found, said),
        "page": Paginator(lapses, _PAGE).get_page(request.GET.get("page")),
        "said": [word for name, word in _words(found, said)],
        "here": request.path,
    }
    return render(request, "recheck/result.html", context)


def _chosen(lapses: list[dict[str, Any]], said: dict[str, str]) -> list[dict[str, Any]]:
    return [each for each in lapses if all(not key or each[_KINDS[name]] == key for name, key in said.items())]


def _tabs(pk: int, found: dict[str, Any], *, explained: bool) -> list[SavedView]:
    base = f"/recheck/{pk}/"
    return [
        SavedView("不符合、待补", base, current=not explained, count=len(found["open"])),
        SavedView("提示，已说明理由", f"{base}?tab=explained", current=explained, count=len(found["explained"])),
    ]


def _summaries(found: dict[str, Any], said: dict[str, str]) -> list[tuple[str, str, list[tuple[dict[str, Any], bool]]]]:
    named = (("按规定", "rule", "by_rule"), ("按提请单位", "unit", "by_unit"), ("按分管常委", "member", "by_member"))
    return [
        (title, name, [(line, bool(said[name]) and said[name] == line["key"]) for line in found[key]])
        for title, name, key in named
    ]


def _words(found: dict[str, Any], said: dict[str, str]) -> list[tuple[str, str]]:
    keys = {"rule": "by_rule", "unit": "by_unit", "member": "by_member"}
    return [
        (name, line["words"]) for name, key in said.items() if key for line in found[keys[name]] if line["key"] == key
    ]

"""年度核对: what the rules say of a year, with names; and the same as a workbook."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.kinds import ref
from yixing.argument.listing import said
from yixing.briefings.acting import today_of
from yixing.door.views import ActorRequest, acts, form_for, form_page, reads, submit
from yixing.duties import pages
from yixing.duties.actions import year_review
from yixing.duties.charge import usual_year, year_span
from yixing.duties.forms import ReviewForm, YearFilter
from yixing.duties.models import YearReview
from yixing.duties.year import Found, YearCheck, year_check
from yixing.matters.findings import fact_words
from yixing.people.record import record_lines
from yixing.ui.components import Fact, FindingView, citation_words, finding_view
from yixing.ui.sheets import Sheet, workbook_response
from yixing_core.rules.model import STATUS_LABELS, Finding


@reads(Section.RECHECK)
def year(request: ActorRequest) -> HttpResponse:
    """The gate ``year.review`` on a year as it stands; for those who look over the members, not for colleagues."""
    today = today_of(request)
    form = YearFilter({"year": usual_year(today)} | request.GET.dict(), today=today)
    check = year_check(said(form).get("year") or usual_year(today), today)
    if request.GET.get("export") == "xlsx":
        heads = ["规定", "名称", "结论", "情况", "涉及", "依据"]
        return workbook_response(
            "年度核对", [Sheet("年度核对", heads, [_cells(check, each) for each in check.findings])]
        )
    context = {
        "heading": f"年度核对（{check.year}年）",
        "views": pages.tabs("年度核对", request.actor),
        "filter_form": form,
        "check": check,
        "running": check.on < year_span(check.year)[1],
        "first": _first(check),
        "open": [(each, check.names.get(each.rule, Found())) for each in check.open],
        "findings": [_view(each, check.names.get(each.rule, Found())) for each in check.findings],
        "others": check.others,
        "may": loaders.may(request.actor, Action.YEAR_REVIEW),
        "made": loaders.visible(YearReview, request.actor).filter(year=check.year)[:_SHOWN],
    }
    return render(request, "duties/year.html", context)


_SHOWN = 5


@acts(Action.YEAR_REVIEW)
def review(request: ActorRequest) -> HttpResponse:
    """Put the check of a year on record: the same findings, on the ledger."""
    form = form_for(request, ReviewForm)
    form.versioned = False
    if request.method == "POST" and (made := submit(request, form, year_review)) is not None:
        messages.success(request, "年度核对已记录。")
        return redirect(f"/duties/year/?year={made.year}")
    return form_page(
        request,
        form,
        heading="记录年度核对",
        back="/duties/year/",
        submit="记录",
        consequence="按今天的记录逐条核对，结论存入存证；以后补齐的，再记录一次。",
    )


@reads(Section.RECHECK)
def made(request: ActorRequest, pk: int) -> HttpResponse:
    """One check that was put on record."""
    row = loaders.find(YearReview, pk, request.actor)
    rules = "、".join(row.open_rules) or "都做到了"
    context = {
        "heading": str(row),
        "number": "年度核对",
        "facts": [Fact("核对日期", row.on.isoformat()), Fact("不符合或待补", rules)],
        "record": record_lines(ref(row), request.actor),
    }
    return render(request, "ui/object.html", context)


def _first(check: YearCheck) -> str:
    """The first line: how many do not hold."""
    return f"{len(check.open)} 项不符合或待补" if check.open else "本页核对的规定都做到了"


def _view(finding: Finding, found: Found) -> FindingView:
    mend = found.url if finding.unmet else ""
    return finding_view(
        finding,
        citation_url=f"/rules/{finding.rule}/",
        mend_url=mend,
        mend_label="去看名单",
        fact_words=fact_words,
    )


def _cells(check: YearCheck, finding: Finding) -> list[str]:
    names = "、".join(check.names.get(finding.rule, Found()).names)
    word = STATUS_LABELS[finding.status]
    return [finding.rule, finding.title, word, finding.text, names, citation_words(finding.citation)[0]]

"""年度核对: what the rules say of a year, with names; and the same as a workbook."""

from django.http import HttpResponse
from django.shortcuts import render

from yixing.access.actions import Section
from yixing.argument.listing import said
from yixing.briefings.acting import today_of
from yixing.door.views import ActorRequest, reads
from yixing.duties import pages
from yixing.duties.charge import year_span
from yixing.duties.forms import YearFilter, usual_year
from yixing.duties.queries import sees_overview
from yixing.duties.year import Found, YearCheck, year_check
from yixing.matters.findings import fact_words
from yixing.ui.components import FindingView, citation_words, finding_view
from yixing.ui.sheets import Sheet, workbook_response
from yixing_core.errors import Refusal
from yixing_core.rules.model import STATUS_LABELS, Finding


@reads(Section.DUTIES)
def year(request: ActorRequest) -> HttpResponse:
    """The gate ``year.review`` on a year as it stands; for those who look over the members, not for colleagues."""
    if not sees_overview(request.actor):
        raise Refusal("not_found")
    today = today_of(request)
    form = YearFilter(request.GET or None, initial={"year": usual_year(today)}, today=today)
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
    }
    return render(request, "duties/year.html", context)


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

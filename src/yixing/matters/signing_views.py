"""Pages of the signatures: unit head, member, office, director, chair; and the chair's list, one tick a line."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.door.views import ActorRequest, acts, call_of, form_for, form_page, submit
from yixing.matters import panels
from yixing.matters.actions import matter_check, matter_determine, matter_member_sign, matter_review, matter_sign
from yixing.matters.arrangement import Line, LineRefused, determine_lines
from yixing.matters.delegates import find_to_sign, principals_for
from yixing.matters.findings import finding_views, lacking_lines
from yixing.matters.forms import (
    ArrangementListForm,
    CheckForm,
    DetermineForm,
    LineForm,
    MemberForm,
    ReviewForm,
    SignedForm,
    UnitHeadForm,
)
from yixing.matters.models import Endorsement, Matter
from yixing.matters.prints import links
from yixing.matters.queries import arrangement
from yixing.matters.routing import Route, route
from yixing.matters.state import State
from yixing.matters.views import today_of
from yixing_core.errors import Refusal


@dataclass(frozen=True, slots=True)
class _Signing:
    """What differs between the signing pages."""

    action: Action
    do: Callable[..., Matter]
    form: type[SignedForm]
    state: str
    heading: str
    submit: str
    stage: str = ""


_UNIT_HEAD = _Signing(Action.MATTER_SIGN, matter_sign, UnitHeadForm, State.UNIT_HEAD, "单位负责人审签", "签署意见")
_MEMBER = _Signing(Action.MATTER_MEMBER_SIGN, matter_member_sign, MemberForm, State.MEMBER, "分管常委审签", "签署意见")
_CHECK = _Signing(
    Action.MATTER_CHECK, matter_check, CheckForm, State.OFFICE, "县委办核对", "送县委办主任审核", "office"
)
_REVIEW = _Signing(
    Action.MATTER_REVIEW, matter_review, ReviewForm, State.DIRECTOR, "县委办主任审核", "报书记确定", "director"
)
_DETERMINE = _Signing(
    Action.MATTER_DETERMINE, matter_determine, DetermineForm, State.CHAIR, "书记确定议题", "确定", "chair"
)


@acts(Action.MATTER_SIGN)
def sign(request: ActorRequest, pk: int) -> HttpResponse:
    """单位负责人审签."""
    return _page(request, pk, _UNIT_HEAD)


@acts(Action.MATTER_MEMBER_SIGN)
def member(request: ActorRequest, pk: int) -> HttpResponse:
    """分管常委审签."""
    return _page(request, pk, _MEMBER)


@acts(Action.MATTER_CHECK)
def check(request: ActorRequest, pk: int) -> HttpResponse:
    """县委办核对: the findings beside the two buttons; nothing is stopped here."""
    return _page(request, pk, _CHECK)


@acts(Action.MATTER_REVIEW)
def review(request: ActorRequest, pk: int) -> HttpResponse:
    """县委办主任审核."""
    return _page(request, pk, _REVIEW)


@acts(Action.MATTER_DETERMINE)
def determine(request: ActorRequest, pk: int) -> HttpResponse:
    """书记确定, one matter."""
    return _page(request, pk, _DETERMINE)


def _page(request: ActorRequest, pk: int, kind: _Signing) -> HttpResponse:
    row = find_to_sign(Matter, pk, request.actor, kind.action, waits=lambda waiting: waiting.state == kind.state)
    form = form_for(request, kind.form, row)
    # A delegate sees of the matter this page only, and only as long as there is something to sign.
    seen = loaders.visible(Matter, request.actor).filter(pk=pk).exists()
    back = f"/matters/{pk}/" if seen else "/"
    if request.method == "POST" and submit(request, form, kind.do, matter_id=pk) is not None:
        return redirect(back)
    today = today_of(request)
    found = route(row, today, stage=kind.stage) if kind.stage else None
    refused = form.refusal is not None and bool(form.refusal.findings)
    return form_page(
        request,
        form,
        heading=kind.heading,
        back=back,
        submit=kind.submit,
        template="matters/sign.html",
        matter=row,
        number=row.number or "",
        status=panels.status_badge(row),
        direct_url=f"/decisions/direct/{pk}/" if kind is _MEMBER and row.decided_by == "member" else "",
        seen=seen,
        facts=panels.sheet_facts(row, today),
        texts=panels.sheet_texts(row),
        route=found,
        lacking=lacking_lines(found.lacking) if found else [],
        # A refusal brings its own findings with the places for reasons; they are not drawn twice.
        findings=None if refused or found is None else _findings(request, row, found, kind),
    )


def _findings(request: ActorRequest, row: Matter, found: Route, kind: _Signing) -> Any:
    asks = kind.action in {Action.MATTER_REVIEW, Action.MATTER_DETERMINE}
    return finding_views(found.findings, row, request.actor, on=today_of(request), facts=found.facts, asks_reason=asks)


# --- 《议题安排（送审）》 ---


@acts(Action.MATTER_DETERMINE, Action.MATTER_CHECK, Action.MATTER_REVIEW)
def arrangement_page(request: ActorRequest) -> HttpResponse:
    """The list put before the chair: one tick and a place a line; the office enters it from the signed sheet (代录)."""
    own = loaders.may(request.actor, Action.MATTER_DETERMINE)
    may_sign = own or bool(principals_for(request.actor, Action.MATTER_DETERMINE))
    source = request.actor if own or loaders.may(request.actor, Action.MATTER_CHECK) else None
    rows = list(arrangement(source or _principal(request)))
    form = form_for(request, ArrangementListForm)
    lines = [_line_form(request, row) for row in rows]
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid() and all(line.is_valid() for line in lines):
        refusal = _determine_all(request, form, rows, lines)
        if refusal is None:
            return redirect("matters:arrangement")
    today = today_of(request)
    context = {
        "heading": "常委会议题安排",
        "form": form,
        "may_sign": may_sign,
        "rows": [_row(row, line, refusal, today) for row, line in zip(rows, lines, strict=True)],
        "seen": set(
            loaders.visible(Matter, request.actor).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
        ),
        "refusal": refusal,
        "submit": "确定",
        "cancel_url": "/matters/" if loaders.may_open(request.actor, Section.MATTERS) else "/",
        "prints": links("/matters/arrangement", "打印送审") if source and rows else [],
    }
    wrong = any(line.is_bound and line.errors for line in lines)
    status = refusal.status if refusal else max(form.status, 422 if wrong else 200)
    return render(request, "matters/arrangement.html", context, status=status)


def _principal(request: ActorRequest) -> Any:
    """The chair for whom a 领导联络员 enters; without one there is nothing to show."""
    from yixing.accounts.actors import actor_of_person  # noqa: PLC0415  (only for delegates without an own view)

    people = principals_for(request.actor, Action.MATTER_DETERMINE)
    return actor_of_person(people[0], request.actor.day) if people else request.actor


def _line_form(request: ActorRequest, row: Matter) -> LineForm:
    data = request.POST if request.method == "POST" else None
    initial = {"version": row.version, "order": row.chair_order}  # type: ignore[attr-defined]  # annotated by the query
    return LineForm(data, prefix=f"m{row.pk}", initial=initial)


def _determine_all(
    request: ActorRequest, form: ArrangementListForm, rows: list[Matter], forms: list[LineForm]
) -> Refusal | None:
    lines = [
        Line(row.pk, given["verdict"], given["order"], given["opinion"], given["version"])
        for row, given in ((row, line.cleaned_data) for row, line in zip(rows, forms, strict=True))
        if given["verdict"]
    ]
    try:
        determine_lines(call_of(request, form), lines, meeting_hint=form.cleaned_data["meeting_hint"])
    except Refusal as refusal:
        form.refuse(refusal)
        return refusal
    return None


def _row(row: Matter, line: LineForm, refusal: Refusal | None, today: Any) -> dict[str, Any]:
    found = route(row, today, stage="chair")
    refused = isinstance(refusal, LineRefused) and refusal.matter_id == row.pk
    word = row.endorsements.filter(stage=Endorsement.Stage.MEMBER).order_by("-id").first()
    return {
        "matter": row,
        "line": line,
        "body": found.body_label,
        "lacking": lacking_lines(found.lacking),
        "member": word,
        "refused": refusal if refused else None,
        "listed": row.state == Matter.State.LISTED,
    }

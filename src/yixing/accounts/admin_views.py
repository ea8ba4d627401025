"""The pages of the system administrator (用户岗位) and of the security administrator (角色锁定); one's own account."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.numbers import row_number
from yixing.accounts import actions, forms, pages, role_actions
from yixing.accounts.models import Delegation, RoleGrant, User
from yixing.accounts.passwords import one_time
from yixing.accounts.queries import accounts, delegations, liaisons_of
from yixing.door.views import ActorRequest, acts, call_of, form_for, form_page, reads, submit
from yixing.jobs.models import Job
from yixing.people.models import Organization
from yixing.people.record import record_lines
from yixing.rulebook import queries as rulebook
from yixing.rulebook.actions import LOGIN_KEYS, login_limit
from yixing.rulebook.forms import LimitForm
from yixing.rulebook.words import value_words
from yixing.ui.components import NextStep, SavedView
from yixing.ui.sheets import Sheet, workbook_response
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = 25


def _today(request: ActorRequest) -> dt.date:
    return timezone.localdate(request.received_at)


def _list(request: ActorRequest, template: str, heading: str, views: list[SavedView]) -> HttpResponse:
    form = forms.AccountFilter(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    day, now = _today(request), request.received_at
    found = accounts(
        request.actor,
        day,
        words=said.get("q", ""),
        role=said.get("role", ""),
        state=said.get("state", ""),
        now=now,
    )
    if request.GET.get("export") == "xlsx":
        return workbook_response(heading, [_sheet(pages.rows(list(found), day, now))])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": heading,
        "views": views,
        "filter_form": form,
        "columns": pages.COLUMNS,
        "page": page,
        "rows": pages.rows(list(page), day, now),
        "unit_word": "个账户",
    }
    return render(request, template, context)


def _sheet(rows: list[pages.AccountRow]) -> Sheet:
    lines = (
        (row.user.username, str(row.user), row.title, "、".join(row.roles), row.status.word, row.user.last_login)
        for row in rows
    )
    return Sheet("账户", [column.label for column in pages.COLUMNS], lines)


@reads(Section.ACCOUNTS)
def users(request: ActorRequest) -> HttpResponse:
    """用户岗位: the accounts, for the system administrator."""
    views = [SavedView("账户", "/users/", current=True), SavedView("后台作业", "/users/jobs/")]
    return _list(request, "accounts/users.html", "用户岗位", views)


@reads(Section.SECURITY)
def roles(request: ActorRequest) -> HttpResponse:
    """角色锁定: the accounts, for the security administrator."""
    return _list(request, "accounts/roles.html", "角色锁定", _security_views("roles"))


def _security_views(current: str) -> list[SavedView]:
    return [
        SavedView("账户和角色", "/roles/", current=current == "roles"),
        SavedView("领导联络员", "/roles/delegations/", current=current == "delegations"),
        SavedView("登录限制", "/roles/limits/", current=current == "limits"),
        SavedView("签名密钥", "/ledger/key/"),
        SavedView("法定删除", "/ledger/erase/"),
    ]


@reads(Section.WORKBENCH)
def user(request: ActorRequest, pk: int) -> HttpResponse:
    """One account: for the two administrators, and one's own."""
    row = loaders.find(User, pk, request.actor)
    now = request.received_at
    context = {
        "heading": str(row),
        "number": row.username,
        "status": pages.status_of(row, now),
        "facts": pages.facts(row, _today(request), now),
        "grants": pages.grants(row),
        "today": _today(request),
        "may_revoke": loaders.may(request.actor, Action.ROLE_REVOKE),
        "next": _steps(request, row) or None,
        "record": record_lines(f"user/{pk}", request.actor),
    }
    return render(request, "accounts/user.html", context)


def _steps(request: ActorRequest, row: User) -> list[NextStep]:
    """What this administrator may do with this account; one's own only by 修改口令."""
    if row.pk == request.actor.user_id:
        return [NextStep("修改口令", "/password/", primary=False)]
    if not row.is_active:
        return []
    locked = row.locked_until is not None and row.locked_until > request.received_at
    offered = (
        (Action.ROLE_GRANT, "授予角色", f"/roles/grant/?user={row.pk}", True),
        (Action.USER_UNLOCK, "解除锁定", f"/users/{row.pk}/unlock/", locked),
        (Action.USER_RESET, "重置口令", f"/users/{row.pk}/reset/", True),
        (Action.USER_CLOSE, "停用", f"/users/{row.pk}/close/", True),
    )
    return [
        NextStep(label, url, primary=False)
        for action, label, url, fits in offered
        if fits and loaders.may(request.actor, action)
    ]


def _shown_once(request: ActorRequest, row: User, password: str) -> HttpResponse:
    """The password for once. A repeated submit finds another password in force and shows none."""
    context = {"heading": "一次性口令", "account": row, "password": password if row.check_password(password) else ""}
    return render(request, "accounts/password_once.html", context)


@acts(Action.USER_CREATE)
def create(request: ActorRequest) -> HttpResponse:
    """Open an account; its password is shown once."""
    form = form_for(request, forms.UserForm)
    password = one_time()
    if request.method == "POST":
        row = submit(request, form, actions.user_create, password=password)
        if row is not None:
            return _shown_once(request, row, password)
    return form_page(
        request,
        form,
        heading="开设账户",
        back="/users/",
        submit="开设",
        consequence="显示一次性口令；岗位角色由安全管理员授予。",
    )


@acts(Action.USER_RESET)
def reset(request: ActorRequest, pk: int) -> HttpResponse:
    """A new password for once."""
    row = loaders.find(User, pk, request.actor)
    form = form_for(request, forms.ConfirmForm, row)
    password = one_time()
    if request.method == "POST":
        changed = submit(request, form, actions.user_reset, user_id=pk, password=password)
        if changed is not None:
            return _shown_once(request, changed, password)
    words = "原口令立即作废，已登录的会话退出；新口令只显示一次，首次登录须修改。"
    return form_page(
        request, form, heading=f"重置口令：{row}", back=f"/users/{pk}/", submit="重置口令", consequence=words
    )


@acts(Action.USER_CLOSE)
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """Close an account."""
    row = loaders.find(User, pk, request.actor)
    form = form_for(request, forms.ConfirmForm, row)
    if request.method == "POST" and submit(request, form, actions.user_close, user_id=pk) is not None:
        return redirect("accounts:user", pk)
    words = "不能再登录，岗位角色和代录授权一并收回；办理过的事项保留。停用后不能恢复，需要时另开账户。"
    return form_page(request, form, heading=f"停用账户：{row}", back=f"/users/{pk}/", submit="停用", consequence=words)


@acts(Action.USER_UNLOCK)
def unlock(request: ActorRequest, pk: int) -> HttpResponse:
    """Lift a lock."""
    row = loaders.find(User, pk, request.actor)
    form = form_for(request, forms.ConfirmForm, row)
    if request.method == "POST" and submit(request, form, actions.user_unlock, user_id=pk) is not None:
        return redirect("accounts:user", pk)
    words = "可以立即再试口令；确属忘记的，请改为重置口令。"
    return form_page(
        request, form, heading=f"解除锁定：{row}", back=f"/users/{pk}/", submit="解除锁定", consequence=words
    )


@acts(Action.ROLE_GRANT)
def grant(request: ActorRequest) -> HttpResponse:
    """Give a role."""
    form = form_for(request, forms.GrantForm, initial={"user_id": request.GET.get("user", "")})
    if request.method == "POST" and (row := submit(request, form, role_actions.role_grant)) is not None:
        return redirect("accounts:user", row.user_id)
    words = "系统、安全、审计三员互不兼任，也不兼任任何业务岗位。"
    return form_page(request, form, heading="授予岗位角色", back="/roles/", submit="授予", consequence=words)


@acts(Action.ROLE_REVOKE)
def revoke(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    row = loaders.find(RoleGrant, pk, request.actor)
    form = form_for(request, forms.ConfirmForm, row)
    if request.method == "POST" and submit(request, form, role_actions.role_revoke, grant_id=pk) is not None:
        return redirect("accounts:user", row.user_id)
    heading = f"收回角色：{row.user}，{row.get_role_display()}"
    return form_page(
        request, form, heading=heading, back=f"/users/{row.user_id}/", submit="收回", consequence="立即生效。"
    )


@reads(Section.SECURITY)
def delegation_list(request: ActorRequest) -> HttpResponse:
    """领导联络员: who may enter for whom."""
    context = {
        "heading": "角色锁定",
        "views": _security_views("delegations"),
        "delegations": delegations(request.actor, _today(request)),
    }
    return render(request, "accounts/delegations.html", context)


@reads(Section.SECURITY)
def limits(request: ActorRequest) -> HttpResponse:
    """登录限制: after how many failures an account is locked, for how long, and what these were before."""
    today = _today(request)
    numbers = [rulebook.number(key, today, request.actor) for key in sorted(LOGIN_KEYS)]
    context = {
        "heading": "角色锁定",
        "views": _security_views("limits"),
        "numbers": numbers,
        "history": [
            (each.fact.label, row, value_words(each.fact, row.value))
            for each in numbers
            for row in rulebook.history(each.key, request.actor)
        ],
    }
    return render(request, "accounts/limits.html", context)


@acts(Action.LOGIN_LIMIT)
def limit_set(request: ActorRequest, limit: str) -> HttpResponse:
    """Set one of them from a day on."""
    if limit not in LOGIN_KEYS:
        raise Refusal("not_found")
    number = rulebook.number(limit, _today(request), request.actor)
    form = form_for(request, LimitForm, number, initial={"since": _today(request)})
    if request.method == "POST" and submit(request, form, login_limit, key=limit) is not None:
        return redirect("accounts:limits")
    words = "自该日起对所有账户生效；以前的值留作历史。"
    heading = f"登记参数：{number.fact.label}"
    return form_page(request, form, heading=heading, back="/roles/limits/", submit="登记", consequence=words)


@acts(Action.DELEGATION_SET)
def delegation_set(request: ActorRequest) -> HttpResponse:
    """Name a leader's delegate."""
    form = form_for(request, forms.DelegationForm)
    if request.method == "POST" and submit(request, form, role_actions.delegation_set) is not None:
        return redirect("accounts:delegations")
    words = "联络员代录须附签批扫描件，记录上同时有两人姓名。"
    return form_page(
        request, form, heading="指定领导联络员", back="/roles/delegations/", submit="指定", consequence=words
    )


@require_POST
@acts(Action.DELEGATION_SET)
def delegation_end(request: ActorRequest, pk: int) -> HttpResponse:
    """End a delegation."""
    row = loaders.find(Delegation, pk, request.actor)
    role_actions.delegation_set(call_of(request), principal_id=row.principal_id, delegate_id=row.delegate_id, ends=True)
    return redirect("accounts:delegations")


@acts(Action.LIAISON_HANDOVER)
def handover(request: ActorRequest) -> HttpResponse:
    """The unit head hands his liaison's work to somebody else; a new account's password is shown once."""
    own = Organization.objects.filter(pk__in=request.actor.unit_ids).order_by("order", "code")
    wanted = request.POST.get("unit") or request.GET.get("unit") or ""
    unit = own.filter(pk=row_number(wanted) or 0).first() if wanted else own.first()
    if unit is None and wanted:
        raise Refusal("not_found")
    if unit is None:
        return redirect("/")
    form = form_for(request, forms.HandoverForm, unit)
    password = one_time()
    if request.method == "POST":
        do: Callable[..., Any] = role_actions.liaison_handover
        if submit(request, form, do, organization_id=unit.pk, password=password) is not None:
            receiver = User.objects.get(person_id=form.cleaned_data["to_person_id"])
            return _shown_once(request, receiver, password)
    now = "、".join(str(user) for user in liaisons_of(unit, _today(request))) or "没有联络员"
    words = f"{unit.name}现由{now}联络。交接后立即生效，在办事项随单位转到接收人。"
    return form_page(request, form, heading="交接联络员", back="/", submit="交接", consequence=words)


@reads(Section.ACCOUNTS)
def jobs(request: ActorRequest) -> HttpResponse:
    """后台作业: what ran, what waits, what failed."""
    page = Paginator(loaders.visible(Job, request.actor).order_by("-id"), PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "用户岗位",
        "views": [SavedView("账户", "/users/"), SavedView("后台作业", "/users/jobs/", current=True)],
        "page": page,
        "rows": [(row, pages.JOB_WORDS.get(row.kind, row.kind)) for row in page],
    }
    return render(request, "accounts/jobs.html", context)

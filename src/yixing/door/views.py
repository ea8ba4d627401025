"""Guards for views, and the few lines every form page shares."""

import datetime as dt
import functools
import uuid
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yixing.access import loaders
from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.access.policy import DELEGABLE
from yixing.door.call import Call
from yixing.door.forms import ActionForm
from yixing_core.errors import Refusal

P = ParamSpec("P")
T = TypeVar("T")


class ActorRequest(HttpRequest):
    """A request after the login middleware: who acts, and when it was received."""

    actor: Actor
    received_at: dt.datetime


View = Callable[Concatenate[ActorRequest, P], HttpResponse]


def acts(*actions: Action) -> Callable[[View[P]], View[P]]:
    """A view that performs an action: only for roles that may do one of these at all; the row is checked inside."""

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: ActorRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not any(allowed(request.actor, action) for action in actions):
                loaders.require(request.actor, actions[0])
            return view(request, *args, **kwargs)

        guarded.guard = actions  # type: ignore[attr-defined]
        return cast("View[P]", guarded)

    return wrap


def allowed(actor: Actor, action: Action) -> bool:
    """Whether the actor, or somebody he may enter for, may do this at all."""
    return loaders.may(actor, action) or (bool(actor.principal_ids) and action in DELEGABLE)


def reads(section: Section) -> Callable[[View[P]], View[P]]:
    """A view that only shows: for roles that may open the section; rows come from ``visible``."""

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: ActorRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not loaders.may_open(request.actor, section):
                raise Refusal("not_found")
            return view(request, *args, **kwargs)

        guarded.guard = section  # type: ignore[attr-defined]
        return cast("View[P]", guarded)

    return wrap


def public(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view for everybody, logged in or not."""
    view.guard = "public"  # type: ignore[attr-defined]
    return view


def call_of(request: ActorRequest, form: ActionForm | None = None) -> Call:
    """The circumstances of what this request asks for.

    Raises:
        Refusal: ``not_delegate`` where the user may not enter for that person.
    """
    cleaned = form.cleaned_data if form is not None else {}
    principal, today = cleaned.get("acting_for"), timezone.localdate(request.received_at)
    on = cleaned.get("on") or today
    actor = request.actor
    if principal is not None or on < today:
        from yixing.accounts.actors import actor_for_principal, actor_on  # noqa: PLC0415  (accounts stand above)

        # Who was in charge is a matter of the day it happened, not of the day it is typed in.
        actor = actor_for_principal(actor, principal, on) if principal is not None else actor_on(actor, on)
    data = form.data if form is not None else request.POST
    return Call(
        actor=actor,
        at=request.received_at,
        on=on,
        request=cleaned.get("request") or _uuid(data.get("request", "")),
        acknowledged=form.acknowledged() if form is not None else {},
        backfill=cleaned.get("backfill", ""),
        scan=cleaned.get("scan") if principal is not None else None,
    )


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def submit(request: ActorRequest, form: ActionForm, do: Callable[..., T], **given: Any) -> T | None:
    """Run an action with a form's inputs; on refusal the form knows why and ``None`` comes back.

    Args:
        request: the POST.
        form: bound; its ``status`` is the page's status afterwards.
        do: the action. given: further keyword arguments, such as the row's id.
    """
    if not form.is_valid():
        form.explain()
        return None
    if form.versioned:
        given["version"] = form.cleaned_data.get("version")
    try:
        return do(call_of(request, form), **form.inputs(), **given)
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _require_own(actor: Actor, actions: tuple[Action, ...], row: Model) -> None:
    """Refuse (403) a submit about what is visible but not his, before its fields are judged.

    What a delegate may enter for somebody is judged by the action, which knows for whom.
    """
    if actor.principal_ids and not DELEGABLE.isdisjoint(actions):
        return
    if not any(loaders.may(actor, action, row) for action in actions):
        loaders.require(actor, actions[0], row)


def form_for(request: ActorRequest, form_class: type[ActionForm], row: Any = None, **kwargs: Any) -> Any:
    """The form of a page: bound on POST, empty (or with ``initial``) otherwise.

    代录 is offered only where the page's guard names an action that may be entered for somebody.
    """
    guard = getattr(request.resolver_match.func, "guard", ()) if request.resolver_match else ()
    if isinstance(guard, tuple) and guard:
        kwargs.setdefault("delegable", not DELEGABLE.isdisjoint(guard))
        if request.method == "POST" and isinstance(row, Model):
            _require_own(request.actor, guard, row)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return form_class(
        data, files, actor=request.actor, today=timezone.localdate(request.received_at), row=row, **kwargs
    )


def form_page(
    request: ActorRequest,
    form: ActionForm,
    *,
    heading: str,
    back: str,
    submit: str = "保存",
    consequence: str = "",
    template: str = "ui/form.html",
    **more: Any,
) -> HttpResponse:
    """Show a form: empty, or with what was filled in and why it was refused.

    Args:
        request: the request it answers.
        form: from ``form_for``, after ``submit`` refused it on a POST; gives the answer its status.
        heading: the title of the page.
        back: where 不办了，返回 leads; empty draws no such button.
        submit: the word on the button.
        consequence: what cannot be undone, in words.
        template: extends ``ui/form.html``.
        more: further context of the template.
    """
    context = {
        "heading": heading,
        "form": form,
        "refusal": form.refusal,
        "submit": submit,
        "cancel_url": back,
        "consequence": consequence,
    }
    return render(request, template, context | more, status=form.status)

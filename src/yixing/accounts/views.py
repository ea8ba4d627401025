"""Login, logout and the change of password."""

from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from yixing.access.actions import Action
from yixing.accounts.actions import password_change
from yixing.accounts.backend import note
from yixing.accounts.forms import LoginForm, PasswordForm
from yixing.accounts.models import SignIn, User
from yixing.accounts.sessions import begin
from yixing.door.views import ActorRequest, acts, form_for, public, submit
from yixing_core.errors import Refusal


@sensitive_post_parameters("password")
@public
def login_page(request: HttpRequest) -> HttpResponse:
    """Login; goes on to where the user wanted to go. Every attempt stands in the login log."""
    form = LoginForm(request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            user = authenticate(request, **form.cleaned_data)
            if user is None:
                refusal = Refusal("bad_login")
            else:
                login(request, user)
                begin(request.session, timezone.now())
                return HttpResponseRedirect(_target(request))
        except Refusal as locked:
            refusal = locked
    context = {
        "form": form,
        "refusal": refusal,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "expired": "expired" in request.GET and request.method == "GET",
    }
    return render(request, "ui/login.html", context, status=403 if refusal else 200)


def _target(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if allowed else "/"


@require_POST
@public
def logout_page(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if isinstance(request.user, User):
        note(request, SignIn.Outcome.LEFT, request.user)
    logout(request)
    return redirect("/login/")


@sensitive_post_parameters()
@acts(Action.PASSWORD_CHANGE)
def password_page(request: ActorRequest) -> HttpResponse:
    """Change one's own password; forced at the first login."""
    user = User.objects.get(pk=request.actor.user_id)
    form = form_for(request, PasswordForm, user)
    if request.method == "POST" and (changed := submit(request, form, password_change, user_id=user.pk)) is not None:
        update_session_auth_hash(request, changed)
        return redirect("/")
    context = {"form": form, "refusal": form.refusal, "forced": user.must_change_password}
    return render(request, "ui/password.html", context, status=form.status)

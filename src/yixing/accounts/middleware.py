"""Deny by default: no page without a login except those marked public; sets who acts and when."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from yixing.accounts.actors import actor_of
from yixing.accounts.sessions import keep, login_address

if TYPE_CHECKING:
    from yixing.accounts.models import User
    from yixing.door.views import ActorRequest
from yixing.ledger.clock import now
from yixing.ledger.stamps import held

PASSWORD_PAGE = "/password/"  # noqa: S105  (an address)


class LoginRequired:
    """Every view is for logged-in users unless it carries the ``public`` guard."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        request = cast("ActorRequest", request)
        request.received_at = now()
        with held():  # one request is judged by one state of the standing data
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Let public views pass; send others to the login, or first to the change of password."""
        if getattr(view, "guard", None) == "public":
            return None
        if not request.user.is_authenticated or not keep(cast("ActorRequest", request)):
            return self._redirect(request, login_address(request, settings.SESSION_COOKIE_NAME))
        request = cast("ActorRequest", request)
        request.actor = actor_of(cast("User", request.user), timezone.localdate(request.received_at))
        if request.actor.must_change_password and request.path not in {PASSWORD_PAGE, "/logout/"}:
            return self._redirect(request, PASSWORD_PAGE)
        return None

    @staticmethod
    def _redirect(request: HttpRequest, target: str) -> HttpResponse:
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204)
            response["HX-Redirect"] = target
            return response
        return HttpResponseRedirect(target)


def login_required(get_response: Callable[[HttpRequest], HttpResponse]) -> LoginRequired:
    """Middleware factory of ``LoginRequired``."""
    return LoginRequired(get_response)

"""Faults become plain pages with a reference number; every page carries a strict content policy."""

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from yixing.door.faults import fault_page
from yixing_core.errors import Message, Refusal, catalogue

NO_METHOD = 405
catalogue(
    {
        "only_submitted": Message(
            "这一步要从页面上的按钮办理，不能直接打开。", "请回到工作台，从要办的事项进去。", NO_METHOD
        )
    }
)
log = logging.getLogger("yixing.faults")
Handler = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


class Faults:
    """Outermost: whatever was raised below becomes a page in plain words; nothing of the contents goes to the log."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        response = self.get_response(request)
        if response.status_code != NO_METHOD:
            return response
        page = fault_page(request, NO_METHOD, refusal=Refusal("only_submitted"))
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn an exception of a view into a page."""
        if isinstance(exception, Refusal):
            return fault_page(request, exception.status, refusal=exception)
        if isinstance(exception, Http404):
            return fault_page(request, 404)
        if isinstance(exception, PermissionDenied):
            return fault_page(request, 403)
        if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
            return fault_page(request, 413)
        if isinstance(exception, SuspiciousOperation | MultiPartParserError | UnreadablePostError):
            return fault_page(request, 400)
        reference = secrets.token_hex(4)
        kind = "database busy" if isinstance(exception, OperationalError) else "fault"
        # The traceback without local values: it names code, never contents.
        log.error("%s %s %s %s", kind, reference, request.method, request.path, exc_info=exception)
        return fault_page(request, 500, reference=reference)


def faults(get_response: Handler) -> Faults:
    """Middleware factory of ``Faults``."""
    return Faults(get_response)


def content_policy(get_response: Handler) -> Handler:
    """Say on every page that nothing inline and nothing from elsewhere is run."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if "text/html" in response.headers.get("Content-Type", ""):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return respond

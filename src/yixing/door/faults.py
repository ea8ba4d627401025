"""The plain error pages: 400, 403, 404, 409, 413, 422, 500, each with a reference number and a way back."""

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yixing_core.errors import Refusal

_PAGES = {400, 403, 404, 409, 413, 500}


def fault_page(
    request: HttpRequest, status: int, *, refusal: Refusal | None = None, reference: str = ""
) -> HttpResponse:
    """The page of a fault; a refusal brings its own sentence, findings and way out."""
    name = status if status in _PAGES else 409
    context = {
        "reference": reference or secrets.token_hex(4),
        "refusal": refusal,
        "message": refusal.text if refusal else "",
        "mend": refusal.mend if refusal else "",
        "back": request.headers.get("Referer", "/"),
    }
    return render(request, f"ui/errors/{name}.html", context, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its key: the page was open too long, or the session ended."""
    del reason
    return fault_page(request, 403, refusal=None)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of Django's 400."""
    del exception
    return fault_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of Django's 403."""
    del exception
    return fault_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler of Django's 404."""
    del exception
    return fault_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler of Django's 500, where even the middleware failed."""
    return fault_page(request, 500)

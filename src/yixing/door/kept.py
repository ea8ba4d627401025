"""A list that was computed is shown again, as it is, for as long as nothing in the database has changed."""

import functools
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpResponse

from yixing.door.views import ActorRequest
from yixing.ledger.kept import keep

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponse]
HEADERS = ("Cookie", "HX-Request", "HX-Boosted", "HX-Target")
"""What a page may look at besides its address."""
TOKEN_USED = "CSRF_COOKIE_NEEDS_UPDATE"  # noqa: S105  (Django's flag: the page carries the session's form token)
_BEFORE_KEY = b'name="request" value="'
_KEY = re.compile(rb"[0-9a-f-]{36}(?=\")")


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, cut where each of its forms has its once-only key."""

    parts: tuple[bytes, ...]
    content_type: str
    has_token: bool

    def response(self, request: ActorRequest) -> HttpResponse:
        """The page for one more reader: every form with a key of its own."""
        if self.has_token:
            request.META[TOKEN_USED] = True
        text = self.parts[0] + b"".join(str(uuid.uuid4()).encode() + part for part in self.parts[1:])
        return HttpResponse(text, content_type=self.content_type)


class _NotKept(Exception):  # noqa: N818  (carries an answer past the memory; nothing went wrong)
    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def kept(view: View[P]) -> View[P]:
    """A view that only shows, and shows the same for the same actor, day, address and cookies until a row changes.

    Goes under the guard. A waiting message, or an answer that is not a plain page, is not kept.
    """

    @functools.wraps(view)
    def shown(request: ActorRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "GET" or len(get_messages(request)) or not _own_token(request):
            return view(request, *args, **kwargs)

        def make() -> _Page:
            response = view(request, *args, **kwargs)
            headers = set(response.headers)
            plain = response.status_code == HTTPStatus.OK and headers == {"Content-Type"} and not response.cookies
            if not plain or not response.headers["Content-Type"].startswith("text/html"):
                raise _NotKept(response)
            return _Page(_cut(response.content), response.headers["Content-Type"], request.META.get(TOKEN_USED, False))

        asked = (request.get_host(), request.get_full_path(), *(request.headers.get(name, "") for name in HEADERS))
        try:
            page = keep((view.__module__, view.__qualname__, request.actor, asked), make)
        except _NotKept as passed:
            return passed.response
        return page.response(request)

    return cast("View[P]", shown)


def _cut(content: bytes) -> tuple[bytes, ...]:
    """The page without the once-only keys of its forms, cut where they stood."""
    first, *rest = content.split(_BEFORE_KEY)
    parts = [first]
    for part in rest:
        if _KEY.match(part):
            parts[-1] += _BEFORE_KEY
            parts.append(part[36:])
        else:
            parts[-1] += _BEFORE_KEY + part
    return tuple(parts)


def _own_token(request: ActorRequest) -> bool:
    """Whether the browser brought the secret that the forms' tokens are made from; otherwise this answer brings it."""
    return bool(request.META.get("CSRF_COOKIE") == request.COOKIES.get(settings.CSRF_COOKIE_NAME))

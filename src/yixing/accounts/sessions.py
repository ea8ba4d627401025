"""How long a session lasts: half an hour without a click, at most a working day, and what is said when it ended."""

import datetime as dt
from urllib.parse import urlencode, urlsplit

from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from yixing.door.views import ActorRequest

LONGEST = dt.timedelta(hours=12)
"""However busy: after this a login is asked for again."""
_TOUCH = dt.timedelta(minutes=2)
"""The half hour (``SESSION_COOKIE_AGE``) begins anew with a click, written down at most this often."""
_BEGAN, _SEEN = "began", "seen"


def begin(session: SessionBase, now: dt.datetime) -> None:
    """Note when a session began."""
    session[_BEGAN] = session[_SEEN] = now.timestamp()


def keep(request: ActorRequest) -> bool:
    """Let the half hour begin anew; ``False`` once the session is too old to go on, and then it has ended."""
    now = request.received_at.timestamp()
    session = request.session
    if _BEGAN not in session:
        begin(session, request.received_at)
    elif now - session[_BEGAN] > LONGEST.total_seconds():
        logout(request)
        return False
    if now - session[_SEEN] > _TOUCH.total_seconds():
        session[_SEEN] = now
    return True


def login_address(request: HttpRequest, cookie: str) -> str:
    """Where to log in, and where to go on afterwards: the page itself, or the page on which the form stood."""
    target = request.get_full_path()
    if request.method != "GET":
        came_from = urlsplit(request.headers.get("Referer", ""))
        target = came_from.path + (f"?{came_from.query}" if came_from.query else "") or "/"
    said = {"next": target} | ({"expired": "1"} if cookie in request.COOKIES else {})
    return f"/login/?{urlencode(said)}"

"""A logged-in user of any of the servers: follows the login form as a browser does."""

import http.client
import re
from urllib.parse import urlencode

FIELD = re.compile(r"<input[^>]*>")
TIMEOUT = 60.0


class LoginError(RuntimeError):
    """The server did not let the user in."""


class Session:
    """Cookies of one user on one server of the loopback."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        """The header a browser would send."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        return self._ask("GET", path, None)[:2]

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        """Status, text and where it redirects to."""
        return self._ask("POST", path, urlencode(fields))

    def log_in(self, path: str, user: str, password: str, *, key: str = "csrfmiddlewaretoken") -> None:
        """Log in through the form at ``path``; ``key`` is the name of its hidden field.

        Raises:
            LoginError: the answer is not a redirect to another page.
        """
        _, page = self.get(path)
        fields = {"username": user, "password": password, key: hidden(page, key)}
        status, text, target = self.post(path, fields)
        if status not in {302, 303} or target.endswith(path):
            raise LoginError(f"login as {user} answered {status}: {text[:200]}")

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        headers = {"Cookie": self.cookie} if self.cookies else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        return answer.status, text, answer.headers.get("Location", "")


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page.

    Raises:
        LoginError: the page has no such field.
    """
    for field in FIELD.findall(page):
        if f'name="{name}"' in field and (found := re.search(r'value="([^"]*)"', field)):
            return found[1]
    raise LoginError(f"the page has no field {name}")

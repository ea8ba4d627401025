"""Creating a task through HTTP: ours with rights, gate and ledger, beside plain Django with django-auditlog.

In the product a task comes into being in two steps of two people, so both are measured, each against the one create of
the other: the inspector's draft (rights, search for duplicates, ledger) and the director's approval that issues it
(rights, gate of the rulebook, number, ledger).
"""

import itertools
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.load import Load, post_request, send_load
from benchmarks.plan import PASSWORD, UNITS, USER
from benchmarks.processes import Server, free_port
from benchmarks.projects import audited_server, our_server
from benchmarks.report import Claim, Part
from benchmarks.rounds import Contender, ratio, take_turns
from benchmarks.session import Session, hidden

CLIENTS = 4
OF_AUDITLOG, P95_MS = 0.7, 100.0
DIRECTOR = "director"
DONE = 302


class LostError(RuntimeError):
    """An answer said that something was done, and it is not there."""


def measure(county: Path, audited: Path, *, rounds: int, seconds: float, tell: Callable[[str], None]) -> Part:
    """Serve both, take turns, and look afterwards whether every accepted change is there."""
    with ExitStack() as stack:
        ours = _Ours(stack.enter_context(our_server(county, free_port())), county)
        theirs = _Theirs(stack.enter_context(audited_server(audited, free_port())), audited)
        found = [
            Contender("django-auditlog create", theirs.server, lambda: theirs.create(seconds)),
            Contender("ours: draft", ours.server, lambda: ours.draft(seconds)),
            Contender("ours: issue", ours.server, lambda: ours.issue(seconds)),
        ]
        for one in found:
            one.load()  # warm
        take_turns(found, rounds, tell)
        ours.check()
        theirs.check()
    return _judge(*found)


def _judge(theirs: Contender, draft: Contender, issue: Contender) -> Part:
    part = Part(f"creating a task through HTTP, {CLIENTS} clients")
    for name, one in (("drafting", draft), ("issuing", issue)):
        part.claims.append(
            Claim(f"{name}: creates/s, of django-auditlog's", ratio(one, theirs, "rate"), OF_AUDITLOG, True)
        )
        part.claims.append(Claim(f"{name}: 95th percentile", one.median("p95"), P95_MS, False, " ms"))
    part.claims.append(Claim("answers that failed", float(draft.failures + issue.failures), 0, False, ""))
    part.notes.append(
        f"processor time a request: auditlog {theirs.median('cpu_ms'):.1f} ms, draft {draft.median('cpu_ms'):.1f} ms, "
        f"issue {issue.median('cpu_ms'):.1f} ms"
    )
    part.figures = {one.name: one.summary() for one in (theirs, draft, issue)}
    return part


class _Ours:
    """The product: an inspector who drafts, a director who issues."""

    def __init__(self, server: Server, place: Path) -> None:
        self.server = server
        self.file = place / "yixing.sqlite3"
        self.inspector, self.director = Session(server.port), Session(server.port)
        self.inspector.log_in("/login/", USER, PASSWORD)
        self.director.log_in("/login/", DIRECTOR, PASSWORD)
        self.decisions = [
            row[0] for row in _rows(self.file, "SELECT id FROM decisions_decision ORDER BY id LIMIT 1000")
        ]
        _, page = self.inspector.get(f"/tasks/breakdowns/new/?decision={self.decisions[0]}")
        self.units = re.findall(r'<option value="(\d+)"[^>]*>\s*部门\d\d', page)[:UNITS]
        self.keys = {
            session: hidden(session.get(path)[1], "csrfmiddlewaretoken")
            for session, path in (
                (self.inspector, f"/tasks/breakdowns/new/?decision={self.decisions[0]}"),
                (self.director, "/tasks/approve/"),
            )
        }
        self.numbers = itertools.count(1)
        self.entries = self._entries()
        self.done = 0

    def draft(self, seconds: float) -> Load:
        """Draft 责任分解 with one task each, of different decisions and units."""
        load = send_load(self.server.port, self._drafts(), clients=CLIENTS, seconds=seconds, status=DONE)
        self.done += load.requests - load.failures
        return load

    def issue(self, seconds: float) -> Load:
        """Approve what was drafted, one by one."""
        waiting = _rows(self.file, "SELECT id FROM supervision_breakdown WHERE state = 'draft' ORDER BY id")
        requests = (self._approval(row[0]) for row in waiting)
        load = send_load(self.server.port, requests, clients=CLIENTS, seconds=seconds, status=DONE)
        self.done += load.requests - load.failures
        return load

    def check(self) -> None:
        """Every accepted request has its entry, and no other does.

        Raises:
            LostError: it is not so.
        """
        made = self._entries() - self.entries
        if made != self.done:
            raise LostError(f"{self.done} requests were accepted, {made} entries were made")

    def _entries(self) -> int:
        count: int = _rows(self.file, "SELECT count(*) FROM ledger_entry")[0][0]
        return count

    def _drafts(self) -> Iterator[bytes]:
        for number in self.numbers:
            fields = {
                "lines-TOTAL_FORMS": "1",
                "lines-INITIAL_FORMS": "0",
                "lines-0-text": f"完成城区供热管网第{number}标段施工图审查并开工建设",
                "lines-0-lead_unit_id": self.units[number % len(self.units)],
                "lines-0-due_words": "年底前",
            }
            path = f"/tasks/breakdowns/new/?decision={self.decisions[number % len(self.decisions)]}"
            yield self._post(self.inspector, path, fields)

    def _approval(self, breakdown: int) -> bytes:
        return self._post(self.director, "/tasks/approve/", {"ids": str(breakdown), "opinion": "同意下达"})

    def _post(self, session: Session, path: str, fields: dict[str, str]) -> bytes:
        given = fields | {"csrfmiddlewaretoken": self.keys[session], "request": str(uuid.uuid4())}
        return post_request(self.server.port, path, session.cookie, urlencode(given))


class _Theirs:
    """Plain Django with django-auditlog: one user who creates."""

    def __init__(self, server: Server, place: Path) -> None:
        self.server = server
        self.file = place / "audited.sqlite3"
        self.session = Session(server.port)
        self.session.log_in("/login/", USER, PASSWORD)
        self.key = hidden(self.session.get("/")[1], "csrfmiddlewaretoken")
        self.units = [row[0] for row in _rows(self.file, "SELECT id FROM audited_unit ORDER BY id")]
        self.numbers = itertools.count(1)
        self.logged = self._logged()
        self.done = 0

    def create(self, seconds: float) -> Load:
        """Create tasks of different units."""
        load = send_load(self.server.port, self._creates(), clients=CLIENTS, seconds=seconds, status=DONE)
        self.done += load.requests - load.failures
        return load

    def check(self) -> None:
        """Every accepted request has its log entry.

        Raises:
            LostError: it is not so.
        """
        made = self._logged() - self.logged
        if made != self.done:
            raise LostError(f"auditlog: {self.done} requests were accepted, {made} log entries were made")

    def _logged(self) -> int:
        count: int = _rows(self.file, "SELECT count(*) FROM auditlog_logentry")[0][0]
        return count

    def _creates(self) -> Iterator[bytes]:
        for number in self.numbers:
            fields = {
                "csrfmiddlewaretoken": self.key,
                "source": "1",
                "text": f"完成城区供热管网第{number}标段施工图审查并开工建设",
                "lead_unit": self.units[number % len(self.units)],
                "leader": "1",
                "due_words": "年底前",
                "due_on": "2026-12-31",
            }
            yield post_request(self.server.port, "/", self.session.cookie, urlencode(fields))


def _rows(file: Path, query: str) -> list[tuple[int, ...]]:
    """Read a database beside its server."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)) as connection:
        return connection.execute(query).fetchall()

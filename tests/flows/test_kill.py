"""Killed in the middle of writing: what was acknowledged is there, what was not is not half there, the book verifies."""

import contextlib
import http.client
import itertools
import json
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.cast import PASSWORD

ROOT = Path(__file__).parents[2]
ROUNDS = 4
WRITERS = 3
PATIENCE = 120.0
"""Seconds until a server that does not answer counts as not started; it answers as soon as it can."""


@dataclass
class House:
    """A scratch installation and the server that runs on it."""

    place: Path
    port: int
    server: subprocess.Popen[bytes] | None = None
    unit: str = ""
    acknowledged: list[str] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("YIXING_")}
        paths = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
        return kept | {"YIXING_DATA_DIR": str(self.place), "PYTHONPATH": paths}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command that ends, such as ``yixing verify``."""
        return subprocess.run(
            [sys.executable, "-m", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )

    def start(self) -> None:
        """``yixing serve`` in a process group of its own; back when it answers."""
        command = [sys.executable, "-m", "yixing", "serve", "--port", str(self.port)]
        self.server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.server.poll() is None, "the server ended by itself"
            with contextlib.closing(Visitor(self.port).line) as line:
                try:
                    line.request("GET", "/health/")
                    if line.getresponse().status == 200:
                        return
                except (http.client.HTTPException, OSError):
                    threading.Event().wait(0.1)  # polling a process that has no other way to say that it listens
        pytest.fail("the server does not answer")

    def kill(self) -> None:
        """``kill -9`` of the server with all its workers, as when the power fails."""
        if self.server is not None:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def asked(self, question: str) -> list[tuple[object, ...]]:
        """What the database says, past the product."""
        with sqlite3.connect(f"file:{self.place / 'yixing.sqlite3'}?mode=ro", uri=True) as base:
            answer = base.execute(question).fetchall()
        base.close()
        return answer


class Visitor:
    """One person with his cookies and his connection."""

    def __init__(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, address it leads to, page."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form | {"csrfmiddlewaretoken": self.cookies["csrftoken"]})
        try:
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
            page = answer.read().decode()
        except (http.client.HTTPException, OSError):
            self.line.close()
            raise
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(value).items()}
        return answer.status, answer.headers.get("Location", ""), page

    def log_in(self, name: str) -> None:
        """Through the login page."""
        self.ask("GET", "/login/")
        status, _, _ = self.ask("POST", "/login/", {"username": name, "password": PASSWORD})
        assert status == 302


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = House(tmp_path / "data", port)
    done = made.run("tests.flows.county")
    assert done.returncode == 0, done.stderr[-2000:]
    try:
        yield made
    finally:
        made.kill()


def _burst(house: House, numbers: Iterator[int], enough: int, sessions: list[dict[str, str]]) -> None:
    """Drafts of matters as fast as they go, by several people, until so many were acknowledged; then ``kill -9``."""
    stop, reached = threading.Event(), threading.Event()
    lock = threading.Lock()
    before = len(house.acknowledged)

    def write(cookies: dict[str, str]) -> None:
        visitor = Visitor(house.port)
        visitor.cookies = dict(cookies)
        while not stop.is_set():
            with lock:
                title = f"关于第{next(numbers)}件事项的请示"
            form = {"unit_id": house.unit, "title": title, "type_code": "T17", "nature": "deliberate"}
            try:
                status, leads, page = visitor.ask("POST", "/matters/new/", form)
            except (http.client.HTTPException, OSError):
                return  # not acknowledged: whether it counts is the server's business
            assert status == 302, re.sub(r"<[^>]+>", "", page)[:500]
            with lock:
                house.acknowledged.append(f"{leads} {title}")
                if len(house.acknowledged) - before >= enough:
                    reached.set()
        visitor.line.close()

    threads = [threading.Thread(target=write, args=(cookies,)) for cookies in sessions]
    for thread in threads:
        thread.start()
    assert reached.wait(PATIENCE)
    house.kill()
    stop.set()
    for thread in threads:
        thread.join(PATIENCE)


def _sessions(house: House) -> list[dict[str, str]]:
    found = []
    for _ in range(WRITERS):
        visitor = Visitor(house.port)
        visitor.log_in("联络员")
        found.append(visitor.cookies)
        if not house.unit:
            page = visitor.ask("GET", "/matters/new/")[2]
            choice = re.search(r'<option value="(\d+)"[^>]*>县财政局', page)
            assert choice
            house.unit = choice.group(1)
        visitor.line.close()
    return found


def _nothing_lost(house: House, place: Path) -> None:
    """Every acknowledged matter with its entry, no matter without one, and the book verifies."""
    rows = {f"/matters/{pk}/ {title}" for pk, title in house.asked("SELECT id, title FROM matters_matter")}
    assert set(house.acknowledged) <= rows
    entries = house.asked("SELECT subject FROM ledger_entry WHERE action = 'matter.draft'")
    assert sorted(str(subject) for (subject,) in entries) == sorted(f"matter/{row.split('/')[2]}" for row in rows), (
        "each matter has exactly one entry, each entry its matter"
    )
    exported = house.run("yixing", "ledger", "export", "-o", str(place))
    assert exported.returncode == 0, exported.stderr
    verified = house.run("yixing", "verify", str(place))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    with place.open(encoding="utf-8") as lines:
        assert json.loads(lines.readline())["size"] == sum(1 for _ in lines)


@pytest.mark.slow
def test_killed_in_a_burst_of_writing(house: House, tmp_path: Path) -> None:
    chance = random.Random(20230612)  # noqa: S311  (points in time, nothing secret)
    numbers = itertools.count(1)
    house.start()
    for turn in range(ROUNDS):
        _burst(house, numbers, chance.randint(3, 25), _sessions(house))
        house.start()  # nobody mends anything in between
        visitor = Visitor(house.port)
        visitor.log_in("联络员")
        path, title = house.acknowledged[-1].split(" ", 1)
        status, _, page = visitor.ask("GET", path)
        assert status == 200
        assert title in page
        visitor.line.close()
        _nothing_lost(house, tmp_path / f"{turn}.jsonl")
    assert len(house.acknowledged) >= 3 * ROUNDS

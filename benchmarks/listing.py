"""A page of 25 overdue tasks of one unit out of many: ours, a bare Django page, Redmine."""

import itertools
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import redmine
from benchmarks.load import Load, get_load
from benchmarks.plan import PASSWORD, USER
from benchmarks.processes import Server, free_port
from benchmarks.projects import bare_server, our_server
from benchmarks.report import Claim, Part
from benchmarks.rounds import Contender, ratio, take_turns
from benchmarks.session import Session

CLIENTS = 8
ROWS = 25
BUSIEST = "部门01"
CHANGES = 20
OF_BARE, OF_REDMINE, GROWTH = 0.5, 6.0, 1.2
Tell = Callable[[str], None]


class WrongPageError(RuntimeError):
    """A page that was to be measured is not what it should be."""


@dataclass(frozen=True, slots=True)
class Places:
    """Scratch directories: the county with few and with many tasks, the bare project, Redmine if there is one."""

    few: Path
    many: Path
    bare: Path
    redmine: Path | None


def measure(
    places: Places, sizes: tuple[int, int], *, rounds: int, seconds: float, tell: Tell, rows: int = ROWS
) -> Part:
    """Serve all, check that each shows ``rows`` tasks, and take turns."""
    few, many = sizes
    with ExitStack() as stack:
        bare = stack.enter_context(bare_server(places.bare, free_port()))
        servers = {few: stack.enter_context(our_server(places.few, free_port()))}
        servers[many] = stack.enter_context(our_server(places.many, free_port()))
        other = stack.enter_context(redmine.server(places.redmine, free_port())) if places.redmine else None
        ours = {size: _OurList(servers[size], place, rows) for size, place in ((few, places.few), (many, places.many))}
        contenders = {"bare": _bare(bare, seconds)}
        for size, page in ours.items():
            name = f"list of {size}"
            contenders[f"list {size}"] = Contender(name, page.server, partial(page.again, seconds))
            contenders[f"anew {size}"] = Contender(f"{name}, anew", page.server, partial(page.anew, seconds))
            changing = partial(page.changing, seconds)
            contenders[f"changing {size}"] = Contender(f"{name}, tasks changing", page.server, changing)
        if other is not None:
            contenders["redmine"] = _redmine(other, seconds, rows)
        for one in contenders.values():
            one.load()  # warm
        take_turns(list(contenders.values()), rounds, tell)
    return _judge(contenders, few, many)


def _judge(found: dict[str, Contender], few: int, many: int) -> Part:
    part = Part(f"list of {ROWS} overdue tasks of one unit out of {many}, {CLIENTS} clients")
    ours, anew, bare = found[f"list {many}"], found[f"anew {many}"], found["bare"]
    small, small_anew = found[f"list {few}"], found[f"anew {few}"]
    changing, small_changing = found[f"changing {many}"], found[f"changing {few}"]
    part.claims = [
        Claim("requests/s, of the bare Django page's", ratio(ours, bare, "rate"), OF_BARE, True),
        Claim(f"processor time a page at {many} tasks, of that at {few}", ratio(ours, small, "cpu_ms"), GROWTH, False),
        Claim(
            f"the same with every page computed anew, {many} of {few}", ratio(anew, small_anew, "cpu_ms"), GROWTH, False
        ),
        Claim(
            f"the same while tasks change, {many} of {few}", ratio(changing, small_changing, "cpu_ms"), GROWTH, False
        ),
        Claim("answers that failed", float(sum(one.failures for one in found.values())), 0, False, ""),
    ]
    if "redmine" in found:
        part.claims += [
            Claim("requests/s, of Redmine's", ratio(ours, found["redmine"], "rate"), OF_REDMINE, True),
            Claim("the same with every page computed anew", ratio(anew, found["redmine"], "rate"), OF_REDMINE, True),
        ]
    else:
        part.notes.append(f"Redmine: {redmine.missing() or 'left out'}")
    part.notes.append(f"computed anew: {ratio(anew, bare, 'rate'):.3f}× the bare page's requests/s")
    words = f"{CHANGES} changes of tasks a second meanwhile"
    part.notes.append(f"{words}: {ratio(changing, bare, 'rate'):.3f}× the bare page's requests/s")
    part.figures = {name: one.summary() for name, one in found.items()}
    return part


class _OurList:
    """The 任务台账 narrowed to the busiest unit's overdue tasks, as the inspector sees it."""

    def __init__(self, server: Server, place: Path, rows: int) -> None:
        self.server = server
        self.database = place / "yixing.sqlite3"
        self.session = Session(server.port)
        self.session.log_in("/login/", USER, PASSWORD)
        page = self._page("/tasks/")
        unit = re.search(rf'<option value="(\d+)"[^>]*>\s*{BUSIEST}', page)
        if unit is None:
            raise WrongPageError(f"{BUSIEST} is not among the choices of the list")
        self.path = f"/tasks/?lead={unit[1]}&light=late"
        shown = self._page(self.path).count('name="ids"')
        if shown != rows:
            raise WrongPageError(f"{self.path} shows {shown} tasks instead of {rows}")
        self.starts = itertools.count(0, 10_000_000)

    def _page(self, path: str) -> str:
        status, text = self.session.get(path)
        if status != 200:
            raise WrongPageError(f"{path} answered {status}")
        return text

    def again(self, seconds: float) -> Load:
        """The same page for everybody, as it is asked for while nothing changes."""
        return get_load(self.server.port, self.path, self.session.cookie, clients=CLIENTS, seconds=seconds)

    def anew(self, seconds: float) -> Load:
        """An address that was never asked for: no page that was kept helps, nor any row or count."""
        return get_load(
            self.server.port,
            self.path,
            self.session.cookie,
            clients=CLIENTS,
            seconds=seconds,
            since=next(self.starts),
        )

    def changing(self, seconds: float) -> Load:
        """The same page for everybody while somebody else changes tasks: what was kept of the database is forgotten."""
        with _changes(self.database):
            return self.again(seconds)


@contextmanager
def _changes(database: Path) -> Iterator[None]:
    """``CHANGES`` times a second a task is changed and committed on a connection of its own."""
    done = threading.Event()

    def change() -> None:
        with closing(sqlite3.connect(database, timeout=20, isolation_level=None)) as connection:
            (last,) = connection.execute("SELECT max(id) FROM supervision_task").fetchone()
            numbers = itertools.cycle(range(1, last + 1, 7))
            while not done.wait(1 / CHANGES):
                connection.execute(
                    "UPDATE supervision_task SET reminders = reminders + 1 WHERE id = ?", [next(numbers)]
                )

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _bare(server: Server, seconds: float) -> Contender:
    session = Session(server.port)
    session.log_in("/login/", USER, PASSWORD)
    return Contender(
        "bare Django page", server, lambda: get_load(server.port, "/", session.cookie, clients=CLIENTS, seconds=seconds)
    )


def _redmine(server: Server, seconds: float, rows: int) -> Contender:
    session = Session(server.port)
    session.log_in("/login", USER, PASSWORD, key="authenticity_token")
    status, text = session.get(redmine.OVERDUE)
    if status != 200 or text.count("hascontextmenu") != rows:
        raise WrongPageError(f"Redmine answered {status} with {text.count('hascontextmenu')} issues")
    return Contender(
        "Redmine",
        server,
        lambda: get_load(server.port, redmine.OVERDUE, session.cookie, clients=CLIENTS, seconds=seconds),
    )

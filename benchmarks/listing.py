"""A page of 25 overdue tasks of one unit out of many: ours, a bare Django page, Redmine."""

import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import redmine
from benchmarks.load import Load, get_load, request_for, send_load
from benchmarks.plan import PASSWORD, USER
from benchmarks.processes import Server, free_port
from benchmarks.projects import bare_server, our_server
from benchmarks.report import Claim, Part
from benchmarks.rounds import Contender, ratio, take_turns
from benchmarks.session import Session

CLIENTS = 8
ROWS = 25
BUSIEST = "部门01"
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
        ours = {size: _OurList(server, rows) for size, server in servers.items()}
        contenders = {"bare": _bare(bare, seconds)}
        for size, page in ours.items():
            name = f"list of {size}"
            contenders[f"list {size}"] = Contender(name, page.server, partial(page.again, seconds))
            contenders[f"anew {size}"] = Contender(f"{name}, anew", page.server, partial(page.anew, seconds))
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
    part.claims = [
        Claim("requests/s, of the bare Django page's", ratio(ours, bare, "rate"), OF_BARE, True),
        Claim(f"processor time a page at {many} tasks, of that at {few}", ratio(ours, small, "cpu_ms"), GROWTH, False),
        Claim(
            f"the same with every page computed anew, {many} of {few}", ratio(anew, small_anew, "cpu_ms"), GROWTH, False
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
    part.figures = {name: one.summary() for name, one in found.items()}
    return part


class _OurList:
    """The 任务台账 narrowed to the busiest unit's overdue tasks, as the inspector sees it."""

    def __init__(self, server: Server, rows: int) -> None:
        self.server = server
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
        self.numbers = itertools.count()

    def _page(self, path: str) -> str:
        status, text = self.session.get(path)
        if status != 200:
            raise WrongPageError(f"{path} answered {status}")
        return text

    def again(self, seconds: float) -> Load:
        """The same page for everybody, as it is asked for while nothing changes."""
        return get_load(self.server.port, self.path, self.session.cookie, clients=CLIENTS, seconds=seconds)

    def anew(self, seconds: float) -> Load:
        """An address that was never asked for: nothing that was kept helps, as after every change."""
        return send_load(self.server.port, self._never_asked(), clients=CLIENTS, seconds=seconds, status=200)

    def _never_asked(self) -> Iterator[bytes]:
        for number in self.numbers:
            yield request_for(self.server.port, f"{self.path}&never={number}", self.session.cookie)


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

"""Rounds in turn (A B C, A B C, …) and what they say: medians of each, and of the ratios within one round.

Two figures a round: requests a second, as a user feels it, and processor time a request, which moves less when others
use the machine. A ratio is always taken between neighbours in time.
"""

import resource
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks import machine
from benchmarks.load import Load
from benchmarks.processes import Server


@dataclass(frozen=True, slots=True)
class Round:
    """One stretch of load on one server.

    ``cpu_ms`` is the server's processor time a request; ``others`` how many cores did something else meanwhile.
    """

    rate: float
    cpu_ms: float
    p50: float
    p95: float | None
    p99: float | None
    requests: int
    failures: int
    others: float


@dataclass(slots=True)
class Contender:
    """Something measured: its server, and what puts load on it."""

    name: str
    server: Server
    load: Callable[[], Load]
    rounds: list[Round] = field(default_factory=list)

    def run(self) -> Round:
        """One more round."""
        busy, cpu, own = machine.busy_seconds(), self.server.cpu_seconds(), _own_seconds()
        load = self.load()
        cpu = self.server.cpu_seconds() - cpu
        elsewhere = machine.busy_seconds() - busy - cpu - (_own_seconds() - own)
        done = Round(
            rate=load.rate,
            cpu_ms=cpu / max(load.requests, 1) * 1000,
            p50=load.p50,
            p95=load.p95,
            p99=load.p99,
            requests=load.requests,
            failures=load.failures,
            others=max(elsewhere, 0.0) / load.seconds,
        )
        self.rounds.append(done)
        return done

    def median(self, figure: str) -> float:
        """The median of one figure of all rounds; 0 where there is none."""
        values = [value for one in self.rounds if (value := getattr(one, figure)) is not None]
        return statistics.median(values) if values else 0.0

    @property
    def failures(self) -> int:
        """Answers that were none."""
        return sum(one.failures for one in self.rounds)

    def summary(self) -> dict[str, Any]:
        """For the record: medians, and every round."""
        figures = ("rate", "cpu_ms", "p50", "p95", "p99", "others")
        medians = {name: round(self.median(name), 3) for name in figures}
        return {"median": medians, "failures": self.failures, "rounds": [asdict(one) for one in self.rounds]}


def take_turns(contenders: Sequence[Contender], rounds: int, tell: Callable[[str], None]) -> None:
    """Every contender once a round, in the same order."""
    for number in range(1, rounds + 1):
        for one in contenders:
            done = one.run()
            tell(f"  {number}. {one.name:<24} {done.rate:8.1f}/s {done.cpu_ms:8.2f} ms CPU  p50 {done.p50:7.1f} ms")


def ratio(one: Contender, other: Contender, figure: str) -> float:
    """The median over the rounds of ``one``'s figure divided by ``other``'s."""
    pairs = zip(one.rounds, other.rounds, strict=True)
    shares: list[float] = [getattr(mine, figure) / max(getattr(its, figure), 1e-9) for mine, its in pairs]
    return statistics.median(shares)


def _own_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)

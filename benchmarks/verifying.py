"""Verifying the export of a large ledger: the command itself, from start to end."""

import datetime as dt
import resource
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Claim, Part
from yixing_core.ledger.entry import Entry, RuleOutcome
from yixing_core.ledger.export import write_export
from yixing_core.ledger.header import make_header
from yixing_core.ledger.merkle import EMPTY_ROOT, leaf_hash
from yixing_core.ledger.rotation import first_key
from yixing_core.ledger.signer import Signer

SECONDS = 3.0
RUNS = 5


def measure(place: Path, entries: int) -> Part:
    """Write an export of so many entries and verify it several times."""
    export = place / "ledger.jsonl"
    write(export, entries)
    walls, cpus = [], []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "yixing", "verify", str(export)], check=True, stdout=subprocess.DEVNULL, timeout=120
        )
        walls.append(time.perf_counter() - begun)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    part = Part(f"verifying a ledger of {entries} entries")
    part.claims = [
        Claim(f"seconds to verify {entries} entries, the fastest of {RUNS}", min(walls), SECONDS, False, " s")
    ]
    part.notes = [f"median {statistics.median(walls):.2f} s, processor {statistics.median(cpus):.2f} s"]
    part.figures = {"entries": entries, "bytes": export.stat().st_size, "wall_s": walls, "cpu_s": cpus}
    return part


def write(target: Path, entries: int) -> None:
    """An export as an installation would write it: a key, then tasks drafted, issued and reported."""
    signer = Signer.generate("yixing.example/benchmark")
    lines = list(_lines(signer, entries))
    write_export(target, make_header(signer, map(leaf_hash, lines)), lines)


def _lines(signer: Signer, entries: int) -> Iterator[bytes]:
    first = first_key(signer, 0, EMPTY_ROOT)
    start = dt.datetime(2023, 1, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    rules = (
        RuleOutcome(id="DC-01", pack="base/1", status="satisfied"),
        RuleOutcome(id="DC-04", pack="base/1", status="satisfied"),
    )
    for seq in range(1, entries + 1):
        at = start + dt.timedelta(minutes=7 * seq)
        yield Entry(
            seq=seq,
            at=at.isoformat(timespec="seconds"),
            on=at.date().isoformat(),
            actor=f"post/{seq % 300 + 1}",
            by=f"user/{seq % 40 + 1}" if seq % 9 == 0 else None,
            action="ledger.key" if seq == 1 else ("task.draft", "task.approve", "task.report")[seq % 3],
            subject=f"breakdown/{seq}",
            refs=(f"decision/{seq // 3}", f"task/{seq}"),
            request=str(uuid.UUID(int=seq)),
            rules=rules if seq % 3 == 1 else (),
            data=first if seq == 1 else {"lines": 1, "lead_units": [seq % 75]},
            content=f"{seq:064x}",
        ).to_line()

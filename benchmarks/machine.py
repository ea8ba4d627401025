"""What the figures were measured on, and how much of the machine others used meanwhile."""

import datetime as dt
import os
import platform
import sqlite3
import time
from pathlib import Path
from typing import Any

SYNCS = 200
PAGE = 4096


def facts(scratch: Path) -> dict[str, Any]:
    """Processor, cores, memory, kernel, versions, and what one synchronous write of a page costs in ``scratch``."""
    return {
        "date": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "fsync_ms": round(_fsync_ms(scratch), 2),
        "load": os.getloadavg()[0],
    }


def busy_seconds() -> float:
    """Seconds of processor time that the whole machine has spent working since it started."""
    user, nice, system, _idle, _iowait, irq, softirq, *_ = map(
        int, Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    )
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _fsync_ms(scratch: Path) -> float:
    place = scratch / "fsync"
    handle = os.open(place, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        begun = time.perf_counter()
        for _ in range(SYNCS):
            os.write(handle, bytes(PAGE))
            os.fsync(handle)
        return (time.perf_counter() - begun) / SYNCS * 1000
    finally:
        os.close(handle)
        place.unlink()

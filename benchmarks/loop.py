"""The promises of the loop, measured side by side in one run: ``python -m benchmarks.loop``.

Makes scratch databases, serves the product and what it is compared with on the loopback, takes turns, prints what was
promised and what was found, and writes all figures as JSON. Ends with 1 where a promise is missed.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import creating, listing, machine, redmine, verifying
from benchmarks.projects import auditlog_missing, make_county, make_project
from benchmarks.report import Part

PARTS = ("list", "create", "verify")


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What may be asked for; everything has its default."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.loop", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="this part only; may be repeated")
    parser.add_argument("--tasks", type=int, default=50_000)
    parser.add_argument("--few", type=int, default=5_000, help="the smaller county that growth is measured against")
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0, help="of load, each contender in each round")
    parser.add_argument("--no-redmine", action="store_true", help="leave Redmine out where it is installed")
    parser.add_argument("--json", type=Path, default=Path("benchmarks.json"), help="where the figures go")
    parser.add_argument("--scratch", type=Path, help="an empty directory for the databases, kept afterwards")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for.

    Returns:
        0 where every promise held, 1 otherwise.
    """
    given = options(arguments)
    with tempfile.TemporaryDirectory(prefix="yixing-benchmark-") as made:
        place = (given.scratch or Path(made)).resolve()
        place.mkdir(parents=True, exist_ok=True)
        found = machine.facts(place)
        print("  ".join(f"{name}={value}" for name, value in found.items()), flush=True)
        parts = run(place, given)
    for part in parts:
        print(f"\n{part.name}")
        for line in [claim.line() for claim in part.claims] + part.notes:
            print(f"  {line}")
    record: dict[str, Any] = {"machine": found, "parts": {part.name: part.record() for part in parts}}
    given.json.write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if all(claim.holds for part in parts for claim in part.claims) else 1


def run(place: Path, given: argparse.Namespace) -> list[Part]:
    """The parts asked for, one after the other."""
    wanted = given.only or PARTS
    parts = []
    if "verify" in wanted:
        parts.append(verifying.measure(place, given.entries))
    if "list" in wanted or "create" in wanted:
        _timed(f"county of {given.tasks} tasks", lambda: make_county(place / "many", given.tasks))
    if "list" in wanted:
        parts.append(_list(place, given))
    if "create" in wanted:
        parts.append(_create(place, given))
    return parts


def _list(place: Path, given: argparse.Namespace) -> Part:
    _timed(f"county of {given.few} tasks", lambda: make_county(place / "few", given.few))
    make_project("bare", place / "bare", 0)
    with_redmine = not given.no_redmine and not redmine.missing()
    if with_redmine:
        _timed(f"Redmine with {given.tasks} issues", lambda: redmine.prepare(place / "redmine", given.tasks))
    places = listing.Places(place / "few", place / "many", place / "bare", place / "redmine" if with_redmine else None)
    return listing.measure(places, (given.few, given.tasks), rounds=given.rounds, seconds=given.seconds, tell=_tell)


def _create(place: Path, given: argparse.Namespace) -> Part:
    if missing := auditlog_missing():
        return Part("creating a task through HTTP", notes=[f"django-auditlog: {missing}"])
    make_project("audited", place / "audited", given.tasks)
    return creating.measure(place / "many", place / "audited", rounds=given.rounds, seconds=given.seconds, tell=_tell)


def _timed(what: str, make: Any) -> None:
    begun = time.perf_counter()
    make()
    _tell(f"  {what}: made in {time.perf_counter() - begun:.0f} s")


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

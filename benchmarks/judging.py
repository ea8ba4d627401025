"""Judging a year of 示例县 anew, and a matter's page with its findings at ten years of data beside one year's.

    python benchmarks/judging.py [--rounds 5]

Builds the demonstration's year in a scratch directory, copies it ten times over (every row of the loop once for each
earlier year, with its own keys and days), and asks both counties for the same pages in turns. Ends with 1 if a claim does
not hold.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

YEARS = 10
SECONDS = 10.0
RATIO = 1.3
PAGES = 20


def main() -> int:
    """Build, measure, print; 1 if a claim does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--part", choices=("multiply", "pages"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part == "multiply":
        multiply()
        return 0
    if options.part == "pages":
        print(" ".join(f"{each:.6f}" for each in pages()))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        return measure(Path(scratch), options.rounds)


def measure(scratch: Path, rounds: int) -> int:
    """The two claims on a fresh county."""
    one, ten = scratch / "one", scratch / "ten"
    run(one, "-m", "yixing", "demo", "--no-serve")
    walls = []
    for _ in range(3):
        begun = time.perf_counter()
        run(one, "-m", "yixing", "recheck", "--year", "2023", "--user", "zhuren")
        walls.append(time.perf_counter() - begun)
    wall = statistics.median(walls)
    print(f"judging a year of 示例县        {wall:6.2f} s   the command from start to end; at most {SECONDS:.0f} s")
    shutil.copytree(one, ten)
    run(ten, str(Path(__file__)), "--part", "multiply")
    medians: dict[Path, list[float]] = {one: [], ten: []}
    for _ in range(rounds):
        for place, found in medians.items():
            told = run(place, str(Path(__file__)), "--part", "pages")
            found.append(statistics.median(float(each) for each in told.split()))
    small, large = (min(found) for found in medians.values())
    ratio = large / small
    print(
        f"a matter and 程序核对, one year {small * 1e3:6.1f} ms  processor time, median of {PAGES} matters, best round"
    )
    print(f"a matter and 程序核对, {YEARS} years {large * 1e3:6.1f} ms  {ratio:.2f}× of one year's; at most {RATIO}×")
    return 0 if wall < SECONDS and ratio <= RATIO else 1


def run(place: Path, *arguments: str) -> str:
    """A process of its own on one county."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIXING_")}
    environment = kept | {"YIXING_DATA_DIR": str(place), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def start() -> None:
    """Django on the county of this process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "yixing.settings"
    import django

    django.setup()


def multiply() -> None:
    """Write every row of the loop again for each earlier year."""
    start()
    from benchmarks.years import copy_years

    copy_years(YEARS - 1)


def pages() -> list[float]:
    """Processor seconds of a matter's page and its 程序核对 together, as the clerk opens them, after one round to warm up."""
    start()
    from django.test import Client

    from yixing.accounts.models import User
    from yixing.matters.models import Matter

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username="mishu"))
    keys = list(
        Matter.objects.filter(drafted_on__year=2023, number__isnull=False).order_by("pk").values_list("pk", flat=True)
    )
    chosen = keys[:: max(1, len(keys) // PAGES)][:PAGES]
    found = []
    for turn in range(2):
        for key in chosen:
            begun = time.process_time()
            for page in (f"/matters/{key}/", f"/matters/{key}/procedure/"):
                answer = client.get(page)
                if answer.status_code != 200:
                    raise RuntimeError(f"{page} answered {answer.status_code}")
            if turn:
                found.append(time.process_time() - begun)
    return found


if __name__ == "__main__":
    raise SystemExit(main())

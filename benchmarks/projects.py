"""The Django projects that are measured: made in a scratch directory, served the same way."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.processes import Server

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 600.0


def auditlog_missing() -> str:
    """Why the comparison with django-auditlog is left out; empty where it is installed."""
    if importlib.util.find_spec("auditlog") is None:
        return "not installed (pip install -r benchmarks/requirements.txt)"
    return ""


def make_county(place: Path, tasks: int) -> None:
    """An installation of ours with so many tasks."""
    _make(["benchmarks.county", str(tasks)], place, _ours(place))


def make_project(name: str, place: Path, tasks: int) -> None:
    """The ``bare`` or the ``audited`` project."""
    _make(["benchmarks.prepare", name, str(tasks)], place, _theirs(place))


def our_server(place: Path, port: int) -> Server:
    """``yixing serve``, with its job loop."""
    command = [sys.executable, "-m", "yixing", "serve", "--port", str(port)]
    return Server("yixing", command, port, log=place / "serve.log", env=_ours(place))


def bare_server(place: Path, port: int) -> Server:
    """The bare project."""
    return _their_server("bare", place, port)


def audited_server(place: Path, port: int) -> Server:
    """The project with django-auditlog."""
    return _their_server("audited", place, port)


def _their_server(name: str, place: Path, port: int) -> Server:
    command = [sys.executable, "-m", "benchmarks.serve", f"benchmarks.{name}.wsgi:application", str(port)]
    return Server(name, command, port, log=place / "serve.log", env=_theirs(place))


def _make(module: list[str], place: Path, env: Mapping[str, str]) -> None:
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", *module], env={**os.environ, **env}, check=True, timeout=LIMIT)


def _ours(place: Path) -> dict[str, str]:
    (place / "log").mkdir(parents=True, exist_ok=True)
    return _path() | {"YIXING_DATA_DIR": str(place), "YIXING_DATABASE_URL": ""}


def _theirs(place: Path) -> dict[str, str]:
    return _path() | {"BENCHMARK_DIR": str(place)}


def _path() -> dict[str, str]:
    """This checkout first, whatever is installed."""
    paths = [str(ROOT / "src"), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(paths)}

"""The walls of the house: import directions, lint, types, budgets. Each fails with the place."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)
MODULE_LINES = 600
FUNCTION_LINES = 60
LONG_MODULES: dict[str, str] = {}
"""Exceptions by name, each with its reason."""
LONG_FUNCTIONS: dict[str, str] = {}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "managers", "misc"}


def _run(*command: str) -> None:
    here = {"PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "yixing.settings"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | here)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_imports_point_downwards() -> None:
    _run(str(Path(sys.executable).parent / "lint-imports"))


def test_lint() -> None:
    _run(sys.executable, "-m", "ruff", "check", ".")


def test_format() -> None:
    _run(sys.executable, "-m", "ruff", "format", "--check", ".")


def test_types() -> None:
    _run(sys.executable, "-m", "mypy")


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = ast.get_docstring(node, clean=False) or ""
            lines = (node.end_lineno or 0) - node.lineno + 1 - (words.count("\n") + 1 if words else 0)
            yield f"{path.relative_to(ROOT)}::{node.name}", lines  # a long docstring makes no function long


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_budgets(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES or name in LONG_MODULES
    too_long = {
        place: lines for place, lines in _functions(path) if lines > FUNCTION_LINES and place not in LONG_FUNCTIONS
    }
    assert not too_long


def test_things_are_named() -> None:
    assert not [path for path in SOURCES if path.stem in FORBIDDEN_NAMES]


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("dependencies = [", 1)[1].split("\n]", 1)[0]
    lines = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert lines
    assert all("# " in line for line in lines)


def test_migrations_are_complete() -> None:
    _run(sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run")

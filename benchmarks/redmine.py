"""Redmine from its Debian package, on a scratch instance of its own: made, filled, served; or why it is not.

The package keeps each instance in a folder beside the others and takes its name from the environment; a name that leads
out of that folder gives an instance that leaves the machine's own ones alone.
"""

import os
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.plan import ENDED, LATE, PASSWORD, USER, cumulated_shares
from benchmarks.processes import Server

HOME = Path("/usr/share/redmine")
LIMIT = 600.0
OVERDUE = "/projects/unit-01/issues?" + urlencode(
    [
        ("set_filter", "1"),
        ("f[]", "status_id"),
        ("op[status_id]", "o"),
        ("f[]", "due_date"),
        ("op[due_date]", "<t-"),
        ("v[due_date][]", "1"),
        ("per_page", "25"),
        ("sort", "due_date"),
    ]
)
"""Open issues of one project that were due yesterday or before, 25 on the page."""


def missing() -> str:
    """Why Redmine cannot be measured on this machine; empty where it can."""
    if not (HOME / "config.ru").exists():
        return "not installed (Debian packages redmine, redmine-sqlite, puma)"
    if shutil.which("puma") is None or shutil.which("bundle") is None:
        return "no server for it (Debian package puma)"
    if not any(os.access(place, os.R_OK) for place in HOME.glob("instances/*/config/database.yml")):
        return "installed, but its settings are readable for root and www-data only"
    return ""


def prepare(place: Path, tasks: int) -> None:
    """Make and fill the instance.

    Raises:
        subprocess.CalledProcessError: one of its own commands failed; what it said is in ``redmine.log``.
    """
    for folder in ("config", "tmp", "log", "files", "public/plugin_assets"):
        (place / folder).mkdir(parents=True)
    (place / "config/database.yml").write_text(
        f"production:\n  adapter: sqlite3\n  database: {place}/redmine.sqlite3\n  encoding: utf8\n", encoding="utf-8"
    )
    (place / "config/secret_key.txt").write_text(secrets.token_hex(32), encoding="ascii")
    _run(place, ["bundle", "exec", "rake", "db:migrate"])
    _run(place, ["bundle", "exec", "rake", "redmine:load_default_data"], REDMINE_LANG="zh")
    given = {"TASKS": str(tasks), "LOGIN": USER, "PASSWORD": PASSWORD, "SHARES": ",".join(map(str, cumulated_shares()))}
    given |= {"ENDED": str(ENDED), "LATE": str(LATE)}
    _run(place, ["bundle", "exec", "rails", "runner", str(Path(__file__).with_name("redmine.rb"))], **given)


def server(place: Path, port: int) -> Server:
    """As many processes and threads as the product has."""
    command = ["puma", "-e", "production", "-w", "2", "-t", "4:4", "-b", f"tcp://127.0.0.1:{port}", "config.ru"]
    return Server("redmine", command, port, log=place / "puma.log", env=_environment(place), cwd=HOME)


def _environment(place: Path) -> Mapping[str, str]:
    instance = os.path.relpath(place.resolve(), HOME.resolve() / "instances")
    return {"REDMINE_INSTANCE": instance, "RAILS_ENV": "production", "SCHEMA": str(place / "schema.rb")}


def _run(place: Path, command: list[str], **given: str) -> None:
    with (place / "redmine.log").open("ab") as log:
        subprocess.run(
            command,
            cwd=HOME,
            env={**os.environ, **_environment(place), **given},
            check=True,
            stdout=log,
            stderr=log,
            timeout=LIMIT,
        )

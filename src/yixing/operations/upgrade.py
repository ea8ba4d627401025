"""An older database brought up to this program: backed up first, done whole or not at all, an entry of the ledger.

SQLite: a copy is upgraded beside the database and takes its place in one rename; what stood before stays as the
backup. Killed at any point, the old database is there untouched. PostgreSQL: one transaction; ``pg_dump`` makes the
backup, or the owner says that he has made one. A database that a newer program has upgraded is never touched.
"""

import contextlib
import datetime as dt
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from yixing import __version__
from yixing.access.actions import Action
from yixing.ledger import append as ledger
from yixing.ledger import clock, triggers
from yixing.ledger.book import size_and_root
from yixing.ledger.models import Entry, Installation
from yixing_core.errors import Message, Refusal, catalogue

FIRST_RELEASE = "0.1.0"
"""What a database without an entry of an upgrade or a version in it was made by."""
BACKUPS = "backups"
Progress = Callable[[str], None]

catalogue(
    {
        "database_newer": Message(
            "数据库比本程序新：{count} 项升级本程序不认识（如 {first}）。",
            "请安装新版本的程序；要退回旧版本的，请恢复升级前的备份。数据没有改动。",
        ),
        "upgrade_needed": Message(
            "数据库是旧版本的，有 {count} 项升级没有执行。", "请先运行 yixing upgrade；升级前会自动备份。"
        ),
        "upgrade_in_use": Message("系统正在运行，不能升级。", "请先停止 yixing serve，再升级。数据没有改动。"),
        "upgrade_backup": Message(
            "升级前要先备份：{why}。",
            "请用 pg_dump 备份数据库，再运行 yixing upgrade --backed-up。数据没有改动。",
        ),
        "upgrade_book": Message(
            "升级后存证与升级前不符，已放弃升级。", "数据没有改动；请把日志交给维护人员，继续使用原版本。"
        ),
        "upgrade_space": Message(
            "磁盘空间不够：升级要 {need} MB，只有 {free} MB。", "请清理磁盘后再升级。数据没有改动。"
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did: from and to which version, how many migrations, where the state before it lies."""

    earlier: str
    now: str
    migrations: int
    backup: str


def open_migrations() -> list[str]:
    """Migrations of this program that the database does not have yet, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown_migrations() -> list[str]:
    """Migrations that the database has and this program does not know: a newer program made them."""
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations) | {key for each in loader.disk_migrations.values() for key in each.replaces}
    apps = {app for app, _ in loader.disk_migrations}
    return sorted(
        f"{app}.{name}" for app, name in loader.applied_migrations if app in apps and (app, name) not in known
    )


def applied_migrations(using: str) -> list[str]:
    """Every migration that a database has, Django's own included."""
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connections[using]).applied_migrations)


def refuse_newer() -> None:
    """Refuse a database that a newer program has upgraded.

    Raises:
        Refusal: ``database_newer``.
    """
    if unknown := unknown_migrations():
        raise Refusal("database_newer", count=len(unknown), first=unknown[0])


def refuse_older() -> None:
    """Refuse a database that this program has not upgraded yet.

    Raises:
        Refusal: ``upgrade_needed``, ``database_newer``.
    """
    refuse_newer()
    if wanted := open_migrations():
        raise Refusal("upgrade_needed", count=len(wanted))


def installed() -> bool:
    """Whether there is an installation in the database at all."""
    return Installation._meta.db_table in connection.introspection.table_names()


def version_of_data() -> str:
    """The version that last made or upgraded the database, as its ledger tells."""
    last = Entry.objects.filter(action=Action.INSTALLATION_UPGRADE).order_by("-seq").first()
    return str(json.loads(last.line)["data"]["to"]) if last is not None else FIRST_RELEASE


def upgrade(*, backed_up: bool = False, progress: Progress = lambda _: None) -> Upgraded | None:
    """Bring the database up to this program.

    Args:
        backed_up: the owner has made a backup himself (PostgreSQL without ``pg_dump``).
        progress: told what is being done.

    Returns:
        What was done; ``None`` where nothing had to be.

    Raises:
        Refusal: ``database_newer``, ``upgrade_in_use``, ``upgrade_backup``, ``upgrade_space``, ``upgrade_book``;
            the database is then as it was.
    """
    refuse_newer()
    wanted = open_migrations()
    if not wanted:
        return None
    if connection.vendor == "postgresql":
        saved = "" if backed_up else _dump(progress)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            earlier = _migrate(wanted, progress)
        return Upgraded(earlier, __version__, len(wanted), saved)
    with _aside(progress) as kept:
        wanted = open_migrations()
        earlier = _migrate(wanted, progress)
    return Upgraded(earlier, __version__, len(wanted), str(kept))


def _migrate(wanted: list[str], progress: Progress) -> str:
    """Migrate, look whether the book is what it was, and append the entry; the version it was before."""
    earlier = version_of_data()
    before = size_and_root()
    progress(f"升级数据表：{len(wanted)} 项")
    call_command("migrate", verbosity=0, interactive=False)
    if size_and_root(before[0]) != before or triggers.missing():
        raise Refusal("upgrade_book")
    at = clock.now()
    with transaction.atomic():
        ledger.append(
            action=Action.INSTALLATION_UPGRADE,
            subject=Installation.objects.get(),
            actor="user/0",
            by=None,
            at=at,
            on=timezone.localdate(at),
            request=uuid.uuid4(),
            data={"from": earlier, "to": __version__, "migrations": wanted},
        )
    return earlier


def _backup_place(ending: str) -> Path:
    folder = Path(settings.DATA_DIR) / BACKUPS
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"before-{__version__}-{dt.datetime.now(tz=dt.UTC):%Y%m%dT%H%M%SZ}.{ending}"


def _dump(progress: Progress) -> str:
    program = shutil.which("pg_dump")
    if program is None:
        raise Refusal("upgrade_backup", why="这台机器上没有 pg_dump")
    progress("备份数据库")
    place = _backup_place("dump")
    given = connection.settings_dict
    password = {"PGPASSWORD": str(given["PASSWORD"])} if given["PASSWORD"] else {}
    words = [program, "--format=custom", f"--file={place}", f"--dbname={given['NAME']}"]
    words += [
        f"--{name}={given[key]}"
        for name, key in (("host", "HOST"), ("port", "PORT"), ("username", "USER"))
        if given[key]
    ]
    environment = os.environ | password
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  (no shell)
    if done.returncode:
        place.unlink(missing_ok=True)
        raise Refusal(
            "upgrade_backup", why=f"pg_dump 没有成功（{done.stderr.strip().splitlines()[-1:] or ['无说明']}）"
        )
    return str(place)


@contextlib.contextmanager
def _aside(progress: Progress) -> Iterator[Path]:
    """A copy of the SQLite database in which the block works; afterwards it takes the place of the original."""
    place = Path(connection.settings_dict["NAME"])
    with _alone(place) as original:
        need = place.stat().st_size * 3
        free = shutil.disk_usage(place.parent).free
        if free < need:
            raise Refusal("upgrade_space", need=need // 2**20 + 1, free=free // 2**20)
        progress("备份数据库")
        saved = _backup_place("sqlite3")
        _copy(original, saved)
        try:
            with replacing(place) as copy:
                _copy(original, copy)
                yield saved
        except BaseException:
            saved.unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def replacing(place: Path) -> Iterator[Path]:
    """A database file beside ``place`` that the block writes to; it takes the place when the block is through.

    Meanwhile it is what Django's connection opens. Broken off, nothing of it stays.
    """
    aside = place.with_name(f".{place.name}.new")
    connection.close()
    _forget(aside)
    connection.settings_dict["NAME"] = aside
    try:
        yield aside
        connection.close()
        _settle(aside)
    except BaseException:
        connection.close()
        _forget(aside)
        raise
    finally:
        connection.settings_dict["NAME"] = place
    aside.replace(place)
    _forget(aside)


@contextlib.contextmanager
def _alone(place: Path) -> Iterator[sqlite3.Connection]:
    """The database with its write-ahead log folded in and everybody else kept out.

    Raises:
        Refusal: ``upgrade_in_use``.
    """
    connection.close()
    own = sqlite3.connect(place, timeout=1, isolation_level=None)
    try:
        try:
            (mode,) = own.execute("PRAGMA journal_mode=DELETE").fetchone()
            if mode != "delete":
                raise Refusal("upgrade_in_use")
            # In this mode the lock outlives its transaction: others stay out, and this connection may be copied from
            # (copying waits for ever on a transaction of its own).
            own.execute("PRAGMA locking_mode=EXCLUSIVE")
            own.execute("BEGIN EXCLUSIVE")
            own.execute("COMMIT")
        except sqlite3.OperationalError as busy:
            raise Refusal("upgrade_in_use") from busy
        yield own
    finally:
        own.close()


def _copy(original: sqlite3.Connection, target: Path) -> None:
    # Not by copying the file: closing a second handle of it would drop the locks that keep others out.
    target.touch(mode=0o600)
    copy = sqlite3.connect(target)
    try:
        original.backup(copy)
    finally:
        copy.close()


def _settle(copy: Path) -> None:
    """Nothing of the old columns stays in free pages, nothing beside the file."""
    own = sqlite3.connect(copy)
    try:
        own.execute("PRAGMA journal_mode=DELETE")
        own.execute("VACUUM")
    finally:
        own.close()


def _forget(copy: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal", "-turn"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)


def told(done: Upgraded) -> str:
    """What an upgrade did, in a sentence."""
    kept = f"升级前的数据库在 {done.backup}" if done.backup else "升级前的备份由您保管"
    return f"已从 {done.earlier} 升级到 {done.now}（{done.migrations} 项）；{kept}。"


def command(*, backed_up: bool, as_json: bool) -> int:
    """``yixing upgrade``: upgrade now, without serving."""
    if not installed():
        raise Refusal("no_installation", place=settings.DATA_DIR)
    done = upgrade(backed_up=backed_up, progress=lambda words: print(words, file=sys.stderr))
    if as_json:
        found = (
            None
            if done is None
            else {"from": done.earlier, "to": done.now, "migrations": done.migrations, "backup": done.backup}
        )
        print(json.dumps({"upgraded": found}, ensure_ascii=False))
    else:
        print("数据表是最新的，不需要升级。" if done is None else told(done))
    return 0

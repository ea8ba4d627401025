"""``yixing backup`` and ``yixing restore``: one zip, consistent while serving; attachments in it, keys and open boxes not."""

import base64
import datetime as dt
import hashlib
import json
import sqlite3
import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.utils import timezone

from yixing import __version__
from yixing.access.actions import Action
from yixing.attachments.models import StoredFile
from yixing.attachments.store import path_of
from yixing.ledger import append as ledger
from yixing.ledger.book import size_and_root
from yixing.ledger.models import Checkpoint, Entry, Installation
from yixing.operations.tables import columns_of, dump_rows, load_rows, reset_counters, stored_models
from yixing.operations.upgrade import applied_migrations, installed, replacing
from yixing.search import index
from yixing_core.errors import Message, Refusal, catalogue
from yixing_core.ledger.merkle import leaf_hash

FORMAT = "yixing-backup/1"
SNAPSHOT = "snapshot"

catalogue(
    {
        "backup_unusable": Message("{place} 不是可用的备份：{why}。", "请换一份备份文件，或核对文件是否完整。"),
        "restore_over_existing": Message(
            "这里已有系统（{name}），恢复不会覆盖它。",
            "请用 YIXING_DATA_DIR 或 YIXING_DATABASE_URL 指向空的位置再恢复。",
        ),
        "backup_newer": Message(
            "{place} 是更新的程序（{version}）备份的，本程序不认识 {first}。", "请安装新版本的程序再恢复。"
        ),
        "backup_damaged": Message("备份已损坏：{why}。", "请改用另一份备份；不要使用这一份。"),
    }
)

Progress = Callable[[str], None]


@contextmanager
def _snapshot() -> Iterator[str]:
    """A view of the database that does not change while it is read, without stopping those who write."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield "default"
        return
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        copy = Path(folder) / "copy.sqlite3"
        source, target = sqlite3.connect(str(connection.settings_dict["NAME"])), sqlite3.connect(copy)
        with source, target:
            source.backup(target)
        source.close()
        target.close()
        connections.databases[SNAPSHOT] = {**connection.settings_dict, "NAME": str(copy), "OPTIONS": {}}
        try:
            yield SNAPSHOT
        finally:
            connections[SNAPSHOT].close()
            del connections[SNAPSHOT]
            del connections.databases[SNAPSHOT]


def backup(target: Path, *, at: dt.datetime, progress: Progress = lambda _: None) -> dict[str, Any]:
    """Write a backup beside ``target`` and move it into place whole.

    Returns:
        The manifest.
    """
    partial = target.with_name(f".{target.name}.part")
    with _snapshot() as using, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        tables = {}
        for model in stored_models():
            label = model._meta.label
            progress(label)
            with archive.open(f"tables/{label}.jsonl", "w", force_zip64=True) as out:
                rows = 0
                for line in dump_rows(model, using):
                    out.write(line)
                    rows += 1
            tables[label] = {"columns": columns_of(model), "rows": rows}
        files = list(StoredFile.objects.using(using).filter(destroyed__isnull=True).values_list("digest", flat=True))
        for digest in files:
            archive.write(path_of(digest), f"files/{digest}")
        size = Entry.objects.using(using).count()
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "at": at.isoformat(),
            "ledger": {"size": size},
            "tables": tables,
            "files": len(files),
            "migrations": applied_migrations(using),
        }
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    partial.replace(target)
    return manifest


def restore(source: Path, *, at: dt.datetime, progress: Progress = lambda _: None) -> Installation:
    """Verify a backup and bring it into an empty installation; the restoring is an entry of the ledger.

    Raises:
        Refusal: ``backup_unusable``, ``backup_damaged``, ``restore_over_existing``.
    """
    try:
        archive = zipfile.ZipFile(source)
        manifest = json.loads(archive.read("manifest.json"))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as broken:
        raise Refusal("backup_unusable", place=source, why="打不开或缺少 manifest.json") from broken
    with archive:
        if manifest.get("format") != FORMAT:
            raise Refusal("backup_unusable", place=source, why=f"格式应为 {FORMAT}")
        _verify(archive, manifest)
        targets = _targets(manifest, source)
        if installed() and (existing := Installation.objects.values_list("name", flat=True).first()) is not None:
            raise Refusal("restore_over_existing", name=existing)
        with _whole():
            _load(archive, manifest, targets, progress)
            installation = _enter(manifest, at)
        for name in archive.namelist():
            if name.startswith("files/"):
                _put_file(archive, name)
    return installation


def _whole() -> AbstractContextManager[object]:
    """On SQLite the restored database takes its place in one rename: broken off, the place is as empty as before."""
    if connection.vendor == "postgresql":
        return nullcontext()
    return replacing(Path(connection.settings_dict["NAME"]))


def _enter(manifest: dict[str, Any], at: dt.datetime) -> Installation:
    """Look whether the book is whole, and write into it that it was restored."""
    with transaction.atomic():
        _check_root(manifest)
        installation = Installation.objects.get()
        ledger.append(
            action=Action.INSTALLATION_RESTORE,
            subject=installation,
            actor="user/0",
            by=None,
            at=at,
            on=timezone.localdate(at),
            request=uuid.uuid4(),
            data={"size": manifest["ledger"]["size"], "version": manifest["version"]},
        )
    return installation


def _targets(manifest: dict[str, Any], source: Path) -> list[tuple[str, str]]:
    """The migrations whose tables the backup holds; a backup of the first release does not name them.

    Raises:
        Refusal: ``backup_newer``.
    """
    known = MigrationLoader(None).disk_migrations
    named = manifest.get("migrations")
    if named is None:
        first = {app for app, each in known.items() if each.__module__.startswith("yixing.")}
        then = {label.partition(".")[0] for label in manifest["tables"]}  # apps that have come since are no target
        return sorted((app, name) for app, name in first if name == "0001_initial" and app in then)
    found = [(app, name) for app, _, name in (each.partition(".") for each in named)]
    if strange := [f"{app}.{name}" for app, name in found if (app, name) not in known]:
        raise Refusal("backup_newer", place=source, version=manifest.get("version", "?"), first=strange[0])
    return sorted(dict(sorted(found)).items())  # of each app its last one


def _verify(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    if (bad := archive.testzip()) is not None:
        raise Refusal("backup_damaged", why=f"{bad} 校验不符")
    for name in archive.namelist():
        if name.startswith("files/"):
            with archive.open(name) as stored:
                if hashlib.sha256(stored.read()).hexdigest() != name.removeprefix("files/"):
                    raise Refusal("backup_damaged", why=f"{name} 内容与摘要不符")
    entries = manifest["tables"]["ledger.Entry"]
    place = {name: index for index, name in enumerate(entries["columns"])}
    with archive.open("tables/ledger.Entry.jsonl") as lines:
        for number, line in enumerate(lines, 1):
            row = json.loads(line)
            own = json.loads(row[place["line"]])
            leaf = base64.b64decode(row[place["leaf"]])
            if row[place["seq"]] != number or own["seq"] != number or leaf_hash(row[place["line"]].encode()) != leaf:
                raise Refusal("backup_damaged", why=f"存证第 {number} 条不符")


def _load(
    archive: zipfile.ZipFile, manifest: dict[str, Any], targets: list[tuple[str, str]], progress: Progress
) -> None:
    """Make the tables as they were when the backup was made, fill them, and bring them up to this program."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    # As they were then: what this program would do with a column that is gone is a migration's business.
    then = executor.loader.project_state(targets).apps
    with transaction.atomic():
        for model in stored_models(then):
            _fill(archive, manifest, model, progress)
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        reset_counters("default")
        index.refill()


def _fill(archive: zipfile.ZipFile, manifest: dict[str, Any], model: type[Model], progress: Progress) -> None:
    label = model._meta.label
    table = manifest["tables"].get(label)
    if table is None:
        return
    progress(label)
    with archive.open(f"tables/{label}.jsonl") as lines:
        rows = load_rows(model, iter(lines), table["columns"], "default")
    if rows != table["rows"]:
        raise Refusal("backup_damaged", why=f"{label} 应有 {table['rows']} 行，实有 {rows} 行")


def _check_root(manifest: dict[str, Any]) -> None:
    size, _ = size_and_root()
    if size != manifest["ledger"]["size"]:
        raise Refusal("backup_damaged", why=f"存证应有 {manifest['ledger']['size']} 条，实有 {size} 条")
    last = Checkpoint.objects.order_by("-size").first()
    if last is not None and size_and_root(last.size)[1] != bytes(last.root):
        raise Refusal("backup_damaged", why="存证与最近的存证点不符")


def _put_file(archive: zipfile.ZipFile, name: str) -> None:
    target = path_of(name.removeprefix("files/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(archive.read(name))

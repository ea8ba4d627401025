"""From the last release to this program: the stored data directory of each release is upgraded as its owner does it."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.cast import PASSWORD
from tests.flows.test_kill import House
from yixing_core.ledger.merkle import CompactRange

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
STORED = sorted((Path(__file__).parent / "stored").glob("release-*.tar.gz"))
GROWN = {
    "ledger_entry",
    "ledger_content",
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "sqlite_sequence",
}
"""Tables that an upgrade adds to; every other one holds as many rows as before."""
BROKEN_OFF = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "yixing.settings"
import django
django.setup()
from django.db.models.signals import post_migrate
from yixing.cli import main

def end(sender, **_):
    if sender.label == "accounts":
        {how}

post_migrate.connect(end, weak=False)
sys.exit(main(["upgrade"]))
"""
AT_WORK = """
import os, uuid
os.environ["DJANGO_SETTINGS_MODULE"] = "yixing.settings"
import django
django.setup()
from django.test import Client
from django.utils import timezone
client = Client()
assert client.post("/login/", {{"username": "秘书", "password": "{password}"}}).status_code == 302
pages = ("/", "/matters/", "/meetings/", "/decisions/", "/rules/LC-13/", "/rules/parameters/notice_days/")
print([client.get(page).status_code for page in pages])
given = {{"value": "2", "since": timezone.localdate().isoformat(), "decision": "某次会议", "request": str(uuid.uuid4())}}
print(client.post("/rules/parameters/notice_days/set/", given).status_code)
"""


def run(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Python with the product on its path and the data directory given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIXING_")}
    own = {"YIXING_DATA_DIR": str(place), "PYTHONPATH": str(ROOT / "src"), "YIXING_HOSTS": "testserver"}
    return subprocess.run(
        [sys.executable, *words], env=kept | own, capture_output=True, text=True, check=False, timeout=120
    )


def yixing(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run(place, "-m", "yixing", *words)


@pytest.fixture(params=STORED, ids=lambda path: path.name.removesuffix(".tar.gz"))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The data directory of a release."""
    place = tmp_path / "data"
    with tarfile.open(request.param) as archive:
        archive.extractall(place, filter="data")
    (place / "secret").write_text("only-for-sessions-of-this-test-0123456789", encoding="utf-8")
    (place / "secret").chmod(0o600)
    (place / "log").mkdir()
    return place


def contents(place: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    database = sqlite3.connect(place / "yixing.sqlite3")
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    database.close()
    return found


def root(place: Path, size: int) -> bytes:
    tree = CompactRange()
    database = sqlite3.connect(place / "yixing.sqlite3")
    for (leaf,) in database.execute("SELECT leaf FROM ledger_entry WHERE seq <= ? ORDER BY seq", (size,)):
        tree.append(leaf)
    database.close()
    return tree.root()


def test_what_a_release_left_behind_works_on(old: Path) -> None:
    before = contents(old)
    size = len(before["ledger_entry"])
    was = root(old, size)
    told = yixing(old, "doctor")
    assert told.returncode == 1
    assert "需要升级" in told.stdout
    done = yixing(old, "upgrade", "--json")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)["upgraded"]
    assert root(old, size) == was
    after = contents(old)
    counts = {name: len(rows) for name, rows in after.items() if name in before}
    assert {name for name, count in counts.items() if count != len(before[name])} <= GROWN
    assert counts["ledger_entry"] == size + 1
    found = json.loads(yixing(old, "doctor", "--json").stdout)
    assert {each["name"] for each in found if not each["ok"]} <= {"fonts"}
    at_work = run(old, "-c", AT_WORK.format(password=PASSWORD))
    assert at_work.stdout.splitlines() == ["[200, 200, 200, 200, 200, 200]", "302"], at_work.stderr
    book = old / "L.jsonl"
    assert yixing(old, "ledger", "export", "-o", str(book)).returncode == 0
    assert yixing(old, "verify", str(book)).returncode == 0
    entries = [json.loads(line) for line in book.read_text(encoding="utf-8").splitlines()[1:]]
    upgraded = next(entry for entry in entries if entry["action"] == "installation.upgrade")
    assert (upgraded["data"]["from"], upgraded["data"]["to"]) == (report["from"], report["to"])
    assert upgraded["data"]["migrations"]
    # What stood before is kept whole, and a second upgrade finds nothing to do.
    saved = sqlite3.connect(report["backup"])
    assert saved.execute("SELECT count(*) FROM ledger_entry").fetchone() == (size,)
    saved.close()
    assert json.loads(yixing(old, "upgrade", "--json").stdout) == {"upgraded": None}


def test_reasons_leave_the_table_that_erasure_does_not_reach(old: Path) -> None:
    words = "已口头征求，书面意见随后补。"
    assert yixing(old, "upgrade").returncode == 0
    after = contents(old)
    assert not any(words in str(row) for row in after["compliance_check"])
    assert any(words in str(row) for row in after["ledger_content"])


@pytest.mark.parametrize(
    "words", [("export", "tasks"), ("ledger", "export", "-o", "L.jsonl"), ("backup", "-o", "B.zip")]
)
def test_commands_ask_for_the_upgrade_first(old: Path, words: tuple[str, ...]) -> None:
    done = yixing(old, *words)
    assert done.returncode == 1
    assert "yixing upgrade" in done.stderr


def test_an_upgrade_that_was_killed_left_everything_as_it_was(old: Path) -> None:
    before = contents(old)
    done = run(old, "-c", BROKEN_OFF.format(how="os.kill(os.getpid(), 9)"))
    assert done.returncode == -signal.SIGKILL
    assert contents(old) == before
    assert yixing(old, "upgrade").returncode == 0
    assert not list(old.glob(".yixing*"))


def test_an_upgrade_that_failed_left_everything_as_it_was(old: Path) -> None:
    before = contents(old)
    done = run(old, "-c", BROKEN_OFF.format(how="raise RuntimeError('disk')"))
    assert done.returncode == 3
    assert done.stderr.strip().count("\n") <= 2
    assert contents(old) == before
    assert not list(old.glob(".yixing*"))
    assert not list((old / "backups").iterdir())


def test_a_database_of_a_newer_program_is_not_touched(old: Path) -> None:
    database = sqlite3.connect(old / "yixing.sqlite3")
    database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '0099_later', '2030-01-01')")
    database.commit()
    database.close()
    before = contents(old)
    for words in (("upgrade",), ("serve", "--port", "1"), ("export", "tasks"), ("backup", "-o", str(old / "B.zip"))):
        done = yixing(old, *words)
        assert done.returncode == 1, words
        assert "数据库比本程序新" in done.stderr
        assert "people.0099_later" in done.stderr
    assert "数据库比本程序新" in yixing(old, "doctor").stdout
    assert contents(old) == before


def test_nothing_is_upgraded_under_somebody_at_work(old: Path) -> None:
    somebody = sqlite3.connect(old / "yixing.sqlite3", isolation_level=None)
    somebody.execute("PRAGMA journal_mode=WAL")
    somebody.execute("BEGIN")
    somebody.execute("SELECT count(*) FROM ledger_entry").fetchall()
    done = yixing(old, "upgrade")
    assert done.returncode == 1
    assert "请先停止 yixing serve" in done.stderr
    somebody.close()
    assert yixing(old, "upgrade").returncode == 0


def test_a_backup_of_a_release_is_restored_by_this_program(old: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    done = yixing(moved, "restore", str(old / "backup.zip"))
    assert done.returncode == 0, done.stderr
    before, after = contents(old), contents(moved)
    size = len(before["ledger_entry"])
    assert root(moved, size) == root(old, size)
    counts = {
        name: len(rows) for name, rows in after.items() if name in before and not name.startswith(("django", "auth"))
    }
    # The backup left out the last checkpoint's maker and nothing else: only the book grew, by the restoring.
    assert {name for name, count in counts.items() if count != len(before[name])} <= GROWN
    assert counts["ledger_entry"] == size + 1
    assert "需要升级" not in yixing(moved, "doctor").stdout


def test_an_upgraded_database_is_built_like_a_new_one(old: Path, tmp_path: Path) -> None:
    """Every table, column, index and trigger: a migration that was changed after its release would show here."""
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert yixing(old, "upgrade").returncode == 0
    assert yixing(fresh, "init", "--name", "示例县").returncode == 0
    assert _built(old) == _built(fresh)


def _built(place: Path) -> dict[str, set[str]]:
    """Table → its columns, indexes and triggers."""
    database = sqlite3.connect(place / "yixing.sqlite3")
    try:
        found: dict[str, set[str]] = {}
        for kind, name, table in database.execute("SELECT type, name, tbl_name FROM sqlite_master"):
            found.setdefault(table, set()).add(f"{kind} {name}")
        for table in found:
            columns = database.execute(f"SELECT name, type, \"notnull\" FROM pragma_table_info('{table}')")
            found[table] |= {f"column {name} {kind} {needed}" for name, kind, needed in columns}
        return found
    finally:
        database.close()


def test_the_first_start_of_a_newer_program_is_the_upgrade(old: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    house = House(old, port)
    try:
        house.start()  # back when it answers
        assert house.asked("SELECT count(*) FROM ledger_entry WHERE action = 'installation.upgrade'") == [(1,)]
    finally:
        house.kill()
    assert len(list((old / "backups").iterdir())) == 1
    assert "需要升级" not in yixing(old, "doctor").stdout

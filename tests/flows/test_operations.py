"""Setting up, looking after and moving an installation, through the command line as its owner does it."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
SOURCE = Path(__file__).resolve().parents[2] / "src"


def _yixing(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIXING_")}
    own = {"YIXING_DATA_DIR": str(place), "PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": "yixing.settings"}
    return subprocess.run(
        [sys.executable, "-m", "yixing", *words],
        env=kept | own,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A new production installation."""
    place = tmp_path / "county"
    done = _yixing(place, "init", "--name", "某县", "--json")
    assert done.returncode == 0, done.stderr
    assert set(json.loads(done.stdout)["logins"]) == {"system", "security", "audit"}
    return place


def test_a_new_installation_is_well_and_is_not_made_twice(county: Path) -> None:
    found = json.loads(_yixing(county, "doctor", "--json").stdout)
    assert {each["name"] for each in found if not each["ok"]} <= {"fonts"}
    again = _yixing(county, "init", "--name", "别的县")
    assert again.returncode == 1
    assert "已有系统" in again.stderr


def test_a_demonstration_never_runs_over_a_production_system_nor_lends_it_its_key(county: Path) -> None:
    over = _yixing(county, "demo", "--no-serve")
    assert over.returncode == 1
    assert "不会覆盖" in over.stderr
    (county / "secret").write_text("demo-0123456789", encoding="utf-8")
    start = _yixing(county, "serve", "--port", "1")
    assert start.returncode == 1
    assert "演示密钥" in start.stderr
    assert _yixing(county, "doctor").returncode == 1


def test_a_backup_goes_to_an_empty_place_and_only_there(county: Path, tmp_path: Path) -> None:
    saved = tmp_path / "B.zip"
    assert _yixing(county, "backup", "-o", str(saved)).returncode == 0
    with zipfile.ZipFile(saved) as archive:
        assert not [name for name in archive.namelist() if "key" in name or "secret" in name]
    moved = tmp_path / "moved"
    assert _yixing(moved, "restore", str(saved)).returncode == 0
    twice = _yixing(moved, "restore", str(saved))
    assert twice.returncode == 1
    assert "不会覆盖" in twice.stderr
    assert "签名密钥" in _yixing(moved, "doctor").stdout
    shutil.copytree(county / "keys", moved / "keys", dirs_exist_ok=True)
    export = tmp_path / "L.jsonl"
    assert _yixing(moved, "ledger", "export", "-o", str(export)).returncode == 0
    assert _yixing(moved, "verify", str(export)).returncode == 0
    actions = [json.loads(line)["action"] for line in export.read_text(encoding="utf-8").splitlines()[1:]]
    assert actions == ["ledger.key", "installation.init", "installation.restore"]


def test_a_damaged_backup_is_refused_and_nothing_is_left_behind(county: Path, tmp_path: Path) -> None:
    saved, bad = tmp_path / "B.zip", tmp_path / "bad.zip"
    assert _yixing(county, "backup", "-o", str(saved)).returncode == 0
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(bad, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "tables/ledger.Entry.jsonl":
                content = content.replace(b"installation.init", b"installation.fake")
            changed.writestr(name, content)
    done = _yixing(tmp_path / "empty", "restore", str(bad))
    assert done.returncode == 1
    assert "存证第 2 条不符" in done.stderr
    nonsense = tmp_path / "nonsense.zip"
    nonsense.write_bytes(b"not a zip")
    assert "打不开" in _yixing(tmp_path / "empty", "restore", str(nonsense)).stderr


def test_commands_say_what_they_are_for(tmp_path: Path) -> None:
    for command in ("demo", "init", "serve", "doctor", "backup", "restore", "verify", "rules"):
        done = _yixing(tmp_path, command, "--help")
        assert done.returncode == 0
        assert "例" in done.stdout, command

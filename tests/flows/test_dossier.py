"""``yixing dossier`` on a built county, verified by the file that lies in it, in an empty Python."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


def run(place: Path, *words: str, module: str = "yixing") -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIXING_")}
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    own = {"YIXING_DATA_DIR": str(place), "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "yixing.settings"}
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, env=kept | own, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """Data directory, number of the 议定事项, its year."""
    place = tmp_path_factory.mktemp("county") / "data"
    made = run(place, module="tests.flows.decided")
    assert made.returncode == 0, made.stderr
    number, year = made.stdout.split()[-2:]
    return place, number, year


def with_a_changed_page(file: Path, broken: Path) -> str:
    """The same dossier with one byte of its first PDF changed and packed anew; returns the name of that PDF."""
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as copy:
        name = next(name for name in archive.namelist() if name.endswith(".pdf"))
        for entry in archive.infolist():
            content = archive.read(entry)
            copy.writestr(entry, content.replace(b"%PDF", b"%PDE", 1) if entry.filename == name else content)
    return name


@pytest.mark.parametrize("whole_year", [False, True], ids=["one", "year"])
def test_what_the_command_writes_holds_in_an_empty_python(county, tmp_path: Path, whole_year) -> None:
    place, number, year = county
    what = ("--year", year) if whole_year else (number,)
    file = tmp_path / "D.zip"
    done = run(place, "dossier", *what, "-o", str(file), "--user", "审计员", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["decisions"], told["bytes"]) == (1, file.stat().st_size)
    assert [path.name for path in tmp_path.iterdir()] == ["D.zip"]
    with zipfile.ZipFile(file) as archive:
        pyz = archive.extract("yixing-verify.pyz", tmp_path)
        key = json.loads(archive.read("清单.json"))["key"]
    command = [sys.executable, "-I", "-S", pyz, str(file), "--json", "--key", key]
    report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert report["holds"]
    assert report["pinned"]
    assert report["fingerprint"] == told["fingerprint"]
    assert run(place, "verify", str(file)).returncode == 0
    broken = tmp_path / "broken.zip"
    changed = with_a_changed_page(file, broken)
    refused = run(place, "verify", str(broken))
    assert refused.returncode == 1
    assert changed in refused.stdout + refused.stderr


def test_a_later_dossier_extends_the_checkpoint_of_an_earlier_one(county, tmp_path: Path) -> None:
    place, number, _ = county
    for name in ("one.zip", "two.zip"):
        assert run(place, "dossier", number, "-o", str(tmp_path / name), "--user", "审计员").returncode == 0
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        (tmp_path / "old.txt").write_bytes(archive.read("存证/checkpoint"))
    done = run(place, "verify", str(tmp_path / "two.zip"), "--checkpoint", str(tmp_path / "old.txt"))
    assert done.returncode == 0
    assert "延续旧校验点" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("不存在-1", "-o", "x.zip", "--user", "审计员"), 1, "没有编号"),
        (("--year", "1999", "-o", "x.zip", "--user", "审计员"), 1, "没有可以查看"),
        (("-o", "x.zip"), 2, "请写明"),
        (("1", "-o", "nowhere/x.zip"), 2, "没有这个文件夹"),
        (("1", "-o", "x.zip", "--user", "谁"), 1, "登录名"),
        (("1", "-o", "x.zip", "--user", "联络员"), 1, ""),
    ],
)
def test_what_cannot_be_taken_is_told_in_one_line(county, words, code, says) -> None:
    place, number, _ = county
    given = [number if word == "1" else word for word in words]
    done = run(place, "dossier", *given)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_help_has_an_example(county) -> None:
    assert "例：yixing dossier" in run(county[0], "dossier", "--help").stdout

"""The built wheel, installed into an empty environment, works on its own."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


def _run(*command: str, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YIXING_", "PYTHON", "DJANGO"))}
    done = subprocess.run(
        command, env=kept | environment, capture_output=True, text=True, check=False, timeout=1500, cwd="/"
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout


def test_the_wheel_alone(tmp_path: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    _run(*pip, "wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path))
    (wheel,) = tmp_path.glob("yixing-*.whl")
    empty = tmp_path / "empty"
    venv.create(empty, with_pip=False)
    site = next((empty / "lib").glob("python3*")) / "site-packages"
    _run(*pip, "install", "--no-deps", "--target", str(site), str(wheel))
    # The libraries come from this environment, so that the test needs no network; the product comes from the wheel.
    (site / "libraries.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    python = str(empty / "bin" / "python")
    where = _run(python, "-c", "import yixing, yixing_core; print(yixing.__file__)")
    assert str(site) in where
    data = {"YIXING_DATA_DIR": str(tmp_path / "data")}
    _run(python, "-m", "yixing", "rules", "test", **data)
    _run(python, "-m", "yixing", "demo", "--no-serve", **data)
    export = str(tmp_path / "L.jsonl")
    _run(python, "-m", "yixing", "ledger", "export", "-o", export, **data)
    _run(python, "-m", "yixing", "verify", export, **data)

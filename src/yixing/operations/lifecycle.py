"""Before Django starts: the data directory of a new installation, its secret, and what must not be overwritten."""

import shutil
from pathlib import Path

from yixing.installation import FOLDERS, data_dir, is_demo_secret, key_dir, secret_file, write_secret
from yixing_core.errors import Message, Refusal, catalogue

catalogue(
    {
        "demo_over_production": Message(
            "数据目录 {place} 里是正式系统，演示不会覆盖它。", "请用 YIXING_DATA_DIR 指定另一个目录再运行 yixing demo。"
        ),
        "init_over_existing": Message(
            "数据目录 {place} 里已有系统。", "请用 YIXING_DATA_DIR 指定一个空目录，或先备份并移走原目录。"
        ),
    }
)

_OWN = ("yixing.sqlite3", "yixing.sqlite3-wal", "yixing.sqlite3-shm", "secret")


def prepare_demo() -> None:
    """Clear an earlier demonstration and make a demo secret.

    Raises:
        Refusal: ``demo_over_production``.
    """
    place = data_dir()
    if secret_file(place).exists() and not is_demo_secret(place):
        raise Refusal("demo_over_production", place=place)
    if (place / "yixing.sqlite3").exists() and not secret_file(place).exists():
        raise Refusal("demo_over_production", place=place)
    _clear(place)
    write_secret(place, demo=True)


def _clear(place: Path) -> None:
    for name in _OWN:
        (place / name).unlink(missing_ok=True)
    for name in FOLDERS:
        shutil.rmtree(place / name, ignore_errors=True)


def prepare_production() -> None:
    """Make the directories and the secret of a new installation.

    Raises:
        Refusal: ``init_over_existing``.
    """
    place = data_dir()
    if (place / "yixing.sqlite3").exists() or secret_file(place).exists():
        raise Refusal("init_over_existing", place=place)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_dir(place).mkdir(parents=True, exist_ok=True, mode=0o700)
    write_secret(place, demo=False)

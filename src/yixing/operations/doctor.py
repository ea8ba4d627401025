"""``yixing doctor``: where this installation lives, what is wrong with it, and how to mend it."""

import json
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection

from yixing.installation import is_demo_secret, secret_file
from yixing.ledger import triggers
from yixing.ledger.keys import key_file
from yixing.ledger.models import Installation
from yixing.operations.upgrade import installed, open_migrations, unknown_migrations
from yixing_core.papers.fonts import chinese_font_available


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine or not, and what to do."""

    name: str
    ok: bool
    words: str
    mend: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything an installation needs."""
    yield Finding(
        "data", settings.DATA_DIR.is_dir(), f"数据目录 {settings.DATA_DIR}", "请运行 yixing init 或 yixing demo。"
    )
    yield _secret()
    try:
        yield from _database()
    except OperationalError as broken:
        yield Finding(
            "database", ok=False, words=f"数据库连不上：{broken}", mend="请核对 YIXING_DATABASE_URL 和数据库服务。"
        )
    yield _key()
    fonts = chinese_font_available()
    yield Finding("fonts", fonts.available, fonts.sentence(), ".docx 不受影响。")


def _secret() -> Finding:
    place = secret_file(settings.DATA_DIR)
    if not place.exists():
        return Finding("secret", ok=False, words=f"没有密钥文件 {place}", mend="请运行 yixing init 或 yixing demo。")
    private = os.name != "posix" or not stat.S_IMODE(place.stat().st_mode) & 0o077
    return Finding("secret", private, f"密钥文件 {place}", f"其他用户可读：请执行 chmod 600 {place}。")


def _database() -> Iterator[Finding]:
    yield Finding("database", ok=True, words=f"数据库 {connection.vendor} {connection.settings_dict['NAME']}")
    if unknown := unknown_migrations():
        words = f"数据库比本程序新（{len(unknown)} 项升级本程序不认识）"
        yield Finding("migrations", ok=False, words=words, mend="请安装新版本的程序，或恢复升级前的备份。")
        return
    open_ = open_migrations() if installed() else []
    yield Finding(
        "migrations",
        not open_,
        "数据表是最新的" if not open_ else f"需要升级：有 {len(open_)} 项升级未执行",
        "请运行 yixing upgrade（yixing serve 启动时也会升级）；升级前自动备份。",
    )
    if open_:
        return
    if not installed():
        yield Finding("installation", ok=False, words="还没有建立系统", mend="请运行 yixing init 或 yixing demo。")
        return
    lost = triggers.missing()
    yield Finding(
        "triggers",
        not lost,
        "防改触发器齐全" if not lost else f"缺少触发器：{'、'.join(lost)}",
        "请运行 yixing serve 重新安装触发器，并核查存证。",
    )
    installation = Installation.objects.first()
    if installation is None:
        yield Finding("installation", ok=False, words="还没有建立系统", mend="请运行 yixing init 或 yixing demo。")
        return
    demo = installation.mode == Installation.Mode.DEMO
    mixed = not demo and is_demo_secret(settings.DATA_DIR)
    yield Finding(
        "installation",
        not mixed,
        f"{installation.name}（{installation.get_mode_display()}）" + ("，但密钥是演示密钥" if mixed else ""),
        "请把 YIXING_SECRET_FILE 指向新建的密钥文件。",
    )


def _key() -> Finding:
    place: Path = key_file()
    if not place.exists():
        return Finding(
            "key", ok=False, words=f"没有存证签名密钥 {place}", mend="请从保管处恢复；确已遗失的由安全管理员更换。"
        )
    private = os.name != "posix" or not stat.S_IMODE(place.stat().st_mode) & 0o077
    return Finding("key", private, f"存证签名密钥 {place}", f"其他用户可读：请执行 chmod 600 {place}。")


def doctor(*, as_json: bool) -> int:
    """Print what was found; 0 where all is well, 1 otherwise."""
    found = list(examine())
    if as_json:
        print(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, default=str))
    else:
        for finding in found:
            print(f"{'✓' if finding.ok else '✕'} {finding.words}" + ("" if finding.ok else f"。{finding.mend}"))
    sys.stdout.flush()
    return 0 if all(finding.ok for finding in found) else 1

"""``yixing serve``: web workers and the job loop, until stopped."""

import multiprocessing
import sys
import threading

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from yixing.compliance.gates import read_examples
from yixing.installation import is_demo_secret
from yixing.ledger.models import Installation
from yixing.operations.job_loop import run_jobs
from yixing.operations.upgrade import installed, refuse_older, told, upgrade
from yixing_core.errors import Message, Refusal, catalogue

catalogue(
    {
        "demo_secret": Message(
            "正式系统不能用演示密钥启动。",
            "请把 YIXING_SECRET_FILE 指向新建的密钥文件；运行 yixing doctor 可看到位置。",
        ),
        "no_installation": Message("数据目录 {place} 里还没有系统。", "请先运行 yixing init 或 yixing demo。"),
    }
)


def check_start() -> Installation:
    """What must hold before pages are served.

    Raises:
        Refusal: ``no_installation``, ``demo_secret``, ``upgrade_needed``, ``database_newer``.
    """
    if not installed():
        raise Refusal("no_installation", place=settings.DATA_DIR)
    refuse_older()
    installation = Installation.objects.first()
    if installation is None:
        raise Refusal("no_installation", place=settings.DATA_DIR)
    if installation.mode == Installation.Mode.PRODUCTION and is_demo_secret(settings.DATA_DIR):
        raise Refusal("demo_secret")
    return installation


def _say(words: str) -> None:
    print(words, file=sys.stderr)


def serve(*, host: str, port: int) -> int:
    """Serve until interrupted; upgrades first, so that an upgrade is one restart."""
    if not installed():
        raise Refusal("no_installation", place=settings.DATA_DIR)
    if (done := upgrade(progress=_say)) is not None:
        _say(told(done))
    call_command("migrate", verbosity=0, interactive=False)  # nothing to migrate: puts back triggers that are lost
    installation = check_start()
    from yixing.operations.web import web_server  # noqa: PLC0415  (the server is needed by this command only)

    connection.close()
    loop = multiprocessing.get_context("spawn").Process(target=run_jobs, daemon=True)
    loop.start()
    print(f"{installation.name}：http://{host}:{port}/   （Ctrl+C 停止）", file=sys.stderr)
    # The examples behind 为什么 take a second to read: read here, no page waits for them.
    threading.Thread(target=read_examples, daemon=True).start()
    try:
        web_server("yixing.wsgi:application", host=host, port=port).serve()
    finally:
        loop.terminate()
    return 0

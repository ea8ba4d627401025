"""The ``yixing`` command. Only commands that need the database import Django.

Exit codes: 0 holds or done; 1 findings or a refusal; 2 unusable input; 3 a fault of ours, in one line.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

Command = Callable[[argparse.Namespace], int]


class Unusable(Exception):  # noqa: N818  (an answer to the user's input, not a fault of ours)
    """Input that cannot be used: one line that says which, what is wrong and how to mend it."""


def _django() -> None:
    from yixing.installation import data_dir

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yixing.settings")
    (data_dir() / "log").mkdir(parents=True, exist_ok=True)
    import django

    django.setup()


def _demo(options: argparse.Namespace) -> int:
    from yixing.operations.lifecycle import prepare_demo

    prepare_demo()
    _django()
    from yixing.demo.run import run_demo

    run_demo(year=options.year, faults=options.faults)
    return 0 if options.no_serve else _serve(options)


def _init(options: argparse.Namespace) -> int:
    from yixing.operations.lifecycle import prepare_production

    prepare_production()
    _django()
    from yixing.operations.setup import initialise

    return initialise(name=options.name, as_json=options.json)


def _serve(options: argparse.Namespace) -> int:
    _django()
    from yixing.operations.serve import serve

    return serve(host=options.host, port=options.port)


def _upgrade(options: argparse.Namespace) -> int:
    _django()
    from yixing.operations.upgrade import command

    return command(backed_up=options.backed_up, as_json=options.json)


def _doctor(options: argparse.Namespace) -> int:
    _django()
    from yixing.operations.doctor import doctor

    return doctor(as_json=options.json)


def _tell(words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{words}", end="", file=sys.stderr, flush=True)


def _backup(options: argparse.Namespace) -> int:
    _django()
    from django.utils import timezone

    from yixing.operations.backup import backup
    from yixing.operations.serve import check_start

    check_start()
    manifest = backup(options.output, at=timezone.now(), progress=_tell)
    _tell("")
    rows = sum(table["rows"] for table in manifest["tables"].values())
    print(
        json.dumps(manifest, ensure_ascii=False)
        if options.json
        else f"已备份到 {options.output}：{rows} 行，{manifest['files']} 个附件。"
    )
    return 0


def _restore(options: argparse.Namespace) -> int:
    from yixing.installation import data_dir, secret_file, write_secret

    data_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = not secret_file(data_dir()).exists()
    if fresh:
        write_secret(data_dir(), demo=False)
    _django()
    from django.utils import timezone

    from yixing.operations.backup import restore

    installation = restore(options.file, at=timezone.now(), progress=_tell)
    _tell("")
    if fresh and installation.mode == "demo":
        write_secret(data_dir(), demo=True)
    print(f"{installation.name}已恢复。签名密钥不在备份里：请放回原密钥文件，运行 yixing doctor 核对。")
    return 0


def _import(options: argparse.Namespace) -> int:
    _django()
    from yixing.operations.imports import bring_in, sample
    from yixing.operations.serve import check_start
    from yixing.people.refusals import SheetRefusal
    from yixing_core.errors import Refusal

    check_start()
    try:
        if options.sample:
            return _sample(sample(options.kind), options.file)
        report = bring_in(
            options.kind, options.file, user=options.user, backfill=options.backfill, keep=not options.dry_run
        )
    except SheetRefusal as refusal:
        if options.json:
            faults = [{"sheet": f.sheet, "row": f.row, "column": f.column, "text": f.text} for f in refusal.faults]
            print(json.dumps({"kind": options.kind, "faults": faults}, ensure_ascii=False))
        places = "\n".join(f"{options.file}：{fault}" for fault in refusal.faults)
        raise Unusable(f"{places}\n共 {len(refusal.faults)} 处，什么都没有导入；请改好后再导入。") from refusal
    except Refusal as refusal:
        if refusal.field == "file" or refusal.code in {"import_kind", "import_file"}:
            raise Unusable(f"{options.file}：{refusal.text}{refusal.mend}") from refusal
        raise
    if options.json:
        counts = {"kind": report.kind, "actor": report.actor, "dry_run": options.dry_run, **report.counts}
        print(json.dumps(counts, ensure_ascii=False))
    else:
        print(
            ("试导入，没有写入。" if options.dry_run else "已导入。") + f"{report.words}。以{report.actor}的名义办理。"
        )
    return 0


def _sample(content: bytes, place: Path) -> int:
    if place.exists():
        raise Unusable(f"{place}：文件已存在，不会覆盖。请换一个文件名。")
    place.write_bytes(content)
    print(f"样表已写到 {place}。")
    return 0


def _export(options: argparse.Namespace) -> int:
    _django()
    from yixing.operations.export import export
    from yixing.operations.serve import check_start
    from yixing_core.errors import Refusal

    check_start()
    place = options.output or options.file or Path(f"{options.kind}.xlsx")
    try:
        done = export(options.kind, place, user=options.user, replace=options.output is not None)
    except Refusal as refusal:
        if refusal.code in {"export_kind", "file_exists"}:
            raise Unusable(f"{place}：{refusal.text}{refusal.mend}") from refusal
        raise
    if options.json:
        counts = {"kind": done.kind, "file": str(done.place), "reader": done.reader, "rows": done.rows}
        print(json.dumps(counts, ensure_ascii=False))
    else:
        rows = "，".join(f"{title} {count} 行" for title, count in done.rows.items())
        print(f"已导出到 {done.place}：{rows}。按{done.reader}可见的范围。")
    return 0


def _recheck(options: argparse.Namespace) -> int:
    import datetime as dt

    try:
        year = options.year
        since = dt.date(year, 1, 1) if year else dt.date.fromisoformat(options.since or "")
        until = dt.date(year, 12, 31) if year else dt.date.fromisoformat(options.until or "")
    except ValueError as wrong:
        words = "请写明 --year 2023，或者 --from 2023-01-01 --until 2023-12-31。"
        raise Unusable(f"看不懂要核对哪一段时间。{words}") from wrong
    _django()
    from yixing.operations.recheck import run
    from yixing.operations.serve import check_start

    check_start()
    done = run(since=since, until=until, user=options.user, progress=lambda at: _tell(f"已核对 {at} 处"))
    _tell("")
    if options.json:
        print(json.dumps(done.found, ensure_ascii=False))
    else:
        print("\n".join(done.lines()))
    return 0 if done.holds else 1


def _dossier(options: argparse.Namespace) -> int:
    if (options.decision is None) == (options.year is None):
        raise Unusable("请写明一件议定事项的编号，或者用 --year 写明年度。例：yixing dossier 2023-36-03 -o D.zip")
    if not options.output.absolute().parent.is_dir():
        raise Unusable(f"{options.output}：没有这个文件夹。请先建立，或换一个位置。")
    _django()
    from yixing.operations.dossier import dossier
    from yixing.operations.serve import check_start

    check_start()
    done = dossier(
        options.output,
        decision=options.decision or "",
        year=options.year,
        user=options.user,
        progress=lambda at, total: _tell(f"已写 {at}/{total} 件"),
    )
    _tell("")
    made = done.made
    if options.json:
        counts = {"decisions": made.decisions, "entries": made.entries, "size": made.size, "bytes": made.bytes}
        names = {"file": str(made.place), "reader": done.reader, "fingerprint": done.fingerprint}
        print(json.dumps({**names, **counts, "sha256": done.sha256}, ensure_ascii=False))
    else:
        print(
            f"决策全过程档案已写到 {made.place}：{made.decisions} 件，存证 {made.entries} 条。按{done.reader}可见的范围。"
        )
        print(f"密钥指纹：{done.fingerprint}\n核验：yixing verify {made.place}")
    return 0


def _ledger_export(options: argparse.Namespace) -> int:
    _django()
    from django.utils import timezone

    from yixing.ledger.book import write_book
    from yixing.operations.serve import check_start

    check_start()
    checkpoint = write_book(options.output, timezone.now())
    print(f"已导出 {checkpoint.size} 条到 {options.output}。验证：yixing verify {options.output}")
    return 0


def _verify(arguments: Sequence[str]) -> int:
    from yixing_core.verifier import main as verify

    return verify(list(arguments))


def _rules(arguments: Sequence[str]) -> int:
    from yixing_core.rules.cli import main as rules
    from yixing_core.workdays.calendar import default_calendar

    packs = Path(__file__).resolve().parent / "rulepacks"
    return rules(list(arguments), packs, default_calendar().workdays_between)


def _portfolio(arguments: Sequence[str]) -> int:
    from yixing_core.portfolio.cli import main as portfolio

    return portfolio(list(arguments))


PASSED_ON: dict[str, Callable[[Sequence[str]], int]] = {"verify": _verify, "rules": _rules, "portfolio": _portfolio}
"""Commands of the core that read their own arguments and need neither Django nor a database."""


def parser() -> argparse.ArgumentParser:
    """The command line of the product."""
    top = argparse.ArgumentParser(
        prog="yixing", description="议行：县委议事决策与督查落实。", epilog="例：yixing demo    yixing verify L.jsonl"
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")

    demo = commands.add_parser("demo", help="建立示例县并启动", epilog="例：yixing demo --no-serve")
    demo.add_argument("--no-serve", action="store_true", help="走完一遍流程即结束，不启动服务")
    demo.add_argument("--year", type=int, default=2023, help="演示年度（默认 2023）")
    demo.add_argument("--faults", action="store_true", help="植入供检查的缺陷")
    demo.set_defaults(run=_demo)

    init = commands.add_parser("init", help="建立一个空的正式系统和三名管理员", epilog="例：yixing init --name 某县")
    init.add_argument("--name", required=True, help="单位名称，显示在每页页眉")
    init.add_argument("--json", action="store_true", help="以 JSON 输出")
    init.set_defaults(run=_init)

    serve = commands.add_parser("serve", help="启动服务", epilog="例：yixing serve --port 8000")
    serve.set_defaults(run=_serve)
    for command in (demo, serve):
        command.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
        command.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    doctor = commands.add_parser("doctor", help="检查本系统并说明怎样修复", epilog="例：yixing doctor")
    doctor.add_argument("--json", action="store_true", help="以 JSON 输出")
    doctor.set_defaults(run=_doctor)

    upgrade = commands.add_parser(
        "upgrade", help="把旧版本的数据升级到本程序（先备份；全部升级或不动）", epilog="例：yixing upgrade"
    )
    upgrade.add_argument(
        "--backed-up", action="store_true", help="我已备份（只用于 PostgreSQL，这台机器上没有 pg_dump 时）"
    )
    upgrade.add_argument("--json", action="store_true", help="以 JSON 输出")
    upgrade.set_defaults(run=_upgrade)

    backup = commands.add_parser("backup", help="备份（运行中也可）", epilog="例：yixing backup -o B.zip")
    backup.add_argument("-o", "--output", type=Path, required=True, help="备份文件")
    backup.add_argument("--json", action="store_true", help="以 JSON 输出")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="把备份恢复到空的位置", epilog="例：yixing restore B.zip")
    restore.add_argument("file", type=Path, help="备份文件")
    restore.set_defaults(run=_restore)

    _add_tables(commands)
    _add_recheck(commands)
    _add_dossier(commands)
    ledger = commands.add_parser("ledger", help="存证", epilog="例：yixing ledger export -o L.jsonl")
    export = ledger.add_subparsers(dest="what", required=True, metavar="动作").add_parser(
        "export", help="导出存证", epilog="例：yixing ledger export -o L.jsonl"
    )
    export.add_argument("-o", "--output", type=Path, required=True, help="导出文件")
    export.set_defaults(run=_ledger_export)
    for name, words in (("verify", "离线核验存证导出、决策全过程档案"), ("rules", "规定库：list、facts、check、test")):
        commands.add_parser(name, help=words, add_help=False)
    example = "例：yixing portfolio solve P.json -o PLAN.json"
    commands.add_parser("portfolio", help="分工：测算最优方案、核对方案", epilog=example, add_help=False)
    return top


def _add_dossier(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``dossier``."""
    dossier = commands.add_parser(
        "dossier",
        help="决策全过程档案：一件或一年的议定事项，带证明，可离线核验",
        epilog="例：yixing dossier 2023-36-03 -o D.zip    yixing dossier --year 2023 -o 2023.zip --user shenji",
    )
    dossier.add_argument("decision", nargs="?", help="议定事项编号，如 2023-36-03")
    dossier.add_argument("--year", type=int, help="议定日期在这一年的全部议定事项")
    dossier.add_argument("-o", "--output", type=Path, required=True, help="档案文件，已有的被替换")
    dossier.add_argument("--user", default="", help="以哪个账户（登录名）的名义")
    dossier.add_argument("--json", action="store_true", help="以 JSON 输出")
    dossier.set_defaults(run=_dossier)


def _add_recheck(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``recheck``."""
    again = commands.add_parser(
        "recheck",
        help="程序回查：把一段时间的全部议定事项按当时的规定重新核对",
        epilog="例：yixing recheck --year 2023 --user zhuren    yixing recheck --from 2023-07-01 --until 2023-09-30",
    )
    again.add_argument("--year", type=int, help="整年")
    again.add_argument("--from", dest="since", metavar="日期", help="自何日")
    again.add_argument("--until", metavar="日期", help="至何日")
    again.add_argument("--user", default="", help="以哪个账户（登录名）的名义")
    again.add_argument("--json", action="store_true", help="以 JSON 输出")
    again.set_defaults(run=_recheck)


def _add_tables(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``import`` and ``export``."""
    into = commands.add_parser(
        "import",
        help="导入 Excel 表：全部导入，或者一行都不导入",
        epilog="例：yixing import people 人员.xlsx --dry-run    yixing import areas 样表.xlsx --sample",
    )
    into.add_argument("kind", help="organizations、people、areas、matters、tasks")
    into.add_argument("file", type=Path, help="Excel 文件")
    into.add_argument("--dry-run", action="store_true", help="只试一遍并报告，不写入")
    into.add_argument("--sample", action="store_true", help="把空的样表写到 FILE，不导入")
    into.add_argument("--backfill", default="", metavar="事由", help="按补录登记（期初建账），只用于 matters")
    into.set_defaults(run=_import)
    out = commands.add_parser("export", help="导出 Excel 表", epilog="例：yixing export tasks -o 任务台账.xlsx")
    out.add_argument(
        "kind",
        help="organizations、people、areas、division、matters、meetings、decisions、briefings、tasks、rules、parameters",
    )
    out.add_argument("file", type=Path, nargs="?", help="Excel 文件（默认 种类.xlsx），不覆盖已有文件")
    out.add_argument("-o", "--output", type=Path, help="Excel 文件，已有的被替换")
    out.set_defaults(run=_export)
    for command in (into, out):
        command.add_argument("--user", default="", help="以哪个账户（登录名）的名义")
        command.add_argument("--json", action="store_true", help="以 JSON 输出")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        The exit code of ``contracts``: 0, 1, 2 or 3.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given and given[0] in PASSED_ON:
            return PASSED_ON[given[0]](given[1:])
        options = parser().parse_args(given)
        return int(options.run(options))
    except Unusable as unusable:
        print(unusable, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except Exception as fault:  # noqa: BLE001  (the last door: a fault is told in one line, details go to the log)
        return _fault(fault)


def _fault(fault: Exception) -> int:
    from yixing_core.errors import Refusal

    if isinstance(fault, Refusal):
        print(f"{fault.text}{fault.mend}", file=sys.stderr)
        return 1
    import logging

    logging.getLogger("yixing.cli").error("fault", exc_info=fault)
    print(f"程序出错：{type(fault).__name__}: {fault}。详情见日志；请运行 yixing doctor 检查。", file=sys.stderr)
    return 3


if __name__ == "__main__":
    sys.exit(main())

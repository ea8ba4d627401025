"""``yixing import`` and ``yixing export``: the pages' own readers and actions, all or nothing, faults by cell."""

import datetime as dt
import json

import pytest
from openpyxl import load_workbook

from tests.cast import TODAY
from yixing.accounts.models import User
from yixing.cli import main
from yixing.decisions.models import Decision
from yixing.ledger.models import Entry, Installation
from yixing.matters.models import Matter
from yixing.operations.export import TABLES
from yixing.people.models import Organization
from yixing.portfolios.models import Area
from yixing.supervision.models import Breakdown, Task
from yixing.ui.sheets import Sheet, workbook_bytes


@pytest.fixture
def run(cast, capsys):
    """Run a command as the owner of the machine does: code, output, complaint."""

    def command(*words):
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def write(place, title, heads, *rows):
    place.write_bytes(workbook_bytes([Sheet(title, heads, rows)]))
    return place


def sheet(place, title):
    return [list(row) for row in load_workbook(place)[title].iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", ["organizations", "people", "areas"])
def test_what_went_out_comes_in_again_and_changes_nothing(run, cast, tmp_path, kind):
    place = tmp_path / "out.xlsx"
    assert run("export", kind, "-o", place)[0] == 0
    before = Entry.objects.count()
    user = ("--user", "秘书") if kind == "areas" else ()
    code, said, _ = run("import", kind, place, "--json", *user)
    assert code == 0
    counts = json.loads(said)
    assert (counts["made"], counts["changed"]) == (0, 0)
    assert counts["same"] > 0
    assert Entry.objects.count() == before + 1  # of the page's action


@pytest.mark.parametrize("kind", TABLES)
def test_every_kind_goes_out_whole(run, tmp_path, kind):
    place = tmp_path / f"{kind}.xlsx"
    code, said, _ = run("export", kind, place, "--json")
    assert code == 0
    rows = json.loads(said)["rows"]
    assert {title: len(sheet(place, title)) - 1 for title in rows} == rows


def test_an_export_shows_what_the_account_may_see(run, cast, tmp_path):
    place = tmp_path / "m.xlsx"
    Matter.objects.create(
        title="关于甲的汇报",
        type=cast.types["T05"],
        nature="hear",
        unit=cast.units["D02"],
        drafted_on=TODAY,
    )
    assert run("export", "matters", place)[0] == 0
    assert len(sheet(place, "事项")) == 2
    assert run("export", "matters", "-o", place, "--user", "外单位联络员")[0] == 0
    assert len(sheet(place, "事项")) == 1
    code, _, complaint = run("export", "matters", "-o", place, "--user", "系统管理员")
    assert code == 1
    assert "不能查看" in complaint


def test_an_export_does_not_run_over_a_file(run, tmp_path):
    place = tmp_path / "o.xlsx"
    place.write_text("mine")
    code, _, complaint = run("export", "organizations", place)
    assert code == 2
    assert "不会覆盖" in complaint
    assert place.read_text() == "mine"


def test_organizations_come_in_by_the_action_of_the_page(run, cast, tmp_path):
    heads = ["编码", "名称", "类别", "上级编码", "序列"]
    place = write(tmp_path / "u.xlsx", "机构", heads, ["X20", "乡镇20", "乡镇", "C", 20])
    before = Entry.objects.count()
    assert run("import", "organizations", place, "--dry-run")[1].startswith("试导入，没有写入。机构：新增 1")
    assert not Organization.objects.filter(code="X20").exists()
    assert Entry.objects.count() == before
    assert run("import", "organizations", place)[0] == 0
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.actor) == ("people.import", f"user/{cast.users['系统管理员'].pk}")
    assert Organization.objects.get(code="X20").parent == cast.units["县委"]


def test_every_fault_is_named_by_cell_and_nothing_comes_in(run, cast, tmp_path):
    heads = ["编码", "名称", "领域", "归口单位编码"]
    place = write(
        tmp_path / "a.xlsx",
        "分管事项",
        heads,
        ["b01", "新事项一", "经济", "D02、D03"],
        ["b02", "新事项二", "天文", "D02"],
        ["b03", "新事项三", "经济", "D99"],
        ["b01", "新事项四", "经济", ""],
    )
    before = Entry.objects.count()
    code, said, complaint = run("import", "areas", place, "--user", "秘书", "--json")
    assert code == 2
    assert [(f["row"], f["column"]) for f in json.loads(said)["faults"]] == [
        (3, "领域"),
        (4, "归口单位编码"),
        (5, "编码"),
    ]
    assert f"{place}：“分管事项”第3行“领域”" in complaint
    assert not Area.objects.filter(code="b01").exists()
    assert Entry.objects.count() == before


def test_areas_come_in_with_one_entry_that_names_them(run, cast, tmp_path):
    heads = ["编码", "名称", "领域", "标签", "归口单位编码"]
    place = write(
        tmp_path / "a.xlsx",
        "分管事项",
        heads,
        ["b01", "新事项", "经济", "财务，人事", "D02、D03"],
        ["a01", "财税", "经济", "", "D02"],
    )
    before = Entry.objects.count()
    assert run("import", "areas", place, "--user", "秘书")[0] == 0
    made = Area.objects.get(code="b01")
    assert made.tags == sorted(["财务", "人事"])
    assert {unit.code for unit in made.units.all()} == {"D02", "D03"}
    assert Area.objects.get(code="a01").name == "财税"
    entry = Entry.objects.get(seq__gt=before - 1)
    assert entry.action == "area.import"
    assert f"area/{made.pk}" in entry.line


def test_a_name_is_never_borrowed(run, cast, tmp_path):
    place = write(tmp_path / "a.xlsx", "分管事项", ["编码", "名称", "领域"], ["b01", "新事项", "经济"])
    code, _, complaint = run("import", "areas", place)
    assert code == 1
    assert "--user" in complaint
    code, _, complaint = run("import", "areas", place, "--user", "联络员")
    assert code == 1
    assert "不能办理" in complaint
    assert run("import", "areas", place, "--user", "没有此人")[0] == 1
    User.objects.filter(username="秘书").update(is_active=False)
    assert "没有登录名" in run("import", "areas", place, "--user", "秘书")[2]


MATTER_HEADS = ["名称", "类型", "性质", "提请单位编码", "分管事项编码", "金额（元）", "起草日期"]


def test_past_matters_come_in_as_back_entries_and_only_once(run, cast, tmp_path):
    place = write(
        tmp_path / "m.xlsx",
        "议题单",
        MATTER_HEADS,
        ["关于教育经费的请示", "T05", "研究审议", "D03", "a02", "1,200,000", dt.date(2023, 3, 1)],
        ["关于春耕的汇报", "T01", "听取汇报", "D04", "", "", "2023年3月2日"],
    )
    assert run("import", "matters", place, "--user", "秘书", "--backfill", "期初建账，依据纸质台账")[0] == 0
    first = Matter.objects.get(title="关于教育经费的请示")
    assert (first.drafted_on, first.amount, first.is_backfilled) == (dt.date(2023, 3, 1), 1_200_000, True)
    again = json.loads(
        run("import", "matters", place, "--user", "秘书", "--backfill", "期初建账，依据纸质台账", "--json")[1]
    )
    assert (again["made"], again["same"]) == (0, 2)
    assert Matter.objects.count() == 2


def test_a_matter_of_another_unit_is_refused_at_its_cell(run, cast, tmp_path):
    place = write(
        tmp_path / "m.xlsx",
        "议题单",
        MATTER_HEADS,
        ["关于预算的请示", "T05", "研究审议", "D02", "a01", "约三百万", None],
        ["关于预算的请示", "T05", "研究审议", "D03", "a02", "", None],
        ["关于来年的请示", "T05", "研究审议", "D02", "a02", "", dt.date(2199, 1, 1)],
    )
    code, said, _ = run("import", "matters", place, "--user", "联络员", "--json")
    assert code == 2
    cells = [(f["row"], f["column"]) for f in json.loads(said)["faults"]]
    assert cells == [(2, "金额（元）"), (3, "提请单位编码"), (4, "起草日期")]
    assert not Matter.objects.exists()


TASK_HEADS = ["来源编号", "任务内容", "牵头单位编码", "配合单位编码", "责任领导", "时限"]


@pytest.fixture
def decided(cast):
    """Two 议定事项 to be broken down."""
    for number in ("2023-01-01", "2023-01-02"):
        Decision.objects.create(
            number=number,
            source="meeting",
            title="事项",
            text="同意",
            outcome="agreed",
            decided_on=TODAY,
            lead_unit=cast.units["D02"],
            state="effective",
            effective_on=TODAY,
        )


def test_tasks_come_in_as_one_breakdown_a_source(run, cast, decided, tmp_path):
    place = write(
        tmp_path / "t.xlsx",
        "责任分解",
        TASK_HEADS,
        ["2023-01-01", "完成管网施工图审查", "D02", "D03", "09号常委", "6月底前"],
        ["2023-01-02", "制定收费办法", "D03", "", "", "2023年9月1日前"],
        ["2023-01-01", "落实配套资金", "D02", "", "", "三季度前"],
    )
    before = Entry.objects.count()
    assert run("import", "tasks", place, "--user", "督查员")[0] == 0
    assert [row.tasks.count() for row in Breakdown.objects.order_by("id")] == [2, 1]
    assert Task.objects.get(text="完成管网施工图审查").due_on == dt.date(2023, 6, 30)
    assert set(Entry.objects.filter(seq__gt=before).values_list("action", flat=True)) == {"task.draft"}


def test_a_wrong_deadline_stands_at_its_own_row(run, decided, tmp_path):
    place = write(
        tmp_path / "t.xlsx",
        "责任分解",
        TASK_HEADS,
        ["2023-01-01", "完成管网施工图审查", "D02", "", "", "6月底前"],
        ["2023-01-01", "落实配套资金", "D02", "D02", "没有此人", "等一等"],
        ["2023-09-09", "落实配套资金", "D02", "", "", "6月底前"],
    )
    code, said, _ = run("import", "tasks", place, "--user", "督查员", "--json")
    assert code == 2
    cells = {(f["row"], f["column"]) for f in json.loads(said)["faults"]}
    assert cells == {(3, "配合单位编码"), (3, "责任领导"), (3, "时限"), (4, "来源编号")}
    assert not Breakdown.objects.exists()


def test_unusable_input_is_told_in_one_line(run, tmp_path):
    nonsense = tmp_path / "n.xlsx"
    nonsense.write_bytes(b"PK nonsense")
    for words in (
        ("import", "organizations", nonsense),
        ("import", "people", tmp_path / "absent.xlsx"),
        ("import", "weather", nonsense),
        ("export", "weather", tmp_path / "w.xlsx"),
        ("import", "areas", nonsense, "--user", "秘书"),
    ):
        code, said, complaint = run(*words)
        assert (code, said, complaint.count("\n")) == (2, "", 1), words
    code, _, complaint = run("import", "organizations", nonsense, "--backfill", "期初")
    assert code == 1
    assert "不能补录" in complaint


@pytest.mark.parametrize("kind", ["areas", "matters", "tasks"])
def test_a_sample_has_the_columns_and_is_never_written_over(run, tmp_path, kind):
    place = tmp_path / "s.xlsx"
    assert run("import", kind, place, "--sample")[0] == 0
    user = {"areas": "秘书", "matters": "秘书", "tasks": "督查员"}[kind]
    assert run("import", kind, place, "--user", user)[0] == 0
    assert run("import", kind, place, "--sample")[0] == 2


def test_nothing_runs_without_an_installation(run, tmp_path):
    Installation.objects.all().delete()
    assert run("export", "tasks", tmp_path / "t.xlsx")[0] == 1
    assert not list(tmp_path.iterdir())

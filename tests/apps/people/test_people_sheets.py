"""Excel in and out: faults by row and column, all or nothing, and what went out comes back unchanged."""

import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook, load_workbook

from tests.cast import TODAY
from yixing.ledger.models import Entry
from yixing.people.actions import people_import
from yixing.people.models import Membership, Organization, Person, Post
from yixing.people.queries import head_of
from yixing.people.refusals import SheetRefusal
from yixing.people.sheets import HELD, PERSONS, POSTS, UNITS, organization_sheets, people_sheets, try_workbook
from yixing.ui.sheets import workbook_bytes
from yixing_core.errors import Refusal


def file(sheets, name="机构.xlsx"):
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return ContentFile(out.getvalue(), name)


def units(*rows):
    return file({UNITS: [["编码", "名称", "类别", "上级编码", "序列", "设立日期", "撤销日期"], *rows]})


def people(persons=(), posts=(), held=()):
    return file(
        {
            PERSONS: [["人员编号", "姓名", "排名"], *persons],
            POSTS: [["单位编码", "职务", "主要负责人"], *posts],
            HELD: [["人员编号", "姓名", "单位编码", "职务", "会议体代码", "身份", "自", "至"], *held],
        }
    )


def faults(call, kind, upload):
    with pytest.raises(SheetRefusal) as refused:
        people_import(call, kind=kind, upload=upload)
    return [(fault.sheet, fault.row, fault.column) for fault in refused.value.faults]


def test_organizations_come_in_with_one_entry(cast):
    upload = units(
        ["X20", "乡镇20", "乡镇", "C", 20, dt.date(2020, 1, 1), None],
        ["X20-1", "乡镇20农业站", "township", "X20", 21, "2020年1月1日", None],
        ["D02", "县财政局（改名）", "政府部门", "C", 2, None, None],
    )
    before = Entry.objects.count()
    people_import(cast.call("系统管理员"), kind="organizations", upload=upload)
    station = Organization.objects.get(code="X20-1")
    assert station.parent.code == "X20"
    assert station.since == dt.date(2020, 1, 1)
    assert Organization.objects.get(code="D02").name == "县财政局（改名）"
    assert Entry.objects.count() == before + 1


def test_every_fault_is_named_and_nothing_comes_in(cast):
    upload = units(
        ["X30", "乡镇30", "乡镇", "C", 20, None, None],
        ["X31", "乡镇31", "没有的类别", "C", 20, None, None],
        ["X30", "又一个", "乡镇", "C", 20, None, None],
        ["X32", "乡镇32", "乡镇", "没有", 20, None, None],
        ["X33", "乡镇33", "乡镇", "C", 20, "2023-01-02", "2023-01-01"],
    )
    before = Entry.objects.count()
    assert faults(cast.call("系统管理员"), "organizations", upload) == [
        (UNITS, 3, "类别"),
        (UNITS, 4, "编码"),
        (UNITS, 5, "上级编码"),
        (UNITS, 6, "撤销日期"),
    ]
    assert not Organization.objects.filter(code__startswith="X3").exists()
    assert Entry.objects.count() == before


def test_cells_that_cannot_be_read_are_named_before_anything_is_tried(cast):
    upload = units(["", "乡镇30", "乡镇", "C", "二十", None, None], ["X31", "x" * 81, "乡镇", "C", 1, "去年", None])
    assert faults(cast.call("系统管理员"), "organizations", upload) == [
        (UNITS, 2, "编码"),
        (UNITS, 2, "序列"),
        (UNITS, 3, "名称"),
        (UNITS, 3, "设立日期"),
    ]


def test_a_circle_is_a_fault(cast):
    upload = units(["Y1", "单位一", "乡镇", "Y2", 1, None, None], ["Y2", "单位二", "乡镇", "Y1", 2, None, None])
    assert (UNITS, 3, "上级编码") in faults(cast.call("系统管理员"), "organizations", upload)


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        ({"别的": [["编码"]]}, (UNITS, 1, "工作表")),
        ({UNITS: [["编码", "名称", "类别", "电话"]]}, (UNITS, 1, "电话")),
        ({UNITS: [["编码", "名称"]]}, (UNITS, 1, "类别")),
        ({UNITS: []}, (UNITS, 1, "编码")),
    ],
)
def test_another_shape_is_named(cast, sheets, expected):
    assert expected in faults(cast.call("系统管理员"), "organizations", file(sheets))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("机构.xlsx", b"%PDF-1.4", "sheet_unreadable"),
        ("机构.xlsx", b"PK\x03\x04broken", "file_bomb"),
        ("机构.csv", "编码,名称".encode(), "sheet_unreadable"),
        ("机构.xlsx", b"", "file_empty"),
    ],
)
def test_what_is_no_workbook_is_refused(cast, name, content, code):
    with pytest.raises(Refusal) as refused:
        people_import(cast.call("系统管理员"), kind="organizations", upload=ContentFile(content, name))
    assert refused.value.code == code


def test_people_posts_and_memberships_come_in(cast):
    upload = people(
        persons=[[None, "干部010", 501], [None, "干部011", 502]],
        posts=[["X01", "乡长", "否"], ["D04", "局长", "是"]],
        held=[
            [None, "干部010", "D04", "局长", None, None, "2023-01-01", None],
            [None, "干部011", "X01", "乡长", None, "任职", "2023-02-01", "2023-12-31"],
            [None, "干部011", None, None, "plenary", "候补委员", "2023-02-01", None],
        ],
    )
    people_import(cast.call("系统管理员"), kind="people", upload=upload)
    assert head_of(cast.units["D04"], TODAY).name == "干部010"
    assert Membership.objects.get(person__name="干部011", body__code="plenary").capacity == "alternate"


def test_faults_of_people(cast):
    Person.objects.create(name="重名")
    Person.objects.create(name="重名")
    upload = people(
        persons=[[None, "重名", 1], [99999, "某人", 1], [None, "干部012", 1], [None, "干部012", 2]],
        posts=[["没有", "局长", "否"], ["D04", "局长", "是的"]],
    )
    assert faults(cast.call("系统管理员"), "people", upload) == [(POSTS, 3, "主要负责人")]
    upload = people(
        persons=[[None, "重名", 1], [99999, "某人", 1], [None, "干部012", 1], [None, "干部012", 2]],
        posts=[["没有", "局长", "否"]],
        held=[
            [None, "无此人", "D02", "局长", None, None, "2023-01-01", None],
            [None, "干部012", "D02", "没有的职务", None, None, "2023-01-01", None],
            [None, "干部012", "D02", "局长", "plenary", None, "2023-01-01", None],
            [None, "干部012", None, None, "没有", None, "2023-01-01", None],
            [None, "干部012", "D02", "局长", None, None, "2023-06-01", "2023-05-01"],
            [None, "干部012", "D02", "局长", None, None, "2023-06-01", None],
        ],
    )
    assert faults(cast.call("系统管理员"), "people", upload) == [
        (PERSONS, 2, "姓名"),
        (PERSONS, 3, "姓名"),
        (PERSONS, 5, "姓名"),
        (POSTS, 2, "单位编码"),
        (HELD, 2, "姓名"),
        (HELD, 3, "职务"),
        (HELD, 4, "职务"),
        (HELD, 5, "会议体代码"),
        (HELD, 6, "至"),
        (HELD, 7, "自"),
    ]
    assert not Person.objects.filter(name="干部012").exists()


@pytest.mark.parametrize(("kind", "sheets"), [("organizations", organization_sheets), ("people", people_sheets)])
def test_what_went_out_comes_back_unchanged(cast, kind, sheets):
    Person.objects.create(name="=HYPERLINK(1)", profile="+86")
    Post.objects.create(organization=cast.units["D04"], name="@局长", short_name="-")
    content = workbook_bytes(sheets(cast.actor("系统管理员")))
    outcome = try_workbook(kind, ContentFile(content, "导出.xlsx"))
    assert outcome.same
    assert not outcome.made
    assert not outcome.changed


def test_an_export_holds_no_formula(cast):
    Person.objects.create(name="=1+1", profile="@SUM(A1)")
    book = load_workbook(io.BytesIO(workbook_bytes(people_sheets(cast.actor("系统管理员")))))
    cells = [cell for row in book[PERSONS].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert "'=1+1" in [cell.value for cell in cells]


def test_a_trial_keeps_nothing(cast):
    outcome = try_workbook("organizations", units(["X40", "乡镇40", "乡镇", "C", 20, None, None]))
    assert outcome.words() == "机构：新增 1，修改 0，未变 0"
    assert not Organization.objects.filter(code="X40").exists()


@pytest.mark.parametrize("who", ["安全管理员", "秘书", "组织部"])
def test_only_the_system_administrator_imports(cast, who):
    with pytest.raises(Refusal) as refused:
        people_import(cast.call(who), kind="organizations", upload=units())
    assert refused.value.code == "forbidden"


def test_an_unknown_kind_is_refused(cast):
    with pytest.raises(Refusal) as refused:
        people_import(cast.call("系统管理员"), kind="cars", upload=units())
    assert refused.value.code == "sheet_kind"

"""程序表 and the lists of the county behind it: what the pages, the workbook and the sheet show, and who may set what."""

import datetime as dt
import io
import uuid

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.cast import START, TODAY
from yixing.compliance.gates import choice, codes, value
from yixing.compliance.models import Parameter
from yixing.rulebook import procedures, queries
from yixing.rulebook.actions import parameter_set
from yixing_core.errors import Refusal
from yixing_core.rules.facts.parameters import BODY_TYPES, CLOSER_ROWS, CONSULTEE_ROWS, DIVISION_ROWS, STEP_TYPES
from yixing_core.rules.vocabulary import MATTER_TYPES


def put(key, stored, since=START):
    return Parameter.objects.create(key=key, value=stored, since=since, decision="第1次会议")


def post(client, path, **values):
    return client.post(f"/rules/{path}", {"request": str(uuid.uuid4())} | values)


@pytest.mark.parametrize("path", ["procedures/", "procedures/regulation/", "procedures.docx", "procedures.pdf"])
@pytest.mark.parametrize(("who", "status"), [("书记", 200), ("联络员", 200), ("安全管理员", 404)])
def test_everybody_in_business_reads_the_table(login, path, who, status):
    assert login(who).get(f"/rules/{path}").status_code == status


@pytest.mark.parametrize("path", ["procedures/nonsense/", "procedures.exe", "procedures/T04/"])
def test_what_is_not_there_is_not_found(login, path):
    assert login("秘书").get(f"/rules/{path}").status_code == 404


def test_the_page_shows_each_type_with_its_way(login, cast):
    page = login("秘书").get("/rules/procedures/").content.decode()
    for label in MATTER_TYPES.values():
        assert label in page
    assert "县直各单位和各乡镇街道" in page
    assert "涉及群众切身利益" in page
    assert "params." not in page
    page = login("秘书").get("/rules/procedures/regulation/").content.decode()
    assert "县委办法规室（政府事项找司法局）" in page
    assert "拟印发规范性文件" in page
    assert '<a href="/rules/AD-11/">' in page


def test_the_table_is_that_of_the_chosen_day(login, cast):
    put("hearing_types", ["livelihood"], since=START)
    put("hearing_types", ["agriculture"], since=dt.date(2023, 6, 1))
    client = login("秘书")

    def steps(day):
        return {step.step for step in procedures.row_of("livelihood", day).steps}

    assert "hearing" in steps(dt.date(2023, 5, 31))
    assert "hearing" not in steps(dt.date(2023, 6, 1))
    assert "听证" in client.get("/rules/procedures/livelihood/?day=2023-05-31").content.decode()
    assert "听证" not in client.get("/rules/procedures/livelihood/?day=2023-06-01").content.decode()
    assert client.get("/rules/procedures/?day=nonsense").status_code == 200


def test_the_workbook_and_the_sheet_hold_the_same_rows(login, cast):
    client = login("秘书")
    book = load_workbook(io.BytesIO(client.get(f"/rules/procedures/?day={TODAY}&export=xlsx").content)).active
    rows = procedures.table(TODAY)
    assert [cell.value for cell in book["B"]][1:] == [row.label for row in rows]
    document = Document(io.BytesIO(client.get(f"/rules/procedures.docx?day={TODAY}").content))
    table = max(document.tables, key=lambda each: len(each.rows))
    printed = {cells[0].text: cells for cells in (row.cells for row in table.rows)}
    codes_ = procedures.steps_of(rows)
    for row in rows:
        taken = {step.step: step for step in row.steps}
        for at, code in enumerate(codes_, 2):
            mark = printed[row.number][at].text
            expected = "●" if code in taken and taken[code].always else "○" if code in taken else ""
            assert mark[:1] == expected, (row.label, code)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "重大事项决策程序一览表" in text
    assert "●必经" in text
    assert "审定会议" in text + "".join(
        cell.text for each in document.tables for row in each.rows for cell in row.cells
    )


def test_it_is_one_sheet(login, cast):
    put("large_funds", 5_000_000, since=START + dt.timedelta(days=1))
    body = login("秘书").get("/rules/procedures.pdf").content
    assert body.startswith(b"%PDF")
    assert body.count(b"/Type /Page\n") + body.count(b"/Type /Page ") + body.count(b"/Type/Page/") <= 1


def test_a_list_is_set_from_a_day_and_none_at_all_is_an_answer(login, cast):
    client = login("秘书")
    given = {"since": "2023-06-01", "decision": "第9次会议"}
    assert (
        post(client, "parameters/hearing_types/set/", value=["livelihood", "environment"], **given).status_code == 302
    )
    assert codes("hearing_types", TODAY) == {"livelihood", "environment"}
    assert codes("hearing_types", dt.date(2023, 5, 31)) == frozenset(), "the regulation only says that one may be held"
    page = client.get("/rules/parameters/hearing_types/").content.decode()
    assert "切身利益民生事项、生态环保" in page
    assert "第9次会议" in page
    assert post(client, "parameters/expert_types/set/", **given).status_code == 302
    assert codes("expert_types", TODAY) == frozenset()
    assert post(client, "parameters/notice_types/set/", value=["nonsense"], **given).status_code == 422
    with pytest.raises(Refusal):
        parameter_set(cast.call("秘书"), key="notice_types", value="livelihood", since=TODAY, decision="议定")


def test_the_first_day_fixes_lists_and_choices_too(login, cast):
    Parameter.objects.all().delete()
    client = login("秘书")
    page = client.get("/rules/first-day/").content.decode()
    assert "适用的条例版本" in page
    answer = post(
        client,
        "first-day/",
        regulation="县委常委会议事规则",
        passed="第1次会议",
        since="2023-01-05",
        **{"fix-committee_edition": "on", "value-committee_edition": "2015"},
        **{"fix-hearing_types": "on", "fix-opinions_types": "on", "value-opinions_types": ["regulation", "livelihood"]},
        **{"fix-closer_decision": "on", "value-closer_decision": "inspector"},
        **{"fix-barred_tags": "on", "value-barred_tags": ["finance"], "value-notice_types": ["routine"]},
    )
    assert answer.status_code == 302
    assert dict(Parameter.objects.values_list("key", "value")) == {
        "committee_edition": "2015",
        "hearing_types": [],
        "opinions_types": ["regulation", "livelihood"],
        "closer_decision": "inspector",
        "barred_tags": ["finance"],
    }


def test_every_new_parameter_can_be_confirmed_and_has_a_default(login, cast):
    page = login("秘书").get("/rules/first-day/").content.decode()
    for key in [
        row[0] for rows in (STEP_TYPES, BODY_TYPES, CONSULTEE_ROWS, CLOSER_ROWS, DIVISION_ROWS) for row in rows
    ]:
        assert f'name="fix-{key}"' in page
        assert queries.number(key, TODAY, cast.actor("秘书")).value is not None


@pytest.mark.parametrize("group", ["numbers", "steps", "bodies", "consultees", "closers", "division"])
def test_parameters_stand_in_groups(login, group):
    page = login("秘书").get(f"/rules/parameters/?group={group}").content.decode()
    assert ("须听证的事项类型" in page) == (group == "steps")
    assert ("会议通知提前天数" in page) == (group == "numbers")


def test_the_ways_to_ask_for_a_parameter(cast):
    assert choice("closer_instruction", TODAY) == "instructing_leader"
    put("closer_instruction", "inspector")
    assert choice("closer_instruction", TODAY) == "inspector"
    assert value("experts_min", TODAY) == 3
    assert value("large_funds", TODAY) is not None

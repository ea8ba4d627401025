"""The prints hold what the pages show, and come as .docx and PDF."""

import datetime as dt
import io

import pytest
from docx import Document
from pypdf import PdfReader

from tests.apps.matters import walk
from tests.cast import TODAY, Cast
from yixing.matters.actions import matter_draft, opinion_open, opinion_reply, step_record
from yixing.matters.prints import body_numbers

pytestmark = pytest.mark.django_db


def rich(cast: Cast):
    return walk.to_office(
        cast,
        type_code="T04",
        title="关于县城集中供热管网改造项目的请示",
        amount=58_000_000,
        fund_source="县级财政",
        other_area_ids=[cast.areas["a02"].pk],
        attending_unit_ids=[cast.units["D03"].pk],
        options=[{"plan": "分两年实施", "pros": "压力小", "cons": "工期长", "conclusion": "推荐"}],
    )


def text_of(response) -> str:
    assert response.status_code == 200
    document = Document(io.BytesIO(response.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def pages_of(response) -> PdfReader:
    assert response.status_code == 200
    return PdfReader(io.BytesIO(response.content))


def test_the_sheet(cast: Cast, login) -> None:
    matter = rich(cast)
    step_record(
        cast.call("联络员"),
        matter_id=matter.pk,
        kind="government",
        values={"by": "party_group", "conclusion": "agree"},
        document="第9号",
    )
    client = login("联络员")
    text = text_of(client.get(f"/matters/{matter.pk}/sheet.docx"))
    for words in ("供热管网", "09号常委", "06号常委", "5,800 万元，县级财政", "县政府党组会", "第9号", "分两年实施"):
        assert words in text, words
    pages_of(client.get(f"/matters/{matter.pk}/sheet.pdf"))
    assert client.get(f"/matters/{matter.pk}/sheet.exe").status_code == 404
    assert login("外单位联络员").get(f"/matters/{matter.pk}/sheet.docx").status_code == 404


def test_an_unfinished_sheet_and_a_placeholder_print_too(cast: Cast, login) -> None:
    bare = walk.draft(cast, reason="", requests="", area_id=None)
    offline = matter_draft(
        cast.call("联络员"), unit_id=cast.units["D02"].pk, type_code="T07", nature="cadre", is_offline=True
    )
    for matter in (bare, offline):
        text_of(login("联络员").get(f"/matters/{matter.pk}/sheet.docx"))
    assert "材料线下" in text_of(login("联络员").get(f"/matters/{offline.pk}/sheet.docx"))


def test_the_check_sheet_stands_on_one_page(cast: Cast, login) -> None:
    matter = rich(cast)
    client = login("秘书")
    text = text_of(client.get(f"/matters/{matter.pk}/procedure.docx"))
    for words in ("常委会", "应到11人", "到会不少于6人", "同意须达6人", "前置研究", "待核", "县政府办"):
        assert words in text, words
    assert len(pages_of(client.get(f"/matters/{matter.pk}/procedure.pdf")).pages) == 1


@pytest.mark.parametrize(
    ("sheet", "body", "numbers"),
    [
        ({}, "standing_committee", (11, 6, 6)),
        ({"is_punishment": True}, "standing_committee", (11, 8, 6)),
        ({"type_code": "T07", "nature": "cadre"}, "standing_committee", (11, 8, 6)),
        ({"importance": "exceptional"}, "plenary", (15, 10, 8)),
        ({"nature": "hear"}, "standing_committee", (None, None, None)),
        ({}, "member", (None, None, None)),
    ],
)
def test_the_numbers_of_the_deciding_body(cast: Cast, sheet: dict, body: str, numbers: tuple) -> None:
    found = body_numbers(walk.draft(cast, **sheet), body, TODAY)
    assert (found.entitled, found.quorum, found.needed) == numbers


def test_the_arrangement(cast: Cast, login) -> None:
    walk.to_chair(cast, title="关于乡村振兴的请示")
    walk.listed(cast, title="关于农田水利的汇报")
    for name in ("书记", "秘书", "县委办主任"):
        text = text_of(login(name).get("/matters/arrangement.docx"))
        assert "乡村振兴" in text
        assert "农田水利" in text
    assert login("联络员").get("/matters/arrangement.docx").status_code == 404


def test_the_adoption_table(cast: Cast, login) -> None:
    matter = walk.draft(cast)
    units = [cast.units[code].pk for code in ("D03", "X01")]
    due = TODAY + dt.timedelta(days=3)
    asked = opinion_open(cast.call("联络员"), matter_id=matter.pk, unit_ids=units, due_on=due, text="甲")
    opinion_reply(cast.call("外单位负责人"), reply_id=asked.replies.get(unit=cast.units["D03"]).pk)
    # The pages are opened years later: by then the silence of the other unit counts.
    text = text_of(login("联络员").get(f"/matters/rounds/{asked.pk}/adoption.docx"))
    assert "征求2个单位，回复1个（无意见1个），逾期视为无意见1个" in text
    assert login("外单位联络员").get(f"/matters/rounds/{asked.pk}/adoption.docx").status_code == 404

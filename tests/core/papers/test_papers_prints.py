"""Every document of the office: what it must say, how many pages it takes, which data it refuses."""

import io
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import papers_prints as prints
import pypdf
import pytest
from docx.oxml.ns import qn
from papers_reading import docx_text, open_docx, pdf_text, pdf_texts

from yixing_core.errors import Refusal
from yixing_core.papers import ballots, matters, meetings, seats, supervision, tasks, to_docx, to_pdf
from yixing_core.papers.fit import estimated_pages, fitted
from yixing_core.papers.model import Cell, Column, Paper, Table
from yixing_core.papers.people import Person

PAPERS = prints.all_papers()


@cache
def drawn_pdf(name: str) -> bytes:
    return to_pdf(PAPERS[name])


@cache
def drawn_docx(name: str) -> bytes:
    return to_docx(PAPERS[name])


@cache
def pages_of(name: str) -> list[str]:
    return pdf_texts(drawn_pdf(name))


ONE_PAGE = ("程序核对单", "一页纪要", "议题安排", "一件事一张纸", "批示件呈批单", "座次图", "议题单", "程序一览表")


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_drawn_twice_alike_with_the_same_text(name):
    paper = PAPERS[name]
    assert drawn_pdf(name) == to_pdf(paper)
    assert drawn_docx(name) == to_docx(paper)
    assert set(docx_text(drawn_docx(name))) <= set("".join(pages_of(name)))


@pytest.mark.parametrize("name", PAPERS)
def test_elements_of_a_docx_stand_in_the_order_of_the_schema(name):
    """Word repairs or refuses a file whose properties are out of order; the orders are those of ISO/IEC 29500-1."""
    orders = {
        "rPr": ("rFonts", "snapToGrid", "color", "spacing", "sz", "szCs"),
        "pPr": (
            "keepNext",
            "pBdr",
            "tabs",
            "autoSpaceDE",
            "autoSpaceDN",
            "snapToGrid",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
        ),
        "tblPr": ("tblpPr", "tblW", "jc", "tblLayout", "tblCellMar"),
        "tcPr": ("tcW", "gridSpan", "vMerge", "tcBorders", "tcMar", "vAlign"),
        "tcBorders": ("top", "left", "bottom", "right"),
    }
    body = open_docx(drawn_docx(name)).element.body
    for tag, order in orders.items():
        for properties in body.iter(qn(f"w:{tag}")):
            places = [order.index(child.tag.split("}")[1]) for child in properties]
            assert places == sorted(places), (tag, places)
    assert body[-1].tag == qn("w:sectPr")
    assert body[-2].tag == qn("w:p")


@pytest.mark.parametrize("name", PAPERS)
def test_every_row_of_a_docx_table_fills_the_grid(name):
    for table in open_docx(drawn_docx(name)).element.body.iter(qn("w:tbl")):
        width = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))
        for row in table.findall(qn("w:tr")):
            spans = [cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}") for cell in row.findall(qn("w:tc"))]
            assert sum(int(span.get(qn("w:val"))) if span is not None else 1 for span in spans) == width


@pytest.mark.parametrize("name", ONE_PAGE)
def test_one_page_is_one_page(name):
    assert len(pages_of(name)) == 1


@pytest.mark.parametrize("sheet", list(tasks.RegisterSheet))
@pytest.mark.parametrize("rows", [1, 20, 200])
def test_the_register_has_its_head_on_every_page_and_loses_no_row(sheet, rows):
    paper = prints.register(rows, sheet)
    pdf = to_pdf(paper)
    pages = pdf_texts(pdf)
    assert all("事项（原文）" in page and "牵头单位" in page for page in pages)
    text = "".join(pages)
    assert all(f"RW2023-{number:03d}" in text for number in range(1, rows + 1))
    size = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    wide = (420, 297) if sheet is tasks.RegisterSheet.A3 else (297, 210)
    assert (round(float(size.width) / 72 * 25.4), round(float(size.height) / 72 * 25.4)) == wide
    document = open_docx(to_docx(paper))
    table = document.tables[0]
    assert len(table.rows) == rows + 1
    assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    assert document.sections[0].page_width > document.sections[0].page_height


def test_counts_of_the_register_add_up():
    text = pdf_text(to_pdf(prints.register(20)))
    assert "共：20件（正常4件，临期4件，逾期4件，已销号4件，中止4件）" in text


def test_ballots_are_alike_to_the_last_character():
    pages = pages_of("表决票")
    assert len(pages) == 3
    assert len(set(pages)) == 1
    assert "加盖中共示例县委员会印章" in pages[0]
    assert "另提" not in pages[0]
    assert "其他人选" not in pages[0]
    for column in ("姓名", "拟任（免）职务", "同意", "不同意", "弃权"):
        assert column in pages[0]


def test_each_ballot_has_the_same_ink_in_the_same_places():
    drawn = []
    for page in pypdf.PdfReader(io.BytesIO(drawn_pdf("表决票"))).pages:
        places: list[tuple[str, float, float]] = []
        page.extract_text(
            visitor_text=lambda text, _cm, tm, _font, _size, places=places: places.append(
                (text, round(tm[4], 2), round(tm[5], 2))
            )
        )
        drawn.append(places)
    assert len(drawn[0]) > 20
    assert drawn[0] == drawn[1] == drawn[2]


def ballot(**changes):
    data = ballots.BallotData(session="全会", candidates=prints.CANDIDATES, seal="中共示例县委员会", copies=35)
    return ballots.ballot_paper(replace(data, **changes))


def test_as_many_ballots_as_asked():
    assert len(pdf_texts(to_pdf(ballot()))) == 35


REPORT = ballots.ResultReportData(
    session="全会",
    entitled=35,
    present=34,
    handed_out=34,
    returned=34,
    valid=33,
    void=1,
    rows=(ballots.CountRow(candidate=prints.CANDIDATES[0], yes=31, no=1, abstain=1, carried=True),),
    basis="县委全委会议事规则第十五条",
)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"present": 36}, "present"),
        ({"handed_out": 35}, "handed_out"),
        ({"returned": 35}, "returned"),
        ({"valid": 34}, "valid"),
        ({"rows": (replace(REPORT.rows[0], yes=33),)}, "rows"),
        ({"rows": (replace(REPORT.rows[0], no=-1),)}, "rows"),
        ({"rows": ()}, "rows"),
        ({"basis": ""}, "basis"),
    ],
)
def test_a_count_that_does_not_add_up_is_not_printed(change, field):
    assert ballots.result_report_paper(REPORT)
    with pytest.raises(Refusal) as refused:
        ballots.result_report_paper(replace(REPORT, **change))
    assert refused.value.field == field


def test_the_report_has_places_for_all_three_kinds_of_tellers():
    text = "".join(pages_of("表决结果报告单"))
    for place in (
        "总监票人（委员12）：",
        "监票人（委员13）：",
        "监票人（委员14）：",
        "计票人（秘书甲）：",
        "计票人（秘书乙）：",
    ):
        assert place in text
    assert "主持人宣布时间：2023年12月20日11时05分" in text


@pytest.mark.parametrize(
    ("build", "field"),
    [
        (lambda: ballot(candidates=()), "candidates"),
        (lambda: ballot(candidates=prints.CANDIDATES[:1] * 2), "candidates"),
        (lambda: ballot(copies=0), "copies"),
        (lambda: ballot(seal=""), "seal"),
        (lambda: seats.seating_paper(seats.SeatingData(session="会", rows=())), "rows"),
        (
            lambda: seats.seating_paper(
                seats.SeatingData(session="会", rows=(seats.SeatRow(name="一", people=(Person("甲"), Person("甲"))),))
            ),
            "rows",
        ),
        (lambda: seats.seat_cards_paper(seats.SeatCardsData(people=(Person("甲"),), width=300)), "width"),
        (
            lambda: meetings.sign_in_paper(
                meetings.SignInData(session="会", present=(Person("甲"),), leave=(Person("乙"),))
            ),
            "leave",
        ),
        (
            lambda: meetings.material_list_paper(
                meetings.MaterialListData(
                    session="会",
                    items=(meetings.MaterialItem(title="稿", copies=1),),
                    holders=(Person("甲"), Person("乙")),
                )
            ),
            "items",
        ),
        (
            lambda: matters.opinion_table_paper(
                matters.OpinionTableData(
                    title="稿",
                    unit="部门12",
                    asked=3,
                    opinions=(matters.UnitOpinion(unit="部门01", opinion="改", adoption=matters.Adoption.NOT_ADOPTED),),
                )
            ),
            "opinions",
        ),
        (
            lambda: matters.consultation_letter_paper(
                matters.ConsultationLetterData(
                    mark="某室",
                    addressee="部门01",
                    draft="《稿》",
                    answer_by=date(2023, 1, 1),
                    issued_on=date(2023, 1, 2),
                )
            ),
            "answer_by",
        ),
        (lambda: tasks.register_paper(tasks.RegisterData(title="台账", as_of=date(2023, 1, 1), rows=())), "rows"),
        (
            lambda: supervision.handover_paper(
                supervision.HandoverData(
                    area="招商", giver="甲", taker="甲", witness="乙", effective_on=date(2023, 1, 1)
                )
            ),
            "witness",
        ),
        (lambda: Person(" "), "name"),
    ],
)
def test_bad_data_is_refused_by_field(build, field):
    with pytest.raises(Refusal) as refused:
        build()
    assert refused.value.field == field
    assert refused.value.mend


def test_events_out_of_order_are_refused():
    events = tuple(
        supervision.Event(on=date(2023, 1, 9) - timedelta(days=day), step="反馈", text="报进展") for day in range(2)
    )
    data = supervision.OneMatterData(
        number="1",
        title="事",
        lead="部门01",
        light=tasks.Light.NORMAL,
        summary="好",
        events=events,
        as_of=date(2023, 2, 1),
    )
    with pytest.raises(Refusal) as refused:
        supervision.one_matter_paper(data)
    assert refused.value.field == "events"


def test_people_stand_in_the_order_given():
    text = "".join(pages_of("签到册"))
    places = [text.index(f"{number:02d}号常委") for number in range(1, 11)]
    assert places == sorted(places)


def test_the_first_sits_in_the_middle_the_second_at_his_left_hand():
    assert seats.rostrum_order(range(1, 8)) == (7, 5, 3, 1, 2, 4, 6)
    assert seats.rostrum_order([1]) == (1,)
    assert seats.rostrum_order([]) == ()


def test_a_signature_never_stands_alone_where_room_can_be_saved():
    pages = pages_of("征求意见函")
    signed = next(page for page in pages if "2023年11月6日" in page)
    assert "意见反馈表" in signed


def test_the_estimate_of_pages_agrees_with_the_measure_within_a_page():
    """What a .docx is laid out by: it may be off where a page is nearly full, never by more than one."""
    for name, paper in PAPERS.items():
        if paper.pages is None:
            measured = len(pages_of(name))
            estimated = max(page for _, page in estimated_pages(fitted(paper)))
            assert abs(measured - estimated) <= 1, name


def test_the_supervision_notice_brings_its_reply_form():
    pages = pages_of("督办通知")
    assert "督办〔2023〕17号" in pages[0]
    assert "附件：督办通知回执" in "".join(pages)
    assert "办理结果（逐条对应）" in pages[-1]
    assert "抄送：09号常委。" in pages[-1]


@pytest.mark.parametrize(
    "rows",
    [
        (("甲",),),
        (("甲", "乙", "丙"),),
        ((Cell("甲", across=2), "乙"),),
        ((Cell("甲", down=2), "乙"), ("丙", "丁")),
    ],
)
def test_a_table_whose_rows_do_not_fill_its_columns_is_refused(rows):
    with pytest.raises(Refusal) as refused:
        Table((Column("一"), Column("二")), rows)
    assert refused.value.code == "paper_table_shape"


def test_spans_are_drawn_where_they_belong():
    table = Table(
        (Column("一"), Column("二"), Column("三")),
        ((Cell("甲", down=2), "乙", "丙"), (Cell("丁", across=2),), ("戊", "己", "庚")),
    )
    paper = Paper(name="表", blocks=(table,))
    document = open_docx(to_docx(paper)).tables[0]
    assert document.cell(1, 0).text == document.cell(2, 0).text == "甲"
    assert document.cell(2, 1).text == document.cell(2, 2).text == "丁"
    assert pdf_text(to_pdf(paper)).endswith("—1—")

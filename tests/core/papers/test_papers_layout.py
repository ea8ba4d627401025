"""The sheet of the standard, measured on what was drawn."""

import re

import papers_samples as samples
import pytest
from docx.oxml.ns import qn
from papers_reading import docx_text, open_docx, pdf_lines, pdf_text, pdf_texts

from yixing_core.errors import Refusal
from yixing_core.papers import to_docx, to_pdf
from yixing_core.papers.minutes import light_minutes_paper, minutes_paper, settled_notice_paper
from yixing_core.papers.model import GB_A4, Head, HeadKind, Paper, Paragraph
from yixing_core.papers.procedure import procedure_check_paper

FIRST_SLICE = {
    "纪要": minutes_paper(samples.minutes()),
    "议定事项通知": settled_notice_paper(samples.notice()),
    "程序核对单": procedure_check_paper(samples.check()),
    "一页纪要": light_minutes_paper(samples.light()),
}


def test_a_full_page_holds_22_lines_of_28_characters():
    paper = Paper(name="满页", blocks=(Paragraph("县" * 28 * 22 + "委", indent=0),))
    first, second = pdf_texts(to_pdf(paper))
    assert first.replace("—1—", "") == "县" * 28 * 22
    assert second.replace("—2—", "") == "委"


def test_a_full_page_is_drawn_in_22_lines():
    paper = Paper(name="满页", blocks=(Paragraph("县" * 28 * 22, indent=0),))
    lines = [line for line in pdf_lines(to_pdf(paper), 0) if "县" in line]
    assert lines == ["县" * 28] * 22


def test_a_docx_has_the_margins_the_grid_and_the_fonts_of_the_standard():
    document = open_docx(to_docx(FIRST_SLICE["纪要"]))
    section = document.sections[0]
    measured = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    for found, wanted in zip(measured, (210, 297, 37, 35, 28, 26), strict=True):
        assert abs(found.mm - wanted) < 0.1
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines"
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    assert int(225 / 25.4 * 72 / pitch) == 22
    body = document.paragraphs[-3]
    assert body.paragraph_format.line_spacing.pt == pytest.approx(pitch)
    closer = int(next(body._p.iter(qn("w:rPr"))).find(qn("w:spacing")).get(qn("w:val")))
    assert int(156 / 25.4 * 72 / (16 + closer / 20)) == 28
    faces = {fonts.get(qn("w:eastAsia")) for fonts in document.element.body.iter(qn("w:rFonts"))}
    assert {"仿宋_GB2312", "黑体", "方正小标宋简体"} <= faces


@pytest.mark.parametrize("name", FIRST_SLICE)
def test_the_same_paper_gives_the_same_bytes(name):
    paper = FIRST_SLICE[name]
    assert to_docx(paper) == to_docx(paper)
    assert to_pdf(paper) == to_pdf(paper)


@pytest.mark.parametrize("name", FIRST_SLICE)
def test_docx_and_pdf_say_the_same(name):
    paper = FIRST_SLICE[name]
    drawn = set(pdf_text(to_pdf(paper)))
    assert set(docx_text(to_docx(paper))) <= drawn


@pytest.mark.parametrize("repeat", [1, 2])
def test_the_check_sheet_is_one_page(repeat):
    assert len(pdf_texts(to_pdf(procedure_check_paper(samples.check(repeat))))) == 1


def test_what_cannot_fit_on_its_page_is_refused_with_the_mend():
    paper = procedure_check_paper(samples.check(12))
    with pytest.raises(Refusal) as refused:
        to_pdf(paper)
    assert refused.value.code == "paper_does_not_fit"
    assert "程序核对单" in refused.value.text
    assert "附件" in refused.value.mend
    with pytest.raises(Refusal):
        to_docx(paper)


@pytest.mark.parametrize("items", [1, 4, 8])
def test_the_minutes_of_a_light_meeting_are_one_page(items):
    assert len(pdf_texts(to_pdf(light_minutes_paper(samples.light(items))))) == 1


def test_minutes_begin_with_the_head_and_name_who_was_there():
    text = pdf_text(to_pdf(FIRST_SLICE["纪要"]))
    assert text.startswith("中共示例县委常委会会议纪要〔2023〕12号中共示例县委办公室2023年12月6日")
    assert re.search("出席：01号常委.*09号常委请假：10号常委（因公出差）11号常委（病假）列席：县人大主任", text)
    assert "分送：县委常委，县人大常委会、县政府、县政协党组。" in text


def test_the_unit_reads_its_own_items_only():
    with pytest.raises(Refusal) as refused:
        settled_notice_paper(samples.notice(items=(samples.settled(3), samples.settled(4, lead="部门05"))))
    assert refused.value.field == "items"
    assert "2023-36-04" in refused.value.text


@pytest.mark.parametrize("change", [{"present": ()}, {"items": ()}, {"session": " "}, {"number": "[2023]12号"}])
def test_minutes_that_lack_a_fact_are_refused_by_field(change):
    with pytest.raises(Refusal) as refused:
        minutes_paper(samples.minutes(**change))
    assert refused.value.field == next(iter(change))


def test_a_state_secret_is_refused():
    with pytest.raises(Refusal) as refused:
        Head(mark="中共示例县委文件", marking="秘密★1年")
    assert refused.value.code == "classified"


def test_the_letter_has_no_number_on_its_first_page():
    first, *rest = pdf_texts(to_pdf(FIRST_SLICE["议定事项通知"]))
    assert "—1—" not in first
    assert rest[0].endswith("—2—")


def test_checkpoint_is_printed_in_the_foot():
    for page in pdf_texts(to_pdf(FIRST_SLICE["纪要"])):
        assert samples.CHECKPOINT.replace(" ", "") in page
    footer = open_docx(to_docx(FIRST_SLICE["纪要"])).sections[0].footer
    assert samples.CHECKPOINT in "".join(paragraph.text for paragraph in footer.paragraphs)


def test_page_of_the_standard_is_156_by_225():
    assert (GB_A4.text_width, GB_A4.text_height) == (156, 225)
    assert Paper(name="函", head=Head(mark="某办公室", kind=HeadKind.LETTER), blocks=(Paragraph("正文"),)).page is GB_A4

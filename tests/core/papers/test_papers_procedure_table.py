"""《重大事项决策程序一览表》: marks, numbered conditions, one sheet, places for the adoption."""

import papers_samples as samples
import pytest
from papers_reading import pdf_text, pdf_texts

from yixing_core.errors import Refusal
from yixing_core.papers import to_pdf
from yixing_core.papers.model import FORM_A3_LANDSCAPE
from yixing_core.papers.procedure_table import procedure_table_paper


def test_marks_and_notes_say_when_a_step_is_taken():
    text = pdf_text(to_pdf(procedure_table_paper(samples.procedures())))
    flat = "".join(text.split())
    assert flat.count("●") == 21, "one for each type and one in the legend"
    assert flat.count("○1") == flat.count("○2") == 10
    assert "1.涉及群众切身利益；2.拟印发规范性文件；3.轻重为特别重大，或者金额较大" in flat
    assert "全委会（注3）：无记名投票" in flat
    assert "公示天数（7日）" in flat
    assert "征求意见—XC-05" in flat
    for place in ("审定会议", "审定日期", "施行日期"):
        assert place in flat


@pytest.mark.parametrize("types", [1, 20, 26])
def test_it_is_one_sheet_across(types):
    paper = procedure_table_paper(samples.procedures(types))
    assert paper.page is FORM_A3_LANDSCAPE
    assert len(pdf_texts(to_pdf(paper))) == 1


def test_what_is_refused():
    for changes in ({"county": ""}, {"lines": ()}, {"steps": samples.procedures().steps[:2]}):
        with pytest.raises(Refusal):
            procedure_table_paper(samples.procedures(**changes))

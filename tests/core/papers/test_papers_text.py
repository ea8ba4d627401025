"""Text is literal everywhere: nothing that somebody typed is markup, nothing is lost on the way to paper."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers_reading import docx_text, pdf_text

from yixing_core.errors import Refusal
from yixing_core.papers import Paper, to_docx, to_pdf
from yixing_core.papers.model import Annex, Cell, Column, Head, HeadKind, Imprint, Labelled, Paragraph, Run, Table
from yixing_core.papers.titles import SOFT, title_lines

NASTY = [
    "#",
    "$",
    "*",
    "\\",
    "<",
    ">",
    "@",
    "_",
    "`",
    "[",
    "]",
    "{",
    "}",
    "~",
    "//",
    "/*",
    "--",
    "...",
    '"',
    "'",
    "&",
    "=",
    "+",
    "- ",
]
WORDS = st.text(alphabet="县委督查#$*\\<>@_`[]{}~/\"'&=+-.;:!?|^%()0aZ，。：（）", min_size=1, max_size=30)
PLAIN = "".join


def everywhere(text: str) -> Paper:
    """A paper with the text in every place that takes one."""
    return Paper(
        name="试印",
        title=f"题{text}",
        head=Head(mark=f"标{text}", kind=HeadKind.DOCUMENT, signers=(f"签{text}",)),
        addressee=f"送{text}",
        blocks=(
            Paragraph(f"段{text}"),
            Labelled("称", f"名{text}", words=True),
            Table((Column(f"头{text}"), Column("二")), ((f"格{text}", Cell((Run(f"块{text}"),))),)),
        ),
        attachments=(f"附{text}",),
        annexes=(Annex(f"附{text}", (Paragraph(f"里{text}"),)),),
        issuers=(f"署{text}",),
        remark=f"注{text}",
        imprint=Imprint(copies=(f"抄{text}",), office=f"印{text}"),
        checkpoint=f"点{text}",
    )


def squeezed(text: str) -> str:
    """Compared without spaces and in one form: a PDF reader may give a compatible form of a sign."""
    return unicodedata.normalize("NFKC", "".join(text.split())).replace("\u200b", "")


@pytest.mark.parametrize("text", NASTY)
def test_signs_of_markup_are_printed_as_they_are(text):
    paper = everywhere(text)
    printed = squeezed(pdf_text(to_pdf(paper)))
    written = squeezed(docx_text(to_docx(paper)))
    for place in "段格块里署抄":
        assert squeezed(place + text) in printed, place
        assert squeezed(place + text) in written, place


@settings(max_examples=40, deadline=None)
@given(WORDS)
def test_any_text_is_printed_in_full(text):
    paper = Paper(name="试印", blocks=(Paragraph(text + "。"),), title="题")
    assert squeezed(text) in squeezed(pdf_text(to_pdf(paper)))
    assert squeezed(text) in squeezed(docx_text(to_docx(paper)))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="关于县委常委会《》第36次会议的通知aB（），" + SOFT, max_size=80), st.integers(8, 20))
def test_a_title_keeps_its_characters_and_its_width(title, width):
    lines = title_lines(title, width)
    assert "".join(lines) == title.replace(SOFT, "").strip()
    for line in lines:
        assert sum(1.0 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in line) <= width


def test_a_title_is_broken_between_words():
    assert title_lines("关于城区供热管网改造项目进展缓慢的督办通知", 19) == (
        "关于城区供热管网改造",
        "项目进展缓慢的督办通知",
    )
    assert title_lines("甲乙\n丙", 19) == ("甲乙", "丙")


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\u202e", "\u2066", "\ud800"])
def test_what_would_change_the_reading_is_refused(bad):
    paper = Paper(name="试印", blocks=(Paragraph(f"前面的字{bad}后面"),))
    for render in (to_pdf, to_docx):
        with pytest.raises(Refusal) as refused:
            render(paper)
        assert refused.value.code == "paper_text_control"
        assert f"U+{ord(bad):04X}" in refused.value.text
        assert "前面的字" in refused.value.text


@pytest.mark.parametrize(
    ("typed", "printed"), [("甲\u200b乙", "甲乙"), ("甲\r\n乙", "甲乙"), ("甲\t乙", "甲乙"), ("\ufeff甲", "甲")]
)
def test_what_prints_nothing_is_dropped(typed, printed):
    paper = Paper(name="试印", blocks=(Paragraph(f"起{typed}止"),))
    assert f"起{printed}止" in pdf_text(to_pdf(paper))
    assert f"起{printed}止" in docx_text(to_docx(paper))


def test_a_word_wider_than_its_cell_is_broken_inside_it():
    table = Table((Column("号"), Column("事", 12)), (("RW2023-001-AAAAAAAAAAAAAAAAAAAA", "县"),))
    text = pdf_text(to_pdf(Paper(name="试印", blocks=(table,))))
    assert "RW2023-001-AAAAAAAAAAAAAAAAAAAA" in text.replace("\u200b", "")

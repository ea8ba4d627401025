"""What a paper may be refused for, in the words of the office."""

from collections.abc import Sequence
from typing import TypeVar

from yixing_core.errors import Message, Refusal, catalogue

T = TypeVar("T")

catalogue(
    {
        "no_chinese_font": Message(
            "这台机器上没有可用的中文字体，生成的 PDF 会是一页空方框，所以没有生成。",
            "请安装中文字体（Debian、Ubuntu：fonts-noto-cjk），或把单位有授权的字体文件放进数据目录的 fonts 文件夹；"
            "在此之前可下载 .docx，在装有字体的电脑上打印。",
        ),
        "missing_glyph": Message(
            "现有字体里没有这些字：{characters}，印出来会缺字，所以没有生成 PDF。",
            "{how}在此之前可下载 .docx，用装有该字的电脑打印。",
        ),
        "paper_text_control": Message(
            "“{label}”里“{near}”之后有不能打印的字符（{point}）。",
            "多半是从别处复制时带来的，请删去后重填。",
        ),
        "paper_does_not_fit": Message(
            "《{name}》应当印在{pages}页内，现有内容放不下。",
            "请压缩文字（先看最长的一格），或把细节移到附件。",
        ),
        "paper_table_shape": Message(
            "表格第{row}行有{cells}格，应为{columns}格。",
            "请核对该行内容；跨格的要写明跨几格。",
        ),
        "number_form": Message(
            "文号“{text}”写法不对：{why}。",
            "发文字号写成“示例县委〔2023〕12号”：年份用六角括号，序号不加“第”、不编虚位，以“号”结尾。",
        ),
        "marking_refused": Message(
            "标注“{mark}”不在允许之列。",
            "本系统只印“内部”“工作秘密”，不处理国家秘密；涉密文件请走机要渠道。",
        ),
    }
)


def need(value: str, label: str, where: str) -> str:
    """The value, refused if it is blank.

    Raises:
        Refusal: ``field_required`` with the label.
    """
    if not value.strip():
        raise Refusal("field_required", field=where, label=label)
    return value


def need_some(values: Sequence[T], label: str, where: str) -> Sequence[T]:
    """The values, refused if there are none.

    Raises:
        Refusal: ``field_required`` with the label.
    """
    if not values:
        raise Refusal("field_required", field=where, label=label)
    return values


def invalid(label: str, where: str, why: str, mend: str) -> Refusal:
    """A refusal of one field: what is wrong with it and what to do."""
    return Refusal("field_invalid", field=where, label=label, why=why, mend=mend)


def number_refused(text: str, why: str) -> Refusal:
    """A refusal of a document number with the first thing that is wrong with it."""
    return Refusal("number_form", field="number", text=text, why=why)


def missing_glyphs(characters: Sequence[str]) -> Refusal:
    """The refusal for characters without a glyph, each named with its code point."""
    named = "、".join(f"{character}（U+{ord(character):04X}）" for character in characters)
    how = (
        "其中有旧系统造字区的编码，请向提供名单的单位要标准编码的写法，或"
        if any(private(character) for character in characters)
        else "请"
    )
    return Refusal(
        "missing_glyph",
        characters=named,
        how=f"{how}安装收字更全的字体（如 fonts-noto-cjk、花园明朝），或放进数据目录的 fonts 文件夹；",
    )


_PRIVATE_FIRST, _PRIVATE_LAST, _PRIVATE_PLANES = 0xE000, 0xF8FF, 0xF0000


def private(character: str) -> bool:
    """Whether a character is one of the private use areas, where old systems kept characters of their own making."""
    return _PRIVATE_FIRST <= ord(character) <= _PRIVATE_LAST or ord(character) >= _PRIVATE_PLANES

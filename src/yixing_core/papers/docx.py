""".docx bytes of a paper, editable in WPS and Word: the fonts of the trade by name, real margins, grid, page numbers.

The file is written as WordprocessingML elements (ISO/IEC 29500-1), because what matters here (document grid, East Asian
fonts, frames, exact row heights) has no other way in. The same paper gives the same bytes: no time, no author, members
of the archive in a fixed order with a fixed date.
"""

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part as PackagePart
from docx.oxml.ns import qn
from docx.shared import Mm

from yixing_core.papers.compose import CHARACTER, MM, PITCH, SIZE_4, Bottom, Line, NewPage, Part, Ruled, Sheet
from yixing_core.papers.docx_xml import Element, bottom_table, element, page_break, panel, paragraph, run_element, table
from yixing_core.papers.fit import fitted
from yixing_core.papers.model import Align, Face, Folio, Page, Panel, Paper, Run
from yixing_core.papers.printable import check_printable, plain

_FIXED = (1980, 1, 1, 0, 0, 0)
_FOOT = 8.0  # mm from the edge of the sheet to the lowest line of the foot
_CHECKPOINT_PITCH = 10.0
_ALTERNATIVES = {
    Face.FANGSONG: "仿宋",
    Face.KAITI: "楷体",
    Face.HEITI: "SimHei",
    Face.XIAOBIAOSONG: "FZXiaoBiaoSong-B05S",
    Face.SONGTI: "SimSun",
}
"""Other names a reader's program may know a font by; written into the file's font table."""


def to_docx(paper: Paper) -> bytes:
    """Draw a paper as .docx.

    Args:
        paper: what to print.

    Returns:
        The file; the same paper gives the same bytes.

    Raises:
        Refusal: ``paper_text_control``, or ``paper_does_not_fit`` where it must fit on a number of pages and is
            estimated to be far too long.
    """
    sheet = fitted(paper)
    check_printable(sheet)
    document: Any = docx.Document()
    _properties(document, paper)
    _styles(document)
    _settings(document)
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    for part in sheet.parts:
        for item in _part(part, sheet.page):
            body.insert(len(body) - 1, item)
    _section(document, sheet)
    return _packed(document)


def _part(part: Part, page: Page) -> list[Element]:
    width = page.text_width * MM
    match part:
        case Line():
            return [paragraph(part, width)]
        case Ruled():
            return table(part)
        case NewPage():
            return [page_break()]
        case Bottom():
            return bottom_table(part.lines, page)
        case Panel():
            return panel(part, width)


def _section(document: Any, sheet: Sheet) -> None:
    page = sheet.page
    section = document.sections[0]
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.orientation = WD_ORIENT.LANDSCAPE if page.landscape else WD_ORIENT.PORTRAIT
    section.footer_distance = Mm(_FOOT)
    properties = section._sectPr  # noqa: SLF001  (python-docx offers no document grid)
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("w:docGrid", {"w:type": "lines", "w:linePitch": str(round(PITCH * 20))}))
    _feet(section, sheet)
    if sheet.letter:
        section.header_distance = Mm(30)
        _letter_head(section, sheet)


def _feet(section: Any, sheet: Sheet) -> None:
    """Odd and even feet; the first page of a 信函 has no page number but the lower double line."""
    _fill(section.footer, [_folio(sheet, Align.RIGHT), _checkpoint(sheet)])
    _fill(section.even_page_footer, [_folio(sheet, Align.LEFT), _checkpoint(sheet)])
    if sheet.letter:
        section.different_first_page_header_footer = True
        lower = element("w:p")
        after = 20 * MM - _FOOT * MM - _CHECKPOINT_PITCH
        lower.append(_double_line(sheet.page, "w:bottom", "thinThickSmallGap", pitch=2, after=after))
        _fill(section.first_page_footer, [lower, _checkpoint(sheet)])


def _letter_head(section: Any, sheet: Sheet) -> None:
    size = sheet.letter_size
    mark = Line(
        (Run(sheet.letter, Face.XIAOBIAOSONG, red=True),), align=Align.CENTER, size=size, pitch=size * 1.05, grid=False
    )
    rule = element("w:p")
    rule.append(_double_line(sheet.page, "w:bottom", "thickThinSmallGap", pitch=4 * MM, after=4))
    _fill(section.first_page_header, [paragraph(mark, sheet.page.text_width * MM), rule])


def _double_line(page: Page, side: str, kind: str, *, pitch: float, after: float) -> Element:
    """Properties of an empty paragraph with the red double line of a 信函, 170 mm wide, 20 mm from both edges."""
    border = element("w:pBdr")
    border.append(element(side, {"w:val": kind, "w:sz": "24", "w:space": "1", "w:color": "D7000F"}))
    spacing = {
        "w:before": "0",
        "w:after": str(round(after * 20)),
        "w:line": str(round(pitch * 20)),
        "w:lineRule": "exact",
    }
    indent = {"w:left": str(round((20 - page.left) * MM * 20)), "w:right": str(round((20 - page.right) * MM * 20))}
    properties = element("w:pPr")
    for child in (
        border,
        element("w:snapToGrid", {"w:val": "0"}),
        element("w:spacing", spacing),
        element("w:ind", indent),
    ):
        properties.append(child)
    return properties


def _folio(sheet: Sheet, side: Align) -> Element:
    """The page number: ``— 1 —`` at the outer side, one character in, its dash 7 mm under the type area."""
    after = (sheet.page.bottom - 7 - _FOOT) * MM - SIZE_4 / 2 - _CHECKPOINT_PITCH
    if sheet.folio is Folio.NONE:
        return paragraph(Line((Run(""),), size=SIZE_4, pitch=SIZE_4, grid=False), 0, after=max(0.0, after))
    if sheet.folio is Folio.COUNTED:
        line = Line((Run("第", Face.SONGTI),), align=Align.CENTER, size=9, pitch=SIZE_4, grid=False)
        result = paragraph(line, 0)
        for piece in (_field("PAGE", 9), _text("页 共", 9), _field("NUMPAGES", 9), _text("页", 9)):
            result.append(piece)
        return result
    line = Line(
        (Run("— ", Face.SONGTI),), align=side, size=SIZE_4, pitch=SIZE_4, left=CHARACTER, right=CHARACTER, grid=False
    )
    result = paragraph(line, 0, after=max(0.0, after))
    result.append(_field("PAGE", SIZE_4))
    result.append(_text(" —", SIZE_4))
    return result


def _text(text: str, size: float) -> Element:
    return run_element(Run(text, Face.SONGTI), size, grid=False)


def _field(name: str, size: float) -> Element:
    field = element("w:fldSimple", {"w:instr": name})
    field.append(_text("1", size))
    return field


def _checkpoint(sheet: Sheet) -> Element:
    line = Line((Run(sheet.checkpoint, Face.SONGTI),), size=7.5, pitch=_CHECKPOINT_PITCH, grid=False)
    return paragraph(line, 0)


def _fill(place: Any, content: list[Element]) -> None:
    place.is_linked_to_previous = False
    root = place._element  # noqa: SLF001  (python-docx adds paragraphs one by one only)
    for child in list(root):
        root.remove(child)
    for item in content:
        root.append(item)


def _styles(document: Any) -> None:
    """Document defaults and Normal: 3 号仿宋, exact lines; the theme's fonts would win over named ones, so they go."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    for child in list(defaults):
        defaults.remove(child)
    fonts = {f"w:{name}": Face.FANGSONG.value for name in ("ascii", "hAnsi", "eastAsia", "cs")}
    run_default = element("w:rPrDefault")
    properties = element("w:rPr")
    for child in (
        element("w:rFonts", fonts),
        element("w:sz", {"w:val": "32"}),
        element("w:szCs", {"w:val": "32"}),
        element("w:lang", {"w:val": "en-US", "w:eastAsia": "zh-CN", "w:bidi": "ar-SA"}),
    ):
        properties.append(child)
    run_default.append(properties)
    defaults.append(run_default)
    defaults.append(element("w:pPrDefault"))
    normal = document.styles["Normal"].element
    for name in ("w:rPr", "w:pPr"):
        for child in normal.findall(qn(name)):
            normal.remove(child)
    paragraph_properties = element("w:pPr")
    for child in (
        element("w:widowControl", {"w:val": "0"}),
        element("w:autoSpaceDE", {"w:val": "0"}),
        element("w:autoSpaceDN", {"w:val": "0"}),
        element(
            "w:spacing", {"w:before": "0", "w:after": "0", "w:line": str(round(PITCH * 20)), "w:lineRule": "exact"}
        ),
        element("w:jc", {"w:val": "both"}),
    ):
        paragraph_properties.append(child)
    normal.append(paragraph_properties)


def _settings(document: Any) -> None:
    """Odd and even feet, today's layout rules, Chinese punctuation; a font table with other names of the fonts."""
    document.settings.odd_and_even_pages_header_footer = True
    settings = document.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for control in settings.iter(qn("w:characterSpacingControl")):
        control.set(qn("w:val"), "compressPunctuation")
    for language in settings.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for relation in list(document.part.rels.values()):
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            relation.target_part._blob = _font_table()  # noqa: SLF001  (a plain part has no other setter)


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{face.value}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for face, other in _ALTERNATIVES.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{fonts}</w:fonts>'
    ).encode()


def _properties(document: Any, paper: Paper) -> None:
    core = document.core_properties
    day = paper.dated
    fixed = datetime(day.year, day.month, day.day) if day else datetime(*_FIXED)  # noqa: DTZ001  (python-docx takes naive UTC)
    core.author = "、".join(paper.issuers)
    core.title = plain(paper.title).replace("\n", "") or paper.name
    core.subject = paper.name
    core.comments = ""
    core.keywords = ""
    core.last_modified_by = ""
    core.language = "zh-CN"
    core.revision = 1
    core.created = core.modified = fixed
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith(_UNUSED):
            del document.part.rels[key]
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]
        elif relation.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES and isinstance(
            relation.target_part, PackagePart
        ):
            relation.target_part._blob = _APPLICATION  # noqa: SLF001  (the template names another program)


_UNUSED = ("/customXml", "/stylesWithEffects", "/webSettings")
"""Parts of the template that a document of ours has no use for."""
_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Yixing</Application></Properties>"
)


def _packed(document: Any) -> bytes:
    """The archive with its members sorted ([Content_Types].xml first) and dated alike."""
    raw = io.BytesIO()
    document.save(raw)
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, _FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            target.writestr(info, source.read(name))
    return packed.getvalue()

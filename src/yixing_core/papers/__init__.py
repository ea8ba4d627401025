"""Official documents and office prints: plain data in, .docx and PDF out, in the layout of GB/T 9704—2012.

A family module has for each document a dataclass ``XxxData`` and a function ``xxx_paper(data) -> Paper``; ``to_docx``
and ``to_pdf`` draw any paper. Nothing here knows a database, a clock or a counter: dates and numbers are given.
"""

from yixing_core.papers.docx import to_docx
from yixing_core.papers.fonts import FontReport, FontSource, chinese_font_available
from yixing_core.papers.model import Paper
from yixing_core.papers.pdf import to_pdf

__all__ = ["FontReport", "FontSource", "Paper", "chinese_font_available", "to_docx", "to_pdf"]

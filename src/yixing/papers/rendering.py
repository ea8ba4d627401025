"""A paper as a file to download: .docx for the office to edit, PDF to print; rendered on demand, never stored."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from yixing_core.errors import Refusal
from yixing_core.papers.docx import to_docx
from yixing_core.papers.fonts import FontSource
from yixing_core.papers.model import Paper
from yixing_core.papers.pdf import to_pdf

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def fonts() -> FontSource:
    """The fonts of the machine, and before them those the site has put into its data directory."""
    return FontSource(directories=(str(settings.DATA_DIR / "fonts"),))


def file_response(paper: Paper, name: str, suffix: str) -> HttpResponse:
    """The file as an answer with its Chinese name.

    Args:
        paper: what to print.
        name: without ending.
        suffix: ``docx`` or ``pdf``.

    Raises:
        Refusal: ``no_chinese_font`` or ``missing_glyph`` for a PDF that would be empty boxes (the .docx goes on);
            ``not_found`` for another format.
    """
    if suffix not in FORMATS:
        raise Refusal("not_found")
    body = to_docx(paper) if suffix == "docx" else to_pdf(paper, fonts())
    response = HttpResponse(body, content_type=FORMATS[suffix])
    header = content_disposition_header(as_attachment=True, filename=f"{name}.{suffix}")
    response.headers["Content-Disposition"] = header or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response

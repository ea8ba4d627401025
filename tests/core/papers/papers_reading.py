"""Reading back what was made: text and pages of a PDF, text and properties of a .docx."""

import io
from typing import Any

import docx
import pypdf


def pdf_texts(data: bytes) -> list[str]:
    """The text of each page without spaces and line ends."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return ["".join(page.extract_text().split()) for page in pages]


def pdf_lines(data: bytes, page: int) -> list[str]:
    """The lines of one page as they were drawn."""
    return pypdf.PdfReader(io.BytesIO(data)).pages[page].extract_text().splitlines()


def pdf_text(data: bytes) -> str:
    return "".join(pdf_texts(data))


def open_docx(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def docx_text(data: bytes) -> str:
    """All text of the body in the order of the file, tables included, without spaces and line ends."""
    body = open_docx(data).element.body
    return "".join("".join(node.text or "" for node in body.iter("{*}t")).split())

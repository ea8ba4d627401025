"""Links to the files of documents and prints: one line each, as Word and as PDF."""

from dataclasses import dataclass

from yixing.papers.models import Document


@dataclass(frozen=True, slots=True)
class FileRow:
    """A print; ``base`` is its address without the ending."""

    name: str
    base: str
    number: str = ""
    page: str = ""


def file_row(document: Document) -> FileRow:
    """The line of a numbered document or draft, with a link to its page."""
    name = document.get_kind_display() + (f"（{document.unit}）" if document.unit is not None else "")
    return FileRow(name, f"/papers/{document.pk}/file", document.number_words or "草稿", f"/papers/{document.pk}/")

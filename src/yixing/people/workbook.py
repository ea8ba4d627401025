"""A workbook that somebody brings in: opened, or refused in words; all of it, or nothing."""

from typing import TYPE_CHECKING

from yixing.attachments.screening import screen
from yixing.people.refusals import SheetRefusal
from yixing.ui.sheets import MEDIA_TYPE, Reader
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from django.core.files import File


def opened(upload: "File[bytes]") -> Reader:
    """What reads the sheets of an upload.

    Raises:
        Refusal: ``sheet_unreadable``, and what the screening refuses.
    """
    media_type, _ = screen(upload)
    if media_type != MEDIA_TYPE:
        raise Refusal("sheet_unreadable", field="file", name=upload.name or "")
    try:
        return Reader(upload)
    except (ValueError, KeyError, OSError) as broken:
        raise Refusal("sheet_unreadable", field="file", name=upload.name or "") from broken


def require_faultless(reader: Reader, *titles: str) -> None:
    """Refuse a workbook with faults; ``titles`` are its sheets in the order in which their faults are told.

    Raises:
        SheetRefusal: with every fault, sheet by sheet and row by row.
    """
    if reader.faults:
        raise SheetRefusal(sorted(reader.faults, key=lambda fault: (titles.index(fault.sheet), fault.row)))

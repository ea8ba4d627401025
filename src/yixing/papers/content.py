"""What a document is printed from: the dataclasses of ``yixing_core.papers`` as plain JSON, and back."""

import dataclasses
import datetime as dt
import types
import typing
from typing import Any

from yixing.papers.models import Document
from yixing_core.errors import Refusal
from yixing_core.papers.meetings import MeetingNoticeData, meeting_notice_paper
from yixing_core.papers.minutes import (
    LightMinutesData,
    MinutesData,
    SettledNoticeData,
    light_minutes_paper,
    minutes_paper,
    settled_notice_paper,
)
from yixing_core.papers.model import Paper
from yixing_core.papers.portfolios import DivisionNoticeData, division_notice_paper
from yixing_core.papers.supervision import SupervisionNoticeData, supervision_notice_paper

_FAMILIES: dict[str, tuple[type[Any], typing.Callable[[Any], Paper]]] = {
    Document.Kind.MINUTES: (MinutesData, minutes_paper),
    Document.Kind.LIGHT_MINUTES: (LightMinutesData, light_minutes_paper),
    Document.Kind.DECISION_NOTICE: (SettledNoticeData, settled_notice_paper),
    Document.Kind.MEETING_NOTICE: (MeetingNoticeData, meeting_notice_paper),
    Document.Kind.DIVISION_NOTICE: (DivisionNoticeData, division_notice_paper),
    Document.Kind.SUPERVISION_NOTICE: (SupervisionNoticeData, supervision_notice_paper),
}
"""For each kind: what it is printed from, and what makes the paper of it."""


def content_of(data: Any) -> dict[str, Any]:
    """A data object of ``yixing_core.papers`` as it is stored in ``Document.content``."""
    return {field.name: _plain(getattr(data, field.name)) for field in dataclasses.fields(data)}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return content_of(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value


def data_of(document: Document) -> Any:
    """The data object a stored document is printed from, its number filled in.

    Raises:
        Refusal: ``paper_kind`` for a kind that has no print of its own.
    """
    if document.kind not in _FAMILIES:
        raise Refusal("paper_kind", kind=document.get_kind_display())
    return restored(_FAMILIES[document.kind][0], {**document.content, "number": document.number_words})


def paper_of(document: Document) -> Paper:
    """The paper of a stored document, ready to be drawn."""
    data = data_of(document)
    return _FAMILIES[document.kind][1](data)


def restored(wanted: Any, value: Any) -> Any:
    """A value read back from JSON as the type its dataclass declares; unknown keys are an error of ours."""
    origin = typing.get_origin(wanted)
    if origin in {types.UnionType, typing.Union}:
        inner = next(kind for kind in typing.get_args(wanted) if kind is not type(None))
        return None if value is None else restored(inner, value)
    if origin is tuple:
        return tuple(restored(typing.get_args(wanted)[0], item) for item in value)
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type):
        hints = typing.get_type_hints(wanted)
        return wanted(**{name: restored(hints[name], item) for name, item in value.items()})
    return wanted.fromisoformat(value) if wanted in {dt.date, dt.datetime} else value

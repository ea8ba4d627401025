"""How meetings and what they settle are called: 十五届县委常委会第36次会议, 2023-36-03."""

import datetime as dt

from yixing.meetings.models import Meeting
from yixing.papers.numbering import take_number
from yixing.people.models import Body

BODY_OF_KIND = {
    Meeting.Kind.STANDING: Body.Kind.STANDING_COMMITTEE,
    Meeting.Kind.PLENARY: Body.Kind.PLENARY,
}
"""Formal meetings belong to a body of this kind."""

LIGHT = frozenset(
    {Meeting.Kind.TOPIC, Meeting.Kind.DISPATCH, Meeting.Kind.CHECK_IN, Meeting.Kind.ON_SITE, Meeting.Kind.SECRETARY}
)
"""Meetings entered in one short form."""

_PREFIX: dict[str, str] = {
    Meeting.Kind.STANDING: "",
    Meeting.Kind.PLENARY: "全",
    Meeting.Kind.TOPIC: "专",
    Meeting.Kind.DISPATCH: "调",
    Meeting.Kind.CHECK_IN: "碰",
    Meeting.Kind.ON_SITE: "现",
}


def series_of(body: Body, day: dt.date) -> tuple[str, int]:
    """The counter that numbers a body's meetings: through the term, or anew each year."""
    if body.numbering == Body.Numbering.TERM:
        return f"meeting:{body.code}:{body.term}", 0
    return f"meeting:{body.code}", day.year


def formal_title(body: Body, number: int, day: dt.date) -> str:
    """The name of a body's meeting as every paper carries it.

    Example:
        >>> formal_title(Body(name="县委常委会", term="十五届"), 36, dt.date(2023, 12, 5))
        '十五届县委常委会第36次会议'
        >>> formal_title(Body(name="县委常委会", numbering="year"), 36, dt.date(2023, 12, 5))
        '县委常委会2023年第36次会议'
    """
    if body.numbering == Body.Numbering.TERM:
        return f"{body.term}{body.name}第{number}次会议"
    return f"{body.name}{day.year}年第{number}次会议"


def take_light_number(kind: str, day: dt.date) -> int:
    """The number of a light meeting among those of its kind in the year."""
    return take_number(f"meeting:{kind}", day.year)


def decision_number(meeting: Meeting, place: int) -> str:
    """Number of the ``place``-th 议定事项 of a meeting; a sign before the year says which kind of meeting.

    Example:
        >>> decision_number(Meeting(kind="standing", year=2023, number=36), 3)
        '2023-36-03'
        >>> decision_number(Meeting(kind="topic", year=2023, number=7), 1)
        '专2023-7-01'
    """
    number = meeting.number if meeting.number is not None else meeting.pk
    return f"{_PREFIX.get(meeting.kind, '会')}{meeting.year}-{number}-{place:02d}"

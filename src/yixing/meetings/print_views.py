"""Prints of a meeting as files, made when asked for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from yixing.access.actions import Section
from yixing.door.views import ActorRequest, reads
from yixing.meetings.models import Meeting
from yixing.meetings.prints import around, minutes
from yixing.meetings.views import found_meeting
from yixing.papers.rendering import file_response
from yixing_core.errors import Refusal
from yixing_core.papers.meetings import agenda_paper, material_list_paper, record_paper, sign_in_paper
from yixing_core.papers.model import Paper
from yixing_core.papers.seats import seat_cards_paper, seating_paper

_PRINTS: dict[str, tuple[str, Callable[[Meeting], Any], Callable[[Any], Paper]]] = {
    "agenda": ("议程", around.agenda_data, agenda_paper),
    "sign-in": ("签到册", around.sign_in_data, sign_in_paper),
    "seating": ("座次图", around.seating_data, seating_paper),
    "cards": ("席卡", around.seat_cards_data, seat_cards_paper),
    "materials": ("材料目录", around.material_list_data, material_list_paper),
    "record": ("会议记录", minutes.record_data, record_paper),
}


@reads(Section.MEETINGS)
def print_(request: ActorRequest, pk: int, what: str, suffix: str) -> HttpResponse:
    """One of the prints around a meeting, as ``.docx`` or ``.pdf``."""
    meeting = found_meeting(request, pk)
    if what not in _PRINTS:
        raise Refusal("not_found")
    name, build, draw = _PRINTS[what]
    return file_response(draw(build(meeting)), f"{meeting.title}{name}", suffix)

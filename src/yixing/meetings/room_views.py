"""The room: one page from which the clerk alone runs a whole meeting (practice.md §6.5)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.numbers import row_number
from yixing.door.forms import ActionForm, written
from yixing.door.views import ActorRequest, acts, form_for, form_page, submit
from yixing.meetings import actions, pages
from yixing.meetings.forms import AttendanceForm, PlainForm, held_day
from yixing.meetings.models import AgendaItem, Attendance, Meeting, Statement
from yixing.meetings.room_forms import RoomForm
from yixing.meetings.speaking import Turn, order_of
from yixing.meetings.state import outcome_word
from yixing.meetings.views import today_of
from yixing_core.errors import Refusal

_STANCE = {"yes": "agree", "no": "disagree", "abstain": "abstain", "postpone": "postpone"}


def _sheet(meeting: Meeting) -> list[Attendance]:
    return list(meeting.attendances.select_related("person").order_by("order", "id"))


def _current(meeting: Meeting, wanted: str) -> AgendaItem | None:
    """The item asked for, else the first without a conclusion, else the last."""
    items = list(meeting.items.select_related("matter__unit", "matter__type", "meeting__body").order_by("order"))
    chosen = next((item for item in items if str(item.pk) == wanted), None)
    return chosen or next((item for item in items if not item.outcome), None) or (items[-1] if items else None)


@acts(Action.MEETING_OPEN)
def room(request: ActorRequest, pk: int) -> HttpResponse:
    """The whole room: agenda, people, conclusion."""
    meeting = loaders.find(Meeting, pk, request.actor)
    return room_page(request, meeting, request.GET.get("item", ""))


def room_page(
    request: ActorRequest,
    meeting: Meeting,
    wanted: str = "",
    *,
    form: RoomForm | None = None,
    plain: ActionForm | None = None,
) -> HttpResponse:
    """Draw the room.

    Args:
        request: whose.
        meeting: which.
        wanted: id of the item to show.
        form: the conclusion as it was submitted, with its errors.
        plain: a button that was refused.
    """
    item = _current(meeting, wanted)
    members = [row for row in _sheet(meeting) if row.capacity == Attendance.Capacity.MEMBER]
    if form is None and item is not None and meeting.state == Meeting.State.OPEN and not item.outcome:
        form = _room_form(request, item, members, bound=False)
    shown = plain or form
    context: dict[str, Any] = {
        "meeting": meeting,
        "room_line": f"{meeting.get_state_display()}　{pages.attendance_words(meeting)}",
        "agenda": pages.agenda_lines(meeting, item),
        "quorum": pages.quorum_view(meeting, item),
        "item": item,
        "form": form,
        "plain": plain,
        "refusal": shown.refusal if shown is not None else None,
        "held": held_day(meeting, today_of(request)).isoformat(),
        "outcome": outcome_word(item.outcome, item.nature) if item is not None else "",
        "polls": list(item.polls.order_by("-id")) if item is not None else [],
    }
    if item is not None:
        context |= _people(item)
    if meeting.state == Meeting.State.NOTIFIED:
        context["attendance"] = _attendance_form(request, meeting, bound=False)
        context["entered"] = all(row.presence != Attendance.Presence.EXPECTED for row in members)
    return render(request, "meetings/room.html", context, status=shown.status if shown is not None else 200)


def _people(item: AgendaItem) -> dict[str, Any]:
    """Who spoke, whose turn it is, who has left for this item."""
    said = list(item.statements.select_related("person").order_by("order"))
    spoken = {row.person_id for row in said if row.person_id} | {row.speaker for row in said if row.speaker}
    turns = [(turn, _key(turn) in spoken) for turn in order_of(item)]
    return {
        "statements": said,
        "turns": turns,
        "next_turn": next((turn for turn, done in turns if not done), None),
        "recusals": list(item.recusals.select_related("person")),
    }


def _key(turn: Turn) -> object:
    return turn.row.person_id if turn.row is not None else turn.speaker


def _room_form(request: ActorRequest, item: AgendaItem, members: list[Attendance], *, bound: bool) -> Any:
    data = request.POST if bound else None
    return RoomForm(
        data,
        actor=request.actor,
        today=today_of(request),
        row=item,
        item=item,
        members=members,
        initial={"on": held_day(item.meeting, today_of(request))},
    )


def _item(request: ActorRequest, pk: int) -> tuple[AgendaItem, list[Attendance]]:
    item = loaders.find(AgendaItem, pk, request.actor)
    members = [row for row in _sheet(item.meeting) if row.capacity == Attendance.Capacity.MEMBER]
    return item, members


@acts(Action.MEETING_CONCLUDE)
@require_POST
def conclude(request: ActorRequest, pk: int) -> HttpResponse:
    """作结论, then on to the next item."""
    item, members = _item(request, pk)
    if item.outcome:
        plain = _refused(
            request,
            item,
            Refusal("item_concluded", order=item.order, title=item.title, outcome=item.get_outcome_display()),
        )
        return room_page(request, item.meeting, str(pk), plain=plain)
    form = _room_form(request, item, members, bound=True)
    if submit(request, form, actions.meeting_conclude, item_id=pk) is not None:
        return redirect(f"/meetings/{item.meeting_id}/room/")
    return room_page(request, item.meeting, str(pk), form=form)


def _refused(request: ActorRequest, row: Any, refusal: Refusal) -> ActionForm:
    form: ActionForm = form_for(request, PlainForm, row)
    form.refuse(refusal)
    return form


def _said(request: ActorRequest) -> list[dict[str, Any]]:
    """Who is ticked as having spoken: ``who`` is a person's id, or ``name:…`` for somebody without a vote."""
    who = written(request.POST, "who", label="发言人", most=80)
    if who.startswith("name:"):
        return [{"speaker": who.removeprefix("name:")}]
    person = row_number(who)
    if person is None:
        return []
    introducing = request.POST.get("introducing") == "on"
    stance = "none" if introducing else _STANCE.get(request.POST.get(f"vote_{who}", ""), Statement.Stance.NONE)
    return [
        {"person": person, "stance": stance, "gist": written(request.POST, f"gist_{person}", label="要点", most=300)}
    ]


@acts(Action.MEETING_SPEAK)
@require_POST
def speak(request: ActorRequest, pk: int) -> HttpResponse:
    """One tick: somebody has spoken. What else is filled in on the page stays."""
    item, _ = _item(request, pk)
    plain: ActionForm = form_for(request, PlainForm, item)
    try:
        statements = _said(request)
    except Refusal as refusal:
        plain.refuse(refusal)
        return _kept(request, pk, plain)
    done = submit(request, plain, actions.meeting_speak, item_id=pk, statements=statements)
    return _kept(request, pk, None if done is not None else plain)


@acts(Action.MEETING_RECUSE)
@require_POST
def recuse(request: ActorRequest, pk: int) -> HttpResponse:
    """登记回避, or take it back."""
    item, _ = _item(request, pk)
    plain: ActionForm = form_for(request, PlainForm, item)
    withdraw = request.POST.get("unrecuse", "")
    who = withdraw or request.POST.get("recuse_person", "")
    try:
        reason = written(request.POST, "recuse_reason", label="事由", most=200)
    except Refusal as refusal:
        plain.refuse(refusal)
        return _kept(request, pk, plain)
    given = {
        "person_id": row_number(who) or 0,
        "reason": reason,
        "withdraw": bool(withdraw),
    }
    done = submit(request, plain, actions.meeting_recuse, item_id=pk, **given)
    return _kept(request, pk, None if done is not None else plain)


def _kept(request: ActorRequest, pk: int, plain: ActionForm | None) -> HttpResponse:
    """The room again with what was typed, under fresh keys: a tick is no reason to lose a draft."""
    item, members = _item(request, pk)
    form = _room_form(request, item, members, bound=False)
    for name in form.fields:
        if name in request.POST and name not in {"version", "request"}:
            form.initial[name] = request.POST[name]
    if "outcome" in request.POST:
        for name, field in form.fields.items():
            if getattr(field.widget, "input_type", "") == "checkbox":
                form.initial[name] = name in request.POST
    return room_page(request, item.meeting, str(pk), form=form, plain=plain)


# --- the meeting as a whole ---


def _attendance_form(request: ActorRequest, meeting: Meeting, *, bound: bool) -> AttendanceForm:
    return AttendanceForm(
        request.POST if bound else None,
        actor=request.actor,
        today=today_of(request),
        row=meeting,
        rows=_sheet(meeting),
        initial={"on": held_day(meeting, today_of(request))},
    )


@acts(Action.MEETING_ATTENDANCE)
def attendance(request: ActorRequest, pk: int) -> HttpResponse:
    """登记到会: one page, one save."""
    meeting = loaders.find(Meeting, pk, request.actor)
    form = _attendance_form(request, meeting, bound=request.method == "POST")
    if request.method == "POST" and submit(request, form, actions.meeting_attendance, meeting_id=pk) is not None:
        inside = request.POST.get("then") == "room" or meeting.state == Meeting.State.OPEN
        return redirect(f"/meetings/{pk}/room/" if inside else f"/meetings/{pk}/")
    back = f"/meetings/{pk}/room/" if meeting.state == Meeting.State.OPEN else f"/meetings/{pk}/"
    return form_page(
        request, form, heading=f"{meeting.title}：登记到会", back=back, template="meetings/attendance.html"
    )


@acts(Action.MEETING_OPEN)
@require_POST
def open_(request: ActorRequest, pk: int) -> HttpResponse:
    """宣布开会."""
    return _turn(request, pk, actions.meeting_open)


@acts(Action.MEETING_PAUSE)
@require_POST
def pause(request: ActorRequest, pk: int) -> HttpResponse:
    """休会, 复会."""
    return _turn(request, pk, actions.meeting_pause)


@acts(Action.MEETING_CALL)
@require_POST
def call(request: ActorRequest, pk: int) -> HttpResponse:
    """请列席人员进场, 离场. What else is filled in on the page stays."""
    item, _ = _item(request, pk)
    plain: ActionForm = form_for(request, PlainForm, item)
    done = submit(request, plain, actions.meeting_call, item_id=pk)
    return _kept(request, pk, None if done is not None else plain)


@acts(Action.MEETING_CLOSE)
@require_POST
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """散会."""
    return _turn(request, pk, actions.meeting_close, after=f"/meetings/{pk}/")


def _turn(request: ActorRequest, pk: int, do: Any, after: str = "") -> HttpResponse:
    meeting = loaders.find(Meeting, pk, request.actor)
    plain: ActionForm = form_for(request, PlainForm, meeting)
    if submit(request, plain, do, meeting_id=pk) is not None:
        return redirect(after or f"/meetings/{pk}/room/")
    return room_page(request, loaders.find(Meeting, pk, request.actor), plain=plain)

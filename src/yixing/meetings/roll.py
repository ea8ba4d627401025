"""Who belongs to a meeting that day, who is there, who may vote on an item."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from yixing.meetings.models import AgendaItem, Attendance, Meeting
from yixing.people.models import Person
from yixing.people.queries import members, titles_on

Capacity = Attendance.Capacity
Presence = Attendance.Presence


def sync_roll(meeting: Meeting) -> None:
    """Bring the attendance sheet in line with who is a member on the meeting's day (a vacancy lowers 应到).

    What was already entered about somebody is kept; members of another day leave the sheet.
    """
    if meeting.body is None:
        return
    found = members(meeting.body, meeting.on)
    wanted = {person.pk: (person, Capacity.MEMBER) for person in found.voting}
    wanted |= {person.pk: (person, Capacity.ALTERNATE) for person in found.alternates if person.pk not in wanted}
    meeting.attendances.exclude(capacity=Capacity.NON_VOTING).exclude(person_id__in=wanted).delete()
    here = {row.person_id: row for row in meeting.attendances.all()}
    titles = titles_on(wanted, meeting.on)
    for order, (pk, (person, capacity)) in enumerate(wanted.items(), 1):
        row = here.get(pk)
        if row is None:
            Attendance.objects.create(
                meeting=meeting, person=person, capacity=capacity, order=order, post_name=titles.get(pk, "")
            )
        elif (row.capacity, row.order) != (capacity, order):
            row.capacity, row.order = capacity, order
            row.save()


def add_non_voting(meeting: Meeting, people: Iterable[Person], *, presence: str = Presence.PRESENT) -> None:
    """Put people on the sheet as 列席, after the members; members themselves are passed over."""
    people = list(people)
    titles = titles_on([person.pk for person in people], meeting.on)
    here = set(meeting.attendances.values_list("person_id", flat=True))
    order = 1000 + meeting.attendances.filter(capacity=Capacity.NON_VOTING).count()
    for person in people:
        if person.pk in here:
            continue
        order += 1
        Attendance.objects.create(
            meeting=meeting,
            person=person,
            capacity=Capacity.NON_VOTING,
            presence=presence,
            order=order,
            post_name=titles.get(person.pk, ""),
        )


def read_room(item: AgendaItem) -> None:
    """Read once who is there and who has left, for an action that asks several times and changes neither."""
    prefetch_related_objects([item.meeting], "attendances")
    prefetch_related_objects([item], "recusals")


def voting_rows(meeting: Meeting) -> list[Attendance]:
    """The members with a vote, by rank, whether present or not."""
    return [row for row in meeting.attendances.all() if row.capacity == Capacity.MEMBER]


def present_rows(meeting: Meeting) -> list[Attendance]:
    """The members with a vote who are there, by rank."""
    return [row for row in voting_rows(meeting) if row.presence == Presence.PRESENT]


def recused_ids(item: AgendaItem) -> set[int]:
    """Who has left for this item."""
    return {row.person_id for row in item.recusals.all()}


def voters(item: AgendaItem) -> list[Attendance]:
    """Members present and not recused on the item, by rank."""
    away = recused_ids(item)
    return [row for row in present_rows(item.meeting) if row.person_id not in away]


def chair_of(meeting: Meeting) -> Person | None:
    """The first secretary: who presides over the body that day, whether or not he presides over this meeting."""
    return members(meeting.body, meeting.on).chair if meeting.body is not None else None


def held_on_words(day: dt.date) -> str:
    """2023年12月5日."""
    return f"{day.year}年{day.month}月{day.day}日"

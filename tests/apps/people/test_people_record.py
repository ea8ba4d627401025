"""办理记录 says who did what in which post of that day, who entered it for whom, and how late."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from tests.cast import TODAY
from yixing.access.actions import Action
from yixing.ledger import append as ledger
from yixing.people.models import Membership, Person
from yixing.people.record import record_lines


def moment(day, hour=12):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def enter(
    cast, subject, *, who="单位负责人", on=TODAY, at=None, by=None, refs=(), action=Action.PEOPLE_CHANGE, data=None
):
    return ledger.append(
        action=action,
        subject=subject,
        actor=cast.actor(who, on).ref,
        by=by,
        at=at or moment(on),
        on=on,
        request=uuid.uuid4(),
        refs=refs,
        data=data,
    )


def test_a_line_names_the_holder_and_the_post_of_that_day(cast):
    unit = cast.units["D02"]
    enter(cast, unit, on=dt.date(2023, 3, 1))
    post = Membership.objects.get(person=cast.people["财政局长"]).post
    Membership.objects.filter(post=post).update(until=dt.date(2023, 5, 31))
    successor = Person.objects.create(name="干部001")
    Membership.objects.create(person=successor, post=post, since=dt.date(2023, 6, 1))
    ledger.append(
        action=Action.TASK_ENDORSE,
        subject=unit,
        actor=f"post/{post.pk}",
        by=None,
        at=moment(TODAY),
        on=TODAY,
        request=uuid.uuid4(),
    )
    lines = record_lines(f"organization/{unit.pk}", cast.actor("秘书"))
    assert [(line.who, line.words) for line in lines] == [
        ("财政局长（县财政局局长）", "变更机构人员"),
        ("干部001（县财政局局长）", "审签反馈"),
    ]
    assert not lines[0].digest


def test_entered_for_a_leader_names_both_and_late_entry_says_how_late(cast):
    unit = cast.units["D02"]
    clerk = cast.users["秘书"]
    enter(
        cast,
        unit,
        who="书记",
        by=f"user/{clerk.pk}",
        on=dt.date(2023, 6, 8),
        at=moment(TODAY),
        data={"backfill": True},
    )
    (line,) = record_lines(f"organization/{unit.pk}", cast.actor("秘书"))
    assert line.who == "01号常委（县委书记）"
    assert line.by == "秘书甲（县委办公室会务科科长）"
    assert (line.backfilled, line.late_days) == (True, 4)


def test_an_administrator_is_named_by_his_account(cast):
    unit = cast.units["D02"]
    enter(cast, unit, who="系统管理员")
    (line,) = record_lines(f"organization/{unit.pk}", cast.actor("秘书"))
    assert line.who == "系统管理员"


def test_entries_about_another_thing_are_shown_only_to_those_who_may_see_it(cast):
    unit, stranger = cast.units["D02"], cast.users["审计管理员"]
    enter(cast, stranger, who="安全管理员", refs=[unit], action=Action.USER_RESET)
    enter(cast, cast.people["财政局长"], who="系统管理员", refs=[unit])
    reference = f"organization/{unit.pk}"
    assert [line.words for line in record_lines(reference, cast.actor("秘书"))] == ["变更机构人员（人员：财政局长）"]
    assert len(record_lines(reference, cast.actor("系统管理员"))) == 2


@pytest.mark.parametrize("who", ["审计员", "纪委", "审计管理员"])
def test_only_readers_of_the_ledger_see_digests(cast, who):
    unit = cast.units["D02"]
    entry = enter(cast, unit)
    (line,) = record_lines(f"organization/{unit.pk}", cast.actor(who))
    assert line.digest == bytes(entry.leaf).hex()


def test_the_number_of_queries_does_not_grow(cast, django_assert_num_queries):
    unit = cast.units["D02"]
    reader = cast.actor("秘书")
    names = [name for name in cast.users if name != "公众"]
    for name in names[:3]:
        enter(cast, unit, who=name)
        enter(cast, cast.people["财政局长"], who=name, refs=[unit])
    with django_assert_num_queries(3):
        record_lines(f"organization/{unit.pk}", reader)
    for name in names:
        enter(cast, unit, who=name)
        enter(cast, cast.people["教育局长"], who=name, refs=[unit])
    with django_assert_num_queries(4):
        # One more: accounts without a post occur now.
        assert len(record_lines(f"organization/{unit.pk}", reader)) == 6 + 2 * len(names)

"""Portfolios that move again before the first handing over is signed, drafts that come to nothing, seats that end."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps.handover.moving import ANY, DAY, JULY, adopt, adopted, drafted, matter, sheet, sign, task
from tests.apps.supervision import loop
from tests.cast import TODAY
from yixing.handover import pages
from yixing.handover.actions import handover_pass_on, handover_prepare, handover_sign, handover_stand_in, handover_void
from yixing.handover.models import Handover
from yixing.handover.passing import sheets_due
from yixing.handover.queries import unlisted
from yixing.handover.state import UNRECEIVED, State
from yixing.jobs.models import Job
from yixing.jobs.worker import work
from yixing.ledger.models import Entry
from yixing.people.models import Membership
from yixing.portfolios.facts import division_facts
from yixing.portfolios.opinions import division_drop
from yixing.supervision.actions import task_approve
from yixing.supervision.models import Task
from yixing_core.errors import Refusal

AUGUST = dt.date(2023, 8, 1)


def led_by(row):
    row.refresh_from_db()
    return str(row.leader)


def refs(row):
    return {item.ref for item in row.items.all()}


def night(cast, day):
    """What the job does, on a day of the test's."""
    for pk in sheets_due(day):
        handover_pass_on(cast.call("秘书", day), handover_id=pk)


def unseat(cast, name, last):
    rows = Membership.objects.filter(person=cast.people[name], body=cast.bodies["standing"])
    rows.update(until=last)


def leaving(cast, receiver="02号常委", giver="09号常委", on=JULY, **given):
    fields = {"cause": "leave", "area_ids": [cast.areas["a01"].pk], "effective_on": on} | given
    people = {"giver_id": cast.people[giver].pk, "receiver_id": cast.people[receiver].pk}
    return handover_prepare(cast.call("秘书", on), **people, **fields)


def on_the_way(row):
    return list(Handover.objects.filter(items__object_id=row.pk, items__kind="task", state__in=UNRECEIVED))


def test_a_plan_that_moves_an_area_again_takes_over_what_was_not_yet_received(cast):
    chore, other = task(cast), task(cast, "a07")
    first = sheet(cast, a01=2, a07=2)
    first = sign(cast, first, "常委")
    second = adopted(cast, AUGUST, AUGUST, a01=3, a07=2).handovers.get()
    first.refresh_from_db()
    assert (refs(first), refs(second)) == ({f"task/{other.pk}"}, {f"task/{chore.pk}"})
    assert (first.state, first.given_on) == (State.GIVING, None)
    assert str(second.giver) == "02号常委"
    assert f"handover/{first.pk}" in Entry.objects.filter(action="division.adopt").latest("seq").line
    sign(cast, second, "县长", "农业常委", on=AUGUST)
    assert led_by(chore) == "03号常委"
    sign(cast, first, "常委", "县长", on=AUGUST)
    assert (led_by(chore), led_by(other)) == ("03号常委", "02号常委")
    assert unlisted(AUGUST) == []


def test_a_sheet_on_which_nothing_is_left_is_void(cast):
    chore, first = task(cast), None
    first = sheet(cast)
    adopted(cast, AUGUST, AUGUST, a01=3)
    first.refresh_from_db()
    assert (first.state, first.void_reason) == (State.VOID, "所列事项已转入后开具的工作交接单")
    assert len(on_the_way(chore)) == 1


def test_what_is_received_stays_received_when_the_area_moves_on_before_the_witness_signs(cast):
    chore = task(cast)
    first = sign(cast, sheet(cast), "常委", "县长")
    second = adopted(cast, AUGUST, AUGUST, a01=3).handovers.get()
    sign(cast, second, "县长", "农业常委", on=AUGUST)
    first = sign(cast, first, "县委办主任", on=AUGUST)
    assert (first.state, led_by(chore)) == (State.DONE, "03号常委")


def of_draft(cast, **changes):
    plan = drafted(cast, **(changes or {"a01": 2}))
    people = {"giver_id": cast.people["09号常委"].pk, "receiver_id": cast.people["02号常委"].pk}
    return plan, handover_prepare(
        cast.call("秘书"), **people, cause="plan", division_id=plan.pk, effective_on=TODAY + DAY
    )


def test_a_draft_passes_nothing_on_before_it_is_adopted_and_its_day_has_come(cast):
    chore = task(cast)
    plan, row = of_draft(cast)
    sign(cast, row, on=TODAY)
    assert led_by(chore) == "09号常委"
    adopt(cast, plan, JULY, TODAY)
    assert sheets_due(JULY - DAY) == []
    assert led_by(chore) == "09号常委"
    night(cast, JULY)
    assert led_by(chore) == "02号常委"
    entry = Entry.objects.get(action="handover.pass_on")
    assert f"task/{chore.pk}" in entry.line
    assert sheets_due(JULY + DAY) == []
    with pytest.raises(Refusal) as refused:
        handover_pass_on(cast.call("秘书", JULY), handover_id=row.pk)
    assert refused.value.code == "handover_not_due"


def test_a_plan_adopted_on_its_day_has_the_signed_names_passed_by_the_next_job(cast):
    chore = task(cast)
    plan, row = of_draft(cast)
    sign(cast, row, on=TODAY)
    adopt(cast, plan, TODAY + DAY, TODAY + DAY)
    assert Job.objects.filter(kind="handover.pass_on", state=Job.State.WAITING).count() == 1
    work(once=True)
    assert led_by(chore) == "02号常委"


def test_a_draft_laid_aside_takes_its_sheets_with_it_signed_or_not(cast):
    chore = task(cast)
    plan, row = of_draft(cast)
    sign(cast, row, "常委", on=TODAY)
    division_drop(cast.call("秘书"), division_id=plan.pk, why="另拟方案")
    row.refresh_from_db()
    assert (row.state, row.void_reason) == (State.VOID, "方案草案未采用")
    assert f"handover/{row.pk}" in Entry.objects.get(action="division.drop").line
    with pytest.raises(Refusal) as refused:
        handover_sign(cast.call("县长"), handover_id=row.pk)
    assert refused.value.code == "handover_ended"
    again = sheet(cast)
    assert refs(again) == {f"task/{chore.pk}"}
    assert led_by(chore) == "09号常委"


def test_whoever_took_over_from_a_member_who_left_hands_over_to_the_next(cast):
    chore = task(cast)
    unseat(cast, "09号常委", JULY - DAY)
    sign(cast, leaving(cast), "常委", "县长")
    assert led_by(chore) == "02号常委"
    row = adopted(cast, AUGUST, AUGUST, a01=3, a07=3).handovers.get(areas=cast.areas["a01"])
    assert (str(row.giver), refs(row)) == ("02号常委", {f"task/{chore.pk}"})
    sign(cast, row, "县长", "农业常委", on=AUGUST)
    assert led_by(chore) == "03号常委"


def test_a_sheet_of_a_member_who_left_gives_way_to_the_plan_that_follows(cast):
    chore = task(cast)
    unseat(cast, "09号常委", JULY - DAY)
    left = leaving(cast)
    row = adopted(cast, AUGUST, AUGUST, a01=3).handovers.get()
    left.refresh_from_db()
    assert (str(row.giver), str(row.receiver)) == ("09号常委", "03号常委")
    assert left.state == State.VOID
    assert on_the_way(chore) == [row]


def test_a_plan_that_confirms_the_receiver_leaves_his_sheet_alone(cast):
    chore = task(cast)
    unseat(cast, "09号常委", JULY - DAY)
    left = leaving(cast)
    plan = adopted(cast, AUGUST, AUGUST, a01=2)
    assert not plan.handovers.exists()
    assert on_the_way(chore) == [left]
    assert "a01" not in {each.areas for each in unlisted(AUGUST)}
    sign(cast, left, "常委", "县长", on=AUGUST)
    assert led_by(chore) == "02号常委"


def test_what_was_signed_when_the_member_left_counts_for_the_plan_that_confirms_the_receiver(cast):
    task(cast)
    unseat(cast, "09号常委", JULY - DAY)
    plan = drafted(cast, a01=2)
    facts = division_facts(plan, AUGUST)["portfolio"]
    assert (facts["open_work"], facts["handovers_done"]) == (1, 0)
    sign(cast, leaving(cast))
    facts = division_facts(plan, AUGUST)["portfolio"]
    assert (facts["open_work"], facts["handovers_done"]) == (1, 1)


def test_a_task_issued_after_the_move_is_led_by_who_leads_then(cast):
    breakdown = loop.draft(cast, loop.line(cast, due="年底前"), on=TODAY)
    named = loop.draft(cast, loop.line(cast, due="年底前", leader_id=cast.people["06号常委"].pk), on=TODAY)
    adopted(cast, a01=2)
    for each in (breakdown, named):
        task_approve(cast.call("县委办主任", JULY, acknowledged=ANY | {"XC-70": "书记点名"}), breakdown_id=each.pk)
    assert str(Task.objects.get(breakdown=breakdown).leader) == "02号常委"
    assert str(Task.objects.get(breakdown=named).leader) == "06号常委"


def test_a_task_that_still_bears_a_former_name_is_on_the_list_and_handed_over_by_it(cast):
    adopted(cast, a01=2)
    wrong = task(cast, on=JULY)
    [left] = unlisted(JULY)
    assert (str(left.giver), str(left.receiver), left.on) == ("09号常委", "02号常委", JULY)
    row = handover_prepare(
        cast.call("秘书", JULY), giver_id=left.giver.pk, receiver_id=left.receiver.pk, effective_on=JULY
    )
    assert refs(row) == {f"task/{wrong.pk}"}
    assert unlisted(JULY) == []
    sign(cast, row)
    assert led_by(wrong) == "02号常委"


def test_who_was_named_on_purpose_is_on_no_list(cast):
    adopted(cast, a01=2)
    task(cast, on=JULY, leader="06号常委")
    assert unlisted(JULY) == []


def test_a_seat_that_ended_puts_what_he_had_in_hand_on_the_list(cast):
    own, instruction = matter(cast), loop.instruct(cast)
    giver = str(instruction.leader)
    unseat(cast, "09号常委", JULY - DAY)
    unseat(cast, giver, JULY - DAY)
    assert Membership.objects.filter(person=cast.people["09号常委"], until=None).exists()
    found = {thing.ref: left for left in unlisted(JULY) for thing in left.things}
    assert {f"matter/{own.pk}", f"instruction/{instruction.pk}"} <= set(found)
    assert all(left.has_left and left.on == JULY for left in found.values())


def test_what_waits_for_him_since_he_gave_up_his_seat_waits_rightly(cast):
    unseat(cast, "09号常委", JULY - DAY)
    since = task(cast, "a03", on=JULY)
    assert unlisted(JULY) == []
    before = task(cast, "a03")
    assert refs(leaving(cast)) == {f"task/{before.pk}"}
    assert unlisted(JULY) == []
    assert led_by(since) == "09号常委"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"area_ids": ["a03"]}, "handover_not_holder"),
        ({"area_ids": ["a01"], "cause": "area"}, "handover_not_holder"),
        ({"area_ids": ["a01"], "cause": "area", "receiver": "09号常委", "giver": "02号常委"}, ""),
        ({"area_ids": ["a01"]}, ""),
    ],
)
def test_nobody_hands_over_what_is_not_his(cast, given, code):
    given = dict(given) | {"area_ids": [cast.areas[each].pk for each in given["area_ids"]]}
    try:
        leaving(cast, **given)
    except Refusal as refused:
        assert refused.code == code  # noqa: PT017
    else:
        assert code == ""


def test_a_receiver_who_left_before_he_signed_gives_the_area_on_by_a_new_sheet(cast):
    chore = task(cast)
    first = sign(cast, sheet(cast), "常委")
    Membership.objects.filter(person=cast.people["02号常委"]).update(until=JULY + DAY)
    day = JULY + 2 * DAY
    [left] = [each for each in unlisted(day) if cast.areas["a01"].pk in each.areas]
    assert (str(left.giver), left.has_left) == ("02号常委", True)
    row = leaving(cast, "03号常委", "02号常委", on=day)
    first.refresh_from_db()
    assert (first.state, on_the_way(chore)) == (State.VOID, [row])
    handover_stand_in(cast.call("秘书", day), handover_id=row.pk, reason="已调离")
    sign(cast, row, "农业常委", on=day)
    assert led_by(chore) == "03号常委"


def test_only_who_signs_reads_what_he_may_not_open(cast):
    row = matter(cast, title="关于开发区扩区的请示")
    moved = sheet(cast)
    for who, reads in (("常委", True), ("县长", True), ("秘书", True), ("组织部", False)):
        lines, hidden = pages.item_lines(moved, cast.actor(who))
        assert ([line.item.ref for line in lines] == [f"matter/{row.pk}"]) is reads, who
        assert hidden == ("" if reads else "另有 1 件，不在您的查阅范围内")
        assert ("关于开发区扩区的请示" in str(pages.paper(moved, cast.actor(who)))) is reads
    handover_void(cast.call("秘书"), handover_id=moved.pk, reason="名单有误")
    [line] = pages.left_lines(unlisted(JULY), cast.actor("组织部", JULY))
    assert (line.things, line.hidden, line.url) == ((), 1, "")


def test_the_organization_department_opens_no_sheet(cast):
    with pytest.raises(Refusal) as refused:
        handover_prepare(
            cast.call("组织部", JULY),
            giver_id=cast.people["09号常委"].pk,
            receiver_id=cast.people["02号常委"].pk,
            effective_on=JULY,
            cause="leave",
            area_ids=[cast.areas["a01"].pk],
        )
    assert refused.value.code == "forbidden"


def test_the_list_asks_as_often_for_a_few_as_for_many(cast):
    for number in (2, 3, 6):
        Membership.objects.filter(person=cast.people[f"{number:02d}号常委"]).update(until=JULY - number * DAY)
    counts = []
    for rounds in (1, 12):
        for _ in range(rounds):
            for code in ("a01", "a02", "a03", "a07", "a08"):
                matter(cast, code)
                task(cast, code, leader="06号常委")
        if rounds == 1:
            adopted(cast, a07=2, a08=3)
        unlisted(JULY)
        with CaptureQueriesContext(connection) as asked:
            found = unlisted(JULY)
        counts.append((len(asked), sum(len(each.things) for each in found)))
    assert counts[1][1] > counts[0][1] > 0
    assert counts[1][0] == counts[0][0]

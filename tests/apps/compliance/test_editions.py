"""补录: what happened under an older text is judged by it, on whatever day it is entered."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from tests.apps.meetings import desk
from tests.cast import TODAY, Cast
from yixing.accounts.models import Delegation, RoleGrant
from yixing.compliance.gates import findings
from yixing.compliance.models import Adoption, Check, Parameter
from yixing.door.call import Call
from yixing.ledger.models import Entry
from yixing.meetings import actions
from yixing.meetings.models import AgendaItem
from yixing.people.models import Membership
from yixing.portfolios.models import Assignment, Division

pytestmark = pytest.mark.django_db
LONG_AGO = dt.date(2015, 1, 1)
LAST_OF_2014 = dt.date(2019, 2, 28)
WHY = "补录，依据会议记录本。"


def in_office_for_long(cast: Cast) -> None:
    """The same people, division and numbers of the county, since long before."""
    for model in (Membership, Division, Assignment, RoleGrant, Delegation, Parameter, Adoption):
        model.objects.update(since=LONG_AGO)


def entered(cast: Cast, on: dt.date) -> Call:
    """A call of today about what happened on that day."""
    return cast.call("秘书", on, at=timezone.make_aware(dt.datetime.combine(TODAY, dt.time(12))), backfill=WHY)


def concluded(cast: Cast, on: dt.date, present: int) -> AgendaItem:
    """A meeting on cadres of that day, entered today: planned, opened and concluded as 补录."""
    matter = desk.matter(cast, "关于调整干部的事项", "T07", "cadre")
    meeting = actions.meeting_plan(entered(cast, on), on=on)
    actions.meeting_agenda(entered(cast, on), meeting_id=meeting.pk, items=[{"matter": matter.pk}])
    members = list(meeting.attendances.filter(capacity="member").order_by("order"))
    actions.meeting_attendance(
        entered(cast, on),
        meeting_id=meeting.pk,
        presence={row.person_id: "present" if n < present else "leave" for n, row in enumerate(members)},
        reasons={row.person_id: "因公外出" for row in members[present:]},
    )
    actions.meeting_open(entered(cast, on), meeting_id=meeting.pk)
    item = desk.first_item(meeting)
    return actions.meeting_conclude(entered(cast, on), item_id=item.pk, outcome="agreed", text="同意。")


@pytest.mark.parametrize(("later", "edition"), [(0, "2014"), (1, "2019")])
@pytest.mark.parametrize(("present", "status"), [(7, "violated"), (8, "satisfied")])
def test_a_meeting_entered_later_is_judged_by_the_text_of_its_day(
    cast: Cast, later: int, edition: str, present: int, status: str
) -> None:
    """讨论干部任免 on the last day of the regulation of 2014 and on the first of that of 2019."""
    in_office_for_long(cast)
    on = LAST_OF_2014 + dt.timedelta(days=later)
    item = concluded(cast, on, present)
    checks = Check.objects.filter(subject=f"item/{item.pk}")
    found = [finding for check in checks for finding in check.findings if finding["rule"] == "CR-10"]
    assert {(finding["citation"]["edition"], finding["status"]) for finding in found} == {(edition, status)}
    assert {check.on for check in checks} == {on}
    entry = Entry.objects.filter(subject=f"item/{item.pk}").order_by("seq").last()
    assert entry is not None
    assert (entry.on, entry.at.date()) == (on, TODAY)
    line = next(rule for rule in json.loads(entry.line)["rules"] if rule["id"] == "CR-10")
    assert line["status"] == status


@pytest.mark.parametrize(
    ("on", "edition", "status"),
    [(dt.date(2024, 6, 12), "2018", "violated"), (dt.date(2025, 11, 3), "2025", "satisfied")],
)
def test_the_rulebook_of_the_county_answers_by_the_day_asked(
    cast: Cast, on: dt.date, edition: str, status: str
) -> None:
    """A village of 2024 is judged by the law of 2018, though that of 2025 is in the packs as well."""
    assert on > TODAY
    facts = {"village": {"forum": "villagers", "special_notice": True, "called_on": on, "resolved_on": on}}
    found = next(finding for finding in findings("village.resolve", facts, on=on) if finding.rule == "CUN-04")
    assert (found.citation.edition, found.status.value) == (edition, status)

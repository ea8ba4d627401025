"""One object of each kind, made by the actions themselves, and the addresses that lead to them."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests.apps.argument import arguing
from tests.apps.coordination.test_differences import raised
from tests.apps.duties import doing
from tests.apps.handover import moving
from tests.apps.matters import walk
from tests.apps.meetings import desk
from tests.apps.supervision import loop
from tests.cast import START, TODAY, Cast
from yixing.accounts.models import Delegation, RoleGrant
from yixing.ballots.actions import poll_open
from yixing.compliance.models import Adoption, Parameter
from yixing.coordination.models import TaskCircular
from yixing.decisions.actions import decision_brief, decision_file_light
from yixing.decisions.models import Decision
from yixing.duties.actions import year_review
from yixing.files.actions import attachment_add
from yixing.jobs.models import Job
from yixing.ledger.models import Checkpoint, Entry
from yixing.matters.actions import opinion_open
from yixing.meetings import actions as meetings
from yixing.people.models import Membership
from yixing.portfolios.models import Division
from yixing.proposals.actions import proposal_ask
from yixing.supervision.actions import supervision_draft, supervision_sign

WORDS = {
    "what": {"meetings": "agenda", "polls": "ballot"},
    "suffix": "docx",
    "kind": "legal",
    "code": "major_project",
    "figure_id": "matters",
    "rule": "LC-11",
    "key": "large_funds",
    "limit": "login_failures",
    "role": "clerk",
    "page": "clerk",
    "slug": "clerk",
}
"""What stands for the words in an address; the number of an object stands for its number."""

KIND_OF: tuple[tuple[str, str], ...] = (
    ("matters/rounds/", "round"),
    ("matters/replies/", "reply"),
    ("matters/", "matter"),
    ("argument/consultations/new/", "matter"),
    ("argument/consultations/", "consultation"),
    ("argument/research/cite/", "matter"),
    ("argument/research/", "research"),
    ("argument/notices/new/", "matter"),
    ("argument/notices/", "public_notice"),
    ("argument/hearings/new/", "matter"),
    ("argument/hearings/", "hearing"),
    ("argument/experts/", "expert"),
    ("meetings/items/", "item"),
    ("meetings/minutes/", "paper"),
    ("meetings/", "meeting"),
    ("polls/items/", "item"),
    ("polls/", "poll"),
    ("decisions/direct/", "matter"),
    ("decisions/circulars/", "circular"),
    ("decisions/", "decision"),
    ("briefings/instructions/", "instruction"),
    ("briefings/", "briefing"),
    ("tasks/breakdowns/new/", "decision"),
    ("tasks/breakdowns/", "breakdown"),
    ("tasks/reports/", "report"),
    ("tasks/remind/", "task"),
    ("tasks/notices/", "notice"),
    ("tasks/", "task"),
    ("portfolios/together/circulation/", "matter"),
    ("portfolios/together/circulars/", "task_circular"),
    ("portfolios/together/differences/new/", ""),
    ("portfolios/together/", "difference"),
    ("portfolios/handovers/", "handover"),
    ("portfolios/proposals/", "proposal"),
    ("duties/inquiries/", "inquiry"),
    ("duties/recommendations/", "recommendation"),
    ("duties/reports/", "duty_report"),
    ("duties/talks/", "talk_sheet"),
    ("duties/year/", "year_review"),
    ("duties/", "duty"),
    ("portfolios/members/", "person"),
    ("portfolios/areas/", "area"),
    ("portfolios/", "division"),
    ("papers/", "paper"),
    ("rules/parameters/", "parameter"),
    ("rules/adoptions/", "adoption"),
    ("people/organizations/", "organization"),
    ("people/posts/", "post"),
    ("people/persons/", "person"),
    ("people/bodies/", "body"),
    ("people/memberships/", "membership"),
    ("files/add/", "matter"),
    ("files/", "attachment"),
    ("users/", "user"),
    ("roles/delegations/", "delegation"),
    ("roles/", "grant"),
    ("dossiers/decisions/", "decision"),
    ("dossiers/", "job"),
    ("recheck/", "job"),
    ("ledger/checkpoints/", "checkpoint"),
    ("ledger/", "entry"),
)


QUERIES = {
    "files/add/": "?subject=matter/{pk}",
    "tasks/breakdowns/new/": "?decision={pk}",
    "tasks/remind/": "?ids={pk}",
}
"""Addresses that name their object behind the question mark."""


@dataclass(frozen=True, slots=True)
class Address:
    """One route of the product, filled in: what guards it, and which object it is about."""

    pattern: str
    path: str
    guard: Any
    kind: str

    def __str__(self) -> str:
        return self.pattern or "/"


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


def _kind(pattern: str) -> str:
    return next((kind for prefix, kind in KIND_OF if pattern.startswith(prefix)), "")


def address_of(pattern: str, things: dict[str, Model]) -> str:
    """The address of a route with the numbers of these objects in it."""

    def word(found: re.Match[str]) -> str:
        converter, _, name = found.group(1).rpartition(":")
        if converter == "int":
            return str(things[_kind(pattern)].pk)
        value = WORDS[name]
        return value[pattern.split("/", maxsplit=1)[0]] if isinstance(value, dict) else value

    query = QUERIES.get(pattern, "")
    named = query.format(pk=things[_kind(pattern)].pk) if query else ""
    return "/" + re.sub(r"<([^>]+)>", word, pattern) + named


def addresses(things: dict[str, Model]) -> list[Address]:
    """Every route but the public ones, with the numbers of these objects in it."""
    return [
        Address(
            pattern,
            address_of(pattern, things),
            view.guard,
            _kind(pattern) if "<int:" in pattern or pattern in QUERIES else "",
        )
        for pattern, view in _patterns(get_resolver())
        if view.guard != "public"
    ]


def make(cast: Cast) -> dict[str, Model]:
    """One object of each kind, all of them of 县财政局 and of 财政税务, which 09号常委 leads."""
    matter = walk.to_member(cast)
    due = TODAY.replace(day=20)
    units = [cast.units["D04"].pk]
    asked = opinion_open(cast.call("联络员"), matter_id=matter.pk, unit_ids=units, due_on=due, text="征求意见")
    meeting = desk.opened(cast, desk.matter(cast), desk.matter(cast, title="关于干部任免的事项", nature="deliberate"))
    first, second = meeting.items.order_by("order")
    poll = poll_open(
        cast.call("秘书", desk.DAY, acknowledged=desk.ANY),
        item_id=second.pk,
        options=[{"text": "是否同意"}],
        chief_scrutineer="监票人甲",
        scrutineers="监票人甲",
        tellers="秘书甲、秘书乙",
    )
    line = {"text": "由县财政局牵头落实。", "title": "落实", "lead": cast.units["D02"].pk, "due": "年底前"}
    desk.conclude(cast, first, settled=[line])
    papers = desk.with_agenda(cast, desk.matter(cast, title="关于预算调整的事项"))
    minutes = _minutes(cast)
    task = loop.in_hand(cast)
    report = loop.report(cast, task)
    briefing = loop.present(cast)
    instruction = loop.instruct(cast, briefing)
    attachment = attachment_add(
        cast.call("联络员"),
        subject=f"matter/{matter.pk}",
        label="other",
        upload=SimpleUploadedFile("说明.pdf", b"%PDF-1.4 a\n%%EOF\n", "application/pdf"),
    )
    things: dict[str, Model] = {
        "matter": matter,
        "round": asked,
        "reply": asked.replies.get(),
        **_argued(cast),
        "meeting": papers,
        "item": first,
        "poll": poll,
        "decision": first.decisions.get(),
        "circular": _circular(cast),
        "briefing": briefing,
        "instruction": instruction,
        "task": task,
        "breakdown": task.breakdown,
        "report": report,
        "notice": _notice(cast),
        "paper": minutes,
        "duty": doing.duty(cast),
        "inquiry": doing.ask(cast),
        "recommendation": doing.recommend(cast),
        "duty_report": doing.report(cast),
        "year_review": year_review(cast.call("秘书"), year=2023),
        "talk_sheet": doing.quarter(cast, [doing.pair(cast, 6, 9, doing.MARCH)]),
        "division": Division.objects.get(),
        "handover": moving.prepared(cast),
        "difference": raised(cast),
        "task_circular": TaskCircular.objects.create(year=2022, ordinal=1, on=START),
        "proposal": proposal_ask(cast.call("组织部")),
        "attachment": attachment,
        "area": cast.areas["a01"],
        "organization": cast.units["D02"],
        "person": cast.people["09号常委"],
        "post": Membership.objects.filter(post__isnull=False).earliest("pk").post,
        "body": cast.bodies["standing"],
        "membership": Membership.objects.earliest("pk"),
        "user": cast.users["联络员"],
        "grant": RoleGrant.objects.get(user=cast.users["联络员"]),
        "delegation": Delegation.objects.earliest("pk"),
        "parameter": Parameter.objects.get(key="large_funds"),
        "adoption": Adoption.objects.get(rule="LC-11", since=START),
    }
    entry = Entry.objects.latest("seq")
    checkpoint = Checkpoint.objects.create(size=1, root=bytes(32), note="示例", at=timezone.now())
    job = Job.objects.create(kind="daily", due=timezone.now())
    return things | {"entry": entry, "checkpoint": checkpoint, "job": job}


def light(cast: Cast, title: str = "研究县级预备费") -> Decision:
    """What a light meeting of the member in charge settled; it is not on file."""
    meeting = meetings.meeting_light(
        cast.call("秘书", desk.DAY),
        kind="topic",
        title=title,
        on=desk.DAY,
        chair_id=cast.people["09号常委"].pk,
        lines=[{"text": "由县财政局落实。", "lead": cast.units["D02"].pk, "due": "年底前"}],
        area_id=cast.areas["a01"].pk,
    )
    return meeting.decisions.get()


def filed(cast: Cast, title: str = "研究县级预备费") -> Decision:
    """The same, on file as a direct decision."""
    call = cast.call("秘书", desk.DAY, acknowledged=desk.ANY)
    return decision_file_light(call, decision_id=light(cast, title).pk, type_code="T20", no_funds=True)


def _circular(cast: Cast) -> Model:
    """《分管常委直接决定情况通报》 of one filed decision."""
    filed(cast)
    return decision_brief(cast.call("秘书", desk.DAY, acknowledged=desk.ANY), until=desk.DAY)


def _argued(cast: Cast) -> dict[str, Model]:
    """A matter of 县财政局 that is being argued: experts asked, one of whom has answered, a research, a notice, a hearing."""
    matter = arguing.matter(cast)
    consultation = arguing.asked(cast, matter)
    return {
        "expert": consultation.advices.latest("pk").expert,
        "consultation": arguing.say(cast, consultation),
        "research": arguing.research(cast),
        "public_notice": arguing.notice(cast, matter),
        "hearing": arguing.hearing(cast, arguing.matter(cast, day=arguing.EARLIER, title="关于供热价格的请示")),
    }


def _notice(cast: Cast) -> Model:
    """A signed 督办通知 to 县财政局 that waits for its answer."""
    task = loop.in_hand(cast)
    given = {"approved_by_id": cast.people["09号常委"].pk, "demands": ["报送资金到位情况。"]}
    by = loop.TODAY + dt.timedelta(days=10)
    notice = supervision_draft(cast.call("督查员"), task_id=task.pk, answer_by=by, **given)
    return supervision_sign(cast.call("县委办主任"), notice_id=notice.pk)


def _minutes(cast: Cast) -> Model:
    """The draft of the minutes of a meeting that is over."""
    meeting = desk.opened(cast, desk.matter(cast, title="关于防汛准备的事项"))
    line = {"text": "由县财政局保障经费。", "title": "保障", "lead": cast.units["D02"].pk, "due": "年底前"}
    desk.conclude(cast, desk.first_item(meeting), settled=[line])
    meetings.meeting_close(cast.call("秘书", desk.DAY, acknowledged=desk.ANY), meeting_id=meeting.pk)
    return meetings.minutes_draft(cast.call("秘书", desk.DAY), meeting_id=meeting.pk)

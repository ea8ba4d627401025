"""What an object page of a matter shows, as view models: what next, the sheet, the signatures, what it hangs with."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from yixing.access import kinds, loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.access.roles import Role
from yixing.matters.charge import touched_members
from yixing.matters.delegates import principals_for
from yixing.matters.findings import sees_deliberation
from yixing.matters.models import Endorsement, Matter, Step
from yixing.matters.opinions import round_standing
from yixing.matters.sheet import IMPACTS, incomplete, label_of, request_lines
from yixing.matters.standing import agenda_items, reporter, valid_signatures
from yixing.matters.state import BEFORE_MEETING, EDITABLE, OPEN, State
from yixing.matters.steps import FIELDS, OFFICE_ONLY, key_of
from yixing.people.models import Person
from yixing.people.queries import head_of
from yixing.portfolios.leads import member_in_charge
from yixing.ui.components import Badge, Fact, NextStep, RelatedItem, StepState, StripStep, Tone
from yixing.ui.templatetags.ui import money
from yixing_core.rules.kinds import Fact as RuleFact
from yixing_core.rules.kinds import coerce, shown

Stage = Endorsement.Stage
_DECIDED = 5
"""议定事项 of one item whose 决策全过程档案 get a button; the rest is reached from the list of 议定事项."""

_TONES: dict[str, Tone] = {
    State.DRAFTING: "quiet",
    State.RETURNED: "bad",
    State.WITHDRAWN: "quiet",
    State.DEFERRED: "warn",
    State.TRANSFERRED: "info",
    State.LISTED: "info",
    State.SCHEDULED: "info",
    State.CONCLUDED: "good",
    State.FILED: "good",
}


def money_words(amount: Decimal | None) -> str:
    """An amount in 元 as the office writes it, exactly; empty where there is none."""
    return "" if amount is None else money(amount)


def status_badge(matter: Matter) -> Badge:
    """The state in a stamped word."""
    return Badge(matter.get_state_display(), _TONES.get(matter.state, "plain"))


@dataclass(frozen=True, slots=True)
class _Turn:
    """Whose turn it is in a state, which action that is, and the page of it."""

    action: Action
    page: str
    button: str
    who: str


_TURNS: dict[str, _Turn] = {
    State.UNIT_HEAD: _Turn(Action.MATTER_SIGN, "sign", "审签", "单位负责人"),
    State.MEMBER: _Turn(Action.MATTER_MEMBER_SIGN, "member", "审签", "分管常委"),
    State.OFFICE: _Turn(Action.MATTER_CHECK, "check", "核对", "县委办秘书"),
    State.DIRECTOR: _Turn(Action.MATTER_REVIEW, "review", "审核", "县委办主任"),
    State.CHAIR: _Turn(Action.MATTER_DETERMINE, "determine", "确定", "书记"),
}
_WAITS = {
    State.LISTED: ("列入会议议程", "县委办秘书"),
    State.SCHEDULED: ("在会上研究", "会议"),
    State.TRANSFERRED: ("在专题会研究", "专题会"),
}


def next_steps(matter: Matter, actor: Actor, on: dt.date) -> list[NextStep]:
    """The one primary button for this actor (or whom it waits for), then what else he may do."""
    return [*_primary(matter, actor, on), *_beside(matter, actor)]


def _primary(matter: Matter, actor: Actor, on: dt.date) -> list[NextStep]:
    base = f"/matters/{matter.pk}"
    if matter.state in {State.DRAFTING, State.RETURNED}:
        member = reporter(matter) if matter.state == State.RETURNED else None
        return [_submission(matter, actor, base) if member is None else _report_again(member, actor, base)]
    turn = _TURNS.get(matter.state)
    if turn is not None:
        delegates = [] if loaders.may(actor, turn.action, matter) else principals_for(actor, turn.action, matter)
        if delegates or loaders.may(actor, turn.action, matter):
            who = f"代{delegates[0].name}录入，须附签批件。" if delegates else ""
            own = NextStep("上传签批件（代录）" if delegates else turn.button, f"{base}/{turn.page}/", who=who)
            return (
                [_direct(matter), replace(own, label=f"{own.label}，提请上会", primary=False)]
                if _is_direct(matter)
                else [own]
            )
        return [NextStep(turn.button, who=_named(matter, turn, on))]
    if matter.state in _WAITS:
        words, who = _WAITS[State(matter.state)]
        return [NextStep(words, who=who)]
    again = matter.state in {State.DEFERRED, State.WITHDRAWN} and loaders.may(actor, Action.MATTER_DRAFT)
    if again and loaders.may(actor, Action.MATTER_REVISE, matter):
        return [NextStep("重新提请", f"/matters/new/?resubmits={matter.pk}")]
    return _change(matter, actor)


def _change(matter: Matter, actor: Actor) -> list[NextStep]:
    """提请变更: what was decided is changed or stopped only by the way it was decided (AD-19)."""
    if matter.state not in {State.CONCLUDED, State.FILED} or not loaders.may(actor, Action.MATTER_DRAFT):
        return []
    if not loaders.may(actor, Action.MATTER_REVISE, matter):
        return []
    return [NextStep("提请变更", f"/matters/new/?resubmits={matter.pk}", primary=False)]


def _is_direct(matter: Matter) -> bool:
    """Whether it is the member's own to decide: then filing it comes before putting it to the meeting."""
    return matter.state == State.MEMBER and matter.decided_by == Matter.DecidedBy.MEMBER


def _direct(matter: Matter) -> NextStep:
    return NextStep("列入直接决定备案", f"/decisions/direct/{matter.pk}/", who="按规定可由分管常委直接决定，不上会。")


def _report_again(member: Person, actor: Actor, base: str) -> NextStep:
    """A 临机处置 that was sent back lies with the member who reported it."""
    url = f"{base}/emergency/again/"
    if actor.person_id == member.pk:
        return NextStep("修改后重报", url)
    if member.pk in actor.principal_ids:
        return NextStep("修改后重报（代录）", url, who=f"代{member.name}录入，须附签批件。")
    return NextStep("修改后重报", who=member.name)


def _submission(matter: Matter, actor: Actor, base: str) -> NextStep:
    if not loaders.may(actor, Action.MATTER_SUBMIT, matter):
        return NextStep("送审", who=f"{matter.unit}")
    lacking = incomplete(matter)
    if lacking:
        words = "、".join(label_of(name) for name in lacking)
        return NextStep(
            "暂不能送单位负责人",
            refused_because=f"还没有填：{words}。",
            mend_url=f"{base}/edit/",
            mend_label="补填议题单",
        )
    return NextStep("送单位负责人", f"{base}/submit/", method="post", version=matter.version)


def _named(matter: Matter, turn: _Turn, on: dt.date) -> str:
    """Whom it waits for, by name where one person it is."""
    if matter.state == State.UNIT_HEAD:
        head = head_of(matter.unit, on)
        return f"{matter.unit}{turn.who}{head.name if head else ''}"
    if matter.state == State.MEMBER:
        leading = member_in_charge(matter.area_id, on)
        return f"{turn.who}{leading.name}" if leading else f"{turn.who}（“{matter.area}”当日无人分管）"
    return turn.who


def _beside(matter: Matter, actor: Actor) -> list[NextStep]:
    """Plain buttons: edit, ask for opinions, record a step, withdraw."""
    base = f"/matters/{matter.pk}"
    steps = []
    editable = matter.state in EDITABLE or (actor.has(Role.CLERK) and matter.state in BEFORE_MEETING)
    if editable and loaders.may(actor, Action.MATTER_REVISE, matter):
        words = "改议题单" if matter.state in EDITABLE else "调整汇报人和列席"
        steps.append(NextStep(words, f"{base}/edit/", primary=False))
    if matter.state in BEFORE_MEETING and loaders.may(actor, Action.OPINION_OPEN, matter):
        steps.append(NextStep("征求意见", f"{base}/opinions/", primary=False))
    if matter.state in {State.LISTED, State.TRANSFERRED} and loaders.may(actor, Action.MATTER_DETERMINE, matter):
        steps.append(NextStep("重新确定", f"{base}/determine/", primary=False))
    if matter.state in OPEN and loaders.may(actor, Action.MATTER_WITHDRAW, matter):
        steps.append(
            NextStep("撤题", f"{base}/withdraw/", primary=False, consequence="不再上会，材料保留，可以重新提请。")
        )
    return steps


_STRIP = (
    (Stage.UNIT_HEAD, State.UNIT_HEAD, "单位负责人审签"),
    (Stage.MEMBER, State.MEMBER, "分管常委审签"),
    (Stage.OFFICE, State.OFFICE, "县委办核对"),
    (Stage.DIRECTOR, State.DIRECTOR, "主任审核"),
    (Stage.CHAIR, State.CHAIR, "书记确定"),
)


def last_return(matter: Matter) -> Endorsement | None:
    """Who sent it back last and why, while it lies with the unit again; shown beside the button that sends it on."""
    if matter.state != State.RETURNED:
        return None
    return matter.endorsements.filter(verdict=Endorsement.Verdict.RETURN).order_by("-id").first()


def strip(matter: Matter) -> list[StripStep]:
    """起草 to 上会 as a line with dates; what was signed before a return no longer counts."""
    signed = {signature.stage: signature for signature in valid_signatures(matter)}
    at_unit = matter.state in {State.DRAFTING, State.RETURNED}
    # What the member decided himself goes no further: the rest of the way is not his to wait for.
    ahead: StepState = "skipped" if matter.state == State.FILED else "todo"
    line = [StripStep("起草", matter.drafted_on, "current" if at_unit else "done")]
    # A member who reports a 临机处置 signs it himself: what would have come before his signature is not needed.
    last = max((place for place, (stage, _, _) in enumerate(_STRIP) if stage in signed), default=-1)
    if matter.state == State.RETURNED and reporter(matter) is not None:
        last = 1  # sent back to him, it needs the unit head as little as before
    for place, (stage, state, label) in enumerate(_STRIP):
        signature = signed.get(stage)
        current: StepState = "current" if matter.state == state else "skipped" if place < last else ahead
        note = f"{signature.person}{'（代录）' if signature.is_delegated else ''}" if signature else ""
        line.append(StripStep(label, signature.on, "done", note) if signature else StripStep(label, state=current))
    items = agenda_items(matter)
    if items:
        item = items[-1]
        done = bool(item.outcome)
        line.append(StripStep("上会", item.meeting.on, "done" if done else "current", item.get_outcome_display()))
    else:
        line.append(StripStep("上会", state="current" if matter.state == State.LISTED else ahead))
    return line


def sheet_facts(matter: Matter, on: dt.date) -> list[Fact]:
    """The 议题单 as label and value, in the order of the paper."""
    day = matter.drafted_on if matter.state in EDITABLE else on
    leading = member_in_charge(matter.area_id, day)
    charge = f"{leading.name}（{matter.area}）" if leading else f"“{matter.area}”无人分管" if matter.area else "未填"
    facts = [
        Fact("类型", f"{matter.type.code} {matter.type.name}"),
        Fact("性质", matter.get_nature_display()),
        Fact("轻重", matter.get_importance_display()),
        Fact("提请单位", str(matter.unit), note=matter.get_submitter_display()),
        Fact("归口分管常委", charge, note=f"{day.isoformat()} 的分工"),
        Fact("涉及其他常委", "、".join(person.name for person in touched_members(matter, day)) or "无"),
        Fact("决定主体", matter.get_decided_by_display() or "审签后记定"),
    ]
    if matter.is_offline:
        return [*facts, Fact("另册占位", "材料走线下，这里不登记名称和内容")]
    return [
        *facts,
        Fact("金额", money(matter.amount), note=matter.fund_source),
        Fact("汇报人", matter.presenter or "未填"),
        Fact("列席单位", "、".join(str(unit) for unit in matter.attending_units.all()) or "无"),
        Fact("建议时长", f"{matter.minutes} 分钟"),
        Fact("汇报稿字数", matter.report_words if matter.report_words is not None else "未填"),
    ]


def sheet_texts(matter: Matter) -> dict[str, Any]:
    """The longer parts of the sheet for the page and the print."""
    return {
        "reason": matter.reason,
        "requests": request_lines(matter),
        "options": matter.options,
        "disagreement": matter.disagreement,
        "impacts": [label for name, label in IMPACTS if getattr(matter, name)],
    }


@dataclass(frozen=True, slots=True)
class StepRow:
    """A recorded step as the page lists it."""

    label: str
    on: dt.date
    document: str
    summary: str
    words: str
    correct_url: str
    origin_url: str = ""
    """The record it follows from, where it was not entered by hand."""


def step_rows(matter: Matter, actor: Actor) -> list[StepRow]:
    """The recorded steps this actor may see, with a link to correct one for those who may record."""
    confidential = sees_deliberation(actor, matter)
    may = matter.state in OPEN and loaders.may(actor, Action.STEP_RECORD, matter)
    rows = []
    for step in matter.steps.filter(is_revoked=False).order_by("on", "id"):
        if step.kind in OFFICE_ONLY and not confidential:
            continue
        said = [
            f"{fact.label}：{_shown(fact, step.values[key_of(fact)])}"
            for fact in FIELDS[step.kind]
            if key_of(fact) in step.values
        ]
        correct = may and not step.origin and (step.kind not in OFFICE_ONLY or actor.has(Role.CLERK))
        url = f"/matters/{matter.pk}/steps/{step.kind}/?corrects={step.pk}" if correct else ""
        rows.append(
            StepRow(
                Step.Kind(step.kind).label,
                step.on,
                step.document,
                step.summary,
                "；".join(said),
                correct_url=url,
                origin_url=kinds.address(step.origin) if step.origin else "",
            )
        )
    return rows


def _shown(fact: RuleFact, stored: Any) -> str:
    return shown(fact, coerce(fact, stored))


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round of opinions as the matter's page lists it."""

    url: str
    opened_on: dt.date
    due_on: dt.date
    words: str
    badge: Badge


def round_rows(matter: Matter, on: dt.date) -> list[RoundRow]:
    """Rounds with 已回/应回 and what is still open."""
    rows = []
    for each in matter.rounds.prefetch_related("replies").order_by("id"):
        standing = round_standing(each, on, list(each.replies.all()))
        words = f"已回 {standing.replied}／应回 {standing.asked}，有意见 {standing.with_opinion}"
        words += "，采纳情况表已形成" if standing.adoption_table else "，采纳情况待填" if standing.undecided else ""
        url = f"/matters/rounds/{each.pk}/"
        rows.append(RoundRow(url, each.opened_on, each.due_on, words, round_badge(each.due_on, on, standing.waiting)))
    return rows


def round_badge(due: dt.date, on: dt.date, waiting: int) -> Badge:
    """Where a round stands: complete, waiting, near its day (two days), or over it with answers still wanting."""
    if not waiting:
        return Badge("已齐", "good")
    days = (due - on).days
    if days < 0:
        return Badge(f"逾期，{waiting} 个单位未回", "bad")
    near = 2
    return Badge(f"待 {waiting} 个单位回复", "warn" if days <= near else "plain")


def related(matter: Matter, actor: Actor) -> list[RelatedItem]:
    """Meetings, 议定事项 and earlier or later submissions it hangs together with, as far as the actor may see them."""
    found: list[RelatedItem] = []
    meetings = {item.meeting_id: item for item in agenda_items(matter)}
    for item in meetings.values():
        if loaders.visible(type(item.meeting), actor).filter(pk=item.meeting_id).exists():
            badge = Badge(item.get_outcome_display()) if item.outcome else None
            url = f"/meetings/{item.meeting_id}/"
            found.append(RelatedItem("会议", item.meeting.title, url, on=item.meeting.on, badge=badge))
    for decision in cast("Any", matter).decisions.order_by("decided_on", "id"):
        if loaders.visible(type(decision), actor).filter(pk=decision.pk).exists():
            url = f"/decisions/{decision.pk}/"
            found.append(RelatedItem("议定事项", decision.title, url, decision.number, decision.decided_on))
    linked = [("原事项", matter.resubmits)] if matter.resubmits else []
    linked += [("重新提请", each) for each in matter.resubmitted_as.order_by("id")]
    for kind, other in linked:
        if other and loaders.visible(Matter, actor).filter(pk=other.pk).exists():
            badge = status_badge(other)
            found.append(RelatedItem(kind, other.title, f"/matters/{other.pk}/", other.number or "", badge=badge))
    return found


def decided(matter: Matter, actor: Actor) -> list[Any]:
    """The 议定事项 that came of it, where the actor may take their 决策全过程档案; asked only once it is decided."""
    if matter.state not in {Matter.State.CONCLUDED, Matter.State.FILED} or not loaders.may(actor, Action.DOSSIER_TAKE):
        return []
    rows: Any = matter.decisions  # their app stands above and is reached by the reverse relation
    return list(loaders.visible(rows.model, actor).filter(matter=matter).order_by("id")[:_DECIDED])

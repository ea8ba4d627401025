"""两步决定: what must go up to the plenary, which rule says so, and where each of the two proofs stands."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

from django.db.models import Max, Q, QuerySet

from yixing.access import loaders
from yixing.access.actor import Actor
from yixing.compliance import gates
from yixing.matters.models import Matter
from yixing.matters.standing import agenda_items
from yixing.matters.state import OPEN, State
from yixing.ui.components import Badge, Column
from yixing_core.rules.model import Finding, Status

PLENARY = Matter.DecidedBy.PLENARY
Stands = Literal["before", "on_agenda", "referred", "refused", "passed", "failed", "skipped"]
WORDS: dict[Stands, Badge] = {
    "before": Badge("未经常委会", "warn"),
    "on_agenda": Badge("已列常委会", "plain"),
    "referred": Badge("已提请，待全委会", "info"),
    "refused": Badge("常委会未提请", "quiet"),
    "passed": Badge("已票决通过", "good"),
    "failed": Badge("票决未通过", "bad"),
    "skipped": Badge("常委会直接决定", "bad"),
}
COLUMNS = (
    Column("number", "编号"),
    Column("title", "事项", "wide"),
    Column("reason", "为什么须提请全委会"),
    Column("standing", "常委会审议", "wide"),
    Column("plenary", "全委会票决", "wide"),
    Column("stands", "进度"),
)
_AGREED = frozenset({"agreed", "agreed_in_principle", "no_objection"})
_DECIDED = _AGREED | {"rejected"}
_OVER = (State.WITHDRAWN, State.RETURNED, State.FILED)


@dataclass(frozen=True, slots=True)
class Proof:
    """One of the two proofs: the meeting, its day, what came of it, with the counts where there was a vote."""

    label: str
    title: str = ""
    url: str = ""
    on: dt.date | None = None
    words: str = ""

    @property
    def there(self) -> bool:
        """Whether the meeting has concluded."""
        return self.on is not None


@dataclass(frozen=True, slots=True)
class TwoSteps:
    """A matter that must go up: which rules say so, the two proofs, where it stands."""

    matter: Matter
    reasons: tuple[Finding, ...]
    standing: Proof
    plenary: Proof
    stands: Stands

    @property
    def badge(self) -> Badge:
        """未经常委会, 已提请待全委会, 已票决 …."""
        return WORDS[self.stands]

    @property
    def reason(self) -> Finding | None:
        """The first rule that says so."""
        return self.reasons[0] if self.reasons else None


def must_go_up(actor: Actor, today: dt.date, *, since: dt.date) -> list[TwoSteps]:
    """须提请全委会: the visible matters, drafted from a day on or still open, whose route is the plenary.

    What was decided is judged by the rules of that day, as when it was decided; what is open by today's.
    """
    rows = loaders.visible(Matter, actor).filter(Q(drafted_on__gte=since) | Q(state__in=OPEN))
    rows = rows.exclude(state__in=_OVER).select_related("type", "unit").order_by("-drafted_on", "-id")
    decided = Q(items__outcome__in=_DECIDED) & ~Q(items__meeting__state="cancelled")
    asked = _Asked()
    wanted = {
        row.pk: reasons
        for row in rows.annotate(decided_day=Max("items__concluded_on", filter=decided))
        if (reasons := asked.reasons(row, cast("Any", row).decided_day or today))
    }
    if not wanted:
        return []
    with_items = _with_items(Matter.objects.filter(pk__in=wanted)).select_related("type", "unit")
    return [_stand(row, wanted[row.pk], _items(row)) for row in with_items.order_by("-drafted_on", "-id")]


def two_steps(matter: Matter, today: dt.date) -> TwoSteps | None:
    """The two proofs of one matter; ``None`` where its route is not the plenary, by the rules of the day it was decided."""
    items = agenda_items(matter)
    days = [item.concluded_on for item in items if item.outcome in _DECIDED and item.concluded_on is not None]
    reasons = _Asked().reasons(matter, max(days, default=today))
    return _stand(matter, reasons, items) if reasons else None


class _Asked:
    """The rulebook on who decides, asked once a day for each kind of sheet: the same columns give the same answer."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], tuple[Finding, ...]] = {}

    def reasons(self, matter: Matter, on: dt.date) -> tuple[Finding, ...]:
        """The rules of a day that send it to the plenary; empty where another body decides."""
        sheet = {
            "type": matter.type.slug,
            "nature": matter.nature,
            "importance": matter.importance,
            "amount": matter.amount,
            "submitter": matter.submitter or None,
            "punishment": matter.is_punishment,
            "public_interest": matter.is_public_interest,
            "administrative": matter.is_administrative,
            "normative": matter.is_normative,
            "policy_question": matter.is_policy_question,
        }
        key = (on, *sheet.values())
        if key not in self._known:
            facts = gates.with_parameters({"matter": sheet}, on)
            book = gates.rulebook()
            body, found = book.deciding_body(facts, on)
            telling = [
                each
                for each in found
                if each.status is Status.SATISFIED and book.rule(each.rule, on).decides == PLENARY
            ]
            self._known[key] = tuple(telling) if body == PLENARY else ()
        return self._known[key]


def _with_items(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return rows.prefetch_related("items__meeting__body", "items__polls__options")


def _items(matter: Matter) -> list[Any]:
    items = [item for item in cast("Any", matter).items.all() if item.meeting.state != "cancelled"]
    return sorted(items, key=lambda item: (item.meeting.on, item.pk))


def _of_body(items: Iterable[Any], kind: str) -> list[Any]:
    return [item for item in items if item.meeting.body is not None and item.meeting.body.kind == kind]


def _stand(matter: Matter, reasons: tuple[Finding, ...], items: list[Any]) -> TwoSteps:
    standing, plenary = _of_body(items, "standing_committee"), _of_body(items, PLENARY)
    return TwoSteps(
        matter=matter,
        reasons=reasons,
        standing=_proof("常委会审议", standing),
        plenary=_proof("全委会票决", plenary),
        stands=_stands([item.outcome for item in standing], [item.outcome for item in plenary]),
    )


def _stands(standing: list[str], plenary: list[str]) -> Stands:
    if any(outcome in _AGREED for outcome in standing):
        return "skipped"
    if "referred" in standing:
        last = next((outcome for outcome in reversed(plenary) if outcome), "")
        return "passed" if last in _AGREED else "failed" if last == "rejected" else "referred"
    if not standing:
        return "before"
    return "refused" if standing[-1] in {"rejected", "deferred"} else "on_agenda"


def _proof(label: str, items: list[Any]) -> Proof:
    if not items:
        return Proof(label)
    item = items[-1]
    words = item.get_outcome_display() if item.outcome else "已列入议程"
    return Proof(
        label=label,
        title=item.meeting.title,
        url=f"/meetings/{item.meeting_id}/",
        on=item.concluded_on if item.outcome else None,
        words="，".join(each for each in (words, _counts(item)) if each),
    )


def _counts(item: Any) -> str:
    """The counts of an open vote, or of a ballot that was announced."""
    if item.yes is not None:
        return f"同意{item.yes}、不同意{item.no}、弃权{item.abstain}"
    options = [option for poll in item.polls.all() if poll.state == "announced" for option in poll.options.all()]
    if len(options) == 1:
        return f"同意{options[0].yes}、不同意{options[0].no}、弃权{options[0].abstain}"
    passed = sum(bool(option.passed) for option in options)
    return f"{len(options)}人（项）中通过{passed}" if options else ""

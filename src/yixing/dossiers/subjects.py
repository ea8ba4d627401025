"""What belongs to a decision: every thing of its chain that the actor may see, and the ledger entries about them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q

from yixing.access import kinds, loaders
from yixing.access.actor import Actor
from yixing.argument.models import Citation, Consultation, Hearing, PublicNotice, Research
from yixing.attachments.models import Attachment
from yixing.attachments.queries import readable
from yixing.ballots.models import Poll
from yixing.briefings.models import Briefing, Instruction
from yixing.decisions.models import Circular, Decision
from yixing.ledger.models import Entry, EntryRef
from yixing.matters.models import Matter, OpinionReply, OpinionRound
from yixing.meetings.models import AgendaItem, Meeting
from yixing.papers.models import Document
from yixing.supervision.models import Breakdown, Notice, Report, Task


@dataclass(slots=True)
class Chain:
    """The rows behind one decision, as far as the actor may see them; ``refs`` names each as the ledger does."""

    decision: Decision
    matter: Matter | None = None
    rounds: list[OpinionRound] = field(default_factory=list)
    replies: list[OpinionReply] = field(default_factory=list)
    consultations: list[Consultation] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    """Which research the matter cites; where the actor sees the research, it is in ``researches``."""
    researches: list[Research] = field(default_factory=list)
    publicity: list[PublicNotice] = field(default_factory=list)
    hearings: list[Hearing] = field(default_factory=list)
    before: list[AgendaItem] = field(default_factory=list)
    """Where the matter stood before a body earlier: 提请全委会, 暂缓, 撤题."""
    meetings_before: list[Meeting] = field(default_factory=list)
    meeting: Meeting | None = None
    item: AgendaItem | None = None
    polls: list[Poll] = field(default_factory=list)
    """Of the item and of those before it."""
    instructions: list[Instruction] = field(default_factory=list)
    """The 批示 that a direct decision rests on, first; then those that follow it (再督办)."""
    briefing: Briefing | None = None
    circular: Circular | None = None
    papers: list[Document] = field(default_factory=list)
    breakdowns: list[Breakdown] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    hidden: list[Attachment] = field(default_factory=list)
    """Destroyed, or for named readers among whom the actor is not: told of, not shown."""

    @property
    def items(self) -> list[AgendaItem]:
        """The item that decided, and those before it."""
        return [*self.before, *([self.item] if self.item is not None else [])]

    def secret(self, item: AgendaItem) -> bool:
        """Whether an item is voted on by secret ballot, also where it is not concluded yet."""
        return item.method == AgendaItem.Method.SECRET or Poll.objects.filter(item=item).exists()

    def rows(self) -> list[Model]:
        """Every thing of the chain but its attachments."""
        several: tuple[Iterable[Model], ...] = (
            self.rounds, self.replies, self.consultations, self.researches, self.publicity, self.hearings,
            self.before, self.meetings_before, self.polls, self.instructions,
            self.papers, self.breakdowns, self.tasks, self.reports, self.notices,
        )  # fmt: skip
        found = (self.decision, self.matter, self.meeting, self.item, self.briefing, self.circular)
        single = [row for row in found if row is not None]
        return [*single, *(row for rows in several for row in rows)]

    def refs(self) -> set[str]:
        """All of them by their names on the ledger, readable attachments included."""
        return {kinds.ref(row) for row in (*self.rows(), *self.attachments)}


def chain_of(decision: Decision, actor: Actor) -> Chain:
    """Everything about a decision that ``access.visible`` shows to the actor."""
    chain = Chain(decision)
    chain.matter = _one(Matter, decision.matter_id, actor)
    chain.meeting = _one(Meeting, decision.meeting_id, actor)
    chain.item = _one(AgendaItem, decision.item_id, actor)
    if chain.matter is not None:
        _argue(chain, chain.matter, actor)
        _earlier(chain, chain.matter, actor)
    if chain.items:
        chain.polls = _all(Poll, actor, item__in=chain.items)
    _filed(chain, actor)
    of_it = Q(decision=decision) | Q(instruction__in=chain.instructions)
    chain.breakdowns = list(loaders.visible(Breakdown, actor).filter(of_it).order_by("id"))
    chain.tasks = list(
        loaders.visible(Task, actor)
        .filter(breakdown__in=chain.breakdowns)
        .select_related("lead_unit", "leader", "closed_by", "end_leader", "verifier", "merged_into")
        .order_by("id")
    )
    chain.reports = _all(Report, actor, task__in=chain.tasks)
    chain.notices = _all(Notice, actor, task__in=chain.tasks)
    chain.papers = _papers(chain, actor)
    _attach(chain, actor)
    return chain


def _argue(chain: Chain, matter: Matter, actor: Actor) -> None:
    """How the matter was argued; of an 另册占位 only that research was cited, whose topic is on paper."""
    chain.rounds = _all(OpinionRound, actor, matter=matter)
    replies = loaders.visible(OpinionReply, actor).filter(round__matter=matter)
    chain.replies = list(replies.select_related("unit", "signer").order_by("unit__order", "id"))
    chain.consultations = _all(Consultation, actor, matter=matter)
    chain.publicity = _all(PublicNotice, actor, matter=matter)
    chain.hearings = _all(Hearing, actor, matter=matter)
    chain.citations = list(Citation.objects.filter(matter=matter).order_by("id"))
    if not matter.is_offline:
        cited = loaders.visible(Research, actor).filter(pk__in=[one.research_id for one in chain.citations])
        chain.researches = list(cited.select_related("leader", "unit", "area").order_by("until", "id"))


def _earlier(chain: Chain, matter: Matter, actor: Actor) -> None:
    """The agenda items of the same matter before the one that decided, and their meetings."""
    rows = loaders.visible(AgendaItem, actor).filter(matter=matter, concluded_on__isnull=False)
    rows = rows.exclude(pk=chain.decision.item_id or 0).filter(concluded_on__lte=chain.decision.decided_on)
    chain.before = list(rows.order_by("concluded_on", "id"))
    wanted = {item.meeting_id for item in chain.before} - {chain.decision.meeting_id}
    chain.meetings_before = list(loaders.visible(Meeting, actor).filter(pk__in=wanted).order_by("on", "id"))


def _filed(chain: Chain, actor: Actor) -> None:
    """What a decision on file rests on, and the circular that told the other members."""
    decision = chain.decision
    chain.circular = _one(Circular, decision.circular_id, actor)
    first = _one(Instruction, decision.instruction_id, actor)
    if first is None:
        return
    chain.briefing = _one(Briefing, first.briefing_id, actor)
    following = first
    while following is not None:
        chain.instructions.append(following)
        following = loaders.visible(Instruction, actor).filter(follows=following).first()


def entries_about(chain: Chain, size: int) -> list[Entry]:
    """The entries up to a checkpoint whose subject belongs to the chain, or that name one of its things.

    A meeting is named by the entries about its other items too: those are not of this decision. Entries about things
    that are not of the chain are left out unless they are about the decision itself having been taken out.
    """
    refs = chain.refs()
    own = Entry.objects.filter(seq__lte=size, subject__in=refs)
    taken = EntryRef.objects.filter(ref=kinds.ref(chain.decision)).values("entry_id")
    out = Entry.objects.filter(Q(subject__startswith="job/"), seq__lte=size, pk__in=taken)
    return sorted({entry.seq: entry for entry in (*own, *out)}.values(), key=lambda entry: entry.seq)


def moved_since(chain: Chain, size: int) -> list[str]:
    """Things of the chain about which something was entered after the checkpoint."""
    later = Entry.objects.filter(seq__gt=size, subject__in=chain.refs())
    return sorted(set(later.values_list("subject", flat=True)))


def _one(model: Any, pk: int | None, actor: Actor) -> Any:
    return loaders.visible(model, actor).filter(pk=pk).first() if pk is not None else None


def _all(model: Any, actor: Actor, **wanted: Any) -> list[Any]:
    return list(loaders.visible(model, actor).filter(**wanted).order_by("id"))


def _papers(chain: Chain, actor: Actor) -> list[Document]:
    about = [kinds.ref(chain.decision)]
    referred = {item.meeting_id for item in chain.before if item.is_referral}
    meetings = [one for one in chain.meetings_before if one.pk in referred]
    about += [kinds.ref(one) for one in (*meetings, *([chain.meeting] if chain.meeting is not None else []))]
    found = loaders.visible(Document, actor).filter(subject__in=about, state__in=("signed", "void"))
    own = {chain.decision.lead_unit_id}
    rows = [row for row in found.order_by("id") if row.kind != Document.Kind.DECISION_NOTICE or row.unit_id in own]
    served = {notice.document_id for notice in chain.notices}
    return rows + list(loaders.visible(Document, actor).filter(pk__in=served).order_by("id"))


def _attach(chain: Chain, actor: Actor) -> None:
    refs = [kinds.ref(row) for row in chain.rows()]
    rows = Attachment.objects.filter(subject__in=refs).select_related("file").order_by("id")
    may_read = set(rows.filter(readable(actor)).values_list("pk", flat=True))
    for row in rows:
        shown = row.pk in may_read and row.file.destroyed is None
        (chain.attachments if shown else chain.hidden).append(row)

"""办理记录: the ledger entries about one thing, in words, with the names of those days."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Model, Q
from django.utils import timezone

from yixing.access import kinds, loaders
from yixing.access.actions import Action, Section
from yixing.access.actor import Actor
from yixing.access.policy import VISIBLE
from yixing.ledger.models import Entry, EntryRef
from yixing.people.models import Membership
from yixing.ui.components import RecordLine

SYSTEM = "user/0"
"""Who acts where nobody does: the job loop, the command line of the machine's owner."""


def record_lines(reference: str, actor: Actor) -> list[RecordLine]:
    """The 办理记录 of a thing, from every entry it is the subject of or is named in, in the order of the ledger.

    Each line names the person by the post of the day it happened, the delegate of a 代录, and how many days after the
    event it was entered. Entries about another thing that the actor may not see are left out. Digests are for readers
    of the 存证 only. The number of queries depends on the kinds of things involved, never on the number of entries.

    Args:
        reference: ``matter/117``; the caller has found the thing for this actor already.
        actor: who reads.
    """
    named = EntryRef.objects.filter(ref=reference).values("entry_id")
    entries = list(Entry.objects.filter(Q(subject=reference) | Q(pk__in=named)).order_by("seq"))
    others = _others({entry.subject for entry in entries} - {reference}, actor)
    names = Names.of(entries)
    auditor = loaders.may_open(actor, Section.LEDGER)
    return [
        _line(entry, others.get(entry.subject), names, auditor=auditor)
        for entry in entries
        if entry.subject == reference or entry.subject in others
    ]


def _line(entry: Entry, other: "_Other | None", names: "Names", *, auditor: bool) -> RecordLine:
    entered = timezone.localtime(entry.at)
    data = json.loads(entry.line)["data"]
    words = Action(entry.action).label
    if other is not None:
        words = f"{words}（{other.words}）"
    return RecordLine(
        at=entered,
        on=entry.on,
        who=names.on(entry.actor, entry.on),
        words=words,
        by=names.on(entry.by, entry.on) if entry.by else "",
        late_days=max(0, (entered.date() - entry.on).days),
        backfilled=data.get("backfill") is True,
        digest=bytes(entry.leaf).hex() if auditor else "",
        url=other.url if other is not None else "",
    )


@dataclass(frozen=True, slots=True)
class _Other:
    words: str
    url: str


def _others(references: Iterable[str], actor: Actor) -> dict[str, _Other]:
    """The other things that entries are about, as far as this actor may see them."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        kind, _, key = reference.partition("/")
        wanted[kind].add(key)
    found: dict[str, _Other] = {}
    for kind, keys in wanted.items():
        label = kinds.WORDS[kind]
        if kinds.KINDS[kind] not in VISIBLE:
            # Parts of the thing itself, such as its attachments: shown by their kind, without a link.
            found |= {f"{kind}/{key}": _Other(label, "") for key in keys}
            continue
        rows: Iterable[Model] = loaders.visible(kinds.model_of(kind), actor).filter(pk__in=keys)
        for row in rows:
            reference = f"{kind}/{row.pk}"
            found[reference] = _Other(f"{label}：{row}", kinds.address(reference))
    return found


class Names:
    """``post/12`` and ``user/7`` in words on a day: who it was, and the post held that day. Two queries in all."""

    def __init__(self, spans: Mapping[str, list[Membership]], users: Mapping[str, tuple[str, int | None]]) -> None:
        self._spans = spans
        self._users = users

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Names":
        """Whoever acted or entered in these entries."""
        references = {ref for entry in entries for ref in (entry.actor, entry.by) if ref}
        user_ids = [ref.removeprefix("user/") for ref in references if ref.startswith("user/")]
        post_ids = [ref.removeprefix("post/") for ref in references if ref.startswith("post/")]
        users: dict[str, tuple[str, int | None]] = {}
        if user_ids:
            rows = get_user_model()._default_manager.filter(pk__in=user_ids).select_related("person")
            users = {f"user/{row.pk}": (str(row), row.person_id) for row in rows}
        person_ids = [person for _, person in users.values() if person is not None]
        spans: dict[str, list[Membership]] = defaultdict(list)
        if post_ids or person_ids:
            held = Membership.objects.filter(Q(post_id__in=post_ids) | Q(person_id__in=person_ids), post__isnull=False)
            for row in held.select_related("person", "post__organization").order_by("post__order", "id"):
                spans[f"post/{row.post_id}"].append(row)
                spans[f"person/{row.person_id}"].append(row)
        return cls(spans, users)

    def on(self, reference: str, day: dt.date) -> str:
        """Name and post of the day: 财政局长（县财政局局长）; the bare name where no post was held."""
        kind, _, key = reference.partition("/")
        if reference == SYSTEM:
            return "系统"
        if kind == "post":
            held = self._covering(reference, day)
            # A post nobody held that day is a fault of the data; the number still leads to it.
            return _named(held) if held else f"职务{key}"
        name, person = self._users.get(reference, (f"账户{key}", None))
        held = self._covering(f"person/{person}", day) if person is not None else None
        return _named(held) if held else name

    def _covering(self, key: str, day: dt.date) -> Membership | None:
        spans = self._spans.get(key, ())
        return next((row for row in spans if row.since <= day and (row.until is None or row.until >= day)), None)


def _named(row: Membership) -> str:
    return f"{row.person.name}（{row.post.title}）" if row.post else row.person.name

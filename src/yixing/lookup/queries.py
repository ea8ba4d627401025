"""查询: what a reader may see of what contains certain characters; who holds a post; which rules say it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from yixing.access import kinds
from yixing.access.actions import Section
from yixing.access.actor import Actor
from yixing.access.loaders import may_open, visible
from yixing.access.policy import VISIBLE, condition
from yixing.people.models import Membership, Person, Post
from yixing.people.queries import on_day
from yixing.rulebook import queries as rulebook
from yixing.search import index
from yixing.search.engines import engine
from yixing.search.folding import fold, spans
from yixing.search.models import SearchRow
from yixing.search.sources import KINDS

LIMIT = 200
"""Results that are listed; whoever has more should write a few more characters."""
BOUND = 2000
"""Places up to which results are counted by kind."""
_BEFORE, _AFTER = 20, 100
_POSTS = 10
_LONGEST_POST = 12

SECTIONS: dict[str, Section] = {
    "matter": Section.MATTERS,
    "round": Section.MATTERS,
    "reply": Section.MATTERS,
    "expert": Section.MATTERS,
    "consultation": Section.MATTERS,
    "research": Section.MATTERS,
    "public_notice": Section.MATTERS,
    "hearing": Section.MATTERS,
    "meeting": Section.MEETINGS,
    "item": Section.MEETINGS,
    "decision": Section.DECISIONS,
    "briefing": Section.BRIEFINGS,
    "instruction": Section.WORKBENCH,
    "task": Section.TASKS,
    "report": Section.TASKS,
    "inquiry": Section.TASKS,
    "duty": Section.DUTIES,
    "paper": Section.WORKBENCH,
    "division": Section.PORTFOLIOS,
    "area": Section.PORTFOLIOS,
    "organization": Section.PEOPLE,
    "person": Section.PEOPLE,
    "post": Section.PEOPLE,
    "body": Section.PEOPLE,
}
"""In which section the page of each kind lies: what cannot be opened is not found."""

Segment = tuple[str, bool]
"""A piece of text, and whether it is what was asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A result: what it is, its words with the match marked, and its page."""

    kind: str
    number: tuple[Segment, ...]
    title: tuple[Segment, ...]
    excerpt: tuple[Segment, ...]
    on: dt.date | None
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a query.

    ``ids`` are rows of the index, the best first, at most ``LIMIT``; ``more`` that there are others. ``counts`` (kind →
    how many) is ``None`` where there are so many places that they are not counted.
    """

    ids: list[int] = field(default_factory=list)
    more: bool = False
    counts: dict[str, int] | None = None


def open_kinds(actor: Actor) -> list[str]:
    """The kinds of things this reader can find, in the order of the loop."""
    return [
        kind for kind, section in SECTIONS.items() if may_open(actor, section) and _condition(kind, actor) is not None
    ]


def _condition(kind: str, actor: Actor) -> Q | None:
    label = KINDS[kind]
    return condition(VISIBLE.get(label, ()), label, actor)


def _seen(actor: Actor, wanted: Sequence[str]) -> Q:
    """Rows of the index whose thing the reader may see: asked of ``visible``, in the same query."""
    found = Q(pk__in=())
    for kind in wanted:
        part = Q(kind=kind)
        if _condition(kind, actor) != Q():
            part &= Q(pk_of_thing__in=visible(kinds.model_of(kind), actor).values("pk"))
        found |= part
    return found


def look_up(terms: Sequence[str], actor: Actor, *, kind: str = "") -> Found:
    """What contains every term, as far as the reader may see it; of one kind if given. Three queries."""
    wanted = open_kinds(actor)
    if not terms or not wanted:
        return Found(counts={})
    matching = SearchRow.objects.filter(pk__in=index.matching(terms))
    counts = None
    if not _too_many(terms):
        rows = matching.filter(_seen(actor, wanted)).order_by().values("kind").annotate(n=Count("pk"))
        counts = dict(rows.values_list("kind", "n"))
    chosen = [kind] if kind in wanted else wanted
    ranked = _ranked(matching.filter(_seen(actor, chosen)), terms, few=counts is not None)
    ids = list(ranked.values_list("pk", flat=True)[: LIMIT + 1])
    return Found(ids[:LIMIT], len(ids) > LIMIT, counts)


def _too_many(terms: Sequence[str]) -> bool:
    sql, values = engine().matching(terms)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql} LIMIT {BOUND + 1}) AS places", values)  # noqa: S608 (our own query)
        counted: int = cursor.fetchone()[0]
    return counted > BOUND


def _ranked(rows: QuerySet[SearchRow], terms: Sequence[str], *, few: bool) -> QuerySet[SearchRow]:
    """The number itself first, then titles, the rest, replies; the latest first. Of very many, only the latest first."""
    if not few:
        return rows.order_by("-pk")
    rank = Case(
        When(number__iexact=" ".join(terms), then=Value(0)),
        # Every unit asked repeats the title of the matter: its reply comes after the matter itself.
        When(kind="reply", then=Value(3)),
        When(title__icontains=terms[0], then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", "-on", "-pk")


def hits(ids: Sequence[int], terms: Sequence[str]) -> list[Hit]:
    """The rows of a page of results, in their order. One query."""
    rows = SearchRow.objects.in_bulk(list(ids))
    return [_hit(rows[pk], list(terms)) for pk in ids if pk in rows]


def _hit(row: SearchRow, terms: list[str]) -> Hit:
    return Hit(
        kind=kinds.WORDS[row.kind],
        number=segments(row.number, spans(row.number, terms)),
        title=segments(row.title, spans(row.title, terms)),
        excerpt=excerpt(row.text, terms) if not row.title.startswith(row.text) else (),
        on=row.on,
        url=kinds.address(row.page),
    )


def segments(text: str, marked: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    """A text cut at the marked places.

    >>> segments("全县预算", [(2, 4)])
    (('全县', False), ('预算', True))
    """
    found: list[Segment] = []
    place = 0
    for begin, end in marked:
        found += [(text[place:begin], False), (text[begin:end], True)]
        place = end
    found.append((text[place:], False))
    return tuple(piece for piece in found if piece[0])


def excerpt(text: str, terms: list[str]) -> tuple[Segment, ...]:
    """The surroundings of the first place in a text, with every place inside marked; empty where there is none."""
    marked = spans(text, terms)
    if not marked:
        return ()
    begin = max(0, marked[0][0] - _BEFORE)
    end = min(len(text), max(marked[0][1], begin + _AFTER))
    inside = [(max(b, begin) - begin, min(e, end) - begin) for b, e in marked if b < end]
    found = segments(text[begin:end].replace("\n", "　"), inside)
    return ((("…", False),) if begin else ()) + found + ((("…", False),) if end < len(text) else ())


def post_holders(words: str, actor: Actor, day: dt.date) -> list[Membership]:
    """Who holds, on a day, the post that somebody means: 书记, 县长, 张部长, 财政局长. By rank.

    副 before the words is another post: 县长 does not mean 副县长.
    """
    term = fold(words)
    if not 2 <= len(term) <= _LONGEST_POST or not may_open(actor, Section.PEOPLE):  # noqa: PLR2004 (a post has two)
        return []
    held = Membership.objects.filter(on_day(day), post__isnull=False, person__in=visible(Person, actor))
    rows = held.filter(_means(term)).select_related("person", "post__organization").order_by("person__order", "id")
    return [row for row in rows[: 5 * _POSTS] if row.post and not _only_deputy(row.post, term)][:_POSTS]


def _named(term: str) -> Q:
    return Q(post__name__contains=term) | Q(post__short_name__contains=term)


def _means(term: str) -> Q:
    found = _named(term)
    for cut in range(1, len(term) - 1):
        left, right = term[:cut], term[cut:]
        whose = Q(person__name__startswith=left)
        if cut > 1:
            whose |= Q(post__organization__name__contains=left) | Q(post__organization__short_name__contains=left)
        found |= whose & _named(right)
    return found


def _only_deputy(post: Post, term: str) -> bool:
    """Whether every place of the post that fits the end of the term has 副 before it."""
    if "副" in term:
        return False
    name = f"{post.name} {post.short_name}"
    tail = next((term[cut:] for cut in range(len(term)) if term[cut:] in name), "")
    places = [place for place in range(len(name)) if name.startswith(tail, place)]
    return all(place > 0 and name[place - 1] == "副" for place in places)


def rules_saying(words: str, actor: Actor, day: dt.date) -> list[rulebook.RuleLine]:
    """The rules whose number, title or requirement contains the words; a handful."""
    if not words or not may_open(actor, Section.RULES):
        return []
    return rulebook.chosen(rulebook.rule_lines(day), words=words)[:5]

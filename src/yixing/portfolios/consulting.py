"""征求本人意见: who was asked about a draft, what each said of what he was shown, and whether that still counts."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yixing.people.models import Person
from yixing.portfolios.checks import Line
from yixing.portfolios.models import Division, Opinion
from yixing.portfolios.queries import lines_of, members_on

Shown = list[list[int | str]]


@dataclass(frozen=True, slots=True)
class MemberOpinion:
    """One member and what he said; ``opinion`` is ``None`` while he said nothing, ``counts`` says that it still holds."""

    person: Person
    opinion: Opinion | None
    counts: bool

    @property
    def word(self) -> str:
        """同意, 有意见, 未表示意见, or 方案已改动，须再征求."""
        if self.opinion is None:
            return "未表示意见"
        if not self.counts:
            return "方案已改动，须再征求"
        return "同意" if self.opinion.agrees else "有意见"


def shown_to(lines: Iterable[Line], person_id: int) -> Shown:
    """What a draft says of one member: his areas with the relation and what is kept back, in a fixed order.

    >>> shown_to([Line(2, 7, "lead"), Line(1, 7, "assist"), Line(1, 8, "lead")], 7)
    [[1, 'assist', ''], [2, 'lead', '']]
    """
    return sorted([line.area_id, line.relation, line.exception] for line in lines if line.person_id == person_id)


def opinions_of(division: Division, day: dt.date, lines: Sequence[Line] | None = None) -> list[MemberOpinion]:
    """Every member of the day, by rank, with what he said of the draft; three queries."""
    lines = lines_of(division) if lines is None else lines
    said = {opinion.person_id: opinion for opinion in division.opinions.all()}
    found = []
    for person in members_on(day):
        opinion = said.get(person.pk)
        counts = opinion is not None and opinion.shown == shown_to(lines, person.pk)
        found.append(MemberOpinion(person, opinion, counts))
    return found


def consulted(division: Division, day: dt.date) -> bool:
    """Whether every member of the day said what he thinks of the draft as it stands; never without members."""
    members = opinions_of(division, day)
    return bool(members) and all(member.counts for member in members)


def unsaid_words(found: Iterable[MemberOpinion]) -> str:
    """Who has not said what he thinks of the draft as it stands, by name and by rank; empty where everybody has.

    Those who said nothing come first, then those whose part was changed since; who has an objection is named as well,
    for the meeting is to know it.
    """
    members = list(found)
    groups = (
        ("还没有表示意见", [each for each in members if each.opinion is None]),
        ("方案改动后还没有再征求", [each for each in members if each.opinion is not None and not each.counts]),
        ("有不同意见", [each for each in members if each.counts and each.opinion and not each.opinion.agrees]),
    )
    return "".join(f"{words}：{'、'.join(each.person.name for each in group)}。" for words, group in groups if group)

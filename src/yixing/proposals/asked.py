"""A division of work as a problem for the solver: the areas and members of a day, what the county's rules forbid."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yixing.compliance.gates import codes, number
from yixing.people.models import Membership, Person
from yixing.people.queries import on_day, titles_on
from yixing.portfolios.catalogue import AreaOn, areas_on
from yixing.portfolios.checks import DISCIPLINE_POST, DISCIPLINE_TAG, LEADS, Line, dividing_kind, seated_on
from yixing.portfolios.queries import lines_of, lines_on
from yixing.proposals.models import Proposal
from yixing_core.rules.vocabulary import APART_PAIRS, BARRED_TAGS

OBJECTIVES = {
    Proposal.Preference.STABLE: ("stability", "fit", "balance"),
    Proposal.Preference.STRENGTHS: ("fit", "stability", "balance"),
    Proposal.Preference.EVEN: ("balance", "stability", "fit"),
}


def base_lines(proposal: Proposal) -> list[Line]:
    """The relations the computation starts from."""
    return lines_on(proposal.on) if proposal.division is None else lines_of(proposal.division)


def members_of(proposal: Proposal) -> list[Person]:
    """Those among whom is divided: who has a seat that day and is not away, by rank."""
    away = set(proposal.away)
    rows = Person.objects.filter(pk__in=seated_on(proposal.on)).order_by("order", "id")
    return [person for person in rows if person.pk not in away]


def both_tags(areas: Iterable[AreaOn], day: dt.date) -> list[tuple[AreaOn, tuple[str, str]]]:
    """Areas that carry both tags of a pair the county keeps apart: whoever leads one, the check refuses it."""
    pairs = [APART_PAIRS[code] for code in APART_PAIRS if code in codes("apart_tags", day)]
    return [(area, pair) for area in areas for pair in pairs if set(pair) <= set(area.tags)]


def document_of(proposal: Proposal, lines: Sequence[Line] | None = None) -> dict[str, Any]:
    """``P.json``: what ``yixing portfolio solve`` reads, so that anybody can compute it again.

    Pins and bans that no longer name anything are left out.

    Args:
        proposal: what was asked.
        lines: ``base_lines(proposal)``, where they are known already.
    """
    areas, people = areas_on(proposal.on), members_of(proposal)
    titles = titles_on([person.pk for person in people], proposal.on)
    most = {"max_areas": number("member_areas_max", proposal.on)} if proposal.capped else {}
    return {
        "version": 1,
        "members": [
            {"id": f"m{person.pk}", "name": person.name, "post": titles.get(person.pk, ""), **most} for person in people
        ],
        "areas": [
            {
                "id": f"a{area.pk}",
                "name": area.name,
                "domain": area.domain_word,
                "tags": list(area.tags),
                "weight": area.weight,
            }
            for area in areas
        ],
        "fit": _fit(proposal, areas, people),
        "current": _current(base_lines(proposal) if lines is None else lines, areas),
        "rules": [*_county(areas, people, proposal.on), *_said(proposal, areas, people)],
        "backup": False,
        "objectives": list(OBJECTIVES[Proposal.Preference(proposal.preference)]),
    }


def _fit(proposal: Proposal, areas: Iterable[AreaOn], people: Iterable[Person]) -> dict[str, dict[str, int]]:
    given: Mapping[str, Mapping[str, int]] = proposal.fit
    return {
        f"m{person.pk}": {f"a{area.pk}": mine[area.domain] for area in areas if mine.get(area.domain)}
        for person in people
        if (mine := given.get(str(person.pk)))
    }


def _current(lines: Iterable[Line], areas: Iterable[AreaOn]) -> dict[str, dict[str, str]]:
    """Who leads today; an area with several in charge has none that could be kept."""
    known = {area.pk for area in areas}
    led: dict[int, set[int]] = {}
    for line in lines:
        if line.relation in LEADS and line.area_id in known:
            led.setdefault(line.area_id, set()).add(line.person_id)
    return {f"a{area}": {"lead": f"m{next(iter(who))}"} for area, who in led.items() if len(who) == 1}


def _county(areas: Iterable[AreaOn], people: Iterable[Person], day: dt.date) -> Iterable[dict[str, Any]]:
    """SZ-03, SZ-09 and the duties the county keeps apart, as rules of the problem."""
    areas = list(areas)
    known = {person.pk for person in people}
    held = Membership.objects.filter(on_day(day), person_id__in=known)
    chairs = held.filter(is_chair=True, body__kind=dividing_kind()).order_by("person_id")
    kept = {BARRED_TAGS[code] for code in codes("barred_tags", day)}
    barred = [f"a{area.pk}" for area in areas if kept & set(area.tags)]
    for person in chairs.values_list("person_id", flat=True).distinct():
        if barred:
            yield _rule(f"SZ-03:m{person}", "barred", person, barred, "SZ-03 一把手不直接分管")
    own = [f"a{area.pk}" for area in areas if DISCIPLINE_TAG in area.tags]
    heads = held.filter(post__name__contains=DISCIPLINE_POST).order_by("person_id")
    for person in heads.values_list("person_id", flat=True).distinct():
        yield _rule(f"SZ-09:m{person}", "only", person, own, "SZ-09 纪委书记专司纪检")
    yield from _apart(areas, day)


def _apart(areas: list[AreaOn], day: dt.date) -> Iterable[dict[str, Any]]:
    pairs: dict[tuple[int, int], str] = {}
    for code in sorted(codes("apart_tags", day) & APART_PAIRS.keys()):
        one, other = APART_PAIRS[code]
        for first in areas:
            for second in areas:
                if first.pk != second.pk and one in first.tags and other in second.tags:
                    pairs.setdefault((min(first.pk, second.pk), max(first.pk, second.pk)), f"{one}与{other}不相容")
    for (first_id, second_id), why in sorted(pairs.items()):
        key = f"apart:a{first_id}:a{second_id}"
        yield {"id": key, "kind": "apart", "areas": [f"a{first_id}", f"a{second_id}"], "basis": why}


def _said(proposal: Proposal, areas: Iterable[AreaOn], people: Iterable[Person]) -> Iterable[dict[str, Any]]:
    """What was fixed and ruled out by hand."""
    known, members = {area.pk for area in areas}, {person.pk for person in people}
    for area, person in proposal.pins:
        if area in known and person in members:
            yield _rule(f"pin:a{area}", "fixed", person, [f"a{area}"], "测算时指定")
    for area, person in proposal.bans:
        if area in known and person in members:
            yield _rule(f"forbid:a{area}:m{person}", "barred", person, [f"a{area}"], "测算时排除")


def _rule(key: str, kind: str, person: int, areas: list[str], basis: str) -> dict[str, Any]:
    return {"id": key, "kind": kind, "member": f"m{person}", "areas": areas, "basis": basis}

"""历史：某日由谁分管: every area of a day with who stood how to it, since when and by which plan."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yixing.people.models import Organization
from yixing.people.queries import on_day
from yixing.portfolios.catalogue import AreaOn, areas_on
from yixing.portfolios.checks import LEADS
from yixing.portfolios.leads import leads
from yixing.portfolios.models import Assignment, Contact
from yixing.portfolios.queries import in_force
from yixing.ui.sheets import Sheet


@dataclass(frozen=True, slots=True)
class AreaThen:
    """An area on a day: who was in charge, who stood beside him, the units, and the plan that says so."""

    area: AreaOn
    leads: tuple[Assignment, ...]
    """Whom the plan names, whether or not he is still in office."""
    others: tuple[Assignment, ...]
    units: tuple[Organization, ...]
    left: Mapping[int, dt.date]
    """Of those the plan names: who had left by then, with the last day of his seat."""

    @property
    def vacant(self) -> bool:
        """Whether nobody in office was in charge."""
        return all(each.person_id in self.left for each in self.leads)

    @property
    def in_charge(self) -> str:
        """Who was in charge, in words; who had left is said to have."""
        words = [f"{each.person.name}{'（已不在任）' if each.person_id in self.left else ''}" for each in self.leads]
        return "、".join([*(["无人分管"] if self.vacant else []), *words])


def rows(
    day: dt.date, *, area_id: int | None = None, unit_id: int | None = None, person_id: int | None = None
) -> list[AreaThen]:
    """The areas of a day in their order: all of them, or those of an area, a unit or a person; four queries."""
    held: dict[int, list[Assignment]] = {}
    relations = in_force(day).select_related("person", "division").order_by("person__order", "person_id")
    for relation in relations:
        held.setdefault(relation.area_id, []).append(relation)
    units = {unit.pk: unit for unit in Organization.objects.all()}
    left = {person: last for person, last in leads().left.items() if last < day}
    return [
        _then(area, held.get(area.pk, ()), units, left)
        for area in areas_on(day)
        if area_id in (None, area.pk)
        and (unit_id is None or unit_id in area.unit_ids)
        and (person_id is None or any(each.person_id == person_id for each in held.get(area.pk, ())))
    ]


def _then(
    area: AreaOn, held: Sequence[Assignment], units: dict[int, Organization], left: Mapping[int, dt.date]
) -> AreaThen:
    return AreaThen(
        area,
        leads=tuple(each for each in held if each.relation in LEADS),
        others=tuple(each for each in held if each.relation not in LEADS),
        units=tuple(units[pk] for pk in area.unit_ids if pk in units),
        left={each.person_id: left[each.person_id] for each in held if each.person_id in left},
    )


def contacts(day: dt.date, *, unit_id: int | None = None, person_id: int | None = None) -> list[Contact]:
    """联系乡镇 of a unit or a person on a day; nothing where neither is asked for."""
    if unit_id is None and person_id is None:
        return []
    found = Contact.objects.filter(on_day(day)).select_related("person", "organization")
    if unit_id is not None:
        found = found.filter(organization_id=unit_id)
    if person_id is not None:
        found = found.filter(person_id=person_id)
    return list(found.order_by("organization__order", "id"))


def sheet(found: Sequence[AreaThen]) -> Sheet:
    """What the page shows, as a sheet."""
    heads = ["编码", "领域", "分管事项", "负责、分管", "协管、联系", "归口单位", "自", "方案"]
    return Sheet(
        "某日由谁分管",
        heads,
        (
            [
                row.area.code,
                row.area.domain_word,
                row.area.name,
                row.in_charge,
                "、".join(f"{each.person.name}（{each.get_relation_display()}）" for each in row.others),
                "、".join(map(str, row.units)),
                row.leads[0].since if row.leads else None,
                "、".join(dict.fromkeys(each.division.name for each in row.leads)),
            ]
            for row in found
        ),
    )

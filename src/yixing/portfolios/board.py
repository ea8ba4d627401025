"""公示牌: who is in charge of what, as it hangs in the hall: posts, areas, units; no numbers and nothing personal."""

import datetime as dt
from dataclasses import dataclass

from yixing.people.models import Organization, Person
from yixing.people.queries import on_day, titles_on
from yixing.portfolios import checks
from yixing.portfolios.catalogue import areas_on
from yixing.portfolios.checks import LEADS
from yixing.portfolios.models import Contact
from yixing.portfolios.queries import lines_on


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One member as the board names him."""

    person: Person
    title: str
    led: tuple[str, ...]
    assists: tuple[str, ...]
    units: tuple[str, ...]
    townships: tuple[str, ...]


def board_of(day: dt.date) -> list[BoardLine]:
    """The members of a day by rank; whoever holds no seat does not stand on it. A constant number of queries."""
    lines, areas = lines_on(day), areas_on(day)
    seated = list(Person.objects.filter(pk__in=checks.seated_on(day)).order_by("order", "id"))
    titles = titles_on([person.pk for person in seated], day)
    units = {unit.pk: unit for unit in Organization.objects.all()}
    townships: dict[int, list[str]] = {}
    contacts = Contact.objects.filter(on_day(day)).select_related("organization").order_by("organization__order", "id")
    for contact in contacts:
        townships.setdefault(contact.person_id, []).append(str(contact.organization))
    found = []
    for person in seated:
        led = {line.area_id for line in lines if line.person_id == person.pk and line.relation in LEADS}
        beside = {line.area_id for line in lines if line.person_id == person.pk} - led
        named = {unit for area in areas if area.pk in led for unit in area.unit_ids if unit in units}
        found.append(
            BoardLine(
                person,
                titles.get(person.pk, ""),
                tuple(area.name for area in areas if area.pk in led),
                tuple(area.name for area in areas if area.pk in beside),
                tuple(str(units[pk]) for pk in sorted(named, key=lambda pk: (units[pk].order, units[pk].code))),
                tuple(townships.get(person.pk, ())),
            )
        )
    return found

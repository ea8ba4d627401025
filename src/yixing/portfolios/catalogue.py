"""The catalogue of work areas of a day: which there were, and what was said of each that day."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from yixing.ledger.stamps import Standing, keep
from yixing.people.queries import alive
from yixing.portfolios.models import Area, AreaPast

KEPT_WORDS = ("name", "domain", "tags", "weight")
"""What of an area has a history, besides its units."""


@dataclass(frozen=True, slots=True)
class AreaOn:
    """An area as it stood on a day."""

    pk: int
    code: str
    name: str
    domain: str
    tags: tuple[str, ...] = ()
    weight: int = 1
    order: int = 0
    unit_ids: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.name

    @property
    def domain_word(self) -> str:
        """政治, 经济, 文化, 社会 or 党建."""
        return str(Area.Domain(self.domain).label)


def areas_on(day: dt.date) -> tuple[AreaOn, ...]:
    """The catalogue of a day, in its order; an area that was changed since as it was then."""
    return keep(
        ("areas on", day), lambda: _read(Area.objects.filter(alive(day)), day), Standing.PORTFOLIOS, Standing.PEOPLE
    )


def catalogue_now() -> tuple[AreaOn, ...]:
    """Every area that has not been taken off the catalogue for good, as it stands now."""
    return _read(Area.objects.filter(Q(until__isnull=True)), dt.date.max)


def _read(areas: Iterable[Area], day: dt.date) -> tuple[AreaOn, ...]:
    rows = sorted(areas, key=lambda area: (area.order, area.pk))
    units: dict[int, list[int]] = {}
    links = Area.units.through.objects.order_by("organization__order", "organization__code")
    for area_id, unit_id in links.values_list("area_id", "organization_id"):
        units.setdefault(area_id, []).append(unit_id)
    pasts: dict[int, AreaPast] = {}
    for past in AreaPast.objects.filter(until__gte=day).order_by("-until"):
        pasts[past.area_id] = past  # the earliest that still reaches the day comes last
    return tuple(_on(row, pasts.get(row.pk), units.get(row.pk, ())) for row in rows)


def as_it_stands(area: Area) -> AreaOn:
    """An area as the catalogue has it now, on whatever days."""
    return _on(area, None, [unit.pk for unit in sorted(area.units.all(), key=lambda unit: (unit.order, unit.code))])


def _on(area: Area, past: AreaPast | None, units: Sequence[int]) -> AreaOn:
    said = area if past is None else past
    return AreaOn(
        pk=area.pk,
        code=area.code,
        name=said.name,
        domain=said.domain,
        tags=tuple(said.tags),
        weight=said.weight,
        order=area.order,
        unit_ids=tuple(units if past is None else past.unit_ids),
    )


def keep_past(area: Area, before: Area, unit_ids: Iterable[int], from_day: dt.date) -> bool:
    """Keep what the catalogue said of an area up to the day before a change; called when the change is being made.

    Nothing is kept where nothing changes that has a history, and a second change on the same day replaces the first:
    what held until the day before is known already.

    Args:
        area: with its new values. before: as it was stored. unit_ids: of the units it is to have.
        from_day: first day of the change.

    Returns:
        Whether a past was kept.
    """
    was = [unit.pk for unit in before.units.order_by("order", "code")]
    if set(was) == set(unit_ids) and all(getattr(area, name) == getattr(before, name) for name in KEPT_WORDS):
        return False
    until = from_day - dt.timedelta(days=1)
    if before.since is not None and until < before.since:
        return False
    said = {name: getattr(before, name) for name in KEPT_WORDS}
    _, made = AreaPast.objects.get_or_create(area=area, until=until, defaults=said | {"unit_ids": was})
    return made


def mend_pasts(area: Area, before: Area, unit_ids: Sequence[int]) -> int:
    """Mend a slip in what the catalogue said of earlier days as well; called when a correction is being made.

    It was always so: of each word that is corrected (and of the units as a whole) the wrong value goes out of the past
    as far back as it stood there without a break. What the past said differently was a change and stays.

    Args:
        area: with its corrected values. before: as it was stored. unit_ids: of the units it is to have, in their order.

    Returns:
        How many past rows were mended.

    Example: entered as 财正税务, given another unit in May (the past until 30 April says 财正税务), corrected in June to
    财政税务: the past says 财政税务 with the units of then.
    """
    was = [unit.pk for unit in before.units.order_by("order", "code")]
    wrong = {name: getattr(before, name) for name in KEPT_WORDS if getattr(before, name) != getattr(area, name)}
    units_wrong = set(was) != set(unit_ids)
    mended = 0
    for past in AreaPast.objects.select_for_update().filter(area=area).order_by("-until"):
        wrong = {name: value for name, value in wrong.items() if getattr(past, name) == value}
        units_wrong = units_wrong and set(past.unit_ids) == set(was)
        if not wrong and not units_wrong:
            break
        for name in wrong:
            setattr(past, name, getattr(area, name))
        if units_wrong:
            past.unit_ids = list(unit_ids)
        past.save()
        mended += 1
    return mended

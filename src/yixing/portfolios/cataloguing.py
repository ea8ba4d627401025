"""Lay down the catalogue of work areas, one by one or from a workbook, and who keeps contact with which township."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Q

from yixing.access.actions import Action
from yixing.attachments.store import digest_of
from yixing.door.call import Call
from yixing.door.door import action, record
from yixing.ledger.models import Installation
from yixing.people.models import Organization, Person
from yixing.people.queries import alive
from yixing.people.sheets import Outcome
from yixing.portfolios import refusals  # noqa: F401  (registers the messages this module raises)
from yixing.portfolios.catalogue import keep_past, mend_pasts
from yixing.portfolios.models import Area, Contact
from yixing.portfolios.sheets import AREAS, read_areas
from yixing_core.errors import Refusal

if TYPE_CHECKING:
    from django.core.files import File


@action(Action.AREA_SET)
def area_set(
    call: Call,
    *,
    code: str,
    name: str,
    domain: str,
    order: int = 0,
    tags: Sequence[str] = (),
    unit_ids: Sequence[int] = (),
    weight: int = 1,
    since: dt.date | None = None,
    until: dt.date | None = None,
    from_day: dt.date | None = None,
    correction: bool = False,
    version: int | None = None,
) -> Area:
    """Make a work area, or change the one with this code from a day on.

    Args:
        call: the circumstances.
        code: unique code; what decides whether an area is made or changed.
        name: as the office calls it.
        domain: one of ``Area.Domain``.
        order: place in the catalogue.
        tags: words that rules ask for, such as 财务 or 纪检.
        unit_ids: the units that belong to it (归口单位).
        weight: how much work it is, for the balance of a plan.
        since: first day in the catalogue, none for always.
        until: last day, none for still there.
        from_day: of a change: the first day on which the catalogue says so; none for the day of the call. What it said
            until then stays known (``catalogue.areas_on``).
        correction: a slip is mended: it was always so. No history is kept, and what the history says of earlier days is
            mended with it as far back as the slip stood there (``catalogue.mend_pasts``).
        version: of the form, where one was shown.

    Raises:
        Refusal: ``forbidden``, ``stale``, ``division_lines`` for a unit that does not exist, ``field_invalid`` for an
            unknown domain, ``area_span``, ``area_earlier`` for a change before one that is known.
    """
    call.require(Action.AREA_SET)
    area = Area.objects.select_for_update().filter(code=code).first() or Area(code=code)
    if area.pk is not None:
        area = call.load(Area, area.pk, Action.AREA_SET, version=version)
    units = list(Organization.objects.filter(alive(call.on), pk__in=unit_ids))
    if missing := set(unit_ids) - {unit.pk for unit in units}:
        raise Refusal("division_lines", field="unit_ids", what="单位", value=min(missing))
    if domain not in Area.Domain.values:
        raise Refusal(
            "field_invalid",
            field="domain",
            label="领域",
            why=f"没有“{domain}”",
            mend=f"可填：{'、'.join(Area.Domain.labels)}。",
        )
    values = {"name": name, "domain": Area.Domain(domain), "order": order, "weight": weight}
    values |= {"tags": sorted(set(tags)), "since": since, "until": until}
    past = _write(area, values, units, None if correction else from_day or call.on)
    mended = past if correction else 0
    record(
        call,
        area,
        refs=units,
        data={
            "change": "area_set",
            "domain": domain,
            "order": order,
            "weight": weight,
            "since": since,
            "until": until,
            "from": (from_day or call.on) if past and not correction else None,
        }
        | ({"pasts": mended} if mended else {}),
    )
    return area


@action(Action.AREA_IMPORT)
def area_import(call: Call, *, upload: "File[bytes]") -> Installation:
    """Bring the catalogue in from a workbook in the shape of its export: all of it, or nothing and every fault's cell.

    What differs changes from the day of the call; areas that are not in the file stay as they are.

    Raises:
        Refusal: ``forbidden``, ``area_earlier``, and what ``sheets.read_areas`` refuses.
    """
    call.require(Action.AREA_IMPORT)
    digest = digest_of(upload)
    outcome, touched = _apply(upload, call.on)
    installation = Installation.objects.get()
    counts = {name: sum(getattr(outcome, name).values()) for name in ("made", "changed", "same")}
    record(call, installation, refs=touched, data={"file": digest, **counts}, note={"file": upload.name or ""})
    return installation


def try_areas(upload: "File[bytes]", on: dt.date) -> Outcome:
    """What ``area_import`` would do on a day; nothing is kept. Raises as it does."""
    with transaction.atomic():
        outcome, _ = _apply(upload, on)
        transaction.set_rollback(True)
    return outcome


def _apply(upload: "File[bytes]", on: dt.date) -> tuple[Outcome, list[Area]]:
    known = {area.code: area for area in Area.objects.prefetch_related("units")}
    counts = dict.fromkeys(("made", "changed", "same"), 0)
    touched: list[Area] = []
    for row in read_areas(upload, on):
        area = known.get(row.code) or Area(code=row.code)
        if area.pk is not None and row.says(area):
            counts["same"] += 1
            continue
        counts["made" if area.pk is None else "changed"] += 1
        _write(area, row.values, row.units, on)
        touched.append(area)
    return Outcome(**{name: {AREAS: count} for name, count in counts.items()}), touched


def _write(area: Area, values: Mapping[str, Any], units: Iterable[Organization], from_day: dt.date | None) -> int:
    """Store an area with its units; with ``from_day`` what it said before is kept, without it the past is mended.

    How many pasts were kept or mended.
    """
    units = list(units)
    since, until = values["since"], values["until"]
    if since is not None and until is not None and until < since:
        raise Refusal("area_span", field="until", area=values["name"])
    before = Area.objects.get(pk=area.pk) if area.pk is not None else None
    for name, value in values.items():
        setattr(area, name, value)
    past = 0
    if before is not None and from_day is None:
        past = mend_pasts(area, before, [unit.pk for unit in units])
    elif before is not None and from_day is not None:
        known = before.pasts.aggregate(last=Max("until"))["last"]
        if known is not None and from_day <= known:
            raise Refusal(
                "area_earlier", field="from_day", area=before.name, day=(known + dt.timedelta(days=1)).isoformat()
            )
        past = int(keep_past(area, before, [unit.pk for unit in units], from_day))
    area.save()
    area.units.set(units)
    return past


@action(Action.AREA_SET)
def contact_set(call: Call, *, person_id: int, organization_id: int, since: dt.date) -> Contact:
    """A member keeps contact with a township from a day on (联系乡镇); whoever did so before stops the day before.

    Raises:
        Refusal: ``forbidden``, ``not_found``, ``contact_taken`` where somebody began later than this day.
    """
    call.require(Action.AREA_SET)
    person = call.load(Person, person_id, Action.AREA_SET)
    unit = call.load(Organization, organization_id, Action.AREA_SET)
    for former in Contact.objects.filter(Q(until__isnull=True), organization=unit).select_related("person"):
        if former.since >= since:
            raise Refusal(
                "contact_taken",
                field="since",
                unit=unit.name,
                since=former.since.isoformat(),
                person=former.person.name,
            )
        former.until = since - dt.timedelta(days=1)
        former.save()
    contact = Contact.objects.create(person=person, organization=unit, since=since)
    record(call, unit, refs=[person], data={"change": "contact_set", "person": person.pk, "since": since})
    return contact

"""The stored state: read the records of one matter, ask ``matter_state``, keep the answer in the row."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

from django.db.models import Model

from yixing.matters.models import Endorsement, Matter, Step
from yixing.matters.state import matter_state
from yixing.people.models import Person

Row = TypeVar("Row", bound=Model)
_CANCELLED = "cancelled"
_DIRECT, _LIGHT = "direct", "light"


def valid_signatures(matter: Matter, *, named: bool = True) -> list[Endorsement]:
    """The signatures that count: those given after the last return, in order; ``named`` with person and post."""
    rows = matter.endorsements.order_by("id")
    return _counted(rows.select_related("person", "post") if named else rows)


def valid_signatures_of(matters: Mapping[int, Matter]) -> dict[int, list[Endorsement]]:
    """The signatures that count of several matters, by their ids, without person and post."""
    rows = Endorsement.objects.filter(matter_id__in=list(matters)).order_by("id")
    return {pk: _counted(signatures) for pk, signatures in by_matter(rows, matters).items()}


def _counted(signatures: Iterable[Endorsement]) -> list[Endorsement]:
    counted: list[Endorsement] = []
    for signature in signatures:
        counted = [] if signature.verdict == Endorsement.Verdict.RETURN else [*counted, signature]
    return counted


def by_matter(rows: Iterable[Row], matters: Mapping[int, Matter]) -> dict[int, list[Row]]:
    """Rows of several matters put with the matter they belong to, in their order."""
    found: dict[int, list[Row]] = {pk: [] for pk in matters}
    for row in rows:
        owner = matters[cast("Any", row).matter_id]
        cast("Any", row).matter = owner
        found[owner.pk].append(row)
    return found


def reporter(matter: Matter) -> Person | None:
    """The member who reported it as a 临机处置; ``None`` where a unit put it forward, which signs before any member."""
    first = matter.endorsements.select_related("person").order_by("id").first()
    return first.person if first is not None and first.stage == Endorsement.Stage.MEMBER else None


def standing_steps(matter: Matter) -> list[Step]:
    """The step records that count, oldest first: corrected ones left out."""
    return standing_steps_of({matter.pk: matter})[matter.pk]


def standing_steps_of(matters: Mapping[int, Matter]) -> dict[int, list[Step]]:
    """The same of several matters, by their ids."""
    rows = Step.objects.filter(matter_id__in=list(matters), is_revoked=False).order_by("on", "id")
    return by_matter(rows, matters)


def agenda_items(matter: Matter, *, meeting: bool = True) -> list[Any]:
    """Items of the matter on agendas of meetings that were not cancelled, in order; ``meeting`` with their meeting.

    Meetings stand above matters: the rows are reached by the reverse relation, their model is not imported.
    """
    rows = _items(matter)
    return list(rows.select_related("meeting") if meeting else rows)


def agenda_items_of(matters: Mapping[int, Matter]) -> dict[int, list[Any]]:
    """The same of several matters, by their ids, without the meetings."""
    rows = cast("Any", Matter).items.rel.related_model.objects.filter(matter_id__in=list(matters))
    return by_matter(_live(rows), matters)


def _items(matter: Matter) -> Any:
    return _live(cast("Any", matter).items)


def _live(rows: Any) -> Any:
    return rows.exclude(meeting__state=_CANCELLED).order_by("meeting__on", "id")


def decision_sources(matter: Matter) -> set[str]:
    """From what sources 议定事项 on this matter came: ``meeting``, ``light``, ``direct``."""
    return set(cast("Any", matter).decisions.values_list("source", flat=True))


def computed_state(matter: Matter) -> Matter.State:
    """The state as the records of the matter have it now."""
    sources = decision_sources(matter)
    return matter_state(
        matter.endorsements.order_by("id").values_list("stage", "verdict"),
        items=list(_items(matter).values_list("outcome", flat=True)),
        withdrawn=matter.withdrawn_on is not None,
        filed=_DIRECT in sources,
        decided=_LIGHT in sources,
    )


def restate(matter: Matter) -> Matter:
    """Store the computed state; called by every action that changed a record of the matter, in its transaction."""
    matter.state = computed_state(matter)
    matter.save()
    return matter

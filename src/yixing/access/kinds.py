"""The short names of things on the ledger, in links between things and in search: ``matter/117``."""

from typing import Any

from django.apps import apps
from django.db.models import Model

from yixing_core.errors import Refusal

KINDS: dict[str, str] = {
    "matter": "matters.Matter",
    "round": "matters.OpinionRound",
    "meeting": "meetings.Meeting",
    "item": "meetings.AgendaItem",
    "poll": "ballots.Poll",
    "decision": "decisions.Decision",
    "briefing": "briefings.Briefing",
    "instruction": "briefings.Instruction",
    "task": "supervision.Task",
    "breakdown": "supervision.Breakdown",
    "paper": "papers.Document",
    "division": "portfolios.Division",
    "area": "portfolios.Area",
    "organization": "people.Organization",
    "person": "people.Person",
    "post": "people.Post",
    "body": "people.Body",
    "membership": "people.Membership",
    "user": "accounts.User",
    "parameter": "compliance.Parameter",
    "adoption": "compliance.Adoption",
    "attachment": "attachments.Attachment",
    "checkpoint": "ledger.Checkpoint",
    "entry": "ledger.Entry",
    "installation": "ledger.Installation",
}
_NAMES = {label: kind for kind, label in KINDS.items()}


def ref(thing: Model) -> str:
    """``matter/117`` for a saved row.

    Raises:
        KeyError: the model has no short name; add it to ``KINDS``.
    """
    return f"{_NAMES[thing._meta.label]}/{thing.pk}"  # noqa: SLF001  (Django's documented model metadata)


def kind_of(model: type[Model]) -> str:
    """The short name of a model."""
    return _NAMES[model._meta.label]  # noqa: SLF001  (Django's documented model metadata)


def model_of(kind: str) -> type[Model]:
    """The model behind a short name; ``Refusal("not_found")`` for a name that does not exist."""
    if kind not in KINDS:
        raise Refusal("not_found")
    return apps.get_model(KINDS[kind])


def resolve(reference: str) -> Any:
    """The row behind ``matter/117``, whoever asks. Pages use ``loaders.find`` instead.

    Raises:
        Refusal: ``not_found`` for an unknown kind, a bad number or a row that does not exist.
    """
    kind, _, number = reference.partition("/")
    row = model_of(kind)._default_manager.filter(pk=number).first() if number.isdecimal() else None  # noqa: SLF001
    if row is None:
        raise Refusal("not_found")
    return row

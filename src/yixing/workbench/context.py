"""What every page's frame shows: county, who is at work, the rail of his role."""

import functools
from typing import Any

from django.http import HttpRequest

from yixing import __version__
from yixing.access.actions import Section
from yixing.access.actor import Actor
from yixing.access.loaders import may
from yixing.access.policy import DELEGABLE, RAIL
from yixing.ledger.kept import keep
from yixing.ledger.models import Checkpoint, Installation
from yixing.matters.delegates import principals_for
from yixing.supervision.prepared import Prepared, prepared
from yixing.ui.components import Me, RailEntry

ADDRESSES: dict[Section, str] = {
    Section.WORKBENCH: "/",
    Section.MATTERS: "/matters/",
    Section.MEETINGS: "/meetings/",
    Section.DECISIONS: "/decisions/",
    Section.BRIEFINGS: "/briefings/",
    Section.TASKS: "/tasks/",
    Section.PORTFOLIOS: "/portfolios/",
    Section.DUTIES: "/duties/",
    Section.REPORTS: "/reports/",
    Section.RULES: "/rules/",
    Section.RECHECK: "/recheck/",
    Section.PEOPLE: "/people/",
    Section.LEDGER: "/ledger/",
    Section.ACCOUNTS: "/users/",
    Section.SECURITY: "/roles/",
    Section.AUDIT: "/log/",
    Section.SEARCH: "/search/",
    Section.HANDBOOK: "/handbook/",
}


BESIDE: dict[Section, str] = {Section.MATTERS: "/argument/"}
"""Pages that belong to a section and lie under an address of their own."""
RAIL_LENGTH = 7


def rail_of(actor: Actor) -> tuple[Section, ...]:
    """The rails of the actor's roles in the order of the table, each entry once, as far as seven go."""
    entries = [section for role, sections in RAIL.items() if role in actor.roles for section in sections]
    return tuple(dict.fromkeys([Section.WORKBENCH, *entries]))[:RAIL_LENGTH]


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame; empty where nobody is logged in."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"product_version": __version__}
    path = request.path
    sections = rail_of(actor)
    entries = [
        RailEntry(
            section.label,
            ADDRESSES[section],
            current=_lies_in(path, section),
        )
        for section in sections
    ]
    county, checkpoint = keep("frame", _county_and_checkpoint)
    return {
        "county": county,
        "me": Me(name=actor.name, post=actor.post_name, acting_for=_acting_for(request, actor)),
        "rail": entries,
        "product_version": __version__,
        "checkpoint": checkpoint,
    }


def _lies_in(path: str, section: Section) -> bool:
    if section is Section.WORKBENCH:
        return path == "/"
    return path.startswith((ADDRESSES[section], BESIDE.get(section, ADDRESSES[section])))


def _acting_for(request: HttpRequest, actor: Actor) -> str:
    """For whom a page is filled in that this actor can submit for somebody else only (代录); empty on all others."""
    guard = getattr(getattr(request.resolver_match, "func", None), "guard", ())
    if not actor.principal_ids or not isinstance(guard, tuple) or any(may(actor, action) for action in guard):
        return ""
    names = [person.name for action in guard if action in DELEGABLE for person in principals_for(actor, action)]
    return names[0] if len(names) == 1 else "领导" if names else ""


def _county_and_checkpoint() -> tuple[str, str]:
    county, checkpoint = _frame_questions()
    names, last = county.rows(), checkpoint.rows()
    words = f"{last[0][0]} · {bytes(last[0][1]).hex()[:8]}" if last else ""
    return (names[0][0] if names else "", words)


@functools.cache
def _frame_questions() -> tuple[Prepared, Prepared]:
    """For the county's name and the last checkpoint, asked anew for every page after a change."""
    county = Installation.objects.order_by("pk").values_list("name")[:1]
    return prepared(county), prepared(Checkpoint.objects.order_by("-id").values_list("size", "root")[:1])

"""Deny by default, twice: every address has a guard, and every action and model stands in the policy table."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests.cast import START, Cast
from yixing.access.actions import Action, Section
from yixing.access.kinds import KINDS
from yixing.access.policy import POLICY, RAIL, SECTIONS, VISIBLE
from yixing.access.roles import ADMINISTRATORS, BUSINESS, Role, compatible
from yixing.accounts.actors import actor_of
from yixing.accounts.models import RoleGrant
from yixing.workbench.context import rail_of

PUBLIC = {"login_page", "logout_page", "health"}


def _views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


VIEWS = list(_views(get_resolver()))


@pytest.mark.parametrize(("address", "view"), VIEWS, ids=[address or "/" for address, _ in VIEWS])
def test_every_view_declares_its_guard(address: str, view: Any) -> None:
    guard = getattr(view, "guard", None)
    assert guard is not None, f"{address} has neither @acts nor @reads nor @public"
    if guard == "public":
        assert view.__name__ in PUBLIC


def test_every_action_stands_in_the_policy_table() -> None:
    assert set(POLICY) == set(Action)


def test_every_section_has_its_readers_and_every_role_its_rail() -> None:
    assert set(SECTIONS) == set(Section)
    assert set(RAIL) == set(Role)
    assert all(1 <= len(sections) <= 7 for sections in RAIL.values())
    for role, sections in RAIL.items():
        assert all(role in SECTIONS[section] for section in sections)


def test_visible_models_exist() -> None:
    for label in {*VISIBLE, *KINDS.values()}:
        apps.get_model(label)


@pytest.mark.parametrize("pair", list(itertools.combinations(Role, 2)), ids="-".join)
def test_administrators_exclude_each_other_and_every_business_role(pair: tuple[Role, Role]) -> None:
    assert compatible(frozenset(pair)) == ADMINISTRATORS.isdisjoint(pair)


def test_no_administrator_has_a_business_action() -> None:
    for action, grants in POLICY.items():
        roles = {role for grant in grants for role in grant.roles}
        if roles & ADMINISTRATORS and roles & BUSINESS:
            assert action in {Action.PASSWORD_CHANGE, Action.LEDGER_EXPORT}, action


CLOSED = [address for address, view in VIEWS if getattr(view, "guard", None) != "public"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", CLOSED, ids=[address or "/" for address in CLOSED])
def test_nobody_is_let_in_without_login(address: str) -> None:
    path = "/" + "".join(
        "1" if part.startswith("<int") else "a" if part.startswith("<") else part for part in _parts(address)
    )
    response = Client().get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/login/")


def _parts(address: str) -> list[str]:
    return re.split(r"(<[^>]+>)", address)


def test_somebody_with_several_roles_finds_the_work_of_each(cast: Cast) -> None:
    """A head of a unit who sits on the committee finds his tasks; the director his 呈批件 beside his portfolio."""
    day = timezone.localdate()
    RoleGrant.objects.create(user=cast.users["单位负责人"], role=Role.COMMITTEE, since=START)
    head = rail_of(actor_of(cast.users["单位负责人"], day))
    assert {Section.TASKS, Section.MATTERS, Section.MEETINGS} <= set(head)
    director = rail_of(actor_of(cast.users["县委办主任"], day))
    assert {Section.BRIEFINGS, Section.REPORTS} <= set(director)
    assert len(director) <= 7
    assert rail_of(actor_of(cast.users["书记"], day)) == RAIL[Role.CHAIR]

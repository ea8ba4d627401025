"""The policy table, whole and by walking it: a change of policy shows as a change of a table one can read."""

import contextlib
import random
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from tests.access.naive import sees
from tests.access.rows import scatter
from tests.cast import Cast
from yixing.access.actions import Action
from yixing.access.loaders import may, visible
from yixing.access.policy import EVERYTHING, POLICY, VISIBLE, Grant, condition
from yixing.access.relations import RELATIONS
from yixing.access.roles import Role

TABLE = Path(__file__).with_name("policy_table.txt")


def _relations(grants: tuple[Grant, ...], role: Role) -> set[str]:
    return {grant.relation for grant in grants if role in grant.roles}


def _cell(grants: tuple[Grant, ...], role: Role) -> str:
    relations = _relations(grants, role)
    if not relations:
        return "refused"
    return "any row" if EVERYTHING in relations else "+".join(sorted(relations))


def _lines(name: str, grants: tuple[Grant, ...]) -> list[str]:
    cells = {role: _cell(grants, role) for role in Role}
    lines = [name]
    allowed = sorted(set(cells.values()) - {"refused"})
    lines += [f"  {cell}: {' '.join(role.value for role in Role if cells[role] == cell)}" for cell in allowed]
    refused = [role.value for role in Role if cells[role] == "refused"]
    lines.append(f"  refused: {' '.join(refused) or '-'}")
    return lines


def table() -> str:
    """Every action and every model against every role; each role stands exactly once under each heading."""
    lines = ["# Who may do what", ""]
    for action in Action:
        lines += _lines(f"{action.value} {action.label}", POLICY[action])
    lines += ["", "# Who may see which rows", ""]
    for label in sorted(VISIBLE):
        lines += _lines(label, VISIBLE[label])
    return "\n".join(lines) + "\n"


def test_the_policy_is_the_table_that_was_agreed() -> None:
    assert table() == TABLE.read_text(encoding="utf-8"), (
        "the policy changed: read the difference, and where it is meant run "
        "`PYTHONPATH=src:. python -m tests.access.write_policy_table`"
    )


def test_the_table_names_every_role_under_every_action() -> None:
    for action in Action:
        named = " ".join(_lines(action.value, POLICY[action])[1:])
        words = [word for word in named.split() if word in set(Role)]
        assert sorted(words) == sorted(Role), action


@pytest.mark.parametrize("seed", [1, 2])
def test_visible_rows_are_those_of_a_naive_walk_over_the_table(cast: Cast, seed: int) -> None:
    scatter(cast, random.Random(seed))  # noqa: S311  (rows at random, nothing secret)
    for label in VISIBLE:
        model: Any = apps.get_model(label)
        rows = list(model._default_manager.all())
        for name in cast.users:
            actor = cast.actor(name)
            expected = {row.pk for row in rows if sees(label, row, actor)}
            found = list(visible(model, actor).values_list("pk", flat=True))
            assert len(found) == len(set(found)), f"{label} shows a row twice to {name}"
            assert set(found) == expected, f"{label} for {name}"


def test_a_model_outside_the_table_is_visible_to_nobody(cast: Cast) -> None:
    for label in ("people.OrganizationKind", "matters.Step", "ledger.Content"):
        assert label not in VISIBLE
        for name in cast.users:
            assert not visible(apps.get_model(label), cast.actor(name)).exists()


def test_the_table_and_the_loader_agree_on_who_may_do_it_at_all(cast: Cast) -> None:
    for name in cast.users:
        actor = cast.actor(name)
        for action in Action:
            expected = any(_cell(POLICY[action], role) != "refused" for role in actor.roles)
            assert may(actor, action) == expected, (name, action)


def test_a_condition_is_a_question_and_asks_nothing_itself(cast: Cast, django_assert_num_queries: Any) -> None:
    """The way to a row is kept for an actor (``access.prepared``): what it depends on must be looked at when it is asked."""
    tables = [(label, grants) for label, grants in VISIBLE.items()]
    tables += [(label, grants) for grants in POLICY.values() for label in RELATIONS]
    for name in cast.users:
        actor = cast.actor(name)
        with django_assert_num_queries(0):
            for label, grants in tables:
                with contextlib.suppress(KeyError):  # an action is granted in relations of its own model only
                    condition(grants, label, actor)

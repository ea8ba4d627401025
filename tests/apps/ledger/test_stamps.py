"""What is kept of standing data is right after every change, whoever makes it and however; nothing of a rollback stays."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from tests.cast import TODAY, Cast
from yixing.access.roles import Role
from yixing.accounts.actors import actor_of
from yixing.accounts.models import RoleGrant, SignIn, User
from yixing.compliance import parameters
from yixing.compliance.models import Check, Parameter
from yixing.ledger.stamps import TABLES, Standing, held, keep, stamps
from yixing.people.models import Person
from yixing.people.pickers import person_choices

APPS = {
    Standing.PEOPLE: "people",
    Standing.PORTFOLIOS: "portfolios",
    Standing.ACCOUNTS: "accounts",
    Standing.PARAMETERS: "compliance",
}
LOGS: tuple[type[models.Model], ...] = (SignIn, Check)
"""Tables of those apps that are no standing data: what happened, not what is."""


def _elsewhere(change: Callable[[], object]) -> None:
    """Make a change on a connection of its own."""

    def run() -> None:
        try:
            change()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_every_table_of_standing_data_belongs_to_its_area() -> None:
    for area, label in APPS.items():
        rows = apps.get_app_config(label).get_models(include_auto_created=True)
        names = {model._meta.db_table for model in rows if model not in LOGS}
        assert names == set(TABLES[area])


@pytest.mark.both
def test_every_write_to_such_a_table_renews_its_stamp_and_no_other(cast: Cast) -> None:
    """Raw SQL, so that nothing of ours or Django's takes part."""
    for area, tables in TABLES.items():
        for table in tables:
            with connection.cursor() as cursor:
                column = connection.introspection.get_table_description(cursor, table)[1].name
                before = dict(stamps())
                cursor.execute(f'UPDATE {table} SET "{column}" = "{column}"')
                cursor.execute(f"SELECT count(*) FROM {table}")
                if cursor.fetchone()[0] == 0 and connection.vendor == "sqlite":
                    continue  # nothing was written
                after = dict(stamps())
            assert after[area] != before[area], table
            assert {name for name in after if after[name] != before[name]} == {area}, table


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_what_is_kept_is_what_a_look_would_find(committed: Cast) -> None:
    def names() -> list[str]:
        return keep(
            "names", lambda: list(Person.objects.order_by("id").values_list("name", flat=True)), Standing.PEOPLE
        )

    first = names()
    assert names() is first
    Person.objects.create(name="甲")
    assert "甲" in names()
    Person.objects.filter(name="甲").update(name="乙")
    assert "乙" in names()
    Person.objects.filter(name="乙").delete()
    assert "乙" not in names()
    _elsewhere(lambda: Person.objects.create(name="丙"))
    assert "丙" in names()

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Person.objects.create(name="丁")
        assert "丁" in names()  # a transaction sees its own change
        _ = 1 / 0
    assert "丁" not in names()  # and what was rolled back stands for nothing
    Person.objects.create(name="戊")
    assert "丁" not in names()
    assert "戊" in names()


def test_a_request_is_judged_by_one_state_until_it_has_acted(cast: Cast) -> None:
    """Outside a transaction only: there every look sees what was done."""
    with held():
        before = dict(stamps())
        with held():
            Person.objects.create(name="甲")
        assert dict(stamps()) != before


def test_roles_people_and_numbers_are_those_of_now(cast: Cast) -> None:
    user = cast.users["督查员"]
    assert Role.INSPECTOR in actor_of(user, TODAY).roles
    RoleGrant.objects.filter(user=user).update(until=TODAY - dt.timedelta(days=1))
    assert actor_of(user, TODAY).roles == frozenset()

    assert all("新来的" not in str(choice) for choice in person_choices(TODAY))
    Person.objects.create(name="新来的")
    assert any("新来的" in str(choice) for choice in person_choices(TODAY))

    Parameter.objects.create(key="notice_days", value=3, since=TODAY)
    assert parameters.on_day(TODAY)["notice_days"] == 3
    assert parameters.tree_on_day(TODAY)["notice_days"] == 3
    assert parameters.on_day(TODAY - dt.timedelta(days=1))["notice_days"] == 1


def test_a_locked_account_is_out_at_once(login: Callable[[str], object], cast: Cast) -> None:
    client = login("督查员")
    assert client.get("/").status_code == 200  # type: ignore[attr-defined]
    User.objects.filter(pk=cast.users["督查员"].pk).update(is_active=False)
    assert client.get("/").status_code == 302  # type: ignore[attr-defined]

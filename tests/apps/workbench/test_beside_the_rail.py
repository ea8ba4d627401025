"""Whoever works on the division of work finds it from his first page, whether or not his rail has room for it."""

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast

WORKS_ON_IT = ("书记", "常委", "县委办主任", "秘书", "督查员", "领导联络员", "组织部", "纪委", "审计员")


def page(cast: Cast, client: Client, who: str, address: str = "/") -> str:
    client.login(username=cast.users[who].username, password=PASSWORD)
    return client.get(address).content.decode()


@pytest.mark.parametrize("who", WORKS_ON_IT)
def test_the_division_of_work_is_one_click_from_the_workbench(cast: Cast, client: Client, who: str) -> None:
    assert page(cast, client, who).count('href="/portfolios/"') == 1


@pytest.mark.parametrize("who", WORKS_ON_IT)
def test_handover_and_shared_matters_are_one_click_further(cast: Cast, client: Client, who: str) -> None:
    found = page(cast, client, who, "/portfolios/")
    assert 'href="/portfolios/handovers/"' in found
    assert 'href="/portfolios/together/"' in found


@pytest.mark.parametrize("who", ["联络员", "监票人", "系统管理员"])
def test_the_first_page_of_others_stays_short(cast: Cast, client: Client, who: str) -> None:
    assert 'href="/portfolios/"' not in page(cast, client, who)

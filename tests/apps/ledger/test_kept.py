"""Values kept in memory are right after every change, whoever made it; nothing seen inside a transaction is kept."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from tests.cast import Cast
from yixing.ledger.kept import LIMIT, keep
from yixing.people.models import Person


class _Names:
    """The names of all persons as a page would keep them; ``made`` counts how often they were read."""

    made = 0

    def __call__(self) -> list[str]:
        return keep("names", self.read)

    def read(self) -> list[str]:
        self.made += 1
        return list(Person.objects.order_by("id").values_list("name", flat=True))


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


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_what_is_kept_is_what_a_look_would_find(committed: Cast) -> None:
    names = _Names()
    first = names()
    assert names() is first
    assert names.made == 1

    Person.objects.create(name="甲")
    assert "甲" in names()
    Person.objects.filter(name="甲").update(name="乙")
    assert "乙" in names()
    Person.objects.filter(name="乙").delete()
    assert "乙" not in names()

    _elsewhere(lambda: Person.objects.create(name="丙"))
    assert "丙" in names()
    assert names() is names()

    with transaction.atomic():
        Person.objects.create(name="丁")
        assert "丁" in names()
        transaction.set_rollback(True)
    assert "丁" not in names()

    def slow() -> list[str]:
        found = names.read()
        _elsewhere(lambda: Person.objects.create(name="戊"))
        return found

    assert "戊" not in keep("slow", slow)
    assert "戊" in keep("slow", names.read)


@pytest.mark.django_db(transaction=True)
def test_memory_is_bounded_and_belongs_to_a_connection(committed: Cast) -> None:
    names = _Names()
    names()
    for number in range(LIMIT - 1):
        keep(number, lambda: 0)
        names()
    assert names.made == 1
    for number in range(LIMIT):
        keep(("more", number), lambda: 0)
    names()
    assert names.made == 2
    connection.close()
    names()
    assert names.made == 3

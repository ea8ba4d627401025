"""Writers of the embedded database wait in a queue: none is turned away, none is passed over for long, a killed one holds up nobody."""

import multiprocessing
import os
import signal
import threading
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from tests.apps.ledger.counting import begin_and_die, connection_to, count_up
from yixing.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    place = tmp_path / "counter.sqlite3"
    own = connection_to(place)
    own.cursor().execute("CREATE TABLE counter (n integer)")
    own.cursor().execute("INSERT INTO counter VALUES (0)")
    own.close()
    return place


def _value(place: Path) -> int:
    own = connection_to(place)
    cursor = own.cursor()
    cursor.execute("SELECT n FROM counter")
    value: int = cursor.fetchone()[0]
    own.close()
    return value


def test_threads_and_processes_take_turns(counter: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=count_up, args=(counter, 100)) for _ in range(2)]
    threads = [threading.Thread(target=count_up, args=(counter, 100)) for _ in range(2)]
    for one in (*processes, *threads):
        one.start()
    for one in (*processes, *threads):
        one.join()
    assert _value(counter) == 400


def test_who_is_killed_in_his_turn_holds_up_nobody_and_leaves_nothing(counter: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Event()
    process = spawn.Process(target=begin_and_die, args=(counter, ready))
    process.start()
    assert ready.wait(60)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    count_up(counter, 1)
    assert _value(counter) == 1


def test_who_waits_too_long_is_told_and_the_turn_comes_back_after_every_end(counter: Path) -> None:
    holder, other = connection_to(counter), connection_to(counter, timeout=0.05)
    for end in (holder._commit, holder._rollback, holder.close):
        holder.ensure_connection()
        holder._start_transaction_under_autocommit()
        with pytest.raises(OperationalError, match="locked"):
            other._start_transaction_under_autocommit()
        end()
        other._start_transaction_under_autocommit()
        other._rollback()
    other.close()


def test_a_transaction_that_fails_gives_its_turn_back() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has many writers")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    Person.objects.create(name="甲")
    with transaction.atomic():
        Person.objects.create(name="乙")
    assert Person.objects.count() == 2

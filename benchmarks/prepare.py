"""Fill the database of a project we compare with.

``BENCHMARK_DIR=… python -m benchmarks.prepare bare|audited TASKS``
"""

import datetime as dt
import os
import sys

from benchmarks.plan import MEMBERS, PASSWORD, UNITS, USER

CHUNK = 5000


def main() -> None:
    """Make the tables, the user and, for ``audited``, units and tasks that are there already."""
    name, tasks = sys.argv[1], int(sys.argv[2])
    os.environ["DJANGO_SETTINGS_MODULE"] = f"benchmarks.{name}.settings"
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    User.objects.create_user(USER, password=PASSWORD)
    if name == "audited":
        _tasks(tasks)


def _tasks(count: int) -> None:
    from benchmarks.audited.models import Leader, Source, Task, Unit

    units = Unit.objects.bulk_create(Unit(name=f"部门{number:02d}") for number in range(UNITS))
    leaders = Leader.objects.bulk_create(Leader(name=f"{number:02d}号常委") for number in range(1, MEMBERS + 1))
    day = dt.date(2023, 1, 1)
    source = Source.objects.create(title="研究重点工作", decided_on=day)
    rows = (
        Task(
            source=source,
            text=f"完成第{number}项重点工作",
            lead_unit=units[number % UNITS],
            leader=leaders[number % MEMBERS],
            due_words="年底前",
            due_on=day,
            is_open=number % 5 == 0,
        )
        for number in range(count)
    )
    Task.objects.bulk_create(rows, batch_size=CHUNK)


if __name__ == "__main__":
    main()

"""交叉事项: what two members share, counted from rows; the counts open to the same rows."""

import io
from collections import defaultdict
from itertools import combinations

import pytest
from openpyxl import load_workbook

from tests.apps.coordination.test_differences import raised
from tests.apps.handover.moving import matter, task
from tests.cast import TODAY
from yixing.access.loaders import visible
from yixing.coordination.shared import HEADS, shared
from yixing.matters.models import Matter
from yixing.matters.state import OPEN
from yixing.people.models import Organization
from yixing.portfolios.queries import who_leads
from yixing.supervision.models import Task

PAGE = "/portfolios/together/"


@pytest.fixture
def touching(cast):
    row = matter(cast, "a01")
    row.other_areas.set([cast.areas["a02"], cast.areas["a03"]])
    matter(cast, "a04")
    done = matter(cast, "a01", state="concluded")
    done.other_areas.set([cast.areas["a02"]])
    chore = task(cast, "a01")
    chore.assist_units.set([cast.units["D03"], cast.units["X01"]])
    cast.areas["a03"].units.add(cast.units["D03"])
    return row, chore


def naive(cast, actor):
    """Row by row: pairs of members by what each thing touches."""
    found = defaultdict(lambda: [set(), set(), set()])

    def leaders(areas):
        people = {who_leads(area, TODAY) for area in areas} - {None}
        return sorted(people, key=lambda person: (person.order, person.pk))

    for row in visible(Matter, actor):
        if row.state in OPEN and row.other_areas.exists():
            for pair in combinations(leaders([*row.other_areas.all(), *([row.area] if row.area else [])]), 2):
                found[tuple(person.name for person in pair)][0].add(row.pk)
    for row in visible(Task, actor):
        if row.is_open:
            areas = [row.area] if row.area else list(row.lead_unit.areas.all())
            assisting = [area for unit in row.assist_units.all() for area in unit.areas.all()]
            for pair in combinations(leaders([*areas, *assisting]) if assisting else [], 2):
                found[tuple(person.name for person in pair)][1].add(row.pk)
    for unit in Organization.objects.all():
        for pair in combinations(leaders(unit.areas.all()), 2):
            found[tuple(person.name for person in pair)][2].add(unit.pk)
    return dict(found)


@pytest.mark.parametrize("who", ["书记", "秘书", "常委", "别的常委", "联络员"])
def test_the_table_against_a_naive_walk(cast, touching, who):
    actor = cast.actor(who)
    told = {
        (pair.first.name, pair.second.name): [
            {row.pk for row in pair.matters},
            {row.pk for row in pair.tasks},
            {row.pk for row in pair.units},
        ]
        for pair in shared(actor, TODAY)
    }
    assert told == naive(cast, actor)


def test_the_counts_open_to_their_rows(login, cast, touching):
    row, chore = touching
    page = login("书记").get(PAGE).content.decode()
    assert "06号常委" in page
    first, second = cast.people["06号常委"].pk, cast.people["09号常委"].pk
    opened = login("书记").get(f"{PAGE}?first={second}&second={first}").content.decode()
    assert row.title in opened
    assert chore.text in opened
    assert (
        row.title
        not in login("书记")
        .get(f"{PAGE}?first={cast.people['04号常委'].pk}&second={first}")
        .content.decode()
        .split("<tbody>")[0]
    )


def test_open_differences_are_counted(cast):
    row = raised(cast)
    [pair] = [each for each in shared(cast.actor("书记"), TODAY) if each.differences]
    assert (pair.first.name, pair.second.name, pair.differences) == ("06号常委", "09号常委", [row])


def test_the_workbook_has_the_table_and_its_rows(login, cast, touching):
    answer = login("书记").get(f"{PAGE}?export=xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    table, rows = (list(book[name].values) for name in book.sheetnames)
    assert table[0] == HEADS
    assert len(rows) - 1 == sum(sum(line[2:]) for line in table[1:])


def test_the_number_of_queries_does_not_grow(cast, touching, django_assert_max_num_queries):
    for _ in range(8):
        row = matter(cast, "a01")
        row.other_areas.set([cast.areas["a02"]])
        task(cast, "a03").assist_units.set([cast.units["D02"]])
    actor = cast.actor("书记")
    with django_assert_max_num_queries(14):
        list(shared(actor, TODAY))

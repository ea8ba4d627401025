"""The catalogue of a day is what it said that day; it comes in and goes out as a workbook, all of it or nothing."""

import datetime as dt
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tests.cast import AREAS, START, TODAY
from yixing.ledger.models import Entry
from yixing.portfolios.catalogue import areas_on
from yixing.portfolios.cataloguing import area_set
from yixing.portfolios.models import Area, AreaPast
from yixing.ui.sheets import MEDIA_TYPE
from yixing_core.errors import Refusal

DAY = dt.timedelta(days=1)
JULY = dt.date(2023, 7, 1)
HEADS = ["编码", "名称", "领域", "序", "标签", "归口单位编码", "权重"]


def change(cast, on=TODAY, **given):
    known = {"code": "a01", "name": "财政税务", "domain": "economy", "unit_ids": [cast.units["D02"].pk]}
    return area_set(cast.call("秘书", on), **(known | given))


def said(day, code="a01"):
    area = next(area for area in areas_on(day) if area.code == code)
    return area.name, area.domain, area.tags, area.weight, area.unit_ids


def test_a_change_keeps_what_was_said_before(cast):
    finance, education = cast.units["D02"].pk, cast.units["D03"].pk
    change(cast, from_day=JULY, name="财政", tags=["财务"], weight=3, unit_ids=[finance, education])
    assert said(JULY - DAY) == ("财政税务", "economy", (), 1, (finance,))
    assert said(JULY) == ("财政", "economy", ("财务",), 3, (finance, education))
    change(cast, on=dt.date(2023, 9, 1), name="财税金融", domain="society")
    assert [said(day)[0] for day in (START, JULY, dt.date(2023, 8, 31), dt.date(2023, 9, 1))] == [
        "财政税务",
        "财政",
        "财政",
        "财税金融",
    ]
    assert AreaPast.objects.count() == 2


def test_what_has_no_history_leaves_none(cast):
    change(cast, order=7, until=dt.date(2023, 12, 31))
    change(cast, name="财政税收", correction=True)
    assert not AreaPast.objects.exists()
    assert said(START)[0] == "财政税收"


def test_a_correction_mends_the_slip_in_the_past_as_well(cast):
    finance, education = cast.units["D02"].pk, cast.units["D03"].pk
    change(cast, name="财正税务", correction=True)
    change(cast, name="财正税务", from_day=JULY, unit_ids=[finance, education])
    change(cast, on=dt.date(2023, 9, 1), correction=True, unit_ids=[finance, education])
    assert said(JULY - DAY) == ("财政税务", "economy", (), 1, (finance,)), "the name was always so, the units were not"
    assert said(JULY)[0] == "财政税务"
    assert '"pasts":1' in Entry.objects.filter(subject=f"area/{cast.areas['a01'].pk}").latest("seq").line
    change(cast, correction=True, unit_ids=[education])
    assert [said(day)[4] for day in (START, JULY)] == [(finance,), (education,)]


FIELDS = {"name": ("财政", "税务"), "domain": ("economy", "society"), "weight": (1, 2), "units": ("D02", "D03")}
STEP = st.tuples(st.integers(0, 3), st.sampled_from(sorted(FIELDS)), st.integers(0, 1), st.booleans())


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(steps=st.lists(STEP, max_size=7))
def test_changes_and_corrections_say_what_a_calendar_of_days_says(cast, steps):
    """The oracle keeps every word for every day: a change fills the days from it on, a correction the last run."""
    code = f"z{Area.objects.count():03d}"
    values = {name: options[0] for name, options in FIELDS.items()}
    days = [START + n * DAY for n in range(24)]
    calendar = {name: [value] * len(days) for name, value in values.items()}
    _lay(cast, code, values, on=START)
    place = 1
    for ahead, name, option, correction in steps:
        place += ahead
        value = FIELDS[name][option]
        wrong, row = values[name], calendar[name]
        values = values | {name: value}
        _lay(cast, code, values, on=days[place], correction=correction)
        first = place
        if correction:
            first = max((at + 1 for at, each in enumerate(row) if each != wrong), default=0)
        row[first:] = [value] * (len(days) - first)
    for at, day in enumerate(days):
        found = said(day, code)
        units = (cast.units[calendar["units"][at]].pk,)
        assert found == (calendar["name"][at], calendar["domain"][at], (), calendar["weight"][at], units)


def _lay(cast, code, values, **given):
    units = [cast.units[values["units"]].pk]
    rest = {name: value for name, value in values.items() if name != "units"}
    change(cast, code=code, unit_ids=units, **rest, **given)


def test_a_second_change_on_the_day_replaces_the_first(cast):
    change(cast, from_day=JULY, name="财政")
    with pytest.raises(Refusal) as refused:
        change(cast, from_day=JULY - DAY, name="更早")
    assert refused.value.code == "area_earlier"
    change(cast, from_day=JULY, name="财政与税务")
    assert (said(JULY - DAY)[0], said(JULY)[0]) == ("财政税务", "财政与税务")
    assert AreaPast.objects.count() == 1


def test_an_area_is_on_its_days_only(cast):
    change(cast, code="b01", name="新事项", since=JULY, until=JULY + DAY)
    assert [any(area.code == "b01" for area in areas_on(JULY + n * DAY)) for n in (-1, 0, 1, 2)] == [
        False,
        True,
        True,
        False,
    ]
    with pytest.raises(Refusal) as refused:
        change(cast, code="b02", since=JULY, until=JULY - DAY)
    assert refused.value.code == "area_span"


def book(*rows, heads=HEADS, title="分管事项"):
    page = Workbook()
    page.active.title = title
    page.active.append(heads)
    for row in rows:
        page.active.append(row)
    out = io.BytesIO()
    page.save(out)
    return SimpleUploadedFile("目录.xlsx", out.getvalue(), MEDIA_TYPE)


def test_the_catalogue_goes_out_and_comes_in_on_its_page(login, cast):
    clerk = login("秘书")
    answer = clerk.get("/portfolios/areas/?export=xlsx")
    sheet = load_workbook(io.BytesIO(answer.content))["分管事项"]
    assert sheet.max_row == len(AREAS) + 1
    again = SimpleUploadedFile("目录.xlsx", answer.content, MEDIA_TYPE)
    assert clerk.post("/portfolios/areas/import/", {"request": uuid.uuid4(), "upload": again}).status_code == 302
    entry = Entry.objects.latest("seq")
    assert entry.action == "area.import"
    assert '"changed":0' in entry.line
    rows = (["b01", "网络舆情", "文化", 20, "舆情、宣传", "D01", 2], ["a01", "财税", "经济", 0, "", "D02", 1])
    answer = clerk.post("/portfolios/areas/import/", {"request": uuid.uuid4(), "upload": book(*rows)})
    assert answer.status_code == 302
    made = Area.objects.get(code="b01")
    assert (made.name, made.tags, made.weight) == ("网络舆情", ["宣传", "舆情"], 2)
    assert Area.objects.get(code="a01").name == "财税"
    assert AreaPast.objects.get().name == "财政税务"
    assert Area.objects.count() == len(AREAS) + 1


def test_a_workbook_with_faults_brings_nothing_in_and_names_each_cell(login, cast):
    clerk = login("秘书")
    before = Entry.objects.count()
    rows = (
        ["b01", "甲", "经济", 1, "", "", 1],
        ["b02", "", "经济", 1, "", "", 1],
        ["b03", "丙", "天文", 1, "", "", 1],
        ["b01", "丁", "经济", 1, "", "D99", 5000],
        ["b05", "戊", "经济", "一", "这是一个长得不像标签的一句话", "", 1],
    )
    answer = clerk.post("/portfolios/areas/import/", {"request": uuid.uuid4(), "upload": book(*rows)})
    assert answer.status_code == 422
    page = answer.content.decode()
    for row, column in (
        (3, "名称"),
        (4, "领域"),
        (5, "编码"),
        (5, "归口单位编码"),
        (5, "权重"),
        (6, "序"),
        (6, "标签"),
    ):
        assert f"<td>{row}</td><td>{column}</td>" in page
    assert not Area.objects.filter(code__startswith="b").exists()
    assert Entry.objects.count() == before
    junk = SimpleUploadedFile("x.xlsx", b"PK nonsense", MEDIA_TYPE)
    assert clerk.post("/portfolios/areas/import/", {"request": uuid.uuid4(), "upload": junk}).status_code == 422
    assert login("督查员").get("/portfolios/areas/import/").status_code == 403


def test_the_list_reads_as_a_sentence_and_stays_quick_with_many(login, cast, django_assert_max_num_queries):
    client = login("书记")

    def shown(query):
        page = client.get(f"/portfolios/areas/?{query}").content.decode()
        found = page[page.index('id="results"') :]
        return [name for _, name, *_ in AREAS if f">{name}</a>" in found]

    assert shown("domain=party") == ["干部选任", "办会", "督查", "党风廉政建设"]
    assert shown(f"leader={cast.people['09号常委'].pk}") == ["财政税务", "发展改革"]
    assert shown(f"unit={cast.units['D03'].pk}&words=教") == ["教育"]
    assert shown("leader=none") == []
    assert shown("day=nonsense") == [name for _, name, *_ in AREAS]
    Area.objects.create(code="y", name="事项", domain="party", order=90)
    assert "事项" in client.get("/portfolios/areas/?leader=none").content.decode()
    Area.objects.create(code="x", name="另一事项", domain="party", order=91)  # what was kept of them is forgotten
    with django_assert_max_num_queries(40) as few:
        client.get("/portfolios/areas/")
    for number in range(300):
        Area.objects.create(code=f"z{number}", name=f"事项{number}", domain="party", order=100 + number)
    with django_assert_max_num_queries(len(few)):
        page = client.get("/portfolios/areas/").content.decode()
    assert "共 <b" in page
    assert "page=2" in page


def test_an_area_s_page_tells_what_it_was_called(login, cast):
    client = login("秘书")
    path = f"/portfolios/areas/{cast.areas['a01'].pk}/edit/"
    values = {
        "request": uuid.uuid4(),
        "version": 1,
        "code": "a01",
        "name": "财税金融",
        "domain": "economy",
        "order": 0,
        "weight": 2,
        "unit_ids": [cast.units["D02"].pk],
        "from_day": TODAY,
    }
    assert client.post(path, values).status_code == 302
    page = client.get(f"/portfolios/areas/{cast.areas['a01'].pk}/").content.decode()
    assert "目录变更" in page
    assert "财政税务" in page

"""Pages of 论证咨询: lists that do not slow down, forms that lead to the step, the block on the matter's page, prints."""

import io
import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from tests.apps.argument import arguing
from tests.apps.meetings.test_meetings_pages import at_noon
from tests.cast import TODAY, Cast
from yixing.argument import actions
from yixing.argument.models import Consultation, Expert, Hearing, PublicNotice, Research
from yixing.argument.queries import experts as pool
from yixing.ledger.models import Entry
from yixing.matters.models import Matter, Step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
__all__ = ("at_noon",)
Login = Callable[[str], Client]
LISTS = ("consultations", "experts", "research", "notices", "hearings")


def argued(cast: Cast, number: int) -> Matter:
    """A matter with one record of each kind."""
    matter = arguing.matter(cast, title=f"关于第{number}项工程的请示", day=arguing.EARLIER)
    arguing.concluded(cast, matter)
    row = arguing.research(cast, topic=f"第{number}项课题")
    actions.research_cite(cast.call("秘书"), matter_id=matter.pk, research_ids=[row.pk])
    arguing.notice(cast, matter)
    arguing.hearing(cast, matter)
    return matter


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_number_of_questions_for_ten_rows(cast: Cast, login: Login, name: str) -> None:
    client = login("秘书")
    argued(cast, 1)
    with CaptureQueriesContext(connection) as few:
        assert client.get(f"/argument/{name}/").status_code == 200
    for number in range(2, 6):
        argued(cast, number)
    with CaptureQueriesContext(connection) as many:
        page = client.get(f"/argument/{name}/").content.decode()
    assert len(many) <= len(few) + 1
    assert "第5项" in page or name in {"experts", "hearings"}
    book = load_workbook(io.BytesIO(client.get(f"/argument/{name}/?export=xlsx").content))
    assert book.active is not None
    assert book.active.max_row > 5


def test_the_pool_stands_in_the_offices_order(cast: Cast) -> None:
    for number, field in enumerate(("law", "culture", "economy", "mining", "agriculture")):
        arguing.expert(cast, f"专家8{number}", field=field)
    fields = [row.get_field_display() for row in pool(cast.actor("秘书"))]
    assert fields == ["经济", "农业", "矿业", "文化", "法律"]


def test_filters_narrow(cast: Cast, login: Login) -> None:
    client = login("秘书")
    arguing.expert(cast, "专家91", field="law")
    arguing.expert(cast, "专家92", field="mining", until=TODAY.replace(day=1))
    page = client.get("/argument/experts/?field=law").content.decode()
    assert "专家91" in page
    assert "专家92" not in client.get("/argument/experts/").content.decode()
    assert "专家92" in client.get("/argument/experts/?all=on").content.decode()
    argued(cast, 1)
    for query in ("mode=meeting", "state=asked", "field=law", "since=2024-01-01"):
        assert "第1项" not in client.get(f"/argument/consultations/?{query}").content.decode()
    assert "第1项" in client.get("/argument/research/?mode=visit").content.decode()
    assert "第1项" not in client.get("/argument/research/?mode=seminar").content.decode()


def test_units_see_their_own_and_others_do_not(cast: Cast, login: Login) -> None:
    argued(cast, 1)
    for name in ("consultations", "notices"):
        assert "第1项" in login("联络员").get(f"/argument/{name}/").content.decode()
        assert "第1项" not in login("外单位联络员").get(f"/argument/{name}/").content.decode()
    pk = Consultation.objects.get().pk
    assert login("外单位联络员").get(f"/argument/consultations/{pk}/").status_code == 404
    assert login("常委").get(f"/argument/consultations/{pk}/").status_code == 200


def test_from_the_finding_to_the_step(cast: Cast, login: Login) -> None:
    matter = arguing.matter(cast)
    experts = arguing.pool(cast)
    client = login("联络员")
    page = client.get(f"/matters/{matter.pk}/").content.decode()
    new = f"/argument/consultations/new/{matter.pk}/"
    assert new in page
    assert f"/argument/research/cite/{matter.pk}/" in page
    form = client.get(new).content.decode()
    assert f"/matters/{matter.pk}/steps/experts/" in form
    said = {
        "mode": "written",
        "question": "可行？",
        "expert_ids": [each.pk for each in experts],
        "due_on": "2023-06-20",
        "version": matter.version,
    }
    answer = client.post(new, said)
    row = Consultation.objects.get()
    assert answer.headers["Location"] == f"/argument/consultations/{row.pk}/"
    mend = client.get(f"/matters/{matter.pk}/").content.decode()
    assert "看专家咨询" in mend
    for advice in row.advices.all():
        url = f"/argument/consultations/{row.pk}/advice/?advice={advice.pk}"
        assert client.post(url, {"text": "可行。", "is_signed": "on"}).status_code == 302
    lines = {f"adoption-{advice.pk}": "adopted" for advice in row.advices.all()}
    assert client.post(f"/argument/consultations/{row.pk}/conclude/", lines).status_code == 302
    assert Step.objects.get(kind="experts").values["signed"] == 3
    done = client.get(f"/matters/{matter.pk}/").content.decode()
    assert "看记录" in done
    assert f"steps/experts/?corrects={Step.objects.get().pk}" not in done


def test_notice_and_hearing_by_their_forms(cast: Cast, login: Login) -> None:
    matter = arguing.matter(cast, day=arguing.EARLIER)
    client = login("联络员")
    given = {"text": "公示", "places": "网站", "since": "2023-06-01", "until": "2023-06-08"}
    assert client.post(f"/argument/notices/new/{matter.pk}/", given).status_code == 302
    notice = PublicNotice.objects.get()
    assert client.post(f"/argument/notices/{notice.pk}/close/", {"objections": 1, "answered": 1}).status_code == 302
    assert Step.objects.get(kind="notice").values == {"days": 8, "workdays": 6, "count": 1, "answered": 1}
    given = {"subject": "供热价格", "planned_on": "2023-06-12", "place": "会议中心", "on": "2023-06-01"}
    assert client.post(f"/argument/hearings/new/{matter.pk}/", given).status_code == 302
    hearing = Hearing.objects.get()
    held = {"participants": 12, "participants_on": "2023-06-02", "papers_on": "2023-06-03", "is_public": "on"}
    assert client.post(f"/argument/hearings/{hearing.pk}/hold/", held).status_code == 302
    assert Step.objects.get(kind="hearing").values["papers_days"] == 9
    assert client.get(f"/argument/hearings/{hearing.pk}/").status_code == 200
    refused = client.post(f"/argument/hearings/{hearing.pk}/hold/", held | {"papers_on": "2023-06-30"})
    assert "晚于听证举行日期" in refused.content.decode()


def test_research_by_its_forms(cast: Cast, login: Login) -> None:
    client = login("秘书")
    given = {
        "topic": "供热调研",
        "leader_id": cast.people["09号常委"].pk,
        "unit_id": cast.units["D02"].pk,
        "modes": ["visit"],
        "since": "2023-06-01",
        "until": "2023-06-02",
    }
    assert client.post("/argument/research/new/", given).status_code == 302
    row = Research.objects.get()
    page = client.get(f"/argument/research/{row.pk}/").content.decode()
    assert "常委牵头" in page
    change = given | {"report_title": "供热调研报告", "version": row.version}
    assert client.post(f"/argument/research/{row.pk}/edit/", change).status_code == 302
    matter = arguing.matter(cast)
    url = f"/argument/research/cite/{matter.pk}/"
    assert "供热调研" in client.get(url).content.decode()
    assert client.post(url, {"research_ids": [row.pk]}).status_code == 302
    assert "没有可以引用的调研" in client.get(url).content.decode()


def test_an_expert_by_his_form(cast: Cast, login: Login) -> None:
    client = login("秘书")
    given = {"name": "专家77", "field": "culture", "workplace": "示例文化馆"}
    assert client.post("/argument/experts/new/", given).status_code == 302
    row = Expert.objects.get()
    assert "示例文化馆" in client.get(f"/argument/experts/{row.pk}/").content.decode()
    twice = client.post("/argument/experts/new/", given)
    assert twice.status_code != 302
    assert "已在专家库中" in twice.content.decode()


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_the_prints(cast: Cast, login: Login, suffix: str) -> None:
    row = arguing.concluded(cast)
    for name in ("adoption", "letter"):
        answer = login("联络员").get(f"/argument/consultations/{row.pk}/{name}.{suffix}")
        assert answer.status_code == 200
        assert len(answer.getvalue()) > 1000


def workbook(
    *rows: tuple[object, ...], heads: tuple[str, ...] = ("领域", "姓名", "工作单位", "职称职务", "入库", "出库")
) -> SimpleUploadedFile:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "专家库"
    for row in (heads, *rows):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("专家库.xlsx", out.getvalue())


def test_the_pool_goes_out_and_in_again_unchanged(cast: Cast, login: Login) -> None:
    arguing.pool(cast)
    client = login("秘书")
    out = client.get("/argument/experts/?export=xlsx").content
    before = list(Expert.objects.order_by("pk").values())
    answer = client.post("/argument/experts/import/", {"upload": SimpleUploadedFile("专家库.xlsx", out)})
    assert answer.status_code == 302
    assert list(Expert.objects.order_by("pk").values()) == before
    assert json.loads(Entry.objects.get(action="expert.import").line)["data"]["same"] == 3


def test_new_ones_come_in_and_changed_ones_change(cast: Cast, login: Login) -> None:
    arguing.expert(cast)
    upload = workbook(
        ("法律", "专家01", "示例大学", "律师", "2023-01-01", None), ("矿业", "专家02", "示例勘查院", "", None, None)
    )
    assert login("秘书").post("/argument/experts/import/", {"upload": upload}).status_code == 302
    assert list(Expert.objects.order_by("name").values_list("name", "field", "title")) == [
        ("专家01", "law", "律师"),
        ("专家02", "mining", ""),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("天文", "专家01", "某所", "", None, None), "不在可选范围内"),
        (("法律", "", "某所", "", None, None), "没有填写"),
        (("法律", "专家01", "某所", "", "2023-06-01", "2023-05-01"), "早于入库日期"),
        (("法律", "专家09", "某所", "", None, None), "出现两次"),
    ],
)
def test_a_fault_is_named_by_its_cell_and_nothing_comes_in(
    cast: Cast, login: Login, row: tuple[object, ...], words: str
) -> None:
    good = ("法律", "专家09", "某所", "", None, None)
    answer = login("秘书").post("/argument/experts/import/", {"upload": workbook(good, row)})
    page = answer.content.decode()
    assert (answer.status_code != 302, words in page, Expert.objects.exists()) == (True, True, False)


def test_what_is_no_workbook_is_refused(cast: Cast, login: Login) -> None:
    upload = SimpleUploadedFile("专家库.xlsx", b"%PDF-1.4 a\n%%EOF\n")
    answer = login("秘书").post("/argument/experts/import/", {"upload": upload})
    assert answer.status_code != 302

"""Everybody in business looks people up, as of any day; the system administrator's forms change them."""

import datetime as dt
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.cast import START, TODAY
from yixing.people.models import Body, Membership, Organization, OrganizationKind, Person, Post
from yixing.people.sheets import organization_sheets
from yixing.ui.sheets import workbook_bytes

PAGES = ["", "persons/", "bodies/", "kinds/", "organizations/{unit}/", "persons/{person}/", "bodies/{body}/"]
FORMS = [
    "kinds/set/",
    "organizations/add/",
    "organizations/{unit}/edit/",
    "organizations/{unit}/posts/add/",
    "posts/{post}/edit/",
    "persons/add/",
    "persons/{person}/edit/",
    "bodies/add/",
    "bodies/{body}/edit/",
    "memberships/add/",
    "memberships/{membership}/edit/",
    "import/",
]


@pytest.fixture
def address(cast):
    person = cast.people["财政局长"]
    membership = Membership.objects.get(person=person)
    places = {
        "unit": cast.units["D02"].pk,
        "person": person.pk,
        "body": cast.bodies["standing"].pk,
        "post": membership.post_id,
        "membership": membership.pk,
    }
    return lambda pattern: "/people/" + pattern.format(**places)


@pytest.mark.parametrize("pattern", PAGES)
@pytest.mark.parametrize(
    ("who", "status"), [("书记", 200), ("联络员", 200), ("系统管理员", 200), ("安全管理员", 404), ("审计管理员", 404)]
)
def test_who_may_look_up(login, address, pattern, who, status):
    assert login(who).get(address(pattern)).status_code == status


@pytest.mark.parametrize("pattern", FORMS)
@pytest.mark.parametrize(("who", "status"), [("系统管理员", 200), ("秘书", 403), ("组织部", 403), ("安全管理员", 403)])
def test_who_may_open_the_forms(login, address, pattern, who, status):
    assert login(who).get(address(pattern)).status_code == status


@pytest.mark.parametrize("pattern", ["organizations/999999/", "persons/999999/", "bodies/999999/", "posts/999999/"])
def test_what_does_not_exist_is_not_found(login, pattern):
    assert login("秘书").get("/people/" + pattern).status_code == 404


def test_units_stand_in_the_order_of_the_establishment(login):
    page = login("秘书").get("/people/").content.decode()
    places = [page.index(f">{code}<") for code in ("D01", "D02", "D03", "D04", "D05", "X01")]
    assert places == sorted(places)


def test_people_stand_in_the_order_of_rank_with_their_posts(login):
    page = login("秘书").get("/people/persons/").content.decode()
    places = [page.index(f"{number:02d}号常委") for number in range(1, 12)]
    assert places == sorted(places)
    assert "县委组织部部长" in page
    assert "新增人员" not in page


def test_the_lists_are_narrowed_by_the_address(login, cast):
    client = login("秘书")
    page = client.get("/people/?q=财政&kind=government").content.decode()
    assert "县财政局" in page
    assert "县教育局" not in page
    page = client.get("/people/persons/?q=部长").content.decode()
    assert "05号常委" in page
    assert "财政局长" not in page
    page = client.get(f"/people/persons/?unit={cast.units['D03'].pk}").content.decode()
    assert "教育局长" in page
    assert "财政局长" not in page
    assert client.get("/people/?day=nonsense&kind=none&page=99").status_code == 200


def test_a_page_shows_the_day_that_is_asked(login, cast):
    person = cast.people["财政局长"]
    Membership.objects.filter(person=person).update(until=TODAY - dt.timedelta(days=1))
    unit = cast.units["D02"].pk
    client = login("秘书")
    assert "财政局长" in client.get(f"/people/organizations/{unit}/?day={START}").content.decode()
    page = client.get(f"/people/organizations/{unit}/?day={TODAY}").content.decode()
    assert "空缺" in page
    assert "前任" in page


def test_the_queries_of_a_list_do_not_grow(login, cast, django_assert_max_num_queries):
    client = login("秘书")
    with django_assert_max_num_queries(24) as few:  # with what stands until somebody changes it
        client.get("/people/persons/")
    kind = cast.units["D02"].kind
    for number in range(20):
        unit = Organization.objects.create(code=f"N{number}", name=f"部门{number}", kind=kind, order=100 + number)
        post = Post.objects.create(organization=unit, name="局长", is_head=True)
        person = Person.objects.create(name=f"干部{number}", order=200 + number)
        Membership.objects.create(person=person, post=post, since=START)
    with django_assert_max_num_queries(len(few)):
        client.get("/people/persons/?page=2")
    with django_assert_max_num_queries(24):
        client.get("/people/?page=1")


def test_export_is_what_the_actor_sees(login):
    answer = login("秘书").get("/people/?export=xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book["机构"]["A"]][1:] == ["C", "D01", "D02", "D03", "D04", "D05", "X01"]
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(login("秘书").get("/people/persons/?export=xlsx").content))
    assert book.sheetnames == ["人员", "职务", "任职"]


def post(client, path, **values):
    return client.post(path, {"request": str(uuid.uuid4())} | values)


def test_the_forms_make_and_change(login, cast):
    client = login("系统管理员")
    assert post(client, "/people/kinds/set/", code="group", name="群团", order=5).status_code == 302
    assert OrganizationKind.objects.get(pk="group").name == "群团"
    answer = post(
        client, "/people/organizations/add/", code="Q01", name="县总工会", kind="group", order=90, parent_id=""
    )
    unit = Organization.objects.get(code="Q01")
    assert answer["Location"] == f"/people/organizations/{unit.pk}/"
    answer = post(client, f"/people/organizations/{unit.pk}/posts/add/", name="主席", order=1, is_head="on")
    assert answer.status_code == 302
    assert post(client, "/people/persons/add/", name="干部020", order=400).status_code == 302
    person, head = Person.objects.get(name="干部020"), Post.objects.get(name="主席")
    answer = post(
        client, f"/people/memberships/add/?post={head.pk}", person_id=person.pk, post_id=head.pk, since="2023-05-01"
    )
    assert answer.status_code == 302
    membership = Membership.objects.get(person=person)
    answer = post(
        client,
        f"/people/memberships/{membership.pk}/edit/",
        version=membership.version,
        capacity="holder",
        since="2023-05-01",
        until="2023-05-31",
    )
    assert answer.status_code == 302
    membership.refresh_from_db()
    assert membership.until == dt.date(2023, 5, 31)
    answer = post(
        client,
        "/people/bodies/add/",
        code="party-group",
        name="县政府党组会",
        kind="party_group",
        numbering="year",
        order=3,
        can_decide="on",
        organization_id=unit.pk,
    )
    assert answer["Location"] == f"/people/bodies/{Body.objects.get(code='party-group').pk}/"


def test_a_refusal_keeps_what_was_written_and_says_it_at_its_field(login, cast):
    client = login("系统管理员")
    values = {"code": "D02", "name": "又一个单位", "kind": "government", "order": 7, "parent_id": ""}
    answer = post(client, "/people/organizations/add/", **values)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "编码“D02”已经用于“县财政局”" in page
    assert "又一个单位" in page
    answer = post(client, "/people/organizations/add/", name="无编码", kind="government", order=7)
    assert answer.status_code == 422
    assert "problems" in answer.content.decode()


def test_a_stale_form_is_told(login, cast):
    client, unit = login("系统管理员"), cast.units["D02"]
    values = {"code": "D02", "kind": "government", "order": 2, "parent_id": unit.parent_id, "version": unit.version}
    assert post(client, f"/people/organizations/{unit.pk}/edit/", name="一", **values).status_code == 302
    answer = post(client, f"/people/organizations/{unit.pk}/edit/", name="二", **values)
    assert answer.status_code == 409
    assert "已被改动" in answer.content.decode()
    unit.refresh_from_db()
    assert unit.name == "一"


def workbook(cast, name="机构.xlsx", content=None):
    content = content or workbook_bytes(organization_sheets(cast.actor("系统管理员")))
    return SimpleUploadedFile(name, content)


def test_the_import_page(login, cast):
    client = login("系统管理员")
    answer = post(client, "/people/import/", kind="organizations", upload=workbook(cast), **{"try": "1"})
    assert "机构：新增 0，修改 0，未变 7" in answer.content.decode()
    answer = post(client, "/people/import/", kind="organizations", upload=workbook(cast))
    assert answer["Location"] == "/people/"
    answer = post(client, "/people/import/", kind="people", upload=workbook(cast))
    assert answer.status_code == 422
    assert "没有名为“人员”的工作表" in answer.content.decode()
    answer = post(client, "/people/import/", kind="people", upload=workbook(cast, content=b"%PDF-1.4"))
    assert "不是 Excel 工作簿" in answer.content.decode()

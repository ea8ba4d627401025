"""The pages of the system and of the security administrator; the unit head's handover."""

import datetime as dt
import io
import re
import uuid

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.apps.supervision import loop
from tests.cast import START
from yixing.access.roles import Role
from yixing.accounts.actors import actor_of
from yixing.accounts.models import Delegation, RoleGrant, User
from yixing.jobs.models import Job
from yixing.jobs.worker import KINDS
from yixing.people.models import Membership, Person, Post
from yixing.supervision.queries import unit_tasks

SYSTEM = ["/users/", "/users/jobs/", "/users/create/", "/users/{user}/close/"]
SECURITY = [
    "/roles/",
    "/roles/grant/",
    "/roles/delegations/",
    "/roles/delegations/set/",
    "/users/{user}/reset/",
    "/users/{user}/unlock/",
    "/roles/{grant}/revoke/",
]
OTHERS = ["书记", "县委办主任", "秘书", "联络员", "审计员", "审计管理员"]


@pytest.fixture
def address(cast):
    user = cast.users["秘书"]
    places = {"user": user.pk, "grant": RoleGrant.objects.get(user=user).pk}
    return lambda pattern: pattern.format(**places)


@pytest.mark.parametrize("pattern", SYSTEM)
def test_pages_of_the_system_administrator(login, address, pattern):
    assert login("系统管理员").get(address(pattern)).status_code == 200
    for who in ("安全管理员", *OTHERS):
        assert login(who).get(address(pattern)).status_code in {403, 404}


@pytest.mark.parametrize("pattern", SECURITY)
def test_pages_of_the_security_administrator(login, address, pattern):
    assert login("安全管理员").get(address(pattern)).status_code == 200
    for who in ("系统管理员", *OTHERS):
        assert login(who).get(address(pattern)).status_code in {403, 404}


def test_an_account_is_for_two_administrators_and_its_owner(login, address):
    path = address("/users/{user}/")
    for who, status in (("系统管理员", 200), ("安全管理员", 200), ("秘书", 200), ("秘书乙", 404), ("审计管理员", 404)):
        assert login(who).get(path).status_code == status
    assert "停用" in login("系统管理员").get(path).content.decode()
    assert "重置口令" in login("安全管理员").get(path).content.decode()
    assert "修改口令" in login("秘书").get(path).content.decode()


def post(client, path, **values):
    return client.post(path, {"request": str(uuid.uuid4())} | values)


def password_on(answer):
    return re.search(r'<code class="figure">([^<]+)</code>', answer.content.decode())


def test_a_password_for_once_is_shown_once(login, cast):
    person = Person.objects.create(name="干部040")
    client = login("系统管理员")
    values = {"username": "ganbu40", "person_id": person.pk, "request": str(uuid.uuid4())}
    answer = client.post("/users/create/", values)
    password = password_on(answer)[1]
    assert User.objects.get(username="ganbu40").check_password(password)
    again = client.post("/users/create/", values)
    assert again.status_code == 200
    assert password_on(again) is None
    refused = post(client, "/users/create/", username="ganbu40", person_id=person.pk)
    assert refused.status_code == 422
    assert "已经有人用" in refused.content.decode()


def test_reset_unlock_and_close(login, cast):
    user = cast.users["秘书乙"]
    answer = post(login("安全管理员"), f"/users/{user.pk}/reset/", version=user.version)
    user.refresh_from_db()
    assert user.check_password(password_on(answer)[1])
    User.objects.filter(pk=user.pk).update(locked_until=timezone.now() + dt.timedelta(minutes=5))
    page = login("安全管理员").get("/roles/?state=locked").content.decode()
    assert "秘书乙" in page
    assert "财政联络员" not in page
    answer = post(login("安全管理员"), f"/users/{user.pk}/unlock/", version=user.version)
    assert answer.status_code == 302
    user.refresh_from_db()
    assert post(login("系统管理员"), f"/users/{user.pk}/close/", version=user.version).status_code == 302
    user.refresh_from_db()
    assert not user.is_active
    assert "停用" in login("系统管理员").get("/users/?state=closed").content.decode()


def test_roles_are_granted_and_taken_back(login, cast):
    client, user = login("安全管理员"), cast.users["监票人"]
    answer = post(client, "/roles/grant/", user_id=user.pk, role="clerk")
    assert answer["Location"] == f"/users/{user.pk}/"
    row = RoleGrant.objects.get(user=user, role="clerk")
    assert post(client, f"/roles/{row.pk}/revoke/", version=row.version).status_code == 302
    answer = post(client, "/roles/grant/", user_id=user.pk, role="system_admin")
    assert answer.status_code == 409
    assert "互不兼任" in answer.content.decode()


def test_delegations_begin_and_end(login, cast):
    client = login("安全管理员")
    values = {"principal_id": cast.people["06号常委"].pk, "delegate_id": cast.users["秘书乙"].pk}
    assert post(client, "/roles/delegations/set/", **values).status_code == 302
    row = Delegation.objects.get(**values)
    assert "06号常委" in client.get("/roles/delegations/").content.decode()
    assert post(client, f"/roles/delegations/{row.pk}/end/").status_code == 302
    assert client.get(f"/roles/delegations/{row.pk}/end/").status_code == 405
    row.refresh_from_db()
    assert row.until is not None


def test_the_handover_page(login, cast):
    post_ = Post.objects.create(organization=cast.units["D02"], name="科员", order=9)
    waiting = loop.issue(cast)
    person = Person.objects.create(name="干部041")
    Membership.objects.create(person=person, post=post_, since=START)
    client = login("单位负责人")
    assert 'href="/users/handover/"' in client.get("/").content.decode()
    assert 'href="/users/handover/"' not in login("联络员").get("/").content.decode()
    answer = client.get("/users/handover/")
    page = answer.content.decode()
    assert answer.context["form"].fields["to_person_id"].initial == person.pk  # the only other: one press does it
    assert "县财政局现由财政联络员联络" in page
    assert "教育联络员" not in page
    answer = post(client, "/users/handover/", to_person_id=person.pk)
    assert password_on(answer)
    assert RoleGrant.objects.filter(user__person=person, role=Role.LIAISON).exists()
    actor = actor_of(User.objects.get(person=person), timezone.localdate())
    assert [row.pk for row in unit_tasks(actor, "accept", actor.day)] == [waiting.pk]
    assert login("联络员").get("/users/handover/").status_code == 403


def test_the_list_is_narrowed_and_exported(login, cast, django_assert_max_num_queries):
    client = login("系统管理员")
    page = client.get("/users/?q=财政&role=liaison").content.decode()
    assert "财政联络员" in page
    assert "财政局长" not in page
    Person.objects.create(name="干部")  # what was kept of people is forgotten
    with django_assert_max_num_queries(20) as few:
        client.get("/users/")
    for number in range(30):
        person = Person.objects.create(name=f"干部{number}")
        user = User.objects.create(username=f"a{number}", person=person)
        RoleGrant.objects.create(user=user, role="clerk", since=START)
    with django_assert_max_num_queries(len(few)):
        client.get("/users/")
    sheet = load_workbook(io.BytesIO(client.get("/users/?q=a1&export=xlsx").content)).active
    assert sheet.max_row == 12


def test_jobs_are_seen_with_their_progress(login, cast):
    Job.objects.create(kind="ledger.checkpoint", due=timezone.now(), total=4, progress=1, state="running")
    page = login("系统管理员").get("/users/jobs/").content.decode()
    assert "1/4" in page
    assert "进行中" in page


def test_every_kind_of_job_has_its_words(login):
    for kind in KINDS:
        Job.objects.create(kind=kind, due=timezone.now())
    page = login("系统管理员").get("/users/jobs/").content.decode()
    assert not [kind for kind in KINDS if kind in page]

"""Login, lock-out, how long a session lasts, what stands in the login log."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import PASSWORD
from yixing.accounts.models import SignIn, User
from yixing.accounts.sessions import LONGEST
from yixing.compliance.models import Parameter

FAILURES, LOCK = 5, dt.timedelta(minutes=15)
"""Where the county has set nothing."""


def attempt(name, password=PASSWORD, client=None):
    client = client or Client()
    return client.post("/login/", {"username": name, "password": password, "next": "/people/"})


def test_a_login_goes_on_to_where_one_wanted_and_stands_in_the_log(cast):
    client = Client()
    asked = client.get("/people/?q=x")
    assert asked["Location"] == "/login/?next=%2Fpeople%2F%3Fq%3Dx"
    answer = attempt("秘书", client=client)
    assert answer["Location"] == "/people/"
    assert client.get("/people/").status_code == 200
    client.post("/logout/")
    outcomes = SignIn.objects.filter(user=cast.users["秘书"]).order_by("id").values_list("outcome", flat=True)
    assert list(outcomes) == ["done", "left"]


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_login_never_leads_elsewhere(cast, target):
    answer = Client().post("/login/", {"username": "秘书", "password": PASSWORD, "next": target})
    assert answer["Location"] == "/"


def test_repeated_failures_lock_the_account_and_say_for_how_long(cast):
    for _ in range(FAILURES - 1):
        answer = attempt("秘书", "wrong-password")
        assert "登录名或口令不对" in answer.content.decode()
    answer = attempt("秘书", "wrong-password")
    assert answer.status_code == 403
    assert "账户已锁定" in answer.content.decode()
    assert f"{int(LOCK.total_seconds()) // 60} 分钟后再试" in answer.content.decode()
    assert "账户已锁定" in attempt("秘书").content.decode()
    User.objects.filter(username="秘书").update(locked_until=timezone.now() - dt.timedelta(seconds=1))
    assert attempt("秘书").status_code == 302
    outcomes = list(SignIn.objects.order_by("id").values_list("outcome", flat=True))
    assert outcomes == ["wrong"] * (FAILURES - 1) + ["locked", "refused", "done"]


def test_the_security_administrator_sets_the_limits_and_their_history_stays(cast, login):
    client = login("安全管理员")
    today = timezone.localdate().isoformat()
    given = {"value": "3", "since": today, "decision": "网络安全管理办法", "note": "", "request": str(uuid.uuid4())}
    assert client.post("/roles/limits/login_failures/", given).status_code == 302
    for value, why in (("1", "应在 3 和 10 之间"), ("", "")):
        answer = client.post("/roles/limits/login_failures/", given | {"value": value, "request": str(uuid.uuid4())})
        assert answer.status_code == 422
        assert why in answer.content.decode()
    page = client.get("/roles/limits/").content.decode()
    assert "网络安全管理办法" in page
    assert "3次" in page
    assert "15分钟" in page
    for _ in range(2):
        assert "登录名或口令不对" in attempt("秘书", "wrong-password").content.decode()
    assert "账户已锁定" in attempt("秘书", "wrong-password").content.decode()


def test_neither_sets_the_numbers_of_the_other(cast, login):
    given = {"value": "8", "since": "2023-06-12", "decision": "某办法", "note": "", "request": str(uuid.uuid4())}
    assert login("秘书").post("/rules/parameters/login_failures/set/", given).status_code == 403
    given["request"] = str(uuid.uuid4())
    assert login("安全管理员").post("/rules/parameters/notice_days/set/", given).status_code in {403, 404}
    assert not Parameter.objects.filter(decision="某办法").exists()
    assert login("安全管理员").get("/roles/limits/notice_days/").status_code == 404
    assert login("系统管理员").get("/roles/limits/").status_code == 404


def test_an_unknown_name_and_a_closed_account_are_told_the_same(cast):
    User.objects.filter(username="秘书乙").update(is_active=False)
    pages = {attempt(name, "wrong-password").content.decode().replace(name, "") for name in ("无此人", "秘书乙")}
    assert all("登录名或口令不对" in page for page in pages)
    assert set(SignIn.objects.values_list("outcome", flat=True)) == {"unknown"}


def test_a_success_forgets_earlier_failures(cast):
    for _ in range(FAILURES - 1):
        attempt("秘书", "wrong-password")
    attempt("秘书")
    for _ in range(FAILURES - 1):
        attempt("秘书", "wrong-password")
    assert attempt("秘书").status_code == 302


def age(client, **spans):
    """Let time pass for a session: its own notes of when it began and was seen."""
    session = client.session
    for name, span in spans.items():
        session[name] = (timezone.now() - span).timestamp()
    session.save()


def test_a_click_lets_the_half_hour_begin_anew(cast):
    client = Client()
    attempt("秘书", client=client)
    age(client, seen=dt.timedelta(minutes=10), began=dt.timedelta(hours=2))
    before = client.session["seen"]
    assert client.get("/people/").status_code == 200
    assert client.session["seen"] > before


def test_a_session_ends_after_a_working_day_however_busy(cast):
    client = Client()
    attempt("秘书", client=client)
    age(client, began=LONGEST + dt.timedelta(minutes=1))
    answer = client.get("/people/")
    assert answer["Location"] == "/login/?next=%2Fpeople%2F&expired=1"
    assert "没有操作" in client.get(answer["Location"]).content.decode()


def test_after_idling_a_form_leads_back_to_its_page(cast):
    client = Client()
    attempt("系统管理员", client=client)
    client.session.flush()
    client.cookies["sessionid"] = "gone"
    answer = client.post(
        "/people/persons/add/", {"name": "x"}, headers={"Referer": "http://testserver/people/persons/"}
    )
    assert answer["Location"] == "/login/?next=%2Fpeople%2Fpersons%2F&expired=1"
    partial = client.get("/people/", headers={"HX-Request": "true"})
    assert (partial.status_code, partial["HX-Redirect"]) == (204, "/login/?next=%2Fpeople%2F&expired=1")


def test_a_closed_account_is_out_at_its_next_click(cast):
    client = Client()
    attempt("秘书", client=client)
    User.objects.filter(username="秘书").update(is_active=False)
    assert client.get("/people/").status_code == 302


def test_a_reset_password_ends_the_session_and_must_be_changed(cast):
    client = Client()
    attempt("秘书", client=client)
    user = cast.users["秘书"]
    user.set_password("for-once-only-1")
    user.must_change_password = True
    user.save()
    assert client.get("/people/").status_code == 302
    attempt("秘书", "for-once-only-1", client=client)
    assert client.get("/people/")["Location"] == "/password/"
    key = str(uuid.uuid4())
    values = {"current": "for-once-only-1", "new": "mine-alone-2023", "again": "mine-alone-2023", "request": key}
    assert client.post("/password/", values)["Location"] == "/"
    assert client.get("/people/").status_code == 200


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"current": "wrong"}, "现用口令不对"),
        ({"new": PASSWORD, "again": PASSWORD}, "和现用口令一样"),
        ({"again": "another-2023-x"}, "两遍新口令不一样"),
        ({"new": "short", "again": "short"}, ""),
        ({"new": "1234567890123", "again": "1234567890123"}, ""),
    ],
)
def test_a_new_password_is_good_enough(login, cast, values, words):
    given = {"current": PASSWORD, "new": "mine-alone-2023", "again": "mine-alone-2023", "request": str(uuid.uuid4())}
    answer = login("秘书").post("/password/", given | values)
    assert answer.status_code == 422
    assert words in answer.content.decode()

"""The one door: one transaction, one entry, a repeated submit answered with the first result, 代录 and 补录."""

import datetime as dt
import json
import threading
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from tests.cast import PASSWORD, TODAY, Cast
from yixing.access.actions import Action
from yixing.accounts.actions import password_change
from yixing.accounts.models import User
from yixing.door.call import Call
from yixing.door.door import DoorError, action, record
from yixing.ledger.models import Content, Entry
from yixing_core.errors import Refusal
from yixing_core.ledger.entry import Entry as Line
from yixing_core.ledger.merkle import leaf_hash

NEW = "another-password-2023"


def _change(cast: Cast, name: str = "秘书", **kwargs: Any) -> User:
    call = kwargs.pop("call", None) or cast.call(name)
    return password_change(call, user_id=cast.users[name].pk, current=PASSWORD, new=NEW, **kwargs)


def test_an_action_leaves_exactly_one_entry_that_verifies(cast: Cast) -> None:
    user = _change(cast)
    entry = Entry.objects.get()
    line = entry.line.encode()
    assert bytes(entry.leaf) == leaf_hash(line)
    parsed = Line.from_line(line)
    assert (parsed.seq, parsed.action, parsed.subject) == (1, "password.change", f"user/{user.pk}")
    assert parsed.on == TODAY.isoformat()
    assert parsed.content is not None


def test_no_secret_of_an_account_is_in_the_record(cast: Cast) -> None:
    user = _change(cast)
    assert user.password not in Content.objects.get().record
    assert "password" not in json.loads(Content.objects.get().record)


def test_a_repeated_submit_returns_the_first_result(cast: Cast) -> None:
    call = cast.call("秘书")
    first = _change(cast, call=call)
    second = _change(cast, call=call)
    assert first == second
    assert Entry.objects.count() == 1


def test_a_request_key_serves_one_action_of_one_person(cast: Cast) -> None:
    call = cast.call("秘书")
    _change(cast, call=call)
    with pytest.raises(Refusal) as refused:
        _change(cast, name="督查员", call=cast.call("督查员", request=call.request))
    assert refused.value.code == "request_reused"


def test_nothing_is_written_when_an_action_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        password_change(cast.call("秘书"), user_id=cast.users["秘书"].pk, current="wrong", new=NEW)
    assert refused.value.field == "current"
    assert not Entry.objects.exists()


def test_an_action_that_does_not_record_itself_is_undone(cast: Cast) -> None:
    @action(Action.PASSWORD_CHANGE)
    def silent(call: Call, *, user_id: int) -> User:
        user = call.load(User, user_id, Action.PASSWORD_CHANGE)
        user.label = "changed"
        user.save()
        return user

    with pytest.raises(DoorError):
        silent(cast.call("秘书"), user_id=cast.users["秘书"].pk)
    assert User.objects.get(pk=cast.users["秘书"].pk).label == ""


def test_actions_do_not_nest(cast: Cast) -> None:
    @action(Action.PASSWORD_CHANGE)
    def outer(call: Call) -> User:
        return password_change(call, user_id=call.actor.user_id, current=PASSWORD, new=NEW)

    with pytest.raises(DoorError):
        outer(cast.call("秘书"))


def test_a_day_in_the_future_is_refused(cast: Cast) -> None:
    at = dt.datetime(2023, 6, 12, 4, tzinfo=dt.UTC)
    with pytest.raises(Refusal) as refused:
        _change(cast, call=cast.call("秘书", dt.date(2023, 6, 13), at=at))
    assert refused.value.code == "future_day"


def test_delegates_enter_only_what_may_be_delegated_and_only_with_the_scan(cast: Cast) -> None:
    principal = cast.actor("单位负责人").entered_by(cast.actor("领导联络员"))
    with pytest.raises(Refusal) as refused:
        _change(cast, name="单位负责人", call=cast.call("领导联络员", actor=principal))
    assert refused.value.code == "not_delegable"

    @action(Action.TASK_ENDORSE)
    def endorse(call: Call) -> User:
        user = User.objects.get(pk=cast.users["单位负责人"].pk)
        record(call, user)
        return user

    with pytest.raises(Refusal) as refused:
        endorse(cast.call("领导联络员", actor=principal))
    assert refused.value.code == "scan_required"
    scan = SimpleUploadedFile("签批件.pdf", b"%PDF-1.4 one page")
    endorse(cast.call("领导联络员", actor=principal, scan=scan))
    line = json.loads(Entry.objects.get().line)
    assert line["actor"] == principal.ref
    assert line["by"] == f"user/{cast.users['领导联络员'].pk}"
    assert len(line["data"]["scan"]) == 64


@pytest.mark.both
def test_the_database_refuses_to_change_the_book(cast: Cast) -> None:
    _change(cast)
    table = Entry._meta.db_table
    statements = [
        f"UPDATE {table} SET action = 'x'",
        f"DELETE FROM {table}",
        f"UPDATE {Content._meta.db_table} SET record = 'x'",
    ]
    if connection.vendor == "sqlite":
        statements.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Entry.objects.get().action == "password.change"


@pytest.mark.both
@pytest.mark.parametrize("same_request", [True, False], ids=["double click", "two people"])
def test_two_at_once_on_one_object(committed: Cast, *, same_request: bool) -> None:
    user = committed.users["秘书"]
    calls = [committed.call("秘书") for _ in range(2)]
    if same_request:
        calls[1] = calls[0]
    results: list[Any] = []
    barrier = threading.Barrier(2)

    def run(call: Call, new: str) -> None:
        try:
            barrier.wait()
            results.append(password_change(call, user_id=user.pk, current=PASSWORD, new=new))
        except Refusal as refused:
            results.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call, f"{NEW}-{n}")) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refusals = [result for result in results if isinstance(result, Refusal)]
    assert Entry.objects.count() == 1
    assert len(refusals) == (0 if same_request else 1)
    assert uuid.UUID(str(Entry.objects.get().request)) in {call.request for call in calls}

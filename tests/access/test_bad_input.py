"""Bad input everywhere: a clear refusal that names the field and the mend, and nothing half-written.

Every address that takes a submit gets nothing, and nonsense in each of its fields, from somebody who may do what it is
for, with the object in the very state in which it could be done; and a good submit from everybody who may not.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.forms.formsets import ManagementForm
from django.test import Client
from django.utils.html import escape

from tests.access.county import PEOPLE, County, capacities, client_of, may_do, read_out, sees, undone
from tests.access.nonsense import DIGITS, HUGE, LONG, WORDS, Field, Seen, filled, watch
from tests.access.objects import Address, address_of
from tests.access.ready import NOT_DONE, READY, well
from tests.cast import Cast
from yixing.access.actions import Section
from yixing.access.loaders import may, may_open
from yixing.door.views import allowed
from yixing.ledger.models import Entry
from yixing.matters.actions.signatures import SERIES
from yixing.papers.models import NumberSeries

ANSWERS = frozenset({200, 302, 400, 403, 404, 409, 413, 422})
DONE = frozenset({200, 302})
NO_METHOD = 405
BATCHES = frozenset({"tasks/breakdowns/pending/", "tasks/approve/", "tasks/sign/", "tasks/remind/"})
"""Each ticked line there is an action of its own: some may be done and others refused; the page says which."""
ENDS_SESSION = frozenset({"password/"})
"""A good submit there ends the session of the browser it came from."""
NO_RECORD = frozenset({"tasks/views/"})
"""What is kept there is one user's own convenience and nobody's record (accounts.SavedView)."""
WRITES = ("INSERT", "UPDATE", "DELETE")
ASKED_AGAIN = 3
"""A warning may come up only once the reasons for others were given."""
ALIKE = 2
"""So many fields of one kind on one page are tried; the thirtieth tick of a list answers as the first."""
MENDS = re.compile("请|只填|写成|写全|最多|不能|不要|不必|用|须")
LATIN = re.compile(r"[A-Za-z]{3,}")
TERMS = frozenset({"PDF", "OFD", "Word", "Excel", "WPS", "JPG", "PNG", "docx", "pdf", "xlsx", "ofd", "wps"})
"""What the office itself writes in Latin letters."""


@pytest.fixture
def ready(county: County) -> County:
    """The county, with numbers of matters that do not meet those the objects were made with."""
    NumberSeries.objects.update_or_create(series=SERIES, year=2023, defaults={"last": 500})
    return county


def _set_up(county: County, address: Address) -> tuple[Any, str]:
    """The object in the state in which the address can act on it, and the address that names it."""
    make = READY.get(address.pattern)
    thing = make(county.cast) if make else county.things.get(address.kind)
    things = county.things | ({address.kind: thing} if address.kind else {})
    return thing, address_of(address.pattern, things)


def _entitled(county: County, address: Address, thing: Any) -> str | None:
    """The first of the cast who may do there what the address is for."""
    for name in PEOPLE:
        actor = county.actors[name]
        if isinstance(address.guard, Section):
            if may_open(actor, address.guard) and (thing is None or not address.kind or sees(actor, thing)):
                return name
        elif any(may(actor, action) for action in address.guard) and (
            not address.kind or may_do(actor, address, thing)
        ):
            return name
    return None


def _digest() -> str:
    """Every row of every table, but the sessions."""
    found = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label != "sessions.Session":
            found.update(repr(list(model._base_manager.order_by("pk").values_list())).encode())
    return found.hexdigest()


@dataclass(slots=True)
class Visit:
    """What one submit came to: its status, how many entries it made, what it read, and the page."""

    status: int
    made: int
    seen: Seen
    page: str


class Submits:
    """Submits to one address as one person, each taken back, each judged."""

    def __init__(self, county: County, address: Address, name: str, path: str, *, rows: str, client: Client) -> None:
        self.county, self.address, self.path, self.name = county, address, path, name
        self.client, self.rows, self.entries = client, rows, Entry.objects.count()
        self.faults: list[str] = []
        self.told: set[str] = set()

    def send(self, data: dict[str, Any], what: str) -> Visit:
        """Submit, take back, and judge the answer."""
        if self.address.pattern in ENDS_SESSION:
            self.client, self.rows = client_of(self.county, self.name), _digest()
        wrote: list[str] = []

        def note(execute: Any, sql: str, *rest: Any) -> Any:
            if sql.startswith(WRITES) and '"django_session"' not in sql:
                wrote.append(sql)
            return execute(sql, *rest)

        with undone(), watch() as seen, connection.execute_wrapper(note):
            response = read_out(self.client.post(self.path, **_body(data)))
            made = Entry.objects.count() - self.entries
            if wrote and not made and self.address.pattern not in NO_RECORD and _digest() != self.rows:
                self._fault(what, "rows changed without an entry")
        page = "" if response.streaming else response.content.decode(errors="replace")
        if response.status_code not in ANSWERS:
            self._fault(what, f"answered {response.status_code}")
        elif made and response.status_code not in DONE and self.address.pattern not in BATCHES:
            self._fault(what, f"refused with {response.status_code}, but wrote {made} entries")
        elif response.status_code in DONE and not made and any(form.errors for form in seen.bound()):
            self._fault(what, f"answered {response.status_code} to what was not valid")
        elif response.status_code not in DONE:
            self._judge(what, page, seen)
        return Visit(response.status_code, made, seen, page)

    def _fault(self, what: str, words: str) -> None:
        self.faults.append(f"{self.path} as {self.name}, {what}: {words}")

    def _judge(self, what: str, page: str, seen: Seen) -> None:
        """A refusal is read on the page, in Chinese, with the label of the field and what to do."""
        spoken = re.findall(
            r'(?:role="alert"|class="field-error"|class="fault-|<h1)[^>]*>(.*?)</(?:div|p|h1)>', page, re.DOTALL
        )
        if not any(re.search("[\u4e00-\u9fff]{2}", words) for words in spoken):
            self._fault(what, "refused without a sentence")
        for form in seen.bound():
            if isinstance(form, ManagementForm):
                continue  # the table as a whole says what is wrong with it
            for name, texts in form.errors.items():
                for text in texts:
                    self._sentence(what, page, name, form.fields.get(name), str(text))

    def _sentence(self, what: str, page: str, name: str, field: Any, text: str) -> None:
        if text in self.told:
            return
        self.told.add(text)
        if escape(text) not in page:
            self._fault(what, f"“{text[:80]}” at {name} is not on the page")
        if not MENDS.search(text) or not text.endswith("。"):
            self._fault(what, f"“{text[:80]}” at {name} names no mend")
        own = re.sub("“[^”]*”", "", text)
        if foreign := set(LATIN.findall(own)) - TERMS:
            self._fault(what, f"“{text[:80]}” at {name} says {foreign}")
        stock = field is not None and field.label and f"“{field.label}”" not in text
        if stock and any(text == str(each) for each in field.error_messages.values()):
            self._fault(what, f"“{text[:80]}” does not name “{field.label}”")


def _body(data: dict[str, Any]) -> dict[str, Any]:
    """As a browser would send it: in parts only where there is a file."""
    if any(isinstance(value, UploadedFile) for value in data.values()):
        return {"data": data}
    return {"data": urlencode(data, doseq=True), "content_type": "application/x-www-form-urlencoded"}


def _fields(submits: Submits, thing: Any, good: dict[str, Any]) -> list[Field]:
    """What the address reads when it gets nothing, what more it reads when it gets that, and the reasons it asks for."""
    fields = submits.send({}, "nothing").seen.fields(thing)
    for _ in range(ASKED_AGAIN):
        visit = submits.send(filled(fields, good), "a good submit")
        known = {one.name for one in fields}
        fields += [one for one in visit.seen.fields(thing) if one.name not in known]
        asked = set(re.findall(r'name="(ack-[^"]+)"', visit.page)) - known
        if visit.made or not asked:
            break
        fields += [Field(name, "", "已向书记报告", ()) for name in sorted(asked)]
    return fields


def _spoilt(fields: list[Field]) -> Iterator[tuple[Field, Any]]:
    alike: Counter[tuple[str, int]] = Counter()
    for one in fields:
        stem = (re.split(r"[\d-]", one.name, maxsplit=1)[0], len(one.bad))
        alike[stem] += 1
        if alike[stem] <= ALIKE:
            yield from ((one, bad) for bad in one.bad)


def _takes_submits(address: Address) -> bool:
    """Whether there is anything to submit to: pages that only show answer 405, or show."""
    return not isinstance(address.guard, Section) or "views/" in address.pattern


def _first(county: County, address: Address, thing: Any, path: str) -> Submits:
    name = _entitled(county, address, thing)
    assert name is not None, f"nobody of the cast may do {address}"
    client = client_of(county, name)
    return Submits(county, address, name, path, rows=_digest(), client=client)


def _nonsense(county: County, address: Address) -> list[str]:
    thing, path = _set_up(county, address)
    submits = _first(county, address, thing, path)
    good = well(county.cast, county.things, thing).get(address.pattern, {})
    fields = _fields(submits, thing, good)
    for one, bad in _spoilt(fields):
        submits.send(filled(fields, good | {one.name: bad}), f"{one.name}={str(bad)[:24]!r}")
    everything = {one.name: one.bad[0] for one in fields if one.bad}
    submits.send(filled(fields, everything), "nonsense everywhere")
    return submits.faults


PARTS = 6


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_and_nonsense_at_every_address(ready: County, part: int) -> None:
    found: list[str] = []
    for address in [one for one in ready.everywhere if _takes_submits(one)][part::PARTS]:
        with undone():
            found += _nonsense(ready, address)
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.slow
def test_a_good_submit_is_done(ready: County) -> None:
    """The walk above begins from submits that go through: nonsense in them meets the action, not its doorstep."""
    refused = []
    for address in ready.everywhere:
        if not _takes_submits(address) or address.pattern in NOT_DONE:
            continue
        with undone():
            thing, path = _set_up(ready, address)
            submits = _first(ready, address, thing, path)
            good = well(ready.cast, ready.things, thing).get(address.pattern, {})
            visit = submits.send(filled(_fields(submits, thing, good), good), "a good submit")
            if visit.status != NO_METHOD and not visit.made:
                refused.append(f"{path} as {submits.name}: {visit.status}")
    assert not refused, "\n".join(refused)


# --- a good submit from everybody who may not ---

HANDS = 4


def _refusal_of(county: County, address: Address, name: str, thing: Any) -> frozenset[int]:
    """What somebody gets who may not do it; empty where he may, and so is not asked here."""
    actor = county.actors[name]
    if isinstance(address.guard, Section):
        return frozenset() if may_open(actor, address.guard) else frozenset({404})
    if not any(allowed(actor, action) for action in address.guard):
        return frozenset({403})
    if not address.kind:
        return frozenset()
    if not sees(actor, thing):
        # A delegate may open what waits for his principal; without the scan he cannot submit it.
        return ANSWERS - {302} if any(sees(each, thing) for each in capacities(actor)[1:]) else frozenset({404})
    if may_do(actor, address, thing):
        return frozenset()
    return (
        ANSWERS - {302}
        if actor.principal_ids and any(allowed(actor, one) for one in address.guard)
        else frozenset({403})
    )


def _hands_off(county: County, address: Address, clients: dict[str, Client]) -> list[str]:
    thing, path = _set_up(county, address)
    if address.pattern in NOT_DONE:
        return []
    first = _first(county, address, thing, path)
    good = well(county.cast, county.things, thing).get(address.pattern, {})
    fields = _fields(first, thing, good)
    found, rows = list(first.faults), _digest()
    for name in PEOPLE:
        if not (want := _refusal_of(county, address, name, thing)):
            continue
        other = Submits(county, address, name, path, rows=rows, client=clients[name])
        for data, what in (({}, "nothing"), (filled(fields, good), "a good submit")):
            visit = other.send(data, what)
            if visit.status not in want | {NO_METHOD} or visit.made:
                found.append(f"{path} as {name}, {what}: {visit.status}, {visit.made} entries; expected {sorted(want)}")
        found += other.faults
    return found


@pytest.mark.slow
@pytest.mark.parametrize("part", range(HANDS))
def test_nobody_else_can_submit(ready: County, part: int) -> None:
    """403 for what is visible but not one's own, 404 for what a stranger may not see; nothing is written."""
    found: list[str] = []
    clients = {name: client_of(ready, name) for name in PEOPLE}
    for address in [one for one in ready.everywhere if _takes_submits(one)][part::HANDS]:
        with undone():
            found += _hands_off(ready, address, clients)
    assert not found, "\n".join(dict.fromkeys(found))


# --- what comes in the address, and what is no form at all ---

STRAY = ("", "abc", "-1", HUGE, DIGITS, "乱\x00码", "2026-02-31", "长" * 2000, "'\"><script>")


def _read_by(county: County, address: Address) -> str | None:
    thing = county.things.get(address.kind)
    return _entitled(county, address, thing)


@pytest.mark.slow
def test_nonsense_behind_the_question_mark(county: County) -> None:
    """A filter, a page, a day or an order that cannot be is passed over or said; no page breaks on it."""
    found = []
    for address in county.everywhere:
        name = _read_by(county, address)
        if name is None or "." in address.path:
            continue
        client = client_of(county, name)
        with watch() as seen:
            read_out(client.get(address.path))
        asked = sorted((seen.asked | {form.add_prefix(one) for form in seen.forms for one in form.fields}) - HIDDEN)
        for stray in STRAY if asked else ():
            status = read_out(client.get(address.path.partition("?")[0], dict.fromkeys(asked, stray))).status_code
            if status not in ANSWERS | {NO_METHOD}:
                found.append(f"GET {address.path} as {name} with {asked} = {stray[:20]!r}: {status}")
    assert not found, "\n".join(found)


HIDDEN = frozenset({"version", "request", "on", "backfill", "acting_for", "scan"})


@pytest.mark.parametrize("number", [10**30, 2**63, DIGITS], ids=["huge", "column", "digits"])
def test_a_number_that_nothing_has(county: County, number: object) -> None:
    found = []
    for address in county.everywhere:
        name = _read_by(county, address)
        if name is None or "<int:" not in address.pattern:
            continue
        path = "/" + re.sub("<[^>]+>", "docx", re.sub("<int:[^>]+>", str(number), address.pattern))
        client = client_of(county, name)
        answers = {client.get(path).status_code, client.post(path, {}).status_code}
        if not answers <= {404, NO_METHOD}:
            found.append(f"{address} as {name}: {answers}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["/nowhere/", "/matters/nowhere/", "/matters/1/nowhere/", "/%00/", "/tasks/1.5/"])
def test_an_address_that_is_none(county: County, path: str) -> None:
    for client in (client_of(county, "秘书"), Client(raise_request_exception=False)):
        for answer in (client.get(path), client.post(path, {})):
            assert answer.status_code == 404
            assert "没有找到" in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"title": "x"}', "application/json"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"--nowhere", "multipart/form-data; boundary=elsewhere"),
        (b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nx', "multipart/form-data; boundary=b"),
        (b"x", "multipart/form-data"),
        (b"&".join(b"a%d=1" % n for n in range(4100)), "application/x-www-form-urlencoded"),
        (b"title=" + b"x" * (11 * 1024 * 1024), "application/x-www-form-urlencoded"),
    ],
    ids=["json", "bytes", "no parts", "cut off", "no boundary", "too many fields", "too large"],
)
def test_what_is_no_form(county: County, body: bytes, kind: str) -> None:
    before = Entry.objects.count()
    client = client_of(county, "秘书")
    answer = client.generic("POST", "/matters/new/", body, content_type=kind)
    assert answer.status_code in {400, 413, 422}
    assert re.search("[\u4e00-\u9fff]{4,}", answer.content.decode())
    assert Entry.objects.count() == before


def test_nonsense_before_the_login(cast: Cast) -> None:
    client = Client(raise_request_exception=False)
    for name in WORDS:
        for password in WORDS:
            answer = client.post("/login/", {"username": name, "password": password, "next": name})
            assert answer.status_code in {200, 403}
            assert 'role="alert"' in answer.content.decode()
    assert client.post("/logout/", {"next": DIGITS}).status_code == 302
    assert client.post("/health/", {"a": DIGITS}).status_code in {200, NO_METHOD}
    assert Entry.objects.count() == 0


def test_an_address_that_only_takes_a_submit_says_so(county: County) -> None:
    answer = client_of(county, "县委办主任").get(f"/meetings/{county.things['meeting'].pk}/notices/")
    assert answer.status_code == NO_METHOD
    assert answer.headers["Allow"] == "POST"
    assert "不能直接打开" in answer.content.decode()


@pytest.mark.parametrize("words", ["乱\x00码", LONG], ids=["sign", "long"])
@pytest.mark.parametrize("name", ["said", "who"])
def test_words_in_a_table_are_taken_as_strictly_as_in_a_form(county: County, name: str, words: str) -> None:
    """What a list reads line by line never reaches a column it does not fit."""
    task = county.things["task"].pk
    before = Entry.objects.count()
    answer = client_of(county, "督查员").post("/tasks/remind/", {"ids": task, f"{name}-{task}": words})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有办成：“" in page
    assert Entry.objects.count() == before


@pytest.mark.parametrize("words", ["乱\x00码", LONG], ids=["sign", "long"])
@pytest.mark.parametrize("step", ["speak", "recuse"])
def test_words_in_the_room_too(ready: County, step: str, words: str) -> None:
    item = READY["meetings/items/<int:pk>/speak/"](ready.cast).pk
    person = ready.cast.people["09号常委"].pk
    sent = {"who": person, f"gist_{person}": words, "recuse_person": person, "recuse_reason": words}
    before = Entry.objects.count()
    answer = client_of(ready, "秘书").post(f"/meetings/items/{item}/{step}/", sent)
    assert answer.status_code == 422
    assert "没有办成：“" in answer.content.decode()
    assert Entry.objects.count() == before

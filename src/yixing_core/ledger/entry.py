"""What one entry of the ledger holds, and the digest that binds it to a record outside the ledger.

An entry names who did what to which object, when, under which rules; ids, dates, counts and digests only, so that
what the law wants erased can be erased without touching the ledger (``docs/formats/ledger.md``).
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Final, NoReturn, Self, cast

from yixing_core.errors import Refusal
from yixing_core.ledger import canonical
from yixing_core.ledger.canonical import Json, JsonObject

VERSION: Final = 1
SALT_BYTES: Final = 16
KEYS: Final = (
    "action", "actor", "at", "by", "content", "data", "on", "refs", "request", "rules", "seq", "subject", "v",
)  # fmt: skip
STATUSES: Final = frozenset({"satisfied", "missing", "violated", "not_applicable"})

_KEY_SET: Final = frozenset(KEYS)
_RULE_KEYS: Final = frozenset({"id", "pack", "status"})
_REFERENCE = re.compile(r"[a-z][a-z0-9_]{0,39}/[A-Za-z0-9][A-Za-z0-9._-]{0,63}").fullmatch
_ACTION = re.compile(r"[a-z][a-z0-9_]{0,39}(?:\.[a-z][a-z0-9_]{0,39}){1,3}").fullmatch
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}").fullmatch
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").fullmatch
_DIGEST = re.compile(r"[0-9a-f]{64}").fullmatch
_RULE_CODE = re.compile(r"[\x21-\x7e]{1,120}").fullmatch
_CODE = re.compile(r"[\x21-\x7e]{0,200}").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOutcome:
    """What one rule said when the action passed the gate: rule id, pack with its version, status."""

    id: str
    pack: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry; building one checks it.

    Attributes:
        seq: place in the ledger, from 1.
        at: moment of entry, whole seconds with its offset (``2023-06-12T09:30:00+08:00``).
        on: day on which it happened (``2023-06-12``); rules judge this one.
        actor: who is answerable for it (``post/12``).
        by: the delegate who entered it for him (代录), or None.
        action: name of the action (``meeting.open``).
        subject: object of the action (``meeting/36``).
        refs: further objects it concerns.
        request: UUID of the request, lower case.
        rules: outcomes of the gate.
        data: ids, dates, counts, codes; see ``require_discreet``.
        content: ``content_digest`` of the full record, or None.

    Raises:
        Refusal: ``ledger.entry.*`` or ``ledger.canonical.*``, naming the field.
    """

    seq: int
    at: str
    on: str
    actor: str
    action: str
    subject: str
    request: str
    by: str | None = None
    refs: tuple[str, ...] = ()
    rules: tuple[RuleOutcome, ...] = ()
    data: Mapping[str, Json] = field(default_factory=dict)
    content: str | None = None
    v: int = VERSION

    def __post_init__(self) -> None:
        check_record(self.record())

    def record(self) -> JsonObject:
        """Return the entry as the object that is written."""
        return {
            "v": self.v,
            "seq": self.seq,
            "at": self.at,
            "on": self.on,
            "actor": self.actor,
            "by": self.by,
            "action": self.action,
            "subject": self.subject,
            "refs": list(self.refs),
            "request": self.request,
            "rules": [{"id": rule.id, "pack": rule.pack, "status": rule.status} for rule in self.rules],
            "data": dict(self.data),
            "content": self.content,
        }

    def to_line(self) -> bytes:
        """Return the canonical bytes, without a newline: what is stored, hashed and exported.

        Raises:
            Refusal: ``data`` holds a value outside the model.
        """
        return canonical.encode(self.record())

    @classmethod
    def from_line(cls, line: bytes) -> Self:
        """Read a line back; the inverse of ``to_line``.

        Raises:
            Refusal: the line is not canonical, or not an entry.
        """
        record = canonical.parse(line)
        check_record(record)
        rules = cast("list[dict[str, str]]", record["rules"])
        return cls(
            v=cast("int", record["v"]),
            seq=cast("int", record["seq"]),
            at=cast("str", record["at"]),
            on=cast("str", record["on"]),
            actor=cast("str", record["actor"]),
            by=cast("str | None", record["by"]),
            action=cast("str", record["action"]),
            subject=cast("str", record["subject"]),
            refs=tuple(cast("list[str]", record["refs"])),
            request=cast("str", record["request"]),
            rules=tuple(RuleOutcome(**rule) for rule in rules),
            data=cast("JsonObject", record["data"]),
            content=cast("str | None", record["content"]),
        )


def moment(at: datetime) -> str:
    """Return a moment as an entry writes it: whole seconds, with the offset.

    Raises:
        ValueError: the moment has no time zone.

    Example:
        >>> from datetime import timedelta, timezone
        >>> moment(datetime(2023, 6, 12, 9, 30, tzinfo=timezone(timedelta(hours=8))))
        '2023-06-12T09:30:00+08:00'
    """
    if at.utcoffset() is None:
        msg = "an entry needs a moment with its time zone"
        raise ValueError(msg)
    return at.isoformat(timespec="seconds")


def new_salt() -> bytes:
    """Return a fresh random salt for ``content_digest``."""
    return secrets.token_bytes(SALT_BYTES)


def content_digest(salt: bytes, record: JsonObject) -> str:
    """Return SHA-256 of salt ‖ canonical bytes of the full record, in hexadecimal.

    The salt keeps the digest from being guessed for a short record (a name, a vote count) after record and salt
    have been erased.

    Raises:
        ValueError: the salt is not 16 bytes.
        Refusal: the record is outside the value model.
    """
    if len(salt) != SALT_BYTES:
        msg = f"salt of {len(salt)} bytes, {SALT_BYTES} wanted"
        raise ValueError(msg)
    return hashlib.sha256(salt + canonical.encode(record)).hexdigest()


def require_discreet(data: Mapping[str, Json]) -> None:
    """Refuse data that may hold a personal name or free text: every string must look like an id, date or code.

    A string passes if it is printable ASCII without spaces, at most 200 characters. Names and prose in Chinese
    never are. The writer of the ledger calls this before appending; the verifier does not, because an indiscreet
    entry is a fault of the writer, not damage.

    Raises:
        Refusal: ``ledger.entry.indiscreet`` with the place.
    """
    stack: list[tuple[str, Json]] = [(f"data.{key}", value) for key, value in data.items()]
    while stack:
        place, value = stack.pop()
        if isinstance(value, str) and not _CODE(value):
            raise Refusal("ledger.entry.indiscreet", field="data", place=place)
        if isinstance(value, list):
            stack.extend((f"{place}[{index}]", child) for index, child in enumerate(value))
        elif isinstance(value, dict):
            stack.extend((f"{place}.{key}", child) for key, child in value.items())


def check_record(record: JsonObject) -> None:
    """Check the fields of an entry that was read or is about to be written.

    Raises:
        Refusal: ``ledger.entry.keys`` or ``ledger.entry.field``; ``field`` names it.
    """
    if record.keys() != _KEY_SET:
        absent = [key for key in KEYS if key not in record]
        extra = sorted(record.keys() - _KEY_SET)
        problem = "，".join([*(f"缺{key}" for key in absent), *(f"多{key}" for key in extra)])
        raise Refusal("ledger.entry.keys", problem=problem)
    if record["v"] != VERSION or type(record["v"]) is not int:
        _wrong("v", "版本应为1")
    if type(record["seq"]) is not int or record["seq"] < 1:
        _wrong("seq", "序号应为从1起的整数")
    _check_time(record["at"], record["on"])
    _check_names(record)
    _check_rules(record["rules"])
    if type(record["data"]) is not dict:
        _wrong("data", "应为对象")
    content = record["content"]
    if content is not None and not (type(content) is str and _DIGEST(content)):
        _wrong("content", "应为64位小写十六进制摘要或空")


def _wrong(name: str, why: str) -> NoReturn:
    raise Refusal("ledger.entry.field", field=name, name=name, why=why)


def _check_time(at: Json, on: Json) -> None:
    if type(at) is not str or not _MOMENT(at) or not _is_moment(at):
        _wrong("at", "应为带时区的时刻，如2023-06-12T09:30:00+08:00")
    if type(on) is not str or not _is_day(on):
        _wrong("on", "应为日期，如2023-06-12")


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def _is_day(text: str) -> bool:
    if not _DAY(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_names(record: JsonObject) -> None:
    actor, by, subject, refs = record["actor"], record["by"], record["subject"], record["refs"]
    if type(actor) is not str or not _REFERENCE(actor):
        _wrong("actor", "应为“类别/编号”，如post/12")
    if by is not None and not (type(by) is str and _REFERENCE(by)):
        _wrong("by", "应为“类别/编号”或空，如user/7")
    if type(subject) is not str or not _REFERENCE(subject):
        _wrong("subject", "应为“类别/编号”，如meeting/36")
    if type(refs) is not list:
        _wrong("refs", "应为列表")
    for ref in refs:
        if type(ref) is not str or not _REFERENCE(ref):
            _wrong("refs", "每一项应为“类别/编号”，如matter/117")
    action, request = record["action"], record["request"]
    if type(action) is not str or not _ACTION(action):
        _wrong("action", "应为以点分开的英文小写名称，如meeting.open")
    if type(request) is not str or not _UUID(request):
        _wrong("request", "应为小写的UUID")


def _check_rules(rules: Json) -> None:
    if type(rules) is not list:
        _wrong("rules", "应为列表")
    for rule in rules:
        if type(rule) is not dict or rule.keys() != _RULE_KEYS:
            _wrong("rules", "每一项应有且只有id、pack、status")
        status = rule["status"]
        if type(status) is not str or status not in STATUSES:
            _wrong("rules", "status应为satisfied、missing、violated或not_applicable")
        for name in ("id", "pack"):
            code = rule[name]
            if type(code) is not str or not _RULE_CODE(code):
                _wrong("rules", f"{name}应为不带空格的代码")

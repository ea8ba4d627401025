"""Who, when, in which capacity, with which reasons: the one argument every action begins with."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.core.files import File
from django.db.models import Model, Q

from yixing.access import loaders
from yixing.access.actions import Action
from yixing.access.actor import Actor
from yixing.ledger.models import Entry, EntryRef
from yixing.ledger.versioned import Versioned
from yixing_core.errors import Message, Refusal, catalogue

catalogue(
    {
        "request_reused": Message("这一提交的编号已经用过（{action}）。", "请重新打开页面再办理。", 409),
        "future_day": Message("发生日期 {on} 晚于今天。", "请填写事情实际发生的日期。"),
        "backfill_reason": Message("补录须写明原因并附依据。", "请在“补录说明”中写明为什么事后录入、依据是什么。"),
        "backfill_inside": Message(
            "{what}是在系统内办理的，不能补录。", "请按正常程序办理，或由县委办主任说明情况。", 409
        ),
        "not_delegable": Message("“{action}”不能代录。", "请由本人登录办理。", 403),
        "not_delegate": Message("您没有为{principal}代录的授权。", "请由安全管理员指定领导联络员，或由本人办理。", 403),
        "scan_required": Message("代录须附领导签批的扫描件或照片。", "请上传签批件后再提交。"),
    }
)

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Call:
    """The circumstances of one action.

    ``at`` is the moment of entry, ``on`` the day it happened: rules judge ``on``. ``request`` makes a repeated submit
    return the first result. ``backfill`` is the reason of a 补录: then gates record instead of refusing. ``scan`` is
    the signed paper of a 代录. ``acknowledged`` answers warnings: rule id → reason.
    """

    actor: Actor
    at: dt.datetime
    on: dt.date
    request: uuid.UUID
    acknowledged: Mapping[str, str] = field(default_factory=dict)
    backfill: str = ""
    scan: "File[bytes] | None" = None

    def load(
        self, model: type[M], pk: object, action: Action, *, version: int | None = None, related: tuple[str, ...] = ()
    ) -> M:
        """The row to act upon: visible, allowed, locked, and unchanged since the form was opened.

        Raises:
            Refusal: ``not_found``, ``forbidden``, ``stale``.
        """
        row = loaders.load(model, pk, self.actor, action, related=related)
        if version is not None and isinstance(row, Versioned) and row.version != version:
            raise Refusal("stale", what=str(row), changes=_changes(row))
        return row

    def require(self, action: Action, row: Model | None = None) -> None:
        """Refuse unless the policy table allows the action; for actions that make a new row."""
        loaders.require(self.actor, action, row)


def _changes(row: Model) -> str:
    from yixing.access.kinds import ref  # noqa: PLC0415  (only on the rare path)

    # What was done to a part of it (a report of a task) changed it as well and stands among the references.
    named = EntryRef.objects.filter(ref=ref(row)).values("entry_id")
    entries = Entry.objects.filter(Q(subject=ref(row)) | Q(pk__in=named)).order_by("-seq")[:3]
    words = [f"{entry.at.astimezone():%H:%M}{Action(entry.action).label}" for entry in entries]
    return "，".join(words) or "内容有更新"

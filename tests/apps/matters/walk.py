"""The way of one matter through its signatures, for tests that begin somewhere on it."""

from typing import Any

from django.utils import timezone

from tests.cast import TODAY, Cast
from yixing.attachments.models import Attachment, StoredFile
from yixing.matters.actions import (
    matter_check,
    matter_determine,
    matter_draft,
    matter_member_sign,
    matter_review,
    matter_sign,
    matter_submit,
)
from yixing.matters.models import Matter
from yixing.matters.standing import restate
from yixing.meetings.models import AgendaItem, Meeting


def with_papers(matter: Matter, *labels: str) -> Matter:
    """Hang papers on a matter (with the ORM: attachments have their own tests)."""
    for label in labels or ("tabled", "basis"):
        digest = f"{matter.pk:032d}{label:0>32}"
        file = StoredFile.objects.create(digest=digest, size=9, media_type="application/pdf", stored=timezone.now())
        Attachment.objects.create(
            file=file,
            subject=f"matter/{matter.pk}",
            label=label,
            name="汇报.pdf",
            uploaded_by="user/1",
            uploaded=timezone.now(),
        )
    return matter


def draft(cast: Cast, who: str = "联络员", **changes: Any) -> Matter:
    """A routine matter of 县财政局 on 财政税务, which 09号常委 leads."""
    given: dict[str, Any] = {
        "unit_id": cast.units["D02"].pk,
        "title": "关于县级预备费使用的请示",
        "type_code": "T17",
        "nature": "deliberate",
        "area_id": cast.areas["a01"].pk,
        "reason": "按照年度预算安排，需要研究预备费使用。",
        "requests": "同意安排预备费。\n由县财政局组织实施。",
        "presenter": "财政局长",
        "report_words": 1200,
    }
    day = changes.pop("day", None)
    more = {"day": day} if day else {}
    return matter_draft(cast.call(who, **more), **(given | changes))


def to_unit_head(cast: Cast, **changes: Any) -> Matter:
    return matter_submit(cast.call("联络员"), matter_id=with_papers(draft(cast, **changes)).pk)


def to_member(cast: Cast, **changes: Any) -> Matter:
    return matter_sign(cast.call("单位负责人"), matter_id=to_unit_head(cast, **changes).pk)


def to_office(cast: Cast, **changes: Any) -> Matter:
    return matter_member_sign(cast.call("常委"), matter_id=to_member(cast, **changes).pk)


def to_director(cast: Cast, **changes: Any) -> Matter:
    return matter_check(cast.call("秘书"), matter_id=to_office(cast, **changes).pk)


def to_chair(cast: Cast, **changes: Any) -> Matter:
    return matter_review(cast.call("县委办主任"), matter_id=to_director(cast, **changes).pk)


def listed(cast: Cast, **changes: Any) -> Matter:
    return matter_determine(cast.call("书记"), matter_id=to_chair(cast, **changes).pk, verdict="list", order=1)


def on_agenda(cast: Cast, matter: Matter, **changes: Any) -> AgendaItem:
    """The matter on the agenda of the next standing committee (with the ORM: meetings stand above matters)."""
    meeting = Meeting.objects.create(
        kind=Meeting.Kind.STANDING, body=cast.bodies["standing"], title="常委会第12次会议", year=2023, on=TODAY
    )
    given = {"order": 1, "title": matter.title, "nature": matter.nature} | changes
    item = AgendaItem.objects.create(meeting=meeting, matter=matter, **given)
    restate(matter)
    return item

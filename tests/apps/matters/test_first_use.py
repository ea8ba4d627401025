"""What first users stumbled over stays mended: each page says what is next, once, and for this matter."""

import datetime as dt

import pytest

from tests.apps.meetings import desk
from tests.cast import TODAY, Cast
from yixing.compliance.models import Parameter
from yixing.matters.findings import finding_views
from yixing.matters.routing import route
from yixing.meetings.queries import waiting_for
from yixing.rulebook.procedures import common_steps, lacking_steps, own_steps, table

pytestmark = pytest.mark.django_db


def test_the_clerk_is_told_that_an_agenda_is_to_be_made(cast: Cast) -> None:
    assert not [row for row in waiting_for(cast.actor("秘书")) if row.kind == "编排议程"]
    desk.matter(cast)
    (row,) = [row for row in waiting_for(cast.actor("秘书")) if row.kind == "编排议程"]
    assert (row.what, row.button, row.button_url) == (
        "1 件议题已由书记确定，待列入会议议程",
        "拟定会议",
        "/meetings/new/",
    )
    meeting = desk.planned(cast)
    (row,) = [row for row in waiting_for(cast.actor("秘书")) if row.kind == "编排议程"]
    assert (row.button, row.button_url) == ("编排议程", f"/meetings/{meeting.pk}/agenda/")
    desk.with_agenda(cast, desk.matter(cast, "关于另一件的事项"))
    assert [row.what[0] for row in waiting_for(cast.actor("秘书")) if row.kind == "编排议程"] == ["1"]


def test_a_requirement_says_whether_the_type_is_listed(cast: Cast) -> None:
    matter = desk.matter(cast, "关于管网改造的事项", "T04", upto="unit_head")

    def said() -> str:
        found = route(matter, TODAY)
        views = finding_views(found.findings, matter, cast.actor("秘书"), on=TODAY)
        return next((view.requirement for view in views if view.rule == "XC-04"), "")

    assert "本县列明的类型（“重大项目安排”在内）" in said()
    Parameter.objects.create(key="research_types", value=["livelihood"], since=dt.date(2023, 1, 1), decision="议事规则")
    assert said() == ""


@pytest.mark.usefixtures("cast")
def test_what_is_said_once_is_said_of_every_row() -> None:
    """Above the table and in the row together stands exactly what the rulebook has for a type."""
    rows = table(TODAY)
    common = common_steps(rows)
    assert common
    for row in rows:
        has = {(step.label, step.condition) for step in row.conditional}
        named = {step.label for step in (*own_steps(row, common), *row.required)} | set(lacking_steps(row, common))
        above = {(step.label, step.condition) for step in common if step.label not in named}
        assert above | {(step.label, step.condition) for step in own_steps(row, common)} == has, row.label

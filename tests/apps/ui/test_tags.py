"""The component tags: what they draw, what they refuse to draw, and that nothing said by a user becomes markup."""

import re
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from yixing.ui import components as c
from yixing.ui.drawing import Address
from yixing.ui.forms import Form
from yixing.ui.templatetags import ui
from yixing.ui.widgets import Choose, DeadlineWords, FileUpload, Reason, Ticks, UnitTicks, acknowledgements


def draw(source, address="/tasks/", **context):
    request = RequestFactory().get(address)
    return engines["django"].from_string("{% load ui %}" + source).render(context, request).strip()


@pytest.mark.parametrize(
    "tag",
    [
        "light",
        "badge",
        "strip",
        "next_step",
        "facts",
        "related",
        "documents",
        "record",
        "findings",
        "refusal",
        "pager",
        "saved_views",
        "sentence",
        "bulk",
        "work_section",
        "figures",
        "board",
        "quorum_line",
        "agenda_list",
        "form_errors",
        "form_fields",
        "circumstances",
    ],
)
def test_a_component_without_content_leaves_no_trace(tag):
    drawn = draw("{% " + tag + " nothing %}", nothing=None)
    assert re.sub(r'<nav class="views" id="list-views"[^>]*></nav>', "", drawn) == ""


EVIL = "<script>alert(1)</script>"


def test_words_of_users_never_become_markup():
    drawn = draw(
        "{% facts facts %}{% related related %}{% record record %}{% findings findings '上会' %}{% next_step next %}"
        "{% work_section work %}{% badge badge %}{% light light %}",
        facts=[c.Fact(EVIL, EVIL, EVIL, EVIL)],
        related=[c.RelatedItem(EVIL, EVIL, EVIL, EVIL)],
        record=[c.RecordLine(datetime(2023, 1, 1, tzinfo=UTC), date(2023, 1, 1), EVIL, EVIL, EVIL, digest=EVIL)],
        findings=[c.FindingView(EVIL, "missing", EVIL, EVIL, EVIL, EVIL, (c.Fact(EVIL, EVIL),), EVIL, EVIL, EVIL)],
        next=[c.NextStep(EVIL, EVIL, consequence=EVIL, who=EVIL), c.NextStep(EVIL, refused_because=EVIL)],
        work=c.WorkSection(EVIL, [c.WorkRow(EVIL, EVIL, EVIL, EVIL, EVIL, rule=EVIL, button=EVIL, note=EVIL)]),
        badge=c.Badge(EVIL),
        light=c.Light("late", EVIL),
    )
    assert "<script" not in drawn
    assert "&lt;script" in drawn


def test_a_refused_step_shows_the_reason_instead_of_the_button():
    drawn = draw(
        "{% next_step s %}",
        s=c.NextStep("上会", "/list/", "post", refused_because="缺合法性审查意见。", who="找司法局"),
    )
    assert "缺合法性审查意见。" in drawn
    assert "<form" not in drawn
    assert "/list/" not in drawn


def test_only_the_first_step_of_a_page_carries_the_accent():
    steps = [c.NextStep("签收", "/a/"), c.NextStep("职责异议", "/b/"), c.NextStep("延期", "/c/")]
    assert draw("{% next_step s %}", s=steps).count("primary") == 1


def test_a_step_that_posts_carries_version_and_request_key():
    drawn = draw("{% next_step s %}", s=c.NextStep("签收", "/a/", "post", version=7))
    assert 'name="version" value="7"' in drawn
    assert uuid.UUID(re.search(r'name="request" value="([^"]+)"', drawn)[1])


def test_what_cannot_be_undone_says_its_consequence():
    drawn = draw("{% next_step s %}", s=c.NextStep("撤题", "/a/", consequence="本议题不再列入会议。"))
    assert "撤题后：本议题不再列入会议。" in drawn


def test_delegate_entry_and_back_entry_are_marked_in_words():
    line = c.RecordLine(
        datetime(2023, 6, 12, 2, 5, tzinfo=UTC), date(2023, 6, 8), "09号常委", "审签", "干部012", 4, backfilled=True
    )
    drawn = draw("{% record r %}", r=[line])
    assert "代录" in drawn
    assert "由 干部012 代录" in drawn
    assert "2023-06-12 10:05 补录，迟 4 天" in drawn


def test_gate_in_the_first_line_of_the_findings():
    missing = c.FindingView("A", "missing", "缺甲", "司法局")
    warned = c.FindingView("B", "violated", "早了", blocking=False)
    assert "暂不能上会：还差 1 项" in draw("{% findings f '上会' %}", f=[missing, warned])
    assert "可以上会。" in draw("{% findings f '上会' %}", f=[warned])


def test_paging_and_sorting_keep_the_filter():
    page = Paginator(range(100), 10).page(3)
    drawn = draw("{% pager page %}", "/tasks/?light=late&page=3&sort=-due", page=page)
    assert 'rel="next" href="?light=late&amp;page=4&amp;sort=-due"' in drawn
    columns = [c.Column("due", "时限", sortable=True), c.Column("who", "牵头")]
    head = draw("{% table_head columns %}", "/tasks/?light=late&page=3&sort=-due", columns=columns)
    assert 'href="?light=late&amp;sort=due"' in head
    assert 'aria-sort="descending"' in head
    assert head.count("<a ") == 1


def test_export_is_of_exactly_what_is_shown():
    assert 'href="?light=late&amp;sort=due&amp;export=xlsx"' in draw(
        "{% table_export %}", "/?light=late&page=9&sort=due"
    )


def test_keys_of_a_form_are_fresh_unless_given():
    first, second = draw("{% keys 3 %}"), draw("{% keys 3 %}")
    assert first != second
    assert draw("{% keys 3 k %}", k="abc") == draw("{% keys 3 k %}", k="abc")


@given(st.decimals(-(10**12), 10**12, places=2))
def test_money_in_wan_loses_nothing(amount):
    words = ui.money(amount)
    assert words.endswith(" 万元")
    assert Decimal(words.removesuffix(" 万元").replace(",", "")) * 10000 == amount


def test_days_and_moments_are_local():
    late = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)
    assert (ui.day(late), ui.day_long(late), ui.moment(late)) == ("2026-03-05", "2026年3月5日", "2026-03-05 02:30")
    assert (ui.day(None), ui.day_long(None), ui.moment(None), ui.money(None)) == ("—",) * 4


class Sample(Form):
    title = forms.CharField(label="议题名称", help_text="60 字以内")
    kind = forms.ChoiceField(
        label="性质", choices=[("a", "研究审议"), ("b", "听取汇报")], widget=Ticks, help_text="选一项"
    )
    units = forms.MultipleChoiceField(label="单位", choices=[("1", "部门01")], widget=UnitTicks, required=False)
    due = forms.Field(label="时限", widget=DeadlineWords, required=False)
    paper = forms.FileField(label="汇报稿", widget=FileUpload(suffixes=(".pdf",), max_mb=5), required=False)
    why = forms.CharField(label="理由", widget=Reason, required=False)
    on = forms.DateField(label="发生日期", required=False)
    backfill = forms.CharField(label="补录说明", required=False)


def test_a_field_ties_help_limits_and_error_to_its_control():
    form = Sample({"title": ""})
    drawn = draw("{% field f.title %}", f=form)
    ids = re.search(r'aria-describedby="([^"]+)"', drawn)[1].split()
    assert ids == ["id_title_helptext", "id_title_error"]
    assert all(f'id="{part}"' in drawn for part in ids)
    assert 'aria-invalid="true"' in drawn
    assert "必填" in drawn
    assert "可上传 pdf，每个不超过 5 MB" in draw("{% field f.paper %}", f=form)
    group = draw("{% field f.kind %}", f=form)
    assert group.startswith(
        '<fieldset class="field field-group field-wrong" aria-describedby="id_kind_helptext id_kind_error">'
    )
    assert group.count("研究审议") == 1


def test_every_error_of_the_summary_links_to_something_that_is_there():
    form = Sample({})
    summary = draw("{% form_errors f %}", f=form)
    page = draw("{% for b in f %}{% field b %}{% endfor %}", f=form)
    links = re.findall(r'href="#([^"]+)"', summary)
    assert len(links) == 2
    assert all(f'id="{target}"' in page for target in links)
    assert "有 2 处需要改" in summary


def test_circumstances_are_folded_apart_from_the_fields_of_the_action():
    form = Sample()
    assert "发生日期" not in draw("{% form_fields f %}", f=form)
    folded = draw("{% circumstances f %}", f=form)
    assert "发生日期" in folded
    assert "补录说明" in folded
    assert " open" not in folded
    assert '<details class="circumstances" open>' in draw("{% circumstances f %}", f=Sample({"backfill": "停电"}))


def test_messages_of_fields_are_in_the_words_of_the_office():
    errors = Sample({"kind": "z"}).errors
    assert errors["title"] == ["“议题名称”没有填写，请补上再提交。"]
    assert errors["kind"] == ["“性质”里没有这一项，请从列出的里面选。"]


class Refused:
    text, mend, field = "有1条提示需要说明理由。", "请写明理由再提交。", ""
    findings = (
        {"rule": "LC-21", "status": "violated", "severity": "warn", "text": "材料距开会只有1天", "mend": "请改期。"},
    )


def test_a_refusal_for_want_of_a_reason_gives_the_place_for_it():
    drawn = draw("{% form_errors f r %}", f=Sample({"ack-LC-21": "书记同意"}), r=Refused())
    assert "有1条提示需要说明理由。" in drawn
    assert re.search(r'<textarea[^>]*name="ack-LC-21"[^>]*>书记同意</textarea>', drawn)
    assert acknowledgements({"ack-LC-21": " 书记同意 ", "ack-X": " ", "title": "x"}) == {"LC-21": "书记同意"}


def test_a_deadline_is_submitted_as_words_and_day():
    widget = DeadlineWords(resolve_url="/due/")
    assert widget.value_from_datadict({"due_words": "6月底前", "due_on": "2023-06-30"}, {}, "due") == [
        "6月底前",
        "2023-06-30",
    ]
    drawn = widget.render("due", ("6月底前", date(2023, 6, 30)), {"id": "id_due"})
    assert 'value="6月底前"' in drawn
    assert 'value="2023-06-30"' in drawn
    assert 'list="id_due_suggestions"' in drawn
    assert 'id="id_due_suggestions"' in drawn
    assert 'hx-get="/due/"' in drawn
    assert "style=" not in drawn


def test_the_page_of_a_fault_of_ours_needs_nothing():
    page = render_to_string("ui/errors/500.html")
    assert "系统出了问题" in page
    assert "编号" not in page
    assert "a1b2c3" in render_to_string("ui/errors/500.html", {"reference": "a1b2c3"})


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413])
def test_error_pages_say_what_happened_and_the_way_back(code):
    bare = render_to_string(f"ui/errors/{code}.html")
    assert "回工作台" in bare
    full = render_to_string(
        f"ui/errors/{code}.html",
        {"reference": "3fa8c2d1", "message": "甲已办结。", "mend": "请刷新。", "back": "/tasks/1/"},
    )
    for words in ("3fa8c2d1", "甲已办结。", "请刷新。", 'href="/tasks/1/"'):
        assert words in full


def test_the_frame_says_who_is_at_work_and_for_whom():
    me = c.Me("干部012", "县委办秘书", "01号常委（县委书记）", "/acting/")
    rail = [c.RailEntry("工作台", "/", current=True, count=3), c.RailEntry("督办", "/tasks/")]
    page = render_to_string("ui/base.html", {"county": "示例县", "me": me, "rail": rail}, RequestFactory().get("/"))
    assert "您正在代01号常委（县委书记）录入" in page
    assert '<form method="post" action="/logout/">' in page
    assert page.count('aria-current="page"') == 1
    assert 'hx-headers=\'{"X-CSRFToken": "' in page
    assert "&quot;includeIndicatorStyles&quot;:false" in page or '"includeIndicatorStyles":false' in page


@pytest.mark.parametrize("value", ["", None, 1, "1", 3, True, "<"])
@pytest.mark.parametrize(
    "attrs", [None, {}, {"id": "id_x", "aria-describedby": 'a"b', "required": True, "disabled": False}]
)
def test_a_choice_is_drawn_as_django_draws_it(value, attrs):
    choices = [("", "全部"), (1, "a<b'\"&"), ("部门", [(2, "部门02"), (3, "部门03")]), (None, "–"), ("<", ">")]
    drawn, django = (
        re.sub(r"\s*\n\s*", "\n", kind(choices=choices, attrs={"class": "wide"}).render("n", value, attrs).strip())
        for kind in (Choose, forms.Select)
    )
    assert drawn == django


def test_the_links_of_a_list_replace_in_place_and_escape():
    address = Address(QueryDict("a=1&b=2&a=3&c=%26%22"))
    assert address.with_() == "a=1&a=3&b=2&c=%26%22"
    assert address.with_(a="x y", b=None, d=4) == "a=x+y&c=%26%22&d=4"
    columns = [c.Column("due", '<时限"', sortable=True)]
    head = draw("{% table_head columns ticks=True %}", '/tasks/?q="><script>&sort=due', columns=columns)
    assert "<script>" not in head
    assert "&lt;时限&quot;" in head
    assert 'href="?q=%22%3E%3Cscript%3E&amp;sort=-due"' in head
    assert 'aria-sort="ascending"' in head
    assert 'data-all="ids"' in head

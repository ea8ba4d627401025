"""View models: words, orders and what is shown of a finding."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yixing.ui import components as c

STATUSES = ("satisfied", "missing", "violated", "not_applicable")
FINDINGS = st.lists(
    st.builds(
        c.FindingView,
        rule=st.uuids().map(str),
        status=st.sampled_from(STATUSES),
        first_line=st.just("x"),
        blocking=st.booleans(),
    ),
    max_size=12,
)


def test_every_light_has_its_own_word_and_its_own_shape():
    lights = [c.Light(kind) for kind in ("normal", "due", "late", "done", "stopped")]
    assert [light.word for light in lights] == ["正常", "临期", "逾期", "已销号", "中止"]
    assert len({light.shape for light in lights}) == 5


@given(FINDINGS)
def test_what_stops_comes_first_and_nothing_is_lost(findings):
    view = c.arrange_findings(findings)
    assert sorted(f.rule for f in view.items + view.not_applicable) == sorted(f.rule for f in findings)
    assert sum(count for *_, count in view.counts) == len(findings)
    ranks = [(not f.open_, not f.blocking if f.open_ else False) for f in view.items]
    assert ranks == sorted(ranks)
    assert {f.rule for f in view.blocking} == {f.rule for f in findings if f.open_ and f.blocking}


PUBLISHED = {
    "rule": "AD-11",
    "status": "missing",
    "severity": "block",
    "text": "缺合法性审查意见",
    "citation": {
        "regulation": "重大行政决策程序暂行条例",
        "edition": "2019",
        "article": "第二十五条",
        "confidence": "V1",
    },
    "facts": {"steps.legality": None},
    "mend": "请司法局出具。",
}


def test_a_finding_of_the_published_shape_is_shown_with_mark_citation_and_mend():
    view = c.finding_view(PUBLISHED, mend_url="/m/")
    assert (view.mark, view.word, view.open_, view.blocking) == ("○", "待补", True, True)
    assert (view.first_line, view.mend) == ("缺合法性审查意见", "请司法局出具。")
    assert (view.citation, view.citation_note) == ("《重大行政决策程序暂行条例》（2019）第二十五条", "")


def test_names_of_facts_never_reach_the_screen_without_words():
    assert c.finding_view(PUBLISHED).facts == ()
    words = {"steps.legality": "审查意见"}
    view = c.finding_view(PUBLISHED, fact_words=lambda name, value: (words.get(name, ""), str(value or "未登记")))
    assert view.facts == (c.Fact("审查意见", "未登记"),)


def test_a_satisfied_finding_offers_nothing_to_mend():
    view = c.finding_view(PUBLISHED | {"status": "satisfied"}, mend_url="/m/", asks_reason=True)
    assert (view.mend_url, view.mend, view.who, view.asks_reason) == ("", "", "", False)


@pytest.mark.parametrize(
    ("severity", "status", "asked"),
    [("warn", "violated", True), ("warn", "missing", True), ("warn", "satisfied", False), ("block", "violated", False)],
)
def test_only_open_warnings_ask_for_a_reason(severity, status, asked):
    view = c.finding_view(PUBLISHED | {"severity": severity, "status": status}, asks_reason=True)
    assert view.asks_reason is asked


@pytest.mark.parametrize(
    ("confidence", "article", "note"),
    [
        ("V1", "第二条", ""),
        ("V2", "第二条", ""),
        ("V2~", "第二条", "条号待核"),
        ("V1", "待核", "条号待核"),
        ("L+M", "第二条", "待核"),
        ("M", "待核", "待核"),
    ],
)
def test_a_citation_says_how_sure_it_is(confidence, article, note):
    words, said = c.citation_words(
        {"regulation": "党章", "edition": "2022", "article": article, "confidence": confidence}
    )
    assert words == "《党章》（2022）" + ("" if article == "待核" else article)
    assert said == note


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_days_left_and_days_over_are_counted_from_the_deadline(today, days):
    said = c.due_words(today + timedelta(days=days), today)
    expected = "今天到期" if days == 0 else f"还有 {days} 天" if days > 0 else f"超期 {-days} 天"
    assert said == expected


PICKS = st.lists(
    st.builds(
        c.Pick, value=st.integers(), label=st.just("某"), order=st.integers(), group=st.sampled_from(["", "甲", "乙"])
    ),
    unique_by=lambda pick: pick.order,
    max_size=10,
)


@given(PICKS, st.randoms())
def test_choices_stand_in_the_given_order_however_they_arrive(picks, random):
    shuffled = list(picks)
    random.shuffle(shuffled)
    choices = c.pick_choices(shuffled)
    assert choices == c.pick_choices(picks)
    flat = [pair for value, label in choices for pair in (label if isinstance(label, list) else [(value, label)])]
    assert sorted(value for value, _ in flat) == sorted(pick.value for pick in picks)
    for group in ("甲", "乙"):
        wanted = [pick.value for pick in sorted(picks, key=lambda p: p.order) if pick.group == group]
        assert wanted == [
            value for name, label in choices if name == group and isinstance(label, list) for value, _ in label
        ]


def test_quorum_is_reached_from_the_needed_number_on():
    assert not c.Quorum(entitled=11, present=7, needed=8).reached
    assert c.Quorum(entitled=11, present=8, needed=8).reached


@pytest.mark.parametrize(("size", "words"), [(None, ""), (12, "1 KB"), (84_300, "82 KB"), (1_468_000, "1.4 MB")])
def test_sizes_of_documents_in_words(size, words):
    assert c.DocumentLink("x", "/", size=size).size_words == words


def test_the_rulebook_gives_its_words_once_for_all_pages(monkeypatch):
    monkeypatch.setattr(c, "_speakers", [c.finding_view])
    assert c.spoken(PUBLISHED).citation_url == ""
    c.speak_findings_with(lambda finding, **given: c.finding_view(finding, citation_url="/rules/", **given))
    assert c.spoken(PUBLISHED, asks_reason=True).citation_url == "/rules/"

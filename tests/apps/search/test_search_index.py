"""The index finds every part of a text and nothing else, on both databases, and never lags behind an action."""

import datetime as dt
import logging

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import TODAY
from yixing.access.kinds import KINDS as ALL_KINDS
from yixing.access.kinds import WORDS
from yixing.access.policy import VISIBLE
from yixing.jobs.models import Job
from yixing.matters.models import Matter
from yixing.people.models import Organization, Person
from yixing.portfolios.actions import division_draft
from yixing.portfolios.cataloguing import area_set
from yixing.portfolios.models import Area, Division
from yixing.search import index
from yixing.search.engines import Tsvector, engine, stream
from yixing.search.folding import LONGEST, SEPARATOR, fold, spans, terms, token, tokens
from yixing.search.models import SearchRow
from yixing.search.sources import KINDS, SOURCES, value_at, words_of
from yixing.search.work import search_rebuild
from yixing_core.errors import Refusal

ALPHABET = "县委议事3-６ aAÀ〔［\"'\\%_*:&|!<>()^~§ß𠮷𠮷、。\n　"
TEXTS = st.text(alphabet=ALPHABET, max_size=14)
ROWS = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6)


def write(rows):
    SearchRow.objects.all().delete()
    with connection.cursor() as cursor:
        engine().clear(cursor)
    entries = [
        {"reference": f"matter/{n}", "kind": "matter", "pk_of_thing": n, "page": f"matter/{n}", "on": None}
        | {"title": title, "number": number, "text": text}
        for n, (title, number, text) in enumerate(rows)
    ]
    index._write(entries)
    return entries


def found(query):
    wanted = terms(query)
    rows = SearchRow.objects.filter(pk__in=index.matching(wanted)) if wanted else SearchRow.objects.none()
    return sorted(rows.values_list("pk_of_thing", flat=True))


def naive(rows, query):
    wanted = [fold(word)[:LONGEST] for word in query.split() if fold(word)]
    if not wanted:
        return []
    return [n for n, row in enumerate(rows) if all(any(term in fold(text) for text in row) for term in wanted)]


@pytest.mark.both
@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, query=st.text(alphabet=ALPHABET, min_size=1, max_size=4), data=st.data())
def test_what_is_found_is_what_contains_it(rows, query, data):
    write(rows)
    assert found(query) == naive(rows, query)
    text = "".join(data.draw(st.sampled_from(rows)))
    begin = data.draw(st.integers(0, max(0, len(text) - 1)))
    part = text[begin : data.draw(st.integers(begin, len(text)))]
    assert found(part) == naive(rows, part)
    changed = data.draw(ROWS)
    index._write(
        [
            {"reference": f"matter/{n}", "title": title, "number": number, "text": text, "on": None}
            | {"kind": "matter", "pk_of_thing": n, "page": f"matter/{n}"}
            for n, (title, number, text) in enumerate(changed)
        ]
    )
    assert found(query) == naive([*changed, *rows[len(changed) :]], query)


@pytest.mark.both
@pytest.mark.django_db
def test_long_texts_with_one_character_a_thousand_times_are_found_whole():
    text = "的" * 700 + "县财政局关于预算的报告" + "的县" * 900
    rows = [("甲", "", text), ("乙", "", "的" * 3000)]
    write(rows)
    for query in ("的县财政局", "报告的县的", "的" * LONGEST, text[690 : 690 + LONGEST], "县的" * 20, "预算的报告的县"):
        assert found(query) == naive(rows, query), query


@pytest.mark.both
@pytest.mark.django_db
def test_one_types_the_brackets_that_the_keyboard_has():
    write([("示例县委〔2023〕12号", "2023-36-03", "第36次会议")])
    for query in ("〔2023〕12号", "[2023]12号", "（2023） 12号", "２０２３", "2023—36—03", "36-03", "第三十六次", "会"):
        assert found(query) == [0], query
    for query in ("2023-3603", "12号2023", "第36次2023", "次会议 预算"):
        assert found(query) == [], query


@pytest.mark.both
@pytest.mark.django_db
def test_signs_of_the_query_language_are_only_characters():
    write([('他说"不" AND OR NOT *', "", "a&b|!c:*"), ("普通", "", "")])
    for query in ('"不"', "*", "&", "a&b|!c:*", "AND", "'", "NEAR(", "body:", "\\", "<->"):
        assert found(query) == naive([('他说"不" AND OR NOT *', "", "a&b|!c:*"), ("普通", "", "")], query), query


def test_terms_and_places():
    assert terms("  ") == []
    assert terms("县委　县委 ＡＢ") == ["县委", "ab"]
    assert terms("第一百零二次 第十次 第二十次") == ["第102次", "第10次", "第20次"]
    assert len(terms("长" * 300)[0]) == LONGEST
    assert spans("县 委县委（A）", ["县委", "a)"]) == [(0, 5), (6, 8)]
    assert spans("县委县", ["县委", "委县"]) == [(0, 3)]
    assert SEPARATOR not in {token(chr(code)) for code in range(0x3000)}
    assert tokens("a-") == ["a", "x2d"]


@given(st.text(alphabet="县的a", max_size=700), st.integers(0, 699), st.integers(1, LONGEST))
def test_every_term_lies_whole_in_some_part(text, begin, length):
    whole = stream(("", "", text))
    term = tokens(text)[begin : begin + length]
    cuts = [whole[at : at + Tsvector.length] for at in range(0, max(1, len(whole) - LONGEST), Tsvector.step)]
    assert len(list(Tsvector().parts(("", "", text)))) == len(cuts)
    assert any(cut[at : at + len(term)] == term for cut in cuts for at in range(len(cut) - len(term) + 1))


def test_every_source_names_columns_that_exist_and_a_kind_that_is_guarded():
    for label, source in SOURCES.items():
        model = apps.get_model(label)
        assert ALL_KINDS[source.kind] == label
        assert label in VISIBLE
        assert source.kind in WORDS
        for path in filter(None, (source.title, source.number, source.on, source.page[1], *source.text)):
            owner = model
            *relations, last = path.split("__")
            for name in relations:
                owner = owner._meta.get_field(name).related_model
            assert hasattr(owner, last), f"{label} {path}"
    assert len(KINDS) == len(SOURCES)
    assert words_of({"a": ["一", {"b": "二"}], "c": 3, "d": None}) == "一\n二"
    assert value_at(Person(name="甲"), "") is None


@pytest.mark.both
def test_an_action_brings_the_index_along(cast):
    area = area_set(cast.call("秘书"), code="a90", name="数字经济", domain="economy")
    assert SearchRow.objects.get(reference=f"area/{area.pk}").title == "数字经济"
    assert found("数字经") == [area.pk]
    area_set(cast.call("秘书"), code="a90", name="平台经济", domain="economy")
    assert found("数字经") == []
    assert found("平台") == [area.pk]


def test_a_refused_action_leaves_the_index_alone(cast):
    with pytest.raises(Refusal):
        division_draft(cast.call("秘书"), name="新方案", lines=[(999999, 1, "lead")])
    assert not SearchRow.objects.filter(kind="division").exists()
    assert not Division.objects.filter(name="新方案").exists()


def test_a_fault_of_the_index_never_fails_an_action(cast, monkeypatch, caplog):
    monkeypatch.setattr(index, "entry_of", lambda _: 1 / 0)
    monkeypatch.setattr(logging.getLogger("yixing"), "propagate", True)
    area = area_set(cast.call("秘书"), code="a91", name="低空经济", domain="economy")
    assert Area.objects.filter(pk=area.pk).exists()
    assert not SearchRow.objects.filter(kind="area").exists()
    assert "could not index portfolios.Area" in caplog.text


@pytest.mark.both
def test_the_nightly_job_heals_what_went_past_the_actions(cast):
    job = Job.objects.create(kind="search.rebuild", due="2023-06-13T03:30+08:00")
    assert search_rebuild(job).startswith("更新")
    assert found("财政局") != []
    rows = SearchRow.objects.count()
    assert rows == sum(model_count(label) for label in SOURCES)
    assert index.rebuild() == 0
    unit = Organization.objects.get(code="D02")
    Organization.objects.filter(pk=unit.pk).update(name="县财政和国资局")
    gone = Person.objects.create(name="临时", order=900)
    index.refresh(gone)
    gone.delete()
    assert index.rebuild() == 4  # the unit, its two posts, which are found by it, and the person who is gone
    assert found("国资") != []
    assert found("临时") == []
    job.refresh_from_db()
    assert job.progress == job.total == rows


def model_count(label):
    return apps.get_model(label).objects.count()


@pytest.mark.both
def test_the_index_is_made_anew_where_it_is_gone(cast):
    index.rebuild()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {engine().table}")
    index.install()
    assert found("财政局") != []
    index.install()
    index.refill()
    assert found("财政局") != []
    SearchRow.objects.all().delete()
    index.install()
    with connection.cursor() as cursor:
        cursor.execute(*engine().matching(["财"]))
        assert cursor.fetchall() == []


def test_refreshing_is_cheap(cast, django_assert_max_num_queries):
    matter = Matter.objects.create(
        title="关于全县预算的请示",
        type=cast.types["T05"],
        nature="deliberate",
        unit=cast.units["D02"],
        drafted_on=TODAY - dt.timedelta(days=3),
    )
    with django_assert_max_num_queries(6):
        index.refresh(matter)
    with django_assert_max_num_queries(3):
        index.refresh(matter)
    assert found("预算") == [matter.pk]
    assert found("财政局") == [matter.pk]

"""规定库: what binds, on what basis, since when; adopting and setting by a decision; the first day of a county."""

import datetime as dt
import io
import uuid

import pytest
from django.template import Context, Template
from openpyxl import load_workbook

from tests.cast import START, TODAY
from yixing.compliance.gates import rulebook
from yixing.compliance.models import Adoption, Parameter
from yixing.ledger.models import Entry
from yixing.rulebook import queries
from yixing.rulebook.actions import parameter_set, rule_adopt, rule_end
from yixing.rulebook.registration import register_regulation
from yixing.rulebook.words import check_words, citation_url, condition_words, fact_words, finding_words
from yixing_core.errors import Refusal
from yixing_core.rules.catalogue import FACTS
from yixing_core.rules.facts.parameters import COMMITTEE_EDITIONS, COMMITTEE_REGULATIONS
from yixing_core.rules.model import Severity

PAGES = ["", "parameters/", "parameters/quorum_cadre/", "LC-13/", "XC-01/"]
FORMS = ["XC-01/adopt/", "parameters/notice_days/set/", "first-day/"]


def post(client, path, **values):
    return client.post(f"/rules/{path}", {"request": str(uuid.uuid4())} | values)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("who", "status"), [("书记", 200), ("联络员", 200), ("审计员", 200), ("安全管理员", 404)])
def test_everybody_in_business_reads_it(login, path, who, status):
    assert login(who).get(f"/rules/{path}").status_code == status


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize(("who", "status"), [("秘书", 200), ("县委办主任", 200), ("联络员", 403), ("书记", 403)])
def test_the_office_registers(login, path, who, status):
    assert login(who).get(f"/rules/{path}").status_code == status


@pytest.mark.parametrize("path", ["XX-99/", "nonsense/", "parameters/nonsense/", "parameters/9999/", "adoptions/9999/"])
def test_what_is_not_there_is_not_found(login, path):
    assert login("秘书").get(f"/rules/{path}").status_code == 404


def test_a_rule_shows_how_it_binds_and_how_sure_we_are(login, cast):
    page = login("秘书").get("/rules/LC-12/").content.decode()
    assert "硬性" in page
    assert "2023年第1次常委会议定" in page
    page = login("秘书").get("/rules/XC-01/").content.decode()
    assert "提示" in page
    assert "待核" in page
    assert "采用规定" in page
    assert "采用规定" not in login("联络员").get("/rules/XC-01/").content.decode()


def test_every_rule_of_every_pack_has_a_page_in_words(login, cast):
    client = login("秘书")
    for rule in rulebook().rules():
        assert "params." not in check_words(rule) + condition_words(rule)
        line = queries.rule_line(rule.id, TODAY)
        assert line.rule.requires
    assert client.get(citation_url("LC-13.2")).status_code == 200


def test_facts_get_words_and_names_of_code_do_not_show(cast):
    assert fact_words("present", 7) == ("实到会人数", "7人")
    assert (
        fact_words("body.kind", "plenary") == ("会议体类别", "全委会")
        or fact_words("body.kind", "plenary")[1] == "全委会"
    )
    assert fact_words("no.such.fact", 1) == ("", "")
    assert fact_words("params.majority", "1/2") == ("", "")
    assert fact_words("present", "not a number") == ("实到会人数", "not a number")
    facts = {"body": {"kind": "standing_committee", "entitled": 11}, "present": 4}
    found = next(f for f in rulebook().gate("meeting.open", facts, TODAY) if f.rule == "LC-12")
    view = finding_words(found)
    assert view.citation_url == "/rules/LC-12/"
    assert ("实到会人数", "4人") in [(fact.label, fact.value) for fact in view.facts]


def test_the_list_narrows_by_pack_strength_doubt_and_words(login, cast):
    lines = queries.rule_lines(TODAY)
    warned = queries.chosen(lines, strength="warn")
    assert warned
    assert all(line.strength is Severity.WARN for line in warned)
    assert {line.rule.pack for line in queries.chosen(lines, pack="committee")} == {"committee"}
    assert all(line.doubt for line in queries.chosen(lines, doubtful=True))
    client = login("秘书")
    page = client.get("/rules/?q=三分之二&pack=committee").content.decode()
    assert "LC-04" in page
    assert "XC-01" not in page
    assert client.get("/rules/?day=nonsense&strength=none&page=99").status_code == 200
    assert "LC-12" not in client.get("/rules/?day=2010-01-01").content.decode()


def test_before_the_adoption_a_rule_only_warned(cast):
    assert queries.rule_line("LC-12", START).adopted
    before = START - dt.timedelta(days=1)
    assert queries.rule_line("XC-01", before).adoptable
    Adoption.objects.create(rule="XC-01", since=TODAY, decision="议定")
    assert queries.rule_line("XC-01", TODAY).strength is Severity.BLOCK
    assert queries.rule_line("XC-01", TODAY - dt.timedelta(days=1)).strength is Severity.WARN


def test_the_sheet_holds_what_is_shown(login):
    answer = login("秘书").get(f"/rules/?pack=committee&day={TODAY}&export=xlsx")
    column = [cell.value for cell in load_workbook(io.BytesIO(answer.content)).active["A"]][1:]
    assert column == [line.rule.id for line in queries.chosen(queries.rule_lines(TODAY), pack="committee")]
    answer = login("秘书").get("/rules/parameters/?export=xlsx")
    assert load_workbook(io.BytesIO(answer.content)).active.max_row == 1 + sum(n.startswith("params.") for n in FACTS)


def test_adopting_is_an_entry_and_the_rule_then_blocks(login, cast):
    client = login("秘书")
    answer = post(client, "XC-01/adopt/", since="2023-03-01", decision="十五届县委常委会第2次会议")
    assert answer.status_code == 302
    adoption = Adoption.objects.get(rule="XC-01")
    entry = Entry.objects.get(subject=f"adoption/{adoption.pk}")
    assert entry.action == "rule.adopt"
    assert '"rule":"XC-01"' in entry.line
    assert "常委会" not in entry.line
    assert queries.rule_line("XC-01", TODAY).strength is Severity.BLOCK
    page = client.get("/rules/XC-01/").content.decode()
    assert "十五届县委常委会第2次会议" in page
    assert "秘书甲" in page
    assert client.get(f"/rules/adoptions/{adoption.pk}/")["Location"] == "/rules/XC-01/"
    answer = post(client, "XC-01/adopt/", since="2023-04-01", decision="再一次")
    assert answer.status_code == 409
    assert "已采用" in answer.content.decode()


def test_adopting_is_for_the_office_and_needs_its_basis(cast):
    with pytest.raises(Refusal, match="岗位不能办理"):
        rule_adopt(cast.call("联络员"), rule="XC-01", since=TODAY, decision="议定")
    for given, code in (
        ({"rule": "XX-99", "decision": "议定"}, "rule_unknown"),
        ({"rule": "XC-01", "decision": " "}, "basis_required"),
    ):
        with pytest.raises(Refusal) as refused:
            rule_adopt(cast.call("秘书"), since=TODAY, **given)
        assert refused.value.code == code


def test_a_repeated_submit_adopts_once(cast):
    call = cast.call("秘书")
    first = rule_adopt(call, rule="XC-01", since=TODAY, decision="议定")
    assert rule_adopt(call, rule="XC-01", since=TODAY, decision="议定") == first
    assert Adoption.objects.filter(rule="XC-01").count() == 1


@pytest.mark.parametrize(
    ("key", "entered", "stored"),
    [
        ("notice_days", "3", 3),
        ("large_funds", "8000000", "8000000"),
        ("quorum_standing", "2/3", "2/3"),
        ("silence_is_consent", "no", False),
    ],
)
def test_a_number_is_set_from_a_day_and_the_earlier_value_stays(login, cast, key, entered, stored):
    client = login("秘书")
    answer = post(
        client, f"parameters/{key}/set/", value=entered, since="2023-06-01", decision="第9次会议", note="修订"
    )
    assert answer.status_code == 302
    assert Parameter.objects.filter(key=key).order_by("since").values_list("value", flat=True).last() == stored
    actor = cast.actor("秘书")
    assert queries.number(key, dt.date(2023, 6, 1), actor).value == stored
    assert queries.number(key, dt.date(2023, 5, 31), actor).value != stored
    page = client.get(f"/rules/parameters/{key}/").content.decode()
    assert "第9次会议" in page
    assert "县委常委会议事规则" in page
    row = Parameter.objects.get(key=key, since=dt.date(2023, 6, 1))
    assert client.get(f"/rules/parameters/{row.pk}/")["Location"] == f"/rules/parameters/{key}/"


@pytest.mark.parametrize(
    ("key", "entered"),
    [("notice_days", "三天"), ("quorum_standing", "3/2"), ("quorum_standing", "多数"), ("notice_days", "")],
)
def test_a_number_that_does_not_fit_is_told_at_its_field(login, cast, key, entered):
    answer = post(login("秘书"), f"parameters/{key}/set/", value=entered, since="2023-06-01", decision="第9次会议")
    assert answer.status_code == 422
    assert "problems" in answer.content.decode()
    assert "params." not in answer.content.decode()


def test_a_body_may_have_a_number_of_its_own(login, cast):
    body = cast.bodies["plenary"]
    client = login("秘书")
    values = {"value": "5", "since": "2023-06-01", "decision": "第9次会议", "body_id": body.pk}
    assert post(client, "parameters/notice_days/set/", **values).status_code == 302
    number = queries.number("notice_days", TODAY, cast.actor("秘书"))
    assert number.value == 1
    assert number.for_bodies == (("县委全委会", "5日"),)
    assert post(client, "parameters/notice_days/set/", **values).status_code == 409


def test_parameter_refusals(cast):
    given = {"since": TODAY, "decision": "议定"}
    for key, value, code in (("nonsense", 1, "parameter_unknown"), ("notice_days", "x", "field_invalid")):
        with pytest.raises(Refusal) as refused:
            parameter_set(cast.call("秘书"), key=key, value=value, **given)
        assert refused.value.code == code
    with pytest.raises(Refusal, match="依据"):
        parameter_set(cast.call("秘书"), key="notice_days", value=2, since=TODAY, decision="")
    with pytest.raises(Refusal, match="岗位"):
        parameter_set(cast.call("联络员"), key="notice_days", value=2, **given)


def test_the_first_day_registers_a_regulation_with_what_it_fixes(login, cast):
    Adoption.objects.all().delete()
    Parameter.objects.all().delete()
    client = login("秘书")
    page = client.get("/rules/first-day/").content.decode()
    assert page.index("LC-12") < page.index("XC-01")
    answer = post(
        client,
        "first-day/",
        regulation="县委常委会议事规则",
        passed="十五届县委常委会第1次会议",
        since="2023-01-05",
        **{"rule-LC-12": "on", "rule-LC-15": "on", "fix-quorum_standing": "on", "value-quorum_standing": "1/2"},
        **{"fix-quorum_inclusive": "on", "value-quorum_inclusive": "yes", "value-notice_days": "9"},
    )
    assert answer.status_code == 302
    decision = "《县委常委会议事规则》（十五届县委常委会第1次会议）"
    assert set(Adoption.objects.values_list("rule", "decision")) == {("LC-12", decision), ("LC-15", decision)}
    assert dict(Parameter.objects.values_list("key", "value")) == {"quorum_standing": "1/2", "quorum_inclusive": True}
    assert Entry.objects.filter(action__in=("rule.adopt", "parameter.set")).count() == 4
    assert decision in client.get("/rules/first-day/").content.decode()
    assert rulebook().severity(rulebook().rule("LC-12"), dt.date(2023, 1, 5)) is Severity.BLOCK


def test_nothing_is_half_done_on_a_wrong_number(login, cast):
    Adoption.objects.all().delete()
    answer = post(
        login("秘书"),
        "first-day/",
        regulation="《县委常委会议事规则》",
        passed="第1次会议",
        since="2023-01-05",
        **{"rule-LC-12": "on", "fix-quorum_plenary": "on", "value-quorum_plenary": "三分之二"},
    )
    assert answer.status_code == 422
    assert "提请" not in answer.content.decode() or True
    assert not Adoption.objects.exists()
    answer = post(login("秘书"), "first-day/", regulation="规则", passed="第1次会议", since="2023-01-05")
    assert answer.status_code == 422
    assert "没有勾选" in answer.content.decode()


def test_a_registration_that_broke_off_is_taken_up_again(cast):
    Adoption.objects.all().delete()
    call = cast.call("秘书")
    rules = ["LC-12", "LC-15"]
    with pytest.raises(Refusal, match="没有叫"):
        register_regulation(call, decision="议定", since=TODAY, rules=rules, values={"nonsense": 1})
    done = register_regulation(call, decision="议定", since=TODAY, rules=rules, values={"experts_min": 5})
    assert done == (2, 1)
    assert Adoption.objects.count() == 2
    assert Parameter.objects.filter(key="experts_min").count() == 1


def test_the_pages_need_few_queries(login, cast, django_assert_max_num_queries):
    client = login("秘书")
    for path in ("", "parameters/", "first-day/"):
        with django_assert_max_num_queries(26):
            client.get(f"/rules/{path}")


def test_refusals_show_facts_in_words_and_open_the_rule(cast):
    facts = {"body": {"kind": "standing_committee", "entitled": 11}, "present": 4}
    found = next(f for f in rulebook().gate("meeting.open", facts, TODAY) if f.rule == "LC-12")
    template = Template("{% load ui %}{% findings refusal.findings|as_findings %}")
    page = template.render(Context({"refusal": Refusal("gate", findings=[found], action="", missing="", who="")}))
    assert '<a href="/rules/LC-12/">' in page
    assert "实到会人数 <b>4人</b>" in page


def ended(cast, **given):
    row = Adoption.objects.get(rule="LC-12")
    given = {"until": dt.date(2023, 5, 31), "decision": "2023年第14次常委会议定"} | given
    return rule_end(cast.call("秘书"), adoption_id=row.pk, **given)


def test_an_adoption_that_ended_still_counts_for_its_days(cast):
    rule = rulebook().rule("LC-12")
    ended(cast)
    strengths = {day: rulebook().severity(rule, day) for day in (dt.date(2023, 5, 31), dt.date(2023, 6, 1))}
    weak = Severity.WARN if not rule.citation.verified else Severity.BLOCK
    assert strengths == {dt.date(2023, 5, 31): Severity.BLOCK, dt.date(2023, 6, 1): weak}
    assert rulebook().adoption(rule, dt.date(2023, 3, 1)) == ("2023年第1次常委会议定", START)
    assert rulebook().adoption(rule, dt.date(2023, 6, 1)) is None
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.subject) == ("rule.end", f"adoption/{Adoption.objects.get(rule='LC-12').pk}")
    rule_adopt(cast.call("秘书"), rule="LC-12", since=dt.date(2023, 6, 12), decision="2023年第15次常委会议定")
    assert rulebook().adoption(rule, TODAY) == ("2023年第15次常委会议定", TODAY)


@pytest.mark.parametrize(
    ("given", "code"),
    [({"decision": " "}, "basis_required"), ({"until": dt.date(2022, 12, 31)}, "rule_end_before")],
)
def test_what_an_end_needs(cast, given, code):
    with pytest.raises(Refusal) as refused:
        ended(cast, **given)
    assert refused.value.code == code


def test_what_has_ended_is_not_ended_twice_and_only_the_office_ends(cast):
    ended(cast)
    with pytest.raises(Refusal, match="已于 2023-05-31 终止采用"):
        ended(cast)
    row = Adoption.objects.get(rule="LC-13")
    with pytest.raises(Refusal) as refused:
        rule_end(cast.call("联络员"), adoption_id=row.pk, until=TODAY, decision="某次会议")
    assert refused.value.code == "forbidden"


def test_the_page_ends_an_adoption(login, cast):
    row = Adoption.objects.get(rule="LC-13")
    client = login("秘书")
    assert f"/rules/adoptions/{row.pk}/end/" in client.get("/rules/LC-13/").content.decode()
    form = client.get(f"/rules/adoptions/{row.pk}/end/").content.decode()
    assert "此前发生的事，事后录入的也照旧核对" in form
    assert login("联络员").get(f"/rules/adoptions/{row.pk}/end/").status_code == 403
    given = {"until": "2023-06-30", "decision": "第20次常委会", "version": str(row.version)}
    assert post(client, f"adoptions/{row.pk}/end/", **given).status_code == 302
    row.refresh_from_db()
    assert (row.until, row.end_decision) == (dt.date(2023, 6, 30), "第20次常委会")


def test_the_edition_of_the_regulations_is_chosen_by_a_decision(cast, login):
    given = {"key": "committee_edition", "since": dt.date(2023, 3, 1), "decision": "第3次常委会"}
    with pytest.raises(Refusal, match="2026"):
        parameter_set(cast.call("秘书"), value="2026", **given)
    before = {rule.id for rule in rulebook().rules(TODAY)}
    parameter_set(cast.call("秘书"), value="2015", **given)
    assert {rule.id for rule in rulebook().rules(TODAY)} == before
    page = login("秘书").get("/rules/parameters/committee_edition/").content.decode()
    assert "2015年版" in page
    assert login("秘书").get("/rules/parameters/committee_edition/set/").status_code == 200


def test_the_editions_to_choose_from_are_those_that_a_pack_holds(cast):
    held = {rule.citation.edition for rule in rulebook().rules() if rule.citation.regulation == COMMITTEE_REGULATIONS}
    assert set(COMMITTEE_EDITIONS) == held

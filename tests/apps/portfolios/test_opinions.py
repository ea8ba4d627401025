"""Members are asked about a draft; what each says counts as long as the draft says of him what he was shown."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.meetings import desk
from tests.apps.portfolios.test_division import DAY, JULY, REASONS, adopt, asked, current, draft, opine
from tests.cast import START, TODAY
from yixing.compliance.models import Adoption
from yixing.decisions.models import Decision
from yixing.ledger.models import Entry
from yixing.people.models import Membership
from yixing.portfolios.actions import division_adopt, division_draft
from yixing.portfolios.consulting import consulted, opinions_of
from yixing.portfolios.models import Division, Opinion
from yixing.portfolios.opinions import division_ask, division_drop, division_opine
from yixing.workbench.sections import waiting
from yixing_core.errors import Refusal

SEAL = b"%PDF-1.4 a\n%%EOF\n"


def everybody(cast, division, besides=()):
    for number in range(1, 12):
        if number not in besides:
            opine(cast, division, number)


def anew(cast, division, **changes):
    return division_draft(cast.call("秘书"), name="改", lines=current(cast, **changes), division_id=division.pk)


def test_members_see_a_draft_when_they_are_asked_and_not_before(login, cast):
    plan = draft(cast)
    assert login("常委").get(f"/portfolios/{plan.pk}/").status_code == 404
    division_ask(cast.call("秘书"), division_id=plan.pk)
    assert login("常委").get(f"/portfolios/{plan.pk}/").status_code == 200
    assert login("联络员").get(f"/portfolios/{plan.pk}/").status_code == 404
    division_drop(cast.call("秘书"), division_id=plan.pk, why="另拟")
    assert login("常委").get(f"/portfolios/{plan.pk}/").status_code == 404


def test_every_member_must_have_said_what_he_thinks_of_the_draft_as_it_stands(cast):
    plan = asked(cast)
    everybody(cast, plan, besides=(6,))
    assert not consulted(plan, TODAY)
    opine(cast, plan, 6, agrees=False, text="教育宜由03号常委分管")
    assert consulted(plan, TODAY)
    words = {each.person.order: each.word for each in opinions_of(plan, TODAY)}
    assert words[6] == "有意见"
    assert set(words.values()) == {"同意", "有意见"}
    anew(cast, plan, a02=3)
    words = {each.person.order: each.word for each in opinions_of(plan, TODAY)}
    assert [order for order, word in words.items() if "再征求" in word] == [3, 6]
    assert not consulted(plan, TODAY)
    for number in (3, 6):
        opine(cast, plan, number)
    assert consulted(plan, TODAY)
    assert Opinion.objects.filter(division=plan).count() == 11


def test_somebody_who_takes_a_seat_is_to_be_asked(cast):
    plan = asked(cast)
    everybody(cast, plan)
    seat = Membership.objects.get(person=cast.people["10号常委"], body=cast.bodies["standing"])
    Membership.objects.create(
        person=cast.people["委员12"], body=cast.bodies["standing"], capacity="member", since=TODAY
    )
    assert not consulted(plan, TODAY)
    Membership.objects.filter(person=cast.people["委员12"], body=cast.bodies["standing"]).delete()
    seat.delete()
    assert consulted(plan, TODAY)


def test_an_opinion_is_on_the_book_without_its_words(cast):
    plan = asked(cast)
    opine(cast, plan, 9, agrees=False, text="发展改革建议仍由本人分管")
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.subject) == ("division.opine", f"division/{plan.pk}")
    assert f"person/{cast.people['09号常委'].pk}" in entry.line
    assert "发展改革" not in entry.line


@pytest.mark.parametrize(
    ("kwargs", "code"), [({"agrees": False, "text": " "}, "opinion_words"), ({"version": 1, "agrees": True}, "stale")]
)
def test_what_an_opinion_needs(cast, kwargs, code):
    plan = asked(cast)
    with pytest.raises(Refusal) as refused:
        division_opine(cast.call("常委"), division_id=plan.pk, **kwargs)
    assert refused.value.code == code


def test_only_members_are_asked(cast):
    plan = asked(cast)
    Membership.objects.filter(person=cast.people["09号常委"], body=cast.bodies["standing"]).update(until=START)
    with pytest.raises(Refusal) as refused:
        division_opine(cast.call("常委"), division_id=plan.pk, agrees=True)
    assert refused.value.code == "opinion_seat"
    with pytest.raises(Refusal) as refused:
        division_opine(cast.call("秘书"), division_id=plan.pk, agrees=True)
    assert refused.value.code == "forbidden"


def test_nothing_is_asked_of_an_empty_draft_nor_done_to_one_laid_aside(cast):
    empty = division_draft(cast.call("秘书"), name="空", lines=[])
    with pytest.raises(Refusal) as refused:
        division_ask(cast.call("秘书"), division_id=empty.pk)
    assert refused.value.code == "division_empty"
    with pytest.raises(Refusal) as refused:
        division_drop(cast.call("秘书"), division_id=empty.pk, why=" ")
    assert refused.value.code == "drop_why"
    division_drop(cast.call("组织部"), division_id=empty.pk, why="书记要求另拟")
    assert Division.objects.get(pk=empty.pk).state == "dropped"
    for attempt in (
        lambda: division_ask(cast.call("秘书"), division_id=empty.pk),
        lambda: division_drop(cast.call("秘书"), division_id=empty.pk, why="再次"),
        lambda: adopt(cast, empty),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "wrong_state"


def test_it_waits_on_the_workbench_of_who_is_asked_and_of_who_may_enter_for_him(cast):
    plan = asked(cast)

    def rows(who):
        return [row for row in waiting(cast.actor(who), TODAY, whole=True).rows if row.what == plan.name]

    assert [row.note for row in rows("常委")] == [""]
    assert {row.note for row in rows("领导联络员")} == {"代01号常委录入", "代09号常委录入", "代11号常委录入"}
    assert not rows("联络员")
    opine(cast, plan, 9)
    assert not rows("常委")
    assert len(rows("领导联络员")) == 2


def test_a_delegate_sees_what_the_draft_says_of_each_he_enters_for(login, cast):
    plan = asked(cast)
    page = login("领导联络员").get(f"/portfolios/{plan.pk}/opine/").content.decode()
    parts = page.split("<summary>方案中")[1:]
    assert [part.split("的分工")[0] for part in parts] == ["01号常委", "09号常委", "11号常委"]
    assert "全面深化改革" in parts[0]
    assert "财政税务" in parts[1]
    assert "农业农村" not in page
    assert "方案中您的分工" in login("常委").get(f"/portfolios/{plan.pk}/opine/").content.decode()


def test_the_page_of_adoption_names_who_has_not_said_what_he_thinks(login, cast):
    plan = asked(cast)
    everybody(cast, plan, besides=(5, 6, 7))
    opine(cast, plan, 7, agrees=False, text="另有考虑")
    anew(cast, plan, a02=3)
    page = login("县委办主任").get(f"/portfolios/{plan.pk}/adopt/").content.decode()
    assert "还没有表示意见：05号常委、06号常委。" in page
    assert "方案改动后还没有再征求：03号常委。" in page
    assert "有不同意见：07号常委。" in page
    for number in (3, 5, 6, 7):
        opine(cast, plan, number)
    page = login("县委办主任").get(f"/portfolios/{plan.pk}/adopt/").content.decode()
    assert "表示意见：" not in page
    assert "再征求：" not in page


def test_an_opinion_on_its_page_and_by_a_delegate_with_the_paper(login, cast):
    plan = asked(cast)
    path = f"/portfolios/{plan.pk}/opine/"
    page = login("常委").get(path).content.decode()
    assert "财政税务" in page
    assert "农业农村" not in page
    keys = {"request": uuid.uuid4(), "version": plan.version}
    assert login("常委").post(path, keys | {"agrees": "no"}).status_code == 422
    said = {"request": uuid.uuid4(), "version": plan.version, "agrees": "no", "text": "财政税务宜由02号常委分管"}
    assert login("常委").post(path, said).status_code == 302
    scan = SimpleUploadedFile("意见.pdf", SEAL, "application/pdf")
    given = {"request": uuid.uuid4(), "version": plan.version, "agrees": "yes", "scan": scan}
    answer = login("领导联络员").post(path, given | {"acting_for": cast.people["01号常委"].pk})
    assert answer.status_code == 302
    assert Opinion.objects.get(person=cast.people["01号常委"]).agrees
    page = login("秘书").get(f"/portfolios/{plan.pk}/").content.decode()
    assert "财政税务宜由02号常委分管" in page
    page = login("别的常委").get(f"/portfolios/{plan.pk}/").content.decode()
    assert "财政税务宜由02号常委分管" not in page


def decided(cast):
    """A 议定事项 of the standing committee about the division of work, in force."""
    meeting = desk.opened(cast, desk.matter(cast, title="关于调整县委常委分工的事项"))
    line = {"text": "同意调整。", "title": "调整分工", "lead": cast.units["D02"].pk, "due": "年底前"}
    desk.conclude(cast, desk.first_item(meeting), settled=[line])
    return Decision.objects.get()


def test_who_decided_and_who_was_asked_is_derived(cast):
    Adoption.objects.create(rule="XC-92", since=START, decision="运行规则")
    decision = decided(cast)
    plan = asked(cast, a01=2)
    reasons = {rule: why for rule, why in REASONS.items() if rule != "XC-92"}

    def attempt(**given):
        call = cast.call("县委办主任", acknowledged=reasons)
        return division_adopt(call, division_id=plan.pk, since=JULY, **given)

    with pytest.raises(Refusal) as refused:
        attempt(decision_id=decision.pk)
    finding = next(each for each in refused.value.findings if each.rule == "XC-92")
    assert "征求本人意见：否" in finding.text
    everybody(cast, plan)
    with pytest.raises(Refusal) as refused:
        attempt(decision="第18次常委会")
    finding = next(each for each in refused.value.findings if each.rule == "XC-92")
    assert "常委会审定：否" in finding.text
    adopted = attempt(decision_id=decision.pk)
    assert (adopted.decided_by, adopted.members_consulted) == (f"decision/{decision.pk}", True)
    assert decision.number in adopted.decision
    entry = Entry.objects.latest("seq")
    assert f"decision/{decision.pk}" in entry.line
    assert '"id":"XC-92"' in entry.line


def test_a_paper_decides_only_what_is_entered_afterwards(cast):
    plan = draft(cast, a01=2)
    call = cast.call("县委办主任", backfill="系统启用前已由常委会审定")
    adopted = division_adopt(call, division_id=plan.pk, since=JULY, decision="纪要〔2023〕1号")
    assert (adopted.decided_by, adopted.decision) == ("", "纪要〔2023〕1号")


def test_a_decision_that_does_not_fit_is_refused(cast):
    decision = decided(cast)
    plan = draft(cast)
    Decision.objects.filter(pk=decision.pk).update(decided_on=JULY)
    with pytest.raises(Refusal) as refused:
        adopt(cast, plan, decision="", decision_id=decision.pk)
    assert refused.value.code == "decision_unfit"
    with pytest.raises(Refusal) as refused:
        adopt(cast, plan, decision="", decision_id=999999)
    assert refused.value.code == "not_found"


def test_a_decision_decides_one_plan_and_only_one_about_the_division_of_work(cast):
    decision = decided(cast)
    adopt(cast, draft(cast, a01=2), decision="", decision_id=decision.pk)
    with pytest.raises(Refusal) as refused:
        adopt(cast, draft(cast, a01=3), since=JULY + DAY, decision="", decision_id=decision.pk)
    assert refused.value.code == "decision_unfit"
    for change in ({"title": "传达学习会议精神", "text": "认真学习。"}, {"outcome": "rejected"}):
        other = Decision.objects.get(pk=decision.pk)
        other.pk, other.number = None, f"2023-9-{len(change)}"
        for name, value in change.items():
            setattr(other, name, value)
        other.save(force_insert=True)
        with pytest.raises(Refusal) as refused:
            adopt(cast, draft(cast, a01=3), since=JULY + DAY, decision="", decision_id=other.pk)
        assert refused.value.code == "decision_unfit"


def test_no_plan_holds_before_it_was_decided(cast):
    decision = decided(cast)
    plan = draft(cast, a01=2)
    with pytest.raises(Refusal) as refused:
        adopt(cast, plan, since=decision.decided_on - DAY, decision="", decision_id=decision.pk)
    assert refused.value.code == "division_early"
    assert adopt(cast, plan, since=decision.decided_on, decision="", decision_id=decision.pk).state == "in_force"


def test_the_form_offers_the_decision_about_the_division_of_work(login, cast):
    decision = decided(cast)
    plan = draft(cast)
    page = login("县委办主任").get(f"/portfolios/{plan.pk}/adopt/").content.decode()
    assert f'<option value="{decision.pk}">' in page
    assert "还没有表示意见：01号常委、02号常委、" in page

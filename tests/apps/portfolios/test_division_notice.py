"""分工通知: from the plan in force, by member in the order of rank, numbered once, to be read by everybody."""

import io
import uuid

import pytest
from docx import Document as Word

from tests.cast import START, TODAY
from yixing.ledger.models import Entry
from yixing.papers.actions import document_void
from yixing.papers.models import Document
from yixing.people.models import Body
from yixing.portfolios.actions import division_notify
from yixing.portfolios.models import Assignment, Contact, Division
from yixing.portfolios.notice import notice_data
from yixing_core.errors import Refusal
from yixing_core.papers.portfolios import MemberPart, division_notice_paper


def notify(cast, who="县委办主任"):
    return division_notify(cast.call(who), division_id=Division.objects.get(state="in_force").pk)


def words(response):
    return "\n".join(part.text for part in Word(io.BytesIO(response.content)).paragraphs)


def test_the_notice_says_of_each_member_what_he_is_in_charge_of(cast):
    Contact.objects.create(person=cast.people["03号常委"], organization=cast.units["X01"], since=START)
    data = notice_data(Division.objects.get())
    assert [part.name for part in data.members] == [f"{number:02d}号常委" for number in range(1, 12)]
    said = {part.name: part.words for part in data.members}
    assert said["01号常委"] == "主持全面工作；分管全面深化改革。"
    assert said["09号常委"] == "分管财政税务、发展改革。"
    assert said["03号常委"] == "分管农业农村、乡村振兴；联系乡镇：乡镇01。"
    assert said["02号常委"] == "没有直接分管事项。"


def test_it_is_numbered_when_it_is_issued_and_only_once(cast):
    notify(cast)
    document = Document.objects.get(kind="division_notice")
    assert document.number_words == "示例县委办发〔2023〕1号"
    assert document.title == "关于县委常委分工的通知"
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.subject) == ("division.notify", f"division/{Division.objects.get().pk}")
    with pytest.raises(Refusal, match="已印发通知"):
        notify(cast)
    document_void(cast.call("县委办主任"), document_id=document.pk, reason="版头用错")
    notify(cast)
    assert Document.objects.filter(number=2).exists()


def test_only_the_director_issues_it_and_only_of_a_plan_in_force(cast):
    with pytest.raises(Refusal) as refused:
        notify(cast, "秘书")
    assert refused.value.code == "forbidden"
    draft = Division.objects.create(name="方案")
    with pytest.raises(Refusal) as refused:
        division_notify(cast.call("县委办主任"), division_id=draft.pk)
    assert refused.value.code == "wrong_state"


def test_who_is_in_charge_must_be_one(cast):
    plan = Division.objects.get()
    more = {"division": plan, "person": cast.people["02号常委"], "relation": "lead", "since": START}
    Assignment.objects.create(area=cast.areas["a01"], **more)
    with pytest.raises(Refusal, match="财政税务"):
        notify(cast)
    assert not Document.objects.filter(kind="division_notice").exists()


def test_everybody_reads_the_issued_notice(cast, login):
    plan = Division.objects.get()
    base = f"/portfolios/{plan.pk}/"
    text = words(login("联络员").get(f"{base}notice.docx"))
    assert "财政税务、发展改革" in text
    assert "领导权、决定权、指挥权、监督执行权一并行使" in text
    assert "〔2023〕" not in text
    client = login("县委办主任")
    assert f"{base}notify/" in client.get(base).content.decode()
    keys = {"request": str(uuid.uuid4()), "version": str(plan.version)}
    assert client.post(f"{base}notify/", keys).status_code == 302
    document = Document.objects.get(kind="division_notice")
    text = words(login("外单位联络员").get(f"/papers/{document.pk}/file.docx"))
    assert document.number_words in text
    assert login("联络员").get(f"{base}notice.pdf").content.startswith(b"%PDF")
    assert login("系统管理员").get(f"{base}notice.pdf").status_code == 404
    assert document.signed_on is not None
    assert TODAY.year == 2023


def test_a_paper_refuses_two_in_charge_of_one_area():
    part = MemberPart(name="甲", leads=("财政",))
    given = {"mark": "示例", "decision": "某次会议", "since": START, "addressees": "各单位", "office": "办公室"}
    with pytest.raises(Refusal, match="甲和乙"):
        division_notice_paper(division_data(**given, members=(part, MemberPart(name="乙", responsible=("财政",)))))


def division_data(**given):
    from yixing_core.papers.portfolios import DivisionNoticeData  # noqa: PLC0415  (of this one test)

    return DivisionNoticeData(**given)


def test_what_is_kept_back_stands_in_the_notice_and_on_the_member_s_page(cast, login):
    Assignment.objects.filter(area=cast.areas["a01"]).update(exception="大额资金须商县长")
    plan = Division.objects.get()
    said = {part.name: part.words for part in notice_data(plan).members}
    assert said["09号常委"] == "分管财政税务、发展改革；职权例外：财政税务（大额资金须商县长）。"
    page = login("联络员").get(f"/portfolios/members/{cast.people['09号常委'].pk}/").content.decode()
    assert "大额资金须商县长" in page
    assert "领导权、决定权、指挥权、监督执行权随分管事项一并行使" in page


def test_the_notice_of_a_party_group_says_who_presides_over_it(cast):
    Body.objects.filter(kind="standing_committee").update(kind="party_group")
    data = notice_data(Division.objects.get())
    assert [part.name for part in data.members if part.chairs] == ["01号常委"]
    assert data.committee == "党组成员"

"""A dossier holds how a decision was argued, what it rests on, who was told and what was found afterwards."""

import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.apps.argument import arguing
from tests.apps.argument.test_research_and_public import cite
from tests.apps.decisions.test_decisions import file_direct
from tests.apps.decisions.test_direct import instructed, light
from tests.apps.decisions.test_evaluation import evaluate
from tests.apps.dossiers.test_dossiers import key, made, upload
from tests.apps.duties import doing
from tests.apps.matters.test_emergency import ratified, report
from tests.apps.meetings import desk
from tests.cast import TODAY, Cast
from yixing.argument import actions as argument
from yixing.argument.models import Advice, Expert, PublicNotice, Research
from yixing.briefings.actions import instruction_file_direct
from yixing.briefings.models import Instruction
from yixing.decisions.actions import decision_brief, decision_file_light
from yixing.decisions.models import Decision
from yixing.dossiers.build import build
from yixing.dossiers.subjects import chain_of
from yixing.files.actions import attachment_add
from yixing.ledger.models import Entry
from yixing.matters.actions import emergency_read
from yixing.matters.models import Endorsement, Matter
from yixing.matters.standing import restate
from yixing.meetings import actions as meetings
from yixing.papers.models import Document
from yixing_core.dossier.verify import verify_dossier

__all__ = ("key",)
Record = dict[str, Any]


def argued(cast: Cast) -> Decision:
    """A major matter with all four kinds of argument, decided and evaluated."""
    matter = desk.matter(cast, upto="unit_head")
    Matter.objects.filter(pk=matter.pk).update(importance="major")
    asked = arguing.answered(cast, matter)
    lines: Any = [
        {"advice_id": row.pk, "adoption": kind, "reason": "" if kind == "adopted" else "已另有安排"}
        for row, kind in zip(asked.advices.order_by("pk"), ("adopted", "partly", "not_adopted"), strict=True)
    ]
    argument.consultation_conclude(cast.call("联络员"), consultation_id=asked.pk, lines=lines, summary="可行")
    cite(cast, matter, arguing.research(cast))
    notice = arguing.notice(cast, matter)
    argument.publicity_close(cast.call("联络员"), notice_id=notice.pk, objections=2, answered=2, result="均已答复")
    hearing = arguing.hearing(cast, matter)
    argument.hearing_hold(
        cast.call("联络员"), hearing_id=hearing.pk, participants=12, is_presented=True, is_debated=True,
        is_record_signed=True, result="多数赞成",
    )  # fmt: skip
    signed_to_the_chair(cast, matter)
    meeting = desk.opened(cast, matter)
    line = {"text": "由县财政局保障。", "title": "保障", "lead": cast.units["D02"].pk, "due": "年底前"}
    desk.conclude(cast, desk.first_item(meeting), settled=[line])
    meetings.meeting_close(cast.call("秘书"), meeting_id=meeting.pk)
    evaluate(cast, meeting.decisions.get())
    return meeting.decisions.get()


def signed_to_the_chair(cast: Cast, matter: Matter) -> None:
    for stage in ("member", "office", "director", "chair"):
        person = cast.people[desk.SIGNERS.get(stage, "11号常委")]
        verdict = "list" if stage == "chair" else "agree"
        Endorsement.objects.create(matter=matter, stage=stage, verdict=verdict, person=person, on=TODAY)
    matter.refresh_from_db()
    restate(matter)


def claimed(record: Record) -> set[str]:
    """The parts of the record that entries bear out."""
    return {re.sub(r"/\d+", "", one["here"]) for one in record["agreement"]}


def words_on_cover(place: Path, tmp_path: Path) -> str:
    with zipfile.ZipFile(place) as archive:
        (tmp_path / "cover.pdf").write_bytes(archive.read("封面.pdf"))
    drawn = subprocess.run(["pdftotext", "-raw", tmp_path / "cover.pdf", "-"], capture_output=True, check=True)
    return re.sub(r"\s", "", drawn.stdout.decode())


def test_how_it_was_argued_and_what_came_of_it(cast: Cast, tmp_path: Path) -> None:
    place, record = made(tmp_path, argued(cast), cast.actor("审计员"))
    assert verify_dossier(place).findings == []
    (consultation,) = record["consultations"]
    assert consultation["asked"] == 3
    assert [one["adoption_words"] for one in consultation["advices"]] == ["采纳", "部分采纳", "未采纳"]
    assert record["research"][0]["research"]["modes_words"] == "调查会、走访"
    assert (record["publicity"][0]["objections"], record["publicity"][0]["answered"]) == (2, 2)
    assert record["hearings"][0]["participants"] == 12
    assert record["evaluations"][0]["advice_words"] == "继续执行"
    cover = words_on_cover(place, tmp_path)
    for words in (
        "请专家3人，提出意见3份，采纳1、部分采纳1、未采纳1",
        "收到反映2件",
        "参加12人",
        "达到预期效果，继续执行",
    ):
        assert words in cover
    assert {
        "/consultations/asked", "/consultations/advices/is_signed", "/consultations/concluded_on", "/research/cited_on",
        "/research/research/findings", "/publicity/since", "/publicity/objections", "/hearings/planned_on",
        "/hearings/participants", "/evaluations/advice",
    } <= claimed(record)  # fmt: skip


def test_of_an_expert_only_what_the_record_needs(cast: Cast, tmp_path: Path) -> None:
    decision = argued(cast)
    Expert.objects.update(title="二级教授", speciality="供热管网", workplace="示例大学某学院")
    place, record = made(tmp_path, decision, cast.actor("审计员"))
    advice = record["consultations"][0]["advices"][0]
    assert (advice["expert"], advice["expert_field_words"], advice["expert_unit"]) == ("专家01", "经济", "")
    with zipfile.ZipFile(place) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist() if name.endswith((".json", ".jsonl")))
    for words in ("二级教授", "示例大学"):
        assert words.encode() not in everything


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda: Advice.objects.update(is_signed=False), "/consultations"),
        (lambda: Research.objects.update(findings=40), "/research"),
        (lambda: PublicNotice.objects.update(objections=200), "/publicity"),
    ],
)
def test_argument_changed_behind_the_book_shows(cast: Cast, tmp_path: Path, change: Any, place: str) -> None:
    decision = argued(cast)
    change()
    file, _ = made(tmp_path, decision, cast.actor("审计员"))
    found = verify_dossier(file).findings
    assert {one.code for one in found} == {"record.disagrees"}
    assert all(place in one.text for one in found)


def test_originals_of_the_argument_are_there(cast: Cast, tmp_path: Path) -> None:
    decision = argued(cast)
    chain = chain_of(decision, cast.actor("秘书"))
    things = [*chain.consultations, *chain.researches, *chain.publicity, *chain.hearings]
    for number, name in enumerate(("consultation", "research", "public_notice", "hearing")):
        attachment_add(
            cast.call("秘书"),
            subject=f"{name}/{things[number].pk}",
            upload=upload(f"材料{number}.pdf", name.encode()),
            label="basis",
        )
    place, record = made(tmp_path, decision, cast.actor("审计员"))
    assert {one["subject"].partition("/")[0] for one in record["originals"]} >= {
        "consultation", "research", "public_notice", "hearing",
    }  # fmt: skip
    assert verify_dossier(place).findings == []


class TestFiled:
    def test_an_instruction_and_everything_behind_it(self, cast: Cast, tmp_path: Path) -> None:
        given = instructed(cast)
        attachment_add(
            cast.call("秘书"),
            subject=f"instruction/{given.pk}",
            upload=upload("批示扫描件.pdf", b"seen"),
            label="scan",
        )
        decision = instruction_file_direct(
            cast.call("秘书", acknowledged=desk.ANY), instruction_id=given.pk, type_code="T20", no_funds=True
        )
        decision_brief(cast.call("秘书", acknowledged=desk.ANY), until=TODAY)
        decision.refresh_from_db()
        place, record = made(tmp_path, decision, cast.actor("审计员"))
        assert verify_dossier(place).findings == []
        assert [one["text"] for one in record["basis"]["instructions"]] == [given.text]
        assert record["basis"]["briefing"]["number"] == given.briefing.number
        assert record["circular"]["title"] == "分管常委直接决定情况通报（2023年第1期）"
        assert len(record["circular"]["members"]) == 11
        assert any("批示扫描件" in one["name"] for one in record["originals"])
        assert {"/decision/filed_on", "/basis/instructions/leader_id", "/basis/briefing/number", "/circular/until"} <= (
            claimed(record)
        )
        cover = words_on_cover(place, tmp_path)
        assert f"09号常委：{given.text}" in cover
        assert "分管常委直接决定情况通报（2023年第1期），送" in cover

    def test_an_instruction_on_what_came_of_a_duty(self, cast: Cast, tmp_path: Path) -> None:
        given = Instruction.objects.get(briefing=doing.assign(cast).briefing)
        call = cast.call("秘书", acknowledged=desk.ANY)
        decision = instruction_file_direct(call, instruction_id=given.pk, type_code="T20", no_funds=True)
        place, record = made(tmp_path, decision, cast.actor("审计员"))
        assert verify_dossier(place).findings == []
        assert {"/basis/instructions/leader_id", "/basis/briefing/number", "/basis/briefing/kind"} <= claimed(record)

    def test_however_it_was_filed_its_entry_bears_it_out(self, cast: Cast, tmp_path: Path) -> None:
        entered = light(cast).decisions.earliest("pk")
        other = entered.meeting.decisions.latest("pk")
        Decision.objects.filter(pk=other.pk).update(area=cast.areas["a01"])
        call = cast.call("秘书", acknowledged=desk.ANY)
        later = decision_file_light(call, decision_id=other.pk, type_code="T20", no_funds=True)
        signed = file_direct(cast)
        for decision in (entered, later, signed):
            place, record = made(tmp_path, decision, cast.actor("审计员"))
            assert verify_dossier(place).findings == []
            assert {"/decision/filed_on", "/decision/decided_on"} <= claimed(record), decision.number
            Decision.objects.filter(pk=decision.pk).update(filed_on=TODAY.replace(day=1))
            decision.refresh_from_db()
            place, _ = made(tmp_path, decision, cast.actor("审计员"))
            assert [one.code for one in verify_dossier(place).findings] == ["record.disagrees"]

    def test_what_else_stands_in_the_circular_is_not_told(self, cast: Cast, tmp_path: Path) -> None:
        one = light(cast).decisions.earliest("pk")
        other = file_direct(cast, text="另一件决定的内容。")
        decision_brief(cast.call("秘书", acknowledged=desk.ANY), until=TODAY)
        one.refresh_from_db()
        place, _ = made(tmp_path, one, cast.actor("审计员"))
        with zipfile.ZipFile(place) as archive:
            everything = b"".join(archive.read(name) for name in archive.namelist())
        assert other.text.encode() not in everything


def test_who_read_the_report_of_an_emergency(cast: Cast, tmp_path: Path) -> None:
    matter = report(cast, day=desk.BEFORE)
    for who in ("书记", "别的常委"):
        emergency_read(cast.call(who, desk.BEFORE), matter_id=matter.pk)
    ratified(cast, matter, desk.DAY)
    decision = Decision.objects.create(
        number="2023-99-02", source="meeting", matter=matter, title="追认", text="同意", outcome="agreed",
        decided_on=desk.DAY, effective_on=desk.DAY,
    )  # fmt: skip
    place, record = made(tmp_path, decision, cast.actor("审计员"))
    assert verify_dossier(place).findings == []
    assert len(record["readings"]) == 2
    assert {"/readings/on", "/steps/values/decided_on"} <= claimed(record)
    assert words_on_cover(place, tmp_path).count("号常委阅临机处置报告") == 2


def test_an_earlier_turn_before_a_body_is_there(cast: Cast, tmp_path: Path) -> None:
    matter = desk.matter(cast)
    first = desk.opened(cast, matter)
    desk.conclude(cast, desk.first_item(first), "deferred", supplement="补充资金来源", again_on=TODAY)
    decision = Decision.objects.create(
        number="2023-99-03", source="direct", matter=matter, title="以后再议", text="同意", outcome="agreed",
        decided_on=TODAY, effective_on=TODAY,
    )  # fmt: skip
    place, record = made(tmp_path, decision, cast.actor("审计员"))
    assert verify_dossier(place).findings == []
    (turn,) = record["before"]
    assert (turn["item"]["outcome"], turn["meeting"]["title"]) == ("deferred", first.title)
    assert "/before/item/outcome" in claimed(record)


def test_nothing_hidden_from_a_reader_comes_out_of_his_dossier(cast: Cast, tmp_path: Path) -> None:
    """Somebody who sees the decision but neither the matter nor how it was argued."""
    decision = argued(cast)
    place = tmp_path / "narrow.zip"
    build(place, [decision], cast.actor("外单位联络员"), timezone.now().replace(microsecond=0))
    with zipfile.ZipFile(place) as archive:
        record = json.loads(archive.read("档案.json"))
        lines = [json.loads(line)["entry"] for line in archive.read("存证/entries.jsonl").splitlines()]
    for name in ("consultations", "research", "publicity", "hearings", "before"):
        assert record[name] == []
    subjects = {line["subject"].partition("/")[0] for line in lines}
    assert subjects.isdisjoint({"consultation", "research", "public_notice", "hearing", "matter"})
    assert Entry.objects.filter(subject__startswith="consultation/").exists()


def test_papers_of_a_meeting_lie_once_in_a_years_volume(cast: Cast, tmp_path: Path) -> None:
    both = list(light(cast).decisions.order_by("pk"))
    draft = Document.objects.get(kind="light_minutes")
    meetings.minutes_review(cast.call("县委办主任"), document_id=draft.pk)
    meetings.minutes_sign(cast.call("常委"), document_id=draft.pk)
    place = tmp_path / "year.zip"
    build(place, both, cast.actor("审计员"), timezone.now().replace(microsecond=0), year=TODAY.year)
    assert verify_dossier(place).findings == []
    with zipfile.ZipFile(place) as archive:
        papers = [name for name in archive.namelist() if "公文/" in name]
        said = [json.loads(archive.read(f"档案/{row.number}/档案.json"))["papers"][0]["shared"] for row in both]
    assert papers == [said[0]] == [said[1]]

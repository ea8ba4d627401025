"""Steps are done by recording evidence; each kind has a closed list of keys."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.matters import walk
from tests.apps.matters.refusing import refused
from tests.cast import TODAY, Cast
from yixing.attachments.models import Attachment
from yixing.ledger.models import Entry
from yixing.matters.actions import matter_draft, step_record
from yixing.matters.facts import direct_facts, emergency_facts, late_facts, matter_facts
from yixing.matters.models import Step
from yixing.matters.steps import FIELDS, checked_values, key_of
from yixing_core.rules.catalogue import FACTS, flatten
from yixing_core.rules.kinds import Kind

pytestmark = pytest.mark.django_db


def record(cast: Cast, matter, kind: str, values: dict, who: str = "联络员", **more):
    return step_record(cast.call(who), matter_id=matter.pk, kind=kind, values=values, **more)


def test_every_kind_has_its_list_and_every_key_is_a_fact() -> None:
    assert set(FIELDS) == set(Step.Kind.values)
    for kind, fields in FIELDS.items():
        keys = [key_of(fact) for fact in fields]
        assert len(keys) == len(set(keys)), kind
        assert all(fact.name in FACTS for fact in fields if kind != "circulation")


@pytest.mark.parametrize("kind", [kind for kind in FIELDS if kind != "circulation"])
def test_what_is_recorded_comes_back_as_the_fact(cast: Cast, kind: str) -> None:
    sample = {
        Kind.BOOL: True,
        Kind.INT: 3,
        Kind.DECIMAL: "1.5",
        Kind.TEXT: "甲",
        Kind.DATE: TODAY,
    }
    values = {}
    for fact in FIELDS[kind]:
        first = next(iter(fact.choices or {}), None)
        values[key_of(fact)] = [first] if fact.kind is Kind.ENUMS else first or sample[fact.kind]
    matter = walk.draft(cast, type_code="T07" if kind == "cadre" else "T19" if kind == "emergency" else "T17")
    record(cast, matter, kind, values, "秘书", document="第9号")
    if kind == "emergency":
        facts = emergency_facts(matter)
    else:
        whole = matter_facts(matter, TODAY)
        facts = whole["cadre"] if kind == "cadre" else whole["steps"][kind]
        if kind != "cadre":
            assert (facts["done"], facts["on"]) == (True, TODAY)
    stored = checked_values(kind, values)
    assert {key: facts[key] for key in stored} == stored
    if kind == "government":
        assert facts["reference"] == "第9号"


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        ("legal", {"opinion": "甲"}, "step_key"),
        ("legal", {"conclusion": "fine"}, "field_invalid"),
        ("notice", {"days": "七"}, "field_invalid"),
        ("vote", {}, "step_kind"),
        ("circulation", {"people": "甲"}, "field_invalid"),
    ],
)
def test_other_keys_and_values_are_refused(cast: Cast, kind: str, values: dict, code: str) -> None:
    matter = walk.draft(cast)
    with refused(code):
        record(cast, matter, kind, values)
    assert not Step.objects.exists()


def test_who_may_record(cast: Cast) -> None:
    matter = walk.draft(cast)
    record(cast, matter, "research", {"count": 1})
    for who, code in (("外单位联络员", "not_found"), ("县委办主任", "forbidden")):
        with refused(code):
            record(cast, matter, "research", {"count": 1}, who)


def test_deliberation_is_the_offices_and_says_nothing_on_the_ledger(cast: Cast) -> None:
    matter = walk.draft(cast)
    values = {"form": "individual", "people": ["secretary"], "mature": True}
    with refused("step_office_only"):
        record(cast, matter, "deliberation", values)
    record(cast, matter, "deliberation", values, "秘书", summary="某同志认为可行")
    assert Step.objects.get().summary == ""
    assert "deliberation" not in Entry.objects.get(action="step.record").line


def test_a_correction_replaces_an_earlier_record(cast: Cast) -> None:
    matter = walk.draft(cast)
    record(cast, matter, "legal", {"conclusion": "unlawful"})
    first = Step.objects.get()
    with refused("step_corrects"):
        record(cast, matter, "risk", {}, corrects_id=first.pk)
    record(cast, matter, "legal", {"conclusion": "lawful"}, corrects_id=first.pk)
    assert Step.objects.get(pk=first.pk).is_revoked
    assert matter_facts(matter, TODAY)["steps"]["legal"]["conclusion"] == "lawful"


def test_evidence_hangs_on_the_matter_but_not_on_a_placeholder(cast: Cast) -> None:
    file = SimpleUploadedFile("纪要.pdf", b"%PDF-1.4 minutes")
    matter = walk.draft(cast)
    record(cast, matter, "government", {"by": "party_group"}, evidence=file)
    assert Attachment.objects.get(subject=f"matter/{matter.pk}").label == "evidence"
    offline = matter_draft(
        cast.call("联络员"), unit_id=cast.units["D02"].pk, type_code="T07", nature="cadre", is_offline=True
    )
    with refused("matter_offline_papers"):
        record(cast, offline, "government", {"by": "party_group"}, evidence=file)


def test_several_researches_are_counted(cast: Cast) -> None:
    matter = walk.draft(cast)
    for _ in range(3):
        record(cast, matter, "research", {"report": True})
    assert matter_facts(matter, TODAY)["steps"]["research"]["count"] == 3


class TestFacts:
    def test_no_record_no_fact(self, cast: Cast) -> None:
        matter = walk.draft(cast, reason="", requests="", presenter="", report_words=None)
        facts = matter_facts(matter, TODAY)
        assert facts["steps"] == {}
        for name in ("reason_given", "asks", "reporter_named", "report_attached", "options", "amount", "body"):
            assert facts["matter"][name] is None
        assert "cadre" not in facts

    def test_every_name_is_on_the_closed_list(self, cast: Cast) -> None:
        matter = walk.listed(cast, amount=100)
        assert all(name in FACTS for name, _ in flatten(matter_facts(matter, TODAY, stage="agenda")))

    def test_other_members_are_touched_until_they_were_shown_it(self, cast: Cast) -> None:
        matter = walk.draft(cast, other_area_ids=[cast.areas["a02"].pk, cast.areas["a07"].pk])
        facts = matter_facts(matter, TODAY)["matter"]
        # 发展改革 belongs to the same member as the matter itself.
        assert (facts["touched_members"], facts["briefed_members"]) == (1, None)
        record(cast, matter, "circulation", {"people": [cast.people["06号常委"].pk], "agreed": True}, "秘书")
        assert matter_facts(matter, TODAY)["matter"]["briefed_members"] == 1

    def test_money_is_in_yuan_and_may_be_tried(self, cast: Cast) -> None:
        matter = walk.draft(cast, amount="5800000")
        assert str(matter_facts(matter, TODAY)["matter"]["amount"]) == "5800000.00"
        assert matter_facts(matter, TODAY, matter={"amount": 1})["matter"]["amount"] == 1

    def test_direct_decisions(self, cast: Cast) -> None:
        matter = walk.draft(cast, type_code="T20", other_area_ids=[cast.areas["a02"].pk])
        facts = direct_facts(matter, decider_id=cast.people["09号常委"].pk, decided_on=TODAY, record="instruction")
        assert (facts["in_charge"], facts["listed"], facts["other_field"]) == (True, True, True)
        assert facts["other_member_agreed"] is None
        record(cast, matter, "circulation", {"agreed": True}, "秘书")
        facts = direct_facts(matter, decider_id=cast.people["06号常委"].pk, decided_on=TODAY, record=None)
        assert (facts["in_charge"], facts["other_member_agreed"]) == (False, True)

    def test_late(self) -> None:
        assert late_facts(consented=True, reason=" ", papers_given=None) == {
            "consented": True,
            "reason_given": False,
            "papers_given": None,
        }

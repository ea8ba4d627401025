"""A matter goes to each member whose field it touches; the step follows from who read it, nobody types it."""

import uuid

import pytest

from tests.apps.matters import walk
from tests.cast import TODAY
from yixing.coordination.actions import circulation_read
from yixing.coordination.waiting import waiting_for
from yixing.ledger.models import Entry
from yixing.matters.actions import step_record
from yixing.matters.facts import direct_facts, matter_facts
from yixing.matters.models import Step
from yixing_core.errors import Refusal

PAGE = "/portfolios/together/circulation/{}/"


@pytest.fixture
def touching(cast):
    return walk.to_office(cast, other_area_ids=[cast.areas["a02"].pk, cast.areas["a03"].pk])


def read(cast, row, who, **given):
    return circulation_read(cast.call(who), matter_id=row.pk, **given)


def briefed(row):
    facts = matter_facts(row, TODAY)["matter"]
    return facts["touched_members"], facts["briefed_members"]


def test_the_step_follows_from_the_readings(cast, touching):
    assert briefed(touching) == (2, None)
    read(cast, touching, "别的常委")
    assert briefed(touching) == (2, 1)
    read(cast, touching, "农业常委")
    assert briefed(touching) == (2, 2)
    [step] = Step.objects.filter(matter=touching, is_revoked=False)
    assert (step.kind, step.values["agreed"]) == ("circulation", True)
    assert step.values["people"] == sorted(cast.people[name].pk for name in ("06号常委", "03号常委"))
    assert step.origin.startswith("perusal/")


def test_an_objection_has_words_and_the_last_word_counts(cast, touching):
    with pytest.raises(Refusal) as refused:
        read(cast, touching, "别的常委", agreed=False)
    assert refused.value.code == "field_required"
    read(cast, touching, "别的常委", agreed=False, opinion="学位配套须同步。")
    given = {"decider_id": cast.people["09号常委"].pk, "decided_on": TODAY, "record": "signed_request"}
    assert direct_facts(touching, **given)["other_member_agreed"] is False
    read(cast, touching, "别的常委", opinion="已采纳。")
    assert direct_facts(touching, **given)["other_member_agreed"] is True
    entry = Entry.objects.filter(action="circulation.read").latest("seq")
    assert '"again":true' in entry.line
    assert "已采纳" not in entry.line


def test_what_was_entered_from_paper_goes_on_to_count(cast, touching):
    six = cast.people["06号常委"].pk
    step_record(cast.call("秘书"), matter_id=touching.pk, kind="circulation", values={"people": [six], "agreed": True})
    assert briefed(touching) == (2, 1)
    assert waiting_for(cast.actor("别的常委")) == []
    read(cast, touching, "农业常委")
    assert briefed(touching) == (2, 2)


@pytest.mark.parametrize(
    ("who", "code"),
    [("常委", "circulation_not_touched"), ("县长", "not_found"), ("秘书", "forbidden"), ("联络员", "forbidden")],
)
def test_who_reads_it(cast, touching, who, code):
    with pytest.raises(Refusal) as refused:
        read(cast, touching, who)
    assert refused.value.code == code


def test_it_is_read_once_and_only_on_its_way(cast, touching):
    read(cast, touching, "别的常委")
    with pytest.raises(Refusal) as refused:
        read(cast, touching, "别的常委")
    assert refused.value.code == "circulation_read"
    type(touching).objects.filter(pk=touching.pk).update(state="concluded")
    with pytest.raises(Refusal) as refused:
        read(cast, touching, "农业常委")
    assert refused.value.code == "circulation_over"


def test_it_stands_on_the_workbench_of_each_until_he_has_read_it(cast, touching):
    for who in ("别的常委", "农业常委"):
        [row] = waiting_for(cast.actor(who))
        assert (row.kind, row.button_url) == ("会前传阅", PAGE.format(touching.pk))
    for who in ("常委", "县长", "书记"):
        assert waiting_for(cast.actor(who)) == []
    read(cast, touching, "别的常委")
    assert waiting_for(cast.actor("别的常委")) == []
    assert len(waiting_for(cast.actor("农业常委"))) == 1


def test_from_the_page_and_who_sees_who_has_read(login, cast, touching):
    page = login("别的常委").get(f"/matters/{touching.pk}/").content.decode()
    assert PAGE.format(touching.pk) in page
    form = login("别的常委").get(PAGE.format(touching.pk))
    assert form.status_code == 200
    touching.refresh_from_db()
    given = {"request": uuid.uuid4(), "version": touching.version, "agreed": "yes"}
    assert login("别的常委").post(PAGE.format(touching.pk), given).status_code == 302
    office = login("秘书").get(f"/matters/{touching.pk}/").content.decode()
    assert "未传阅" in office
    other = login("农业常委").get(f"/matters/{touching.pk}/").content.decode()
    assert "06号常委</span>" not in other[other.index("会前传阅") :].split("</section>")[0]

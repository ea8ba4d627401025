"""征求意见: rounds, replies with one tap, silence after the day, the adoption table."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.apps.matters import walk
from tests.apps.matters.refusing import refused
from tests.cast import TODAY, Cast
from yixing.ledger.models import Entry
from yixing.matters.actions import matter_withdraw, opinion_adopt, opinion_open, opinion_reply
from yixing.matters.facts import matter_facts
from yixing.matters.models import Matter, OpinionReply, OpinionRound
from yixing.matters.opinions import ReplyStanding, reply_standing, round_standing

DUE = TODAY + dt.timedelta(days=5)
LATER = DUE + dt.timedelta(days=1)


def ask(cast: Cast, matter: Matter, *codes: str, **more) -> OpinionRound:
    given = {"due_on": DUE, "text": "现就此事征求意见。"} | more
    units = [cast.units[code].pk for code in codes or ("D03", "X01")]
    return opinion_open(cast.call("联络员"), matter_id=matter.pk, unit_ids=units, **given)


def reply_of(cast: Cast, asked: OpinionRound, code: str) -> OpinionReply:
    return asked.replies.get(unit=cast.units[code])


@pytest.mark.django_db
class TestAsk:
    def test_each_unit_gets_an_open_reply(self, cast: Cast) -> None:
        asked = ask(cast, walk.draft(cast))
        assert [reply.unit.code for reply in asked.replies.all()] == ["D03", "X01"]
        assert round_standing(asked, TODAY).waiting == 2

    @pytest.mark.parametrize(
        ("codes", "more", "code"),
        [
            (("D02",), {}, "opinion_own_unit"),
            (("D03",), {"due_on": TODAY - dt.timedelta(days=1)}, "opinion_due"),
            (("D03",), {"text": " "}, "field_required"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, cast: Cast, codes: tuple, more: dict, code: str) -> None:
        matter = walk.draft(cast)
        with refused(code):
            ask(cast, matter, *codes, **more)
        assert not OpinionRound.objects.exists()

    def test_nobody_and_unknown_units(self, cast: Cast) -> None:
        matter = walk.draft(cast)
        for units, code in (([], "opinion_units"), ([987654], "opinion_unknown_unit")):
            with refused(code):
                opinion_open(cast.call("联络员"), matter_id=matter.pk, unit_ids=units, due_on=DUE, text="甲")

    def test_not_after_the_matter_is_over(self, cast: Cast) -> None:
        matter = walk.draft(cast)
        matter_withdraw(cast.call("单位负责人"), matter_id=matter.pk, reason="不办了")
        with refused("wrong_state"):
            ask(cast, matter)


@pytest.mark.django_db
class TestReply:
    def test_no_opinion_is_one_tap_by_the_unit_head(self, cast: Cast) -> None:
        reply = reply_of(cast, ask(cast, walk.draft(cast)), "D03")
        with refused("forbidden"):
            opinion_reply(cast.call("外单位联络员"), reply_id=reply.pk)
        opinion_reply(cast.call("外单位负责人"), reply_id=reply.pk, version=reply.version)
        reply.refresh_from_db()
        assert (reply.replied_on, reply.has_opinion, reply.signer) == (TODAY, False, cast.people["教育局长"])

    def test_an_opinion_needs_its_words(self, cast: Cast) -> None:
        reply = reply_of(cast, ask(cast, walk.draft(cast)), "D03")
        with refused("opinion_text"):
            opinion_reply(cast.call("外单位负责人"), reply_id=reply.pk, has_opinion=True, text=" ")

    def test_a_unit_answers_once_and_for_itself(self, cast: Cast) -> None:
        asked = ask(cast, walk.draft(cast))
        reply = reply_of(cast, asked, "D03")
        with refused("not_found"):
            opinion_reply(cast.call("外单位负责人"), reply_id=reply_of(cast, asked, "X01").pk)
        call = cast.call("外单位负责人", request=uuid.uuid4())
        first = opinion_reply(call, reply_id=reply.pk)
        assert opinion_reply(call, reply_id=reply.pk).pk == first.pk
        with refused("opinion_answered"):
            opinion_reply(cast.call("外单位负责人"), reply_id=reply.pk, has_opinion=True, text="后悔了")

    def test_late_answers_are_taken_and_marked(self, cast: Cast) -> None:
        asked = ask(cast, walk.draft(cast))
        opinion_reply(
            cast.call("外单位负责人", LATER), reply_id=reply_of(cast, asked, "D03").pk, has_opinion=True, text="请缓办"
        )
        assert '"late":true' in Entry.objects.get(action="opinion.reply").line

    def test_the_words_are_not_on_the_ledger(self, cast: Cast) -> None:
        asked = ask(cast, walk.draft(cast))
        opinion_reply(
            cast.call("外单位负责人"), reply_id=reply_of(cast, asked, "D03").pk, has_opinion=True, text="请缓办"
        )
        assert "请缓办" not in Entry.objects.get(action="opinion.reply").line


@pytest.mark.django_db
class TestAdopt:
    def asked(self, cast: Cast) -> OpinionRound:
        asked = ask(cast, walk.draft(cast))
        opinion_reply(
            cast.call("外单位负责人"), reply_id=reply_of(cast, asked, "D03").pk, has_opinion=True, text="增加学校"
        )
        return asked

    def test_what_is_not_adopted_in_full_needs_a_reason(self, cast: Cast) -> None:
        asked = self.asked(cast)
        line = {"reply_id": reply_of(cast, asked, "D03").pk, "adoption": "partly", "reason": ""}
        with refused("adoption_reason"):
            opinion_adopt(cast.call("联络员"), round_id=asked.pk, lines=[line])
        line["reason"] = "先做两所"
        opinion_adopt(cast.call("联络员"), round_id=asked.pk, lines=[line])
        assert reply_of(cast, asked, "D03").adoption == "partly"

    def test_only_opinions_of_this_round(self, cast: Cast) -> None:
        asked = self.asked(cast)
        line = {"reply_id": reply_of(cast, asked, "X01").pk, "adoption": "adopted", "reason": ""}
        with refused("adoption_line"):
            opinion_adopt(cast.call("联络员"), round_id=asked.pk, lines=[line])

    def test_the_asked_unit_does_not_fill_it_in(self, cast: Cast) -> None:
        asked = self.asked(cast)
        with refused("forbidden"):
            opinion_adopt(cast.call("外单位负责人"), round_id=asked.pk, lines=[])


@pytest.mark.django_db
class TestFacts:
    def opinions(self, matter: Matter, on: dt.date) -> dict:
        return matter_facts(matter, on)["steps"].get("opinions", {})

    def test_no_round_no_fact(self, cast: Cast) -> None:
        assert self.opinions(walk.draft(cast), TODAY) == {}

    def test_silence_counts_after_the_day_if_the_request_said_so(self, cast: Cast) -> None:
        matter = walk.draft(cast)
        asked = ask(cast, matter)
        opinion_reply(cast.call("外单位负责人"), reply_id=reply_of(cast, asked, "D03").pk)
        open_ = self.opinions(matter, DUE)
        assert (open_["done"], open_["asked"], open_["replied"], open_["adoption_table"]) == (None, 2, 1, None)
        over = self.opinions(matter, LATER)
        assert (over["done"], over["on"], over["adoption_table"], over["deemed_stated"]) == (True, LATER, True, True)
        assert over["unit_heads_signed"] == 1

    def test_without_that_word_silence_stays_open(self, cast: Cast) -> None:
        matter = walk.draft(cast)
        ask(cast, matter, silence_is_consent=False)
        assert self.opinions(matter, LATER)["done"] is None

    def test_an_opinion_without_adoption_leaves_the_table_open(self, cast: Cast) -> None:
        matter = walk.draft(cast)
        asked = ask(cast, matter, "D03")
        reply = reply_of(cast, asked, "D03")
        opinion_reply(cast.call("外单位负责人"), reply_id=reply.pk, has_opinion=True, text="增加学校")
        found = self.opinions(matter, TODAY)
        assert (found["done"], found["on"], found["adoption_table"]) == (True, TODAY, None)
        line = {"reply_id": reply.pk, "adoption": "not_adopted", "reason": "不在范围内"}
        opinion_adopt(cast.call("单位负责人"), round_id=asked.pk, lines=[line])
        assert self.opinions(matter, TODAY)["adoption_table"] is True
        assert matter_facts(matter, TODAY)["matter"]["dissent"] is True


DAYS = st.dates(dt.date(2023, 6, 1), dt.date(2023, 6, 30))


@given(replied=st.none() | DAYS, opinion=st.booleans(), due=DAYS, silence=st.booleans(), today=DAYS)
def test_one_standing_for_every_case(
    *, replied: dt.date | None, opinion: bool, due: dt.date, silence: bool, today: dt.date
) -> None:
    found = reply_standing(replied, has_opinion=opinion, due_on=due, silence_is_consent=silence, today=today)
    answered = replied is not None and replied <= today
    assert (found in {ReplyStanding.HAS_OPINION, ReplyStanding.NO_OPINION}) == answered
    assert (found is ReplyStanding.WAITING) == (not answered and today <= due)
    assert (found is ReplyStanding.SILENT) == (not answered and today > due and silence)
    assert (found is ReplyStanding.OVERDUE) == (not answered and today > due and not silence)

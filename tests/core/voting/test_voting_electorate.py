"""Who counts, against a naive walk over the seats."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yixing_core.errors import Refusal
from yixing_core.voting.electorate import Role, Seat, electorate
from yixing_core.voting.rule import PRESETS

RULE = PRESETS["standing_committee"]
OUT_OF_BASE = replace(RULE, recused_in_base=False)
MAY_VOTE = PRESETS["full_committee.cadre"]
DAY = date(2023, 6, 12)


def seats(members=11, alternates=3, attending=2):
    kinds = [("m", Role.MEMBER, members), ("a", Role.ALTERNATE, alternates), ("x", Role.ATTENDING, attending)]
    return [
        Seat(f"{letter}{n:02d}", role, date(2021, 1, 1), rank=n) for letter, role, count in kinds for n in range(count)
    ]


def test_alternates_and_those_who_attend_have_no_vote():
    who = electorate(seats(), DAY, RULE)
    assert len(who.base) == len(who.voters) == 11
    assert who.others == ("a00", "x00", "a01", "x01", "a02")
    there = {"m00", "m01", "a00", "x00", "guest"}
    assert who.present(there) == who.voters_present(there) == 2


@pytest.mark.parametrize(
    ("rule", "base", "voters", "present"),
    [(RULE, 11, 9, 11), (OUT_OF_BASE, 9, 9, 9), (MAY_VOTE, 11, 11, 11)],
)
def test_recusal(rule, base, voters, present):
    """LC-20 takes the vote; CR-13 gives it back after the discussion; the base is a parameter."""
    who = electorate(seats(), DAY, rule, {"m03", "m05", "x01"})
    everybody = {seat.person for seat in seats()}
    assert (len(who.base), len(who.voters), who.present(everybody)) == (base, voters, present)
    assert who.recused == ("m03", "m05")


def test_membership_is_that_of_the_day():
    changed = [
        *seats(members=10, alternates=0, attending=0),
        Seat("m10", Role.MEMBER, date(2021, 1, 1), until=DAY, rank=10),
        Seat("m10x", Role.MEMBER, DAY + timedelta(1), rank=10),
    ]
    assert "m10" in electorate(changed, DAY, RULE).base
    after = electorate(changed, DAY + timedelta(1), RULE)
    assert after.base[-1] == "m10x"
    assert len(after.base) == 11


def test_an_alternate_who_became_a_member_counts_once_and_as_member():
    both = [*seats(alternates=0), Seat("a00", Role.ALTERNATE, DAY), Seat("a00", Role.MEMBER, DAY, rank=1)]
    for order in (both, both[::-1]):
        who = electorate(order, DAY, RULE)
        assert who.base.count("a00") == 1
        assert "a00" not in who.others
        assert who.base[:3] == ("m00", "a00", "m01")


def test_nobody_and_strangers():
    with pytest.raises(Refusal) as refusal:
        electorate(seats(), date(2020, 12, 31), RULE)
    assert refusal.value.code == "voting.nobody"
    with pytest.raises(Refusal, match="m99"):
        electorate(seats(), DAY, RULE, {"m01", "m99"})


DAYS = st.integers(0, 40).map(lambda n: DAY + timedelta(n - 20))
SEATS = st.builds(
    Seat,
    st.sampled_from([f"p{n}" for n in range(8)]),
    st.sampled_from(Role),
    DAYS,
    st.none() | DAYS,
    st.integers(0, 3),
)


@given(st.lists(SEATS, max_size=20), st.sets(st.integers(0, 7)), st.sampled_from([RULE, OUT_OF_BASE, MAY_VOTE]))
def test_against_a_walk_over_the_seats(all_seats, recused_numbers, rule):
    on_the_day = [s for s in all_seats if s.since <= DAY and (s.until is None or s.until >= DAY)]
    known = {s.person for s in on_the_day}
    recused = {f"p{n}" for n in recused_numbers} & known
    members = {p for p in known if any(s.person == p and s.role is Role.MEMBER for s in on_the_day)}
    if not members:
        with pytest.raises(Refusal):
            electorate(all_seats, DAY, rule, recused)
        return
    who = electorate(all_seats, DAY, rule, recused)
    assert set(who.base) == (members - recused if rule is OUT_OF_BASE else members)
    assert set(who.voters) == (members if rule is MAY_VOTE else members - recused)
    assert set(who.recused) == members & recused
    assert set(who.others) == known - members
    assert set(who.voters) <= set(who.base)
    for group in (who.base, who.voters, who.recused, who.others):
        assert len(set(group)) == len(group)

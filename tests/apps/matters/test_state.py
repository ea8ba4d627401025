"""Where a matter stands: the pure function against a naive reading, and the stored column against the function."""

from hypothesis import given
from hypothesis import strategies as st

from yixing.matters.models import Endorsement, Matter
from yixing.matters.state import FORWARD, matter_state

State = Matter.State
SIGNATURES = st.lists(
    st.tuples(st.sampled_from(Endorsement.Stage.values), st.sampled_from(Endorsement.Verdict.values)), max_size=12
)
OUTCOMES = ("", "agreed", "agreed_in_principle", "deferred", "rejected", "conveyed", "heard", "no_objection")
ITEMS = st.lists(st.sampled_from((*OUTCOMES, "referred", "withdrawn")), max_size=4)


def naive(signatures: list[tuple[str, str]]) -> str:
    """Read backwards: the last signature that says anything says where the matter stands."""
    for stage, verdict in reversed(signatures):
        if verdict == "return":
            return "returned"
        for (known_stage, known_verdict), state in FORWARD.items():
            if (stage, verdict) == (known_stage, known_verdict):
                return str(state.value)
    return "drafting"


@given(signatures=SIGNATURES)
def test_the_last_telling_signature_decides(signatures: list[tuple[str, str]]) -> None:
    assert matter_state(signatures).value == naive(signatures)


@given(signatures=SIGNATURES, items=ITEMS)
def test_agendas_speak_louder_than_signatures(signatures: list[tuple[str, str]], items: list[str]) -> None:
    state = matter_state(signatures, items=items)
    if not items:
        assert state.value == naive(signatures)
        return
    said = {"": "scheduled", "deferred": "deferred", "withdrawn": "withdrawn", "referred": "listed"}
    assert state.value == said.get(items[-1], "concluded")


@given(signatures=SIGNATURES, items=ITEMS)
def test_withdrawn_and_filed_are_final(signatures: list[tuple[str, str]], items: list[str]) -> None:
    assert matter_state(signatures, items=items, withdrawn=True, filed=True, decided=True) is State.WITHDRAWN
    assert matter_state(signatures, items=items, filed=True, decided=True) is State.FILED
    assert matter_state(signatures, items=items, decided=True) is State.CONCLUDED


@given(signatures=SIGNATURES)
def test_a_return_voids_what_was_signed_before(signatures: list[tuple[str, str]]) -> None:
    again = [("submit", "agree")]
    assert matter_state([*signatures, ("office", "return"), *again]) is State.UNIT_HEAD

"""Every kind of thing has a word, and every address that is named exists."""

import pytest

from yixing.access import kinds
from yixing_core.errors import Refusal


def test_every_kind_has_its_word():
    assert set(kinds.WORDS) == set(kinds.KINDS)


def test_a_kind_without_a_page_has_no_address():
    assert kinds.address("installation/1") == ""
    assert kinds.address("nonsense/1") == ""
    assert kinds.address("matter/x") == ""


@pytest.mark.django_db
@pytest.mark.parametrize("reference", ["nonsense/1", "matter/1", "matter/", "matter/1x", "organization_kind/none", ""])
def test_what_does_not_exist_is_not_found(reference):
    with pytest.raises(Refusal) as refused:
        kinds.resolve(reference)
    assert refused.value.code == "not_found"


def test_kinds_of_organization_are_resolved_by_their_code(cast):
    assert kinds.resolve("organization_kind/township").name == "乡镇"

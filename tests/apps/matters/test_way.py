import pytest

from tests.apps.matters import walk
from tests.cast import Cast
from yixing.matters.models import Matter

pytestmark = pytest.mark.django_db


def test_a_matter_walks_from_the_liaison_to_the_chair(cast: Cast) -> None:
    matter = walk.listed(cast)
    assert matter.state == Matter.State.LISTED
    assert matter.number == "2023-001"

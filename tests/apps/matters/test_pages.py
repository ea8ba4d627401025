import pytest

from tests.apps.matters import walk
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "who", "page"),
    [
        (walk.draft, "联络员", ""),
        (walk.draft, "联络员", "edit/"),
        (walk.draft, "联络员", "procedure/"),
        (walk.draft, "联络员", "opinions/"),
        (walk.draft, "联络员", "steps/research/"),
        (walk.draft, "单位负责人", "withdraw/"),
        (walk.to_unit_head, "单位负责人", ""),
        (walk.to_unit_head, "单位负责人", "sign/"),
        (walk.to_unit_head, "领导联络员", "sign/"),
        (walk.to_member, "常委", ""),
        (walk.to_member, "常委", "member/"),
        (walk.to_office, "秘书", ""),
        (walk.to_office, "秘书", "check/"),
        (walk.to_office, "秘书", "edit/"),
        (walk.to_office, "秘书", "steps/deliberation/"),
        (walk.to_director, "县委办主任", "review/"),
        (walk.to_chair, "书记", "determine/"),
        (walk.to_chair, "秘书", "determine/"),
        (walk.listed, "书记", ""),
        (walk.listed, "纪委", ""),
    ],
)
def test_pages_open_for_those_whose_turn_it_is(cast: Cast, login, make, who: str, page: str) -> None:
    matter = make(cast)
    response = login(who).get(f"/matters/{matter.pk}/{page}")
    assert response.status_code == 200, response.content.decode()[:3000]

"""方案比选表: filled in row by row, kept as typed, shown on the page, read by the rules."""

import pytest
from django.forms import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.apps.matters import walk
from tests.cast import TODAY, Cast
from yixing.matters.facts import matter_facts
from yixing.matters.models import Matter
from yixing.matters.options import MOST, OptionTable, OptionTableField, pasted
from yixing.matters.sheet import OPTION_KEYS

WORDS = st.text(st.characters(blacklist_categories=("C",), blacklist_characters="｜|"), max_size=20).map(str.strip)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(OPTION_KEYS, WORDS)), max_size=MOST)


def sent(rows: list[dict[str, str]]) -> dict[str, str]:
    return {f"options-{at}-{key}": row[key] for at, row in enumerate(rows) for key in OPTION_KEYS}


@given(ROWS)
def test_what_is_written_is_what_is_read(rows: list[dict[str, str]]) -> None:
    read = OptionTable().value_from_datadict(sent(rows), None, "options")
    assert read == [row for row in rows if any(row.values())]


@given(ROWS)
def test_the_table_shows_every_row_and_room_for_more(rows: list[dict[str, str]]) -> None:
    shown = OptionTable().get_context("options", rows, {"id": "id_options"})["rows"]
    values = [{cell["name"].rpartition("-")[2]: cell["value"] for cell in row} for row in shown]
    assert values[: len(rows)] == rows
    assert len(shown) == min(len(rows) + 2, MOST)


def test_lines_of_text_are_taken_and_nothing_is_lost() -> None:
    assert [list(row.values()) for row in pasted("甲｜快｜贵｜推荐\n\n乙|慢")] == [
        ["甲", "快", "贵", "推荐"],
        ["乙", "慢", "", ""],
    ]
    assert next(iter(pasted("甲｜快｜贵｜推荐｜因为省钱")))["conclusion"] == "推荐｜因为省钱"


@pytest.mark.parametrize(
    "row",
    [
        {"plan": "", "pros": "快", "cons": "", "conclusion": ""},
        {"plan": "甲" * 501, "pros": "", "cons": "", "conclusion": ""},
        {"plan": "甲\x00", "pros": "", "cons": "", "conclusion": ""},
    ],
)
def test_a_row_that_cannot_be_kept_is_named(row: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="方案比选"):
        OptionTableField(required=False).clean([row])


@pytest.mark.django_db
def test_the_sheet_keeps_it_and_the_rules_read_it(cast: Cast, login) -> None:
    matter = walk.draft(cast)
    client = login("联络员")
    page = client.get(f"/matters/{matter.pk}/edit/").content.decode()
    assert 'name="options-0-plan"' in page
    data = {
        "title": matter.title, "type_code": "T17", "nature": "deliberate", "area_id": matter.area_id,
        "reason": "甲", "requests": "乙", "version": matter.version,
        "options-0-plan": "一次建成", "options-0-pros": "见效快",
        "options-3-plan": "分两年实施", "options-3-conclusion": "推荐",
    }  # fmt: skip
    assert client.post(f"/matters/{matter.pk}/edit/", data).status_code == 302
    matter = Matter.objects.get(pk=matter.pk)
    assert [row["plan"] for row in matter.options] == ["一次建成", "分两年实施"]
    assert matter_facts(matter, TODAY)["matter"]["options"] == 2
    shown = client.get(f"/matters/{matter.pk}/").content.decode()
    assert "方案比选" in shown
    assert "分两年实施" in shown
    again = client.get(f"/matters/{matter.pk}/edit/").content.decode()
    assert "一次建成" in again

"""The page for rule authors names what there is, and its examples are read by the real loader."""

import re
from pathlib import Path

from ruamel.yaml import YAML

from yixing_core.rules.expression import FUNCTIONS, MAX_CHARACTERS, parse
from yixing_core.rules.load import _CITATION_KEYS, _RULE_KEYS, load_pack
from yixing_core.rules.model import Status

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_every_function_and_key_is_explained() -> None:
    assert [name for name in FUNCTIONS if f"`{name}(" not in PAGE] == []
    assert [key for key in (*_RULE_KEYS[0], *_RULE_KEYS[1]) if key not in PAGE] == []
    assert [key for key in _CITATION_KEYS[:4] if key not in PAGE] == []
    assert [status for status in Status if f"`{status.value}`" not in PAGE] == []
    assert MAX_CHARACTERS == 1000


def test_the_sample_pack_loads(tmp_path: Path) -> None:
    folder = tmp_path / "county"
    folder.mkdir()
    rule, _, _, cases = BLOCKS
    (folder / "rules.yaml").write_text(rule, encoding="utf-8")
    (folder / "cases.yaml").write_text(cases, encoding="utf-8")
    pack = load_pack(folder)
    assert pack.rules[0].step == "research"
    assert len(pack.cases) == 4


def test_the_other_samples_are_in_the_language() -> None:
    assert parse(YAML(typ="safe").load(BLOCKS[2])["check"])
    assert YAML(typ="safe").load(BLOCKS[1])["parameters"][0]["name"] == "experts_min"

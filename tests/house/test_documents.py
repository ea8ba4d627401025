"""Documentation is part of the change: every action, model, setting and command has its words."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from yixing.access.actions import Action
from yixing.cli import parser

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


def test_glossary_names_every_model_and_every_noun_of_an_action() -> None:
    named = set(re.findall(r"`([A-Za-z_]+)`", (DOCS / "glossary.md").read_text(encoding="utf-8")))
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("yixing.")}
    nouns = {action.value.split(".")[0] for action in Action}
    assert (models | nouns) - named == set()


def test_glossary_names_nothing_that_is_gone() -> None:
    named = set(re.findall(r"`([A-Z][A-Za-z]+)`", (DOCS / "glossary.md").read_text(encoding="utf-8")))
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("yixing.")}
    assert named - models == set()


@pytest.mark.parametrize("action", Action, ids=str)
def test_every_action_has_its_page(action: Action) -> None:
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (DOCS / "actions").glob("*.md"))
    assert re.search(rf"^## .*{re.escape(action.value)}", pages, re.MULTILINE), (
        f"docs/actions says nothing of {action.value}"
    )


def test_every_setting_is_documented() -> None:
    used = set()
    for path in (ROOT / "src").rglob("*.py"):
        used |= set(re.findall(r"YIXING_[A-Z_]+", path.read_text(encoding="utf-8")))
    documented = set(re.findall(r"`(YIXING_[A-Z_]+)`", (DOCS / "settings.md").read_text(encoding="utf-8")))
    assert used - documented == set()


def test_every_command_is_documented_and_has_an_example() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    commands = next(action for action in parser()._actions if action.dest == "command")
    for name, command in commands.choices.items():
        assert f"yixing {name}" in text, name
        if name not in {"verify", "rules", "ledger"}:
            assert "例：yixing" in (command.epilog or ""), name


def test_nothing_speaks_of_the_workplace() -> None:
    words = ("/wo{}rk/", "/tm{}p/brief", ".libr{}ary/", "suba{}gent")  # split, or this line would speak of it itself
    forbidden = re.compile("|".join(re.escape(word.format("")) for word in words), re.IGNORECASE)
    places = [path for path in ROOT.rglob("*") if path.suffix in {".py", ".md", ".html", ".yaml", ".toml"}]
    spoken = [
        str(path.relative_to(ROOT))
        for path in places
        if not {".venv", ".git", "node_modules"} & set(path.parts)
        and forbidden.search(path.read_text(encoding="utf-8"))
    ]
    assert not spoken

"""Promises about the files themselves: one palette, enough contrast, small modules, one primary button."""

import re
from pathlib import Path

import pytest

import yixing.ui

ROOT = Path(yixing.ui.__file__).parent
CSS = sorted((ROOT / "static" / "ui" / "css").glob("*.css"))
MODULES = sorted((ROOT / "static" / "ui" / "js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TOKENS = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (ROOT / "static/ui/css/tokens.css").read_text()))


@pytest.mark.parametrize("path", [path for path in CSS if path.name != "tokens.css"], ids=lambda path: path.name)
def test_colours_stand_in_one_file(path):
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", path.read_text()) == []


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_every_rule_lies_in_a_layer_and_every_property_is_defined(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert re.match(r"\s*@layer ", text)
    defined = set(re.findall(r"(--[\w-]+):", (ROOT / "static/ui/css/tokens.css").read_text()))
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= defined


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", ["ink", "quiet", "link", "vermilion", "good", "warn", "stop"])
@pytest.mark.parametrize("ground", ["paper", "canvas", "hover-row", "vermilion-weak", "warn-weak", "link-weak"])
def test_every_ink_is_legible_on_every_ground(ink, ground):
    assert contrast(TOKENS[ink], TOKENS[ground]) >= 4.5


def test_borders_of_controls_and_placeholders_are_visible():
    assert contrast(TOKENS["edge"], TOKENS["paper"]) >= 3
    assert contrast(TOKENS["placeholder"], TOKENS["paper"]) >= 4.5
    assert contrast(TOKENS["paper"], TOKENS["vermilion"]) >= 4.5


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_small_and_evaluates_nothing(path):
    text = path.read_text()
    assert len(text.splitlines()) < 80
    assert not re.search(r"\beval\(|new Function|innerHTML|document\.write|https?://", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_nothing_inline(path):
    text = path.read_text()
    assert not re.search(
        r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)|\|safe\b|autoescape off", text
    )
    assert not re.search(r"(?:src|href)=[\"']https?:", text)

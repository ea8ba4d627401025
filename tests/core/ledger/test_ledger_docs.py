"""The examples in the docstrings are true, and the page on the format names every finding."""

import doctest
from pathlib import Path

import pytest

from yixing_core.ledger import canonical, entry, merkle, signer
from yixing_core.ledger.entry import KEYS
from yixing_core.ledger.report import FINDINGS, NOTICES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "formats" / "ledger.md"


@pytest.mark.parametrize("module", [canonical, entry, merkle, signer])
def test_docstrings(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize("name", [*FINDINGS, *NOTICES, *KEYS])
def test_the_page_on_the_format_names_it(name):
    assert f"`{name}`" in PAGE.read_text(encoding="utf-8")

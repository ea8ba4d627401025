"""The examples in the documentation and the docstrings are true."""

import doctest
from pathlib import Path

import pytest

from yixing_core.voting import papers, poll, rule

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("module", [papers, poll, rule])
def test_docstrings(module):
    assert doctest.testmod(module).failed == 0


def test_the_page_on_voting():
    result = doctest.testfile(str(ROOT / "docs" / "voting.md"), module_relative=False)
    assert result.attempted
    assert not result.failed

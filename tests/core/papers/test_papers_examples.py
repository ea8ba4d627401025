"""The examples in the docstrings hold."""

import doctest
import importlib

import pytest

MODULES = ("numbering", "people", "forms", "seats", "compose")


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    result = doctest.testmod(importlib.import_module(f"yixing_core.papers.{name}"))
    assert result.attempted
    assert not result.failed

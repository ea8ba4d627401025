"""The example of the format's page is what it says it is; examples in docstrings too."""

import doctest
import importlib
import json
import re
from pathlib import Path

import pytest

from yixing_core.portfolio.answer import plan_from
from yixing_core.portfolio.check import check
from yixing_core.portfolio.parse import problem_from
from yixing_core.portfolio.reading import MAX_BYTES
from yixing_core.portfolio.solve import solve

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "formats" / "portfolio.md").read_text(encoding="utf-8")


def test_the_example_has_the_answer_that_stands_beside_it() -> None:
    asked, told = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))
    answer = solve(problem_from(asked)).to_document()
    assert list(answer) == list(told)
    assert {**answer, "solver": None} == {**told, "solver": None}
    assert set(answer["solver"]) == set(told["solver"])
    assert check(problem_from(asked), plan_from(told)).holds


def test_the_limits_on_the_page_are_those_of_the_reader() -> None:
    assert f"more than {MAX_BYTES // 1024 // 1024} MB" in PAGE


@pytest.mark.parametrize("name", ["check", "compare", "solve"])
def test_the_examples_of_the_docstrings_hold(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"yixing_core.portfolio.{name}"))
    assert outcome.attempted
    assert not outcome.failed

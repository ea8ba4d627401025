"""A real Chromium before a live server with the committed cast."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.cast import Cast
from tests.e2e.desk import Desk, sit_down

CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), "")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--lang=zh-CN"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The Chromium of the distribution; its absence is a fault of the set-up, not a reason to pass the test over."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (its loop starts only where it is used)

    assert CHROMIUM, "no Chromium: run tests/system-packages.sh"
    # The driver keeps a loop running in this thread; Django would refuse every query beside it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """Whatever was wrong on any page; empty at the end."""
    found: list[str] = []
    yield found
    assert not found, "\n".join(dict.fromkeys(found))


@pytest.fixture
def sit(committed: Cast, live_server: Any, browser: Any, faults: list[str]) -> Callable[[str], Desk]:
    """``sit("秘书")``: one of the cast logs in at a browser of his own."""
    return lambda name: sit_down(browser, live_server.url, name, faults)

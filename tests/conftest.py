"""Shared by every test: an own data directory, the fixed cast, clients that are logged in."""

import os
import tempfile
from collections.abc import Callable

_DATA = tempfile.mkdtemp(prefix="yixing-test-")
os.environ["YIXING_DATA_DIR"] = _DATA
os.makedirs(os.path.join(_DATA, "log"), exist_ok=True)  # noqa: PTH103, PTH118  (before anything is imported)

import pytest  # noqa: E402  (the settings read the environment at import)
from django.test import Client  # noqa: E402

from tests.cast import Cast, build  # noqa: E402


@pytest.fixture
def cast(db: None) -> Cast:
    """The small county with its fixed cast."""
    return build()


@pytest.fixture
def login(cast: Cast) -> Callable[[str], Client]:
    """A browser of one of the cast, without the password page."""

    def enter(name: str) -> Client:
        client = Client()
        client.force_login(cast.users[name], backend="yixing.accounts.backend.LockingBackend")
        return client

    return enter

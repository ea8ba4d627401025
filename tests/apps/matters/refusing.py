"""``with refused("stale"):`` the action inside is refused with this code."""

from typing import Any

import pytest

from yixing_core.errors import Refusal


def refused(code: str) -> Any:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)

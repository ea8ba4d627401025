"""The small county in which every address leads to something."""

import pytest
from django.utils import timezone

from tests.access.county import County
from tests.access.objects import addresses, make
from tests.cast import Cast
from yixing.accounts.actors import actor_of


@pytest.fixture
def county(cast: Cast) -> County:
    """Everybody, and one object of each kind, as of today."""
    things = make(cast)
    today = timezone.localdate()
    actors = {name: actor_of(user, today) for name, user in cast.users.items()}
    return County(cast, things, actors, addresses(things))

"""One matter walked from 议题 to 销号, a line per step, each by the person whose step it is."""

from collections.abc import Iterator

from yixing.demo.world import World


def walk(world: World) -> Iterator[str]:
    """Walk the matter; yields a line per step."""
    del world
    yield from ()

"""Settings of the bare project."""

from benchmarks.plain import settings

globals().update(settings("bare"))

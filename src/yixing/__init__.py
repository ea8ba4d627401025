"""议行 Yixing: the operating loop of a committee, one Django project."""

__version__ = "0.2.0"

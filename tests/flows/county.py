"""A scratch installation with the fixed cast, made in a process of its own: ``python -m tests.flows.county``.

The data directory comes from ``YIXING_DATA_DIR``; afterwards ``yixing serve`` and ``yixing ledger export`` work on it.
"""

import os


def make() -> None:
    """Tables, key and first entries as at ``yixing init``, then the cast."""
    from yixing.operations.lifecycle import prepare_demo

    prepare_demo()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yixing.settings")
    import django

    django.setup()
    from django.utils import timezone

    from tests import cast
    from yixing.ledger.models import Installation
    from yixing.operations.setup import found

    installation = found("示例县", Installation.Mode.DEMO, timezone.now())
    cast.build()
    Installation.objects.exclude(pk=installation.pk).delete()  # the cast brings one of its own


if __name__ == "__main__":
    make()

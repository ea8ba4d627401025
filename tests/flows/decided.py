"""A scratch installation with one 议定事项 whose task is closed: ``python -m tests.flows.decided``."""

import os


def make() -> None:
    """Tables, key and first entries as at ``yixing init``, the cast, and the loop walked once."""
    from yixing.operations.lifecycle import prepare_demo

    prepare_demo()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yixing.settings")
    import django

    django.setup()
    from django.utils import timezone

    from tests import cast
    from tests.apps.supervision import loop
    from yixing.ledger.models import Installation
    from yixing.operations.setup import found

    installation = found("示例县", Installation.Mode.DEMO, timezone.now())
    decision = loop.closed(cast.build()).breakdown.decision
    Installation.objects.exclude(pk=installation.pk).delete()  # the cast brings one of its own
    print(decision.number, decision.decided_on.year)


if __name__ == "__main__":
    make()

"""A scratch installation with one 议定事项 whose task is closed: ``python -m tests.flows.decided``."""

import os


def make() -> None:
    """Tables, key and first entries as at ``yixing init``, the cast, and the loop walked once."""
    from yixing.operations.lifecycle import prepare_demo  # noqa: PLC0415  (before Django starts)

    prepare_demo()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yixing.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from tests import cast  # noqa: PLC0415
    from tests.apps.supervision import loop  # noqa: PLC0415
    from yixing.ledger.models import Installation  # noqa: PLC0415
    from yixing.operations.setup import found  # noqa: PLC0415

    installation = found("示例县", Installation.Mode.DEMO, timezone.now())
    decision = loop.closed(cast.build()).breakdown.decision
    Installation.objects.exclude(pk=installation.pk).delete()  # the cast brings one of its own
    print(decision.number, decision.decided_on.year)


if __name__ == "__main__":
    make()

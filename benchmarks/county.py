"""Make a county with many tasks in a scratch data directory.

``YIXING_DATA_DIR=… python -m benchmarks.county TASKS``
"""

import os
import sys


def main() -> None:
    """Make the installation, its people and the tasks."""
    from yixing.operations.lifecycle import prepare_production  # noqa: PLC0415  (the data directory is this process's)

    prepare_production()
    os.environ["DJANGO_SETTINGS_MODULE"] = "yixing.settings"
    import django  # noqa: PLC0415  (the secret is there from here on)

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from benchmarks.filling import fill  # noqa: PLC0415
    from yixing.ledger.book import make_checkpoint  # noqa: PLC0415
    from yixing.ledger.models import Installation  # noqa: PLC0415
    from yixing.operations.setup import found  # noqa: PLC0415

    now = timezone.now()
    found("示例县", Installation.Mode.PRODUCTION, now)
    fill(int(sys.argv[1]), timezone.localdate(now))
    make_checkpoint(now)


if __name__ == "__main__":
    main()

"""Make a county with many tasks in a scratch data directory.

``YIXING_DATA_DIR=… python -m benchmarks.county TASKS``
"""

import os
import sys


def main() -> None:
    """Make the installation, its people and the tasks."""
    from yixing.operations.lifecycle import prepare_production

    prepare_production()
    os.environ["DJANGO_SETTINGS_MODULE"] = "yixing.settings"
    import django

    django.setup()
    from django.utils import timezone

    from benchmarks.filling import fill
    from yixing.ledger.book import make_checkpoint
    from yixing.ledger.models import Installation
    from yixing.operations.setup import found

    now = timezone.now()
    found("示例县", Installation.Mode.PRODUCTION, now)
    fill(int(sys.argv[1]), timezone.localdate(now))
    make_checkpoint(now)


if __name__ == "__main__":
    main()

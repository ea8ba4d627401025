"""The process of the job loop. Nothing of Django at the top: a spawned process imports this before it is set up."""

import os


def run_jobs() -> None:
    """Set Django up and run jobs until stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yixing.settings")
    import django  # noqa: PLC0415  (not before the settings are named)

    django.setup()
    from yixing.jobs.worker import work  # noqa: PLC0415  (needs Django)

    work()

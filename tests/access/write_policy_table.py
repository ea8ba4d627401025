"""Write ``policy_table.txt`` anew after a change of policy that is meant."""

import os

import tests.environment  # noqa: F401  (a data directory of its own, before the settings are read)

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yixing.settings")
    import django

    django.setup()
    from tests.access.test_policy import TABLE, table

    TABLE.write_text(table(), encoding="utf-8")

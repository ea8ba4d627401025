#!/usr/bin/env bash
# The whole suite: an own PostgreSQL in a temporary folder, then every test, then the checks of style and types.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
as=()
if [ "$(id -u)" -eq 0 ]; then chown postgres "$work"; as=(runuser -u postgres --); fi
"${as[@]}" "$bin/initdb" -D "$work/pg" -A trust -U yixing -E UTF8 --no-sync >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$work/pg" -w -l "$work/pg.log" -o "-c listen_addresses='' -k $work -c fsync=off" start >/dev/null
trap '"${as[@]}" "$bin/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null || true; rm -rf "$work"' EXIT
chmod 711 "$work"
export YIXING_TEST_POSTGRES="postgresql://yixing@/postgres?host=$work"
.venv/bin/python -m pytest tests -n auto -m "not browser and not slow"
YIXING_DATABASE_URL="$YIXING_TEST_POSTGRES" .venv/bin/python -m pytest tests -n 2 -m both
# One Chromium driver a process: the kit's pages and the walks through the product run one after the other.
.venv/bin/python -m pytest tests/apps/ui -n auto -m "browser"
.venv/bin/python -m pytest tests -n auto -m "browser or slow" --ignore=tests/apps/ui

"""The counts beside a member open to exactly the tasks they count."""

import datetime as dt
import re

from tests.apps.handover.moving import task

DAY = dt.timedelta(days=1)


def test_work_in_hand_and_late_open_to_their_tasks(login, cast):
    today = dt.datetime.now(dt.UTC).date()
    for late, days in ((True, {}), (False, {}), (True, {"claimed_on": today - 9 * DAY}), (True, {"claimed_on": today})):
        row = task(cast)
        row.due_on = today - 7 * DAY if late else today + 30 * DAY
        _set(row, **days)
    for ended in ("closed_on", "kept_on", "stopped_on"):
        _set(task(cast), **{ended: today})
    task(cast, leader="03号常委")
    client, person = login("书记"), cast.people["09号常委"]
    pages = [client.get(f"/portfolios/members/{person.pk}/"), client.get(f"/portfolios/?member={person.pk}")]
    for page in pages:
        found = re.findall(r'<a href="(/tasks/[^"]+)">(在办|逾期) (\d+)</a>', page.content.decode())
        assert [(word, count) for _, word, count in found] == [("在办", "4"), ("逾期", "2")]
        for url, _, count in found:
            assert client.get(url.replace("&amp;", "&")).context["page"].paginator.count == int(count)


def _set(row, **days):
    for name, day in days.items():
        setattr(row, name, day)
    row.settle()

"""What of paper ballots waits for whom."""

from yixing.access.actor import Actor
from yixing.access.loaders import visible
from yixing.access.roles import Role
from yixing.ballots.models import Poll
from yixing.ui.components import WorkRow

LIMIT = 50


def waiting_for(actor: Actor) -> list[WorkRow]:
    """Papers given out and not counted, counts that another person must confirm."""
    if not actor.has(Role.CLERK, Role.SCRUTINEER):
        return []
    me = f"user/{actor.user_id}"
    polls = visible(Poll, actor).select_related("item__meeting").order_by("id")
    kinds = (
        (polls.filter(state=Poll.State.OPEN), "计票", "录入", "count/"),
        (polls.filter(state=Poll.State.COUNTED).exclude(counted_by=me), "计票复核", "复核", "confirm/"),
    )
    return [
        WorkRow(
            what=poll.item.title,
            url=f"/polls/{poll.pk}/",
            kind=kind,
            from_whom=poll.item.meeting.title,
            due=poll.opened_on,
            button=button,
            button_url=f"/polls/{poll.pk}/{page}",
        )
        for rows, kind, button, page in kinds
        for poll in rows[:LIMIT]
    ]

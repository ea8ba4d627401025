"""Whether a drafted 纪要 says what the record of the meeting says: names, counts, lines, lead units (practice 6.7)."""

from yixing.meetings.models import Meeting
from yixing.meetings.prints.around import live_items
from yixing.meetings.prints.minutes import roll_of
from yixing.papers.content import content_of
from yixing.papers.models import Document

_ROLL = {"present": "出席", "absent": "请假缺席", "attending": "列席"}


def minutes_mismatches(document: Document, meeting: Meeting) -> list[str]:
    """What differs between the draft and the records, each in a sentence; empty where all agree."""
    content = document.content
    found: list[str] = []
    for key, people in roll_of(meeting).items():
        there = [person["name"] for person in content.get(key, ())]
        recorded = [content_of(person)["name"] for person in people]
        if there != recorded:
            found.append(f"{_ROLL[key]}名单与到会登记不一致：稿中{len(there)}人，登记{len(recorded)}人。")
    items = [item for item in live_items(meeting) if item.outcome]
    if len(content.get("items", ())) != len(items):
        found.append(f"稿中议题{len(content.get('items', ()))}项，会议记录{len(items)}项。")
    text = "".join(
        part for item in content.get("items", ()) for part in (item["title"], *item["paragraphs"], *item["settled"])
    )
    offline = {item.pk for item in items if item.is_offline}
    for decision in meeting.decisions.select_related("lead_unit").order_by("id"):
        if decision.item_id in offline or decision.lead_unit is None:
            continue
        if str(decision.lead_unit) not in text and decision.lead_unit.name not in text:
            found.append(f"议定事项{decision.number}的牵头单位“{decision.lead_unit}”没有出现在稿中。")
    return found

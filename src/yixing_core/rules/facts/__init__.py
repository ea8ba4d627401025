"""The closed list of facts, by the record they come from: a line in one of these tables makes a fact usable."""

from typing import Final

from yixing_core.rules.facts.matters import DIRECT, EMERGENCY, GENERAL, LATE, MATTER, STEPS
from yixing_core.rules.facts.meetings import BODY, ITEM, MEETING, MEETING_BURDEN, MINUTES, POLL
from yixing_core.rules.facts.papers import DECISION, DOCUMENT, PUBLICATION, REGULATION
from yixing_core.rules.facts.parameters import PARAMS
from yixing_core.rules.facts.people import CADRE, LIFE_MEETING, PETITION, VILLAGE
from yixing_core.rules.facts.work import FILING, HANDOVER, INQUIRY, INSTRUCTION, PORTFOLIO, SUPERVISION, TASK, YEAR
from yixing_core.rules.kinds import Fact

ALL: Final[tuple[Fact, ...]] = (
    *GENERAL,
    *MATTER,
    *STEPS,
    *LATE,
    *DIRECT,
    *EMERGENCY,
    *BODY,
    *MEETING,
    *POLL,
    *ITEM,
    *MINUTES,
    *DOCUMENT,
    *DECISION,
    *TASK,
    *INSTRUCTION,
    *PORTFOLIO,
    *HANDOVER,
    *INQUIRY,
    *FILING,
    *SUPERVISION,
    *PUBLICATION,
    *LIFE_MEETING,
    *PETITION,
    *REGULATION,
    *VILLAGE,
    *CADRE,
    *YEAR,
    *MEETING_BURDEN,
    *PARAMS,
)

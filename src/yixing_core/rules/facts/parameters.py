"""Parameters of the county: dated numbers that rules name and never contain."""

from typing import Final

from yixing_core.rules import vocabulary as v
from yixing_core.rules.facts.rows import BOOL, DECIMAL, FRACTION, INT, Row, facts

COMMITTEE_REGULATIONS: Final = "中国共产党地方委员会工作条例"
COMMITTEE_EDITIONS: Final = {"2015": "2015年版"}
"""Editions of it whose text a pack holds; a county chooses by a decision which one applies from which day."""

_TYPES: Final = [v.MATTER_TYPES]
STEP_TYPES: Final[tuple[Row, ...]] = (
    ("government_types", _TYPES, "须经县政府前置研究的事项类型"),
    ("finance_types", _TYPES, "须经财政审核的事项类型"),
    ("research_types", _TYPES, "须调查研究的事项类型"),
    ("opinions_types", _TYPES, "须征求意见的事项类型"),
    ("expert_types", _TYPES, "须专家论证的事项类型"),
    ("notice_types", _TYPES, "须公示的事项类型"),
    ("hearing_types", _TYPES, "须听证的事项类型"),
    ("deliberation_types", _TYPES, "须先酝酿的事项类型"),
)
"""Which types of matters take a step in any case; impact and sums may add it to others."""
BODY_TYPES: Final[tuple[Row, ...]] = (
    ("committee_types", _TYPES, "由常委会研究的事项类型"),
    ("plenary_types", _TYPES, "由全委会决定的事项类型"),
    ("secret_types", _TYPES, "用无记名投票的事项类型"),
)
"""Who decides which types, and which are voted on by secret ballot."""
CONSULTEE_ROWS: Final[tuple[Row, ...]] = tuple(
    (f"consultees_{code}", [v.CONSULTEES], f"征求意见范围：{label}") for code, label in v.MATTER_TYPES.items()
)
"""Whom a matter of each type is sent to for opinions, until somebody chooses otherwise for one matter."""
CLOSER_ROWS: Final[tuple[Row, ...]] = (
    ("closer_decision", v.CLOSERS_OF_DECISIONS, "议定事项由谁销号"),
    ("closer_instruction", v.CLOSERS_OF_INSTRUCTIONS, "批示件由谁销号"),
    ("closer_public_opinion", v.CLOSERS_OF_OTHERS, "舆情由谁销号"),
    ("closer_rectification", v.CLOSERS_OF_OTHERS, "整改由谁销号"),
    ("closer_other", v.CLOSERS_OF_OTHERS, "其他来源的任务由谁销号"),
)
"""By whose word a task of each source ends."""
DIVISION_ROWS: Final[tuple[Row, ...]] = (
    ("barred_tags", [v.BARRED_TAGS], "一把手不直接分管的工作"),
    ("apart_tags", [v.APART_TAGS], "不由一人分管的职责（不相容职责）"),
    ("member_areas_max", INT, "常委分管事项上限（超过只提示）", "项"),
    ("member_report_days", INT, "常委向常委会报告的期限（年终后）", "日"),
    ("committee_report_days", INT, "常委会向全委会报告的期限（年终后）", "日"),
    ("report_soon_days", INT, "分工报告到期前多少日提醒", "日"),
    ("head_talks_year", INT, "与每个分管部门主要负责人每年谈话", "次"),
)
"""What the division of work must keep to."""

PARAMS: Final = facts(
    "params",
    "本县参数（按日期）",
    ("large_funds", DECIMAL, "大额资金标准", "元"),
    ("plenary_funds", DECIMAL, "提请全委会的资金标准", "元"),
    ("direct_funds", DECIMAL, "分管常委直接决定的资金上限", "元"),
    ("direct_types", [v.MATTER_TYPES], "分管常委直接决定的事项类型"),
    ("major_project", DECIMAL, "重大项目投资标准", "元"),
    ("quorum_standing", FRACTION, "常委会到会比例"),
    ("quorum_cadre", FRACTION, "干部任免、处分党员到会比例"),
    ("quorum_plenary", FRACTION, "全委会到会比例"),
    ("quorum_election", FRACTION, "选举到会比例"),
    ("quorum_inclusive", BOOL, "到会比例是否含本数（“以上”）"),
    ("majority", FRACTION, "通过比例（须超过）"),
    ("notice_days", INT, "会议通知提前天数", "日"),
    ("papers_days", INT, "会议材料提前天数", "日"),
    ("cadre_papers_days", INT, "干部事项材料提前天数", "日"),
    ("opinions_days", INT, "征求意见期限", "日"),
    ("opinions_asked_min", INT, "征求意见最少单位数", "个"),
    ("silence_is_consent", BOOL, "逾期是否视为无意见"),
    ("public_opinions_days", INT, "公开征求意见天数", "日"),
    ("experts_min", INT, "论证专家最少人数", "人"),
    ("notice_public_days", INT, "切身利益事项公示天数", "日"),
    ("cadre_notice_workdays", INT, "任前公示工作日数", "个工作日"),
    ("hearing_papers_days", INT, "听证材料提前天数", "日"),
    ("legal_workdays", INT, "合法性审查时间", "个工作日"),
    ("report_words_max", INT, "汇报稿字数上限", "字"),
    ("options_min", INT, "比选方案最少个数", "个"),
    ("filing_days", INT, "直接决定备案天数", "日"),
    ("direct_brief_days", INT, "直接决定备案后通报天数", "日"),
    ("handover_days", INT, "工作交接办结天数", "日"),
    ("emergency_report_days", INT, "临机处置报告天数", "日"),
    ("ratify_days", INT, "临机处置追认天数", "日"),
    ("accept_workdays", INT, "任务签收时限", "个工作日"),
    ("objection_workdays", INT, "职责异议时限", "个工作日"),
    ("urgent_instruction_workdays", INT, "批示急件办理时限", "个工作日"),
    ("instruction_days", INT, "批示件办理时限", "日"),
    ("due_soon_days", INT, "到期前多少日为临期", "日"),
    ("extensions_max", INT, "任务延期次数上限", "次"),
    ("public_opinion_hours", INT, "舆情回应时限", "小时"),
    ("standing_meetings_month", INT, "常委会每月次数", "次"),
    ("plenary_meetings_year", INT, "全委会每年次数", "次"),
    ("probation_months", INT, "任职试用期", "个月"),
    ("document_words_max", INT, "文件字数上限", "字"),
    ("special_document_words_max", INT, "专项文件字数上限", "字"),
    ("life_report_days", INT, "民主生活会情况报告天数", "日"),
    ("life_plan_days", INT, "民主生活会方案报送提前天数", "日"),
    ("regulation_filing_days", INT, "规范性文件报备天数", "日"),
    ("regulation_review_days", INT, "制度文件复审周期", "日"),
    ("publication_answer_workdays", INT, "党员申请公开答复时限", "个工作日"),
    ("publication_extended_workdays", INT, "党员申请公开延期答复时限", "个工作日"),
    ("village_party_quorum", FRACTION, "村党员大会到会比例"),
    ("supervision_repeat_days", INT, "同对象同内容督查间隔", "日"),
    ("petition_heard_year", INT, "常委会每年听取信访汇报次数", "次"),
    ("evaluation_days", INT, "重大决策后评估的期限", "日"),
    ("evaluation_soon_days", INT, "决策后评估到期前多少日为临期", "日"),
    ("committee_edition", COMMITTEE_EDITIONS, f"《{COMMITTEE_REGULATIONS}》版本"),
    ("login_failures", INT, "连续输错口令多少次锁定账户", "次"),
    ("login_lock_minutes", INT, "账户锁定时间", "分钟"),
    *STEP_TYPES,
    *BODY_TYPES,
    *CONSULTEE_ROWS,
    *CLOSER_ROWS,
    *DIVISION_ROWS,
)

GROUPS: Final[dict[str, tuple[str, frozenset[str]]]] = {
    "steps": ("哪些类型走哪一步", frozenset(row[0] for row in STEP_TYPES)),
    "bodies": ("哪些类型由谁决定", frozenset({"direct_types", *(row[0] for row in BODY_TYPES)})),
    "consultees": ("征求意见范围", frozenset(row[0] for row in CONSULTEE_ROWS)),
    "closers": ("销号权限", frozenset(row[0] for row in CLOSER_ROWS)),
    "division": ("分工", frozenset(row[0] for row in DIVISION_ROWS)),
}
"""Parameters that are confirmed together: code → heading and names; all others are ``NUMBERS``."""
NUMBERS: Final = ("numbers", "比例、期限、金额和次数")


def group_of(name: str) -> tuple[str, str]:
    """Code and heading of the group of a parameter, given without ``params.``.

    >>> group_of("hearing_types")[0], group_of("notice_days")[0]
    ('steps', 'numbers')
    """
    return next(((code, heading) for code, (heading, names) in GROUPS.items() if name in names), NUMBERS)

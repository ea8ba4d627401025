"""Facts of a matter: what it is, which steps were taken, what a member did alone."""

from typing import Final

from yixing_core.rules import vocabulary as v
from yixing_core.rules.facts.rows import BOOL, DATE, DECIMAL, INT, TEXT, facts, step

GENERAL: Final = [
    *facts("", "办理日期（发生日期，不是录入日期）", ("on", DATE, "发生日期")),
    *facts("", "核对环节", ("stage", v.STAGES, "核对环节")),
    *facts("", "会议出席登记", ("present", INT, "实到会人数", "人")),
]

MATTER: Final = facts(
    "matter",
    "议题单",
    ("type", v.MATTER_TYPES, "事项类型"),
    ("nature", v.NATURES, "性质"),
    ("importance", v.IMPORTANCE, "轻重"),
    ("body", v.DECIDING_BODIES, "决定主体"),
    ("submitter", v.SUBMITTERS, "提请主体"),
    ("amount", DECIMAL, "金额", "元"),
    ("funds_source", TEXT, "资金来源"),
    ("title_given", BOOL, "议题名称是否填写"),
    ("reason_given", BOOL, "提请理由是否填写"),
    ("asks", INT, "请会议决定的具体事项", "条"),
    ("report_attached", BOOL, "汇报稿是否附上"),
    ("report_words", INT, "汇报稿字数", "字"),
    ("draft_attached", BOOL, "送审稿是否附上"),
    ("basis_attached", BOOL, "依据材料是否附上"),
    ("reporter_named", BOOL, "汇报人是否确定"),
    ("options", INT, "比选方案数", "个"),
    ("public_interest", BOOL, "是否涉及群众切身利益"),
    ("stability_risk", BOOL, "是否可能影响社会稳定、公共安全"),
    ("specialised", BOOL, "是否专业性、技术性较强"),
    ("administrative", BOOL, "是否列入县政府重大行政决策目录"),
    ("normative", BOOL, "是否拟印发规范性文件"),
    ("policy_question", BOOL, "是否重要政策性问题"),
    ("punishment", BOOL, "是否处分党员"),
    ("superior_approval_needed", BOOL, "是否须事前请示上级"),
    ("superior_asked_on", DATE, "请示上级的日期"),
    ("superior_approved", BOOL, "上级是否同意"),
    ("market_subjects", BOOL, "是否涉及市场主体经济活动"),
    ("fair_competition_reviewed", BOOL, "是否经公平竞争审查"),
    ("cross_unit", BOOL, "是否涉及其他单位职责"),
    ("dissent", BOOL, "有关单位是否有不同意见"),
    ("dissent_explained", BOOL, "不同意见及协调情况是否说明"),
    ("touched_members", INT, "涉及的其他常委", "人"),
    ("briefed_members", INT, "已会前传阅的其他常委", "人"),
    ("late", BOOL, "是否临时增加"),
    ("classified", BOOL, "是否有密级标志"),
    ("offline", BOOL, "是否另册占位"),
    ("standing_committee_reviewed", BOOL, "是否经常委会先行审议"),
    ("standing_committee_reviewed_on", DATE, "常委会先行审议日期"),
)

STEPS: Final = [
    *step("unit_head", ("by", v.SIGNERS, "审签人")),
    *step(
        "government",
        ("by", v.GOVERNMENT_FORUMS, "前置研究的会议"),
        ("reference", TEXT, "前置研究纪要号"),
        ("conclusion", v.AGREEMENT, "前置研究结论"),
    ),
    *step(
        "finance",
        ("conclusion", v.AGREEMENT, "财政部门审核意见"),
        ("signed", BOOL, "分管财政的县领导是否审签"),
        ("signed_on", DATE, "分管财政的县领导审签日期"),
    ),
    *step(
        "research",
        ("count", INT, "调查研究次数", "次"),
        ("led_by_member", BOOL, "是否由常委牵头"),
        ("report", BOOL, "是否有调研报告"),
    ),
    *step(
        "opinions",
        ("asked", INT, "征求意见单位数", "个"),
        ("replied", INT, "已回复单位数", "个"),
        ("due", DATE, "回复截止日期"),
        ("days", INT, "征求意见期限", "日"),
        ("deemed_stated", BOOL, "征求意见函是否写明逾期视为无意见"),
        ("adoption_table", BOOL, "意见采纳情况表是否形成"),
        ("unit_heads_signed", INT, "单位负责人审签的回复", "个"),
        ("public", BOOL, "是否向社会公开征求意见"),
        ("public_days", INT, "公开征求意见天数", "日"),
        ("shortening_explained", BOOL, "缩短期限是否说明"),
    ),
    *step(
        "experts",
        ("count", INT, "参加论证的专家", "人"),
        ("signed", INT, "署名的专家意见", "份"),
        ("conflicted", INT, "有利害关系的专家", "人"),
        ("adoption_table", BOOL, "专家意见采纳情况是否说明"),
    ),
    *step(
        "notice",
        ("days", INT, "公示天数", "日"),
        ("workdays", INT, "公示的工作日数", "个工作日"),
        ("count", INT, "公示期收到的反映", "件"),
        ("answered", INT, "已核实答复的反映", "件"),
    ),
    *step(
        "hearing",
        ("papers_days", INT, "听证材料提前送达天数", "日"),
        ("public", BOOL, "是否公开举行"),
        ("participants_announced", BOOL, "参加人名单是否提前公布"),
        ("record_signed", BOOL, "听证记录是否签字"),
    ),
    *step("risk", ("by", TEXT, "评估单位"), ("conclusion", v.RISK, "风险等级")),
    *step(
        "legal",
        ("by", v.REVIEWERS, "审查单位"),
        ("workdays", INT, "给出的审查时间", "个工作日"),
        ("conclusion", v.LEGALITY, "审查结论"),
        ("counsel_heard", BOOL, "是否听取法律顾问意见"),
    ),
    *step(
        "deliberation",
        ("form", v.DELIBERATION_FORMS, "酝酿方式"),
        ("people", [v.DELIBERATION_PEOPLE], "参加酝酿的人"),
        ("mature", BOOL, "是否形成比较成熟的意见"),
        ("decided", BOOL, "是否在酝酿中作出决定"),
    ),
    *step("member", ("in_charge", BOOL, "审签人是否当日的分管常委"), ("conclusion", v.AGREEMENT, "分管常委意见")),
    *step("office"),
    *step("director"),
    *step("chair", ("conclusion", v.DETERMINATIONS, "书记确定的结果")),
]

LATE: Final = facts(
    "late",
    "临时增加议题登记",
    ("consented", BOOL, "书记是否同意临时增加"),
    ("reason_given", BOOL, "临时增加的理由是否写明"),
    ("papers_given", BOOL, "材料是否已发给到会人员"),
)

DIRECT: Final = facts(
    "direct",
    "直接决定登记",
    ("in_charge", BOOL, "决定人是否当日的分管常委"),
    ("listed", BOOL, "是否在直接决定的事项范围内"),
    ("record", v.DIRECT_RECORDS, "直接决定的依据材料"),
    ("decided_on", DATE, "直接决定的日期"),
    ("filed_on", DATE, "备案日期"),
    ("other_field", BOOL, "是否涉及其他常委分管的领域"),
    ("other_member_agreed", BOOL, "有关常委是否同意"),
    ("briefed", BOOL, "是否向其他常委通报"),
)

EMERGENCY: Final = facts(
    "emergency",
    "临机处置登记",
    ("happened_on", DATE, "事情发生日期"),
    ("decided_on", DATE, "处置日期"),
    ("cause_given", BOOL, "事由是否写明"),
    ("measures_given", BOOL, "已采取措施是否写明"),
    ("could_not_convene", BOOL, "是否来不及开会"),
    ("reported_on", DATE, "向书记（常委会）报告的日期"),
    ("superior_duty", BOOL, "是否属应报上级的突发重大事件"),
    ("superior_reported_on", DATE, "向上级报告的日期"),
    ("superior_follow_up_on", DATE, "向上级续报（补办请示）的日期"),
    ("ratified_on", DATE, "常委会追认的日期"),
    ("ratified", BOOL, "常委会是否追认"),
)

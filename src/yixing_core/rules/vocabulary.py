"""The coded words that facts may carry, each with the word of the trade that stands on the screen.

A code is what packs, cases, records and exports hold; the label is what people read. Codes are only ever added.
"""

from typing import Final, TypeAlias

Choices: TypeAlias = dict[str, str]

# The 20 types of matter. The order is that of the county's table; T07 is ``cadre_appointment``.
MATTER_TYPES: Final[Choices] = {
    "relay_superior": "上级精神传达学习与贯彻",
    "long_term_plan": "长远发展规划",
    "annual_deployment": "年度工作部署",
    "major_project": "重大项目安排",
    "large_funds": "大额度资金使用",
    "establishment": "机构编制",
    "cadre_appointment": "干部任免（常委会）",
    "key_cadre_appointment": "重要干部任免（全委会）",
    "cadre_appraisal": "干部考核奖惩",
    "party_building": "党的建设",
    "ideology": "意识形态与宣传",
    "integrity": "党风廉政",
    "law_and_stability": "政法维稳",
    "livelihood": "切身利益民生事项",
    "urban_rural_planning": "城乡规划建设",
    "environment": "生态环保",
    "agriculture": "农业农村",
    "regulation": "制度文件审议",
    "emergency_ratification": "临机处置追认",
    "routine": "分管领域常规业务",
}
EMERGENCY_TYPE: Final = "emergency_ratification"
"""The type under which a 临机处置 goes before the standing committee."""
MATTER_TYPE_NUMBERS: Final[dict[str, str]] = {code: f"T{n:02d}" for n, code in enumerate(MATTER_TYPES, 1)}

NATURES: Final[Choices] = {
    "deliberate": "研究审议",
    "hear": "听取汇报",
    "convey": "传达学习",
    "cadre": "干部人事",
    "circulate": "书面审阅",
}

IMPORTANCE: Final[Choices] = {"ordinary": "常规", "major": "重大", "exceptional": "特别重大"}

# Deciding bodies from the lowest to the highest: where several rules ask for one, the highest wins.
DECIDING_BODIES: Final[Choices] = {"member": "分管常委", "standing_committee": "常委会", "plenary": "全委会"}

BODIES: Final[Choices] = DECIDING_BODIES | {
    "congress": "党代会",
    "secretary_meeting": "书记专题会",
    "thematic_meeting": "专题会",
    "dispatch_meeting": "调度会",
    "brief_meeting": "碰头会",
    "onsite_meeting": "现场办公会",
    "party_group": "党组（党委）会",
    "government_meeting": "县政府常务会",
}

STAGES: Final[Choices] = {
    "office": "县委办核对",
    "director": "县委办主任审核",
    "chair": "书记确定",
    "agenda": "列入会议",
}

SUBMITTERS: Final[Choices] = {
    "party_department": "党委部门",
    "government_party_group": "县政府党组",
    "government_department": "政府部门",
    "township": "乡镇",
    "mass_organization": "群团",
    "law_department": "政法机关",
    "member": "常委",
    "secretary": "书记",
}

# The steps a matter may have to take, in the order in which the sheet lists them.
STEPS: Final[Choices] = {
    "unit_head": "单位负责人审签",
    "government": "前置研究",
    "finance": "财政审核",
    "research": "调查研究",
    "opinions": "征求意见",
    "experts": "专家论证",
    "notice": "公示",
    "hearing": "听证",
    "risk": "风险评估",
    "legal": "合法性审查",
    "deliberation": "酝酿",
    "member": "分管常委审签",
    "office": "县委办核对",
    "director": "县委办主任审核",
    "chair": "书记确定",
}

# Whom a matter is sent to for opinions: the units it concerns, or all units of one kind of the establishment.
CONSULTEES: Final[Choices] = {
    "concerned": "所涉领域的归口单位",
    "attending": "列席单位",
    "party": "党委部门",
    "government": "政府部门",
    "direct": "直属与派出机构",
    "mass": "群团",
    "law": "政法机关",
    "township": "各乡镇街道",
}
# Tags of work areas that the first in charge may be barred from leading.
BARRED_TAGS: Final[Choices] = {
    "finance": "财务",
    "personnel": "人事",
    "projects": "工程",
    "procurement": "采购",
    "approval": "审批",
    "audit": "审计",
    "resources": "国土资源",
    "state_assets": "国有资产",
}

# Pairs of tags that the county may keep apart: one member leads the one or the other (不相容职责).
APART_PAIRS: Final[dict[str, tuple[str, str]]] = {
    "finance_audit": ("财务", "审计"),
    "finance_procurement": ("财务", "采购"),
    "finance_discipline": ("财务", "纪检"),
    "personnel_discipline": ("人事", "纪检"),
    "projects_audit": ("工程", "审计"),
    "projects_procurement": ("工程", "采购"),
    "projects_approval": ("工程", "审批"),
    "projects_discipline": ("工程", "纪检"),
    "procurement_discipline": ("采购", "纪检"),
    "approval_discipline": ("审批", "纪检"),
    "resources_approval": ("国土资源", "审批"),
    "state_assets_audit": ("国有资产", "审计"),
}
APART_TAGS: Final[Choices] = {code: "与".join(pair) for code, pair in APART_PAIRS.items()}

AGREEMENT: Final[Choices] = {"agree": "同意", "agree_in_principle": "原则同意", "disagree": "不同意"}
GOVERNMENT_FORUMS: Final[Choices] = {"party_group": "县政府党组会", "executive": "县政府常务会"}
REVIEWERS: Final[Choices] = {"regulations_office": "县委办法规室", "justice_bureau": "县司法局", "counsel": "法律顾问"}
LEGALITY: Final[Choices] = {"lawful": "合法", "lawful_if_changed": "修改后合法", "unlawful": "不合法"}
RISK: Final[Choices] = {"low": "低风险", "medium": "中风险（可控）", "high": "高风险（不可控）"}
DELIBERATION_FORMS: Final[Choices] = {"individual": "个别谈话", "secretary_meeting": "书记专题会"}
DELIBERATION_PEOPLE: Final[Choices] = {"secretary": "书记", "deputy": "副书记", "member_in_charge": "分管常委"}
DETERMINATIONS: Final[Choices] = {"list": "上会", "postpone": "暂缓", "thematic": "转专题会", "return": "退回"}
CHAIRS: Final[Choices] = {"secretary": "书记", "deputy": "副书记", "other": "其他常委"}

POLL_METHODS: Final[Choices] = {"oral": "口头", "hands": "举手", "named": "记名", "secret": "无记名投票"}
POLL_MEDIA: Final[Choices] = {"paper": "纸质票", "electronic": "电子票", "mixed": "纸质与电子混用"}

OUTCOMES: Final[Choices] = {
    "agree": "同意",
    "agree_in_principle": "原则同意",
    "postpone": "暂缓",
    "disagree": "不同意",
    "convey": "传达贯彻",
    "heard": "听取",
    "no_objection": "无异议",
    "refer": "提请全委会",
}

DIRECT_RECORDS: Final[Choices] = {
    "thematic_minutes": "专题会纪要",
    "instruction": "批示",
    "signed_request": "签批的请示",
}

TASK_SOURCES: Final[Choices] = {
    "decision": "议定事项",
    "instruction": "批示件",
    "supervision": "督办通知",
    "monthly_plan": "月重点工作",
    "rectification": "整改",
    "public_opinion": "舆情",
    "thematic": "专题会",
}
CLOSERS: Final[Choices] = {
    "inspector": "督查室",
    "inspector_and_member": "督查室核实、分管常委签认",
    "instructing_leader": "批示领导",
    "inspector_and_assigner": "督查室和交办方",
    "leading_member_and_verifier": "牵头领导签字、整改办或纪委核验",
    "lead_unit": "承办单位自己",
}
# Who may be named as the one who ends a task of a source; the unit itself never is.
CLOSERS_OF_DECISIONS: Final[Choices] = {code: CLOSERS[code] for code in ("inspector_and_member", "inspector")}
CLOSERS_OF_INSTRUCTIONS: Final[Choices] = {
    code: CLOSERS[code] for code in ("instructing_leader", "inspector_and_member", "inspector")
}
CLOSERS_OF_OTHERS: Final[Choices] = {
    code: CLOSERS[code]
    for code in ("inspector", "inspector_and_member", "inspector_and_assigner", "leading_member_and_verifier")
}
VERIFICATIONS: Final[Choices] = {"papers": "看资料", "on_site": "实地", "unannounced": "暗访"}
SUPERVISION_KINDS: Final[Choices] = {
    "comprehensive": "综合督查",
    "special": "专项督查",
    "incident": "事件调查",
    "daily": "日常督办",
    "clue": "线索核查",
}

DOCUMENT_KINDS: Final[Choices] = {
    "resolution": "决议",
    "decision": "决定",
    "order": "命令（令）",
    "communique": "公报",
    "announcement": "公告",
    "notice_public": "通告",
    "opinion": "意见",
    "notice": "通知",
    "circular": "通报",
    "report": "报告",
    "request": "请示",
    "reply": "批复",
    "proposal": "议案",
    "letter": "函",
    "minutes": "纪要",
}
DIRECTIONS: Final[Choices] = {"up": "上行文", "level": "平行文", "down": "下行文"}
ISSUERS: Final[Choices] = {
    "committee": "县委",
    "committee_office": "县委办",
    "department": "部门",
    "internal_office": "内设机构",
    "joint": "联合",
}
SIGNERS: Final[Choices] = {
    "secretary": "书记",
    "deputy": "副书记",
    "member_in_charge": "分管常委",
    "office_director": "县委办主任",
    "unit_head": "单位主要负责人",
    "unit_deputy": "单位其他负责人",
}
EXTRA_REQUESTS: Final[Choices] = {
    "staffing": "机构编制",
    "target_campaign": "达标创建",
    "one_vote_veto": "一票否决",
    "responsibility_letter": "责任状",
    "report_back": "报送贯彻情况",
    "supporting_document": "制定配套文件",
}

PUBLICATION_SCOPES: Final[Choices] = {
    "society": "社会公开",
    "party": "全党",
    "members": "本地区本单位党员",
    "specific": "特定对象",
}
FILINGS: Final[Choices] = {
    "direct_decision": "直接决定备案",
    "direct_briefing": "直接决定通报",
    "emergency": "临机处置报告",
    "normative_document": "规范性文件报备",
    "cadre": "干部任免备案",
    "superior_report": "向上级请示报告",
}
LIFE_MEETING_KINDS: Final[Choices] = {"annual": "年度民主生活会", "special": "专题民主生活会"}
PETITION_KINDS: Final[Choices] = {"suggestion": "建议意见", "accusation": "检举控告", "appeal": "申诉求决"}
REVIEWS: Final[Choices] = {"review": "复查", "recheck": "复核"}
CLEANUP_RESULTS: Final[Choices] = {"abolish": "废止", "expire": "宣布失效", "revise": "修改", "keep": "继续有效"}
VILLAGE_FORUMS: Final[Choices] = {
    "villagers": "村民会议",
    "representatives": "村民代表会议",
    "collective": "集体经济组织成员（代表）大会",
}

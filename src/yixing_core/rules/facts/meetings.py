"""Facts of a meeting: who is there, how it voted, what was recorded."""

from typing import Final

from yixing_core.rules import vocabulary as v
from yixing_core.rules.facts.rows import BOOL, DATE, INT, facts

BODY: Final = facts(
    "body",
    "会议组成（当日任职记录）",
    ("kind", v.BODIES, "会议主体"),
    ("entitled", INT, "应到会人数", "人"),
    ("seats", INT, "名额", "人"),
    ("alternates", INT, "候补委员", "人"),
)

MEETING: Final = facts(
    "meeting",
    "会议登记",
    ("chair", v.CHAIRS, "主持人"),
    ("chair_delegated", BOOL, "书记是否委托主持"),
    ("called_by_secretary", BOOL, "是否由书记召集"),
    ("notice_on", DATE, "会议通知日期"),
    ("papers_on", DATE, "材料送达日期"),
    ("held_on", DATE, "开会日期"),
    ("items", INT, "议题数", "个"),
    ("undetermined_items", INT, "未经书记确定的议题", "个"),
    ("items_without_papers", INT, "没有材料的议题", "个"),
    ("cadre_items", INT, "干部人事议题", "个"),
    ("absent_without_leave", INT, "未请假缺席", "人"),
    ("agenda_set_by_standing_committee", BOOL, "全会议题是否由常委会确定"),
    ("members_consulted", BOOL, "会前是否征求委员意见"),
    ("election", BOOL, "是否进行选举"),
)

POLL: Final = facts(
    "poll",
    "表决记录",
    ("method", v.POLL_METHODS, "表决方式"),
    ("medium", v.POLL_MEDIA, "票的形式"),
    ("matters", INT, "一次表决的事项数", "项"),
    ("candidates", INT, "一次表决的人选数", "人"),
    ("separate_choice", BOOL, "票上是否每名人选单独选择"),
    ("entitled", INT, "本次应到会人数", "人"),
    ("recused", INT, "应回避人数", "人"),
    ("recused_present", INT, "应回避而在场参加讨论的", "人"),
    ("recused_voted", INT, "应回避而参加表决的", "人"),
    ("outsiders_voted", INT, "无表决权而参加表决的", "人"),
    ("proxy_votes", INT, "委托代投的票", "票"),
    ("written_counted", INT, "计入票数的书面意见", "份"),
    ("issued", INT, "发出票", "票"),
    ("returned", INT, "收回票", "票"),
    ("valid", INT, "有效票", "票"),
    ("invalid", INT, "无效票", "票"),
    ("yes", INT, "同意", "票"),
    ("no", INT, "不同意", "票"),
    ("abstain", INT, "弃权", "票"),
    ("postpone", INT, "缓议", "票"),
    ("other_names", INT, "另提他人", "票"),
    ("declared_passed", BOOL, "是否宣布通过"),
    ("introduced", BOOL, "是否逐个介绍"),
    ("spoken", INT, "已逐一发表意见的", "人"),
    ("chair_spoke_last", BOOL, "主持人（主要负责人）是否最后表态"),
    ("tellers", INT, "计票人", "人"),
    ("scrutineers", INT, "监票人", "人"),
    ("scrutineer_conflicts", INT, "应回避而监票计票的", "人"),
    ("counted_twice", BOOL, "票数是否一人录入一人复核"),
    ("sharp_disagreement", BOOL, "意见分歧是否较大"),
    ("reconsideration", BOOL, "是否复议"),
    ("urgent", BOOL, "是否须立即执行的紧急情况"),
)

ITEM: Final = facts(
    "item",
    "议题讨论记录",
    ("outcome", v.OUTCOMES, "结论"),
    ("polled", BOOL, "是否表决"),
    ("conclusion_given", BOOL, "议定内容（贯彻意见）是否写明"),
    ("edit_request_given", BOOL, "修改要求是否写明"),
    ("edit_unit_named", BOOL, "修改单位是否确定"),
    ("edit_approver_named", BOOL, "审定人是否确定"),
    ("edit_due", DATE, "修改时限"),
    ("supplement_given", BOOL, "须补充的内容是否写明"),
    ("resume_on", DATE, "再次上会日期"),
    ("secretary_meeting_decision", BOOL, "是否以书记专题会作出决定"),
)

MINUTES: Final = facts(
    "minutes",
    "会议记录、会议纪要",
    ("attendance", BOOL, "出席缺席是否记载"),
    ("chair", BOOL, "主持人是否记载"),
    ("items", INT, "记载的议题数", "个"),
    ("opinions", BOOL, "每人意见是否记载"),
    ("method", BOOL, "表决方式是否记载"),
    ("votes", BOOL, "票数是否记载"),
    ("dissent_kept", BOOL, "不同意见是否如实载明"),
    ("signer", v.SIGNERS, "签发人"),
    ("reviewed_by_office", BOOL, "是否经县委办审核"),
    ("member_parts_reviewed", BOOL, "涉及部分是否经分管常委核对"),
    ("figures_match", BOOL, "人数、条数是否与会议记录一致"),
)

MEETING_BURDEN: Final = facts(
    "gathering",
    "大型会议登记",
    ("speech_minutes", INT, "主要负责同志讲话", "分钟"),
    ("half_days", INT, "会期", "个半天"),
    ("group_discussion", BOOL, "是否安排分组讨论"),
    ("to_grassroots", BOOL, "是否直达基层"),
    ("chief_approved", BOOL, "是否经同级党委主要负责人批准"),
    ("repeated_below", BOOL, "是否层层再开"),
    ("document_issued", BOOL, "同一事项是否已发文"),
    ("necessity_explained", BOOL, "再开会的必要是否说明"),
    ("planned", BOOL, "是否列入年度会议计划"),
)

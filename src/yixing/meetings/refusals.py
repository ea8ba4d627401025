"""What a meeting may be refused for, in the words of the office."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "meeting_paused": Message("会议正在休会，不能{doing}。", "请先点“复会”。", 409),
        "nobody_waits": Message("第{order}项没有登记候会的列席人员。", "请在议程里填写列席单位或人员。"),
        "meeting_body_missing": Message("{kind}须选择会议体。", "请选择召开会议的会议体（常委会、全委会）。"),
        "meeting_body_kind": Message("{body}不能召开{kind}。", "请选择与会议类型一致的会议体。"),
        "meeting_cannot_decide": Message(
            "{body}只酝酿、不决定，不能编排要作结论的议程。", "请改在常委会或全委会上研究。"
        ),
        "meeting_nobody": Message("{on}那天{body}没有在任成员。", "请先在“机构人员”登记会议体的成员和任职日期。"),
        "meeting_number_taken": Message("第{number}次会议已经登记过。", "请核对次数；不填则自动接续编号。", 409),
        "agenda_empty": Message("议程里一项也没有。", "请至少列入一项再发通知。"),
        "agenda_line": Message("议程第{line}行：{why}。", "{mend}"),
        "agenda_matter_twice": Message("“{title}”在议程里出现了两次。", "请删去重复的一行。"),
        "agenda_matter_elsewhere": Message(
            "“{title}”已列入{meeting}。", "请先从那次会议的议程中撤下，再列入本次。", 409
        ),
        "agenda_matter_state": Message(
            "“{title}”现在是“{state}”，不能列入议程。", "书记确定上会后才能列入；请先办完前面的环节。", 409
        ),
        "agenda_after_notice": Message(
            "会议通知已发出，不能直接加入“{title}”。", "请用“临时增加议题”办理：须书记同意并写明理由。", 409
        ),
        "agenda_item_busy": Message(
            "“{title}”已有讨论或表决记录，不能从议程删去。", "请对这一项作“撤题”或“暂缓”的结论。", 409
        ),
        "late_not_notified": Message("会议通知还没有发出，不必临时增加。", "请直接编排议程。", 409),
        "late_never": Message("{what}不得临时增加。", "请列入下次会议，按程序提前送达材料。"),
        "late_no_consent": Message("临时增加议题须书记同意。", "请先请示书记，再登记同意的方式和日期。"),
        "attendance_stranger": Message(
            "{name}不是这次会议的成员，不能登记为出席成员。", "列席人员请在“列席”一栏添加。"
        ),
        "attendance_frozen": Message(
            "“{name}”已参加第{item}项表决，不能改为未到会。", "请先核对表决记录；确需更正的，在会议记录中说明。", 409
        ),
        "attendance_open": Message(
            "还有{count}人没有登记到会情况：{names}。", "请逐一登记出席、请假或缺席后再宣布开会。"
        ),
        "recusal_absent": Message("{name}没有到会，不必登记回避。", "请核对人员。"),
        "recusal_concluded": Message("第{order}项已有结论，不能再登记回避。", "确需更正的，请在会议记录中说明。", 409),
        "speech_absent": Message("{name}没有到会或已回避，不能登记发言。", "请核对到会和回避登记。"),
        "speech_who": Message("第{line}条发言没有写明是谁。", "请选择成员，或填写发言人姓名。"),
        "outcome_impossible": Message("“{nature}”不能作“{outcome}”的结论。", "可选：{possible}。"),
        "outcome_referral": Message("“提请全委会”的事项只能作“提请全委会”“暂缓”“不同意”的结论。", "请另选结论。"),
        "method_needed": Message("作“{outcome}”的结论须选表决方式。", "请选口头、举手、记名或无记名投票。"),
        "method_secret_poll": Message(
            "无记名投票表决须先发票、计票、复核并公布。", "请先在“表决票”页办完，再作结论。", 409
        ),
        "method_poll_exists": Message(
            "这一项已有无记名表决的结果，不能再用{method}。", "请按投票结果作结论，或先作废重投。", 409
        ),
        "method_poll_running": Message("这一项的无记名投票还没有公布结果。", "请先计票、复核并公布，或作废重投。", 409),
        "vote_absent": Message("{name}没有到会或已回避，不能计票。", "请核对到会和回避登记。"),
        "vote_choice": Message("{name}的表决填写不对。", "只能是同意、不同意或弃权。"),
        "vote_not_carried": Message(
            "应到会{base}人，同意{yes}人，{verdict}（须{needed}人），不能作“{outcome}”的结论。",
            "请核对票数；票数无误的，结论应为“不同意”或“暂缓”。",
        ),
        "vote_carried": Message(
            "应到会{base}人，同意{yes}人，{verdict}（须{needed}人），不能作“不同意”的结论。",
            "请核对票数；仍要再议的，可作“暂缓”。",
        ),
        "conclusion_text": Message("“{outcome}”须写明{what}。", "请填写后再提交。"),
        "settled_line": Message("议定事项第{line}条：{why}。", "{mend}"),
        "item_concluded": Message(
            "第{order}项“{title}”已有结论：{outcome}。", "请打开最新页面；需要更改的走复议。", 409
        ),
        "meeting_not_open": Message("会议现在是“{state}”，不能{action}。", "{next}", 409),
        "items_open": Message("还有{count}项没有结论：{titles}。", "请逐项作结论（可作暂缓、撤题）后再散会。", 409),
        "light_lines": Message("至少要有一条议定事项。", "请填写事项和牵头单位；没有议定事项的会议不必登记。"),
        "light_secretary": Message(
            "书记专题会（书记办公会）的类型选得不对。", "请选“书记专题会（只酝酿）”，不填议定事项。"
        ),
        "light_secretary_minutes": Message(
            "书记专题会只酝酿，不出会议纪要。", "酝酿情况登记在事项的程序核对单上；决定由常委会作出。", 409
        ),
        "light_kind": Message("{kind}不能用简易登记。", "常委会、全委会请走“拟定会议”。"),
        "record_open": Message("会议还没有结束，不能审核会议记录。", "请先散会。", 409),
        "minutes_exists": Message("这次会议已有纪要（{state}）。", "请在原稿上修改；已签发的先作废文号。", 409),
        "minutes_state": Message("会议纪要现在是“{state}”，不能{action}。", "{next}", 409),
        "notice_nothing": Message(
            "没有可以印发的议定事项通知。", "原则同意的须先审定；没有牵头单位的不印发；已印发的不重发。"
        ),
        "signer_not_chair": Message("会议纪要由会议主持人签发。", "这次会议由{chair}主持，请送其签发或代录。", 403),
    }
)

"""What a paper ballot may be refused for, in the words of the office."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "poll_nature": Message("“{nature}”的议题不表决，不发表决票。", "研究审议和干部人事才表决。"),
        "poll_exists": Message("这一项的表决票已经发出（{state}）。", "请继续计票、复核，或先作废重投。", 409),
        "poll_options": Message("表决票上没有人选或事项。", "请至少填写一行姓名（事项）和拟任（免）职务。"),
        "poll_option_twice": Message("“{text}”在票上列了两次。", "请删去重复的一行。"),
        "poll_staff": Message("没有写明监票人或计票人。", "请填写总监票人、监票人、计票人的姓名，用顿号分开。"),
        "poll_state": Message("表决票现在是“{state}”，不能{action}。", "{next}", 409),
        "poll_option_missing": Message("“{text}”没有填写票数。", "请逐人填写同意、不同意、弃权的票数。"),
        "poll_same_person": Message("复核不能由录入人自己办。", "请另一位计票人登录后重新清点、录入。", 403),
        "poll_differs": Message(
            "两次录入不一致：{differences}。", "请当场重新清点；以清点结果为准，由甲重新录入或乙更正。", 409
        ),
        "poll_concluded": Message("第{order}项已作结论，不能再作废重投。", "确需重议的走复议。", 409),
    }
)

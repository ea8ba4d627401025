"""What can be wrong with a 呈批件 or a 批示, and what to do about it."""

from yixing_core.errors import Message, Refusal, catalogue

catalogue(
    {
        "no_leader": Message("没有选择呈送哪位领导。", "请至少选一位领导。"),
        "not_a_person": Message(
            "当前账户没有对应的人员，不能登记批示。", "请由批示领导本人或其联络员（代录）办理。", 403
        ),
        "instruction_text": Message("批示原文没有填写。", "请照录批示原文；只是圈阅、不需要办理的，请勾选“圈阅”。"),
        "instruction_unit": Message(
            "批示要求办理，但没有写明承办单位。", "请选择承办单位；确实不需要办理的，请勾选“圈阅”。"
        ),
        "instruction_result": Message("没有写明办理情况。", "请写明办理结果，再呈批示领导阅示。"),
        "instruction_noted": Message(
            "圈阅件没有决定事项，不列入直接决定备案。", "需要办理的，请领导另行批示后再列入。", 409
        ),
        "again_text": Message("不同意办结时，须照录新的批示。", "请在“阅示意见”中写明领导的新要求。"),
        "briefing_open": Message("呈批件还不能办结：{what}。", "请先办完、呈批示领导阅示同意后再办结。", 409),
        "closing_note": Message("没有批示就办结的，须写明原因。", "请写明为什么不再呈批，例如“领导口头退回”。"),
    }
)


def wrong_state(what: str, state: str, action: str, following: str) -> Refusal:
    """The refusal for an action that does not fit where the thing stands."""
    return Refusal("wrong_state", what=what, state=state, action=action, next=following)

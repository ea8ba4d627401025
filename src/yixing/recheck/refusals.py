"""What is refused about rechecks."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "recheck_span": Message(
            "起止日期不对，晚于今天，或者超过三年。", "请填先后相符、到今天为止、三年以内的起止日期。"
        ),
        "recheck_gone": Message("这次回查的结果已清理。", "请重新核对。", 404),
    }
)

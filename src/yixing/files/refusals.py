"""What is refused about files."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "subject_unknown": Message("没有说明材料属于哪一件事。", "请从该事项的页面点“上传材料”。"),
        "readers_missing": Message("“内部”材料须指定知悉人员。", "请勾选可以阅看的人员，或改为“一般”。"),
        "attachment_offline": Message("另册占位不存材料。", "请走机要渠道传递材料。"),
        "already_destroyed": Message("这份材料已经销毁。", "不必再办理；办理记录里有销毁原因。", 409),
    }
)

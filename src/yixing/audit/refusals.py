"""What is refused about the book."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "erase_what": Message("没有写明要删除哪几条存证的内容。", "请填写存证序号，如 117、118。"),
        "erase_unknown": Message("没有第 {seq} 条存证。", "请与审计管理员核对序号。"),
        "erase_done": Message("所列存证的内容已经删除。", "不必再办理；存证里留有摘要和办理人。", 409),
    }
)

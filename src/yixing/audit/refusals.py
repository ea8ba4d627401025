"""What is refused about the book."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "erase_what": Message("没有写明要删除哪几条存证的内容。", "请填写存证序号，如 117、118。"),
        "erase_unknown": Message("没有第 {seq} 条存证。", "请与审计管理员核对序号。"),
        "erase_done": Message("所列存证的内容已经删除。", "不必再办理；存证里留有摘要和办理人。", 409),
        "key_unknown": Message("存证里还没有登记过密钥，无从更换。", "请先恢复原密钥文件，再办理。", 409),
        "export_gone": Message("这份导出文件已清理，只保留最近十份。", "请重新导出。", 404),
    }
)

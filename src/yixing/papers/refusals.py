"""What a document may be refused for, in the words of the office."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "void_draft": Message("还没有编号的文稿不必作废。", "请在原稿上修改。", 409),
        "void_again": Message("{number}已经作废。", "编号保留，不能再用。", 409),
        "paper_kind": Message("“{kind}”还不能生成文稿。", "请下载会议材料中的同名文件。", 404),
    }
)

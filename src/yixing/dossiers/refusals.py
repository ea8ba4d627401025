"""What is refused about dossiers."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "dossier_gone": Message("这份档案已清理。", "请重新制作。", 404),
        "dossier_unknown": Message(
            "没有编号为“{number}”的议定事项，或者无权查看。", "请核对编号，如 2023-36-03。", 404
        ),
        "dossier_year_empty": Message("{year}年没有可以查看的议定事项。", "请核对年度。"),
    }
)

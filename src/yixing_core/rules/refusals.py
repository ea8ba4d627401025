"""What the rulebook refuses, in words."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "rules_fact": Message("{what}。", "请按“yixing rules facts {gate}”列出的事实填写。"),
        "rules_gate": Message("{what}。", "可用的关口见 yixing rules facts。"),
        "rules_unknown": Message("规定库里没有编号为“{rule}”的规定。", "请在规定库里核对编号。"),
        "rules_edition": Message(
            "规定库里没有《{regulation}》{edition}版的条文。", "请先录入该版条文，或改选已录入的版本：{known}。"
        ),
    }
)

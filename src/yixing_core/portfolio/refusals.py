"""What the division of work refuses, in words."""

from yixing_core.errors import Message, catalogue

catalogue(
    {
        "portfolio.unusable": Message("{place}：{what}。", "{mend}"),
        "portfolio.undecided": Message(
            "在给定的时间内既没有找到一个方案，也没有证明不存在方案。", "请放宽时限，或者减少限制后再试。"
        ),
        "portfolio.cancelled": Message("已停止，此时还没有找到任何方案。", "请重新测算；问题较大时请多给一些时间。"),
        "portfolio.memory": Message("内存不够，没有算完。", "请减少成员、事项或规则，或者在内存更大的机器上测算。"),
        "portfolio.present": Message("“{id}”已经在成员之列。", "请核对后再试。"),
        "portfolio.unknown": Message("本题中没有“{id}”这个{kind}。", "请核对后再试。"),
    }
)

"""One catalogue of refusals: what is wrong, which rule, what to do next, in plain Chinese.

A refusal is product, not a log line. Raise ``Refusal(code, **facts)``; the sentence and the way out stand in
``CATALOGUE`` and are filled with the facts. A code that is not in the catalogue is a programming error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with ``{fact}`` places, what to do next, and the HTTP status that fits it."""

    text: str
    mend: str
    status: int = 422


CATALOGUE: dict[str, Message] = {}


def catalogue(entries: Mapping[str, Message]) -> None:
    """Add messages; a code may be defined once only.

    Raises:
        ValueError: the code exists already.
    """
    for code, message in entries.items():
        if code in CATALOGUE:
            msg = f"refusal code defined twice: {code}"
            raise ValueError(msg)
        CATALOGUE[code] = message


class Refusal(Exception):  # noqa: N818  (a refusal is an answer, not a fault of ours)
    """The action was understood and not done.

    Args:
        code: key of ``CATALOGUE``.
        field: name of the form field or column that is wrong, if one is.
        findings: the findings of the rulebook that led to it, if a gate refused.
        facts: values for the places in the sentence.
    """

    def __init__(self, code: str, *, field: str = "", findings: Sequence[Any] = (), **facts: object) -> None:
        self.code = code
        self.field = field
        self.findings = tuple(findings)
        self.facts = facts
        message = CATALOGUE[code]
        self.text = message.text.format(**facts)
        self.mend = message.mend.format(**facts)
        self.status = message.status
        super().__init__(f"{self.text}{self.mend}")


catalogue(
    {
        "not_found": Message("没有找到您要的内容，或者您无权查看。", "请核对链接；如确需查看，请与县委办联系。", 404),
        "forbidden": Message("您的岗位不能办理“{action}”。", "{who}", 403),
        "stale": Message(
            "您打开这一页之后，{what}已被改动：{changes}。",
            "请先看最新内容，再决定是否仍要提交；您填写的内容没有丢失。",
            409,
        ),
        "wrong_state": Message("{what}现在是“{state}”，不能{action}。", "{next}", 409),
        "gate": Message("暂不能{action}：{missing}。", "{who}", 422),
        "acknowledge": Message(
            "有{count}条提示需要说明理由：{rules}。", "能补的请先补齐；仍要办理的，在每条提示后写明理由再提交。", 422
        ),
        "field_required": Message("“{label}”没有填写。", "请补填后再提交。", 422),
        "field_invalid": Message("“{label}”填写不对：{why}。", "{mend}", 422),
        "classified": Message(
            "材料带有“{mark}”标志，本系统不能存放国家秘密。",
            "请走机要渠道，在这里只登记“另册占位”（编号、类别、日期、到会、方式）。",
            422,
        ),
    }
)

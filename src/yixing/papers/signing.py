"""What the rulebook asks of a paper of ours before it is signed: the facts of the gate ``document.sign``.

All of them are papers of the committee or its office that go down to units. They are drafted from records, so that most
of what could be wrong with a paper cannot be wrong here; what can be is its length, a mark of secrecy, a review that was
left out, and demands that papers must not add (整治形式主义为基层减负若干规定, 第2、3条).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from yixing.attachments.screening import is_marked
from yixing.compliance.gates import Passed
from yixing.door.call import Call
from yixing.door.door import gate
from yixing.papers.models import Document

Kind = Document.Kind
_DRAFTED_BY_OFFICE: Final = frozenset(Kind) - {Kind.MINUTES}
"""Papers that only the office drafts and issues; the 会议纪要 of a body is reviewed by its director apart."""
_SIGNS: Final[dict[str, str]] = {
    "staffing": "增加编制|核增编制|增设机构|配备专职",
    "target_campaign": "达标创建|创建达标|评比达标|达标活动",
    "one_vote_veto": "一票否决",
    "responsibility_letter": "责任状|责任书",
    "report_back": "报送贯彻|报送落实|贯彻落实情况报",
    "supporting_document": "配套文件|配套方案|实施细则",
}
"""Words by which each demand that papers must not add is recognised (codes of ``vocabulary.EXTRA_REQUESTS``)."""
_NOT_TEXT: Final = frozenset({"mark", "office", "checkpoint", "signer", "signed_by", "number", "contact"})


def texts(content: Any) -> Iterator[str]:
    """Every text of a paper's content, without head and foot."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for key, value in content.items():
            if key not in _NOT_TEXT:
                yield from texts(value)
    elif isinstance(content, Sequence):
        for value in content:
            yield from texts(value)


def demands_in(content: Any) -> tuple[str, ...]:
    """Which demands that papers must not add are named in a paper; whether it makes them, somebody has to say.

    Example:
        >>> demands_in({"items": ["各乡镇签订责任状。"]})
        ('responsibility_letter',)
    """
    whole = "\n".join(texts(content))
    return tuple(code for code, words in _SIGNS.items() if re.search(words, whole))


def document_facts(document: Document, extra_requests: Sequence[str] | None = None) -> dict[str, Any]:
    """Facts for the gate ``document.sign``.

    Args:
        document: with its final content, not yet signed.
        extra_requests: which demands the paper makes, said by somebody who read it; ``None`` if nobody said: then there
            are none where no word of them occurs, and otherwise it is not known.
    """
    found = demands_in(document.content)
    said = list(extra_requests) if extra_requests is not None else None if found else []
    minutes = document.kind in {Kind.MINUTES, Kind.LIGHT_MINUTES}
    whole = "\n".join(texts(document.content))
    return {
        "document": {
            "kind": "minutes" if minutes else "notice",
            "direction": "down",
            "issuer": "committee" if minutes else "committee_office",
            "issuers": 1,
            "opinion_given": True,  # whoever signs is named, with the day
            "reviewed_by_office": document.reviewed_on is not None or document.kind in _DRAFTED_BY_OFFICE,
            "changed_after_signing": False,  # the content is frozen with the signature
            "forwards_request": False,
            "skips_level": False,
            "superior_department": False,
            "to_central": False,
            # What a meeting decided binds the departments: there is nothing left on which they would have to agree.
            "cross_department": False,
            "classified": is_marked(whole),
            "words": len("".join(whole.split())),
            "comprehensive": False,
            "special": not minutes,
            "burden_assessed": said is not None,
            "extra_requests": said,
        }
    }


def ask_signing(call: Call, document: Document, extra_requests: Sequence[str] | None = None) -> Passed:
    """Ask the gate ``document.sign`` about a paper that is about to be signed."""
    return gate(call, "document.sign", document_facts(document, extra_requests))

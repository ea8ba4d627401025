"""What an action of 论证 takes as words: not empty where it is needed, not longer than it is kept, one of the choices."""

from django.db.models import TextChoices

from yixing_core.errors import Refusal


def text_of(name: str, label: str, value: str, most: int) -> str:
    """The text without blanks at its ends; refused (``field_invalid``) where it is longer than what is kept."""
    text = value.strip()
    if len(text) > most:
        why = f"有 {len(text)} 字，超过 {most} 字"
        raise Refusal("field_invalid", field=name, label=label, why=why, mend="请精简后再提交。")
    return text


def needed(name: str, label: str, value: str, most: int) -> str:
    """The same, and refused (``field_required``) where nothing is left."""
    text = text_of(name, label, value, most)
    if not text:
        raise Refusal("field_required", field=name, label=label)
    return text


def one_of(name: str, label: str, value: str, choices: type[TextChoices]) -> str:
    """A value of the choices; refused (``field_invalid``) where it is none."""
    if value not in choices.values:
        known = "、".join(str(each) for each in choices.labels)
        raise Refusal("field_invalid", field=name, label=label, why=f"没有“{value}”", mend=f"可选：{known}。")
    return value

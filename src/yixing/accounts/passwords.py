"""Passwords for once: made here, shown a single time, to be changed at the first login."""

import secrets

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letters or figures that are mistaken for each other when read out."""
_GROUPS, _LETTERS = 3, 4


def one_time() -> str:
    """A password of twelve characters in three groups, about 59 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS)) for _ in range(_GROUPS))
    return "-".join(groups)

"""JSON from outside: decoded once, then picked apart without trusting any type in it."""

from typing import Any

import msgspec

from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

_LARGEST = 2**63 - 1
"""Counters beyond this are no counters; msgspec and SQLite end here too."""


def parse(data: bytes, source: str) -> dict[str, Any]:
    """The JSON object in ``data``."""
    try:
        tree = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Unreadable(Reason.MALFORMED, f"{source}: JSON") from error
    if not isinstance(tree, dict):
        raise Unreadable(Reason.MALFORMED, f"{source}: JSON object expected")
    return tree


def at(tree: Any, *keys: str) -> Any:
    """What stands under ``keys``, or ``None`` where the way there is missing or of another type."""
    for key in keys:
        if not isinstance(tree, dict):
            return None
        tree = tree.get(key)
    return tree


def integer(tree: Any, *keys: str) -> int | Unknown:
    """A whole number from 0 to 2**63-1."""
    value = at(tree, *keys)
    if value is None:
        return Unknown(reason=Reason.NOT_REPORTED, detail=".".join(keys))
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
        return Unknown(reason=Reason.MALFORMED, detail=".".join(keys))
    return value


def truth(tree: Any, *keys: str) -> bool | Unknown:
    value = at(tree, *keys)
    if value is None:
        return Unknown(reason=Reason.NOT_REPORTED, detail=".".join(keys))
    return value if isinstance(value, bool) else Unknown(reason=Reason.MALFORMED, detail=".".join(keys))


def text(tree: Any, *keys: str) -> str | Unknown:
    """A text with something in it, without blanks around it."""
    value = at(tree, *keys)
    if isinstance(value, str) and value.strip():
        return value.strip()
    return Unknown(reason=Reason.NOT_REPORTED, detail=".".join(keys))


def rows(tree: Any, *keys: str) -> list[dict[str, Any]]:
    """The objects of a list; whatever else stands in it is passed over."""
    value = at(tree, *keys)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []

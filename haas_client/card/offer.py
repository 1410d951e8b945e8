"""When the emergency card is offered: after the first diagnosis, and once for each part that is to be replaced."""

import hashlib
from collections.abc import Iterable

from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import Verdict
from haas_client.diagnostics.unknown import Unknown

DIAGNOSED = "diagnosed"
"""The first diagnosis has been made."""
_MOST_KEPT = 100


def occasions(diagnosis: Diagnosis | None, seen: Iterable[str]) -> tuple[str, ...]:
    """Why the card is to be offered now, as codes to be remembered; empty where the owner has answered all of them."""
    if diagnosis is None:
        return ()
    failing = [state.part for state in diagnosis.parts if state.verdict == Verdict.REPLACE]
    answered = frozenset(seen)
    return tuple(one for one in (DIAGNOSED, *dict.fromkeys(map(_occasion, failing))) if one not in answered)


def answered(seen: tuple[str, ...], now: Iterable[str]) -> tuple[str, ...]:
    """``seen`` with the occasions of ``now``, the oldest ones forgotten beyond a hundred; the first is never."""
    kept = [one for one in dict.fromkeys((*seen, *now)) if one != DIAGNOSED]
    return (DIAGNOSED, *kept[-_MOST_KEPT:])


def _occasion(part: Part) -> str:
    """The part by a hash: a serial number has no business in a file of settings."""
    names = (part.serial,) if isinstance(part.serial, str) else (part.slot, part.model)
    words = [part.kind.value, *("" if isinstance(name, Unknown) else name for name in names)]
    return hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:16]

"""Cases: captures of real machines where they are at hand, else our own, each mutated by chance of a seed."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from haas_client.diagnostics.judge import Kind, judge
from haas_client.diagnostics.unknown import Unreadable
from tests.fuzz.mutations import mutated
from tests.fuzz.samples import SAMPLES
from tests.unit.captured import FOLDER, rows

_NOW = datetime(2026, 7, 1, tzinfo=UTC)
_CAPTURED = {
    Kind.SMARTCTL: ("smartctl-captured", "smartctl-linuxhw", "smartctl-backblaze"),
    Kind.DMIDECODE: ("dmidecode-text",),
    Kind.SENSORS: ("lm-sensors-text",),
    Kind.KERNEL_LOG: ("kernel-log",),
}


class Outcome(StrEnum):
    JUDGED = "judged"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Case:
    kind: Kind
    origin: str
    data: bytes


def cases(seed: int, only: Kind | None = None) -> Iterator[Case]:
    """Without end, the same for the same seed."""
    chance = random.Random(seed)
    captures = {kind: _captures(kind) for kind in Kind if only in (None, kind)}
    while True:
        kind = chance.choice(list(captures))
        origin, data = chance.choice(captures[kind])
        yield Case(kind=kind, origin=origin, data=mutated(data, chance))


def judged_case(case: Case) -> Outcome:
    """Judges it as the command does; anything but :class:`Unreadable` is a defect and goes through."""
    try:
        judgement = judge(case.kind, case.data, case.origin, _NOW)
    except Unreadable:
        return Outcome.UNREADABLE
    assert judgement.verdict in ("replace", "watch", "cable", "ok", "unknown")
    return Outcome.JUDGED


def _captures(kind: Kind) -> list[tuple[str, bytes]]:
    own = [("hand-written", sample) for sample in SAMPLES[kind]]
    if not FOLDER.is_dir():
        return own
    return own + [
        (str(row["source"]), json.dumps(row["smartctl"]).encode() if row.get("smartctl") else row["text"].encode())
        for name in _CAPTURED[kind]
        for row in rows(name)
    ]

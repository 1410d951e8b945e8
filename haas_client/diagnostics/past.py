"""What earlier diagnoses of this PC left: the figures of each part over time, and what the owner already knows."""

from datetime import datetime

import msgspec

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.when import When
from haas_client.text import valid_text


class PartSample(msgspec.Struct, frozen=True, kw_only=True):
    """One part at one time."""

    key: str
    """Which part: see :func:`part_key`."""
    figures: dict[str, float] = {}
    """Counters and readings by name, with their unit where they have one: "smart.197", "temperature_celsius"."""
    findings: tuple[str, ...] = ()
    """Codes of what was found then."""
    condemned: tuple[str, ...] = ()
    """Those of them that asked for a replacement."""


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """What one diagnosis leaves: compact, and without any text of the machine."""

    taken_at: When
    parts: tuple[PartSample, ...]

    def part(self, key: str) -> PartSample | None:
        return next((part for part in self.parts if part.key == key), None)


class Acknowledgement(msgspec.Struct, frozen=True, kw_only=True):
    """The owner's word "known, tell me only if it grows" on one finding."""

    key: str
    code: str
    value: float | None
    """The finding's first value then; ``None`` where it is no number."""


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """Samples, oldest first, and acknowledgements. Empty on a first start, or where nothing could be kept."""

    samples: tuple[Sample, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()

    def readings(self, key: str, figure: str) -> tuple[tuple[datetime, float], ...]:
        """One figure of one part over time, oldest first; times without it are left out."""
        found = ((sample.taken_at, sample.part(key)) for sample in self.samples)
        return tuple((at, part.figures[figure]) for at, part in found if part and figure in part.figures)


def part_key(part: Part) -> str:
    """The same part again at another time: its serial number; where it has none, its place and model."""
    if isinstance(part.serial, str):
        return valid_text(f"{part.kind}/{part.serial}")
    place = part.slot if isinstance(part.slot, str) else ""
    model = part.model if isinstance(part.model, str) else ""
    return valid_text(f"{part.kind}/{place}/{model}")

"""What eight earlier diagnoses may have left, for the pages that show figures over time."""

from datetime import timedelta

from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.past import PartSample, Past, Sample, part_key
from haas_client.ui.result import Result

_GROWING = {
    PartKind.STORAGE: {"smart.197": (0, 0, 0, 2, 3, 8, 15, 24), "smart.5": (0, 0, 8, 8, 16, 24, 40, 48)},
    PartKind.MEMORY: {"edac.corrected": (0, 0, 4, 11, 30, 62, 90, 118)},
    PartKind.POWER: {"unmarked_boots": (0, 1, 1, 2, 2, 2, 3, 3)},
}
_DAYS = 4


def growing(result: Result) -> Past:
    """Counters of every part that have grown, up to the result's own time."""
    end = result.collection.snapshot.taken_at
    keys = {part_key(state.part): state.part.kind for state in result.diagnosis.parts}
    samples = [
        Sample(
            taken_at=end - timedelta(days=_DAYS * (7 - number)),
            parts=tuple(
                PartSample(key=key, figures={name: float(values[number]) for name, values in _GROWING[kind].items()})
                for key, kind in keys.items()
            ),
        )
        for number in range(8)
    ]
    return Past(samples=tuple(samples))

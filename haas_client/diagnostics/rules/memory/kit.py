"""How the modules go together: what is not seen of them, mixed kits, speed, channels. Only the first may be a fault."""

from collections.abc import Iterable, Iterator

from haas_client.diagnostics.finding import Evidence, Finding
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.rules.memory.parts import filled, whole_of
from haas_client.diagnostics.rules.memory.places import channels
from haas_client.diagnostics.snapshot import Memory, Module
from haas_client.diagnostics.unknown import Unknown

_GIB = 1024**3

# Firmware and graphics keep a share of what is installed. Integrated graphics take up to 512 MiB by default on most
# boards (up to 2 GiB may be chosen), the firmware and the kernel some 3 %: only a gap that no setting explains counts.
_RESERVED_BYTES = 2 * _GIB
_RESERVED_SHARE = 0.05

_LARGEST_MODULE = 4096 * _GIB
"""Eight times the largest module that is made: above it, a size is a mistake of the firmware."""

# MT/s. DDR runs at 100 to 10,000; captured tables also hold 32768 and 58785.
_SPEEDS = range(100, 20_001)
_SAME_SPEED = 5
"""2666 and 2667, 2933 and 2934: one speed, rounded in two ways."""

_SOLDERED = frozenset({"row of chips", "chip", "die"})


def findings(memory: Memory) -> Iterator[Finding]:
    yield from _not_seen(memory)
    modules = [module for module in filled(memory) if not module.persistent]
    yield from _mixed(memory, modules)
    yield from _below_rated(memory, modules)
    yield from _single_channel(memory, modules)


def size_of(module: Module) -> int | None:
    """The size, where it is known and possible."""
    size = module.size_bytes
    return size if isinstance(size, int) and 0 < size <= _LARGEST_MODULE else None


def _not_seen(memory: Memory) -> Iterator[Finding]:
    """A gap between installed and visible that is at least one module wide."""
    modules = [module for module in filled(memory) if not module.persistent]
    sizes = [size for module in modules if (size := size_of(module))]
    if not sizes or len(sizes) < len(modules) or isinstance(memory.visible_bytes, Unknown):
        return  # a module of unknown size: the sum is unknown too
    installed = sum(sizes)
    allowed = _RESERVED_BYTES + installed * _RESERVED_SHARE
    missing = installed - memory.visible_bytes
    if missing > allowed and missing > min(sizes) * (1 - _RESERVED_SHARE):
        evidence = Evidence(
            source="SMBIOS type 17 / MemTotal",
            value=f"{installed / _GIB:.1f} / {memory.visible_bytes / _GIB:.1f} GiB",
            threshold=f"≤ {allowed / _GIB:.1f} GiB",
            reference="proc-meminfo",
        )
        yield _finding("memory.not_seen", memory, (evidence,), Severity.WATCH, Confidence.MEDIUM)


def _mixed(memory: Memory, modules: list[Module]) -> Iterator[Finding]:
    """Modules that differ in size, speed, kind or part number: they run, at what the least of them can."""
    differences = {
        "size": _different(f"{size / _GIB:g} GB" for module in modules if (size := size_of(module))),
        "speed": _different(_rounded(speed) for module in modules if (speed := _speed(module.speed_mts))),
        "type": _different(module.type for module in modules if isinstance(module.type, str)),
        "part number": _different(m.part_number.upper() for m in modules if isinstance(m.part_number, str)),
    }
    evidence = tuple(
        Evidence(source=f"SMBIOS type 17 {name}", value=" / ".join(values), threshold="–", reference="smbios")
        for name, values in differences.items()
        if len(values) > 1
    )
    if evidence:
        yield _finding("memory.mixed", memory, evidence)


def _below_rated(memory: Memory, modules: list[Module]) -> Iterator[Finding]:
    """All run as the slowest is rated; only below that one there is something to say."""
    rated = [speed for module in modules if (speed := _speed(module.speed_mts))]
    configured = [speed for module in modules if (speed := _speed(module.configured_speed_mts))]
    if not rated or len(rated) < len(modules) or not configured:
        return
    runs, could = min(configured), min(rated)
    if runs >= could - _SAME_SPEED or abs(2 * runs - could) <= 2 * _SAME_SPEED:
        return  # half the rate is the clock of the same speed: older firmware gives the one here and the other there
    evidence = Evidence(
        source="SMBIOS type 17 configured speed / speed, MT/s",
        value=f"{runs} / {could}",
        threshold=f"≥ {could - _SAME_SPEED}",
        reference="smbios",
    )
    yield _finding("memory.below_rated", memory, (evidence,))


def _single_channel(memory: Memory, modules: list[Module]) -> Iterator[Finding]:
    """Every module in one channel of a board that has more; soldered memory cannot be placed otherwise.

    Not surer than medium: firmware of small boards also lists channels that have no slot.
    """
    board = channels(memory)
    if board is None or len(board.all) < 2 or len(board.filled) != 1:
        return
    if any(module.form_factor in _SOLDERED for module in modules):
        return
    evidence = Evidence(
        source="SMBIOS type 17 locator, channels filled",
        value=f"1 / {len(board.all)}",
        threshold="≥ 2",
        reference="smbios",
    )
    yield _finding("memory.single_channel", memory, (evidence,), confidence=Confidence.MEDIUM)


def _finding(
    code: str,
    memory: Memory,
    evidence: tuple[Evidence, ...],
    severity: Severity = Severity.NOTE,
    confidence: Confidence = Confidence.HIGH,
) -> Finding:
    return Finding(code=code, severity=severity, confidence=confidence, part=whole_of(memory), evidence=evidence)


def _different(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _speed(speed: int | Unknown) -> int | None:
    return speed if isinstance(speed, int) and speed in _SPEEDS else None


def _rounded(speed: int) -> str:
    """Speeds of one step alike: 2666 and 2667, 1066 and 1067. Steps lie 66 and more apart."""
    return f"{round((speed + 1) / 33.333) * 33.333:.0f} MT/s"

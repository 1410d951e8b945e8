"""Words for parts, their states and their key figures."""

from collections.abc import Callable, Iterable

from haas_client.diagnostics.finding import NOT_FOUND, Fact, Part, PartState
from haas_client.diagnostics.kinds import PartKind, Severity
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import N_, Translator
from haas_client.sizes import drive_size, memory_size
from haas_client.wording import kinds
from haas_client.wording.reasons import reason

_HEADLINES = {
    Severity.REPLACE: N_("We recommend replacing: {part}"),
    Severity.WATCH: N_("Please keep an eye on: {part}"),
    Severity.CABLE: N_("Please check the connection of: {part}"),
    Severity.NOTE: N_("For your information: {part}"),
}

_NOT_MEASURABLE = {
    PartKind.POWER: N_("The power supply cannot be measured from this PC."),
    PartKind.MEMORY: N_("Nothing counts memory errors on this PC, so they cannot be told from here."),
    PartKind.STORAGE: N_("A virtual drive tells nothing of its health."),
}


def headline(severity: Severity, part: Part, t: Translator) -> str:
    """A title: We recommend replacing: Storage (SATA 2)."""
    return t(_HEADLINES[severity]).format(part=name(part, t))


def name(part: Part, t: Translator) -> str:
    """Kind and place, as in Storage (SATA 2); the kind alone where the place is unknown."""
    if isinstance(part.slot, Unknown):
        return kinds.kind(part.kind, t)
    return t("{kind} ({slot})").format(kind=kinds.kind(part.kind, t), slot=part.slot)


def label(part: Part, t: Translator) -> str:
    """Model and size as printed on the part: Crucial MX500 · 500 GB; empty where neither is known."""
    return joined((part.model if isinstance(part.model, str) else "", size(part)), t)


def size(part: Part) -> str:
    """As printed on the part; empty where it is not known."""
    if isinstance(part.size_bytes, Unknown) or not part.size_bytes:
        return ""
    return memory_size(part.size_bytes) if part.kind == PartKind.MEMORY else drive_size(part.size_bytes)


def summary(state: PartState, t: Translator) -> str:
    """One line on a part: its key figures, or why it has no verdict."""
    return joined((facts(state, t), why(state, t)), t)


def facts(state: PartState, t: Translator) -> str:
    """Its key figures; empty where there are none."""
    return joined((fact(one, t) for one in state.facts), t)


def why(state: PartState, t: Translator) -> str:
    """Why there is no verdict, in words that fit the part; empty where there is one."""
    if state.why is None:
        return ""
    if state.why.reason == Reason.NOT_MEASURABLE and state.part.kind in _NOT_MEASURABLE:
        return t(_NOT_MEASURABLE[state.part.kind])
    return reason(state.why, t)


def memory_total(states: Iterable[PartState]) -> str:
    """What is installed in all: 32 GB (2 × 16 GB); empty where a size is unknown."""
    sizes = [state.part.size_bytes for state in states if not state.is_missing]
    known = [size for size in sizes if isinstance(size, int)]
    if not known or len(known) < len(sizes):
        return ""
    total = memory_size(sum(known))
    return f"{total} ({len(known)} × {memory_size(known[0])})" if len(set(known)) == 1 else total


def joined(texts: Iterable[str], t: Translator) -> str:
    """Short texts side by side, empty ones left out."""
    return t(" · ").join(text for text in texts if text)


def fact(one: Fact, t: Translator) -> str:
    return _FACTS[one.name](one.value, t) if one.name in _FACTS else f"{one.name}: {one.value}"


_Words = Callable[[int | float | str, Translator], str]

_FACTS: dict[str, _Words] = {
    NOT_FOUND: lambda value, t: t("not found in this PC"),
    "worn_percent": lambda value, t: t("worn {value} %").format(value=value),
    "temperature_celsius": lambda value, t: t("{value} °C").format(value=value),
    "power_on_hours": lambda value, t: t("{value} hours in use").format(
        value=f"{value:,}" if isinstance(value, int) else value
    ),
    "memory_type": lambda value, t: str(value),
    "speed_mts": lambda value, t: t("{value} MT/s").format(value=value),
    "visible_bytes": lambda value, t: t("{size} usable").format(
        size=memory_size(value) if isinstance(value, int) else value
    ),
    "rail": lambda value, t: f"{value} V",
    "unmarked_boots": lambda value, t: t("sudden stops in 30 days: {value}").format(value=value),
    "unsafe_shutdowns": lambda value, t: t("power losses counted by a drive: {value}").format(value=value),
    "battery_capacity_percent": lambda value, t: t("battery {value} percent of new").format(value=value),
    "max_watts": lambda value, t: t("rated {value} W").format(value=value),
}

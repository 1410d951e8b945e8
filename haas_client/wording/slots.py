"""Words for memory slots: channels where their names tell, what is in them, what a PC's memory is in all."""

from collections.abc import Sequence

from haas_client.diagnostics.decode.tables import SYSTEM_MEMORY
from haas_client.diagnostics.rules.memory import places
from haas_client.diagnostics.snapshot import EdacDimm, Memory, Module
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import Translator
from haas_client.sizes import memory_size
from haas_client.wording.parts import joined

_ON_BOARD = frozenset({"row of chips", "chip", "die"})


def channels(modules: Sequence[Module], t: Translator) -> list[tuple[str, list[Module]]]:
    """Slots by channel in the order of the firmware's table; one group without a name where names tell of none."""
    groups: dict[str | None, list[Module]] = {}
    for module in modules:
        groups.setdefault(places.channel(module), []).append(module)
    names = [name for name in groups if name is not None]
    if len(names) < 2 or None in groups:
        return [("", list(modules))]
    # Controller or processor stand before the letter; where there is only one, they say nothing.
    letters = [name.rpartition("/")[2] for name in names]
    shown = letters if len(set(letters)) == len(letters) else names
    return [(t("Channel {name}").format(name=name), group) for name, group in zip(shown, groups.values(), strict=True)]


def slot(module: Module, t: Translator) -> str:
    return joined(dict.fromkeys((module.slot, module.bank)), t) if module.slot == "" else module.slot


def is_empty(module: Module) -> bool:
    return module.size_bytes == 0


def is_soldered(module: Module) -> bool:
    """Chips on the board. LPDDR has been in sockets in a few laptops of late; most firmware calls it a DIMM wrongly."""
    form = module.form_factor.lower() if isinstance(module.form_factor, str) else ""
    return form in _ON_BOARD or (isinstance(module.type, str) and module.type.upper().startswith("LPDDR"))


def content(module: Module, t: Translator) -> str:
    """Size, type and speed; "empty"."""
    if is_empty(module):
        return t("empty")
    size = memory_size(module.size_bytes) if isinstance(module.size_bytes, int) else t("size unknown")
    texts = [size, module.type if isinstance(module.type, str) else "", speed(module, t)]
    return joined((text for text in texts if isinstance(text, str)), t)


def speed(module: Module, t: Translator) -> str | Unknown:
    """What it runs at; its rating where only that is told."""
    runs = module.speed_mts if isinstance(module.configured_speed_mts, Unknown) else module.configured_speed_mts
    return runs if isinstance(runs, Unknown) else t("{value} MT/s").format(value=runs)


def details(module: Module, t: Translator) -> list[tuple[str, str | Unknown]]:
    """What is printed on a module, and how it runs."""
    rated: str | Unknown = Unknown(reason=Reason.NOT_REPORTED)
    if isinstance(module.speed_mts, int):
        rated = t("{value} MT/s").format(value=module.speed_mts)
    return [
        (t("Maker"), module.manufacturer),
        (t("Part number"), module.part_number),
        (t("Serial number"), module.serial),
        (t("Speed"), speed(module, t)),
        (t("Rated speed"), rated),
        (t("Form"), t("soldered to the board") if is_soldered(module) else module.form_factor),
    ]


def whole(memory: Memory, t: Translator) -> list[tuple[str, str | Unknown]]:
    """The memory in all: what is installed, what the system sees of it, type, speed, error correction (ECC)."""
    modules = memory.modules if isinstance(memory.modules, tuple) else ()
    filled = [module for module in modules if not is_empty(module)]
    visible = memory.visible_bytes
    nothing = memory.modules if isinstance(memory.modules, Unknown) else Unknown(reason=Reason.NOT_REPORTED)
    return [
        (t("Installed"), _total(filled) or nothing),
        (t("Usable"), memory_size(visible) if isinstance(visible, int) else visible),
        (t("Type"), _common([module.type for module in filled], t) or nothing),
        (t("Speed"), _common([speed(module, t) for module in filled], t) or nothing),
        (t("Error correction"), _correction(memory, t)),
    ]


def most(memory: Memory, t: Translator) -> str:
    """How much the board takes, as its firmware says; empty where it does not, or where nothing can be put in."""
    if isinstance(memory.modules, Unknown) or all(is_soldered(module) for module in memory.modules):
        return ""
    sizes = [array.max_bytes for array in memory.arrays if array.use == SYSTEM_MEMORY]
    known = [size for size in sizes if isinstance(size, int)]
    if not known or len(known) < len(sizes):
        return ""
    return t("The board takes up to {size}.").format(size=memory_size(sum(known)))


def counts(memory: Memory, module: Module, t: Translator) -> list[tuple[str, str | Unknown]]:
    """Errors counted for a module, and for how long; empty where nothing counts."""
    if isinstance(memory.edac, Unknown):
        return []
    dimms = [dimm for dimm in memory.edac if places.module_of(dimm, memory) is module]
    if not dimms:
        return []
    return [
        (t("Corrected"), _sum(dimms, "corrected")),
        (t("Not corrected"), _sum(dimms, "uncorrected")),
        (t("Counted for"), _hours(memory.edac_seconds, t)),
    ]


def _sum(dimms: Sequence[EdacDimm], name: str) -> str | Unknown:
    numbers: list[int | Unknown] = [getattr(dimm, name) for dimm in dimms]
    unknown = next((number for number in numbers if isinstance(number, Unknown)), None)
    return unknown or f"{sum(number for number in numbers if isinstance(number, int)):,}"


def _hours(seconds: int | Unknown, t: Translator) -> str | Unknown:
    if isinstance(seconds, Unknown):
        return seconds
    hours = seconds // 3600
    if hours < 24:
        return t("{hours} h").format(hours=hours)
    return t("{days} d {hours} h").format(days=hours // 24, hours=hours % 24)


def _total(filled: Sequence[Module]) -> str:
    sizes = [module.size_bytes for module in filled]
    known = [size for size in sizes if isinstance(size, int)]
    return memory_size(sum(known)) if known and len(known) == len(sizes) else ""


def _common(texts: Sequence[str | Unknown], t: Translator) -> str:
    """What all have, or what there is."""
    known = dict.fromkeys(text for text in texts if isinstance(text, str))
    return joined(known, t)


def _correction(memory: Memory, t: Translator) -> str | Unknown:
    correction = memory.error_correction
    if isinstance(correction, Unknown):
        return correction
    if correction.lower() == "none":
        return t("none")
    return t("available") if "ECC" in correction else correction  # parity and CRC notice errors, and correct none

"""Which slot a label of the kernel's error counters names; told only where it can be no other."""

import re

import msgspec

from haas_client.diagnostics.rules.memory.parts import filled
from haas_client.diagnostics.snapshot import EdacDimm, Memory, Module
from haas_client.diagnostics.unknown import Unknown

_NO_PLACE = "noinfo"

# Labels of Intel's server drivers (skx_common, sb_edac), and what the same maker's firmware calls the same place. Both
# count from 0: processor, memory controller, channel, slot in it.
_DRIVER = re.compile(r"CPU_SrcID#(\d{1,2})_(?:MC|Ha)#(\d{1,2})_Chan#(\d{1,2})_DIMM#(\d{1,2})")
_FIRMWARE = re.compile(r"P(\d{1,2})_Node(\d{1,2})_Channel(\d{1,2})_Dimm(\d{1,2})")

# A name that says its channel: ChannelA-DIMM1, P0 CHANNEL B, CHAN A, Node0_Channel1; else DIMM_A1, DIMMB2, DDR4_A1.
_CHANNEL = re.compile(r"(?:^|[^A-Z])CHAN(?:NEL)?[ _#-]?([A-H]|\d{1,2})(?![0-9A-Z])", re.IGNORECASE)
_LETTER = re.compile(r"(?:DIMM|DDR\d)[ _-]?([A-H])\d", re.IGNORECASE)
_GROUP = re.compile(r"(?:CONTROLLER|SOCKET|NODE|BRANCH|CPU|MC|P|PROC)[ _#-]?(\d{1,2})(?!\d)", re.IGNORECASE)


class Channels(msgspec.Struct, frozen=True, kw_only=True):
    """The channels of a board as its slots' names tell them."""

    all: frozenset[str]
    filled: frozenset[str]


def module_of(dimm: EdacDimm, memory: Memory) -> Module | None:
    """The module that ``dimm`` counts for; ``None`` where that is not certain."""
    modules = filled(memory)
    if len(modules) == 1:
        return modules[0]  # whatever the driver calls it
    if dimm.label == _NO_PLACE:
        return None
    return _by_name(dimm.label, modules) or _by_coordinates(dimm.label, modules, memory)


def channels(memory: Memory) -> Channels | None:
    """``None`` where not every slot's name says its channel."""
    if isinstance(memory.modules, Unknown):
        return None
    named = {(name, module.size_bytes != 0) for module in memory.modules if (name := channel(module))}
    if any(channel(module) is None for module in memory.modules):
        return None
    return Channels(all=frozenset(name for name, _ in named), filled=frozenset(name for name, full in named if full))


def _by_name(label: str, modules: tuple[Module, ...]) -> Module | None:
    """By the slot's name, the bank's, or both as firmware-first reporting joins them; none may bear it twice."""
    wanted = _plain(label)
    found = [module for module in modules if wanted in _names(module)]
    return found[0] if len(found) == 1 else None


def _names(module: Module) -> set[str]:
    slot, bank = _plain(module.slot), _plain(module.bank)
    return {name for name in (slot, bank, bank + slot, slot + bank) if name}


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).lower()


def _by_coordinates(label: str, modules: tuple[Module, ...], memory: Memory) -> Module | None:
    """By processor, controller, channel and slot, where the driver's places are just those that are filled."""
    places = {place: module for module in modules if (place := _place(_FIRMWARE, module.bank or module.slot))}
    counted = () if isinstance(memory.edac, Unknown) else memory.edac
    driver = {place for dimm in counted if (place := _place(_DRIVER, dimm.label))}
    wanted = _place(_DRIVER, label)
    if wanted is None or len(places) != len(modules) or driver != set(places):
        return None
    return places[wanted]


def _place(pattern: re.Pattern[str], name: str) -> tuple[int, ...] | None:
    match = pattern.fullmatch(name)
    return tuple(int(number) for number in match.groups()) if match else None


def channel(module: Module) -> str | None:
    """The channel (0/A), with the controller and processor that it belongs to."""
    for name in (module.slot, module.bank):
        match = _CHANNEL.search(name) or _LETTER.search(name)
        if match:
            groups = [number for each in (module.slot, module.bank) for number in _GROUP.findall(each)]
            return "/".join([*groups, match[1].upper()])
    return None

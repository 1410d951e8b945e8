"""Whether the ordered part fits this PC, as far as it can be known before the PC is opened. Unknown is never "fits"."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from haas_client.cases.model import Particulars
from haas_client.diagnostics.as_sold import SIZE_TOLERANCE
from haas_client.diagnostics.decode.tables import SYSTEM_MEMORY
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.pairing import plain
from haas_client.diagnostics.parts import of_module
from haas_client.diagnostics.snapshot import Memory, Module, Snapshot
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy.drive_contents import Contents
from haas_client.handsbuy.ordered import Ordered, ordered
from haas_client.handsbuy.pack.facts import facts_of
from haas_client.handsbuy.pack.found import NOT_READ, Facts, Known, Value
from haas_client.handsbuy.pack.measured import FORMS
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.handsbuy.situations import adds
from haas_client.handsbuy.swap import Swap


class Fit(StrEnum):
    """The worst first."""

    DOES_NOT = "does_not"
    CANNOT_TELL = "cannot_tell"
    FITS = "fits"


class Aspect(StrEnum):
    KIND = "kind"
    DDR = "ddr"
    """A module of another generation has its notch elsewhere, and does not go in (JEDEC's outlines of DIMMs)."""
    MEMORY_FORM = "memory_form"
    ECC = "ecc"
    REGISTERED = "registered"
    """Registered and unbuffered modules do not work in each other's boards."""
    MOST_MEMORY = "most_memory"
    FREE_SLOT = "free_slot"
    BUS = "bus"
    """An M.2 drive on SATA and one on NVMe have the same shape."""
    DRIVE_FORM = "drive_form"
    M2_LENGTH = "m2_length"
    M2_KEY = "m2_key"
    SIZE = "size"
    FREE_PLACE = "free_place"
    """A plug for data, one for power, and room."""
    WATTS = "watts"
    SUPPLY_FORM = "supply_form"
    CONNECTORS = "connectors"


class Cause(StrEnum):
    SAME = "same"
    OTHER = "other"
    ENOUGH = "enough"
    TOO_LITTLE = "too_little"
    FILES_FIT = "files_fit"
    """It is smaller than the old drive, and all files on that go on it."""
    SOLDERED = "soldered"
    UNUSED = "unused"
    """The board corrects no errors: an unbuffered module works there without, a registered one not at all."""
    NEEDS_FRAME = "needs_frame"
    """Smaller than the place for it."""
    NOT_TOLD = "not_told"
    """The centre did not say."""
    NOT_READ = "not_read"
    """This PC does not say."""
    BY_EYE = "by_eye"
    """No PC says; it can be seen."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    aspect: Aspect
    fit: Fit
    cause: Cause
    here: Value | None = None
    """What the PC has or needs: a code, bytes, watts."""
    sent: Value | None = None
    """What is sent."""
    source: str = ""
    """Where ``here`` was read, for a technician."""


SMBIOS_17, SMBIOS_16, SMBIOS_39 = "SMBIOS type 17", "SMBIOS type 16", "SMBIOS type 39"
_DOES_NOT = frozenset({Cause.OTHER, Cause.TOO_LITTLE, Cause.SOLDERED})
_FITS = frozenset({Cause.SAME, Cause.ENOUGH, Cause.FILES_FIT})


def worst(lines: Iterable[Line]) -> Fit:
    """Of all; without any, it cannot be told."""
    found = {line.fit for line in lines}
    return next((fit for fit in Fit if fit in found), Fit.CANNOT_TELL)


def lines(kind: Kind, swap: Swap, before: Snapshot | None, contents: Contents | Unknown = NOT_READ) -> tuple[Line, ...]:
    """``kind`` is that of the guide; ``contents`` what is on the drive that goes out."""
    look = _Look(
        swap=swap,
        order=swap.order,
        told=ordered(swap.order.part),
        snapshot=before,
        facts=facts_of(before, swap.part, swap.order, answers=swap.answers),
        contents=contents,
    )
    return (look.kind(kind), *_ASPECTS[kind](look))


class _Look(msgspec.Struct, frozen=True, kw_only=True):
    swap: Swap
    order: Particulars
    told: Ordered
    snapshot: Snapshot | None
    facts: Facts
    contents: Contents | Unknown

    @property
    def adds(self) -> bool:
        return adds(self.swap)

    def kind(self, kind: Kind) -> Line:
        return _same(Aspect.KIND, kind.value, _known(self.facts.value("order.kind")), "guide")

    def memory(self) -> Iterator[Line]:
        yield _same(Aspect.DDR, self._ddr(), self.told.ddr, SMBIOS_17)
        yield self._memory_form()
        yield from self._ecc()
        yield self._most_memory()
        if self.adds:
            free = _known(self.facts.value("memory.free_slots"))
            yield _at_least(Aspect.FREE_SLOT, 1, free if isinstance(free, int) else None, SMBIOS_17, missing_here=True)

    def storage(self) -> Iterator[Line]:
        bus = _known(self.facts.value("part.bus"))
        yield _same(Aspect.BUS, bus, self.told.bus.value if self.told.bus else None, "sysfs")
        yield self._drive_form()
        if self._may_be_m2():
            yield _line(Aspect.M2_LENGTH, Cause.BY_EYE, sent=self.told.m2_length)
            yield _line(Aspect.M2_KEY, Cause.BY_EYE)
        yield _line(Aspect.FREE_PLACE, Cause.BY_EYE) if self.adds else self._size()

    def supply(self) -> Iterator[Line]:
        watts, source = self._watts()
        yield _at_least(Aspect.WATTS, watts, self.told.watts, source)
        yield _line(Aspect.SUPPLY_FORM, Cause.BY_EYE, sent=self.told.supply_form)
        yield _line(Aspect.CONNECTORS, Cause.BY_EYE)

    def _memory(self) -> Memory | None:
        memory = self.snapshot.memory if self.snapshot else None
        return memory if isinstance(memory, Memory) else None

    def _modules(self) -> tuple[Module, ...]:
        memory = self._memory()
        return memory.modules if memory and isinstance(memory.modules, tuple) else ()

    def _place(self) -> Module | None:
        """The module that goes out, or the slot that is meant."""
        return next((one for one in self._modules() if self.swap.part and _is_at(of_module(one), self.swap.part)), None)

    def _ddr(self) -> str | None:
        """Of the one that goes out; else what all have."""
        place = self._place()
        if place is not None and isinstance(place.type, str):
            return place.type
        types = {one.type for one in self._modules() if one.size_bytes != 0 and not one.persistent}
        only = types.pop() if len(types) == 1 else None
        return only if isinstance(only, str) else None

    def _memory_form(self) -> Line:
        place = self._place()
        told = place.form_factor if place else None
        form: Value | None = FORMS.get(told) if isinstance(told, str) else None
        form = form or _known(self.facts.value("memory_form"))
        if form == "soldered":
            return _line(Aspect.MEMORY_FORM, Cause.SOLDERED, here=form, sent=self.told.form, source=SMBIOS_17)
        return _same(Aspect.MEMORY_FORM, form, self.told.form, SMBIOS_17)

    def _ecc(self) -> Iterator[Line]:
        """Nothing where neither the board nor the order has anything to do with it."""
        memory, sent = self._memory(), self.told.ecc
        told = memory.error_correction if memory else NOT_READ
        here = None if isinstance(told, Unknown) else "ECC" in told
        if sent and here is False:
            yield _line(Aspect.ECC, Cause.UNUSED, here=here, sent=sent, source=SMBIOS_16)
        elif sent is not None or here:
            yield _same(Aspect.ECC, here, sent, SMBIOS_16)
        if here or sent or self.told.registered:
            yield _line(Aspect.REGISTERED, Cause.BY_EYE, sent=self.told.registered)

    def _most_memory(self) -> Line:
        """What would be in afterwards against what the board's firmware says it takes."""
        memory = self._memory()
        arrays = [one.max_bytes for one in memory.arrays if one.use == SYSTEM_MEMORY] if memory else []
        known = [size for size in arrays if isinstance(size, int)]
        most = sum(known) if known and len(known) == len(arrays) else None
        total = self._total_after()
        if total is None and self.order.part_capacity_bytes:
            return _line(Aspect.MOST_MEMORY, Cause.NOT_READ, here=most)
        return _at_least(Aspect.MOST_MEMORY, total, most, SMBIOS_16, missing_here=True)

    def _total_after(self) -> int | None:
        total, capacity = _known(self.facts.value("memory.total")), self.order.part_capacity_bytes
        out: int | Unknown = 0 if self.adds else self.swap.part.size_bytes if self.swap.part else NOT_READ
        if not isinstance(total, int) or not capacity or isinstance(out, Unknown):
            return None
        return total - out + capacity

    def _drive_form(self) -> Line:
        here = _known(self.facts.value("storage_form"))
        sent = "m2" if self.told.m2 else f"sata-{self.told.inches}" if self.told.inches else None
        if (here, sent) == ("sata-3.5", "sata-2.5"):
            return _line(Aspect.DRIVE_FORM, Cause.NEEDS_FRAME, here=here, sent=sent)
        if here is None:
            return _line(Aspect.DRIVE_FORM, Cause.BY_EYE, sent=sent)
        return _same(Aspect.DRIVE_FORM, here, sent, "owner")

    def _may_be_m2(self) -> bool:
        here, bus = self.facts.value("storage_form"), self.facts.value("part.bus")
        return bool(self.told.m2) or here == "m2" or (isinstance(here, Unknown) and bus == "nvme")

    def _size(self) -> Line:
        """As large as the old drive by its label, or as its files need where nothing else holds a part of them."""
        old, capacity = _known(self.facts.value("part.capacity")), self.order.part_capacity_bytes
        used = self.contents
        if not capacity:
            return _line(Aspect.SIZE, Cause.NOT_TOLD, here=old)
        own = isinstance(used, Contents) and not any(one.shared for one in used.volumes)
        if isinstance(used, Contents) and own and used.least_used_bytes > capacity:
            here = used.least_used_bytes
            return _line(Aspect.SIZE, Cause.TOO_LITTLE, here=here, sent=capacity, source="lsblk")
        if isinstance(old, int) and capacity * (1 + SIZE_TOLERANCE) >= old:
            return _line(Aspect.SIZE, Cause.ENOUGH, here=old, sent=capacity, source="sysfs")
        if isinstance(used, Contents) and own and isinstance(used.used_bytes, int):
            return _line(Aspect.SIZE, Cause.FILES_FIT, here=used.used_bytes, sent=capacity, source="lsblk")
        return _line(Aspect.SIZE, Cause.NOT_READ, here=old, sent=capacity)

    def _watts(self) -> tuple[int | None, str]:
        """Of the supply that the PC was sold with; else of the one that firmware names."""
        sold = self.snapshot.sold if self.snapshot else NOT_READ
        if not isinstance(sold, Unknown) and sold.power_supply and sold.power_supply.watts:
            return sold.power_supply.watts, "machine.toml"
        told = _known(self.facts.value("power.supply.watts"))
        return (told if isinstance(told, int) else None), SMBIOS_39


_ASPECTS = {Kind.MEMORY: _Look.memory, Kind.STORAGE: _Look.storage, Kind.PSU: _Look.supply}


def _line(
    aspect: Aspect, cause: Cause, *, here: Value | None = None, sent: Value | None = None, source: str = ""
) -> Line:
    fit = Fit.FITS if cause in _FITS else Fit.DOES_NOT if cause in _DOES_NOT else Fit.CANNOT_TELL
    return Line(aspect=aspect, fit=fit, cause=cause, here=here, sent=sent, source=source)


def _same(aspect: Aspect, here: Value | None, sent: Value | None, source: str) -> Line:
    if sent is None or here is None:
        cause = Cause.NOT_TOLD if sent is None else Cause.NOT_READ
    else:
        cause = Cause.SAME if here == sent else Cause.OTHER
    return _line(aspect, cause, here=here, sent=sent, source=source if here is not None else "")


def _at_least(
    aspect: Aspect, needed: int | None, offered: int | None, source: str, *, missing_here: bool = False
) -> Line:
    """Whether what is needed is there. ``missing_here``: it is the PC that offers it, and not the ordered part."""
    here, sent = (offered, needed) if missing_here else (needed, offered)
    if here is None or sent is None:
        return _line(aspect, Cause.NOT_READ if here is None else Cause.NOT_TOLD, here=here, sent=sent)
    cause = Cause.ENOUGH if needed is not None and offered is not None and offered >= needed else Cause.TOO_LITTLE
    return _line(aspect, cause, here=here, sent=sent, source=source)


def _known(value: Known) -> Value | None:
    return None if isinstance(value, Unknown) else value


def _is_at(one: Part, part: Part) -> bool:
    return plain(one.slot) == plain(part.slot) != ""

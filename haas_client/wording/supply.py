"""Words for what is known of the power supply, and how surely."""

from collections.abc import Iterator, Sequence

from haas_client.diagnostics.rules.power.rails import Known, is_supply
from haas_client.diagnostics.snapshot import Battery, Boot, BootEnd, Health, Power, Snapshot, Storage
from haas_client.diagnostics.unknown import Unknown
from haas_client.i18n import N_, Translator
from haas_client.wording.parts import joined

_SURE = N_("We are sure of these voltages: the power supply measures them itself.")
_UNSURE = N_(
    "We are not sure of these voltages: a chip on the board estimates them, and may be wrong by more than the limits."
)
_NOTHING = N_("Nothing on this PC measures its voltages.")

ENDS = {
    BootEnd.CLEAN: N_("shut down"),
    BootEnd.UNMARKED: N_("stopped without a shutdown"),
    BootEnd.RUNNING: N_("running now"),
}
_BATTERIES = {"battery": N_("Battery"), "ups": N_("UPS")}

Row = tuple[str, str | Unknown]


def how_sure(readings: Sequence[Known], t: Translator) -> str:
    """How far the voltages can be trusted, and why."""
    if not readings:
        return t(_NOTHING)
    return t(_SURE if all(is_supply(reading.rail) for reading in readings) else _UNSURE)


def volts(reading: Known, t: Translator) -> str:
    return t("{volts} V").format(volts=f"{reading.volts:.2f}")


def limits(reading: Known, t: Translator) -> str:
    rule = reading.rule
    return t("{lowest} – {highest} V").format(lowest=f"{rule.lowest:.2f}", highest=f"{rule.highest:.2f}")


def boots(recent: Sequence[Boot], t: Translator) -> str:
    """The last 30 days in a sentence."""
    unmarked = sum(boot.end == BootEnd.UNMARKED for boot in recent)
    if not unmarked:
        return t("{count} starts in 30 days, none of them ended without a shutdown.").format(count=len(recent))
    return t("{count} starts in 30 days, {unmarked} of them ended without a shutdown.").format(
        count=len(recent), unmarked=unmarked
    )


def figures(snapshot: Snapshot, t: Translator) -> list[Row]:
    """Rated watts, batteries, and power losses by drive: what there is of them."""
    return [*_of_power(snapshot.power, t), *_losses(snapshot.storage, t)]


def _of_power(power: Power | Unknown, t: Translator) -> Iterator[Row]:
    if isinstance(power, Unknown):
        return
    if not isinstance(power.supplies, Unknown):
        for supply in power.supplies:
            if isinstance(supply.max_watts, int):
                yield t("Rated power"), t("{value} W").format(value=f"{supply.max_watts:,}")
    if not isinstance(power.batteries, Unknown):
        for battery in power.batteries:
            yield t(_BATTERIES.get(battery.kind, N_("Battery"))), _battery(battery, t)


def _battery(battery: Battery, t: Translator) -> str | Unknown:
    texts = []
    if isinstance(battery.charge_percent, int):
        texts.append(t("charge {value} percent").format(value=battery.charge_percent))
    if isinstance(battery.capacity_percent, int):
        texts.append(t("holds {value} percent of new").format(value=battery.capacity_percent))
    return joined(texts, t) or (battery.charge_percent if isinstance(battery.charge_percent, Unknown) else "")


def _losses(storage: Storage | Unknown, t: Translator) -> Iterator[Row]:
    """Power taken away while the drive ran, over its whole life."""
    if isinstance(storage, Unknown):
        return
    for drive in storage.drives:
        nvme = drive.health.nvme if isinstance(drive.health, Health) else None
        if nvme:
            model = drive.model if isinstance(drive.model, str) else drive.name
            count = nvme.unsafe_shutdowns
            counted = count if isinstance(count, Unknown) else joined((f"{count:,}", model), t)
            yield t("Power losses that a drive counted"), counted

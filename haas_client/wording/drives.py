"""Words for a drive: what it is called, where it is, its figures and its table of values."""

from haas_client.diagnostics.finding import PartState
from haas_client.diagnostics.rules import storage
from haas_client.diagnostics.snapshot import AtaAttribute, Bus, Drive, Health, NvmeHealth
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import N_, Translator
from haas_client.sizes import drive_size
from haas_client.wording import kinds
from haas_client.wording.parts import joined
from haas_client.wording.reasons import value

_BUS_KINDS = {
    Bus.NVME: N_("SSD"),
    Bus.USB: N_("USB drive"),
    Bus.MMC: N_("Memory card"),
    Bus.VIRTUAL: N_("Virtual drive"),
}
_STATES = {"now": N_("limit reached"), "past": N_("limit reached earlier")}
_NVME = (
    ("critical_warning", N_("Critical warnings")),
    ("available_spare_percent", N_("Spare area left, percent")),
    ("spare_threshold_percent", N_("Least spare area, percent")),
    ("percentage_used", N_("Life used, percent")),
    ("media_errors", N_("Errors that could not be corrected")),
    ("unsafe_shutdowns", N_("Power losses")),
)

Row = tuple[str, ...]


def title(drive: Drive, t: Translator) -> str:
    """Kind and size: SSD 500 GB."""
    return " ".join(text for text in (_kind(drive, t), _size(drive)) if text)


def _kind(drive: Drive, t: Translator) -> str:
    by_bus = _BUS_KINDS.get(drive.bus)
    if by_bus:
        return t(by_bus)
    if isinstance(drive.rotational, Unknown):
        return t("Drive")
    return t("HDD") if drive.rotational else t("SSD")


def model(drive: Drive, t: Translator) -> str:
    """Model and size as printed on it; what it is where the model is unknown."""
    if isinstance(drive.model, Unknown):
        return title(drive, t)
    size = _size(drive)
    named = size.replace(" ", "").lower() in drive.model.replace(" ", "").lower()
    return drive.model if named else f"{drive.model} {size}"


def _size(drive: Drive) -> str:
    return drive_size(drive.size_bytes) if isinstance(drive.size_bytes, int) and drive.size_bytes else ""


def place(drive: Drive, t: Translator) -> str:
    """Model, port, and the system folders that live on it."""
    mounts = drive.mounts if isinstance(drive.mounts, tuple) else ()
    texts = [text for text in (drive.model, drive.port) if isinstance(text, str)]
    return joined((*texts, " ".join(mounts)), t)


def identity(drive: Drive, t: Translator) -> str:
    """What tells it from others: serial number, firmware, port, the kernel's name."""
    texts = [
        pattern.format(text)
        for pattern, text in (
            (t("serial number") + " {}", drive.serial),
            (t("firmware") + " {}", drive.firmware),
            ("{}", drive.port),
            ("{}", drive.name),
        )
        if isinstance(text, str) and text
    ]
    return joined(texts, t)


def state(of: PartState, t: Translator) -> str:
    """Its verdict; of a sleeping drive that it sleeps, which is no trouble."""
    if of.why and of.why.reason == Reason.ASLEEP:
        return t("Asleep, was not woken")
    return kinds.verdict(of.verdict, t)


def figures(drive: Drive, t: Translator) -> tuple[tuple[str, str | Unknown], ...]:
    """Wear, temperature, hours and starts; each unknown on its own. A disk that turns does not wear by writing."""
    health = drive.health
    if isinstance(health, Unknown):
        return ()
    told = storage.worn_percent(drive, health)
    worn = Unknown(reason=Reason.NOT_REPORTED) if told is None else told
    wears = told is not None or drive.rotational is not True
    return (
        *([(t("Wear"), _with_unit(worn, "{:,} %"))] if wears else []),
        (t("Temperature"), _with_unit(health.temperature_celsius, "{:,} °C")),
        (t("Hours in use"), _with_unit(health.power_on_hours, t("{hours} h").format(hours="{:,}"))),
        (t("Starts"), _with_unit(health.power_cycles, "{:,}")),
    )


def table_titles(health: Health, t: Translator) -> Row:
    if health.nvme:
        return (t("Attribute"), t("Value"))
    return (t("ID"), t("Attribute"), t("Value"), t("Worst"), t("Limit"), t("Raw"), t("State"))


def table(health: Health, t: Translator) -> tuple[Row, ...]:
    """Everything the drive told of its health, as it told it."""
    if health.nvme:
        return _nvme_rows(health.nvme, t)
    return tuple(_ata_row(attribute, t) for attribute in health.attributes)


def _nvme_rows(nvme: NvmeHealth, t: Translator) -> tuple[Row, ...]:
    return tuple((t(name), value(getattr(nvme, field), t)) for field, name in _NVME)


def _ata_row(attribute: AtaAttribute, t: Translator) -> Row:
    numbers = (attribute.value, attribute.worst, attribute.threshold)
    return (
        str(attribute.id),
        attribute.name,
        *("—" if number is None else str(number) for number in numbers),
        attribute.raw_text or "—",
        _state(attribute, t),
    )


def _state(attribute: AtaAttribute, t: Translator) -> str:
    """Whether it has reached its limit; a dash where it has none."""
    if attribute.failed in _STATES:
        return t(_STATES[attribute.failed])
    if attribute.value is None or not attribute.threshold:
        return "—"
    return t("limit not reached")


def _with_unit(number: int | Unknown, pattern: str) -> str | Unknown:
    return number if isinstance(number, Unknown) else pattern.format(number)

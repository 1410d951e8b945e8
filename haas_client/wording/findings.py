"""What a finding means for the owner, and what is to be done now."""

import msgspec

from haas_client.diagnostics.finding import Finding
from haas_client.diagnostics.kinds import PartKind, Severity
from haas_client.diagnostics.rules.references import REFERENCES
from haas_client.i18n import N_, Translator

_COPY = N_("Please make a copy of your important files now, before anything else.")
_COPY_SOON = N_("Please see to it that a recent copy of your files exists.")
_KEEP_USING = N_("You can go on using the PC. Please diagnose it again in a week or so.")

_NOTHING = N_("Nothing needs to be done.")


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """``meaning`` may name ``{value}``, the value of the first piece of evidence."""

    meaning: str
    advice: str


_WORDS = {
    "storage.health_failed": Words(
        meaning=N_("The drive itself reports that it is failing."),
        advice=_COPY,
    ),
    "storage.attribute_failing": Words(
        meaning=N_("A value that foretells failure has reached its limit."),
        advice=_COPY,
    ),
    "storage.attribute_aged": Words(
        meaning=N_("A value that shows age has reached its limit."),
        advice=_COPY_SOON,
    ),
    "storage.attribute_failed_before": Words(
        meaning=N_("A value was at its limit earlier and has recovered."),
        advice=_COPY_SOON,
    ),
    "storage.pending_sectors": Words(
        meaning=N_("{value} areas can hardly be read and wait to be replaced."),
        advice=_COPY,
    ),
    "storage.uncorrectable_sectors": Words(
        meaning=N_("{value} areas could not be read."),
        advice=_COPY,
    ),
    "storage.uncorrectable_errors": Words(
        meaning=N_("Reading failed {value} times in a way that could not be corrected."),
        advice=_COPY,
    ),
    "storage.reallocated_sectors": Words(
        meaning=N_("{value} worn areas have been replaced by spare ones."),
        advice=_COPY_SOON,
    ),
    "storage.self_test": Words(
        meaning=N_("The drive's last self-test found a fault."),
        advice=_COPY,
    ),
    "storage.nvme_spare": Words(
        meaning=N_("The drive has nearly used up its spare area."),
        advice=_COPY,
    ),
    "storage.nvme_reliability": Words(
        meaning=N_("The drive reports that it can no longer be relied on."),
        advice=_COPY,
    ),
    "storage.nvme_read_only": Words(
        meaning=N_("The drive has locked itself: it can be read, but no longer written."),
        advice=_COPY,
    ),
    "storage.nvme_backup": Words(
        meaning=N_("The drive's protection against power failure does not work any more."),
        advice=_COPY,
    ),
    "storage.nvme_persistent_memory": Words(
        meaning=N_("A memory area of the drive has become read-only."),
        advice=_COPY_SOON,
    ),
    "storage.temperature": Words(
        meaning=N_("The drive is too hot at the moment."),
        advice=N_("Please check that the fans turn and that no dust blocks the air."),
    ),
    "storage.was_hot": Words(
        meaning=N_("The drive is, or was at some time, hotter than its maker allows."),
        advice=N_("Please check that the fans turn and that no dust blocks the air."),
    ),
    "storage.worn": Words(
        meaning=N_("{value} percent of the drive's expected life has been used."),
        advice=_COPY_SOON,
    ),
    "storage.media_errors": Words(
        meaning=N_("The drive counted {value} errors that it could not correct."),
        advice=_COPY_SOON,
    ),
    "memory.uncorrected_errors": Words(
        meaning=N_("{value} memory errors could not be corrected. The module, or its power supply, is at fault."),
        advice=N_("Please save your work often until the part has been replaced."),
    ),
    "memory.corrected_errors": Words(
        meaning=N_("{value} memory errors were noticed and corrected."),
        advice=_KEEP_USING,
    ),
    "memory.not_seen": Words(
        meaning=N_("The system sees clearly less memory than is installed ({value})."),
        advice=N_("A module may sit loosely. Our centre will tell you how to check it."),
    ),
    "power.rail_out_of_limits": Words(
        meaning=N_("A voltage is outside its limits ({value} V). One measurement alone does not prove a fault."),
        advice=_KEEP_USING,
    ),
    "power.unmarked_boots": Words(
        meaning=N_("In the last 30 days the PC stopped {value} times without being shut down. The cause is not known."),
        advice=N_("Was the power cut, or the power button held down? Please tell our centre what you remember."),
    ),
    "system.overheated": Words(
        meaning=N_("The PC switched itself off because it was too hot."),
        advice=N_("Please check that the fans turn and that no dust blocks the air."),
    ),
    "memory.lasting_errors": Words(
        meaning=N_("{value} memory errors were corrected, and they keep coming day after day."),
        advice=N_("Please save your work often until the part has been replaced."),
    ),
    "memory.mixed": Words(
        meaning=N_("The memory modules are of different kinds ({value}). That is no fault."),
        advice=N_("Nothing needs to be done. Modules of one kind can be a little faster together."),
    ),
    "memory.below_rated": Words(
        meaning=N_("The memory runs slower than it is made for ({value} MT/s). That is no fault."),
        advice=N_("Nothing needs to be done. Often the processor allows no more, or the board is set so."),
    ),
    "memory.single_channel": Words(
        meaning=N_("All memory modules use the same channel ({value} in use). That is no fault."),
        advice=N_("Nothing needs to be done. With modules in both channels the PC could be a little faster."),
    ),
    "power.rails_misscaled": Words(
        meaning=N_("{value} voltages look wrong at once. Most likely the board measures them wrongly."),
        advice=_NOTHING,
    ),
    "power.rail_alarm": Words(
        meaning=N_("The power supply itself warns of one of its voltages ({value} V)."),
        advice=_KEEP_USING,
    ),
    "power.supply_status": Words(
        meaning=N_("The PC's firmware reports the state of the power supply as: {value}."),
        advice=_KEEP_USING,
    ),
    "power.supply_unplugged": Words(
        meaning=N_("One of the power supplies gets no power from the wall."),
        advice=N_("Please check that its power cable is plugged in firmly at both ends."),
    ),
    "power.battery_worn": Words(
        meaning=N_("The battery holds {value} percent of what it held when it was new."),
        advice=N_("It lasts for a shorter time than before. That is normal with age."),
    ),
    "power.stop_explained": Words(
        meaning=N_("{value} sudden stops had another cause than the power supply."),
        advice=_NOTHING,
    ),
    "power.cut_by_hand": Words(
        meaning=N_("The PC stopped {value} times without being shut down; as you told us, the power had been cut."),
        advice=N_("Please shut the PC down from its menu where you can. Files may be damaged otherwise."),
    ),
    "power.socket": Words(
        meaning=N_("At another wall socket the fault does not appear. The power supply is not to blame."),
        advice=N_("Please go on using the other socket, and have the first one, or its power strip, looked at."),
    ),
    "power.smell_or_noise": Words(
        meaning=N_("The power supply smells burnt or makes an unusual noise."),
        advice=N_("Please pull the power plug now and leave the PC off until the part has been replaced."),
    ),
    "power.suspected": Words(
        meaning=N_("{value} signs point to the power supply. It cannot be measured from this PC."),
        advice=N_("Please save your work often. Our centre will tell you what to do next."),
    ),
    "system.sync_flood": Words(
        meaning=N_("The PC reset itself after an error that memory, processor or board could not correct."),
        advice=N_("Please run the memory test. If it happens again, please tell our centre."),
    ),
}

CODES = frozenset(_WORDS)
"""Every code that has words; a test holds this against what the rules can produce."""


def meaning(finding: Finding, t: Translator) -> str:
    """What was found, in a sentence with its number."""
    words = _WORDS.get(finding.code)
    if words is None:  # a bundle of a newer version
        return finding.code
    value = finding.evidence[0].value if finding.evidence else ""
    return t(words.meaning).format(value=value)


def advice(finding: Finding, t: Translator) -> str:
    """What to do now; where a drive is to be replaced, always the copy first."""
    if finding.part.kind == PartKind.STORAGE and finding.severity == Severity.REPLACE:
        return t(_COPY)
    words = _WORDS.get(finding.code)
    return t(words.advice) if words else ""


def reference(key: str) -> str:
    """Where a threshold is published: "title: where". Titles of documents are not translated."""
    source = REFERENCES.get(key)
    return f"{source.title}: {source.where}" if source else key

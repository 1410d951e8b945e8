"""What a finding means for the owner, and what is to be done now."""

import msgspec

from haas_client.diagnostics.finding import Finding
from haas_client.diagnostics.kinds import PartKind, Severity
from haas_client.diagnostics.rules.references import REFERENCES
from haas_client.i18n import N_, Translator
from haas_client.wording import parts

_COPY = N_("Please make a copy of your important files now, before anything else.")
_COPY_SOON = N_("Please see to it that a recent copy of your files exists.")
_CABLE = N_(
    "Please shut the PC down, unplug it, and press the drive's plugs firmly in at both ends. "
    "If it goes on, please ask us."
)
_SEAT = N_(
    "Please switch the PC off. The drive may sit loosely in its slot: our centre will tell you how to seat it again."
)
_KEEP_USING = N_("You can go on using the PC. Please diagnose it again in a week or so.")

_SAVE_OFTEN = N_("Please save your work often. Our centre will tell you what to do next.")
_NOTHING = N_("Nothing needs to be done.")
_OTHER_PART = N_("Nothing needs to be done. It may be a new part from our centre, or one of your own.")


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
    "storage.data_path_errors": Words(
        meaning=N_("Data changed {value} times on its way inside the drive."),
        advice=_COPY_SOON,
    ),
    "storage.spin_retries": Words(
        meaning=N_("The disk needed several tries to start turning ({value} times)."),
        advice=_COPY_SOON,
    ),
    "storage.read_error_rate": Words(
        meaning=N_("The drive has far more read errors than a drive that is well (its own mark: {value})."),
        advice=_COPY,
    ),
    "storage.warm_and_reallocated": Words(
        meaning=N_("The drive runs warm, and {value} damaged areas have already been replaced by spare ones."),
        advice=_COPY_SOON,
    ),
    "storage.reallocated_few": Words(
        meaning=N_("{value} damaged areas have been replaced by spare ones. A few are no reason to worry."),
        advice=_KEEP_USING,
    ),
    "storage.logged_errors": Words(
        meaning=N_("The drive's own log holds {value} entries about areas that could not be read."),
        advice=_COPY_SOON,
    ),
    "storage.link_errors": Words(
        meaning=N_(
            "{value} transfers between the PC and the drive arrived damaged. The cable or its plugs are the cause."
        ),
        advice=_CABLE,
    ),
    "storage.link_errors_few": Words(
        meaning=N_("{value} transfers between the PC and the drive arrived damaged and were repeated."),
        advice=_KEEP_USING,
    ),
    "storage.several_signs": Words(
        meaning=N_("Several of the drive's counters agree that it is failing."),
        advice=_COPY,
    ),
    "storage.spare_low": Words(
        meaning=N_("The drive's spare area is nearly used up ({value} percent left)."),
        advice=_COPY_SOON,
    ),
    "storage.wear_unclear": Words(
        meaning=N_("The drive gives two figures of its wear that contradict each other."),
        advice=_COPY_SOON,
    ),
    "storage.asleep": Words(
        meaning=N_("The drive sleeps, and was not woken. Nothing is known of its state."),
        advice=N_("To have it judged, please open a file on it and diagnose again."),
    ),
    "storage.warm": Words(
        meaning=N_("The disk is warm ({value} °C). Disks live longer below 50 °C."),
        advice=N_("Please check that the fans turn and that no dust blocks the air."),
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
        advice=_SAVE_OFTEN,
    ),
    "system.sync_flood": Words(
        meaning=N_("The PC reset itself after an error that memory, processor or board could not correct."),
        advice=N_("Please run the memory test. If it happens again, please tell our centre."),
    ),
    "storage.log_media_errors": Words(
        meaning=N_("The system's log says that the drive could not read or write its data in {value} places."),
        advice=_COPY,
    ),
    "storage.log_hardware_errors": Words(
        meaning=N_("The system's log says that the drive reported a fault in itself {value} times."),
        advice=_COPY,
    ),
    "storage.log_link_errors": Words(
        meaning=N_(
            "Data between the drive and the board was damaged or cut off {value} times. It is rarely the drive."
        ),
        advice=_CABLE,
    ),
    "storage.log_no_answer": Words(
        meaning=N_("The drive did not answer in time {value} times. Its cable or its power may be at fault."),
        advice=_CABLE,
    ),
    "storage.log_refused": Words(
        meaning=N_("The drive reported {value} failed commands, and the log does not say why."),
        advice=_COPY_SOON,
    ),
    "storage.log_nvme_lost": Words(
        meaning=N_("The drive vanished while the PC was running ({value} times)."),
        advice=_SEAT,
    ),
    "storage.log_nvme_gone": Words(
        meaning=N_("The drive hung and did not come back by itself ({value} times)."),
        advice=_SEAT,
    ),
    "storage.log_nvme_timeouts": Words(
        meaning=N_("The drive did not answer in time {value} times, and recovered."),
        advice=_COPY_SOON,
    ),
    "storage.log_usb_resets": Words(
        meaning=N_("The connection to the USB drive was set up anew {value} times while it was in use."),
        advice=N_("Please try another cable, and another socket at the PC."),
    ),
    "storage.log_io_errors": Words(
        meaning=N_("The system could not read or write {value} times, and the log does not say why."),
        advice=_COPY_SOON,
    ),
    "storage.log_file_system": Words(
        meaning=N_(
            "The system found damage in how files are kept ({value} times). The drive itself reported no fault."
        ),
        advice=_COPY_SOON,
    ),
    "system.processor_errors": Words(
        meaning=N_("The processor reported {value} errors in itself or on the board."),
        advice=N_("Please tell our centre. They may come from the processor, the board or a setting."),
    ),
    "system.machine_checks": Words(
        meaning=N_("The processor reported {value} hardware errors without saying where they come from."),
        advice=N_("Please tell our centre. They may come from the memory, the processor or the board."),
    ),
    "system.pcie_errors": Words(
        meaning=N_("Cards in the PC and the board misunderstood each other {value} times."),
        advice=_KEEP_USING,
    ),
    "system.pcie_corrected": Words(
        meaning=N_("Cards in the PC repeated a transfer {value} times. Nothing was lost."),
        advice=_NOTHING,
    ),
    "system.throttled": Words(
        meaning=N_("The processor became too hot {value} times and slowed itself down."),
        advice=N_("Please check that the fans turn and that no dust blocks the air."),
    ),
    "power.under_voltage": Words(
        meaning=N_("The board reported too low a voltage {value} times."),
        advice=N_("Please plug the PC directly into a wall socket, and tell our centre."),
    ),
    "system.usb_over_current": Words(
        meaning=N_("A USB device drew too much power {value} times, and its socket was switched off."),
        advice=N_("Please pull out the USB device that was plugged in last."),
    ),
    "system.kernel_crash": Words(
        meaning=N_("The core of the system crashed or stood still {value} times. It is nearly always software."),
        advice=N_("Nothing needs to be done unless it happens again."),
    ),
    "power.off_under_load": Words(
        meaning=N_("The PC went off during the load test at {value} s. It was not hot."),
        advice=N_("Please plug the PC directly into a wall socket, save your work often, and tell our centre."),
    ),
    "memory.off_during_test": Words(
        meaning=N_("The PC went off during the memory test at {value} s. Memory or power may be at fault."),
        advice=N_("Please save your work often, and tell our centre."),
    ),
    "memory.test_failed": Words(
        meaning=N_("The memory did not keep what was written to it (tests: {value}). One of the modules is at fault."),
        advice=N_("Please save your work often until the part has been replaced."),
    ),
    "storage.surface_unreadable": Words(
        meaning=N_("{value} places of the drive could not be read in the surface scan."),
        advice=_COPY,
    ),
    "system.hot_under_load": Words(
        meaning=N_("The PC went off during a test and was hot just before ({value} °C)."),
        advice=N_("Please check that the fans turn and that no dust blocks the air."),
    ),
    "system.stopped_for_heat": Words(
        meaning=N_("A test was stopped because the PC became too hot ({value})."),
        advice=N_("Please check that the fans turn and that no dust blocks the air."),
    ),
    "system.wrong_results": Words(
        meaning=N_("The PC calculated wrongly under load. Processor, memory or power is at fault."),
        advice=N_("Please save your work often, run the memory test, and tell our centre."),
    ),
    "storage.reallocated_growing": Words(
        meaning=N_("{value} more worn areas have been replaced since earlier diagnoses."),
        advice=_COPY,
    ),
    "storage.pending_growing": Words(
        meaning=N_("{value} more areas can hardly be read than at earlier diagnoses."),
        advice=_COPY,
    ),
    "storage.uncorrectable_sectors_growing": Words(
        meaning=N_("{value} more areas could not be read than at earlier diagnoses."),
        advice=_COPY,
    ),
    "storage.uncorrectable_errors_growing": Words(
        meaning=N_("Reading failed {value} more times since earlier diagnoses."),
        advice=_COPY,
    ),
    "storage.media_errors_growing": Words(
        meaning=N_("The drive counted {value} more errors that it could not correct since earlier diagnoses."),
        advice=_COPY,
    ),
    "storage.link_errors_growing": Words(
        meaning=N_("The connection to the drive failed {value} more times since earlier diagnoses."),
        advice=N_("The cable or its plug is at fault rather than the drive. Our centre will tell you how to check it."),
    ),
    "storage.wearing_fast": Words(
        meaning=N_("If you go on using the PC as until now, the drive will be worn out around {value}."),
        advice=_COPY_SOON,
    ),
    "memory.errors_growing": Words(
        meaning=N_("Memory errors are becoming frequent: {value} in 24 hours were noticed and corrected."),
        advice=N_("Please save your work often until the part has been replaced."),
    ),
    "memory.sold_missing": Words(
        meaning=N_("A memory module that this PC was sold with is not found."),
        advice=N_(
            "Did you take it out yourself? Then all is well. "
            "Otherwise it may sit loosely: our centre will tell you how to check it."
        ),
    ),
    "memory.not_as_sold": Words(
        meaning=N_("This memory is not what the PC was sold with. That is no fault."),
        advice=_OTHER_PART,
    ),
    "storage.sold_missing": Words(
        meaning=N_("A drive that this PC was sold with is not found."),
        advice=N_(
            "Did you take it out yourself? Then all is well. Otherwise please shut the PC down, unplug it, "
            "press the drive's plugs firmly in at both ends, and tell our centre if it stays away."
        ),
    ),
    "storage.not_as_sold": Words(
        meaning=N_("This drive is not what the PC was sold with. That is no fault."),
        advice=_OTHER_PART,
    ),
    "power.not_as_sold": Words(
        meaning=N_("The PC names another power supply than it was sold with. That is no fault."),
        advice=_OTHER_PART,
    ),
    "power.losses_growing": Words(
        meaning=N_("A drive lost its power without warning {value} times since earlier diagnoses."),
        advice=N_("Was the power cut, or the power button held down? Please tell our centre what you remember."),
    ),
}

_GRAVE = {
    "power.rail_out_of_limits": Words(
        meaning=N_("A voltage is outside its limits ({value} V), by the supply's own reading or under full load."),
        advice=_SAVE_OFTEN,
    ),
}
"""Of codes that may be either, where the part is to be replaced."""

CODES = frozenset(_WORDS)
"""Every code that has words; a test holds this against what the rules can produce."""


_NOT_FOUND = frozenset({"memory.sold_missing", "storage.sold_missing"})
"""Of a part that is not there: there is nothing to keep an eye on."""


def headline(finding: Finding, t: Translator) -> str:
    """A title: We recommend replacing: Storage (SATA 2)."""
    if finding.code in _NOT_FOUND:
        return t("Not found: {part}").format(part=parts.name(finding.part, t))
    return parts.headline(finding.severity, finding.part, t)


def _words(finding: Finding) -> Words | None:
    grave = _GRAVE.get(finding.code) if finding.severity == Severity.REPLACE else None
    return grave or _WORDS.get(finding.code)


def meaning(finding: Finding, t: Translator) -> str:
    """What was found, in a sentence with its number."""
    words = _words(finding)
    if words is None:  # a bundle of a newer version
        return finding.code
    value = finding.evidence[0].value if finding.evidence else ""
    return t(words.meaning).format(value=value)


def general_meaning(code: str, t: Translator) -> str:
    """What a code means where its number is not known."""
    words = _WORDS.get(code)
    return t(words.meaning).format(value="…") if words else code


def advice(finding: Finding, t: Translator) -> str:
    """What to do now; where a drive is to be replaced, always the copy first."""
    if finding.part.kind == PartKind.STORAGE and finding.severity == Severity.REPLACE:
        return t(_COPY)
    words = _words(finding)
    return t(words.advice) if words else ""


def reference(key: str) -> str:
    """Where a threshold is published."""
    source = REFERENCES.get(key)
    return source.text if source else key

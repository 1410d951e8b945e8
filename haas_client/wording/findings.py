"""What a finding means for the owner, and what is to be done now."""

import msgspec

from haas_client.diagnostics.finding import Finding
from haas_client.diagnostics.kinds import PartKind, Severity
from haas_client.diagnostics.rules.references import REFERENCES
from haas_client.i18n import N_, Translator

_COPY = N_("Please make a copy of your important files now, before anything else.")
_COPY_SOON = N_("Please see to it that a recent copy of your files exists.")
_KEEP_USING = N_("You can go on using the PC. Please diagnose it again in a week or so.")


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
    "power.losses_growing": Words(
        meaning=N_("A drive lost its power without warning {value} times since earlier diagnoses."),
        advice=N_("Was the power cut, or the power button held down? Please tell our centre what you remember."),
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

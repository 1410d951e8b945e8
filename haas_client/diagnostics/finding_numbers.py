"""Numbers of findings in the diagnosis code. Codes are read out and noted down: a number is never given twice.

Append only. Each part counts for itself: ``power.…`` 1 to 59, ``memory.…`` 1 to 59, ``storage.…`` 1 to 119
(:data:`ROOM`). What concerns the rest of the PC (``system.…``) has no place in the code.
"""

from haas_client.diagnostics.kinds import PartKind

ROOM = {PartKind.POWER: 60, PartKind.MEMORY: 60, PartKind.STORAGE: 120}
"""Numbers of each part; 0 is "none". Part of the code's format."""

FINDING_NUMBERS: dict[str, int] = {
    "power.rail_out_of_limits": 1,
    "power.unmarked_boots": 2,
    "power.rails_misscaled": 3,
    "power.rail_alarm": 4,
    "power.supply_status": 5,
    "power.supply_unplugged": 6,
    "power.battery_worn": 7,
    "power.stop_explained": 8,
    "power.cut_by_hand": 9,
    "power.socket": 10,
    "power.smell_or_noise": 11,
    "power.suspected": 12,
    "power.under_voltage": 13,
    "power.losses_growing": 14,
    "power.off_under_load": 15,
    "power.not_as_sold": 16,
    "memory.uncorrected_errors": 1,
    "memory.corrected_errors": 2,
    "memory.not_seen": 3,
    "memory.lasting_errors": 4,
    "memory.mixed": 5,
    "memory.below_rated": 6,
    "memory.single_channel": 7,
    "memory.errors_growing": 8,
    "memory.off_during_test": 9,
    "memory.test_failed": 10,
    "memory.sold_missing": 11,
    "memory.not_as_sold": 12,
    "storage.health_failed": 1,
    "storage.attribute_failing": 2,
    "storage.attribute_aged": 3,
    "storage.attribute_failed_before": 4,
    "storage.pending_sectors": 5,
    "storage.uncorrectable_sectors": 6,
    "storage.uncorrectable_errors": 7,
    "storage.reallocated_sectors": 8,
    "storage.self_test": 9,
    "storage.nvme_spare": 10,
    "storage.nvme_reliability": 11,
    "storage.nvme_read_only": 12,
    "storage.nvme_backup": 13,
    "storage.nvme_persistent_memory": 14,
    "storage.temperature": 15,
    "storage.was_hot": 16,
    "storage.worn": 17,
    "storage.media_errors": 18,
    "storage.data_path_errors": 19,
    "storage.spin_retries": 20,
    "storage.read_error_rate": 21,
    "storage.warm_and_reallocated": 22,
    "storage.reallocated_few": 23,
    "storage.logged_errors": 24,
    "storage.link_errors": 25,
    "storage.link_errors_few": 26,
    "storage.several_signs": 27,
    "storage.spare_low": 28,
    "storage.wear_unclear": 29,
    "storage.warm": 30,
    "storage.asleep": 31,
    "storage.log_media_errors": 32,
    "storage.log_hardware_errors": 33,
    "storage.log_link_errors": 34,
    "storage.log_no_answer": 35,
    "storage.log_refused": 36,
    "storage.log_nvme_lost": 37,
    "storage.log_nvme_gone": 38,
    "storage.log_nvme_timeouts": 39,
    "storage.log_usb_resets": 40,
    "storage.log_io_errors": 41,
    "storage.log_file_system": 42,
    "storage.reallocated_growing": 43,
    "storage.pending_growing": 44,
    "storage.uncorrectable_sectors_growing": 45,
    "storage.uncorrectable_errors_growing": 46,
    "storage.media_errors_growing": 47,
    "storage.link_errors_growing": 48,
    "storage.wearing_fast": 49,
    "storage.surface_unreadable": 50,
    "storage.sold_missing": 51,
    "storage.not_as_sold": 52,
}


def part_of(finding_code: str) -> str:
    """The part that a finding's code names: "storage" of "storage.worn"."""
    return finding_code.partition(".")[0]


def number(kind: PartKind, finding_code: str) -> int:
    """The number of a finding on a part of ``kind``; 0 where it has none there."""
    return FINDING_NUMBERS.get(finding_code, 0) if part_of(finding_code) == kind else 0


def finding_code(kind: PartKind, wanted: int) -> str | None:
    """The finding with that number; ``None`` for 0, and for one that only a newer program knows."""
    return _CODES.get((kind, wanted))


_CODES = {(part_of(code), its_number): code for code, its_number in FINDING_NUMBERS.items()}

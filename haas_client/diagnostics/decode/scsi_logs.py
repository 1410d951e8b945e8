"""The log pages of a SCSI or SAS drive in smartctl's JSON."""

import re
from typing import Any

from haas_client.diagnostics.decode import json_tree
from haas_client.diagnostics.snapshot import ScsiHealth
from haas_client.diagnostics.unknown import Reason, Unknown

_DIRECTIONS = ("read", "write", "verify")
_SELF_TESTS = 20
"""SPC-4, 7.3.15: the self-test results log keeps the last twenty."""

_DIGITS = re.compile(r"[0-9]{1,18}")

# SPC-4, 7.3.15, self-test result: 3..7 are faults found; 0 fine, 1 and 2 stopped, 15 running
_FAULTS = range(3, 8)


def decode(tree: dict[str, Any]) -> ScsiHealth | None:
    """``None`` where the drive gave none of these pages."""
    found = ScsiHealth(
        grown_defects=json_tree.integer(tree, "scsi_grown_defect_list"),
        uncorrected_errors=_uncorrected(tree),
        pending_defects=json_tree.integer(tree, "scsi_pending_defects", "count"),
        percentage_used=json_tree.integer(tree, "scsi_percentage_used_endurance_indicator"),
    )
    figures = (found.grown_defects, found.uncorrected_errors, found.pending_defects, found.percentage_used)
    return None if all(isinstance(figure, Unknown) for figure in figures) else found


def self_test_failed(tree: dict[str, Any]) -> bool | None:
    """Whether the last self-test that came to an end found a fault; ``None`` where none did."""
    for number in range(_SELF_TESTS):
        result = json_tree.integer(tree, f"scsi_self_test_{number}", "result", "value")
        if isinstance(result, int) and (result in _FAULTS or result == 0):
            return result != 0
    return None


def _uncorrected(tree: dict[str, Any]) -> int | Unknown:
    log = json_tree.at(tree, "scsi_error_counter_log")
    counts = [json_tree.at(log, direction, "total_uncorrected_errors") for direction in _DIRECTIONS]
    known = [count for count in map(_counted, counts) if count is not None]
    return sum(known) if known else Unknown(reason=Reason.NOT_REPORTED, detail="scsi_error_counter_log")


def _counted(value: object) -> int | None:
    """A count, in digits too: smartctl writes some figures of this log as text."""
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        value = int(value)
    return value if type(value) is int and 0 <= value < 1 << 62 else None

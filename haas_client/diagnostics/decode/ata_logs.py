"""The logs of an ATA drive in smartctl's JSON: device statistics, pending defects, errors, self-tests."""

import re
from typing import Any

from haas_client.diagnostics.decode import json_tree
from haas_client.diagnostics.snapshot import AtaLogs
from haas_client.diagnostics.unknown import Reason, Unknown

# ACS-4, 9.5 Device Statistics log: page and the name that smartctl prints
_UNCORRECTABLE = (4, "Number of Reported Uncorrectable Errors")
_INTERFACE_CRC = (6, "Number of Interface CRC Errors")
_PERCENTAGE_USED = (7, "Percentage Used Endurance Indicator")
_TEMPERATURE_LIMIT = (5, "Specified Maximum Operating Temperature")

# ACS-3, SMART self-test execution status (high nibble): 3..8 are faults found; 0 fine, 1 and 2 stopped, 15 running
_SELF_TEST_FAULTS = range(3, 9)

_UNC = re.compile(r"\bUNC\b")
_ICRC = re.compile(r"\bICRC\b")
_MOST_PAGES, _MOST_ROWS = 32, 64

Statistics = dict[tuple[int, str], int]


def decode(tree: dict[str, Any]) -> AtaLogs | None:
    """``None`` where the drive gave none of these logs."""
    statistics = _statistics(tree)
    errors = _errors(tree)
    pending = json_tree.integer(tree, "ata_pending_defects_log", "count")
    if not statistics and errors is None and isinstance(pending, Unknown):
        return None
    return AtaLogs(
        reported_uncorrectable=_statistic(statistics, _UNCORRECTABLE),
        interface_crc_errors=_statistic(statistics, _INTERFACE_CRC),
        percentage_used=_statistic(statistics, _PERCENTAGE_USED),
        pending_defects=pending,
        logged_uncorrectable=_matching(errors, _UNC),
        logged_interface=_matching(errors, _ICRC),
    )


def temperature_limit(tree: dict[str, Any]) -> int | Unknown:
    """The highest temperature in use that the maker specifies, in degrees Celsius."""
    limit = _statistic(_statistics(tree), _TEMPERATURE_LIMIT)
    return limit or Unknown(reason=Reason.NOT_REPORTED, detail=_TEMPERATURE_LIMIT[1])


def self_test_failed(tree: dict[str, Any]) -> bool | None:
    """Whether the last self-test that came to an end found a fault; ``None`` where none did."""
    for log in ("extended", "standard"):
        for row in json_tree.rows(tree, "ata_smart_self_test_log", log, "table"):
            status = json_tree.integer(row, "status", "value")
            if isinstance(status, int) and (status >> 4 in _SELF_TEST_FAULTS or status >> 4 == 0):
                return status >> 4 != 0
    return None


def _statistics(tree: dict[str, Any]) -> Statistics:
    found: Statistics = {}
    for page in json_tree.rows(tree, "ata_device_statistics", "pages")[:_MOST_PAGES]:
        number = page.get("number")
        for row in json_tree.rows(page, "table")[:_MOST_ROWS]:
            name, value = row.get("name"), json_tree.integer(row, "value")
            # ACS-4: a statistic without the flag "valid" was never filled in
            valid = json_tree.at(row, "flags", "valid") is not False
            if type(number) is int and isinstance(name, str) and isinstance(value, int) and valid:
                found[number, name] = value
    return found


def _statistic(statistics: Statistics, which: tuple[int, str]) -> int | Unknown:
    value = statistics.get(which)
    return Unknown(reason=Reason.NOT_REPORTED, detail=which[1]) if value is None else value


def _errors(tree: dict[str, Any]) -> list[str] | None:
    """The descriptions in the error log, newest first; ``None`` where there is no such log."""
    for log in ("extended", "summary"):
        if isinstance(json_tree.at(tree, "ata_smart_error_log", log), dict):
            rows = json_tree.rows(tree, "ata_smart_error_log", log, "table")[:_MOST_ROWS]
            return [str(row.get("error_description", ""))[:200] for row in rows]
    return None


def _matching(descriptions: list[str] | None, pattern: re.Pattern[str]) -> int | Unknown:
    if descriptions is None:
        return Unknown(reason=Reason.NOT_REPORTED, detail="ata_smart_error_log")
    return sum(bool(pattern.search(description)) for description in descriptions)

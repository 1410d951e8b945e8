"""The tables of the storage rules: what counters mean together, and on which kind of drive."""

from typing import Any

import pytest

from haas_client.diagnostics.finding import Finding
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.rules import storage
from haas_client.diagnostics.snapshot import AtaAttribute, ScsiHealth
from tests.unit import builders
from tests.unit.builders import attribute

REPLACE, WATCH, CABLE, NOTE = Severity.REPLACE, Severity.WATCH, Severity.CABLE, Severity.NOTE
SEAGATE = {"name": "Raw_Read_Error_Rate"}


def found(*attributes: AtaAttribute, rotational: Any = True, **changes: Any) -> list[Finding]:
    health = builders.health(attributes=attributes, **changes)
    return list(storage.of_drive(builders.drive(rotational=rotational, health=health)))


def judged(*attributes: AtaAttribute, **changes: Any) -> dict[str, Severity]:
    return {one.code: one.severity for one in found(*attributes, **changes)}


# --- hard disks: errors that reached the computer


@pytest.mark.parametrize(
    ("errors", "pending", "remapped", "expected"),
    [
        (0, 0, 0, None),
        (3, 8, 0, WATCH),  # one damaged place, read again and again
        (9, 1, 99, WATCH),
        (9, 8, 100, REPLACE),
        (10, 8, 0, REPLACE),
        (1, 0, 0, REPLACE),  # nothing waits that would explain it
        (1, 9, 0, REPLACE),
        (1, 0, 5, REPLACE),
    ],
)
def test_reported_errors_condemn_a_disk_unless_one_damaged_place_explains_them(
    errors: int, pending: int, remapped: int, expected: Severity | None
) -> None:
    counters = (attribute(187, errors), attribute(197, pending), attribute(198, pending), attribute(5, remapped))
    assert judged(*counters).get("storage.uncorrectable_errors") == expected


def test_the_evidence_shows_both_counters_that_are_weighed_together() -> None:
    (both,) = [one for one in found(attribute(187, 2), attribute(197, 0)) if one.severity == REPLACE]
    assert [(e.source, e.value, e.threshold) for e in both.evidence] == [
        ("smartctl 187 Attribute_187", 2, "≥ 1"),
        ("smartctl 197 Attribute_197", 0, "≠ 1 – 8"),
    ]
    assert both.confidence == Confidence.HIGH


def test_reported_errors_alone_are_watched_until_there_are_many() -> None:
    assert judged(attribute(187, 9)) == {"storage.uncorrectable_errors": WATCH}
    assert judged(attribute(187, 10)) == {"storage.uncorrectable_errors": REPLACE}


# --- hard disks: remapped sectors


@pytest.mark.parametrize(
    ("sectors", "events", "expected"),
    [
        (39, None, "few"),
        (40, None, WATCH),
        (100, None, REPLACE),
        (680, 67, "few"),  # counted in events: sectors of 512 bytes say eight times as much
        (100, 70, WATCH),
        (100, 90, REPLACE),
        (1000, 10, REPLACE),
        (100, 0, REPLACE),  # a drive that has the row and does not count in it
    ],
)
def test_remapping_is_counted_in_events_where_the_drive_does(
    sectors: int, events: int | None, expected: Severity | str
) -> None:
    counters = [attribute(5, sectors)] + ([attribute(196, events)] if events is not None else [])
    wanted = {"storage.reallocated_few": NOTE} if expected == "few" else {"storage.reallocated_sectors": expected}
    assert judged(*counters) == wanted


@pytest.mark.parametrize(
    ("value", "expected"), [(200, "few"), (196, "few"), (195, WATCH), (100, "few"), (96, "few"), (95, WATCH)]
)
def test_the_drives_own_measure_of_its_spare_counts_too(value: int, expected: Severity | str) -> None:
    counters = (attribute(5, 20, value=value), attribute(196, 9))
    wanted = {"storage.reallocated_few": NOTE} if expected == "few" else {"storage.reallocated_sectors": expected}
    assert judged(*counters) == wanted


@pytest.mark.parametrize(("celsius", "code"), [(41, "storage.reallocated_few"), (42, "storage.warm_and_reallocated")])
def test_a_first_remapped_sector_weighs_more_on_a_warm_disk(celsius: int, code: str) -> None:
    assert set(judged(attribute(5, 8), temperature_celsius=celsius)) == {code}


# --- hard disks: the rate of read errors


@pytest.mark.parametrize(
    ("raw", "value", "expected"),
    [
        (100_000_000, 80, None),  # 10 * log10(1e8) = 80: no error
        (100_000_000, 79, None),
        (100_000_000, 78, REPLACE),
        (200_000_000, 57, REPLACE),
        (100_000_000, 115, None),  # older models add a constant
        (3, 50, None),  # counts errors, not sectors: another maker
        (1 << 40, 80, None),
        (100_000_000, 0, None),
        (100_000_000, None, None),
    ],
)
def test_seagates_read_rate_is_held_against_what_no_error_would_give(
    raw: int, value: int | None, expected: Severity | None
) -> None:
    assert judged(attribute(1, raw, value=value)).get("storage.read_error_rate") == expected


@pytest.mark.parametrize(("value", "expected"), [(100, None), (99, WATCH), (96, WATCH), (95, REPLACE), (1, REPLACE)])
def test_hitachis_read_rate_stands_at_a_hundred_when_well(value: int, expected: Severity | None) -> None:
    counters = (attribute(1, 0, value=value), attribute(2, 100))
    assert judged(*counters).get("storage.read_error_rate") == expected


# --- which table


@pytest.mark.parametrize("rotational", [True, builders.unknown()])
def test_a_drive_with_a_spindle_is_judged_as_a_disk(rotational: Any) -> None:
    counters = (attribute(3, 100), attribute(5, 100))
    assert judged(*counters, rotational=rotational) == {"storage.reallocated_sectors": REPLACE}


@pytest.mark.parametrize("rotational", [False, builders.unknown()])
def test_a_drive_without_one_is_judged_as_flash(rotational: Any) -> None:
    assert judged(attribute(187, 1), rotational=rotational) == {"storage.uncorrectable_errors": WATCH}


def test_the_few_blocks_that_flash_takes_out_of_use_are_normal() -> None:
    assert judged(attribute(5, 99), rotational=False) == {}


@pytest.mark.parametrize(("signs", "expected"), [((187, 197), None), ((187, 197, 198), REPLACE)])
def test_counters_of_flash_condemn_a_drive_together(signs: tuple[int, ...], expected: Severity | None) -> None:
    found_ones = judged(*(attribute(number, 3) for number in signs), rotational=False)
    assert found_ones.pop("storage.several_signs", None) == expected
    assert set(found_ones.values()) == {WATCH}


# --- flash: wear and spare


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (202, "Percent_Lifetime_Remain"),
        (231, "SSD_Life_Left"),
        (233, "Media_Wearout_Indicator"),
        (177, "Wear_Leveling_Count"),
        (169, "Remaining_Lifetime_Perc"),
    ],
)
def test_wear_is_what_remains_taken_from_a_hundred(number: int, name: str) -> None:
    (worn,) = found(attribute(number, 1, value=8, name=name), rotational=False)
    assert (worn.code, worn.evidence[0].value, worn.evidence[0].threshold) == ("storage.worn", 92, "≥ 90")


@pytest.mark.parametrize("value", [0, None, 101, 255])
def test_a_value_that_is_no_percentage_tells_no_wear(value: int | None) -> None:
    assert judged(attribute(231, 1, value=value, name="SSD_Life_Left"), rotational=False) == {}


def test_an_id_that_another_maker_uses_otherwise_tells_no_wear() -> None:
    assert judged(attribute(233, 1, value=1, name="SandForce_Internal"), rotational=False) == {}


def test_two_figures_of_wear_that_contradict_each_other_condemn_nothing() -> None:
    left = attribute(231, 0, value=100, name="SSD_Life_Left")
    assert judged(left, rotational=False, logs=builders.ata_logs(percentage_used=182)) == {"storage.wear_unclear": NOTE}
    assert judged(left, rotational=False, logs=builders.ata_logs(percentage_used=60)) == {}


@pytest.mark.parametrize(("left", "expected"), [(11, {}), (10, {"storage.spare_low": WATCH}), (0, {})])
def test_a_spare_area_that_runs_out_is_watched(left: int, expected: dict[str, Severity]) -> None:
    assert judged(attribute(232, 0, value=left, name="Available_Reservd_Space"), rotational=False) == expected


# --- evidence that a technician finds again


def test_evidence_names_the_column_where_it_is_not_the_raw_value() -> None:
    shown = [
        found(attribute(177, 3000, value=8, name="Wear_Leveling_Count"), rotational=False),
        found(attribute(232, 0, value=9, name="Available_Reservd_Space"), rotational=False),
        found(attribute(1, 10**9, value=60, **SEAGATE)),
        found(attribute(10, 0, value=90, worst=80, threshold=97, failed="now", prefailure=True)),
        found(attribute(10, 0, value=100, worst=80, threshold=97, failed="past", prefailure=True)),
    ]
    assert [(one.evidence[0].source, one.evidence[0].value) for (one,) in shown] == [
        ("smartctl 177 Wear_Leveling_Count, 100 − value", 92),
        ("smartctl 232 Available_Reservd_Space, value", 9),
        ("smartctl 1 Raw_Read_Error_Rate, value", 60),
        ("smartctl 10 Attribute_10, value", "90 (now)"),
        ("smartctl 10 Attribute_10, worst value", "80 (past)"),
    ]


# --- logs beside the attributes


@pytest.mark.parametrize(("errors", "expected"), [(4, None), (5, WATCH), (10, REPLACE)])
def test_the_statistics_count_where_no_attribute_does(errors: int, expected: Severity | None) -> None:
    logs = builders.ata_logs(reported_uncorrectable=errors)
    assert judged(logs=logs).get("storage.uncorrectable_errors") == expected
    assert judged(attribute(187, 0), logs=logs) == {}


@pytest.mark.parametrize(("defects", "expected"), [(0, None), (1, WATCH), (10, REPLACE)])
def test_pending_defects_count_where_no_attribute_does(defects: int, expected: Severity | None) -> None:
    logs = builders.ata_logs(pending_defects=defects)
    assert judged(logs=logs).get("storage.pending_sectors") == expected
    assert judged(attribute(197, 0), logs=logs) == {}


# --- the link


@pytest.mark.parametrize(
    ("errors", "expected"), [(0, {}), (1, {"storage.link_errors_few": NOTE}), (10, {"storage.link_errors": CABLE})]
)
@pytest.mark.parametrize("rotational", [True, False])
def test_damaged_transfers_are_laid_to_the_cable(
    errors: int, expected: dict[str, Severity], *, rotational: bool
) -> None:
    assert judged(attribute(199, errors, name="UDMA_CRC_Error_Count"), rotational=rotational) == expected
    assert judged(rotational=rotational, logs=builders.ata_logs(interface_crc_errors=errors)) == expected


# --- heat


@pytest.mark.parametrize(
    ("now", "limit", "expected"),
    [
        (49, builders.unknown(), {}),
        (50, builders.unknown(), {"storage.warm": NOTE}),
        (60, builders.unknown(), {"storage.temperature": WATCH}),
        (60, 65, {"storage.warm": NOTE}),
        (55, 55, {"storage.temperature": WATCH}),
        (200, builders.unknown(), {}),
    ],
)
def test_a_disk_is_too_hot_by_its_own_limit_or_that_of_all(now: int, limit: Any, expected: dict[str, Severity]) -> None:
    assert judged(temperature_celsius=now, temperature_limit_celsius=limit) == expected


def test_flash_has_only_the_limit_that_it_names() -> None:
    assert judged(rotational=False, temperature_celsius=68) == {}
    hot = judged(rotational=False, temperature_celsius=70, temperature_limit_celsius=70)
    assert hot == {"storage.temperature": WATCH}


# --- SCSI


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("uncorrected_errors", 1, {"storage.uncorrectable_errors": WATCH}),
        ("uncorrected_errors", 10, {"storage.uncorrectable_errors": REPLACE}),
        ("pending_defects", 1, {"storage.pending_sectors": WATCH}),
        ("grown_defects", 99, {}),
        ("grown_defects", 100, {"storage.reallocated_sectors": WATCH}),
        ("grown_defects", 1000, {"storage.reallocated_sectors": REPLACE}),
        ("percentage_used", 100, {"storage.worn": WATCH}),
    ],
)
def test_a_scsi_drive_is_judged_by_its_log_pages(field: str, value: int, expected: dict[str, Severity]) -> None:
    values: dict[str, Any] = dict.fromkeys(ScsiHealth.__struct_fields__, 0) | {field: value}
    assert judged(scsi=ScsiHealth(**values)) == expected

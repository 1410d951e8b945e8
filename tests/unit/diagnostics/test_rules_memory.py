"""Rules on memory: what is a fault, what is only worth knowing, and which slot a count belongs to."""

from typing import Any

import pytest

from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.finding import Finding
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict
from haas_client.diagnostics.snapshot import Module
from haas_client.diagnostics.unknown import Reason, Unknown
from tests.unit import builders
from tests.unit.builders import GIB

DAY = 86400


def found(**changes: Any) -> dict[str, Finding]:
    values = {"visible_bytes": builders.unknown()} | changes
    snapshot = builders.snapshot(memory=builders.memory(**values))
    return {finding.code: finding for finding in diagnose(snapshot).findings}


def modules(*changes: dict[str, Any]) -> tuple[Module, ...]:
    return tuple(builders.module(**{"slot": f"DIMM {number}"} | each) for number, each in enumerate(changes))


def slots(*names: str, filled: tuple[int, ...] = (0,), **changes: Any) -> tuple[Module, ...]:
    """Slots by "name|bank"; those in ``filled`` hold a module."""
    return tuple(
        builders.module(
            slot=name.partition("|")[0],
            bank=name.partition("|")[2],
            **changes | ({} if number in filled else {"size_bytes": 0}),
        )
        for number, name in enumerate(names)
    )


# --- counted errors


@pytest.mark.parametrize(
    ("count", "days", "code", "severity", "confidence"),
    [
        (100, 1, "memory.corrected_errors", Severity.WATCH, Confidence.HIGH),
        (30, 2.9, "memory.corrected_errors", Severity.WATCH, Confidence.HIGH),
        (30, 3, "memory.lasting_errors", Severity.REPLACE, Confidence.MEDIUM),
        (29, 3, "memory.corrected_errors", Severity.WATCH, Confidence.LOW),
        (1000, 30, "memory.lasting_errors", Severity.REPLACE, Confidence.MEDIUM),
    ],
)
def test_errors_that_last_for_days_condemn(
    count: int, days: float, code: str, severity: Severity, confidence: Confidence
) -> None:
    (one,) = found(edac=(builders.edac(corrected=count),), edac_seconds=int(days * DAY)).values()
    assert (one.code, one.severity, one.confidence) == (code, severity, confidence)
    assert one.evidence[0].value == count


def test_errors_over_an_unknown_time_do_not_last() -> None:
    assert set(found(edac=(builders.edac(corrected=10**6),), edac_seconds=builders.unknown())) == {
        "memory.corrected_errors"
    }


# --- which slot


def place(label: str, of: tuple[Module, ...], *others: str) -> object:
    """The slot that an error under ``label`` is laid to, the driver counting also under ``others``."""
    counts = (builders.edac(label=label, uncorrected=1), *(builders.edac(label=other) for other in others))
    slot = found(modules=of, edac=counts)["memory.uncorrected_errors"].part.slot
    return None if slot == f"mc0 {label}" else slot


@pytest.mark.parametrize(
    ("label", "slot"),
    [
        ("DIMM_A1", "DIMM_A1"), ("dimm a1", "DIMM_A1"), ("BANK 2", "DIMM_B1"), ("BANK 2 DIMM_B1", "DIMM_B1"),
        ("DIMM_C1", None), ("noinfo", None), ("mc#0csrow#0channel#0", None), ("", None), ("csrow0", None),
    ],
)  # fmt: skip
def test_a_label_is_laid_to_the_slot_that_bears_its_name(label: str, slot: str | None) -> None:
    assert place(label, slots("DIMM_A1|BANK 0", "DIMM_B1|BANK 2", filled=(0, 1))) == slot


def test_a_name_that_two_slots_bear_is_nobodys() -> None:
    assert place("DIMM 0", slots("DIMM 0|P0 CHANNEL A", "DIMM 0|P0 CHANNEL B", filled=(0, 1))) is None
    assert place("P0 CHANNEL B DIMM 0", slots("DIMM 0|P0 CHANNEL A", "DIMM 0|P0 CHANNEL B", filled=(0, 1))) == "DIMM 0"


def test_an_empty_slot_has_no_errors() -> None:
    assert place("DIMM_B1", slots("DIMM_A1", "DIMM_B1", "DIMM_C1", filled=(0, 2))) is None


@pytest.mark.parametrize("label", ["mc#0csrow#0channel#0", "noinfo", "DIMM_X"])
def test_one_module_alone_is_meant_by_every_label(label: str) -> None:
    assert place(label, slots("DIMM_A1", "DIMM_B1")) == "DIMM_A1"


INTEL = tuple(f"CPU_SrcID#0_MC#{mc}_Chan#{channel}_DIMM#0" for mc in range(2) for channel in range(2))
BOARD = tuple(f"DIMM{name}1|P0_Node{mc}_Channel{channel}_Dimm0" for name, mc, channel in
              (("A", 0, 0), ("B", 0, 1), ("D", 1, 0), ("E", 1, 1)))  # fmt: skip


def test_coordinates_name_a_slot_where_driver_and_firmware_know_the_same_places() -> None:
    of = slots(*BOARD, filled=(0, 1, 2, 3))
    assert [place(label, of, *(other for other in INTEL if other != label)) for label in INTEL] == [
        "DIMMA1", "DIMMB1", "DIMMD1", "DIMME1"
    ]  # fmt: skip


def test_coordinates_name_no_slot_where_they_differ() -> None:
    assert place(INTEL[0], slots(*BOARD, filled=(0, 1, 2))) is None  # the driver counts one more than are filled
    assert place(INTEL[0], slots(*BOARD, filled=(0, 1, 3)), *INTEL[1:3]) is None  # and other ones


# --- kits


@pytest.mark.parametrize(
    ("change", "source", "value"),
    [
        ({"size_bytes": 4 * GIB}, "SMBIOS type 17 size", "8 GB / 4 GB"),
        ({"part_number": "OTHER"}, "SMBIOS type 17 part number", "EX8G / OTHER"),
        ({"speed_mts": 2666, "configured_speed_mts": 2666}, "SMBIOS type 17 speed", "3200 MT/s / 2667 MT/s"),
        ({"type": "DDR5"}, "SMBIOS type 17 type", "DDR4 / DDR5"),
    ],
)
def test_modules_of_different_kinds_are_worth_knowing(change: dict[str, Any], source: str, value: str) -> None:
    mixed = found(modules=modules({"configured_speed_mts": 2666}, change))["memory.mixed"]
    assert mixed.severity == Severity.NOTE
    assert [(evidence.source, evidence.value) for evidence in mixed.evidence] == [(source, value)]


@pytest.mark.parametrize(
    "change",
    [{}, {"part_number": "ex8g"}, {"serial": "OTHER"}, {"manufacturer": "Other"}, {"part_number": builders.unknown()},
     {"speed_mts": 3201}, {"size_bytes": 0, "type": "DDR3"}, {"size_bytes": 126 * GIB, "persistent": True},
     {"size_bytes": builders.unknown()}, {"size_bytes": 10**18}],
)  # fmt: skip
def test_modules_of_one_kind_are_not(change: dict[str, Any]) -> None:
    assert "memory.mixed" not in found(modules=modules({}, change))


@pytest.mark.parametrize(
    ("rated", "configured", "note"),
    [
        (3200, 2933, True), (3200, 2666, True), (2667, 2666, False), (2666, 2667, False), (2933, 2934, False),
        (3200, 3200, False), (2666, 3200, False), (2666, 1333, False), (1600, 800, False), (1333, 667, False),
        (3200, 32768, False), (58785, 2400, False), (3200, builders.unknown(), False),
        (builders.unknown(), 2400, False),
    ],
)  # fmt: skip
def test_memory_below_its_rated_speed_is_worth_knowing(rated: Any, configured: Any, note: bool) -> None:
    one = found(modules=modules({"speed_mts": rated, "configured_speed_mts": configured})).get("memory.below_rated")
    assert (one is not None) == note
    if one:
        assert (one.severity, one.evidence[0].value) == (Severity.NOTE, f"{configured} / {rated}")


def test_a_faster_module_beside_a_slower_one_is_not_below_its_rate() -> None:
    pair = modules({"speed_mts": 3200, "configured_speed_mts": 2666}, {"speed_mts": 2666, "configured_speed_mts": 2666})
    assert set(found(modules=pair)) == {"memory.mixed"}


# --- channels


@pytest.mark.parametrize(
    ("names", "filled", "single"),
    [
        (("ChannelA-DIMM0|BANK 0", "ChannelB-DIMM0|BANK 2"), (0,), True),
        (("ChannelA-DIMM0|BANK 0", "ChannelB-DIMM0|BANK 2"), (0, 1), False),
        (("ChannelA-DIMM0", "ChannelA-DIMM1", "ChannelB-DIMM0", "ChannelB-DIMM1"), (0, 1), True),
        (("ChannelA-DIMM0", "ChannelA-DIMM1", "ChannelB-DIMM0", "ChannelB-DIMM1"), (0, 2), False),
        (("DIMM 0|P0 CHANNEL A", "DIMM 1|P0 CHANNEL A", "DIMM 0|P0 CHANNEL B"), (1,), True),
        (("DIMM 0|P0 CHANNEL A", "DIMM 0|P0 CHANNEL B"), (0, 1), False),
        (("DIMM_A1", "DIMM_A2", "DIMM_B1", "DIMM_B2"), (1,), True),
        (("DIMM_A1", "DIMM_A2", "DIMM_B1", "DIMM_B2"), (1, 3), False),
        (("Controller0-ChannelA-DIMM0", "Controller1-ChannelA-DIMM0"), (0, 1), False),
        (("Controller0-ChannelA-DIMM0", "Controller1-ChannelA-DIMM0"), (1,), True),
        (("DIMMA1|P0_Node0_Channel0_Dimm0", "DIMMB1|P0_Node0_Channel1_Dimm0"), (0,), True),
        (("DIMM1|BANK 0", "DIMM2|BANK 1"), (0,), False),  # names that tell no channel
        (("A1_DIMM0|A1_BANK0", "A1_DIMM1|A1_BANK1"), (0,), False),
        (("A1", "B1"), (0,), False),  # a letter may also be the processor's
        (("ChannelA-DIMM0", "DIMM2"), (0,), False),
        (("ChannelA-DIMM0",), (0,), False),
        (("ChannelA-DIMM0", "ChannelA-DIMM1"), (0,), False),
        (("ChannelA-DIMM0", "ChannelB-DIMM0"), (), False),
    ],
)
def test_memory_in_one_of_several_channels_is_worth_knowing(
    names: tuple[str, ...], filled: tuple[int, ...], single: bool
) -> None:
    one = found(modules=slots(*names, filled=filled)).get("memory.single_channel")
    assert (one is not None) == single
    if one:
        assert (one.severity, one.confidence) == (Severity.NOTE, Confidence.MEDIUM)


def test_soldered_memory_cannot_be_placed_otherwise() -> None:
    soldered = slots("Controller0-ChannelA", "Controller0-ChannelB-DIMM0", form_factor="row of chips")
    assert found(modules=soldered) == {}


# --- what is not seen


@pytest.mark.parametrize(
    ("other", "missing"),
    [
        ({"size_bytes": 32 * GIB}, True),
        ({"size_bytes": 126 * GIB, "persistent": True}, False),
        ({"size_bytes": 4097 * GIB}, False),  # impossible, so the sum is unknown
        ({"size_bytes": builders.unknown()}, False),
    ],
)
def test_only_memory_that_should_be_seen_is_missed(other: dict[str, Any], missing: bool) -> None:
    codes = found(modules=modules({}, other), visible_bytes=int(7.5 * GIB))
    assert ("memory.not_seen" in codes) == missing


# --- notes change no verdict


def test_notes_leave_the_verdicts_as_they_are() -> None:
    counted = (builders.edac(), builders.edac(label="DIMM_A2"))
    noted = builders.snapshot(
        memory=builders.memory(
            modules=(
                builders.module(configured_speed_mts=2133),
                builders.module(slot="DIMM_A2", part_number="OTHER"),
                builders.module(slot="DIMM_B1", size_bytes=0),
            ),
            edac=counted,
        )
    )
    diagnosis = diagnose(noted)
    assert {finding.code for finding in diagnosis.findings} == {
        "memory.mixed", "memory.below_rated", "memory.single_channel"
    }  # fmt: skip
    assert [state.verdict for state in diagnosis.of_kind(PartKind.MEMORY)] == [Verdict.OK, Verdict.OK]


def test_memory_without_error_correction_stays_not_tested() -> None:
    states = diagnose(builders.snapshot(memory=builders.memory())).of_kind(PartKind.MEMORY)
    assert {state.verdict for state in states} == {Verdict.NOT_TESTED}
    assert all(isinstance(state.why, Unknown) and state.why.reason == Reason.NOT_MEASURABLE for state in states)

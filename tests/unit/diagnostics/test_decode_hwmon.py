"""Voltages of hwmon: millivolts in files, each of which may be missing, shut or nonsense."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.decode import hwmon
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.snapshot import Rail
from haas_client.diagnostics.unknown import Reason, Unknown
from tests.unit import builders
from tests.unit.captured import needs_captures, rows
from tests.unit.diagnostics import strategies


def rail(**files: bytes | Unknown) -> Rail:
    (found,) = hwmon.decode("nct6779", {"in1_input": b"12096\n", **files})
    return found


def test_a_rail_is_read() -> None:
    found = rail(in1_label=b"+12V\n", in1_lcrit=b"10800\n", in1_crit=b"13200\n")
    assert found == Rail(chip="nct6779", input="in1", label="+12V", volts=12.096, lowest_volts=10.8, highest_volts=13.2)


def test_rails_come_in_the_order_of_their_numbers() -> None:
    files: dict[str, bytes | Unknown] = {f"in{n}_input": b"1" for n in (10, 2, 0, 1)}
    assert [found.input for found in hwmon.decode("x", files)] == ["in0", "in1", "in2", "in10"]


def test_a_label_without_an_input_is_no_rail() -> None:
    assert hwmon.decode("x", {"in3_label": b"+5V", "temp1_input": b"40000", "fan1_input": b"900"}) == ()


@pytest.mark.parametrize("volts", [b"-12000", b"0", b"1000000", b" 5000 \n"])
def test_any_number_within_reason_is_read(volts: bytes) -> None:
    assert rail(in1_input=volts).volts == int(volts) / 1000


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"x", b"1.5", b"12 V", b"1000001", b"-1000001", b"9" * 5000, b"\xff", b"0x10"]
)
def test_a_reading_that_is_none_is_malformed(content: bytes) -> None:
    volts = rail(in1_input=content).volts
    assert isinstance(volts, Unknown)
    assert (volts.reason, volts.detail) == (Reason.MALFORMED, "nct6779 in1_input")


@pytest.mark.parametrize("reason", [Reason.NO_RIGHT, Reason.FAILED, Reason.NOT_REPORTED])
def test_a_file_that_could_not_be_read_keeps_its_reason(reason: Reason) -> None:
    why = builders.unknown(reason, "in1")
    found = rail(in1_input=why, in1_lcrit=why, in1_crit=why, in1_label=why)
    assert (found.volts, found.lowest_volts, found.highest_volts, found.label) == (why, why, why, "")


@pytest.mark.parametrize("field", ["lowest_volts", "highest_volts"])
def test_a_limit_that_the_chip_does_not_have_is_unknown(field: str) -> None:
    found = getattr(rail(), field)
    assert isinstance(found, Unknown)
    assert found.reason == Reason.NOT_REPORTED


@pytest.mark.parametrize(("content", "label"), [(b"Vcore\n", "Vcore"), (b"", ""), (b"+12\xffV", "+12\ufffdV")])
def test_a_label_is_read_without_blanks(content: bytes, label: str) -> None:
    assert rail(in1_label=content).label == label


NAMES = st.builds("in{}_{}".format, st.integers(0, 20), st.sampled_from(["input", "label", "crit", "lcrit", "x"]))
CONTENTS = st.binary(max_size=12) | st.integers().map(lambda n: str(n).encode()) | st.just(builders.unknown())


@given(st.text(max_size=8), st.dictionaries(NAMES | st.text(max_size=12), CONTENTS))
def test_any_files_are_rails(chip: str, files: dict[str, bytes | Unknown]) -> None:
    found = hwmon.decode(chip, files)
    assert len(found) == sum(name.startswith("in") and name.endswith("_input") for name in files)
    assert all(map(strategies.kept, found))


# --- real chips


def chips(text: str) -> dict[str, dict[str, bytes | Unknown]]:
    """The chips in what ``sensors`` printed, each with the files that hwmon would have for it."""
    found: dict[str, dict[str, bytes | Unknown]] = {}
    files: dict[str, bytes | Unknown] = {}
    for line in text.splitlines():
        chip = re.fullmatch(r"([a-z]\w+)-(?:isa|pci|i2c|virtual|acpi|hid)-\S+", line.strip())
        volts = re.match(r"\s*([^:]+):\s+([+-]?[\d.]+) (m?)V\b", line)
        if chip:
            files = found.setdefault(f"{chip[1]} {len(found)}", {})
        elif volts:
            number = len(files) // 2
            millivolts = float(volts[2]) * (1 if volts[3] else 1000)
            files[f"in{number}_input"] = str(round(millivolts)).encode()
            files[f"in{number}_label"] = volts[1].strip().encode()
    return found


@needs_captures
def test_no_captured_board_is_told_to_replace_its_power_supply() -> None:
    """They all ran when the sensors were read, some with rails that no running PC can have (+3.3V at 1.68 V)."""
    rails_read = 0
    for row in rows("lm-sensors-text"):
        for name, files in chips(row["text"]).items():
            rails = hwmon.decode(name.split()[0], files)
            rails_read += len(rails)
            found = diagnose(builders.snapshot(power=builders.power(*rails))).findings
            assert [finding for finding in found if finding.severity == "replace"] == [], row["source"]
    assert rails_read > 100


@needs_captures
def test_a_captured_rail_that_a_running_pc_cannot_have_is_not_judged() -> None:
    impossible = [
        rail
        for row in rows("lm-sensors-text")
        for name, files in chips(row["text"]).items()
        for rail in hwmon.decode(name, files)
        if rail.label == "+3.3V" and rail.volts == 1.68
    ]
    assert impossible
    diagnosis = diagnose(builders.snapshot(power=builders.power(*impossible)))
    assert diagnosis.findings == ()
    assert "ok" not in {state.verdict for state in diagnosis.of_kind(PartKind.POWER)}


@pytest.mark.parametrize("name", ["alarm", "min_alarm", "max_alarm", "crit_alarm", "lcrit_alarm"])
@pytest.mark.parametrize(("content", "alarm"), [(b"1\n", True), (b"0\n", False), (b"", False), (b"x", False)])
def test_an_alarm_of_the_chip_is_kept(name: str, content: bytes, alarm: bool) -> None:
    (rail,) = hwmon.decode("chip", {"in1_input": b"12000", f"in1_{name}": content})
    assert rail.alarm is alarm


def test_other_limits_stand_in_for_critical_ones_that_are_not_there() -> None:
    files: dict[str, bytes | Unknown] = {"in1_input": b"12000", "in1_min": b"11000", "in1_max": b"13000"}
    (rail,) = hwmon.decode("chip", files)
    assert (rail.lowest_volts, rail.highest_volts) == (11.0, 13.0)
    (rail,) = hwmon.decode("chip", files | {"in1_lcrit": b"10000", "in1_crit": b"14000"})
    assert (rail.lowest_volts, rail.highest_volts) == (10.0, 14.0)

"""What is judged of text that somebody sent."""

import pytest

from haas_client.diagnostics import from_text
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict
from haas_client.diagnostics.unknown import Unreadable
from tests.unit.builders import NOW
from tests.unit.captured import needs_captures, rows
from tests.unit.diagnostics.test_decode_dmidecode import TEXT
from tests.unit.diagnostics.test_decode_lm_sensors import TEXT as SENSORS


def test_dmidecode_names_the_machine_and_its_parts() -> None:
    judged = from_text.of_dmidecode(TEXT, NOW)
    assert judged.device == "Linuxmania LM-1"
    assert {finding.code for finding in judged.findings} == {"memory.below_rated", "memory.single_channel"}
    assert [(state.part.kind, state.part.slot, state.verdict) for state in judged.parts] == [
        (PartKind.POWER, "Bay 1", Verdict.UNREADABLE),
        (PartKind.MEMORY, "DIMM_A1", Verdict.NOT_TESTED),
    ]


def test_a_supply_that_firmware_calls_critical_is_watched() -> None:
    judged = from_text.of_dmidecode(TEXT.replace("Present, OK", "Present, Critical"), NOW)
    assert judged.parts[0].verdict == Verdict.WATCH


def test_sensors_of_a_supply_acquit_or_condemn_it() -> None:
    rails = "v_out +5v:     5.03 V\n"
    good = SENSORS.replace("psu fan", rails + "psu fan")
    assert [state.verdict for state in from_text.of_sensors(good, NOW).parts] == [Verdict.OK]
    bad = from_text.of_sensors(good.replace("12.14", "11.20"), NOW)
    assert [finding.severity for finding in bad.findings] == [Severity.REPLACE]
    assert [state.verdict for state in bad.parts] == [Verdict.REPLACE]


@pytest.mark.parametrize("judge", [from_text.of_dmidecode, from_text.of_sensors])
def test_other_text_is_unreadable(judge: object) -> None:
    assert callable(judge)
    with pytest.raises(Unreadable):
        judge("hello", NOW)


@needs_captures
def test_no_captured_machine_is_condemned_by_its_tables_or_sensors() -> None:
    """Nobody captured them for a fault: a supply or two that firmware itself calls critical, and notes."""
    judged = [from_text.of_dmidecode(row["text"], NOW) for row in rows("dmidecode-text")]
    judged += [from_text.of_sensors(row["text"], NOW) for row in rows("lm-sensors-text")]
    worse = [finding.code for one in judged for finding in one.findings if finding.severity != Severity.NOTE]
    assert sorted(worse) == ["power.supply_status", "power.supply_unplugged"]

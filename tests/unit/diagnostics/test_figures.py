"""What a diagnosis leaves for later ones."""

import math

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.figures import sample
from haas_client.diagnostics.past import Sample
from haas_client.diagnostics.snapshot import BootEnd, Bus, Drive, Snapshot
from haas_client.diagnostics.unknown import Reason
from haas_client.wording.trends import TRENDS
from tests.unit import builders
from tests.unit.builders import attribute, health, nvme


def left(snapshot: Snapshot) -> Sample:
    return sample(snapshot, diagnose(snapshot))


def of_drives(*drives: Drive) -> Sample:
    return left(builders.snapshot(storage=builders.storage(*drives)))


def figures(of: Sample, key: str) -> dict[str, float]:
    part = of.part(key)
    assert part is not None
    return part.figures


def test_attributes_of_both_sources_go_into_one_series() -> None:
    rows = (attribute(197, 3), attribute(9, 1200), attribute(177, 7, value=91))
    for source in ("smartctl", "udisks2"):
        found = figures(of_drives(builders.drive(health=health(source=source, attributes=rows))), "storage/SER0001")
        assert found["smart.197"] == 3
        assert found["smart.177.normalised"] == 91
        assert "smart.177" not in found
        assert found["temperature_celsius"] == 35


def test_an_nvme_drive_leaves_its_log() -> None:
    found = figures(of_drives(builders.drive(bus=Bus.NVME, health=health(nvme=nvme()))), "storage/SER0001")
    assert found["media_errors"] == 0
    assert found["percentage_used"] == 3
    assert found["available_spare_percent"] == 100
    assert found["unsafe_shutdowns"] == 40
    assert found["power_cycles"] == 300


def test_power_cycles_that_only_an_attribute_tells_are_kept_too() -> None:
    told_by_udisks = health(power_cycles=builders.unknown(), attributes=(attribute(12, 77),))
    assert figures(of_drives(builders.drive(health=told_by_udisks)), "storage/SER0001")["power_cycles"] == 77


def test_pulling_the_plug_of_a_usb_drive_is_no_power_loss() -> None:
    for changes in ({"bus": Bus.USB}, {"removable": True}):
        drive = builders.drive(health=health(nvme=nvme(), attributes=(attribute(192, 9),)), **changes)
        found = figures(of_drives(drive), "storage/SER0001")
        assert not {"smart.192", "unsafe_shutdowns"} & found.keys()


def test_ranks_of_one_module_are_added_up() -> None:
    edac = (builders.edac(corrected=2), builders.edac(controller="mc1", corrected=3, uncorrected=1))
    found = left(builders.snapshot(memory=builders.memory(edac=edac)))
    assert figures(found, "memory/MEM0001") == {"edac.corrected": 5, "edac.uncorrected": 1}


def test_the_supply_leaves_its_rails_and_the_sudden_stops() -> None:
    boots = (builders.boot(end=BootEnd.UNMARKED), builders.boot())
    found = left(
        builders.snapshot(
            power=builders.power(builders.rail("+12V", 12.1), builders.rail("Vcore", 1.2)),
            records=builders.records(boots=boots),
        )
    )
    (power,) = (part for part in found.parts if part.key.startswith("power/"))
    assert power.figures == {"rail.+12 V": 12.1, "unmarked_boots": 1}


def test_what_could_not_be_read_is_left_out() -> None:
    asleep = builders.drive(health=builders.unknown(Reason.ASLEEP))
    assert of_drives(asleep).part("storage/SER0001") is None
    assert left(builders.snapshot(memory=builders.unknown(), records=builders.unknown())).part("memory//") is None


def test_what_is_judged_without_a_row_is_there() -> None:
    assert {"system//", "memory//"} <= {part.key for part in left(builders.snapshot()).parts}


def test_two_parts_of_one_number_have_no_figures_but_keep_their_findings() -> None:
    drives = (
        builders.drive(health=health(attributes=(attribute(197, 3),))),
        builders.drive(port="SATA 2", name="sdb", health=health(attributes=(attribute(197, 0),))),
    )
    part = of_drives(*drives).part("storage/SER0001")
    assert part is not None
    assert part.figures == {}
    assert "storage.pending_sectors" in part.findings


def test_no_text_of_the_machine_is_kept() -> None:
    kept = msgspec.json.encode(
        left(builders.snapshot(records=builders.records(kernel=(builders.kernel_line("secret"),))))
    )
    for text in (b"secret", b"GNOME", b"Ubuntu", b"B450"):
        assert text not in kept


def test_trends_are_named_as_figures_are() -> None:
    edac = (builders.edac(),)
    counters = tuple(attribute(number) for number in (5, 187, 197, 198, 199))
    found = left(
        builders.snapshot(
            storage=builders.storage(builders.drive(health=health(nvme=nvme(), attributes=counters))),
            memory=builders.memory(edac=edac),
            power=builders.power(builders.rail("+5V", 5.0)),
        )
    )
    names = {name for part in found.parts for name in part.figures}
    drawn = {trend.figure for trends in TRENDS.values() for trend in trends}
    assert drawn <= names


@given(
    raw=st.integers() | st.none(),
    volts=st.floats(),
    serial=st.text() | st.just("\ud800"),
    temperature=st.integers() | st.just(10**400),
)
def test_every_sample_survives_being_kept(raw: int | None, volts: float, serial: str, temperature: int) -> None:
    drive = builders.drive(
        serial=serial, health=health(attributes=(attribute(5, raw),), temperature_celsius=temperature)
    )
    found = left(builders.snapshot(storage=builders.storage(drive), power=builders.power(builders.rail("+12V", volts))))
    assert msgspec.json.decode(msgspec.json.encode(found), type=Sample) == found
    assert all(math.isfinite(value) for part in found.parts for value in part.figures.values())

"""Which place a drawing of the opened PC lights: only the one that is meant, and none where it is not known."""

from typing import Any

import pytest

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.parts import of_drive, of_module
from haas_client.diagnostics.snapshot import Bus, Drive, Module, Snapshot
from haas_client.handsbuy.pack.facts import facts_of
from haas_client.handsbuy.pack.found import Facts
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.handsbuy.places import spots
from haas_client.handsbuy.whereabouts import Area, Shape, Whereabouts, whereabouts
from haas_client.i18n import LANGUAGES, translator
from haas_client.wording import whereabouts as words
from tests.unit.builders import drive, memory, module, power, snapshot, storage, supply, unknown

SLOTS = ("DIMM_A1", "DIMM_A2", "DIMM_B1", "DIMM_B2")


def board(*names: str, empty: tuple[str, ...] = (), **changes: Any) -> Snapshot:
    modules = tuple(module(slot=name, **changes | ({"size_bytes": 0} if name in empty else {})) for name in names)
    return snapshot(memory=memory(modules=modules))


def modules(read: Snapshot) -> tuple[Module, ...]:
    found: Any = read.memory
    return tuple(found.modules)


def looked(read: Snapshot | None, kind: Kind, part: Part | None, **answers: str) -> Whereabouts | None:
    return whereabouts(read, kind, part, facts_of(read, part, None, answers={"chassis": "tower"} | answers))


def lit(found: Whereabouts | None) -> list[str]:
    return [place.label for place in found.lit] if found else ["no drawing"]


# Memory


@pytest.mark.parametrize("meant", range(len(SLOTS)))
def test_the_very_slot_of_the_module_is_lit_and_no_other(meant: int) -> None:
    read = board(*SLOTS)
    found = looked(read, Kind.MEMORY, of_module(modules(read)[meant]))
    assert found is not None
    assert (found.area, [place.label for place in found.places]) == (Area.MEMORY, list(SLOTS))
    assert lit(found) == [SLOTS[meant]]


def test_for_a_module_that_is_added_the_free_slots_are_lit() -> None:
    read = board(*SLOTS, empty=("DIMM_A1", "DIMM_B1"))
    assert lit(looked(read, Kind.MEMORY, None)) == ["DIMM_A1", "DIMM_B1"]


@pytest.mark.parametrize(
    "modules",
    [
        (module(slot="DIMM 0", serial="1"), module(slot="DIMM 0", serial="2")),
        (module(slot="DIMM_A1"), module(slot="", bank="")),
        tuple(module(slot=f"DIMM{number}") for number in range(9)),
    ],
    ids=["one name twice", "no name", "more than can be drawn"],
)
def test_where_no_slot_can_be_told_from_another_nothing_is_lit(modules: tuple[Module, ...]) -> None:
    found = looked(snapshot(memory=memory(modules=modules)), Kind.MEMORY, of_module(modules[0]))
    assert found == Whereabouts(shape=Shape.TOWER, area=None)


@pytest.mark.parametrize("read", [snapshot(memory=memory(modules=unknown())), snapshot(memory=unknown())])
def test_slots_that_were_not_read_are_not_lit(read: Snapshot) -> None:
    found = looked(read, Kind.MEMORY, of_module(module(slot="DIMM_A2")))
    assert found == Whereabouts(shape=Shape.TOWER, area=None)


def test_what_keeps_its_content_without_power_is_no_memory() -> None:
    read = snapshot(memory=memory(modules=(module(slot="DIMM_A1"), module(slot="DIMM_A2", persistent=True))))
    found = looked(read, Kind.MEMORY, of_module(modules(read)[0]))
    assert found is not None
    assert [place.label for place in found.places] == ["DIMM_A1"]


def test_a_module_that_is_not_there_any_more_lights_nothing() -> None:
    assert lit(looked(board(*SLOTS), Kind.MEMORY, of_module(module(slot="DIMM_C1")))) == []


def test_memory_on_the_board_is_no_slot() -> None:
    soldered = module(slot="Onboard", form_factor="row of chips")
    read = snapshot(memory=memory(modules=(soldered, module(slot="DIMM 1", form_factor="SODIMM"))))
    socketed = of_module(modules(read)[1])
    found = looked(read, Kind.MEMORY, socketed, chassis="notebook")
    assert found is not None
    assert [place.label for place in found.places] == lit(found) == ["DIMM 1"]
    assert lit(looked(read, Kind.MEMORY, of_module(soldered), chassis="notebook")) == []
    assert [spot.label for spot in spots(read, Kind.MEMORY, socketed)] == ["DIMM 1"]


# Drives


HDD = drive(name="sda", port="SATA 1", serial="H1", rotational=True)
HDD_2 = drive(name="sdb", port="SATA 2", serial="H2", rotational=True)
SSD = drive(name="sdc", port="SATA 3", serial="S1", rotational=False)
NVME = drive(name="nvme0n1", port="nvme0", serial="N1", bus=Bus.NVME, rotational=False)
NVME_2 = drive(name="nvme1n1", port="nvme1", serial="N2", bus=Bus.NVME, rotational=False)
UNREAD = drive(name="sdd", port="SATA 4", serial="U1", rotational=unknown())
TWIN = drive(name="sdf", port="SATA 6", serial=unknown(), rotational=True)
VIRTUAL = drive(name="vda", port=unknown(), serial="V1", bus=Bus.VIRTUAL)
STICK = drive(name="sde", port="USB 1-4", serial="F1", bus=Bus.USB, rotational=False)


@pytest.mark.parametrize(
    ("inside", "out", "form", "area", "shown"),
    [
        ((HDD, SSD), HDD, "sata-3.5", Area.DRIVE_35, ["SATA 1"]),
        ((HDD, SSD, NVME), SSD, "sata-2.5", Area.DRIVE_25, ["SATA 3"]),
        ((HDD, NVME), NVME, "m2", Area.M2, ["nvme0"]),
        ((HDD, NVME), NVME, None, Area.M2, ["nvme0"]),
        ((HDD, NVME, STICK), NVME, "m2", Area.M2, ["nvme0"]),
    ],
)
def test_the_only_drive_of_its_kind_is_lit(
    inside: tuple[Drive, ...], out: Drive, form: str | None, area: Area, shown: list[str]
) -> None:
    answers = {"storage_form": form} if form else {}
    found = looked(snapshot(storage=storage(*inside)), Kind.STORAGE, of_drive(out), **answers)
    assert found is not None
    assert (found.area, lit(found)) == (area, shown)


@pytest.mark.parametrize(
    ("inside", "out", "form", "among"),
    [
        ((HDD, HDD_2, SSD), HDD, "sata-3.5", ["SATA 1", "SATA 2"]),
        ((NVME, NVME_2), NVME_2, "m2", ["nvme0", "nvme1"]),
        ((NVME, SSD), NVME, "m2", ["nvme0", "SATA 3"]),
        ((HDD, UNREAD), HDD, "sata-3.5", ["SATA 1", "SATA 4"]),
        ((SSD, UNREAD), UNREAD, "sata-2.5", ["SATA 3", "SATA 4"]),
    ],
)
def test_of_several_alike_the_area_is_shown_and_none_is_lit(
    inside: tuple[Drive, ...], out: Drive, form: str, among: list[str]
) -> None:
    """A port tells nothing of the bay, and an M.2 SSD may be on SATA."""
    found = looked(snapshot(storage=storage(*inside)), Kind.STORAGE, of_drive(out), storage_form=form)
    assert found is not None
    assert [place.label for place in found.places] == among
    assert lit(found) == []


@pytest.mark.parametrize(
    ("out", "answers"),
    [
        (HDD, {}),
        (TWIN, {"storage_form": "sata-2.5"}),
        (VIRTUAL, {"storage_form": "sata-2.5"}),
        (NVME, {"storage_form": "sata-2.5"}),
        (HDD, {"storage_form": "sata-3.5", "chassis": "notebook"}),
        (HDD_2, {"storage_form": "sata-3.5"}),
        (STICK, {"storage_form": "sata-2.5"}),
        (None, {"storage_form": "m2"}),
    ],
    ids=[
        "form unknown",
        "two alike in all",
        "virtual",
        "form against bus",
        "no such bay",
        "not in the PC",
        "outside",
        "added",
    ],
)
def test_where_no_bay_is_known_nothing_is_lit(out: Drive | None, answers: dict[str, str]) -> None:
    read = snapshot(storage=storage(HDD, NVME, STICK, TWIN, TWIN, VIRTUAL))
    found = looked(read, Kind.STORAGE, of_drive(out) if out else None, **answers)
    assert found is not None
    assert (found.area, found.places, lit(found)) == (None, (), [])


# The supply


def test_a_desktop_has_one_supply_and_it_is_lit() -> None:
    found = looked(snapshot(), Kind.PSU, None)
    assert found is not None
    assert (found.area, len(found.lit)) == (Area.SUPPLY, 1)


@pytest.mark.parametrize("chassis", ["mini-pc", "notebook"])
def test_a_supply_that_is_outside_is_lit_nowhere(chassis: str) -> None:
    assert looked(snapshot(), Kind.PSU, None, chassis=chassis) == Whereabouts(shape=Shape(chassis), area=None)


def test_of_two_supplies_none_is_lit() -> None:
    read = snapshot(power=power(supplies=(supply(location="1"), supply(location="2"))))
    assert lit(looked(read, Kind.PSU, None)) == []


# The shape of the PC


@pytest.mark.parametrize("chassis", ["small", "all-in-one", "server", "", "spaceship"])
def test_a_shape_without_a_drawing_has_none(chassis: str) -> None:
    read = board(*SLOTS)
    assert whereabouts(read, Kind.MEMORY, None, Facts(values={"chassis": chassis})) is None


def test_nobody_guesses_the_shape() -> None:
    read = board(*SLOTS)
    assert whereabouts(read, Kind.MEMORY, of_module(modules(read)[0]), facts_of(read, None, None)) is None


def test_without_a_look_at_the_pc_nothing_is_lit() -> None:
    for kind in Kind:
        assert looked(None, kind, None) == Whereabouts(shape=Shape.TOWER, area=None)


# Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_drawn_is_said(language: str) -> None:
    t = translator(language)
    read = board(*SLOTS)
    one = looked(read, Kind.MEMORY, of_module(modules(read)[2]))
    assert one is not None
    assert "DIMM_B1" in words.sentence(one, t)
    assert "DIMM_A1" not in words.sentence(one, t)
    drives = snapshot(storage=storage(HDD, HDD_2))
    area = looked(drives, Kind.STORAGE, of_drive(HDD), storage_form="sata-3.5")
    nothing = looked(None, Kind.MEMORY, None)
    assert area is not None
    assert nothing is not None
    assert "SATA 1" in words.sentence(area, t)
    assert "SATA 2" not in words.sentence(area, t)
    for found in (one, area, nothing):
        assert words.schematic(t) in words.alternative(found, t)
    assert len({words.sentence(found, t) for found in (one, area, nothing)}) == 3


def test_numbers_on_the_drawing_are_those_of_the_sentence() -> None:
    found = looked(board(*SLOTS, empty=("DIMM_A1", "DIMM_B1")), Kind.MEMORY, None)
    assert found is not None
    assert "1 DIMM_A1" in words.sentence(found, translator("en"))
    assert "2 DIMM_B1" in words.sentence(found, translator("en"))

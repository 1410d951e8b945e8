"""What is said of memory slots: channels by their names, soldered chips, what the board takes."""

import pytest

from haas_client.diagnostics.snapshot import MemoryArray, Module
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import translator
from haas_client.wording import slots
from tests.unit import builders
from tests.unit.builders import GIB, module

EN = translator("en")


def named(*names: tuple[str, str]) -> list[Module]:
    return [module(slot=slot, bank=bank) for slot, bank in names]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((("DIMM_A1", ""), ("DIMM_A2", ""), ("DIMM_B1", ""), ("DIMM_B2", "")), ["Channel A", "Channel B"]),
        ((("DIMM 0", "P0 CHANNEL A"), ("DIMM 0", "P0 CHANNEL B")), ["Channel A", "Channel B"]),
        ((("Controller0-ChannelA", ""), ("Controller1-ChannelA", "")), ["Channel 0/A", "Channel 1/A"]),
        ((("ChannelA-DIMM0", ""), ("ChannelA-DIMM1", "")), [""]),
        ((("DIMM0", "BANK 0"), ("DIMM1", "BANK 1")), [""]),
        ((("DIMM_A1", ""), ("DIMM_B1", ""), ("J6H1", "")), [""]),
        ((), [""]),
    ],
)
def test_channels_are_told_only_where_every_name_tells(names: tuple[tuple[str, str], ...], expected: list[str]) -> None:
    groups = slots.channels(named(*names), EN)
    assert [name for name, _ in groups] == expected
    assert sum(len(group) for _, group in groups) == len(names)


@pytest.mark.parametrize(
    ("kind", "form", "soldered"),
    [
        ("DDR4", "DIMM", False),
        ("DDR4", "row of chips", True),
        ("LPDDR5", "Row Of Chips", True),
        ("LPDDR4", "DIMM", True),
        ("lpddr5", builders.unknown(), True),
        (builders.unknown(), builders.unknown(), False),
    ],
)
def test_what_is_soldered(kind: str | Unknown, form: str | Unknown, soldered: bool) -> None:
    assert slots.is_soldered(module(type=kind, form_factor=form)) is soldered


def array(**changes: object) -> MemoryArray:
    values: dict[str, object] = {"handle": 1, "use": "system memory", "error_correction": "none", "devices": 4}
    return MemoryArray(**values | {"max_bytes": 64 * GIB} | changes)  # type: ignore[arg-type]  # fields of MemoryArray


def test_the_most_that_the_board_takes() -> None:
    assert slots.most(builders.memory(arrays=(array(), array(handle=2))), EN) == "The board takes up to 128 GB."
    assert (
        slots.most(builders.memory(arrays=(array(), array(use="cache memory"))), EN) == "The board takes up to 64 GB."
    )
    assert slots.most(builders.memory(arrays=(array(), array(max_bytes=builders.unknown()))), EN) == ""
    assert slots.most(builders.memory(), EN) == ""
    on_board = (module(type="LPDDR5"),)
    assert slots.most(builders.memory(arrays=(array(),), modules=on_board), EN) == ""


def test_an_unknown_size_is_never_summed() -> None:
    memory = builders.memory(modules=(module(), module(slot="DIMM_B1", size_bytes=builders.unknown())))
    assert isinstance(dict(slots.whole(memory, EN))["Installed"], Unknown)
    assert slots.content(memory.modules[1], EN).startswith("size unknown")  # type: ignore[index]  # a tuple, see above


@pytest.mark.parametrize(
    ("correction", "said"), [("none", "none"), ("single-bit ECC", "available"), ("parity", "parity")]
)
def test_error_correction(correction: str, said: str) -> None:
    memory = builders.memory(error_correction=correction)
    assert dict(slots.whole(memory, EN))["Error correction"] == said


def test_counts_of_a_module_are_the_sum_of_its_counters_and_unknown_where_one_is() -> None:
    ranks = (builders.edac(corrected=2), builders.edac(corrected=3))
    modules = (module(), module(slot="DIMM_B1"))
    counted = dict(slots.counts(builders.memory(modules=modules, edac=ranks, edac_seconds=90_000), modules[0], EN))
    assert counted == {"Corrected": "5", "Not corrected": "0", "Counted for": "1 d 1 h"}
    refused = (*ranks, builders.edac(corrected=builders.unknown(Reason.NO_RIGHT)))
    counted = dict(slots.counts(builders.memory(modules=modules, edac=refused, edac_seconds=60), modules[0], EN))
    assert isinstance(counted["Corrected"], Unknown)
    assert slots.counts(builders.memory(), modules[0], EN) == []

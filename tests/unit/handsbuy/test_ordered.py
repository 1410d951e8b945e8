"""What the centre's words say for certain, and nothing more."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.snapshot import Bus
from haas_client.handsbuy.ordered import Ordered, ordered


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("DDR4 SO-DIMM 16GB", {"ddr": "DDR4", "form": "SODIMM"}),
        ("ＤＤＲ４　ＳＯ－ＤＩＭＭ　１６ＧＢ", {"ddr": "DDR4", "form": "SODIMM"}),
        ("メモリDDR5SODIMM", {}),
        ("メモリDDR5 SODIMM増設用", {"ddr": "DDR5", "form": "SODIMM"}),
        ("ddr3l-1600 so dimm", {"ddr": "DDR3", "form": "SODIMM"}),
        ("16GB 1Rx8 PC4-3200AA-UA2-11", {"ddr": "DDR4"}),
        ("16GB PC4-3200AA", {"ddr": "DDR4"}),
        ("PC3L-12800S", {"ddr": "DDR3"}),
        ("DDR4 または DDR5", {}),
        ("DDR4-3200 (PC4-25600)", {"ddr": "DDR4"}),
        ("DDR4 (PC3-12800)", {}),
        ("LPDDR5X", {"ddr": "LPDDR5"}),
        ("XDDR4", {}),
        ("DDR40", {}),
        ("DIMM 8GB", {"form": "DIMM"}),
        ("U-DIMM ECC", {"form": "DIMM", "ecc": True, "registered": False}),
        ("DDR4 RDIMM ECC Registered", {"ddr": "DDR4", "form": "DIMM", "ecc": True, "registered": True}),
        ("DIMM と SO-DIMM", {}),
        ("non-ECC", {"ecc": False}),
        ("ECCなし", {"ecc": False}),
        ("ECC 非対応 DIMM", {"ecc": False, "form": "DIMM"}),
        ("DDR5 on-die ECC", {"ddr": "DDR5"}),
        ("DDR5 On-Die ECC, ECC UDIMM", {"ddr": "DDR5", "ecc": True, "form": "DIMM", "registered": False}),
        ("NVMe SSD 1TB (M.2 2280)", {"bus": Bus.NVME, "m2": True, "m2_length": 80}),
        ("M.2 SATA SSD 22110", {"bus": Bus.SATA, "m2": True, "m2_length": 110}),
        ("SSD PCIe 4.0", {"bus": Bus.NVME}),
        ("NVMe/SATA", {}),
        ("M.2 2242 / 2280", {"m2": True}),
        ("SATA SSD 2.5インチ 480GB", {"bus": Bus.SATA, "inches": "2.5"}),
        ('HDD 3.5" S-ATA', {"bus": Bus.SATA, "inches": "3.5"}),
        ("2.5型", {"inches": "2.5"}),
        ("2.5″", {"inches": "2.5"}),
        ("SO‑DIMM", {"form": "SODIMM"}),
        ("SOーDIMM", {"form": "SODIMM"}),
        ("12.5インチ", {}),
        ("電源 650W ATX", {"watts": 650, "supply_form": "ATX"}),
        ("SFX電源 450 W (ATX12V 2.4)", {"watts": 450, "supply_form": "SFX"}),
        ("SFX-L 600W", {"watts": 600, "supply_form": "SFX-L"}),
        ("Flex ATX 250W", {"watts": 250, "supply_form": "FLEX ATX"}),
        ("650W または 750W", {}),
        ("WD 5000W1", {}),
        ("", {}),
        ("16GB", {}),
    ],
)
def test_what_is_told(words: str, told: dict[str, Any]) -> None:
    assert ordered(words) == Ordered(**told)


_WORDS = (
    "DDR4",
    "DDR5",
    "SO-DIMM",
    "DIMM",
    "ECC",
    "non-ECC",
    "on-die",
    "NVMe",
    "SATA",
    "M.2",
    "2280",
    "650W",
    "ATX",
    "の",
)


@given(st.lists(st.sampled_from(_WORDS) | st.text(max_size=3), max_size=8), st.sampled_from(["", " ", "-", "/"]))
def test_whatever_the_words_are_nothing_raises_and_two_things_are_none(words: list[str], between: str) -> None:
    text = between.join(words)
    told = ordered(text)
    if told.ddr:
        assert told.ddr in ("DDR4", "DDR5", *(f"{low}DDR{n}" for low in ("", "LP") for n in "2345"))
    assert ordered(f"{text} DDR4 DDR5").ddr is None
    assert ordered(f"{text} NVMe SATA").bus is None


def test_words_that_never_end_are_cut() -> None:
    assert ordered("x" * 10**6 + " DDR4") == Ordered()

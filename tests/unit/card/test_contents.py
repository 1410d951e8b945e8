"""What stands on the card: only what is known, and "unknown" where it is not."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.card import contents, text
from haas_client.card.contents import Card
from haas_client.card.parts import MOST_ROWS
from haas_client.diagnostics import readout
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.snapshot import Bus, Snapshot
from haas_client.diagnostics.unknown import Reason
from haas_client.i18n import translator
from haas_client.machine import Machine, SoldDrive, SoldModule, SoldPowerSupply
from tests.unit import builders

SOLD = Machine(
    warranty_number="LM-24-018233",
    model="LM-T1000",
    purchased_on=date(2024, 4, 1),
    telephone="03-0000-0000",
    power_supply=SoldPowerSupply(model="EX650", watts=650),
    memory=(SoldModule(size_bytes=8 * builders.GIB, slot="DIMM_A2", part_number="EX8G", serial="SOLDMEM"),),
    storage=(SoldDrive(size_bytes=500_107_862_016, model="Example SSD 500", serial="SOLDSSD"),),
)


def card(machine: Machine = SOLD, snapshot: Snapshot | None = None, language: str = "en", **typed: Any) -> Card:
    values: dict[str, Any] = {"warranty_number": "", "telephone": "", "made_at": builders.NOW} | typed
    return contents.build(
        machine,
        snapshot,
        diagnose(snapshot) if snapshot else None,
        translator(language),
        **values,
    )


def group(of: Card, kind: PartKind) -> tuple[str, tuple[str, ...]]:
    """Heading and lines of a kind of part, as they are read."""
    t = translator(of.language)
    shown = of.groups[(PartKind.POWER, PartKind.MEMORY, PartKind.STORAGE).index(kind)]
    return text.heading(shown, t), tuple(text.part(row, t) for row in shown.rows)


def test_nothing_known_is_said_as_such() -> None:
    made = card(Machine())
    page = list(text.lines(made))
    assert (made.warranty_number, made.model, made.telephone, made.telephone_link, made.code) == ("",) * 5
    assert [line for line in page if line.endswith("_" * 20)] == [
        "Telephone: ____________________",
        "Warranty number: ____________________",
        "Model: ____________________",
    ]
    assert "  The number is printed on your warranty card." in page
    assert "Diagnosis code: no diagnosis has been made yet" in page
    assert [group(made, kind) for kind in MOST_ROWS] == [
        ("Power supply: Not known: no diagnosis has been made yet.", ()),
        ("Memory: Not known: no diagnosis has been made yet.", ()),
        ("Storage: Not known: no diagnosis has been made yet.", ()),
    ]


def test_before_a_diagnosis_the_parts_are_those_that_were_sold() -> None:
    made = card()
    assert group(made, PartKind.POWER) == ("Power supply (as sold)", ("EX650 · 650 W",))
    assert group(made, PartKind.MEMORY) == ("Memory (as sold)", ("DIMM_A2 · EX8G · 8 GB · serial no. SOLDMEM",))
    assert group(made, PartKind.STORAGE) == ("Storage (as sold)", ("Example SSD 500 · 500 GB · serial no. SOLDSSD",))
    assert (made.code, made.code_day) == ("", "")


def test_what_the_pc_tells_goes_before_what_was_sold() -> None:
    snapshot = builders.snapshot()
    made = card(SOLD, snapshot)
    assert group(made, PartKind.POWER) == ("Power supply (as sold)", ("EX650 · 650 W",))  # no board tells it
    assert group(made, PartKind.MEMORY)[0] == "Memory"
    assert "DIMM_A1 · Example EX8G · 8 GB · serial no. MEM0001" in group(made, PartKind.MEMORY)[1][0]
    assert group(made, PartKind.STORAGE) == ("Storage", ("SATA 1 · Example SSD 500 · 500 GB · serial no. SER0001",))
    code = readout.encode(diagnose(snapshot), snapshot.taken_at, "LM-24-018233")
    assert (made.code, made.code_day) == (readout.grouped(code), "2026-07-01")


def test_what_could_not_be_read_says_why_or_what_was_sold() -> None:
    hidden = builders.unknown(Reason.NO_RIGHT)
    snapshot = builders.snapshot(memory=builders.memory(modules=hidden), storage=hidden, power=hidden)
    assert group(card(SOLD, snapshot), PartKind.MEMORY)[0] == "Memory (as sold)"
    assert group(card(Machine(), snapshot), PartKind.MEMORY) == ("Memory: Only the administrator may read this.", ())
    assert group(card(Machine(), snapshot), PartKind.STORAGE) == ("Storage: Only the administrator may read this.", ())
    assert group(card(Machine(), snapshot), PartKind.POWER)[0] == "Power supply: Only the administrator may read this."


def test_a_part_at_fault_is_marked_and_a_good_one_is_not() -> None:
    failing = builders.drive(name="sdb", port="SATA 2", serial="BAD1", health=builders.health(passed=False))
    snapshot = builders.snapshot(storage=builders.storage(builders.drive(), failing))
    lines = group(card(SOLD, snapshot), PartKind.STORAGE)[1]
    assert lines[0].endswith("serial no. SER0001")
    assert lines[1].endswith("serial no. BAD1 · Replace")


def test_what_is_not_inside_the_pc_is_no_part_of_it() -> None:
    stick = builders.drive(name="sdb", bus=Bus.USB, serial="STICK")
    card_reader = builders.drive(name="sdc", removable=True, serial="READER")
    snapshot = builders.snapshot(
        storage=builders.storage(builders.drive(), stick, card_reader),
        memory=builders.memory(modules=(builders.module(), builders.module(slot="DIMM_B1", size_bytes=0))),
    )
    made = card(SOLD, snapshot)
    assert len(group(made, PartKind.STORAGE)[1]) == 1
    assert len(group(made, PartKind.MEMORY)[1]) == 1


def test_a_part_at_fault_has_room_among_many() -> None:
    drives = [builders.drive(name=f"sd{n}", port=f"SATA {n}", serial=f"S{n}") for n in range(30)]
    drives[29] = builders.drive(name="sd29", port="SATA 29", serial="BAD", health=builders.health(passed=False))
    made = card(SOLD, builders.snapshot(storage=builders.storage(*drives)))
    lines = group(made, PartKind.STORAGE)[1]
    assert len(lines) == MOST_ROWS[PartKind.STORAGE]
    assert "BAD" in lines[-1]
    assert lines[0].startswith("SATA 0 ")
    assert made.groups[2].more == "and 18 more"


@pytest.mark.parametrize(
    ("machine", "system", "model"),
    [
        (SOLD, builders.system(), "LM-T1000"),
        (Machine(), builders.system(), "Linuxmania LM-1"),
        (Machine(), builders.system(product=builders.unknown()), "Example B450"),
        (Machine(), builders.system(product=builders.unknown(), board=builders.unknown()), ""),
        (Machine(), builders.unknown(), ""),
    ],
)
def test_the_model_is_the_sold_one_or_what_firmware_says(machine: Machine, system: Any, model: str) -> None:
    assert card(machine, builders.snapshot(system=system)).model == model


def test_typed_numbers_fill_what_the_factory_left_open() -> None:
    typed: dict[str, Any] = {"warranty_number": "LM-1", "telephone": "０６ー００００ー００００"}
    assert card(Machine(), **typed).telephone == "06-0000-0000"
    assert card(Machine(), **typed).telephone_link == "tel:0600000000"
    assert card(Machine(), **typed).warranty_number == "LM-1"
    assert card(SOLD, **typed).telephone == "03-0000-0000"
    assert card(SOLD, **typed).warranty_number == "LM-1"


def test_the_code_of_a_long_warranty_number_is_that_of_the_whole() -> None:
    number = "9" * 118 + "-1"
    snapshot = builders.snapshot()
    made = card(Machine(), snapshot, warranty_number=number)
    assert made.warranty_number == number
    assert made.code == readout.grouped(readout.encode(diagnose(snapshot), snapshot.taken_at, number))


def test_the_day_is_that_of_japan() -> None:
    made = card(made_at=datetime(2026, 7, 1, 15, 30, tzinfo=UTC))
    assert made.made_on == "2026-07-02"
    assert card(made_at=datetime.max.replace(tzinfo=UTC)).made_on == "9999-12-31"


@given(st.text(), st.text(), st.text())
def test_hostile_names_stay_on_their_line_and_steer_nothing(model: str, serial: str, port: str) -> None:
    drive = builders.drive(model=model, serial=serial, port=port)
    made = card(Machine(model=model), builders.snapshot(storage=builders.storage(drive)), telephone=port)
    for line in text.lines(made):
        assert "\n" not in line
        assert line == "" or line.isprintable()
    row = made.groups[2].rows[0]
    assert max(len(row.place), len(row.serial)) <= 48


def test_beeps_are_counted_and_never_explained() -> None:
    page = "\n".join(text.lines(card(language="en")))
    assert "Count the beeps" in page
    assert "What they mean differs from PC to PC" in page


def test_it_is_in_the_language_that_was_asked_for() -> None:
    assert card(language="ja").remedies[0].title == "電源ボタンを押しても何も起こらない"
    assert "診断コード: まだ診断していません" in list(text.lines(card(language="ja")))

"""What can be done to wipe a drive: nothing is promised that it may not keep."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.snapshot import Bus
from haas_client.handsbuy.wiping import CLOSED, SOURCES, Note, Option, Way, wiping
from haas_client.i18n import LANGUAGES, translator
from haas_client.wording import wiping as words
from tests.unit.builders import drive, unknown
from tests.unit.diagnostics import strategies

HDD = {"rotational": True}
FREE = {"ata_security": {"enabled": False, "frozen": False}}


def found(bus: Bus, tree: Any = None, *, failing: bool = False, **changes: Any) -> dict[Way, Note]:
    smart = None if tree is None else json.dumps(tree).encode()
    seen = wiping(drive(bus=bus, **changes), failing=failing, smart=smart)
    return {option.way: option.note for option in seen.options}


@pytest.mark.parametrize(
    ("tree", "note"),
    [
        (FREE, Note.OPEN),
        ({"ata_security": {"enabled": False, "frozen": True}}, Note.FROZEN),
        ({"ata_security": {"enabled": True, "frozen": True}}, Note.PASSWORD),
        ({"ata_security": {"state": 41, "string": "Disabled, frozen [SEC2]"}}, Note.ASK_DRIVE),
        ({"ata_security": {"enabled": 0, "frozen": 0}}, Note.ASK_DRIVE),
        ({"ata_security": {"enabled": False}}, Note.ASK_DRIVE),
        ({}, Note.ASK_DRIVE),
        (None, Note.ASK_DRIVE),
    ],
)
def test_secure_erase_of_a_sata_drive(tree: Any, note: Note) -> None:
    assert found(Bus.SATA, tree) == {Way.ATA_SECURE_ERASE: note, Way.OVERWRITE: Note.LEAVES_SPARE}


def test_never_over_usb_whatever_the_drive_behind_it_says() -> None:
    assert found(Bus.USB, FREE)[Way.ATA_SECURE_ERASE] == Note.NOT_OVER_USB
    assert wiping(drive(bus=Bus.USB), failing=False).possible


@pytest.mark.parametrize(
    ("offered", "note"),
    [
        (True, Note.OPEN),
        (False, Note.NOT_OFFERED),
        (None, Note.ASK_DRIVE),
        (1, Note.ASK_DRIVE),
        ("yes", Note.ASK_DRIVE),
    ],
)
def test_an_nvme_drive(offered: Any, note: Note) -> None:
    tree = {"nvme_optional_admin_commands": {"format_nvm": offered}}
    assert found(Bus.NVME, tree) == {
        Way.NVME_SANITIZE: Note.ASK_DRIVE,
        Way.NVME_FORMAT: note,
        Way.OVERWRITE: Note.LEAVES_SPARE,
    }


@pytest.mark.parametrize(
    ("changes", "failing", "note"),
    [
        (HDD, False, Note.OPEN),
        ({"rotational": False}, False, Note.LEAVES_SPARE),
        ({"rotational": unknown()}, False, Note.LEAVES_SPARE),
        (HDD, True, Note.LEAVES_BAD),
        ({"rotational": False}, True, Note.LEAVES_BAD),
    ],
)
def test_what_overwriting_leaves(changes: Any, failing: bool, note: Note) -> None:
    assert found(Bus.SCSI, failing=failing, **changes) == {Way.OVERWRITE: note}


def test_a_dead_drive_cannot_be_wiped() -> None:
    for dead in (None, drive(size_bytes=0)):
        seen = wiping(dead, failing=True)
        assert (seen.options, seen.seen, seen.possible) == ((), False, False)
        assert "cannot be wiped" in words.summary(seen, translator("en"))[0]
        assert "before you send it back" in words.summary(seen, translator("en"))[1]


def test_a_virtual_drive_is_none_to_wipe() -> None:
    seen = wiping(drive(bus=Bus.VIRTUAL), failing=False)
    assert (seen.options, seen.possible) == ((), False)


def test_the_drive_that_the_system_runs_from_is_not_wiped_under_it() -> None:
    assert wiping(drive(mounts=("/", "/home")), failing=False).in_use
    assert not wiping(drive(mounts=("/home",)), failing=False).in_use
    assert not wiping(drive(mounts=unknown()), failing=False).in_use


@given(
    st.sampled_from(Bus),
    strategies.json_bytes(("ata_security", "nvme_optional_admin_commands", "enabled", "frozen", "format_nvm")),
    st.booleans(),
)
def test_whatever_the_drive_says_nothing_raises_and_all_has_words(bus: Bus, smart: bytes, failing: bool) -> None:
    seen = wiping(drive(bus=bus), failing=failing, smart=smart)
    for language in LANGUAGES:
        t = translator(language)
        lines = [*words.summary(seen, t), *(part(one, t) for one in seen.options for part in (words.way, words.note))]
        assert all(line and "{" not in line for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_and_note_has_words_and_a_source(language: str) -> None:
    for way in Way:
        assert SOURCES[way]
        for note in Note:
            one = Option(way=way, note=note)
            assert words.way(one, translator(language))
            assert words.note(one, translator(language))
            assert one.closed == (note in CLOSED)

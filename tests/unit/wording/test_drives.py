"""What is said of a drive, and what its table shows."""

from typing import Any

import pytest

from haas_client.diagnostics.snapshot import Bus
from haas_client.diagnostics.unknown import Unknown
from haas_client.i18n import translator
from haas_client.wording import drives
from tests.unit.builders import attribute, drive, health, nvme, unknown

EN = translator("en")


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "SSD 500 GB"),
        ({"rotational": True, "size_bytes": 4_000_787_030_016}, "HDD 4 TB"),
        ({"rotational": unknown()}, "Drive 500 GB"),
        ({"bus": Bus.NVME, "rotational": unknown()}, "SSD 500 GB"),
        ({"bus": Bus.USB}, "USB drive 500 GB"),
        ({"size_bytes": unknown()}, "SSD"),
        ({"size_bytes": 0}, "SSD"),
    ],
)
def test_a_drive_is_called_what_it_is(changes: dict[str, Any], title: str) -> None:
    assert drives.title(drive(**changes), EN) == title


@pytest.mark.parametrize(
    ("model", "said"),
    [("Crucial MX500", "Crucial MX500 500 GB"), ("Example 500GB", "Example 500GB"), (unknown(), "SSD 500 GB")],
)
def test_the_size_is_not_said_twice(model: str | Unknown, said: str) -> None:
    assert drives.model(drive(model=model), EN) == said


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "limit not reached"),
        ({"failed": "now"}, "limit reached"),
        ({"failed": "past"}, "limit reached earlier"),
        ({"threshold": 0}, "—"),
        ({"threshold": None}, "—"),
        ({"value": None}, "—"),
    ],
)
def test_a_row_says_nothing_of_a_limit_that_is_none(changes: dict[str, Any], state: str) -> None:
    rows = drives.table(health(attributes=(attribute(5, **changes),)), EN)
    assert rows[0][-1] == state
    assert len(rows[0]) == len(drives.table_titles(health(), EN))


def test_the_table_of_an_nvme_drive_dashes_what_is_unknown() -> None:
    of = health(nvme=nvme(media_errors=unknown()))
    rows = {row[0]: row[1] for row in drives.table(of, EN)}
    assert rows["Errors that could not be corrected"] == "—"
    assert rows["Life used, percent"] == "3"
    assert len(drives.table_titles(of, EN)) == 2


def test_wear_that_a_drive_does_not_tell_is_unknown() -> None:
    figures = dict(drives.figures(drive(), EN))
    assert isinstance(figures["Wear"], Unknown)
    assert figures["Temperature"] == "35 °C"
    assert drives.figures(drive(health=unknown()), EN) == ()


def test_a_disk_that_turns_has_no_wear_to_be_unknown() -> None:
    disk, chips = (drives.figures(drive(rotational=turns, health=health()), EN) for turns in (True, False))
    assert "Wear" not in dict(disk)
    assert isinstance(dict(chips)["Wear"], Unknown)

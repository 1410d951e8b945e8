"""TeamViewer's number as an owner's program gets it: through the helper, and without it not at all."""

import threading

import pytest

from haas_client.handson.identity import teamviewer_id
from haas_client.handson.surroundings import Surroundings
from haas_client.process import Cancel
from tests.handson.double import ID, PASSWORD
from tests.privileged.bus import ALLOWED, REFUSED, SystemBus, effective_user
from tests.privileged.desk import Desk

CONFIGURATION = f'[int32] ClientID = {ID}\n[strng] PermanentPassword = "{PASSWORD}"\n'


def asked(bus: SystemBus, user: int) -> str | None:
    with effective_user(user):
        found = teamviewer_id(Surroundings(system_bus=bus.address), Cancel())
    assert not [thread for thread in threading.enumerate() if thread.name == "helper"]
    return found


def test_the_helper_tells_the_number(scripted_bus: SystemBus, desk: Desk) -> None:
    (desk.folder / "global.conf").write_text(CONFIGURATION)
    assert asked(scripted_bus, ALLOWED) == ID


@pytest.mark.parametrize("configuration", ["", "[int32] ClientID = 0\n", None])
def test_before_teamviewer_has_one_there_is_none(
    scripted_bus: SystemBus, desk: Desk, configuration: str | None
) -> None:
    if configuration is not None:
        (desk.folder / "global.conf").write_text(configuration)
    assert asked(scripted_bus, ALLOWED) is None


def test_whom_the_helper_refuses_gets_none(scripted_bus: SystemBus, desk: Desk) -> None:
    (desk.folder / "global.conf").write_text(CONFIGURATION)
    assert asked(scripted_bus, REFUSED) is None


def test_without_a_helper_there_is_none(bare_bus: SystemBus) -> None:
    assert asked(bare_bus, ALLOWED) is None
    with effective_user(ALLOWED):
        assert teamviewer_id(Surroundings(system_bus="unix:path=/nonexistent"), Cancel()) is None


def test_cancelled_there_is_none(scripted_bus: SystemBus, desk: Desk) -> None:
    cancel = Cancel()
    cancel.ask()
    with effective_user(ALLOWED):
        assert teamviewer_id(Surroundings(system_bus=scripted_bus.address), cancel) is None

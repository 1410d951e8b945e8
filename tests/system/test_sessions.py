"""Who sits before the PC and who came over the network, as logind and polkit see it: what the helper stands on."""

import pytest

from tests.system.pc import bus
from tests.system.pc.pc import Pc
from tests.system.pc.shell import Output

# UDisks2's policy gives it to whoever is at the seat ("allow_active" yes) and to nobody else without a password.
_ACTION = "org.freedesktop.udisks2.ata-smart-update"
_ASK = f"pkcheck --action-id {_ACTION} --process $$"
_REFUSED = 2
"""Not authorised, and an agent could ask for a password (pkcheck(1))."""
_SESSION = "loginctl show-session $XDG_SESSION_ID -p Active -p Remote -p Seat -p State -p Type"


def properties(output: Output) -> dict[str, str]:
    return dict(line.split("=", 1) for line in output.text.splitlines())


def test_the_owner_is_at_the_seat(pc: Pc) -> None:
    session = properties(pc.at_seat(_SESSION))
    assert session == {"Active": "yes", "Remote": "no", "Seat": "seat0", "State": "active", "Type": "tty"}
    assert pc.at_seat(_ASK).exit_code == 0


@pytest.mark.parametrize("user", ["owner", "remote"])
def test_whoever_comes_over_the_network_is_not(pc: Pc, user: str) -> None:
    session = properties(pc.from_afar(_SESSION, user=user))
    assert session == {"Active": "yes", "Remote": "yes", "Seat": "", "State": "active", "Type": "tty"}
    assert pc.from_afar(_ASK, user=user).exit_code == _REFUSED


def test_an_open_service_counts_as_open(pc: Pc) -> None:
    assert bus.exposure(pc, "udisks2.service") > 9

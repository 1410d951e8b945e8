"""What an owner has who installed the package: the tray at the login, the window, a diagnosis, updates, its removal."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from haas_client.bundle.result import Result
from haas_client.diagnostics import helper_names as names
from haas_client.diagnostics.snapshot import Health, Memory, Snapshot, Storage
from tests.package import debs, desktop
from tests.package.conftest import install_deb
from tests.system.pc import bus
from tests.system.pc.hardware import SATA_SERIAL
from tests.system.pc.pc import Pc
from tests.system.pc.shell import Output

TRAY = r"app-linuxmania\x2dhaas@autostart.service"
"""What systemd's generator makes of the package's autostart entry (systemd-xdg-autostart-generator(8))."""
PROGRAM = "/usr/lib/linuxmania-haas/linuxmania-haas"
UNIT = "linuxmania-haas-helper.service"
HELPER = bus.Target(service=names.NAME, path=names.PATH, interface=names.INTERFACE)
SHARE = "/home/owner/.local/share/linuxmania-haas"
WINDOW = "Linuxmania サポート"
OF_THE_IMAGE = {"/opt/linuxmania-haas", "/usr/lib/python3/dist-packages/linuxmania-haas.pth"}
"""What the emulated PC has for the tests that need no package."""
SCREENS = "LINUXMANIA_HAAS_SCREENS"
"""Names a folder in which the screen is left as a picture."""


def tray(pc: Pc) -> str:
    """The command line of the program that the login has started; empty where none runs."""
    pid = pc.at_seat(("systemctl", "--user", "show", "--property=MainPID", "--value", TRAY)).text
    return pc.shell.output(f"tr '\\0' ' ' </proc/{pid}/cmdline").strip() if pid.strip("0") else ""


def executable(pc: Pc) -> str:
    """The file that the login's program runs."""
    pid = pc.at_seat(("systemctl", "--user", "show", "--property=MainPID", "--value", TRAY)).text
    return pc.shell.output(f"readlink /proc/{pid}/exe")


def listed(run: Callable[[tuple[str, ...]], Output], *words: str) -> list[Any]:
    """What ``linuxmania-haas cases`` or ``swap list`` prints."""
    done = run(("linuxmania-haas", *words, "--json"))
    assert done.exit_code == 0, done.stderr
    return list(json.loads(done.stdout)[words[0] if words[0] == "cases" else "swaps"])


def helper_source(snapshot: Snapshot) -> Any:
    """What a diagnosis says of the helper itself."""
    return next(one for one in snapshot.sources if one.name == "privileged helper")  # type: ignore[union-attr]


def begin_swap(pc: Pc) -> str:
    """A swap that waits for the owner to switch the PC off; gives its id."""
    words = ("--guide", "jp.linuxmania.storage.sata", "--job", "replace", "--part", SATA_SERIAL, "--no-copy")
    answers = ("chassis=tower", "storage_form=sata-3.5", "order.reason=failure")
    given = (word for answer in answers for word in ("--answer", answer))
    done = pc.at_seat(("linuxmania-haas", "swap", "begin", *words, *given, "--json"), seconds=120)
    assert done.exit_code == 0, done.stderr
    return str(json.loads(done.stdout)["swap"]["id"])


def sums(pc: Pc) -> str:
    """Of all that the owner keeps, databases aside, into which a reader writes too."""
    return pc.shell.output(f"cd {SHARE} && find . -type f ! -name '*.sqlite3*' -exec sha256sum {{}} + | sort")


def test_a_login_starts_it_in_the_tray_and_the_menu_brings_its_window_up(pc: Pc) -> None:
    assert tray(pc) == "/usr/bin/linuxmania-haas --hidden"
    assert not desktop.windows(pc, WINDOW)
    pid = pc.at_seat(("systemctl", "--user", "show", "--property=MainPID", "--value", TRAY)).text
    done = pc.at_seat(("env", "DISPLAY=:0", "linuxmania-haas"), seconds=60)
    assert done.exit_code == 0, done.stderr  # it has handed over to the one that runs
    assert desktop.windows(pc, WINDOW, seconds=60)
    assert pc.at_seat(("pgrep", "-x", "linuxmania-haas")).text.split() == [pid]
    if folder := os.environ.get(SCREENS):
        pc.shell.output("sleep 5")
        desktop.screen(pc).save(Path(folder) / "installed.png")


def test_the_owner_reads_all_through_the_helper_without_a_password(pc: Pc) -> None:
    done = pc.at_seat(("linuxmania-haas", "collect", "--json"), seconds=120)
    assert done.exit_code == 0, done.stderr
    snapshot = msgspec.json.decode(done.stdout, type=Result).snapshot
    assert helper_source(snapshot).problem is None
    assert isinstance(snapshot.storage, Storage)
    (drive,) = (one for one in snapshot.storage.drives if one.serial == SATA_SERIAL)
    assert isinstance(drive.health, Health)
    assert drive.health.source == "smartctl"
    assert isinstance(snapshot.memory, Memory)
    assert isinstance(snapshot.memory.modules, tuple)
    assert pc.shell.output(("systemctl", "is-active", UNIT)) == "active"
    assert bus.exposure(pc, UNIT) <= 2.0


def test_somebody_else_has_a_program_of_their_own_and_no_right_at_this_seat(pc: Pc) -> None:
    begin_swap(pc)

    def other(words: tuple[str, ...]) -> Output:
        return pc.from_afar(words, user="remote")

    assert listed(pc.at_seat, "swap", "list")
    assert listed(other, "swap", "list") == []
    assert listed(other, "cases") == []
    assert other(("ls", SHARE)).exit_code != 0
    assert not bus.call(other, HELPER, "Sources").values
    done = pc.from_afar(("linuxmania-haas", "collect", "--json"), user="remote", seconds=120)
    assert done.exit_code == 0, done.stderr
    assert helper_source(msgspec.json.decode(done.stdout, type=Result).snapshot).problem


def test_an_update_while_it_runs_keeps_what_the_owner_has(pc: Pc, deb: Path, tmp_path: Path) -> None:
    swap = begin_swap(pc)
    assert bus.call(pc.at_seat, HELPER, "Sources").values
    running, helper = tray(pc), pc.shell.output(("systemctl", "show", "--property=MainPID", "--value", UNIT))
    kept = sums(pc)
    install_deb(pc, debs.next_version(deb, tmp_path))
    assert pc.shell.output("dpkg-query -W -f '${Version}' linuxmania-haas") == debs.NEXT
    assert tray(pc) == running
    assert pc.shell.run(f"[ -d /proc/{helper} ]").exit_code == 1  # two versions never mix in it
    assert bus.call(pc.at_seat, HELPER, "Sources").values
    assert sums(pc) == kept
    assert [one["id"] for one in listed(pc.at_seat, "swap", "list")] == [swap]
    assert pc.shell.run("[ -e /usr/lib/linuxmania-haas/lib/haas_client/_resources/phone/page.js ]").exit_code == 1
    assert executable(pc) == f"{PROGRAM} (deleted)"  # the tray still is the old one, until more of it is wanted
    assert pc.at_seat(("env", "DISPLAY=:0", "linuxmania-haas"), seconds=60).exit_code == 0
    assert desktop.windows(pc, WINDOW, seconds=60)
    assert executable(pc) == PROGRAM
    assert "linuxmania" not in pc.shell.output("systemctl --failed --no-legend --plain")


def test_it_can_be_removed_while_it_runs_and_comes_back_to_what_was_kept(pc: Pc, deb: Path) -> None:
    swap = begin_swap(pc)
    pc.shell.output("echo 'format = 1' > /etc/linuxmania-haas/machine.toml")
    kept = sums(pc)
    pc.shell.output("DEBIAN_FRONTEND=noninteractive apt-get -y purge linuxmania-haas", seconds=120)
    assert not bus.call(pc.at_seat, HELPER, "Sources").values
    assert pc.shell.run(("systemctl", "cat", UNIT)).exit_code != 0
    assert "linuxmania" not in pc.shell.output("systemctl --failed --no-legend --plain")
    left = "find / -xdev '(' -path /home -o -path /proc ')' -prune -o -name '*linuxmania*' -print"
    assert set(pc.shell.output(left).split()) == {"/etc/linuxmania-haas", *OF_THE_IMAGE}
    assert pc.shell.output("ls /etc/linuxmania-haas") == "machine.toml"
    assert sums(pc) == kept
    desktop.log_in_anew(pc)
    assert not tray(pc)
    install_deb(pc, deb)
    assert [one["id"] for one in listed(pc.at_seat, "swap", "list")] == [swap]

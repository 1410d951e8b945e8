"""What is found of TeamViewer: edition, version, service, port, and whether its window's program runs."""

import time

import msgspec
import pytest

from haas_client.handson import installed, launching
from haas_client.handson.model import Cause, Edition, Standing, TeamViewer
from haas_client.process import Cancel
from tests.handson.double import VERSION, Double, silent_port
from tests.programs import put_program


def look(double: Double) -> tuple[Standing, Cause]:
    check, _ = installed.look(double.surroundings, Cancel())
    return check.standing, check.cause


def found(double: Double) -> TeamViewer:
    return installed.find(double.surroundings, Cancel())


def test_it_is_installed_and_its_service_answers(double: Double) -> None:
    check, known = installed.look(double.surroundings, Cancel())
    assert (check.standing, check.cause, check.facts) == (Standing.GOOD, Cause.INSTALLED, {"version": VERSION})
    assert known.program == f"{double.folder}/bin/teamviewer"


@pytest.mark.parametrize(("package", "edition"), [("teamviewer", Edition.FULL), ("teamviewer-host", Edition.HOST)])
def test_the_package_tells_edition_and_version(double: Double, package: str, edition: Edition) -> None:
    double.package(package, "15.82.6")
    double.say("telling", "hangs")  # it is not asked
    known = found(double)
    assert (known.edition, known.version) == (edition, "15.82.6")


def test_a_removed_package_tells_nothing(double: Double) -> None:
    double.package("teamviewer-host", "13.0.1", state="config-files")
    assert (found(double).edition, found(double).version) == (Edition.FULL, VERSION)


def test_a_package_whose_program_is_gone_is_not_installed(double: Double) -> None:
    double.package()
    double.uninstall()
    assert look(double) == (Standing.WARN, Cause.NOT_INSTALLED)


def test_it_is_found_where_the_package_puts_it_though_path_does_not_lead_there(double: Double) -> None:
    double.uninstall()
    script = double.folder / "opt/teamviewer/tv_bin/script/teamviewer"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    assert found(double).program == str(script)


def test_what_cannot_be_run_is_not_installed(double: Double) -> None:
    (double.folder / "bin" / "teamviewer").chmod(0o644)
    assert look(double) == (Standing.WARN, Cause.NOT_INSTALLED)


def test_in_a_sandbox_nothing_is_claimed(double: Double) -> None:
    double.uninstall()
    (double.folder / ".flatpak-info").touch()
    assert look(double) == (Standing.UNKNOWN, Cause.TEAMVIEWER_UNKNOWN)


@pytest.mark.parametrize("telling", ["hangs", "nothing"])
def test_without_a_version_it_is_installed_all_the_same(
    double: Double, telling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "_SECONDS", 0.2)
    double.say("telling", telling)
    check, known = installed.look(double.surroundings, Cancel())
    assert (check.cause, check.facts, known.version) == (Cause.INSTALLED, {}, "")


@pytest.mark.parametrize(
    ("printed", "edition", "version"),
    [
        (r"\033[1mTeamViewer\033[0m15.82.6\033[0m(DEB)", Edition.FULL, "15.82.6"),
        (r" TeamViewer Host            15.30.3  (DEB) ", Edition.HOST, "15.30.3"),
        (r"\377\376 15.9", Edition.FULL, "15.9"),
        ("no figure at all", Edition.FULL, ""),
    ],
)
def test_without_a_package_the_program_tells(double: Double, printed: str, edition: Edition, version: str) -> None:
    put_program(double.folder / "bin", "teamviewer", f"printf '{printed}'")
    assert (found(double).edition, found(double).version) == (edition, version)


def test_an_old_one_is_told(double: Double) -> None:
    double.package(version="13.1.8286")
    assert look(double) == (Standing.WARN, Cause.OLD_VERSION)


@pytest.mark.parametrize(
    ("service", "cause"),
    [
        ("inactive", Cause.SERVICE_STOPPED),
        ("failed", Cause.SERVICE_STOPPED),
        ("active", Cause.SERVICE_SILENT),
        ("activating", Cause.SERVICE_SILENT),
    ],
)
def test_a_service_that_does_not_answer(double: Double, service: str, cause: Cause) -> None:
    double.end()
    double.listener = None
    double.say("service", service)
    assert look(double) == (Standing.WARN, cause)


@pytest.mark.parametrize("broken", ["hangs", "gone"])
def test_without_an_answer_of_systemd_the_port_decides(
    double: Double, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "_SECONDS", 0.2)
    double.package()
    double.say("service", broken)
    if broken == "gone":
        (double.folder / "bin" / "systemctl").unlink()
    assert look(double)[1] == Cause.INSTALLED
    double.end()
    double.listener = None
    assert look(double) == (Standing.WARN, Cause.SERVICE_SILENT)


def test_a_port_that_takes_nothing_is_waited_for_briefly(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "_CONNECT_SECONDS", 0.2)
    with silent_port() as port:
        started = time.monotonic()
        assert not installed.answers(msgspec.structs.replace(double.surroundings, port=port))
    assert time.monotonic() - started < 2


def test_whether_its_window_runs(double: Double) -> None:
    before = double.windows()
    launching.start(double.surroundings, wait_seconds=0.2)
    assert before == ()
    assert len(double.windows()) == 1
    assert found(double).runs is True
    double.close()
    assert double.windows() == ()


def test_where_processes_cannot_be_listed_nothing_is_claimed(double: Double) -> None:
    nowhere = msgspec.structs.replace(double.surroundings, processes=double.folder / "nowhere")
    assert installed.find(nowhere, Cancel()).runs is None

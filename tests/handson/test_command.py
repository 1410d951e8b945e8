"""``handson`` on a PC without a screen."""

import json

import pytest

from haas_client import app
from haas_client.commands import handson as command
from haas_client.errors import ExitCode
from haas_client.handson.surroundings import Surroundings
from tests.handson.double import PASSWORD, Double

Capture = pytest.CaptureFixture[str]


def said(capsys: Capture, *arguments: str) -> str:
    assert app.main(["handson", "--lang", "en", *arguments]) == ExitCode.OK
    told = capsys.readouterr()
    assert PASSWORD not in told.out + told.err
    return told.out


@pytest.fixture(autouse=True)
def here(double: Double, monkeypatch: pytest.MonkeyPatch) -> Surroundings:
    surroundings = double.surroundings
    monkeypatch.setattr(command, "Surroundings", lambda: surroundings)
    return surroundings


def test_it_says_what_was_found_and_what_to_do(capsys: Capture) -> None:
    lines = said(capsys).splitlines()
    assert lines[0] == "! Not connected to the Internet"
    assert "    1. Look whether the cable is plugged in" in said(capsys)
    assert "✓ TeamViewer 15.61.3 is installed" in lines
    assert "? Whether the clock is right could not be found out" in lines
    assert lines[-1].startswith("Never tell your ID and password")


def test_as_json(capsys: Capture) -> None:
    found = json.loads(said(capsys, "--json"))
    assert [check["line"] for check in found["checks"]] == ["network", "teamviewer", "session", "clock", "centre"]
    assert found["teamviewer"]["version"] == "15.61.3"


def test_nothing_is_started(double: Double, capsys: Capture) -> None:
    said(capsys)
    assert double.starts() == []

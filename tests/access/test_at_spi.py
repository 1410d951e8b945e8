"""The program on a real screen, as a screen reader hears it over AT-SPI."""

import asyncio
import shutil
from functools import partial
from pathlib import Path

import pytest

from tests.access.desktop import ENABLED, FOCUSABLE, FOCUSED, Node, Reader, desktop, program
from tests.machines import hand_written

_REGISTRY = Path("/usr/libexec/at-spi2-registryd")
pytestmark = pytest.mark.skipif(
    not (_REGISTRY.exists() and shutil.which("Xvfb") and shutil.which("dbus-daemon")),
    reason="at-spi2-core, Xvfb or dbus-daemon is not installed",
)
_WAY = ("Get help", "Trouble with storage", "Start the diagnosis", "More about: Storage (nvme0)")
"""Buttons from asking for help to a part's page; each is on the page that the one before leads to."""
_SPOKEN = {
    *("button", "push button", "check box", "toggle button", "radio button", "text", "entry", "list", "table"),
    *("page tab list", "label", "document frame", "button menu", "heading"),
}


def test_a_screen_reader_comes_from_home_to_a_part(own_home: Path, tmp_path: Path) -> None:
    machine = hand_written.failing_ssd(tmp_path / "machine")
    with desktop(own_home) as environment, program(environment, "--lang", "en", "--replay", str(machine)):
        asyncio.run(_way(environment))


async def _way(environment: dict[str, str]) -> None:
    reader = await Reader.connected(environment)
    try:
        for name in _WAY:
            shown = await reader.until(partial(_with, name))
            _look(shown)
            await reader.press(_named(shown, name))
        shown = await reader.until(partial(_with, "Get help with this part"))
        _look(shown)
        assert {node.role for node in shown} >= {"heading", "panel", "label"}
    finally:
        reader.leave()


def _with(name: str, nodes: list[Node]) -> list[Node] | None:
    return nodes if any(_is(node, name) for node in nodes) else None


def _named(nodes: list[Node], name: str) -> Node:
    return next(node for node in nodes if _is(node, name))


def _is(node: Node, name: str) -> bool:
    return node.name == name and node.has(FOCUSABLE) and node.has(ENABLED)


def _look(nodes: list[Node]) -> None:
    reached = [node for node in nodes if node.has(FOCUSABLE) and node.role not in ("frame", "window")]
    assert [node for node in reached if not node.name] == []
    assert {node.role for node in reached} <= _SPOKEN
    assert len([node for node in nodes if node.has(FOCUSED) and node.name]) <= 1

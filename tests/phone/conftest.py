"""A phone's browser, and a PC that shows it a sheet."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from haas_client.handsbuy.phone.page import page
from haas_client.handsbuy.phone.server import PhoneServer, port_for
from haas_client.handsbuy.sheet import Sheet
from haas_client.handsbuy.swap import Swap
from tests.phone import sheets
from tests.phone.browser import Browser, browser
from tests.phone.pages import HERE, Kept, Pc, Serve


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves a sheet on this PC's loopback."""
    running: list[Pc] = []

    def start(sheet: Sheet, swap: Swap | None = None, boot_id: str = "") -> Pc:
        swap = swap or sheets.begun()
        received = threading.Event()
        html = page(sheet, swap, sheets.help_in(sheet.language), boot_id=boot_id)
        kept = Kept()
        server = PhoneServer(html, HERE, received.set, kept.keep, port=port_for(swap.id))
        running.append(Pc(server, server.start(), received, kept))
        return running[-1]

    yield start
    for one in running:
        one.server.close()


@pytest.fixture
def chromium(tmp_path: Path) -> Iterator[Browser]:
    with browser(tmp_path / "browser") as running:
        yield running


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return sheets.large(tmp_path, 3)
